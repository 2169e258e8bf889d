"""What is news, judged naively: two looks at each figure, as its scorecard shows it, laid side by side.

Shares with the product the readings that its pages are made of, and none of its decisions: what warrants telling is said here
anew, in the words of docs/news.md. What is late is reckoned from the calendar of expected supplies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from trigpoint.access.models import User
from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.ask.answered import measures_of
from trigpoint.ask.outturn import outturn_forecast
from trigpoint.ask.own_place import own_place
from trigpoint.ask.readings import Reading, Wanted
from trigpoint.ask.standing import read
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import slice_text
from trigpoint.manage.answering import answers_for
from trigpoint.manage.following import followed_slice, own_frameworks
from trigpoint.manage.models import Commentary, Milestone, Step, Undertaking
from trigpoint.manage.portfolios import portfolio

RED = "off_target"
OVER = ("done", "dropped", "closed")


class Told(NamedTuple):
    """A piece of news: of a kind, about a figure, and what that turned into."""

    kind: str
    indicator: str
    slice: str
    period: str
    turned: str


@dataclass(frozen=True)
class Look:
    """What a person sees on a day: the figure in each place of theirs, and who of them answers for which indicators.

    late: by place, the newest period that is overdue. due: the day of each of their open undertakings (by number and ''), and
    of each milestone of these that is not reached (by number and name).
    """

    day: date
    figures: Mapping[Wanted, Reading]
    late: Mapping[Wanted, Period]
    answers: frozenset[str]
    due: Mapping[tuple[int, str], date]


def look(username: str, day: date) -> Look:
    """What somebody sees now, on a day: what they follow, what they answer for, and the whole of their scorecards."""
    person = User.objects.get(username=username)
    viewer, definitions = viewer_of(person), in_force()
    answers = answers_for(definitions, username, day, away=())
    wanted = list(dict.fromkeys(_places(viewer, definitions, answers, day)))
    found = read(viewer, definitions, wanted, where_held=own_place(viewer, definitions), until=day, today=day)
    figures = dict(zip(wanted, found, strict=True))
    late = {one: period for one, reading in figures.items() if (period := overdue(reading, day)) is not None}
    mine = Undertaking.objects.filter(owner=person).exclude(state__in=OVER)
    due = {(one.pk, ""): one.due for one in mine}
    goals = Milestone.objects.filter(undertaking__in=mine, done=None, ended_at=None)
    due |= {(goal.undertaking_id, goal.name): goal.due for goal in goals}
    return Look(day, figures, late, answers, due)


def _places(viewer: Viewer, definitions: Definitions, answers: frozenset[str], day: date) -> Iterator[Wanted]:
    placed = set()
    for code in own_frameworks(viewer, definitions, day):
        for item in definitions.places[code]:
            placed.add(item.place.indicator)
            yield Wanted(item.place.indicator, tuple(sorted(item.place.where.items())), code)
    for followed in portfolio(viewer):
        yield Wanted(followed.indicator, followed_slice(definitions, followed))
    for code in sorted(answers - placed):
        yield Wanted(code)


def overdue(reading: Reading, day: date) -> Period | None:
    """The newest period after the figure that stands which is over, of which nothing came, though some of it was due."""
    definitions, indicator = reading.definitions, reading.indicator
    organisations = [member for dimension, member in reading.where if dimension == "organisation"]
    late = None
    period = reading.period
    while (period := definitions.calendars.shift(period, 1)).last_day <= day:
        for data_set, _ in measures_of(definitions, indicator.code):
            for supply in definitions.expected_supplies.get(data_set, ()):
                if organisations and supply.provider not in organisations:
                    continue
                first = definitions.calendars.containing(period.start, supply.grain)
                if first.last_day <= period.last_day and first.last_day + timedelta(days=supply.due_days) < day:
                    late = period
    return late


def warranted(before: Look, after: Look) -> set[Told]:
    """All that a person is to be told, who saw the one on the last day that was looked at, and sees the other now."""
    turned, changed, asked, rest = set(), set(), set(), set()
    for wanted, now in after.figures.items():
        was = before.figures[wanted]
        about = (now.indicator.code, slice_text(now.where))
        period = now.period.code
        if now.has_figure:
            status = now.figure_judgement.status
            if status == RED and (was.figure_judgement.status if was.has_figure else now.status_before) != RED:
                turned.add(Told("turned", *about, period, RED))
            chart = now.process.variation
            if chart in ("concern", "improvement") and not (was.has_figure and was.process.variation == chart):
                changed.add(Told("worse" if chart == "concern" else "better", *about, period, chart))
        at_risk = year_at_risk(now)
        if at_risk is not None and year_at_risk(was, by_itself=False) != at_risk:
            rest.add(Told("at-risk", *about, *at_risk))
        if wanted in after.late and after.late[wanted] != before.late.get(wanted):
            rest.add(Told("late", *about, after.late[wanted].code, "late"))
        if others := restated(was, now):
            newest = max(others)
            rest.add(Told("restated", *about, newest.code, others[newest]))
        asked_before = was.period == now.period and asks(was)
        if now.indicator.code in after.answers and asks(now) and not asked_before and not written(now, about[1]):
            asked.add(Told("commentary", *about, period, now.status))
    figures = {one[1:4] for one in turned}
    # What turned, is a real change for the worse and wants commentary is one piece.
    beside = {one for one in changed | asked if one.kind == "better" or one[1:4] not in figures}
    return turned | beside | rest | _undertakings(before, after)


def year_at_risk(reading: Reading, by_itself: bool = True) -> tuple[str, str] | None:
    """(period, what became of it) where the year's target is missed, or has less than a chance of one in five.

    by_itself: not where the year goes on and the figure is off target by itself.
    """
    forecast, year = outturn_forecast(reading)
    if forecast is None or forecast.chance is None or forecast.chance >= 0.2:
        return None
    if forecast.known:
        return reading.period.code, "missed"
    return None if by_itself and reading.figure_judgement.status == RED else (year, "likely")


def restated(was: Reading, now: Reading) -> dict[Period, str]:
    """The periods of which a complete figure was known that reads otherwise now, with how it reads."""
    found = {}
    says = dict(now.series)
    for i in was.cells:
        cell, period = was.answered.cell(i), was.answered.facts.asked[i]
        complete = cell.coverage is None or cell.coverage.have >= cell.coverage.expected
        if complete and cell.value is not None and says.get(period) is not None:
            then, today = was.terms.say(cell.value), now.terms.say(says[period])
            if then != today:
                found[period] = today
    return found


def asks(reading: Reading) -> bool:
    """Whether the status that a page shows of it asks for commentary."""
    return reading.rule_set is not None and reading.status in reading.rule_set.comment_required_when


def written(reading: Reading, slice_: str) -> bool:
    """Whether commentary on the figure is approved, or waits to be."""
    framework = reading.wanted.framework or ""
    texts = Commentary.objects.filter(
        indicator=reading.indicator.code, framework=framework, period=reading.period.code, slice__in=("", slice_)
    )
    return texts.filter(proposed_at__isnull=False).exclude(decision="sent-back").exists()


def _undertakings(before: Look, after: Look) -> set[Told]:
    """Those that are still open and whose day went by since, and their milestones."""
    found = set()
    for (pk, name), due in after.due.items():
        if before.day <= due < after.day:
            one = Undertaking.objects.get(pk=pk)
            assert Step.objects.filter(undertaking=one).latest("number").state not in OVER
            found.add(Told("overdue", one.indicator, one.slice, one.period, f"{pk} {due} {name}".strip()))
    return found
