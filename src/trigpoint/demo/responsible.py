"""Who manages whom in the sample partnership, what people are to achieve, and who is away: plain data, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from trigpoint.access.models import User
from trigpoint.access.people import name_manager
from trigpoint.access.viewers import OPERATOR, Viewer
from trigpoint.demo.generate.clock import Clock
from trigpoint.demo.undertakings import AGREEMENT, SCORECARD
from trigpoint.manage.deputies import be_away
from trigpoint.manage.models import Aim
from trigpoint.manage.objectives import update_objective, write_objective

MANAGERS = {
    "n.aldous": "p.lindow", "o.whitlock": "n.aldous", "c.hartnell": "r.tilbrook", "y.sandoval": "r.tilbrook",
    "g.tansy": "r.tilbrook", "b.renn": "d.frost", "s.devane": "m.oyelowe",
}  # fmt: skip
"""Who manages each person."""

AWAY = ("c.hartnell", "n.aldous", 9)
"""Who is away from the day on which the sample is made, who stands in, and for how many days more."""


@dataclass(frozen=True)
class Update:
    """What was said of an objective on a day, and its state after; days are told from the first of the sample."""

    by: str
    on: int
    text: str
    state: Aim = Aim.UNDER_WAY


@dataclass(frozen=True)
class Objective:
    """A person's own objective, from a day to a day, and its updates."""

    by: str
    person: str
    title: str
    words: str
    first: int
    last: int
    indicator: str = ""
    supports: tuple[str, str] | None = None
    updates: tuple[Update, ...] = ()


OBJECTIVES = (
    Objective(
        "n.aldous", "n.aldous", "Nobody waits in the emergency department because a bed is not free",
        "Discharge hubs at weekends in both hospitals, and a bed meeting at eight each morning that I chair.",
        -200, 165, "four-hour-waits", (SCORECARD, "people-timely"),
        (
            Update("n.aldous", -110, "The meeting runs; the hub waits for its rota."),
            Update("p.lindow", -40, "Agreed with Nasreen: the hub first, the second hospital in the new year."),
        ),
    ),
    Objective(
        "n.aldous", "n.aldous", "Home first: one team in the east as in the west", "", -120, 150, "delayed-discharges",
        (AGREEMENT, "home-when-ready"), (Update("n.aldous", -30, "The west has worked as one team since last month."),),
    ),
    Objective(
        "n.aldous", "o.whitlock", "Every return is in by its day, and none has to be sent twice",
        "Two people who can send each return, and the checks of the upload page before it goes.", -200, 165, "",
        (AGREEMENT, "home-when-ready"),
        (Update("o.whitlock", -60, "Emergency care on time for four months; discharges still wait for one ward."),),
    ),
    Objective(
        "r.tilbrook", "g.tansy", "Half of household waste is recycled by the spring", "", -200, 165, "recycling",
        (AGREEMENT, "clean-and-green"), (Update("g.tansy", -50, "New rounds in two districts."),),
    ),
    Objective(
        "o.whitlock", "o.whitlock", "Finish the certificate in data protection", "", -300, -40, "", None,
        (Update("o.whitlock", -42, "Passed.", Aim.MET),),
    ),
)  # fmt: skip


def answer_for(viewers: Mapping[str, Viewer], until: date) -> None:
    """All of it, as if each had been said on its day."""
    opens = Clock(until).opens
    people = {one.username: one for one in User.objects.all()}
    for username, manager in MANAGERS.items():
        name_manager(OPERATOR, people[username], manager)

    def day(days: int) -> date:
        return opens + timedelta(days=days)

    def at(days: int) -> datetime:
        return datetime.combine(day(days), time(11, 15), tzinfo=UTC)

    for one in OBJECTIVES:
        written = write_objective(
            viewers[one.by], people[one.person], one.title, words=one.words, indicator=one.indicator,
            supports=one.supports, first=day(one.first), last=day(one.last), at=at(one.first),
        )  # fmt: skip
        for number, update in enumerate(one.updates, start=1):
            update_objective(
                viewers[update.by], written.pk, update.text, after=number, state=update.state, at=at(update.on)
            )
    away, deputy, days = AWAY
    today = timezone.localdate()
    be_away(viewers[away], people[away], deputy, today, today + timedelta(days=days))
