"""`doctor`: looks at everything a running site stands on, and says the next step."""

from app.cli.doctor.command import doctor

__all__ = ["doctor"]
