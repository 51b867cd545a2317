"""Every no of this domain, by name."""

from app.kernel.errors import Conflict, Invalid, NotAllowed
from app.kernel.words import N_


class UnknownCode(Invalid):
    code = "unknown_code"
    text = N_("Choose what is wrong with it.")


class ReasonMissing(Invalid):
    code = "reason_missing"
    text = N_(
        "Choose a reason of the library, or say why in at least %(least)s characters."
    )


class RightsNeedWords(Invalid):
    code = "rights_need_words"
    text = N_("Say in at least %(least)s characters which work it is and whose.")


class NothingThere(Conflict):
    code = "nothing_there"
    text = N_("This does not wait for a decision any more.")


class TooLateToUndo(Conflict):
    code = "too_late_to_undo"
    text = N_(
        "This can be taken back for %(minutes)s minutes only, and while nobody has "
        "answered it."
    )


class OfTheTeam(NotAllowed):
    code = "of_the_team"
    text = N_("Who works here is not sanctioned here: an admin ends the role first.")


class BadTerm(Invalid):
    code = "bad_term"
    text = N_("Choose between 1 and 365 days.")


class AppealTooLate(Conflict):
    code = "appeal_too_late"
    text = N_("A decision can be appealed for %(days)s days.")


class AppealNeedsWords(Invalid):
    code = "appeal_needs_words"
    text = N_("Say what the decision did not see.")


class AppealedBefore(Conflict):
    code = "appealed_before"
    text = N_("A decision is looked at again once only.")


class SameModerator(NotAllowed):
    code = "same_moderator"
    text = N_("Another moderator than the one who decided looks at it again.")


class SoloTooSoon(Conflict):
    code = "solo_too_soon"
    text = N_("You moderate alone, so this waits %(hours)s hours for a fresh look.")


class EmptyReason(Invalid):
    code = "empty_reason"
    text = N_("A reason of the library needs words.")
