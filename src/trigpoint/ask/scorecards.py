"""A scorecard: a framework's places read and judged at a reporting period, rolled up, with what it says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from trigpoint.access.viewers import Viewer
from trigpoint.ask.attention import Triage, heaviest, triage
from trigpoint.ask.readings import Reading, wanted_of
from trigpoint.ask.standing import read
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.frameworks import Framework, Node, Place, every_node
from trigpoint.definitions.periods import Period
from trigpoint.definitions.rules import RuleSet
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.headlines import Headline
from trigpoint.judge.rollup import RolledUp, roll_up_framework
from trigpoint.mistakes import Mistake

CHAIN = ("input", "process", "output", "outcome")


class NoSuchFramework(Mistake):
    """A framework that does not exist; the message names those that do."""


@dataclass(frozen=True)
class Scorecard:
    """readings: by item code, in the framework's order. rolled: each node by code, the whole under the framework's."""

    framework: Framework
    readings: dict[str, Reading]
    rolled: dict[str, RolledUp]

    @cached_property
    def triage(self) -> Triage:
        """What of it needs attention and what is slipping; each indicator once, in however many places it stands."""
        return triage(list(self.readings.values()), weights=heaviest(_places(self.framework)))

    @property
    def headline(self) -> Headline:
        """How many of those due need attention, in a sentence."""
        return self.triage.headline

    @cached_property
    def chain(self) -> Counter[str]:
        """How many of its indicators are input, process, output and outcome ('' where none is said)."""
        return Counter(reading.indicator.chain or "" for reading in self.triage.readings)

    @cached_property
    def without_outcome(self) -> tuple[Node, ...]:
        """The lowest nodes that hold items but no outcome indicator."""
        return tuple(node for node in lowest(self.framework.nodes) if node.items and not self._has_outcome(node))

    def _has_outcome(self, node: Node) -> bool:
        return any(self.readings[place.item].indicator.chain == "outcome" for place in node.items)


def scorecard(
    viewer: Viewer,
    definitions: Definitions,
    code: str,
    *,
    period: Period | None = None,
    where: Sequence[tuple[str, str]] = (),
    where_held: Sequence[tuple[str, str]] = (),
    as_at: date | None = None,
    compare: Sequence[str] = (),
    today: date,
) -> Scorecard:
    """A framework's scorecard at a reporting period (None: the newest), for a slice. One batch of questions.

    where_held: as in `standing.read`.

    Raises NoSuchFramework.
    """
    (found,) = scorecards(
        viewer, definitions, [code], period=period, where=where, where_held=where_held, as_at=as_at, compare=compare,
        today=today,
    )  # fmt: skip
    return found


def scorecards(
    viewer: Viewer,
    definitions: Definitions,
    codes: Sequence[str],
    *,
    period: Period | None = None,
    where: Sequence[tuple[str, str]] = (),
    where_held: Sequence[tuple[str, str]] = (),
    as_at: date | None = None,
    compare: Sequence[str] = (),
    today: date,
) -> list[Scorecard]:
    """Several frameworks' scorecards at one reporting period, in one batch of questions. Raises NoSuchFramework."""
    frameworks = [framework_of(definitions, code) for code in codes]
    wanted = wanted_of(definitions, codes)
    found = read(
        viewer, definitions, wanted, period=period, where=where, where_held=where_held, as_at=as_at, compare=compare,
        today=today,
    )  # fmt: skip
    made = []
    start = 0
    for framework in frameworks:
        places = [item.place.item for item in definitions.places[framework.code]]
        readings = dict(zip(places, found[start : start + len(places)], strict=True))
        start += len(places)
        made.append(Scorecard(framework, readings, _rolled(definitions, framework, readings)))
    return made


def framework_of(definitions: Definitions, code: str) -> Framework:
    """The framework of a code. Raises NoSuchFramework."""
    framework = definitions.frameworks.get(code)
    if framework is None:
        there_are = ", ".join(definitions.frameworks) or "none yet"
        hint = did_you_mean(code, definitions.frameworks)
        raise NoSuchFramework(f"There is no framework “{code}”. {hint or f'There are: {there_are}.'}")
    return framework


def other_rule_sets(definitions: Definitions, reading: Reading) -> list[RuleSet]:
    """The rule sets by which the indicator is judged elsewhere: in other frameworks, and outside of any."""
    placed = (
        item.place.rule_set or definitions.frameworks[code].rule_set
        for code, items in definitions.places.items()
        for item in items
        if item.place.indicator == reading.indicator.code
    )
    official = reading.rule_set.code if reading.rule_set else None
    codes = [
        code for code in dict.fromkeys([reading.indicator.rule_set, *placed]) if code is not None and code != official
    ]
    return [definitions.rule_sets[code] for code in codes if code in definitions.rule_sets]


def _rolled(definitions: Definitions, framework: Framework, readings: dict[str, Reading]) -> dict[str, RolledUp]:
    return roll_up_framework(
        framework,
        {item: reading.status for item, reading in readings.items()},
        {item: reading.indicator.name for item, reading in readings.items()},
        definitions.partnership.status_words if definitions.partnership else None,
        {item for item, reading in readings.items() if reading.cell.nothing == "not-permitted"},
    )


def _places(framework: Framework) -> Iterator[Place]:
    for node in every_node(framework.nodes):
        yield from node.items


def lowest(nodes: Sequence[Node]) -> list[Node]:
    """The nodes of a tree that have no nodes beneath them, in order."""
    found: list[Node] = []
    for node in nodes:
        found.extend(lowest(node.nodes) if node.nodes else [node])
    return found
