"""What the people of the sample partnership are told, and what they did about it: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from trigpoint.demo.generate.clock import month_after
from trigpoint.manage.models import NewsKind
from trigpoint.manage.news.choices import ANSWERED, PORTFOLIO, of_framework


@dataclass(frozen=True)
class Wish:
    """What somebody wants to be told, where that is another than what everybody is told."""

    by: str
    rules: tuple[tuple[NewsKind, str], ...]
    mail: Literal["never", "daily", "at-once"] = "daily"


@dataclass(frozen=True)
class Deed:
    """What somebody did about the news of a kind that they were told. to: to whom it was passed on."""

    by: str
    kind: NewsKind
    does: Literal["acknowledge", "later", "pass"]
    to: str = ""


AGREEMENT = of_framework("fenmoor-together-agreement")

WISHES = (
    Wish(
        "p.lindow",
        (
            (NewsKind.TURNED, PORTFOLIO), (NewsKind.WORSE, PORTFOLIO), (NewsKind.BETTER, PORTFOLIO),
            (NewsKind.RESTATED, PORTFOLIO), (NewsKind.TURNED, AGREEMENT), (NewsKind.AT_RISK, AGREEMENT),
            (NewsKind.OVERDUE, ANSWERED),
        ),
    ),
    Wish("h.quill", ((NewsKind.LATE, AGREEMENT), (NewsKind.RESTATED, PORTFOLIO), (NewsKind.WORSE, PORTFOLIO)), "at-once"),
)  # fmt: skip

DEEDS = (
    Deed("i.kell", NewsKind.LATE, "acknowledge"),
    Deed("t.rourke", NewsKind.LATE, "later"),
    Deed("m.oyelowe", NewsKind.TURNED, "pass", "h.quill"),
    Deed("d.frost", NewsKind.TURNED, "acknowledge"),
    Deed("g.tansy", NewsKind.TURNED, "acknowledge"),
)

BANK_HOLIDAYS = tuple(
    map(date.fromisoformat, (
        "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28",
        "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30", "2027-12-27", "2027-12-28",
    ))
)  # fmt: skip
"""Of England and Wales."""

PATIENCE = 7
"""Days after which others are told when whoever answers for a figure does nothing."""


def told_since(until: date) -> date:
    """From when on what came is news: the day after the last month with figures, of which nothing has come by then."""
    return month_after(until.replace(day=1))
