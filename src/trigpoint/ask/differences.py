"""What a supply changes: the same figures asked of a table as it was and as it is (or would be), and judged both times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.permissions import NotAllowed, require
from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import Answered, Made, measures_of
from trigpoint.ask.door import Known, engine, known, store
from trigpoint.ask.lateness import with_supply_states
from trigpoint.catalogue.models import Load
from trigpoint.cube.question import Question
from trigpoint.definitions.datasets import DataSet, Grain
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.status import JUDGED
from trigpoint.store.table import TableVersion

MOST_PERIODS = 13
"""The newest periods of each indicator that are compared."""

MOST_ROWS = 200
ABSENT = ("no-data", "late", "not-yet-due", None)


@dataclass(frozen=True)
class Difference:
    """One figure that changes: the i-th cell of `before` and the j-th of `after`."""

    indicator: str
    period: Period
    before: Answered
    i: int
    after: Answered
    j: int

    @property
    def is_new(self) -> bool:
        """Whether nothing was known before."""
        cell = self.before.cell(self.i)
        return cell.value is None and cell.text is None and not cell.counts

    @property
    def status_changes(self) -> bool:
        """Whether it is judged otherwise than before."""
        return self.before.judgement(self.i).status != self.after.judgement(self.j).status

    @property
    def size(self) -> float:
        """By how much it changes, as a share of what it was; 0 for figures that are new or no numbers."""
        old, new = self.before.cell(self.i).value, self.after.cell(self.j).value
        if old is None or new is None:
            return 0.0
        return abs(float(new) - float(old)) / abs(float(old)) if old else float("inf")


@dataclass(frozen=True)
class Differences:
    """changed: restated figures that change colour first, then the largest; new figures last. not_added: indicators
    that are fed but have no figure for the whole."""

    changed: tuple[Difference, ...]
    not_added: tuple[str, ...]
    compared: int


def fed_by(definitions: Definitions, data_set: str) -> list[str]:
    """The indicators that a data set feeds."""
    return [
        code for code in definitions.indicators if any(found == data_set for found, _ in measures_of(definitions, code))
    ]


def differences(
    viewer: Viewer, data_set: DataSet, before: TableVersion | None, after: TableVersion | None, span: tuple[date, date]
) -> Differences:
    """The figures for the whole that differ between two states of one table, within a span (end excluded).

    Other tables are as they are now. Nothing is kept of the answers, so that a preview's cannot be taken for facts.
    Raises NotAllowed.
    """
    require(viewer, "read")
    state = known()
    questions = _questions(state.definitions, data_set.code, span)
    if not questions:
        return Differences((), (), 0)
    old = _answers(viewer, state, questions, data_set.code, before)
    new = _answers(viewer, state, questions, data_set.code, after)
    found: list[Difference] = []
    not_added: dict[str, None] = {}
    compared = 0
    for was, now in zip(old, new, strict=True):
        for key, j in now.index.items():
            i, cell = was.index[key], now.cell(j)
            if cell.nothing == "not-additive":
                not_added[cell.indicator] = None
                continue
            compared += 1
            if _said(was, i) != _said(now, j):
                found.append(Difference(cell.indicator, key[2], was, i, now, j))
    found.sort(key=lambda one: (one.is_new, not one.status_changes, -one.size, one.indicator, one.period))
    return Differences(tuple(found), tuple(not_added), compared)


def changed_by(viewer: Viewer, load: Load, data_set: DataSet) -> Differences:
    """The figures that a load changed. Raises NotAllowed, and VersionGone where the old version was cleaned away."""
    if load.version_after is None or load.version_after == load.version_before or load.first_day is None:
        return Differences((), (), 0)
    facts = store().table(data_set)
    before = facts.files(load.version_before) if load.version_before >= 0 else None
    return differences(viewer, data_set, before, facts.files(load.version_after), (load.first_day, load.last_day))


def may_see_rows(viewer: Viewer, data_set: str) -> bool:
    """Whether the viewer may see source records of a data set as a list, whatever they are of."""
    return viewer.sees_all_records(data_set)


def changed_rows(viewer: Viewer, load: Load, data_set: DataSet, most: int = MOST_ROWS) -> list[dict[str, Any]]:
    """The facts that a load changed: `effect`, the fact's columns, and as it was under `old_…`. The look is logged.

    Raises NotAllowed without the data set's permission, or with a scope, and VersionGone.
    """
    if not may_see_rows(viewer, data_set.code):
        if data_set.code in viewer.sources:
            raise NotAllowed(
                f"This list has source records of every place, and your account is limited to some. Open a figure of "
                f"{data_set.name} that is yours and choose Explain: the records beneath it are shown there."
            )
        raise NotAllowed(
            f"The source records of {data_set.name} are for people with its permission: ask an administrator."
        )
    rows = store().table(data_set).changed_by(load.pk, most).to_pylist()
    audit.record(viewer, "see-source-rows", "data-set", data_set.code, load=load.pk)
    return list(rows)


def _questions(definitions: Definitions, data_set: str, span: tuple[date, date]) -> list[Question]:
    """One question for each length of period and framework in which the indicators stand."""
    placed: dict[str, str] = {}
    for framework, items in definitions.places.items():
        for item in items:
            if item.place.indicator:
                placed.setdefault(item.place.indicator, framework)
    groups: dict[tuple[Grain, str | None], list[str]] = {}
    for code in fed_by(definitions, data_set):
        grain = definitions.indicators[code].grain
        if grain != "range":
            groups.setdefault((grain, placed.get(code)), []).append(code)
    questions = []
    for (grain, framework), codes in groups.items():
        periods = _periods(definitions, grain, span)
        questions.append(Question(tuple(codes), grain, periods, framework=framework))  # type: ignore[arg-type]
    return questions


def _periods(definitions: Definitions, grain: Grain, span: tuple[date, date]) -> tuple[Period, ...]:
    calendars = definitions.calendars
    periods = [calendars.containing(span[1] - timedelta(days=1), grain)]
    while len(periods) < MOST_PERIODS and periods[0].start > span[0]:
        periods.insert(0, calendars.shift(periods[0], -1))
    return tuple(periods)


def _answers(
    viewer: Viewer, state: Known, questions: list[Question], data_set: str, table: TableVersion | None
) -> list[Answered]:
    today = timezone.localdate()
    used = {code for q in questions for one in q.indicators for code, _ in measures_of(state.definitions, one)} - {
        data_set
    }
    tables: dict[str, TableVersion] = {code: found for code in used if (found := state.table(code)) is not None}
    if table is not None:
        tables[data_set] = table
    versions: Mapping[str, int] = {code: one.version for code, one in tables.items()}
    made = Made(state.snapshot, versions, {}, None)
    answers = engine().answer(questions, state.definitions, tables, viewer.limits(today))
    return [
        Answered(
            with_supply_states(one, state.definitions, today, lambda data_set, measure: None),
            state.definitions,
            made,
            today,
        )
        for one in answers
    ]


def _said(answered: Answered, i: int) -> tuple[object, ...] | None:
    """What a figure says, for comparing: a float's last bits, and which kind of absence it was, mean nothing."""
    cell = answered.cell(i)
    coverage = cell.coverage if answered.judgement(i).status in JUDGED else None
    if cell.value is not None:
        return (round(float(cell.value), 9), coverage)
    if cell.text or cell.counts:
        return (cell.text, cell.counts)
    return None if cell.nothing in ABSENT else (cell.nothing,)
