# ruff: noqa: S608 - identifiers are our own, and texts are quoted by `literal`
"""From supplied files to facts ready to commit, with everything that there is to say of them.

`prepare` reads, stages, resolves, checks and compares, and changes nothing that is held; `commit.take_in` does, after the
caller has shown the preview.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.periods import Calendars
from trigpoint.definitions.sources import Source
from trigpoint.intake.account import Account
from trigpoint.intake.cautions import cautions, located, still_to_come
from trigpoint.intake.checks import run_checks
from trigpoint.intake.faults import CannotRead, IntakeError, said_plainly
from trigpoint.intake.meanings import EPOCH, read_meanings
from trigpoint.intake.personal import guard
from trigpoint.intake.placing import place_rows
from trigpoint.intake.plan import SourcePlan, plan_file, plan_source
from trigpoint.intake.readers.files import USUAL_LIMITS, open_table
from trigpoint.intake.readers.table import ReadLimits
from trigpoint.intake.rejects import gather
from trigpoint.intake.stage import write_facts
from trigpoint.intake.staging import Staging
from trigpoint.intake.supply import FileSeen, Prepared, SuppliedFile, SuppliedPart
from trigpoint.store.diff import Lines
from trigpoint.store.schema import literal
from trigpoint.store.scope import Scope
from trigpoint.store.table import FactTable

MOST_UNKNOWN_SHOWN = 10


class Meanings(Protocol):
    """What intake needs of a definition set."""

    @property
    def calendars(self) -> Calendars: ...
    @property
    def dimensions(self) -> Mapping[str, DimensionTree]: ...


def prepare(
    source: Source,
    data_set: DataSet,
    definitions: Meanings,
    files: Sequence[SuppliedFile],
    table: FactTable | None,
    folder: Path,
    *,
    arrival: datetime,
    salt: bytes | None = None,
    limits: ReadLimits = USUAL_LIMITS,
    memory_limit: str = "1GB",
    threads: int | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Prepared:
    """Reads the files as the source says and compares them with what the table holds (None: with nothing).

    `folder` is made, and removed again when anything goes wrong; it should lie where there is room for the files twice.
    `arrival` is an instant: the supply's place in the order, where it has no extract date. `salt` makes pseudonyms.
    `progress` is told the file's name and the rows read of it so far.
    Raises IntakeError in plain words for a file or source that cannot be used; faults of rows are in `rejects`.
    """
    plan = plan_source(source, data_set)
    if not files:
        raise IntakeError("No file was supplied.")
    with said_plainly(folder):
        folder.mkdir(parents=True, mode=0o700)
        try:
            staging = Staging(folder, memory_limit, threads)
            try:
                return _Preparation(plan, definitions, staging, table, folder, arrival).run(
                    files, salt, limits, progress
                )
            finally:
                staging.close()
                shutil.rmtree(folder / "spill", ignore_errors=True)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


class _Preparation:
    """The steps of one preparation, in order."""

    def __init__(
        self,
        plan: SourcePlan,
        definitions: Meanings,
        staging: Staging,
        table: FactTable | None,
        folder: Path,
        arrival: datetime,
    ) -> None:
        self.plan, self.definitions, self.staging, self.table, self.folder = plan, definitions, staging, table, folder
        self.today = arrival.date()
        self.arrival = (arrival - EPOCH) // timedelta(microseconds=1)
        self.warnings: list[str] = []

    def run(
        self,
        files: Sequence[SuppliedFile],
        salt: bytes | None,
        limits: ReadLimits,
        progress: Callable[[str, int], None] | None,
    ) -> Prepared:
        seen = self._read(files, salt, limits, progress)
        staging, plan, calendars = self.staging, self.plan, self.definitions.calendars
        staging.make_supplied(plan)
        meanings = read_meanings(staging, plan, dict(self.definitions.dimensions), calendars)
        self.warnings += [located(warned, [file.name for file in seen]) for warned in run_checks(staging, plan.checks)]
        precedence = place_rows(staging, plan, self.arrival)
        self._warn_of_unknown_codes()
        staged = write_facts(staging, plan, meanings, self.folder / "staged")
        rejects = gather(staging, [file.look for file in seen], self.folder)
        repeats = staging.one("SELECT count(*) FROM settled")
        if repeats:
            repeat = "1 row only repeats" if repeats == 1 else f"{repeats:,} rows only repeat"
            self.warnings.append(f"{repeat} another row of the supply, and changes nothing.")
        parts = self._parts(staged)
        if to_come := still_to_come(parts, self._rows_to_come(staged), self.today, calendars):
            self.warnings.append(to_come)
        mode = plan.data_set.load if staged else "upsert"
        scope = _scope(parts) if mode == "replace" else None
        diff = None
        if self.table is not None and staged:
            diff = self.table.diff(staged, mode, scope, precedence=precedence, work=self.folder / "preview")
        supplied = sum(file.rows for file in seen)
        lines = diff.lines if diff is not None else Lines(loaded=supplied - rejects.rows - repeats)
        prepared = Prepared(
            plan.source.code,
            plan.data_set,
            seen,
            staged,
            mode,
            scope,
            precedence,
            plan.source.extract_date_column is not None,
            supplied,
            repeats,
            rejects,
            tuple(self.warnings),
            tuple(cautions(scope, parts, rejects, diff)),
            parts,
            Account(supplied, 0, 0, 0, supplied),
            diff,
            self.folder,
        )
        return _with_account(prepared, lines)

    def _read(
        self,
        files: Sequence[SuppliedFile],
        salt: bytes | None,
        limits: ReadLimits,
        progress: Callable[[str, int], None] | None,
    ) -> tuple[FileSeen, ...]:
        seen: list[FileSeen] = []
        by_hash: dict[str, str] = {}
        for file in files:
            digest = _sha256(file)
            if digest in by_hash:
                self.warnings.append(f"{file.name} is the same file as {by_hash[digest]} and was passed over.")
                continue
            by_hash[digest] = file.name
            table = open_table(file.path, file.name, file.look or self.plan.source.file, self.plan.wanted(), limits)
            try:
                fitted = plan_file(self.plan, file.name, table.look.columns, table.look.sheets)
                rows = self.staging.take(
                    table,
                    fitted,
                    guard(self.plan, fitted.at, salt),
                    None if progress is None else lambda count, name=file.name: progress(name, count),
                )
            finally:
                table.close()
            self.warnings += [f"{file.name}: {warning}" for warning in table.warnings]
            seen.append(FileSeen(file.path, file.name, file.path.stat().st_size, digest, rows, table.look))
        return tuple(seen)

    def _warn_of_unknown_codes(self) -> None:
        for index, role in enumerate(self.plan.roles):
            found = self.staging.con.execute(
                f"SELECT c.code, count(*) AS rows FROM placed AS p JOIN codes_{index} AS c ON c.code = p.d{index} "
                "WHERE c.member IS NULL GROUP BY c.code ORDER BY rows DESC, c.code"
            ).fetchall()
            if found:
                rows = sum(count for _, count in found)
                shown = ", ".join(f"'{code}' ({count:,})" for code, count in found[:MOST_UNKNOWN_SHOWN])
                more = f" and {len(found) - MOST_UNKNOWN_SHOWN:,} more" if len(found) > MOST_UNKNOWN_SHOWN else ""
                have, are = ("1 row has", "is") if rows == 1 else (f"{rows:,} rows have", "are")
                self.warnings.append(
                    f"{have} a code in '{role}' that nobody knows yet and {are} counted under Unknown: {shown}{more}."
                )

    def _parts(self, staged: Sequence[Path]) -> tuple[SuppliedPart, ...]:
        if not staged:
            return ()
        rows = self.staging.con.execute(
            f"SELECT DISTINCT provider, measure, period_start, period_end, grain FROM {_facts_in(staged)} ORDER BY ALL"
        ).fetchall()
        return tuple(SuppliedPart(*row) for row in rows)

    def _rows_to_come(self, staged: Sequence[Path]) -> int:
        """The rows of the supply that hold figures of periods which have not begun."""
        if not staged:
            return 0
        later = f"period_start > {literal(self.today.isoformat())}"
        return self.staging.one(f"SELECT count(DISTINCT (file, line)) FROM {_facts_in(staged)} WHERE {later}")


def _facts_in(staged: Sequence[Path]) -> str:
    return f"read_parquet([{', '.join(literal(str(path)) for path in staged)}])"


def _with_account(prepared: Prepared, lines: Lines) -> Prepared:
    return replace(prepared, account=prepared.accounted(lines))


def _scope(parts: Sequence[SuppliedPart]) -> Scope | None:
    """What a replacement covers: the spans of its periods, its providers and its measures."""
    spans: list[tuple[date, date]] = []
    for start, end in sorted({(part.start, part.end) for part in parts}):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    providers = {part.provider for part in parts}
    named = None if None in providers else tuple(sorted(provider for provider in providers if provider is not None))
    return Scope(tuple(spans), named, tuple(sorted({part.measure for part in parts})))


def _sha256(file: SuppliedFile) -> str:
    try:
        with file.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise CannotRead(file.name, "there is no such file.", "Check its name and folder.") from error
    except IsADirectoryError as error:
        raise CannotRead(file.name, "it is a folder.", "Name the files in it.") from error
    except PermissionError as error:
        raise CannotRead(file.name, "it may not be read.", "Let this program's user read it.") from error
