"""A fortnight of the sample partnership in which much happens: what its partners send and do on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from trigpoint.access.models import User
from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.demo.generate.clock import Clock
from trigpoint.demo.generate.deliveries import BY_MONTH, EXTRACTED, LAST, providers
from trigpoint.demo.generate.world import World
from trigpoint.demo.make import SEED
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile
from trigpoint.manage.about import About
from trigpoint.manage.milestones import add_milestone
from trigpoint.manage.models import Kind, State
from trigpoint.manage.undertakings import move_on, raise_undertaking

JULY, AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, day) for month, day in ((7, 31), (8, 31), (9, 30), (10, 31)))


@dataclass(frozen=True)
class Sent:
    """The sheet of a month. times: by column, how many times as much it says as the month would have been."""

    source: str
    month: date
    times: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Raised:
    """An action that somebody raises for themselves. done: on which day it is done, if ever."""

    by: str
    indicator: str
    title: str
    due: date
    done: date | None = None


def _november(day: int) -> date:
    return date(2026, 11, day)


def _december(day: int) -> date:
    return date(2026, 12, day)


QUIET_DAY, DOWN_DAY, STOPPED_DAY = _november(27), _december(1), _december(4)
"""On which nothing happens; on which the server of mail is down; on which it stops in the middle of sending."""

SENT: dict[date, tuple[Sent, ...]] = {
    _november(24): (
        Sent("repairs-workbook", OCTOBER, {"Completed in target": 0.8}),
        Sent("emergency-care-extract", OCTOBER, {"Over 4 hours": 1.6}),
    ),
    _november(25): (
        Sent("repairs-workbook", SEPTEMBER, {"Completed in target": 0.85}),
        Sent("home-safety-sheet", JULY, {"Visits": 0.4, "High-risk visits": 0.4}),
        Sent("payments-sheet", AUGUST, {"Within 30 days": 0.5, "Answered in time": 0.5}),
    ),
    # The day after another month of the same sheet: each day is told what came on it, and no more.
    _november(26): (
        Sent("repairs-workbook", AUGUST, {"Completed in target": 0.9}),
        Sent("home-safety-sheet", AUGUST, {"Visits": 0.4, "High-risk visits": 0.4}),
        Sent("waste-return", OCTOBER, {"Missed": 3, "Recycled (tonnes)": 0.7, "Fly-tips": 2}),
    ),
    QUIET_DAY: (),
    DOWN_DAY: (
        Sent("children-return", OCTOBER, {"Care leavers in EET": 0.5, "Re-referrals": 1.5, "NEET": 1.5}),
        Sent("primary-care-extract", OCTOBER, {"seen_in_14_days": 0.8, "not_attended": 1.5}),
        Sent("incident-log", OCTOBER, {"Response (min)": 2}),
        Sent("revenues-return", OCTOBER, {"Collected in month": 0.7, "Days": 2}),
    ),
    STOPPED_DAY: (),  # what October still lacks was due on the day before
    _december(7): (
        Sent("lettings-workbook", OCTOBER, {"Relet days": 1.7, "Rent collected £": 0.85}),
        Sent("workforce-return", OCTOBER, {"Days lost": 1.5, "Agency £": 2}),
    ),
}

RAISED: dict[date, tuple[Raised, ...]] = {
    _november(24): (
        Raised("d.frost", "repairs-in-time", "A second van for urgent repairs", due=_november(25)),
        Raised("n.aldous", "four-hour-waits", "Ask the wards for their beds", due=_november(25), done=_november(25)),
    ),
    _november(26): (Raised("h.quill", "burglary", "Meet the letting agents", due=_december(1)),),
}


MILESTONE = (_november(24), "d.frost", "Empty homes: let again in three weeks", "Keys cut", _november(25))
"""On which day who adds to which project of theirs which milestone, due when; it is not reached."""


def happens(day: date, folder: Path) -> None:
    """What happens on a day, through the actions that people use."""
    people = {person.username: viewer_of(person) for person in User.objects.all()}
    for sent in SENT[day]:
        _send(people, sent, day, folder)
    for one in RAISED.get(day, ()):
        raise_undertaking(people[one.by], Kind.ACTION, About(one.indicator), one.title, owner=one.by, due=one.due)
    added, by, project, name, due = MILESTONE
    if day == added:
        add_milestone(people[by], User.objects.get(username=by).undertakings.get(title=project).pk, name, due)
    for one in (one for several in RAISED.values() for one in several if one.done == day):
        action = User.objects.get(username=one.by).undertakings.get(title=one.title)
        move_on(people[one.by], action.pk, "It is done.", after=1, state=State.DONE)


def _send(people: Mapping[str, Viewer], sent: Sent, day: date, folder: Path) -> None:
    data_set, make, ending, write = next(
        (data_set, make, *how) for source, data_set, make, _, _, how in BY_MONTH if source == sent.source
    )
    columns = make(World(SEED, Clock(sent.month))).part(LAST, LAST)
    for column, times in sent.times.items():
        columns[column] = (columns[column] * times).astype(columns[column].dtype)
    if sent.source in EXTRACTED:
        columns[EXTRACTED[sent.source]] = [day.isoformat()] * len(next(iter(columns.values())))
    path = folder / f"{day} {sent.source} {sent.month}.{ending}"
    write(path, columns)
    at = datetime.combine(day, time(9), tzinfo=UTC)
    outcome = take_in_files(
        people[providers()[data_set]], sent.source, [SuppliedFile.at(path)], at=at, accept=True, note="As usual."
    )
    assert outcome.changed, sent
