"""Royalty periods: calendar quarters, written 2026Q3."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.errors import Invalid
from app.kernel.words import N_

_CODE = re.compile(r"(20\d\d)Q([1-4])")


class BadPeriod(Invalid):
    code = "bad_period"
    text = N_("%(value)s is not a quarter. Write it as 2026Q3.")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One quarter; its code sorts like time."""

    year: int
    quarter: int

    @property
    def code(self) -> str:
        return f"{self.year}Q{self.quarter}"

    @property
    def starts_on(self) -> date:
        return date(self.year, self.quarter * 3 - 2, 1)

    @property
    def ends_on(self) -> date:
        return self.next.starts_on - timedelta(days=1)

    @property
    def next(self) -> "Period":
        if self.quarter == 4:
            return Period(self.year + 1, 1)
        return Period(self.year, self.quarter + 1)

    @property
    def previous(self) -> "Period":
        return Period.of(self.starts_on - timedelta(days=1))

    @classmethod
    def parse(cls, code: str) -> "Period":
        """Read "2026Q3"; refuses anything else."""
        match = _CODE.fullmatch(code)
        if match is None:
            raise BadPeriod(value=code, field="period")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Period":
        """The quarter a day lies in."""
        return cls(day.year, (day.month + 2) // 3)
