"""Every no of this domain, by name."""

from app.kernel.errors import Conflict, Invalid, NotAllowed
from app.kernel.words import N_


class OwnIdea(NotAllowed):
    code = "own_idea"
    text = N_("You cannot support your own idea.")


class NotOpen(Conflict):
    code = "not_open_for_support"
    text = N_("This idea does not take support at the moment.")


class TooLate(Conflict):
    code = "support_too_late"
    text = N_("The time to support this idea is over.")


class OnSale(Conflict):
    code = "already_on_sale"
    text = N_("This idea is out already, so support stays as it is.")


class Voided(Conflict):
    code = "support_voided"
    text = N_("Your support does not count here. Your receipt says why.")


class UnknownReason(Invalid):
    code = "unknown_support_reason"
    text = N_("Choose a reason that fits what you decide.")


class NoteMissing(Invalid):
    code = "support_note_missing"
    text = N_("Say in a sentence why: everybody will read it.")


class NothingToRule(Invalid):
    code = "nothing_to_rule"
    text = N_("Choose at least one support that this can be decided about.")


class RulingOver(Conflict):
    code = "support_ruling_over"
    text = N_("This was decided or dropped already.")


class StillCooling(Conflict):
    code = "still_cooling"
    text = N_("This goal cools down first: its accounts are given time to ripen.")
