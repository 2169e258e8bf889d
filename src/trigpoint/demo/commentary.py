"""The commentary of the sample partnership, as its people wrote, approved and sent it back: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from trigpoint.demo.generate.clock import Clock
from trigpoint.demo.undertakings import AGREEMENT, SCORECARD


@dataclass(frozen=True)
class Decided:
    """Approved, or with a reason sent back."""

    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Comment:
    """A version of a commentary: why, what we are doing, and when it will recover. proposed: whether it was sent for
    approval. decided: what became of it, where something has."""

    by: str
    at: datetime
    indicator: str
    framework: str
    period: str
    why: str
    doing: str = ""
    recover: str = ""
    proposed: bool = True
    decided: Decided | None = None


def comments(until: date) -> tuple[Comment, ...]:
    """The versions, oldest first."""
    clock = Clock(until)
    month, before = f"{until:%Y-%m}", f"{clock.months[-2]:%Y-%m}"
    year = f"{clock.year - 1}-{clock.year % 100:02d}"

    def at(day: date, hour: int = 10) -> datetime:
        return datetime.combine(day, time(hour, 15), tzinfo=UTC)

    day = clock.opens - timedelta(days=6)
    by_board, by_director = Decided("p.lindow", at(day, 17)), Decided("r.tilbrook", at(day, 18))
    return (
        Comment(
            "y.sandoval", at(date(clock.year, 5, 12)), "care-leavers-in-eet", AGREEMENT, year,
            "Five more young people in work or learning would have earned the grant. The three employers who pledged places"
            " in January filled two of nine.",
            "The council's own apprenticeships are open to care leavers first, from this spring.",
            "With the September starts, if the seven places that are left are filled.",
            decided=Decided("p.lindow", at(date(clock.year, 5, 14))),
        ),
        Comment(
            "y.sandoval", at(date(clock.year, 7, 8)), "care-leavers-ready", AGREEMENT, year,
            "Twenty-three answers say more in their own words than as a percentage; the interviews are with the Board.",
            decided=Decided("p.lindow", at(date(clock.year, 7, 10))),
        ),
        Comment(
            "n.aldous", at(day - timedelta(days=30)), "four-hour-waits", AGREEMENT, before,
            "Two wards were closed for norovirus for nine days, and beds for people who wait downstairs were short.",
            "Both are open again. Cleaning is in pairs, so that no bay waits for it.",
            "Not before the spring: the number of people who come has not fallen.",
            decided=Decided("p.lindow", at(day - timedelta(days=28))),
        ),
        Comment(
            "n.aldous", at(day), "four-hour-waits", AGREEMENT, month,
            "Waits have lengthened for six months, with delayed discharges: beds that are full at noon stay full.",
            "The discharge hub opens at weekends from next month.",
            "By the summer, if the hub frees the twelve beds that we count on.",
            decided=by_board,
        ),
        Comment(
            "n.aldous", at(day, 11), "delayed-discharges", AGREEMENT, month,
            "Falling since the summer, and still well above where we said we should be.",
            "Forty more places of care at home are being bought.",
            "When they are. Care at home in the east is the hardest to find.",
            decided=Decided("p.lindow", at(day, 15), "Say how many of the forty places are bought, and by when we expect the rest."),
        ),
        Comment(
            "d.frost", at(day, 12), "relet-days", SCORECARD, month,
            "Homes stand four days longer than the target. Gas checks are the cause in half of them.",
            "A second engineer starts in two weeks.",
            "Within three months of that.",
            decided=by_director,
        ),
        Comment(
            "d.frost", at(day + timedelta(days=3), 9), "relet-days", SCORECARD, month,
            "Homes stand four days longer than the target. Gas checks are the cause in half of them, and lost keys in one of ten.",
            "A second engineer starts in two weeks; keys are kept at one desk from Monday.",
            "Within three months of that.",
            proposed=False,
        ),
        Comment(
            "i.kell", at(day, 13), "burglary", SCORECARD, month,
            "Within the usual variation. The target of 66 lies so near the mean that one month in three will miss it.",
            "Nothing beyond what we do every month.",
            "There is nothing to recover from; we ask the Board to look at the target.",
            decided=by_director,
        ),
        Comment(
            "r.tilbrook", at(day, 16), "budget-variance", SCORECARD, month,
            "Care bought for adults is over budget since the new rates.",
            "The reserve covers it this year and not next; the plan for next year goes to cabinet in the autumn.",
            "In the next financial year.",
            decided=Decided("h.quill", at(day + timedelta(days=1), 9)),
        ),
        Comment(
            "t.rourke", at(day + timedelta(days=4), 9), "home-fires", AGREEMENT, month,
            "Two fires in one block of flats, both from batteries of scooters left to charge overnight.",
            "Every flat there was visited; the landlord has put a place to charge outside.",
            "Next month: nothing else has changed.",
        ),
        Comment(
            "m.oyelowe", at(day + timedelta(days=5), 15), "gp-within-14-days", AGREEMENT, month,
            "Three practices have lost a partner each since the summer.", proposed=False,
        ),
    )  # fmt: skip
