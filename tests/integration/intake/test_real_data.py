"""Two real public files, whole: every row accounted for, and known totals to the unit.

Read from TRIGPOINT_REAL_DATA, or from `shared/data` beside the repository. They are not part of it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from clinic_world import facts_of

from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.dimensions import Dimension, Members
from trigpoint.definitions.sources import Source
from trigpoint.definitions.whole import build
from trigpoint.intake.account import Account
from trigpoint.intake.commit import take_in
from trigpoint.intake.prepare import prepare
from trigpoint.intake.supply import Prepared, SuppliedFile
from trigpoint.store.table import FactStore

pytestmark = pytest.mark.real_data
REPOSITORY = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("TRIGPOINT_REAL_DATA") or REPOSITORY.parent / "shared" / "data")
AE = DATA / "ae" / "ae_attendances.csv"
LAIT = DATA / "lait" / "bds_long_0.parquet"
ARRIVAL = datetime(2026, 1, 1, tzinfo=UTC)


def dimension(code: str, members: list[tuple[str, str]]) -> list[Any]:
    level = {"code": code, "name": code.capitalize(), "plural": f"{code}s"}
    return [
        Dimension.model_validate(
            {"kind": "dimension", "code": code, "name": code, "plural": f"{code}s", "levels": [level]}
        ),
        Members.model_validate(
            {
                "kind": "members",
                "code": f"{code}s",
                "name": code,
                "dimension": code,
                "members": [{"code": c, "name": n, "level": code} for c, n in members],
            }
        ),
    ]


def distinct(path: Path, *columns: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as con:
        return con.execute(f"SELECT DISTINCT {', '.join(columns)} FROM '{path}' ORDER BY ALL").fetchall()


@pytest.mark.skipif(not AE.exists(), reason=f"the A&E attendances are not at {AE}")
class TestAttendances:
    @pytest.fixture
    def load(self, tmp_path: Path) -> Callable[..., Prepared]:
        providers = [(code, code) for (code,) in distinct(AE, "org_code")]
        measures = ("attendances", "breaches", "admissions")
        data_set = DataSet.model_validate(
            {
                "kind": "data-set",
                "code": "ae",
                "name": "A&E",
                "grain": "month",
                "dimensions": [{"dimension": "provider"}, {"dimension": "department"}],
                "measures": [
                    {"code": code, "name": code, "unit": "patients", "over_members": "sum", "over_time": "sum"}
                    for code in measures
                ],
                "provider_dimension": "provider",
            }
        )
        source = Source.model_validate(
            {
                "kind": "source",
                "code": "ae",
                "name": "A&E",
                "data_set": "ae",
                "period": {"column": "period"},
                "dimensions": {
                    "provider": {"column": "org_code", "unknown": "reject"},
                    "department": {"column": "type", "unknown": "reject"},
                },
                "wide": [{"column": code, "measure": code} for code in measures],
            }
        )
        departments = [("1", "Major"), ("2", "Single specialty"), ("other", "Minor injuries")]
        definitions = build(
            [*dimension("provider", providers), *dimension("department", departments), data_set, source]
        )
        self.table = FactStore(tmp_path / "facts", memory_limit="500MB", threads=2).table(data_set)
        loads = iter(range(1, 10))

        def load(path: Path) -> tuple[Account, bool]:
            number = next(loads)
            folder = tmp_path / f"work-{number}"
            prepared = prepare(
                source, data_set, definitions, [SuppliedFile.at(path)], self.table, folder, arrival=ARRIVAL
            )
            done = take_in(prepared, self.table, number)
            assert done.account == prepared.account
            return done.account, done.commit is not None and done.commit.changed

        return load

    def test_all_rows_load_once_and_one_correction_corrects_one(self, load: Callable[..., Any], tmp_path: Path) -> None:
        assert load(AE) == (Account(supplied=12_765, loaded=12_765, unchanged=0, corrected=0, rejected=0), True)
        facts = facts_of(self.table.files().files, "measure", "period_start", "dim_provider", "dim_department", "value")
        march = [fact for fact in facts if fact[1] == date(2019, 3, 1)]
        assert sum(value for measure, *_, value in march if measure == "attendances") == 2_167_550
        assert sum(value for measure, *_, value in march if measure == "breaches") == 290_359
        assert load(AE) == (Account(supplied=12_765, loaded=0, unchanged=12_765, corrected=0, rejected=0), False)
        lines = AE.read_text().splitlines()
        mended = next(line for line in lines if line.startswith("2019-03-01,RX1,1,")).split(",")
        mended[4] = str(int(mended[4]) - 1)
        corrected = tmp_path / "corrected.csv"
        corrected.write_text(f"{lines[0]}\n{','.join(mended)}\n")
        assert load(corrected) == (Account(supplied=1, loaded=0, unchanged=0, corrected=1, rejected=0), True)


@pytest.mark.skipif(not LAIT.exists(), reason=f"the LAIT figures are not at {LAIT}")
def test_every_published_figure_about_children_is_accounted_for(tmp_path: Path) -> None:
    areas = [(str(int(code)), name) for code, name in distinct(LAIT, '"LA Number"', '"LA and Regions"')]
    items = [item for (item,) in distinct(LAIT, '"Short Desc"')]
    codes = {item: f"m{index}-{re.sub('[^A-Za-z0-9]', '', item)}" for index, item in enumerate(items)}
    data_set = DataSet.model_validate(
        {
            "kind": "data-set",
            "code": "lait",
            "name": "Published figures",
            "grain": "calendar-year",
            "dimensions": [{"dimension": "area"}],
            "measures": [
                {"code": code, "name": item, "unit": "as published", "over_members": "none", "over_time": "none"}
                for item, code in codes.items()
            ],
        }
    )
    source = Source.model_validate(
        {
            "kind": "source",
            "code": "lait",
            "name": "Published figures",
            "data_set": "lait",
            # Pairs of years are here read as financial years, since these definitions do not know each measure's own.
            "period": {
                "column": "Years",
                "labels": [
                    {"matches": "0", "reject": "Nought is no year."},
                    {"matches": r"(\d{4})/(\d\d)(?: .*)?", "period": "{1}/{2}"},
                ],
            },
            "dimensions": {"area": {"column": "LA and Regions", "unknown": "reject"}},
            "long": {"measure_column": "Short Desc", "value_column": "Values", "aliases": codes},
            "nothing": {"-": "not-published"},
        }
    )
    definitions = build([*dimension("area", areas), data_set, source])
    table = FactStore(tmp_path / "facts", memory_limit="1GB", threads=2).table(data_set)
    prepared = prepare(
        source,
        data_set,
        definitions,
        [SuppliedFile.at(LAIT)],
        None,
        tmp_path / "work",
        arrival=ARRIVAL,
        memory_limit="500MB",
    )
    assert prepared.account.supplied == 641_070
    refused = {reject.text for reject in prepared.rejects.every()}
    by_label = dict(_counts('"Years"'))
    assert prepared.account.rejected == sum(by_label[label] for label in refused)
    assert "0" in refused
    assert prepared.account.loaded == 641_070 - prepared.account.rejected
    staged = ", ".join(f"'{path}'" for path in prepared.staged)
    with duckdb.connect() as con:
        nothing = con.execute(
            f"SELECT nothing, count(*) FROM read_parquet([{staged}]) GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        held = dict(nothing)
        both = con.execute(
            f"SELECT count(*) FROM read_parquet([{staged}]) WHERE (published IS NULL) = (nothing IS NULL)"
        ).fetchone()
    assert both == (0,)
    lost = sum(1 for label, value in _rows() if label in refused and value == "-")
    assert held["not-published"] == 93_883 - lost
    assert table.version() == -1


def _counts(column: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as con:
        return con.execute(f"SELECT {column}, count(*) FROM '{LAIT}' GROUP BY ALL").fetchall()


def _rows() -> list[tuple[Any, ...]]:
    with duckdb.connect() as con:
        return con.execute(f"""SELECT "Years", "Values" FROM '{LAIT}' WHERE "Values" = '-'""").fetchall()
