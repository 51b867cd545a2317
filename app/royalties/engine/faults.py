"""What can be wrong with a sales file, each by its name, line and column."""

from app.kernel.errors import Invalid
from app.kernel.words import N_


class Fault(Invalid):
    """Something wrong in a file, at a line and a column."""

    code = "bad_line"
    text = N_("Line %(line)s, column %(column)s: %(value)s cannot be read.")


class NotUtf8(Fault):
    code = "not_utf8"
    text = N_("Line %(line)s: the file is not UTF-8 text.")


class BadTable(Fault):
    code = "bad_table"
    text = N_("Line %(line)s: this is not a row of a CSV file.")


class BadHeader(Fault):
    code = "bad_header"
    text = N_("Line %(line)s, column %(column)s: the header must say “%(wanted)s”.")


class BadWidth(Fault):
    code = "bad_width"
    text = N_("Line %(line)s: %(found)s columns instead of %(wanted)s.")


class BadDate(Fault):
    code = "bad_date"
    text = N_(
        "Line %(line)s, column %(column)s: “%(value)s” is not a date like 2026-09-30."
    )


class EndsBeforeStart(Fault):
    code = "ends_before_start"
    text = N_("Line %(line)s, column %(column)s: %(value)s is before the start.")


class BadText(Fault):
    code = "bad_text"
    text = N_("Line %(line)s, column %(column)s: empty, too long, or control signs.")


class BadKind(Fault):
    code = "bad_kind"
    text = N_(
        "Line %(line)s, column %(column)s: “%(value)s” is not sale, return or "
        "correction."
    )


class BadCurrency(Fault):
    code = "bad_currency"
    text = N_("Line %(line)s, column %(column)s: “%(value)s” is not a currency.")


class BadNumber(Fault):
    code = "bad_number"
    text = N_(
        "Line %(line)s, column %(column)s: “%(value)s” is not a number with the "
        "decimals of %(currency)s."
    )


class BadSign(Fault):
    code = "bad_sign"
    text = N_("Line %(line)s, column %(column)s: %(value)s has the wrong sign here.")


class OtherNotAgreed(Fault):
    code = "other_not_agreed"
    text = N_(
        "Line %(line)s, column %(column)s: no agreement names other deductions, so "
        "this must be 0."
    )


class TwiceInFile(Fault):
    code = "twice_in_file"
    text = N_("Line %(line)s, column %(column)s: “%(value)s” stands here twice.")


class TotalMissing(Fault):
    code = "total_missing"
    text = N_("Line %(line)s, column %(column)s: no control total for %(value)s.")


class TotalDiffers(Fault):
    code = "total_differs"
    text = N_(
        "Line %(line)s, column %(column)s: the control total says %(value)s, the "
        "lines make %(wanted)s."
    )


class EmptyFile(Fault):
    code = "empty_file"
    text = N_("Line %(line)s: there are no sales lines.")


class LineAfterTotal(Fault):
    code = "line_after_total"
    text = N_("Line %(line)s: nothing may follow the control totals.")
