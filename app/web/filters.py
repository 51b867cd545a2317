"""How values look on a page, in the reader's locale; the one maker of body markup."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import flask_babel
from babel.dates import format_timedelta
from flask import Flask
from markupsafe import Markup

from app.kernel import clock
from app.kernel.money import Money, exponent


def init_app(app: Flask) -> None:
    """Register all filters."""
    app.jinja_env.filters.update(
        body=body,
        number=number,
        money=money,
        percent=percent,
        bp=bp,
        date=day,
        datetime=instant,
        ago=ago,
        isoformat=isoformat,
    )


def body(html: str | None) -> Markup:
    """Stored, sanitised HTML as markup; the only door for it."""
    return Markup(html or "")  # noqa: S704 - cleaned by kernel/text on write


def number(value: int) -> str:
    """1,437 in the reader's locale."""
    return str(flask_babel.format_decimal(value))


def money(minor: int | Money, currency: str = "") -> str:
    """Minor units as an amount in the reader's locale, with its currency."""
    amount = minor if isinstance(minor, Money) else Money(minor, currency)
    value = Decimal(amount.minor).scaleb(-exponent(amount.currency))
    return str(flask_babel.format_currency(value, amount.currency))


def percent(value: float | Decimal) -> str:
    """0.6 as "60 %"; a share of one, not of a hundred."""
    return str(flask_babel.format_percent(value))


def bp(value: int) -> str:
    """Basis points as a percentage of at most two decimals: 100 is "1%"."""
    locale = flask_babel.get_locale()
    pattern = locale.percent_formats[None].pattern.replace("0", "0.##", 1)
    return str(flask_babel.format_percent(Decimal(value) / 10_000, format=pattern))


def day(value: date | datetime | None) -> str:
    """A day in the reader's locale."""
    if value is None:
        return ""
    return str(flask_babel.format_date(value, "medium"))


def instant(value: datetime | None) -> str:
    """A day and time in the reader's zone and order, to the minute."""
    if value is None:
        return ""
    joined = str(flask_babel.get_locale().datetime_formats["medium"])
    hour = flask_babel.format_time(value, "short")
    return joined.replace("{1}", day(value)).replace("{0}", str(hour))


def ago(value: datetime) -> str:
    """How long ago, or in how long: 3 days ago, in 2 hours."""
    delta: timedelta = value - clock.now()
    return format_timedelta(delta, add_direction=True, locale=flask_babel.get_locale())


def isoformat(value: Any) -> str:
    """For `<time datetime>`."""
    return str(value.isoformat())
