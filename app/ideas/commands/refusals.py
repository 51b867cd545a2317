"""Every no of this domain, by name."""

from app.kernel.errors import Conflict, Invalid
from app.kernel.words import N_


class NoSuchMove(Conflict):
    code = "no_such_move"
    text = N_("This idea cannot go there from where it is now.")


class GuardMissing(Conflict):
    """A precondition that a higher domain grants is not there yet; `guard` names it."""

    code = "guard_missing"
    text = N_("Something must be done before this idea can go on.")


class DeedUnsigned(GuardMissing):
    code = "deed_signed"
    text = N_("The revenue agreement is not signed by everyone yet.")


class DeedNotFrozen(GuardMissing):
    code = "deed_frozen"
    text = N_("The revenue agreement is not final yet.")


class ItemNotStarted(GuardMissing):
    code = "item_started"
    text = N_("Work on its roadmap item has not begun yet.")


class ItemNotPublic(GuardMissing):
    code = "item_public"
    text = N_("It has not been in a public build yet.")


class AuditNotClean(GuardMissing):
    code = "audit_clean"
    text = N_("The supports have not been checked by two people yet.")


GUARDS = {
    refusal.code: refusal
    for refusal in (
        DeedUnsigned,
        DeedNotFrozen,
        ItemNotStarted,
        ItemNotPublic,
        AuditNotClean,
    )
}


class ReasonTooShort(Invalid):
    code = "reason_too_short"
    text = N_("Say why in at least %(least)s characters: people will read it.")


class TooYoung(Invalid):
    code = "too_young"
    text = N_("You have to be at least %(age)s years old.")


class TooManyDrafts(Conflict):
    code = "too_many_drafts"
    text = N_("You have %(most)s drafts already. Send or withdraw one of them first.")


class TitleMissing(Invalid):
    code = "title_missing"
    text = N_("Give your idea a title.")


class TitleTooLong(Invalid):
    code = "title_too_long"
    text = N_("The title may have at most %(most)s characters.")


class ProblemMissing(Invalid):
    code = "problem_missing"
    text = N_("Say in a sentence or two what is wrong today.")


class ProblemTooLong(Invalid):
    code = "problem_too_long"
    text = N_("This may have at most %(most)s characters. Tell the rest below.")


class PictureMissing(Invalid):
    code = "picture_missing"
    text = N_("An idea for a new product needs at least one picture.")


class PictureUndescribed(Invalid):
    code = "picture_undescribed"
    text = N_(
        "Say what each picture shows, or that it only decorates: change it first."
    )


class TooManyPictures(Invalid):
    code = "too_many_pictures"
    text = N_("An idea may have at most %(most)s pictures.")


class TooManyTags(Invalid):
    code = "too_many_tags"
    text = N_("An idea may have at most %(most)s tags.")


class TagTooLong(Invalid):
    code = "tag_too_long"
    text = N_("A tag may have at most %(most)s characters.")


class TagNameless(Invalid):
    code = "tag_nameless"
    text = N_("A tag needs a name.")


class TagExists(Conflict):
    code = "tag_exists"
    text = N_("There is a tag “%(name)s” already: join the two instead.")


class TagsApart(Invalid):
    code = "tags_apart"
    text = N_("Choose another tag of the same place.")


class QueueFull(Conflict):
    code = "queue_full"
    text = N_(
        "You have %(most)s ideas waiting to be checked. Send this one when one of them "
        "has its answer."
    )


class TooManyForNow(Conflict):
    code = "too_many_for_now"
    text = N_(
        "For now you may send %(most)s new idea a day. This one is kept: send it "
        "tomorrow."
    )


class TooManyLinks(Conflict):
    code = "too_many_links"
    text = N_("For now you may write %(most)s links a day. Leave some out.")


class SimilarUnseen(Conflict):
    code = "similar_unseen"
    text = N_("Look at the ideas like yours first: one of them may be it already.")


class TermsNotAccepted(Invalid):
    code = "terms_not_accepted"
    text = N_("Please accept the terms before you send your idea.")


class TermsIncomplete(Invalid):
    code = "terms_incomplete"
    text = N_("The terms are needed in English and in each language that you offer.")


class TermsInThePast(Invalid):
    code = "terms_in_the_past"
    text = N_("New terms begin today or later.")


class FixesUnanswered(Invalid):
    code = "fixes_unanswered"
    text = N_("Answer everything the moderator asked for first.")


class TooSoon(Conflict):
    code = "too_soon"
    text = N_("From the third try on, wait %(hours)s hours before you send it again.")


class NothingToFix(Invalid):
    code = "nothing_to_fix"
    text = N_("Name at least one thing to change, and say what.")


class UnknownReason(Invalid):
    code = "unknown_reason"
    text = N_("Choose the rule that this idea breaks.")


class GoalNotReached(Conflict):
    code = "goal_not_reached"
    text = N_("This idea has not reached its last goal yet.")


class HideNeedsReason(Invalid):
    code = "hide_needs_reason"
    text = N_("Say why this idea is hidden.")
