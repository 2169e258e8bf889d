"""The head of an indicator's page: value, target, status and direction large, and why the status is what it is."""

from __future__ import annotations

from dataclasses import dataclass

from trigpoint.ask.answered import measures_of
from trigpoint.ask.histories import COUNTED_KINDS, History, grains
from trigpoint.ask.readings import has_figure
from trigpoint.definitions.partnership import StatusWords
from trigpoint.judge.status import JUDGED
from trigpoint.publish.cells import Direction, Figure, Status
from trigpoint.publish.from_answers import reading_direction, reading_figure, said, status_cell
from trigpoint.web.components.page import Notice, Tab
from trigpoint.web.context import Context
from trigpoint.web.indicator.series import GRAIN_WORDS, place_words
from trigpoint.web.links import explain_href, indicator_href


@dataclass(frozen=True)
class OtherStatus:
    """The same figure under another rule: in another framework's place, or by a rule set that was asked for."""

    name: str
    href: str
    status: Status


@dataclass(frozen=True)
class Head:
    """why: the sum in words. beneath: what the process chart says. others: other official statuses of the same figure."""

    figure: Figure
    figure_href: str
    status: Status
    why: str
    direction: Direction
    direction_words: str
    target: str
    target_notes: tuple[str, ...]
    period: str
    place: str
    beneath: str
    coverage: str
    judged_by: str
    others: tuple[OtherStatus, ...]
    rules: tuple[tuple[str, str, bool], ...]
    grains: tuple[Tab, ...]
    notices: tuple[Notice, ...]


def head(history: History, context: Context, framework: str | None, rule: str | None, own: dict[str, str]) -> Head:
    """own: the page's other parameters, kept in its links. framework, rule: those that the address asks for."""
    reading, definitions = history.reading, history.definitions
    partnership = definitions.partnership
    words = partnership.status_words if partnership else None
    grain = history.grain if history.grain in ("ytd", "rolling-12") else None
    href = explain_href(
        context, history.indicator.code, reading.period, history.where, framework=framework, grain=grain
    )
    figure = reading_figure(reading, href)
    target = reading.target
    rule_set, way = reading.rule_set, reading_direction(reading)
    since = ""
    if reading.before is not None:
        since = reading.answered.label_within(reading.answered.facts.asked[reading.before])
    return Head(
        figure=figure,
        figure_href=href,
        status=status_cell(reading.judgement, words),
        why=reading.judgement.sum,
        direction=way,
        direction_words=_direction_words(history, since),
        target=reading.aim or _no_target(history),
        target_notes=target.notes if target else (),
        period=reading.answered.label(reading.period),
        place=place_words(history),
        beneath=_beneath(history),
        coverage=_coverage(history),
        judged_by=rule_set.name if rule_set else "",
        others=_others(history, context, framework, words),
        rules=_rules(history, context, framework, rule, own),
        grains=_grains(history, context, framework, own),
        notices=tuple(_notices(history, context, framework)),
    )


def _no_target(history: History) -> str:
    """That there is none for the period; and the one for the end of its year, where only that has one."""
    reading, calendars = history.reading, history.definitions.calendars
    said, grain = "No target for this period", history.indicator.grain
    if grain not in ("month", "quarter") or reading.period.grain != grain:
        return said
    last = calendars.parts(calendars.containing(reading.period.start, "financial-year"), grain)[-1]
    ahead = reading.answered.year_target(reading.at, last) if last.start > reading.period.start else None
    return f"{said}; {ahead.words} for {calendars.label(last)}" if ahead is not None and ahead.has_figure else said


def _direction_words(history: History, since: str) -> str:
    """The change in words; of what is counted or told in words, what it was."""
    reading = history.reading
    if reading.terms.value_kind not in COUNTED_KINDS or reading.before is None:
        words = reading.direction.words
        return words.replace("last period", since) if since else words
    was = said(reading.answered.cell(reading.before), reading.terms)
    if not was or not reading.has_figure:
        return ""
    return f"the same as in {since}" if was == said(reading.cell, reading.terms) else f"it was {was} in {since}"


def _beneath(history: History) -> str:
    reading = history.reading
    if reading.process.variation is None or not reading.has_figure:
        return ""
    words = reading.chart_words
    return f"{words[0].upper()}{words[1:]}."


def _coverage(history: History) -> str:
    coverage = history.reading.cell.coverage
    expected = history.definitions.expected_supplies
    data_sets = {data_set for data_set, _ in measures_of(history.definitions, history.indicator.code)}
    if coverage is None or not coverage.expected or not any(code in expected for code in data_sets):
        return ""
    if coverage.have >= coverage.expected:
        return "Every expected supply has come."
    return f"{coverage.have} of {coverage.expected} expected supplies have come."


def _others(
    history: History, context: Context, framework: str | None, words: StatusWords | None
) -> tuple[OtherStatus, ...]:
    """The official status in each other place of the same slice, where it is not the one shown."""
    reading, definitions = history.reading, history.definitions
    found = []
    at = reading.overdue if reading.overdue is not None else reading.at
    for code, items in definitions.places.items():
        places = [item.place for item in items if item.place.indicator == history.indicator.code]
        if (
            not places
            or code == framework
            or dict(places[0].where) != {k: v for k, v in history.where if k in places[0].where}
        ):
            continue
        judgement = reading.answered.under(code).judgement(at)
        if judgement.status == reading.judgement.status and judgement.sum == reading.judgement.sum:
            continue
        href = indicator_href(context, history.indicator.code, framework=code)
        found.append(OtherStatus(definitions.frameworks[code].name, href, status_cell(judgement, words)))
    return tuple(found)


def _rules(
    history: History, context: Context, framework: str | None, rule: str | None, own: dict[str, str]
) -> tuple[tuple[str, str, bool], ...]:
    """(name, address, chosen): the official rule, then every other rule set."""
    code = history.indicator.code
    rest = {k: v for k, v in own.items() if k != "rule"}
    found = [("Official rule", indicator_href(context, code, framework=framework, **rest), rule is None)]
    found.extend(
        (each.name, indicator_href(context, code, framework=framework, rule=each.code, **rest), rule == each.code)
        for each in history.definitions.rule_sets.values()
    )
    return tuple(found)


def _grains(history: History, context: Context, framework: str | None, own: dict[str, str]) -> tuple[Tab, ...]:
    offered = grains(history.definitions, history.definitions.indicators[history.indicator.code])
    if len(offered) < 2:
        return ()
    rest = {k: v for k, v in own.items() if k != "grain"}
    return tuple(
        Tab(
            GRAIN_WORDS[grain],
            indicator_href(context, history.indicator.code, framework=framework, **rest, grain=grain if at else None),
            grain == history.grain,
        )
        for at, grain in enumerate(offered)
    )


def _notices(history: History, context: Context, framework: str | None):
    reading, label = history.reading, history.reading.answered.label
    if reading.overdue is not None:
        cell = reading.answered.cell(reading.overdue)
        last = (
            f" The last figure known is that of {reading.answered.label_within(reading.period)}."
            if has_figure(reading.cell)
            else ""
        )
        yield Notice(f"{cell.reason}{last}", title=f"{label(cell.period)} is late", tone="warning")
    cell = reading.cell
    if cell.nothing == "not-additive":
        offer = _published(history)
        if offer is not None:
            dimension, member, name = offer
            href = indicator_href(context, history.indicator.code, framework=framework, where=((dimension, member),))
            yield Notice(
                cell.reason,
                title="There is no figure for all of these together",
                href=href,
                link=f"Show the published figure for {name}",
            )
        else:
            yield Notice(cell.reason, title="There is no figure for all of these together")
    elif cell.nothing in ("hidden", "not-permitted", "not-published", "not-applicable"):
        yield Notice(
            cell.reason or "There is no figure here.",
            title=f"{label(cell.period)}: {reading_figure(reading).text}",
        )
    life = history.indicator.life
    if life.state == "retired":
        replaced = history.definitions.indicators.get(life.replaced_by or "")
        yield Notice(
            f"It is no longer kept up{f', since {life.retired_on:%-d %B %Y}' if life.retired_on else ''}.", title="Retired", tone="warning",
            href=indicator_href(context, replaced.code) if replaced else "", link=f"See {replaced.name}" if replaced else "",
        )  # fmt: skip
    elif life.state in ("draft", "proposed", "agreed"):
        yield Notice("The definition is not in force yet.", title=f"This is a {life.state} definition")
    if reading.judgement.status in JUDGED and reading.cell.state in ("estimate", "provisional"):
        yield Notice(
            f"The figure for {reading.answered.label_within(reading.period)} is {reading.cell.state}, and may still change."
        )


def _published(history: History) -> tuple[str, str, str] | None:
    """(dimension, member, name) whose published figure stands for the whole: the only member at the top."""
    filtered = {dimension for dimension, _ in history.where}
    for dimension in dict.fromkeys(cut.dimension for cut in history.cuts):
        tree = history.definitions.dimensions[dimension]
        top = tree.level_members(tree.hierarchies[tree.default].levels[0], pads=False)
        if dimension not in filtered and len(top) == 1:
            return dimension, top[0].code, top[0].name
    return None
