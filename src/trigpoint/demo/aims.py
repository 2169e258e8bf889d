"""What the people of the sample partnership expect of the year, and the targets that they propose for the next: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from trigpoint.demo.generate.clock import Clock
from trigpoint.demo.undertakings import AGREEMENT, SCORECARD


@dataclass(frozen=True)
class Expecting:
    """What somebody expects the year to come to. high: the upper end, where it is no single figure."""

    by: str
    at: datetime
    indicator: str
    framework: str
    low: Decimal
    high: Decimal | None
    confidence: str
    reason: str


def expectations(until: date) -> tuple[Expecting, ...]:
    """The forecasts, oldest first."""
    opens = Clock(until).opens

    def at(days: int) -> datetime:
        return datetime.combine(opens + timedelta(days=days), time(9, 40), tzinfo=UTC)

    return (
        Expecting(
            "n.aldous", at(-70), "four-hour-waits", AGREEMENT, Decimal("94.5"), None, "medium",
            "The discharge hub opens at weekends before the winter.",
        ),
        Expecting(
            "d.frost", at(-30), "relet-days", SCORECARD, Decimal(27), Decimal(28), "high",
            "The second gas engineer starts too late to mend more than the last quarter.",
        ),
        Expecting(
            "n.aldous", at(-6), "four-hour-waits", AGREEMENT, Decimal("92.5"), Decimal("93.5"), "medium",
            "The hub is two months late, and beds that are full at noon on Sunday stay full until Tuesday.",
        ),
        Expecting(
            "n.aldous", at(-6), "delayed-discharges", AGREEMENT, Decimal("8.5"), None, "low",
            "It rests on care at home in the east, where nobody has bid for Gannet Isle yet.",
        ),
    )  # fmt: skip


PROPOSED: tuple[tuple[str, Decimal | None], ...] = (
    ("four-hour-waits", Decimal(95)),
    ("delayed-discharges", Decimal("6.5")),
    ("delay-days", Decimal("4.8")),
    ("bed-days-lost", Decimal(8900)),
    ("readmissions", Decimal("9.4")),
    ("health-checks-taken-up", None),
)
"""What is proposed for the year to come; None is still to be agreed."""

ASKED = ("hospitals", "health-board", "council")
"""The partners who are asked to agree to it."""
