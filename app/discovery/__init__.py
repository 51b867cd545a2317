"""Search over every language, and the rails of the home page."""
