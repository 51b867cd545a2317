"""One person as the public and the person see them."""
