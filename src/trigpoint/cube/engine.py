"""The engine: questions in, answers out. One for a process; safe to share between threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

from trigpoint.cube.answer import TOTAL, Answer, Compared, Nothing
from trigpoint.cube.asks import Ask, Segment, segments
from trigpoint.cube.codes import Codes
from trigpoint.cube.comparing import Comparison, comparison
from trigpoint.cube.disclosure import ReleaseTables
from trigpoint.cube.explanation import Explanation, explain, one_cell
from trigpoint.cube.fetching import Item, fetch
from trigpoint.cube.figure import Context, Figure
from trigpoint.cube.figures import Figures
from trigpoint.cube.holdings import Holdings, Shelf, Table
from trigpoint.cube.kept_decisions import KeptDecisions
from trigpoint.cube.limits import Limits
from trigpoint.cube.offers import offer_for, with_offer
from trigpoint.cube.places import listed
from trigpoint.cube.planning import Plan, candidates, plan, supplied_of
from trigpoint.cube.question import Question
from trigpoint.cube.reporting import Asked
from trigpoint.cube.supplies import Supplies
from trigpoint.cube.warehouse import PlanReport, Warehouse
from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.dimension_tree import UNKNOWN
from trigpoint.definitions.whole import Definitions

MOST_CELLS = 250_000
WINDOWS = (4, 40, 4000)
"""How many older periods are looked at, in turn, for the latest available figure."""

ABSENT: tuple[Nothing, ...] = ("no-data", "not-published")


@dataclass
class _Meaning:
    """What belongs to one version of a data set read by one snapshot of definitions."""

    codes: Codes
    supplies: Supplies
    release: ReleaseTables | None


class Engine:
    """Answers questions over the files of fact tables."""

    def __init__(
        self,
        scratch: Path | None = None,
        *,
        threads: int | None = None,
        memory_limit: str | None = None,
        folders: Sequence[str] | None = None,
        most_cells: int = MOST_CELLS,
    ) -> None:
        """scratch: a folder for what does not fit in memory, and for decisions on small numbers. threads, memory_limit ("2GB"): what the engine may use.
        folders: the only places that it may read (None: any). most_cells: a question for more is refused.
        """
        self._warehouse = Warehouse(threads=threads, memory_limit=memory_limit, temp_directory=scratch, folders=folders)
        self._shelf = Shelf(self._warehouse)
        self._decisions = KeptDecisions(scratch / "release" if scratch else None)
        self._most_cells = most_cells
        self._lock = threading.Lock()
        self._meanings: OrderedDict[tuple[str, str, int, tuple[str, ...]], _Meaning] = OrderedDict()

    def close(self) -> None:
        """Lets go of memory and files."""
        self._warehouse.close()

    def answer(
        self,
        questions: Sequence[Question],
        definitions: Definitions,
        tables: Mapping[str, Table],
        limits: Limits,
        *,
        report: PlanReport | None = None,
    ) -> list[Answer]:
        """The answers, in the order of the questions. tables: by data set; one that is absent has no facts yet.

        BadQuestion when one cannot be asked; a figure that cannot be had is a cell that says why. EngineFailure when
        memory, disk or files fail. report: filled with the engine queries that it took.
        """
        batch = Batch(self, definitions, tables, limits, report if report is not None else PlanReport())
        plans = [plan(question, definitions, batch.codes, limits.today, self._most_cells) for question in questions]
        return batch.answers(plans)

    def explain(
        self,
        question: Question,
        definitions: Definitions,
        tables: Mapping[str, Table],
        limits: Limits,
        *,
        rows: int = 100,
        report: PlanReport | None = None,
    ) -> Explanation:
        """Walks the one figure of a question down to its source rows (at most `rows` of each component).

        BadQuestion where the question has not exactly one figure. Rows are shown with `limits.sources` only.
        """
        batch = Batch(self, definitions, tables, limits, report if report is not None else PlanReport())
        planned = plan(one_cell(question), definitions, batch.codes, limits.today, self._most_cells)
        (answer,) = batch.answers([planned])
        (ask,) = planned.asks()
        # What stands in for a period without figures is what is explained.
        answered = Asked(answer.asked[0], answer.period[0])
        return explain(batch, replace(ask, periods=(answered,)), question, next(answer.cells()), rows)

    def meaning(self, definitions: Definitions, code: str, table: Table | None, report: PlanReport) -> _Meaning:
        """Codes, supplies and release tables of a data set's version; kept between calls."""
        key = (definitions.hash, code, table.version if table else -1, table.files if table else ())
        with self._lock:
            if key in self._meanings:
                self._meanings.move_to_end(key)
                return self._meanings[key]
        data_set = definitions.data_sets[code]
        codes = Codes(definitions, data_set, self._shelf.of(data_set, table, report))
        release = None
        if data_set.small_numbers is not None and table is not None:
            release = ReleaseTables(self._warehouse, codes, table, self._decisions)
        meaning = _Meaning(codes, Supplies(codes, definitions.calendars), release)
        with self._lock:
            kept = self._meanings.setdefault(key, meaning)
            while len(self._meanings) > 128:
                self._meanings.popitem(last=False)
        return kept

    def holdings(self, data_set: DataSet, table: Table | None) -> Holdings:
        """What a version of a data set's table holds: periods, codes and supplies; read once a version."""
        return self._shelf.of(data_set, table, PlanReport())

    @property
    def warehouse(self) -> Warehouse:
        """Where queries run."""
        return self._warehouse


@dataclass
class _Wanted:
    """An ask in the making: its comparisons, and for each period asked for the periods that may stand in for it."""

    ask: Ask
    choices: list[list[int]]
    comparisons: list[tuple[str, Comparison]]
    figures: Figures | None = None
    compared: list[tuple[str, Comparison, list[Figures]]] = field(default_factory=list)


class Batch:
    """Questions that are answered together, at one version of every table."""

    def __init__(
        self,
        engine: Engine,
        definitions: Definitions,
        tables: Mapping[str, Table],
        limits: Limits,
        report: PlanReport,
    ) -> None:
        self.definitions, self.limits, self.report = definitions, limits, report
        self._engine, self.tables = engine, tables
        self._meanings: dict[str, _Meaning] = {}
        self.context = Context(definitions, {}, {}, {}, limits, {})

    def codes(self, data_set: str) -> Codes:
        """The codes of a data set; also makes it known to the figures of this batch."""
        if data_set not in self._meanings:
            meaning = self._engine.meaning(self.definitions, data_set, self.tables.get(data_set), self.report)
            self._meanings[data_set] = meaning
            context = self.context
            context.codes = {**context.codes, data_set: meaning.codes}
            context.supplies = {**context.supplies, data_set: meaning.supplies}
            if meaning.release is not None:
                context.releases = {**context.releases, data_set: meaning.release}
        return self._meanings[data_set].codes

    @property
    def warehouse(self) -> Warehouse:
        """Where queries run."""
        return self._engine.warehouse

    def figures(self, asks: Iterable[Ask]) -> dict[Ask, Figures]:
        """The figures of asks, by as few engine queries as there are data sets and breakdowns."""
        parted: dict[Ask, tuple[Segment, ...]] = {}
        for ask in asks:
            if ask not in parted:
                parted[ask] = segments(ask, self.definitions, self.codes)
        lookups = [lookup for found in parted.values() for segment in found for lookup in segment.lookups]
        items: list[Item] = [item for lookup in lookups for item in (lookup.item, lookup.own) if item is not None]
        for lookup in lookups:
            release = self.context.releases.get(lookup.data_set.code)
            if release is not None and release.protects(lookup.measure.code):
                release.decide(lookup.measure, {(start, end) for start, end, _ in lookup.spans.pairs}, self.report)
        fetched = fetch(self._engine.warehouse, items, self.context.codes, self.tables, self.report)
        return {ask: Figures(ask, found, fetched, self.context) for ask, found in parted.items()}

    def answers(self, plans: Sequence[Plan]) -> list[Answer]:
        """The answers to planned questions."""
        wanted = [[self._wanted(each, ask, WINDOWS[0]) for ask in each.asks()] for each in plans]
        self._fill([one for group in wanted for one in group])
        for window in WINDOWS[1:]:
            again = [
                (group, position, planned)
                for planned, group in zip(plans, wanted, strict=True)
                if planned.question.latest_available
                for position, one in enumerate(group)
                if self._lacks(planned, one)
            ]
            for group, position, planned in again:
                group[position] = self._wanted(planned, planned.asks()[position], window)
            self._fill([group[position] for group, position, _ in again])
        return [self._answer(planned, group) for planned, group in zip(plans, wanted, strict=True)]

    def _wanted(self, planned: Plan, ask: Ask, window: int) -> _Wanted:
        periods = list(ask.periods)
        choices = [[index] for index in range(len(periods))]
        if planned.question.latest_available:
            supplied = supplied_of(ask.indicator, self.definitions, self.codes)
            at = {asked.span: index for index, asked in enumerate(periods)}
            for index, asked in enumerate(ask.periods):
                older = candidates(asked, planned.question.grain, ask.indicator, self.definitions, supplied)
                for span in older[:window]:
                    if span not in at:
                        at[span] = len(periods)
                        periods.append(Asked(span, span))
                    choices[index].append(at[span])
            ask = Ask(ask.indicator, ask.axes, ask.filters, tuple(periods), ask.totals)
        comparisons = [
            (code, comparison(code, ask, planned.question.grain, self.definitions)) for code in planned.question.compare
        ]
        return _Wanted(ask, choices, comparisons)

    def _fill(self, wanted: Sequence[_Wanted]) -> None:
        asks = [one.ask for one in wanted]
        asks += [ask for one in wanted for _, made in one.comparisons for ask in made.asks]
        if not asks:
            return
        figures = self.figures(asks)
        for one in wanted:
            one.figures = figures[one.ask]
            one.compared = [(code, made, [figures[ask] for ask in made.asks]) for code, made in one.comparisons]

    def _lacks(self, planned: Plan, one: _Wanted) -> bool:
        """Whether a cell still has no figure, and older periods are left to look at."""
        figures = one.figures
        assert figures is not None
        supplied = supplied_of(one.ask.indicator, self.definitions, self.codes)
        more = [
            len(
                candidates(
                    one.ask.periods[index], planned.question.grain, one.ask.indicator, self.definitions, supplied
                )
            )
            >= len(choice)
            for index, choice in enumerate(one.choices)
        ]
        return any(
            more[index] and all(figures.figure(at, key).nothing in ABSENT for at in choice)
            for key in self.keys(one)
            for index, choice in enumerate(one.choices)
        )

    def keys(self, one: _Wanted) -> list[tuple[str, ...]]:
        """The members of each cell: those listed, then those that turned up besides, Unknown and totals last."""
        assert one.figures is not None
        ask = one.ask
        first = min(asked.span.start for asked in ask.periods)
        last = max(asked.span.last_day for asked in ask.periods)
        columns = []
        for axis, found in zip(ask.axes, one.figures.keys_found(), strict=True):
            shown = listed(axis, ask.filters, self.definitions, first, last)
            extra = sorted(found - set(shown) - {UNKNOWN, TOTAL})
            unknown = [UNKNOWN] if UNKNOWN in found else []
            columns.append([*shown, *extra, *unknown, *([TOTAL] if ask.totals else [])])
        return list(product(*columns))

    def _answer(self, planned: Plan, group: Sequence[_Wanted]) -> Answer:
        rows: list[tuple[str, tuple[str, ...], Asked, Asked, Figure, list[Any]]] = []
        for one in group:
            figures = one.figures
            assert figures is not None
            for key in self.keys(one):
                for index, choice in enumerate(one.choices):
                    at = next((i for i in choice if figures.figure(i, key).nothing not in ABSENT), index)
                    compared = [made.find(others, at, key) for _, made, others in one.compared]
                    figure = figures.figure(at, key)
                    if figure.nothing in ("hidden", "not-permitted"):
                        # What it is compared with could give it away (as a change, or a group of one).
                        compared = [Compared(None, figure.nothing, figure.reason)] * len(compared)
                    rows.append((one.ask.indicator, key, one.ask.periods[index], one.ask.periods[at], figure, compared))
        self._make_offers(group, rows)
        return _columns(planned.question, rows, {code: meaning.codes.holdings.version for code, meaning in
                                                 self._meanings.items()})  # fmt: skip

    def _make_offers(self, group: Sequence[_Wanted], rows: list[Any]) -> None:
        """Where a total of published figures is refused: the published figure of the whole, if there is one."""
        offers = {}
        ask_of = {one.ask.indicator: one.ask for one in group}
        for number, (indicator, key, _, at, figure, _) in enumerate(rows):
            if figure.summed:
                offer = offer_for(ask_of[indicator], key, at, self.definitions, self.codes)
                if offer is not None:
                    offers[number] = offer
        if not offers:
            return
        figures = self.figures(dict.fromkeys(offer.ask for offer in offers.values()))
        for number, offer in offers.items():
            row = rows[number]
            found = figures[offer.ask].figure(0, offer.key)
            rows[number] = (*row[:4], with_offer(row[4], offer, found, self.definitions, row[0]), row[5])


def _columns(question: Question, rows: Sequence[Any], versions: dict[str, int]) -> Answer:
    figures: list[Figure] = [row[4] for row in rows]
    return Answer(
        question=question,
        indicator=[row[0] for row in rows],
        members=[row[1] for row in rows],
        period=[row[3].span for row in rows],
        asked=[row[2].period for row in rows],
        value=[figure.value if figure.nothing is None else None for figure in figures],
        numerator=[figure.numerator for figure in figures],
        denominator=[figure.denominator for figure in figures],
        text=[figure.text for figure in figures],
        counts=[figure.counts for figure in figures],
        base=[figure.base for figure in figures],
        lower=[figure.lower for figure in figures],
        upper=[figure.upper for figure in figures],
        coverage=[figure.coverage for figure in figures],
        state=[figure.state for figure in figures],
        nothing=[figure.nothing for figure in figures],
        reason=[figure.reason for figure in figures],
        footnote=[figure.footnote for figure in figures],
        comparisons={code: [row[5][place] for row in rows] for place, code in enumerate(question.compare)},
        versions=versions,
    )
