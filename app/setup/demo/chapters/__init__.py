"""The demo world in chapters: each adds its acts to the story."""
