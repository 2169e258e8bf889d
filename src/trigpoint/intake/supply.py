"""What is supplied, and what became of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from trigpoint.definitions.datasets import DataSet, Grain
from trigpoint.definitions.sources import File
from trigpoint.intake.account import Account
from trigpoint.intake.readers.table import Look
from trigpoint.intake.rejects import Rejects
from trigpoint.store.commit import Commit
from trigpoint.store.diff import Diff, Lines
from trigpoint.store.scope import Scope
from trigpoint.store.supply import Mode


@dataclass(frozen=True)
class SuppliedFile:
    """A file as it lies on disk, and what its supplier calls it. look: where it does not look as its source says. said_at:
    when its figures were stated, where that was before it is taken in."""

    path: Path
    name: str
    look: File | None = None
    said_at: datetime | None = None

    @classmethod
    def at(cls, path: str | Path) -> SuppliedFile:
        """The file at a path, under its own name."""
        return cls(Path(path), Path(path).name)


@dataclass(frozen=True)
class FileSeen:
    """What was seen of a file. `rows`: those beneath the header, blank ones left out. `path`: where it lies."""

    path: Path
    name: str
    size: int
    sha256: str
    rows: int
    look: Look


@dataclass(frozen=True)
class SuppliedPart:
    """That a provider's figures of a measure for a period are in the supply."""

    provider: str | None
    measure: str
    start: date
    end: date
    grain: Grain


@dataclass(frozen=True)
class Prepared:
    """A supply, ready to be taken in; nothing is held of it yet but the files in `folder`, which the caller removes.

    `account` and `diff` say what taking it in would do now. `cautions` must be accepted for it to be taken in;
    `warnings` need not. `precedence`: microseconds UTC; `dated` when it is the supply's own extract date.
    """

    source: str
    data_set: DataSet
    files: tuple[FileSeen, ...]
    staged: tuple[Path, ...]
    mode: Mode
    scope: Scope | None
    precedence: int
    dated: bool
    supplied: int
    repeats: int
    rejects: Rejects
    warnings: tuple[str, ...]
    cautions: tuple[str, ...]
    parts: tuple[SuppliedPart, ...]
    account: Account
    diff: Diff | None
    folder: Path

    @property
    def first_day(self) -> date | None:
        """The start of the earliest period supplied."""
        return min((part.start for part in self.parts), default=None)

    @property
    def last_day(self) -> date | None:
        """The end (excluded) of the latest period supplied."""
        return max((part.end for part in self.parts), default=None)

    def removed(self) -> tuple[SuppliedPart, ...]:
        """The parts of which taking it in would remove figures that it does not hold. One query, where there are any."""
        if self.diff is None or not self.diff.facts.removed:
            return ()
        with duckdb.connect(":memory:") as con:
            rows = con.execute(
                "SELECT DISTINCT provider, measure, period_start, period_end, grain FROM read_parquet(?) "
                "WHERE effect = 'remove' ORDER BY ALL",
                [str(self.diff.judged)],
            ).fetchall()
        return tuple(SuppliedPart(*row) for row in rows)

    def accounted(self, lines: Lines) -> Account:
        """The account when the store did this with the rows that reached it. Raises DoesNotAddUp."""
        return Account(
            supplied=self.supplied,
            loaded=lines.loaded,
            unchanged=lines.unchanged + self.repeats,
            corrected=lines.corrected,
            rejected=self.rejects.rows,
            superseded=lines.superseded,
        )

    def discard(self) -> None:
        """Removes everything that was written for it."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True)
class TakenIn:
    """What taking a supply in did. `commit` None: nothing of it could be taken, or nothing was to be changed."""

    account: Account
    commit: Commit | None
