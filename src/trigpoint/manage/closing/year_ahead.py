"""What the definitions need for the year after one that ends: successors, what is carried forward, targets, retirements.

Pure: from the definitions in force and what somebody chose to the documents as they would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from trigpoint.definitions.checks.frameworks import codes_of
from trigpoint.definitions.datasets import Expected, ExpectedSupply
from trigpoint.definitions.document import Dated, Document
from trigpoint.definitions.frameworks import Framework, Node, Place
from trigpoint.definitions.indicators import Indicator, Target
from trigpoint.definitions.periods import BadPeriod, Calendars, Period
from trigpoint.definitions.responsibilities import Responsibilities, Responsibility
from trigpoint.definitions.spans import ONE_DAY, later_by_months
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.targets import read_period

YEARS = ("financial-year", "academic-year", "calendar-year")


@dataclass(frozen=True)
class Chosen:
    """What is to be done for the next year. frameworks, retire: by code."""

    frameworks: tuple[str, ...] = ()
    responsibilities: bool = False
    supplies: bool = False
    targets: bool = False
    retire: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ahead:
    """documents: as they would be, new ones and changed ones. words: what they do, a line each kind."""

    documents: tuple[Document, ...]
    words: tuple[str, ...]


def ending_frameworks(definitions: Definitions, year: Period) -> list[Framework]:
    """The scorecards whose last day lies in the year, and that have no successor yet."""
    return [
        one
        for one in definitions.frameworks.values()
        if _ends_within(one.years, year)
        and successor_code(one.code, definitions.calendars, year) not in definitions.frameworks
    ]  # fmt: skip


def without_target(definitions: Definitions, year: Period) -> dict[str, tuple[Target, ...]]:
    """By indicator, the targets of the year that nothing follows in the next: for the same place, in the same scorecard."""
    found: dict[str, tuple[Target, ...]] = {}
    for indicator in definitions.indicators.values():
        ahead = _year_after(definitions.calendars, indicator, year)
        if ahead is None or indicator.life.state != "in-force":
            continue
        now: dict[object, Target] = {}
        followed = set()
        for target in indicator.targets:
            span = _span(definitions.calendars, indicator, target)
            if span is None:
                continue
            of = (tuple(sorted(target.where.items())), target.framework)
            if span.end > ahead.start:
                followed.add(of)
            elif span.end > year.start:
                now.setdefault(of, target)
        if missing := tuple(target for of, target in now.items() if of not in followed):
            found[indicator.code] = missing
    return found


def year_ahead(definitions: Definitions, year: Period, chosen: Chosen) -> Ahead:
    """The documents that what was chosen makes or changes, all to be put in force as one."""
    retired = set(chosen.retire) & set(retirable(definitions))
    ending = [one for one in ending_frameworks(definitions, year) if one.code in chosen.frameworks]
    calendars = definitions.calendars
    renamed = {one.code: successor_code(one.code, calendars, year) for one in ending}
    successors = {one.code: _successor(one, calendars, year, renamed, retired) for one in ending}
    documents: list[Document] = list(successors.values())
    words = [f"{one.name} goes on as {successors[one.code].name}" for one in ending]
    if chosen.responsibilities:
        _carry(documents, words, _responsibilities(definitions, year, successors, retired), "who answers for what")
    if chosen.supplies:
        _carry(documents, words, _supplies(definitions, year), "expected supply")
    proposed = without_target(definitions, year) if chosen.targets else {}
    count = 0
    for code, indicator in definitions.indicators.items():
        targets = () if code in retired else _proposals(definitions, indicator, year, proposed.get(code, ()), renamed)
        changed = indicator.model_copy(update={"targets": (*indicator.targets, *targets)}) if targets else indicator
        count += len(targets)
        if code in retired:
            life = indicator.life.model_copy(update={"state": "retired", "retired_on": year.last_day})
            changed = changed.model_copy(update={"life": life})
            words.append(f"{indicator.name} is retired; its history stays")
        if changed is not indicator:
            documents.append(changed)
    if count:
        words.append(f"{count} {'target is' if count == 1 else 'targets are'} to be agreed for the next year")
    return Ahead(tuple(documents), tuple(words))


def retirable(definitions: Definitions) -> list[str]:
    """The indicators that are in force, by code."""
    return [code for code, one in definitions.indicators.items() if one.life.state == "in-force"]


def successor_code(code: str, calendars: Calendars, year: Period) -> str:
    """The code of what follows something of a year: with the next year where it names the year, else that behind it."""
    moved = _next_year_in(code, year)
    return moved if moved != code else f"{code}-{calendars.shift(year, 1).code}"[:100]


def _next_year_in(text: str, year: Period) -> str:
    """The text with the year that ends as the next one: 2018-19, 2018/19, 2018-2019, 2018 to 2019."""
    first = year.start.year

    def later(found: re.Match[str]) -> str:
        second = str(first + 2) if len(found[2]) == 4 else f"{(first + 2) % 100:02d}"
        return f"{first + 1}{found[1]}{second}"

    last = f"{first + 1}|{(first + 1) % 100:02d}"
    return re.sub(rf"(?<!\d){first}(-|/|–| to )({last})(?!\d)", later, text)


def _successor(
    one: Framework, calendars: Calendars, year: Period, renamed: Mapping[str, str], retired: set[str]
) -> Framework:
    name = _next_year_in(one.name, year)
    if name == one.name:
        name = f"{one.name}, {calendars.label(calendars.shift(year, 1), short=True)}"
    nodes = tuple(filter(None, (_node(node, calendars, renamed, retired) for node in one.nodes))) or one.nodes
    return one.model_copy(
        update={
            "code": renamed[one.code],
            "name": name,
            "years": Dated.model_validate(_following(one.years)),
            "nodes": nodes,
        }
    )


def _node(node: Node, calendars: Calendars, renamed: Mapping[str, str], retired: set[str]) -> Node | None:
    """A part of a tree a year later; None where all that was in it is retired."""
    items = tuple(_place(place, calendars) for place in node.items if place.indicator not in retired)
    nodes = tuple(filter(None, (_node(child, calendars, renamed, retired) for child in node.nodes)))
    if not items and not nodes and (node.items or node.nodes):
        return None
    supports = tuple(
        one.model_copy(update={"framework": renamed.get(one.framework, one.framework)}) for one in node.supports
    )
    return node.model_copy(update={"items": items, "nodes": nodes, "supports": supports})


def _place(place: Place, calendars: Calendars) -> Place:
    if place.due is None:
        return place
    try:
        due = calendars.parse(place.due)
        later = calendars.shift(due, 1) if due.grain in YEARS else calendars.containing(
            later_by_months(due.start, 12), due.grain
        )  # fmt: skip
    except BadPeriod:
        return place
    return place.model_copy(update={"due": later.code})


def _following(years: Dated) -> dict[str, date]:
    """The twelve months after the last day of something."""
    assert years.end is not None
    start = years.end + ONE_DAY
    return {"from": start, "to": later_by_months(start, 12) - ONE_DAY}


def _ends_within(one: Dated, year: Period) -> bool:
    return one.end is not None and year.contains(one.end)


def _carry(documents: list[Document], words: list[str], found: Iterable[tuple[Document, int]], what: str) -> None:
    several = list(found)
    documents += [document for document, _ in several]
    if lines := sum(number for _, number in several):
        words.append(f"{lines} {'line' if lines == 1 else 'lines'} of {what} carried forward")


def _responsibilities(
    definitions: Definitions, year: Period, successors: Mapping[str, Framework], retired: set[str]
) -> Iterable[tuple[Document, int]]:
    """Each document with the lines that go on: those that end in the year, and those of a scorecard that has a successor."""
    over = _over(definitions, year)
    for document in definitions.by_key.values():
        if not isinstance(document, Responsibilities):
            continue
        more: list[Responsibility] = []
        for one in document.responsibilities:
            ends, successor = _ends_within(one, year), successors.get(one.framework or "")
            if one.indicator in retired or not (ends or (successor and one.end is None)):
                continue
            after = _later(one) if ends else one
            if successor is not None:
                if one.node is not None and one.node not in set(codes_of(successor)):
                    continue
                after = after.model_copy(update={"framework": successor.code})
            elif one.framework in over:
                continue
            if not any(_goes_on(other, after) for other in (*document.responsibilities, *more)):
                more.append(after)
        if more:
            lines = (*document.responsibilities, *more)
            yield document.model_copy(update={"responsibilities": lines}), len(more)


def _over(definitions: Definitions, year: Period) -> set[str]:
    """The scorecards, by code, that are over when the next year begins."""
    return {
        code for code, one in definitions.frameworks.items() if one.years.end is not None and one.years.end < year.end
    }


def _supplies(definitions: Definitions, year: Period) -> Iterable[tuple[Document, int]]:
    for document in definitions.by_key.values():
        if isinstance(document, ExpectedSupply):
            ending = [_later(one) for one in document.supplies if _ends_within(one, year)]
            more = [one for one in ending if not any(_goes_on(other, one) for other in document.supplies)]
            if more:
                yield document.model_copy(update={"supplies": (*document.supplies, *more)}), len(more)


def _later[Line: (Responsibility, Expected)](one: Line) -> Line:
    years = _following(one)
    return one.model_copy(update={"start": years["from"], "end": years["to"]})


def _goes_on(other: Dated, after: Dated) -> bool:
    """Whether something says the same of days that have begun by the first of `after`, and later ones."""
    same = other.model_copy(update={"start": after.start, "end": after.end}) == after
    return same and (after.start is None or other.end is None or other.end >= after.start)


def _proposals(
    definitions: Definitions, indicator: Indicator, year: Period, missing: Iterable[Target], renamed: Mapping[str, str]
) -> tuple[Target, ...]:
    ahead = _year_after(definitions.calendars, indicator, year)
    if ahead is None:
        return ()
    over = _over(definitions, year) - renamed.keys()
    return tuple(
        Target(
            type="to-be-agreed", period=ahead.code, where=target.where,
            framework=renamed.get(target.framework or "", target.framework), smaller_places=target.smaller_places
            if target.smaller_places == "inherited" else "own",
        )
        for target in missing
        if target.framework not in over
    )  # fmt: skip


def _year_after(calendars: Calendars, indicator: Indicator, year: Period) -> Period | None:
    """The year of the indicator's own kind that comes after the one that ends in `year`; None for spans of many years."""
    if indicator.grain == "range":
        return None
    grain = indicator.grain if indicator.grain in YEARS else "financial-year"
    return calendars.containing(year.end if grain == "financial-year" else year.last_day, grain)


def _span(calendars: Calendars, indicator: Indicator, target: Target) -> Period | None:
    try:
        return read_period(calendars, target.period, indicator.grain)
    except BadPeriod:
        return None
