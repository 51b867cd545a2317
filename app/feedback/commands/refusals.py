"""What is refused about bugs, by name."""

from app.kernel.errors import Conflict, Invalid
from app.kernel.words import N_


class BugNeedsWords(Invalid):
    code = "bug_needs_words"
    text = N_("Say what happens and what you did before.")


class UnknownSeverity(Invalid):
    code = "unknown_severity"
    text = N_("Say how bad it is.")


class NoSuchMove(Conflict):
    code = "no_such_move"
    text = N_("This bug has moved on meanwhile. Look again.")


class NotAnEngineer(Invalid):
    code = "not_an_engineer"
    text = N_("Name an engineer of this space: a confirmed bug belongs to somebody.")


class ClosingNeedsText(Invalid):
    code = "closing_needs_text"
    text = N_("Say why it is closed: the reporter reads it.")


class QuestionNeedsText(Invalid):
    code = "question_needs_text"
    text = N_("Say what you need to know.")


class DuplicateOfWhat(Invalid):
    code = "duplicate_of_what"
    text = N_("Give the number of the other bug that says the same.")


class FixNeedsBuild(Invalid):
    code = "fix_needs_build"
    text = N_("Say in which build of this space it is mended.")


class NotOutYet(Conflict):
    code = "fix_not_out_yet"
    text = N_("Build %(version)s is not out yet: nobody can try it.")


class DuplicateOfItself(Invalid):
    code = "duplicate_of_itself"
    text = N_("That bug is closed as the same as this one: reopen it first.")


class AnswerNeedsQuestion(Conflict):
    code = "answer_needs_question"
    text = N_("Nobody asks anything about this bug now.")


class OwnBug(Conflict):
    code = "own_bug"
    text = N_("You reported this yourself: it counts already.")


class ChangeNeedsName(Invalid):
    code = "change_needs_name"
    text = N_(
        "This bug is private: say what the change is called for everybody to read."
    )


class LogTooLarge(Invalid):
    code = "log_too_large"
    text = N_("The log may have at most %(most)s kB. Send only its last part.")


class LogNotText(Invalid):
    code = "log_not_text"
    text = N_("The log must be a text file.")


class LogIsPacked(Invalid):
    code = "log_is_packed"
    text = N_("This file is packed. Unpack it and send the text file.")


class LogLost(Invalid):
    code = "log_lost"
    text = N_("The log got lost on our side. Please choose it once more.")


class SecretsInLog(Invalid):
    code = "secrets_in_log"
    text = N_("There may be secrets in the log. Say what to do with them.")


class AlarmNeedsReason(Invalid):
    code = "alarm_needs_reason"
    text = N_("Say why the alarm is over: the team reads it.")
