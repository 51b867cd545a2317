"""One sentence a thing that can happen; the edge fills and translates it."""

from app.kernel.words import N_

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
    "team_answered": N_("The team answered you: %(name)s."),
    "team_answered_yours": N_("The team answered on something of yours: %(name)s."),
    "reply": N_("%(name)s answered you."),
    "comment_on_yours": N_("%(name)s commented on something of yours."),
    "review_to_open": N_("“%(title)s” waits for its review to begin."),
    "review_to_decide": N_("Score and decide: “%(title)s”."),
    "build_out": N_("Build %(version)s is out. Try it and say what happened."),
    "build_credit": N_("Your name stands in build %(version)s."),
    "build_holiday": N_("A holiday: the next build comes at another time, %(day)s."),
    "build_blocked": N_(
        "Build %(version)s is late; the next try is on %(day)s, and you may choose "
        "what we owe you. Why: %(reason)s"
    ),
    "build_gate": N_(
        "Build %(version)s is late; the next try is on %(day)s, and you may choose "
        "what we owe you. Why: too few who try it early said keep (%(reason)s)."
    ),
    "build_unsigned": N_(
        "Build %(version)s is late; the next try is on %(day)s, and you may choose "
        "what we owe you. Why: the product owner did not sign."
    ),
    "build_skipped_holiday": N_("No build on %(day)s: it is a holiday."),
    "build_skipped_empty": N_("No build this week: no change was ready."),
    "build_candidate": N_(
        "Build %(version)s can be tried early: say keep or needs work."
    ),
    "build_halted": N_("Build %(version)s was taken back: %(reason)s"),
    "build_resumed": N_("Build %(version)s is offered again: %(reason)s"),
    "build_is_late": N_(
        "Build %(version)s missed its announced time. Its testers know: bring it out."
    ),
    "goodwill_done": N_("We kept what you chose for the late build %(version)s."),
    "goodwill_chosen": N_("%(name)s chose what we owe for the late build %(version)s."),
    "award_popcorn": N_("A bucket of popcorn for you: “%(title)s” is the favourite."),
    "award_tester": N_("You are the tester of the week for build %(version)s."),
    "build_moved": N_("The next build comes at another time: %(reason)s"),
    "build_preview": N_("See what comes with build %(version)s, and what slipped."),
    "build_said": N_("You said, we did: see what came of it in build %(version)s."),
    "question": N_("What next in %(space)s? Choose with one tap."),
    "question_answered": N_(
        "You chose what comes next in %(space)s. See what we take."
    ),
    "place_given": N_("You have a place in the test of %(space)s."),
    "tester_idle": N_(
        "Your place in the test of %(space)s is kept until %(day)s. Is it still for "
        "you?"
    ),
    "tester_rests": N_(
        "Your place in the test of %(space)s rests. Coming back is one tap."
    ),
    "tester_removed": N_(
        "You were taken out of the test of %(space)s. Read why, or appeal."
    ),
    "removal_upheld": N_("You were right: the test of %(space)s is open to you again."),
    "removal_dismissed": N_(
        "Your appeal was answered: you stay out of the test of %(space)s. Read why."
    ),
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

# How a kind is called where people choose.
KIND_LABELS = {
    "decision_on_mine": N_("Decisions on your ideas"),
    "idea_stage": N_("Stages of ideas you support or follow"),
    "rung": N_("Goals reached"),
    "idea_update": N_("News from the author of an idea"),
    "reply": N_("Answers to you"),
    "mention": N_("Your name in a comment"),
    "official_answer": N_("Answers from the team"),
    "answer_owed": N_("Answers that the team owes"),
    "merge": N_("Ideas joined with another"),
    "support_ruling": N_("Checks of your support"),
    "moderation": N_("Decisions of moderators about you"),
    "build": N_("Friday builds"),
    "bug_state": N_("Your bugs"),
    "roadmap": N_("What you follow on the roadmap"),
    "deed_to_sign": N_("Revenue agreements to sign"),
    "statement": N_("Your statements"),
    "payout": N_("Payments to you"),
    "to_do": N_("What waits for you"),
    "security": N_("Your sign-in and rights"),
}
CHAT_LABELS = {
    "feishu": N_("Feishu"),
    "wecom": N_("WeCom"),
    "dingtalk": N_("DingTalk"),
    "slack": N_("Slack"),
    "discord": N_("Discord"),
}
FAMILY_LABELS = {
    "ideas": N_("Ideas"),
    "talk": N_("Talk"),
    "work": N_("To do"),
    "builds": N_("Builds and roadmap"),
    "money": N_("Money"),
    "account": N_("What concerns you"),
}
LEVEL_LABELS = {
    "all": N_("Everything"),
    "mine": N_("What concerns me"),
    "must": N_("Only what I must do"),
}
