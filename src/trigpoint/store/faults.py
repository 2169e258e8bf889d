"""What can go wrong in the fact store, in words for the person who has to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from trigpoint.mistakes import Mistake


class StoreError(Mistake):
    """Base of all refusals by the fact store. The message says what, where, and what to do."""


class ForeignTable(StoreError):
    """The table was made or changed by another program, so that its contents cannot be vouched for."""


class StoreBusy(StoreError):
    """Another load of the same data set did not finish in the time allowed."""


class VersionGone(StoreError):
    """The files of an old version have been cleaned away."""


@dataclass(frozen=True, slots=True)
class SupplyFault:
    """A staged row that cannot be kept as it is. `line` as a spreadsheet numbers it; None: the whole supply."""

    file: int | None
    line: int | None
    column: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """One fact stated more than once in a supply. rows: (file, line) in the order of the supply."""

    key: dict[str, object]
    rows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """facts: how many facts are stated more than once. found: the first of them in the order of the supply."""

    facts: int
    found: tuple[Duplicate, ...]

    def __bool__(self) -> bool:
        return self.facts > 0


class BadSupply(StoreError):
    """Staged rows that cannot be kept without loss. Nothing was written."""

    def __init__(self, data_set: str, faults: tuple[SupplyFault, ...]) -> None:
        self.faults = faults
        shown = "; ".join(
            (f"file {f.file}, line {f.line}: " if f.line is not None else "")
            + f"{f.column} is {f.found}, expected {f.expected}"
            for f in faults[:5]
        )
        more = f" (the first 5 of {len(faults)} are shown)" if len(faults) > 5 else ""
        super().__init__(f"Nothing was loaded into {data_set}. {shown}{more}. Mend these rows and load again.")


class DuplicateFacts(StoreError):
    """One fact is stated more than once in a supply, so none of them can be taken as the right one."""

    def __init__(self, data_set: str, duplicates: Duplicates) -> None:
        self.duplicates = duplicates
        first = duplicates.found[0]
        where = " and ".join(f"file {file} line {line}" for file, line in first.rows)
        others = f", and {duplicates.facts - 1} more such facts" if duplicates.facts > 1 else ""
        super().__init__(
            f"Nothing was loaded into {data_set}: {where} state the same fact "
            f"({', '.join(f'{name} {value}' for name, value in first.key.items() if value not in (None, ''))}){others}. "
            "Leave one row of each and load again."
        )
