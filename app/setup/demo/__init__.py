"""The demo world: people, ideas and products to look at on a first visit."""
