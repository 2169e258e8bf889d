"""What the people of the sample partnership undertook to do, and how it went: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from trigpoint.demo.generate.clock import Clock
from trigpoint.manage.models import State

AGREEMENT, SCORECARD = "fenmoor-together-agreement", "balanced-scorecard"


@dataclass(frozen=True)
class Step:
    """A step of an action. due: another day than before, or None."""

    by: str
    at: datetime
    text: str
    state: State
    due: date | None = None


@dataclass(frozen=True)
class Undertaking:
    """An action as it was raised on the figure of a period, and the steps that followed."""

    by: str
    at: datetime
    indicator: str
    framework: str
    period: str
    title: str
    owner: str
    due: date
    details: str = ""
    steps: tuple[Step, ...] = ()


def undertakings(until: date) -> tuple[Undertaking, ...]:
    """The actions, oldest first. Days are told from the first on which somebody may look."""
    clock = Clock(until)
    opens, month = clock.opens, f"{until:%Y-%m}"
    earlier = f"{clock.months[-4]:%Y-%m}"

    def at(days: int, hour: int = 10) -> datetime:
        return datetime.combine(opens + timedelta(days=days), time(hour, 30), tzinfo=UTC)

    def day(days: int) -> date:
        return opens + timedelta(days=days)

    return (
        Undertaking(
            "d.frost", at(-96), "relet-days", SCORECARD, earlier, "Second gas engineer for empty homes", "d.frost", day(-30),
            "Half of the homes that stand empty wait for a gas check. One more engineer would take four days off.",
            (
                Step("d.frost", at(-60), "Advertised twice; two people to see.", State.UNDER_WAY),
                Step(
                    "d.frost", at(-32), "The one we chose starts two weeks into the month: we lost a month to references.",
                    State.UNDER_WAY, day(45),
                ),
            ),
        ),
        Undertaking(
            "p.lindow", at(-88), "delayed-discharges", AGREEMENT, earlier, "Care at home in the east: buy forty places",
            "c.hartnell", day(-5),
            "The Board agreed to spend from the Better Care Fund. It should bring delays under 8% by the spring.",
            (
                Step("c.hartnell", at(-70), "Tender out to nine providers.", State.UNDER_WAY),
                Step("c.hartnell", at(-25), "Eighteen places bought. No bids for Gannet Isle.", State.UNDER_WAY),
            ),
        ),
        Undertaking(
            "n.aldous", at(-80), "four-hour-waits", AGREEMENT, earlier, "Open the discharge hub at weekends", "n.aldous",
            day(30), "Beds that are full at noon on Sunday stay full until Tuesday.",
            (Step("n.aldous", at(-6), "Rota agreed with the unions; opens next month.", State.UNDER_WAY),),
        ),
        Undertaking(
            "t.rourke", at(-75), "home-fires", AGREEMENT, earlier, "Visit the forty homes with the most call-outs",
            "t.rourke", day(-20), "",
            (
                Step("t.rourke", at(-40), "Thirty-one visited.", State.UNDER_WAY),
                Step(
                    "t.rourke", at(-21), "All but two visited; those two refused. Nobody had a second fire.", State.DONE
                ),
            ),
        ),
        Undertaking(
            "g.tansy", at(-50), "fly-tipping", AGREEMENT, earlier, "Mend the camera on Fishergate quay", "w.okoro", day(12),
        ),
        Undertaking(
            "i.kell", at(-45), "burglary", SCORECARD, earlier, "A patrol car for the new estate", "i.kell", day(-10), "",
            (
                Step(
                    "i.kell", at(-9), "Dropped: the figure is no more than its usual ups and downs, and the car does more "
                    "elsewhere.", State.DROPPED,
                ),
            ),
        ),
        Undertaking(
            "h.quill", at(-7), "smoke-alarms", AGREEMENT, month, "Send the three sheets that are missing", "k.ashdown",
            day(40), "The prevention team kept them on paper while its steward was on leave.",
        ),
    )  # fmt: skip
