"""Words are made at the edge: business code only marks its sentences."""


def N_(sentence: str) -> str:  # noqa: N802 - the name that extraction tools know
    """Mark a sentence for the catalogs and return it untouched."""
    return sentence
