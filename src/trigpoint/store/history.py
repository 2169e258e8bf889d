"""What a fact was at other times, and what a load changed."""
# ruff: noqa: S608  (names come from the definition and values are bound or quoted)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from trigpoint.store.compare import STATING
from trigpoint.store.diff import work_folder
from trigpoint.store.faults import StoreError, VersionGone
from trigpoint.store.log import CommitInfo, Snapshot
from trigpoint.store.schema import MARKS_PARTITION, Columns, columns_of, identifier, literal
from trigpoint.store.working import connection, facts

if TYPE_CHECKING:
    from trigpoint.store.table import FactTable


@dataclass(frozen=True)
class FactState:
    """A fact since a version. row: None where it was not held, or was held as deleted. load: None after a restore to a
    version that did not hold it.
    """

    version: int
    at: datetime
    load: int | None
    row: Mapping[str, Any] | None


@dataclass(frozen=True)
class FactHistory:
    """States, newest first. complete: False where older versions have been cleaned away."""

    states: tuple[FactState, ...]
    complete: bool


def rows(table: FactTable, version: int | None, where: Mapping[str, Any], most: int | None = None) -> Any:
    """Arrow table of the facts of a version whose columns have the values given (None: empty; a tuple: any of them); at
    most so many."""
    columns = columns_of(table.data_set)
    found = table.log.data_version(version)
    held = table.log.held(found)
    return _read(table, columns, held, where, most, facts_only=True)


def fact_history(table: FactTable, key: Mapping[str, Any]) -> FactHistory:
    """The states of one fact, newest first.

    key: columns of the key to values: measure, period_start, period_end, dim_…, row_key ('' when absent). Walks back by
    the loads that the rows themselves name, so that it reads as many versions as there were changes.
    """
    columns = columns_of(table.data_set)
    names = {c.name for c in columns.key}
    where = {"row_key": "", **key}
    if where.keys() != names:
        wrong = ", ".join(sorted(where.keys() ^ names))
        raise StoreError(f"A fact of {table.data_set.code} is told apart by {', '.join(sorted(names))}; check {wrong}.")
    commits = table.log.commits()
    by_load = {c.load: c.version for c in commits if c.kind == "load"}
    states: list[FactState] = []
    at = len(commits) - 1
    while at >= 0:
        try:
            found = _read_at(table, columns, at, where)
        except VersionGone:
            return FactHistory(tuple(states), False)
        restored = max((c.version for c in commits[: at + 1] if c.kind == "restore"), default=-1)
        loaded = by_load[found[0]["load"]] if found else -1
        if loaded > at:  # only a later memory of the fact is left of this version
            return FactHistory(tuple(states), False)
        since = max(restored, loaded)
        if since < 0:
            break
        state = _state(commits[since], found[0] if found else None)
        if states and states[-1].row is None and state.row is None:
            states.pop()
        states.append(state)
        at = since - 1
    if states and states[-1].row is None and states[-1].load is None:
        states.pop()
    return FactHistory(tuple(states), True)


def _read_at(table: FactTable, columns: Columns, at: int, where: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The row of a fact at a version of the log; or, where its files are gone, at one that states the same."""
    try:
        found = _read(table, columns, table.log.snapshot(at), where, 1, facts_only=False)
    except VersionGone:
        held = table.log.held(table.log.data_version(at))
        found = _read(table, columns, held, where, 1, facts_only=False)
    return list(found.to_pylist())


def _state(commit: CommitInfo, row: Mapping[str, Any] | None) -> FactState:
    seen = row if row is not None and row["mark"] is None else None
    return FactState(commit.version, commit.at, None if row is None else row["load"], seen)


def changed_by(
    table: FactTable,
    load: int,
    most: int | None = None,
    measure: str | None = None,
    span: tuple[date, date] | None = None,
) -> Any:
    """What a load changed, as an Arrow table: `effect` (insert, revive, correct, remove), the columns of the facts as the
    load left them, and as they were before under `old_` and the name. Empty where it changed nothing.

    measure, span (end excluded): only facts of that measure, and of periods within these days.

    Raises VersionGone where the versions have been cleaned away.
    """
    columns = columns_of(table.data_set)
    commit = next((c for c in table.log.commits() if c.kind == "load" and c.load == load), None)
    if commit is None or not commit.data:
        after = before = Snapshot(-1, {}, ())
    else:
        table.log.refuse_gone(commit.version)
        after, before = table.log.snapshot(commit.version), table.log.snapshot(commit.version - 1)
    new = _without(after, before)
    old = _without(before, after)
    work, _folder = work_folder(None)
    with connection(work, table.means) as con:
        for name, paths in (("now", new), ("earlier", old)):
            files = [_there(table, path, work) for path in paths]
            con.execute(f"CREATE VIEW {name} AS {facts(columns, files, table.years)}")
        columns_now = ", ".join(f"n.{c.quoted}" for c in columns.stored)
        columns_old = ", ".join(f"e.{c.quoted} AS {identifier('old_' + c.name)}" for c in columns.stored)
        effect = (
            "CASE WHEN n.mark IS NULL THEN CASE WHEN e.load IS NULL THEN 'insert' "
            "WHEN e.mark IS NOT NULL THEN 'revive' ELSE 'correct' END "
            "WHEN e.load IS NOT NULL AND e.mark IS NULL THEN 'remove' ELSE 'none' END"
        )
        effects = ", ".join(literal(effect) for effect in STATING)
        only = "" if measure is None else f" AND measure = {literal(measure)}"
        if span is not None:
            only += f" AND period_start >= DATE '{span[0]}' AND period_end <= DATE '{span[1]}'"
        return con.sql(
            f"SELECT {effect} AS effect, {columns_now}, {columns_old} FROM (FROM now WHERE load = {load:d}{only}) n "
            f"LEFT JOIN earlier e ON {columns.same_key('n', 'e')} WHERE effect IN ({effects}) "
            f"ORDER BY n.file, n.line, n.measure, n.period_start" + ("" if most is None else f" LIMIT {most:d}")
        ).to_arrow_table()


def _without(these: Snapshot, those: Snapshot) -> tuple[str, ...]:
    """Paths of the facts' files of one version that the other has not."""
    years = set(these.partitions) - {MARKS_PARTITION}
    other = set(those.paths())
    return tuple(path for path in these.paths(years) if path not in other)


def _there(table: FactTable, path: str, work: Any) -> str:
    if not table.place.has(path):
        raise VersionGone(f"An old version of {table.data_set.code} has been cleaned away.")
    return table.place.local(path, work)


def _read(
    table: FactTable, columns: Columns, held: Snapshot, where: Mapping[str, Any], most: int | None, *, facts_only: bool
) -> Any:
    known = {c.name: c for c in columns.every}
    unknown = sorted(where.keys() - known.keys())
    if unknown:
        raise StoreError(f"The facts of {table.data_set.code} have no column {', '.join(unknown)}.")
    work, _folder = work_folder(None)
    years = set(held.partitions) - {MARKS_PARTITION}
    starts = where.get("period_start")
    if isinstance(starts, date | tuple):
        days = starts if isinstance(starts, tuple) else (starts,)
        years &= {day.year - ((day.month, day.day) < table.years) for day in days}
    paths = held.paths(years)
    with connection(work, table.means) as con:
        con.execute(f"CREATE VIEW held AS {facts(columns, [_there(table, p, work) for p in paths], table.years)}")
        conditions = ["mark IS NULL"] if facts_only else ["true"]
        values: dict[str, Any] = {}
        for i, (name, value) in enumerate(where.items()):
            if isinstance(value, tuple):
                each = [f"CAST($v{i}_{n} AS {known[name].sql})" for n in range(len(value))]
                conditions.append(f"{known[name].quoted} IN ({', '.join(each)})" if each else "false")
                values |= {f"v{i}_{n}": one for n, one in enumerate(value)}
            else:
                conditions.append(f"{known[name].quoted} IS NOT DISTINCT FROM CAST($v{i} AS {known[name].sql})")
                values[f"v{i}"] = value
        query = (
            f"SELECT * FROM held WHERE {' AND '.join(conditions)} ORDER BY {', '.join(c.quoted for c in columns.key)}"
        )
        return con.sql(query + ("" if most is None else f" LIMIT {most:d}"), params=values).to_arrow_table()
