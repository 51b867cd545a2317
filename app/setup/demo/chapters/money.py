"""What Fold earned: a quarter of sales, the run, the statements."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from app.kernel.money import Money
from app.royalties import commands as royalties
from app.royalties import queries
from app.royalties.commands import Upload
from app.royalties.engine.periods import Period
from app.royalties.engine.salesfile import HEADER
from app.setup.demo.chapters.agreements import FOLD_SKU
from app.setup.demo.story import Story
from app.setup.demo.world import ZONE, World

SOURCE = "Halden web shop"
NET_UNIT = 40_00
TAX_UNIT = 7_60
# Units sold a month and channel; 1,150 less 12 returned is net 45,520.00.
PAID = (
    ("web", "DE", (212, 148, 120)),
    ("web", "NL", (96, 84, 70)),
    ("retail", "DE", (160, 140, 120)),
)
RETURNED = 12
NEXT = (
    ("web", "DE", (131, 150, 238)),
    ("web", "FR", (44, 61, 93)),
    ("retail", "DE", (98, 120, 205)),
)


@dataclass(frozen=True, slots=True)
class _Line:
    key: str
    starts: date
    ends: date
    channel: str
    territory: str
    units: int
    original: str = ""

    def cells(self) -> list[str]:
        kind = "return" if self.units < 0 else "sale"
        gross = Money(self.units * (NET_UNIT + TAX_UNIT), "EUR").decimal
        tax = Money(self.units * TAX_UNIT, "EUR").decimal
        zero = "0.00"
        return [
            self.key,
            self.starts.isoformat(),
            self.ends.isoformat(),
            FOLD_SKU,
            self.channel,
            self.territory,
            kind,
            "EUR",
            str(self.units),
            gross,
            zero,
            tax,
            zero,
            zero,
            self.original,
            "",
        ]


def tell(world: World, story: Story) -> None:
    """Add the acts of this chapter."""
    period = paid_period(world)
    over = noon_after(period)
    text = sales_file(period, PAID, RETURNED)
    acts = (
        (6, partial(_upload, world, period, text)),
        (7, partial(_accept, world)),
        (8, partial(_compute, world, period)),
        (9, partial(_approve, world, period)),
        (9.1, partial(_post, world, period)),
    )
    for days, act in acts:
        story.at(over + timedelta(days=days), act)
    _coming(world, story, period.next)


def paid_period(world: World) -> Period:
    """The quarter before the last one that is over: it is paid by now."""
    now = Period.of(world.now.date())
    return _before(_before(now))


def noon_after(period: Period) -> datetime:
    """Noon of a quarter's last day."""
    return datetime.combine(period.ends_on, time(12), ZoneInfo(ZONE))


def sales_file(
    period: Period, sold: tuple[tuple[str, str, tuple[int, ...]], ...], returned: int
) -> bytes:
    """A sales file of a quarter as the web shop writes it, with its control totals."""
    lines = [
        _Line(
            f"{period.code}-{channel}-{land}-{m}", *_month(period, m), channel, land, n
        )
        for channel, land, months in sold
        for m, n in enumerate(months)
    ]
    if returned:
        first = lines[0]
        lines.append(
            _Line(
                f"{first.key}-R",
                *_month(period, 2),
                first.channel,
                first.territory,
                -returned,
                first.key,
            )
        )
    units = sum(line.units for line in lines)
    gross = Money(units * (NET_UNIT + TAX_UNIT), "EUR").decimal
    net = Money(units * NET_UNIT, "EUR").decimal
    rows = [list(HEADER), *(line.cells() for line in lines)]
    rows.append(["#TOTAL", str(len(lines)), "EUR", str(units), gross, net])
    return "".join(",".join(row) + "\n" for row in rows).encode()


def _coming(world: World, story: Story, period: Period) -> None:
    """The next quarter's file waits for the second person, once the quarter is over."""
    when = max(noon_after(period) + timedelta(days=2), world.ago(1.4))
    if when < world.now - timedelta(hours=1):
        text = sales_file(period, NEXT, 0)
        story.at(when, partial(_upload, world, period, text))


def _upload(world: World, period: Period, text: bytes) -> None:
    name = f"fold_{period.code}.csv"
    royalties.upload_sales(world.people["finn"], Upload(text, SOURCE, name))


def _accept(world: World) -> None:
    (waiting,) = queries.sales.waiting_imports()
    royalties.accept_sales(world.people["faye"], waiting)


def _compute(world: World, period: Period) -> None:
    royalties.compute(world.people["finn"], period.code)


def _approve(world: World, period: Period) -> None:
    run = queries.runs.of_period(period.code)
    assert run is not None
    royalties.approve(world.people["faye"], run, run.input_sha256)


def _post(world: World, period: Period) -> None:
    run = queries.runs.of_period(period.code)
    assert run is not None
    royalties.post(world.people["finn"], run)


def _before(period: Period) -> Period:
    return Period.of(period.starts_on - timedelta(days=1))


def _month(period: Period, place: int) -> tuple[date, date]:
    starts = period.starts_on.replace(month=period.starts_on.month + place)
    later = (starts + timedelta(days=32)).replace(day=1)
    return starts, later - timedelta(days=1)
