"""The business says no, by name.

A refusal has a code for machines and a sentence for people, which the edge translates
and fills with `values`.
"""

from typing import Any, ClassVar

from app.kernel.words import N_


class Refusal(Exception):
    """Something the rules do not allow; never a crash."""

    code: ClassVar[str] = "refused"
    text: ClassVar[str] = N_("That is not possible.")

    def __init__(self, **values: Any) -> None:
        super().__init__(self.code, values)
        self.values = values

    def __str__(self) -> str:
        return f"{self.code}: {self.text % self.values if self.values else self.text}"


class Missing(Refusal):
    """There is no such thing, or none that this actor may see."""

    code = "missing"
    text = N_("We could not find that.")


class Gone(Missing):
    """There was such a thing, and it was taken back for good reason."""

    code = "gone"
    text = N_("This was here, and is gone.")


class NotAllowed(Refusal):
    """The actor may not do this; `policy` names the rule."""

    code = "not_allowed"
    text = N_("You may not do that.")

    def __init__(self, policy: str = "", **values: Any) -> None:
        super().__init__(**values)
        self.policy = policy

    def __str__(self) -> str:
        return f"{self.code}: {self.policy}"


class Suspended(NotAllowed):
    """A moderator took writing away from this person until an instant."""

    code = "suspended"
    text = N_(
        "Until %(until)s you can read, but not write. The decision about you says why, "
        "and how to appeal."
    )


class Conflict(Refusal):
    """It cannot be done now, because of how things stand."""

    code = "conflict"
    text = N_("Things have changed. Look again and retry.")


class Invalid(Refusal):
    """What was sent does not make sense; `field` says where."""

    code = "invalid"
    text = N_("Please check what you entered.")


class EditConflict(Conflict):
    """Somebody else changed it meanwhile."""

    code = "edit_conflict"
    text = N_(
        "Somebody else changed this while you were writing. Your text is kept below: "
        "compare and save again."
    )
