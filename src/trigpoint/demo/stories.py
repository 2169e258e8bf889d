"""The stories that the sample partnership tells, and where each is found.

Each is truly in the generated files: the tests work each out again from the files alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from trigpoint.demo.folder import financial_year
from trigpoint.demo.generate.clock import Clock


@dataclass(frozen=True)
class Story:
    """indicators: the first is where to look. period: as people type it in the context. where: filters by dimension.

    by: the breakdown that shows it (dimension:level). framework, node: the basket. as_at: a day on which it was
    otherwise. data_set: whose supplies show it. tells: what a viewer should see, and why it matters.
    """

    code: str
    title: str
    tells: str
    indicators: tuple[str, ...] = ()
    period: str = ""
    where: dict[str, str] = field(default_factory=dict)
    by: str = ""
    framework: str = ""
    node: str = ""
    rule_set: str = ""
    as_at: date | None = None
    data_set: str = ""


def stories(until: date) -> tuple[Story, ...]:
    """The stories for data that ends at `until`, in the order of the tour."""
    clock = Clock(until)
    year = financial_year(until)
    month = f"{until:%Y-%m}"
    last_year = f"{year - 1}-{year % 100:02d}"
    first, _ = clock.restated_quarter
    quarter = f"{financial_year(first)}-Q{(first.month - 4) % 12 // 3 + 1}"
    agreement, scorecard = "fenmoor-together-agreement", "balanced-scorecard"
    return (
        Story(
            "two-rules",
            "Amber for the Board, red for the service",
            "91.6% against 95% is within the Board's five points and outside the service's two per cent. One figure, one"
            " official status in each place, and the other rule a line beneath.",
            ("four-hour-waits",), month, framework=agreement, node="seen-in-time", rule_set="service",
        ),
        Story(
            "only-noise",
            "Red, and nothing but chance",
            "Home burglaries are over the target this month. Six years of them vary round the same mean, and no rule of"
            " the process chart finds anything unusual: the target sits inside the noise.",
            ("burglary",), month, framework=scorecard, node="people-safe",
        ),
        Story(
            "hidden-decline",
            "Green, and getting worse every month",
            "Housing repairs in time are above their target, and below the month before for more than a year. The chart"
            " says so long before the colour will.",
            ("repairs-in-time",), month, framework=agreement, node="homes-to-rely-on",
        ),
        Story(
            "widening-gap",
            "A green headline over a widening gap",
            "More people take up health checks each year. In the most deprived fifth of wards fewer do.",
            ("health-checks-taken-up",), last_year, by="area:fifth", framework=agreement, node="healthy-years",
        ),
        Story(
            "restated",
            "Restated after the Board met",
            "The Board saw delayed discharges green for the quarter. Twelve days later the hospitals sent the quarter"
            " again with the delays of two departments, and it was red. As known on the Board's day it is green still.",
            ("delayed-discharges",), quarter, framework=agreement, node="home-when-ready",
            as_at=clock.board_met, data_set="discharges",
        ),
        Story(
            "too-small",
            "A survey too small to judge",
            "Twenty-three care leavers were asked. The figure is shown with its limits, and no colour is given.",
            ("care-leavers-ready",), last_year, framework=agreement, node="our-children",
        ),
        Story(
            "reward-missed",
            "A reward just missed",
            "Care leavers in work or learning went 59% of the way from baseline to target. The grant of £480,000 pays"
            " nothing below 60%.",
            ("care-leavers-in-eet",), last_year, framework=agreement, node="our-children",
        ),
        Story(
            "three-late",
            "A lead three cycles late",
            "Home fire safety has not been supplied for three months that have fallen due. It is late, named as late,"
            " and not red for it.",
            ("smoke-alarms", "home-safety-high-risk"), month, framework=agreement, node="safe-at-home",
            data_set="home-safety",
        ),
        Story(
            "broken-trend",
            "A definition that changed, and broke the trend",
            "From April two years ago assessments are counted of those asked for, not of those finished. The line falls"
            " by fifteen points, and nothing happened to anybody: the chart breaks there and does not compare across it.",
            ("assessed-in-28-days",), month, framework=agreement, node="seen-in-time",
        ),
        Story(
            "basket",
            "Green by weight, red by the worst",
            "Repairs and rent are green, relets are red. The agreement weighs them and is green; the Balanced Scorecard"
            " takes the worst of the same three and is red. Each page says its rule and what pulls it down.",
            ("repairs-in-time", "rent-collected", "relet-days"), month, framework=scorecard, node="people-homes",
        ),
        Story(
            "rejected-rows",
            "Rejected rows waiting",
            "Nine of twelve corrections of lettings could not be taken in. Each says what was wrong, the nearest ward,"
            " and what to do; the file comes back with a reason beside each row.",
            ("relet-days",), month, data_set="lettings",
        ),
        Story(
            "better-but-worse",
            "Better than target, and going the wrong way",
            "Missed appointments are under their target of 6%, and have risen by half within sixteen months.",
            ("missed-appointments",), month, framework=agreement, node="seen-in-time",
        ),
        Story(
            "hidden-small",
            "Too few to show",
            "Repeat referrals are hidden for districts with fewer than five, with enough others beside them that none can be"
            " worked out from the county's figure, which is shown.",
            ("domestic-abuse-repeats",), month, by="area:district", data_set="domestic-abuse",
        ),
        Story(
            "five-of-seven",
            "Five of seven partners have reported",
            "Sickness in the last month rests on five of seven partners. It is incomplete, and gets no colour.",
            ("sickness-days", "headcount"), month, by="organisation:partner", data_set="workforce",
        ),
        Story(
            "no-outcome",
            "A theme without an outcome",
            "Working as one is measured by what is put in and how it is done. The scorecard says that no outcome would"
            " show whether it helped anybody.",
            ("joint-working-stage",), framework=agreement, node="one-door",
        ),
        Story(
            "same-twice",
            "The same figure under two names",
            "Agency spend and cost of temporary staff have the same formula. Definition health says so.",
            ("temporary-staff-cost", "agency-spend"),
        ),
    )  # fmt: skip
