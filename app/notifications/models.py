"""Notice: somebody was told something, once a cause; words come when it is shown."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Model, one_of
from app.kernel.words import N_

KINDS = (
    "decision_on_mine",
    "idea_stage",
    "rung",
    "reply",
    "build",
    "bug_state",
    "roadmap",
    "deed_to_sign",
    "statement",
    "payout",
    "to_do",
    "security",
)
# Always by mail too, where there is an address (PRODUCT 10, marked "!").
MAILED = frozenset(
    {"decision_on_mine", "deed_to_sign", "statement", "payout", "security"}
)

# One sentence a thing that can happen; the edge fills and translates it.
SENTENCES = {
    "idea_waits": N_("An idea waits to be checked: “%(title)s”."),
    "idea_submitted": N_("“%(title)s” is being checked once more."),
    "idea_supporting": N_("“%(title)s” is published and gathers support."),
    "idea_needs_work": N_("The moderators ask for a change to “%(title)s”."),
    "idea_rejected": N_("“%(title)s” was not published. Read the reason."),
    "idea_draft": N_("“%(title)s” is a draft again: the time for changes ran out."),
    "idea_achieved": N_("“%(title)s” reached its last goal. Next comes the review."),
    "idea_in_review": N_("“%(title)s” is being reviewed."),
    "idea_parked": N_("“%(title)s” is on hold. Read the reason."),
    "idea_approved": N_("“%(title)s” is going to be made."),
    "idea_declined": N_("“%(title)s” was declined. Read the reason."),
    "idea_in_development": N_("“%(title)s” is in the making."),
    "idea_in_beta": N_("“%(title)s” can be tested now."),
    "idea_launched": N_("“%(title)s” is out now."),
    "idea_retired": N_("“%(title)s” is no longer sold."),
    "idea_expired": N_("The time for “%(title)s” ran out."),
    "idea_withdrawn": N_("“%(title)s” was taken back by its author."),
    "idea_merged": N_("“%(title)s” was joined with another idea."),
    "rung": N_("“%(title)s” reached %(threshold)s supporters."),
    "draft_left_idle": N_(
        "Your draft “%(title)s” lies still: it goes on %(day)s unless you work on it."
    ),
    "mention": N_("%(name)s named you in a comment."),
    "answer_wanted": N_("%(name)s waits for the team's answer."),
    "support_held": N_("Your support for “%(title)s” is being checked."),
    "support_released": N_("Your support for “%(title)s” was checked and counts."),
    "support_voided": N_("Your support for “%(title)s” does not count. Read why."),
    "support_restored": N_("Your support for “%(title)s” counts again."),
    "goal_to_sign": N_("Two of the team sign the last goal of “%(title)s”."),
    "reply": N_("%(name)s answered you."),
    "comment_on_yours": N_("%(name)s commented on something of yours."),
    "review_to_open": N_("“%(title)s” waits for its review to begin."),
    "review_to_decide": N_("Score and decide: “%(title)s”."),
    "build_out": N_("Build %(version)s is out. Try it and say what happened."),
    "build_credit": N_("Your name stands in build %(version)s."),
    "build_moved": N_("The next build comes at another time: %(reason)s"),
    "bug_to_sort": N_("A bug waits to be sorted: “%(title)s”."),
    "bug_to_fix": N_("This bug is yours to fix: “%(title)s”."),
    "bug_new": N_("Your bug is open again: “%(title)s”."),
    "bug_need_info": N_("The team asks you about your bug: “%(title)s”."),
    "bug_confirmed": N_("Your bug is confirmed: “%(title)s”."),
    "bug_in_progress": N_("Your bug is being fixed: “%(title)s”."),
    "bug_fixed": N_("Your bug is fixed. Is it gone for you? “%(title)s”"),
    "bug_verified": N_("Your bug is gone: “%(title)s”."),
    "bug_closed": N_("Your bug was closed. Read why: “%(title)s”."),
    "item_considering": N_("“%(title)s” is being thought over again."),
    "item_planned": N_("“%(title)s” is planned."),
    "item_in_progress": N_("“%(title)s” is in the making."),
    "item_in_beta": N_("“%(title)s” can be tested now."),
    "item_shipped": N_("“%(title)s” is out now."),
    "item_not_doing": N_("“%(title)s” will not be made. Read the reason."),
    "deed_to_write": N_("The revenue agreement for “%(title)s” waits for its terms."),
    "deed_to_sign": N_("The revenue agreement for “%(title)s” waits to be signed."),
    "deed_signed": N_("Everyone signed the revenue agreement for “%(title)s”."),
    "deed_frozen": N_("The revenue agreement for “%(title)s” is final."),
    "run_to_compute": N_("New sales are in: the shares can be worked out."),
    "payout_to_plan": N_("The shares for %(period)s are posted: plan the payout."),
    "statement": N_("Your statement for %(period)s is ready."),
    "payee_to_check": N_("%(name)s entered payment details: check them."),
    "batch_to_approve": N_("A payout waits to be looked at and approved."),
    "batch_to_confirm": N_("A bank file was exported: confirm its payments."),
    "payout_paid": N_("%(amount)s was paid to you."),
    "payout_failed": N_("A payment to you failed. Please check your details."),
    "payee_changed": N_("Your payment details were changed."),
    "report_waits": N_("Something was reported and waits for a decision."),
    "report_answered": N_("A moderator decided about what you reported."),
    "ruling_keep": N_("A moderator looked at something of yours: it stays."),
    "ruling_hide": N_("Something of yours was hidden. Read why, or appeal."),
    "ruling_remove": N_("Something of yours was removed. Read why, or appeal."),
    "ruling_spam": N_(
        "What you wrote was hidden and you can only read. Read why, or appeal."
    ),
    "ruling_warn": N_("A moderator warns you. Read why, or appeal."),
    "ruling_slow": N_("For a while you can write little. Read why, or appeal."),
    "ruling_suspend": N_("For a while you can only read. Read why, or appeal."),
    "ruling_undo": N_("A decision about you was taken back."),
    "appeal_waits": N_("An appeal waits for a second look."),
    "appeal_upheld": N_("Your appeal was right: the decision was taken back."),
    "appeal_dismissed": N_("Your appeal was answered: the decision stands. Read why."),
    "role_granted": N_("You were given a new role on the team."),
    "role_ended": N_("One of your roles on the team ended."),
    "password": N_("Your password was changed."),
    "second_factor": N_("A second step was added to your sign-in."),
    "second_factor_removed": N_("The second step was removed from your sign-in."),
    "recovery_codes": N_("You have new recovery codes."),
    "address": N_("Your e-mail address was changed."),
    "password_link": N_("An admin made a link for you to choose a new password."),
}


class Notice(Model):
    """What one person was told; `values["what"]` names the sentence."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("person_id", "cause"),
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        Index("ix_notices_read", "person_id", "id"),
        Index(
            "ix_notices_unread",
            "person_id",
            "id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    cause: Mapped[str]
    values: Mapped[dict[str, Any]]
    url: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    @property
    def what(self) -> str:
        """The key of the sentence, of which the kind is the family."""
        return str(self.values.get("what", self.kind))
