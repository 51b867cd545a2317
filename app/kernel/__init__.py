"""Words that every part speaks: no domain, no request."""
