"""Facts to start a commentary from, each as a plain sentence that says what the page of the indicator shows: what changed,
who contributed, what was restated and what is being done. Nothing here is a reason: that is for who writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from trigpoint.ask.answered import terms_of
from trigpoint.ask.histories import COUNTED_KINDS, History, Members
from trigpoint.ask.readings import breaks_in, has_figure
from trigpoint.cube.answer import Cell
from trigpoint.judge.direction import Direction, direction
from trigpoint.judge.terms import Terms
from trigpoint.manage.standing import Standing
from trigpoint.publish.from_answers import said
from trigpoint.web.indicator.moved import moved_section
from trigpoint.web.indicator.places import name_of
from trigpoint.web.links import indicator_href
from trigpoint.web.visit import Visit

MOST_CORRECTIONS = 3


@dataclass(frozen=True)
class Fact:
    """A sentence, and where it is shown: its address, and what the link says."""

    text: str
    href: str
    link: str


def facts(here: Visit, history: History, framework: str | None, actions: Sequence[Standing]) -> list[Fact]:
    """What is known of the figure that stands. actions: those about the indicator that the text's readers may read too."""
    page = indicator_href(here.context, history.indicator.code, framework=framework)
    found = [Fact(text, f"{page}#over-time", "See it over time") for text in _over_time(history)]
    found += [Fact(text, f"{page}#moved", "See why it moved") for text in _moved(history)]
    found += [Fact(text, f"{page}#corrections", "See the corrections") for text in _restated(history)]
    found += [Fact(_action(one), reverse("action", args=[one.pk]), "See the action") for one in actions if one.open]
    return found


def _over_time(history: History) -> Iterator[str]:
    """The figure against its target, the period before and last year, and whether that is more than usual."""
    reading = history.reading
    if not reading.has_figure:
        return
    label = reading.answered.label(reading.period)
    if reading.figure_judgement.sum:
        yield _sentence(f"{label}: {reading.figure_judgement.sum}")
    if reading.before is not None:
        before = reading.answered.cell(reading.before)
        yield _changed(history, before, "in the period before", reading.direction)
    calendars = history.definitions.calendars
    year_ago = calendars.same_last_year(reading.period)
    found = next((i for i in reading.cells if reading.answered.facts.asked[i] == year_ago), None)
    if found is not None and found != reading.before and has_figure(reading.answered.cell(found)):
        earlier = reading.answered.cell(found)
        broken = breaks_in(history.definitions, history.indicator.code, [year_ago, reading.period])
        way = direction(
            reading.cell.value, earlier.value, reading.terms, target=reading.target, comparable_figures=not broken
        )
        yield _changed(history, earlier, "a year before", way)
    if reading.process.variation is not None:
        yield _sentence(reading.chart_words)


def _changed(history: History, earlier: Cell, when: str, way: Direction) -> str:
    reading = history.reading
    now, was = _figure(reading.cell, reading.terms), _figure(earlier, reading.terms)
    label = reading.answered.label_within
    words = {
        "better": f"better by {way.size}",
        "worse": f"worse by {way.size}",
        "no-change": "no change",
        "not-comparable": "not to be compared, since the definition changed",
    }.get(way.way, "" if way.change is None else f"{way.size} {'higher' if way.change > 0 else 'lower'}")
    told = f"{now} in {label(reading.period)}, against {was} {when} ({label(earlier.period)})"
    return _sentence(f"{told}: {words}" if words else told)


def _moved(history: History) -> Iterator[str]:
    """Which parts moved most."""
    section = moved_section(history)
    if section is None or section.table is None:
        return
    if section.finding:
        yield _sentence(section.finding)
    if history.reading.cell.denominator is not None and history.places is not None:
        yield from _furthest(history, history.places)


def _furthest(history: History, members: Members) -> Iterator[str]:
    """Of a rate, whose parts do not add up to its change: the part that changed most in the way of the whole."""
    if members.before is None or history.reading.direction.change is None:
        return
    now, before = members.at(members.period), members.at(members.before)
    tree = history.definitions.dimensions[members.cut.dimension]
    real = {one.code for one in tree.level_members(members.cut.level, pads=False)}  # not those that are in none
    found = []
    for code, i in ((code, i) for code, i in now.items() if code in real):
        new = members.answered.cell(i)
        old = members.answered.cell(before[code]) if code in before else None
        if new.value is not None and old is not None and old.value is not None:
            found.append((float(new.value) - float(old.value), code, old, new))
    rose = history.reading.direction.change > 0
    same_way = [one for one in found if one[0] and (one[0] > 0) == rose]
    if len(found) < 2 or not same_way:
        return
    _, code, old, new = max(same_way, key=lambda one: abs(one[0]))
    terms = history.reading.terms
    label = history.reading.answered.label_within
    kind = members.cut.plural.lower()
    yield _sentence(
        f"Of the {kind}, {name_of(history, members.cut, code)} {'rose' if rose else 'fell'} most: from "
        f"{_figure(old, terms)} in {label(members.before)} to {_figure(new, terms)} in {label(members.period)}"
    )


def _restated(history: History) -> Iterator[str]:
    terms = terms_of(history.definitions, history.indicator.code)
    for one in history.corrections[:MOST_CORRECTIONS]:
        was, is_ = _figure(one.before, terms), _figure(one.after, terms)
        if was == is_:
            continue  # changed beyond the places that are shown
        label = history.reading.answered.label_within(one.period)
        yield f"The figure for {label} was restated on {one.changed:%-d %B %Y}: it was {was}, and is {is_}."


def _action(one: Standing) -> str:
    due = f"{'was due on' if one.late else 'due by'} {one.last.due:%-d %B %Y}"
    return f"Action: {one.title.rstrip('.')} ({one.state.lower()}, {due}, {one.last.owner})."


def _figure(cell: Cell, terms: Terms) -> str:
    """A figure in words; of what has no value, why."""
    if terms.value_kind in COUNTED_KINDS:
        return said(cell, terms) or "no figure"
    return "no figure" if cell.value is None else terms.say(cell.value)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}."
