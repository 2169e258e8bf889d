"""A small partnership for the tests: visits to clinics by month, wide or long, and a file's way to the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.dimensions import Dimension, Members
from trigpoint.definitions.sources import Source
from trigpoint.definitions.whole import Definitions, build
from trigpoint.intake.commit import take_in
from trigpoint.intake.prepare import prepare
from trigpoint.intake.supply import Prepared, SuppliedFile, TakenIn
from trigpoint.store.table import FactStore, FactTable

NOON = datetime(2019, 4, 1, 12, tzinfo=UTC)

CLINICS = Dimension.model_validate(
    {
        "kind": "dimension",
        "code": "clinic",
        "name": "Clinic",
        "plural": "Clinics",
        "levels": [
            {"code": "district", "name": "District", "plural": "Districts"},
            {"code": "clinic", "name": "Clinic", "plural": "Clinics"},
        ],
    }
)
MEMBERS = Members.model_validate(
    {
        "kind": "members",
        "code": "clinics",
        "name": "Clinics",
        "dimension": "clinic",
        "members": [
            {"code": "NORTH", "name": "North district", "level": "district"},
            {"code": "A01", "name": "Appleby", "level": "clinic", "parent": "NORTH", "aliases": ["Appleby Clinic"]},
            {"code": "B02", "name": "Brough & Kirkby", "level": "clinic", "parent": "NORTH"},
            {
                "code": "C03",
                "name": "Crosby",
                "level": "clinic",
                "parent": "NORTH",
                "codes": [{"scheme": "old", "code": "17"}],
            },
        ],
    }
)


def measure(code: str, **changes: Any) -> dict[str, Any]:
    """A measure as a document writes it: a flow of visits, unless it is changed."""
    return {
        "code": code,
        "name": code.capitalize(),
        "unit": "visits",
        "over_members": "sum",
        "over_time": "sum",
    } | changes


VISITS: dict[str, Any] = {
    "kind": "data-set",
    "code": "visits",
    "name": "Visits",
    "grain": "month",
    "dimensions": [{"dimension": "clinic", "level": "clinic"}],
    "measures": [measure("seen"), measure("waited")],
    "provider_dimension": "clinic",
}
WIDE: dict[str, Any] = {
    "kind": "source",
    "code": "visits-wide",
    "name": "Visits, wide",
    "data_set": "visits",
    "period": {"column": "Month"},
    "dimensions": {"clinic": {"column": "Clinic", "unknown": "reject"}},
    "wide": [{"column": "Seen", "measure": "seen"}, {"column": "Waited", "measure": "waited"}],
    "nothing": {"-": "not-published", "*": "hidden"},
}
LONG: dict[str, Any] = {
    "kind": "source",
    "code": "visits-long",
    "name": "Visits, long",
    "data_set": "visits",
    "period": {"column": "Month"},
    "dimensions": {"clinic": {"column": "Clinic", "unknown": "reject"}},
    "long": {"measure_column": "Item", "value_column": "Value", "aliases": {"People seen": "seen"}},
    "nothing": {"-": "not-published"},
}

GOOD = "Month,Clinic,Seen,Waited\n2019-01,A01,100,7\n2019-01,B02,80,3\n2019-02,A01,110,9\n"
"""Three rows of the wide layout, without fault."""


@dataclass
class Clinics:
    """Definitions with one data set and one source, a store, and a folder to work in."""

    root: Path
    data_set: DataSet
    source: Source
    others: tuple[Any, ...] = ()
    store: FactStore = field(init=False)
    _loads: int = 0

    def __post_init__(self) -> None:
        self.store = FactStore(self.root / "facts", memory_limit="500MB", threads=2, patience=20)

    @property
    def definitions(self) -> Definitions:
        return build([CLINICS, MEMBERS, self.data_set, self.source, *self.others])

    @property
    def table(self) -> FactTable:
        return self.store.table(self.data_set)

    def file(self, content: str | bytes, name: str = "visits.csv") -> SuppliedFile:
        """A file of this content."""
        folder = self.root / "supplied"
        folder.mkdir(exist_ok=True)
        path = folder / f"{len(list(folder.iterdir()))}-{name}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return SuppliedFile(path, name)

    def prepare(self, *files: SuppliedFile | str | bytes, at: datetime = NOON, **options: Any) -> Prepared:
        """The files (or the content of one), prepared against what the store holds."""
        self._loads += 1
        supplied = [file if isinstance(file, SuppliedFile) else self.file(file) for file in files]
        folder = self.root / f"work-{self._loads}"
        return prepare(
            self.source, self.data_set, self.definitions, supplied, self.table, folder, arrival=at, threads=2, **options
        )

    def load(
        self, *files: SuppliedFile | str | bytes, at: datetime = NOON, accept: bool = False, **options: Any
    ) -> TakenIn:
        """The files, prepared and taken in."""
        prepared = self.prepare(*files, at=at, **options)
        return take_in(prepared, self.table, self._loads, accept=accept)

    def facts(self, *columns: str) -> set[tuple[Any, ...]]:
        """Those columns of all facts that the store states."""
        return facts_of(self.table.files().files, *columns)


def facts_of(files: Any, *columns: str) -> set[tuple[Any, ...]]:
    """Those columns of the facts in Parquet files."""
    import duckdb

    if not files:
        return set()
    chosen = ", ".join(f'"{column}"' for column in columns)
    with duckdb.connect() as con:
        listed = ", ".join(f"'{file}'" for file in files)
        described = con.execute(f"DESCRIBE SELECT * FROM read_parquet([{listed}], union_by_name = true)").fetchall()
        where = " WHERE mark IS NULL" if "mark" in {name for name, *_ in described} else ""
        rows = con.execute(f"SELECT {chosen} FROM read_parquet([{listed}], union_by_name = true){where}").fetchall()
    assert len(rows) == len(set(rows)) or len(columns) < 4
    return set(rows)


def data_set(**changes: Any) -> DataSet:
    return DataSet.model_validate(VISITS | changes)


def source(base: dict[str, Any] = WIDE, **changes: Any) -> Source:
    return Source.model_validate(base | changes)
