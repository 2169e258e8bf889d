"""The engine over files: versions, missing columns, closed doors, threads, and what a figure is explained by."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from reference.worlds import EVERYBODY, Files, World, world, write_facts
from soundness.conftest import PLACES, data_set, indicator

from trigpoint.cube.engine import Engine
from trigpoint.cube.question import BadQuestion, Question, Where
from trigpoint.cube.shape_sql import sql
from trigpoint.cube.shapes import Shape
from trigpoint.cube.warehouse import EngineFailure, PlanReport
from trigpoint.definitions.formula.algebra import DIGITS

DEFINITIONS = (
    PLACES
    + data_set("clinic", "seen sum sum\nontime sum sum", "{dimension: area, level: ward}, {dimension: sex, level: sex}")
    + indicator("seen", "clinic.seen")
    + indicator("punctual", "100 * clinic.ontime / clinic.seen", kind="percentage")
)
FACTS = """
    | period  | area | sex | seen | ontime |
    | 2019-01 | w1   | f   | 10   | 9      |
    | 2019-01 | w1   | m   | 90   | 45     |
    | 2019-02 | w1   | f   | 7    | 7      |
"""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = Engine(threads=1, folders=[str(tmp_path)])
    yield engine
    engine.close()


@pytest.fixture
def clinic(tmp_path: Path, engine: Engine) -> World:
    return world(tmp_path, engine, DEFINITIONS, clinic=FACTS)


def test_a_table_that_does_not_exist_yet_has_no_data(clinic: World) -> None:
    clinic.tables = {}
    assert clinic.cell("seen", "2019-01").nothing == "no-data"
    clinic.tables = {"clinic": Files(3, ())}
    assert clinic.cell("seen", "2019-01").nothing == "no-data"


def test_a_version_is_its_own_files_and_nothing_else(clinic: World, tmp_path: Path) -> None:
    later = tmp_path / "later.parquet"
    write_facts(later, clinic.definitions, "clinic", [{"period": "2019-01", "area": "w2", "sex": "f", "seen": "1"}])
    before = clinic.tables["clinic"]
    assert clinic.cell("seen", "2019-01").value == 100
    clinic.tables = {"clinic": Files(1, (*before.files, str(later)))}
    assert clinic.cell("seen", "2019-01").value == 101
    assert clinic.ask("seen", "2019-01").versions == {"clinic": 1}
    clinic.tables = {"clinic": before}
    assert clinic.cell("seen", "2019-01").value == 100


def test_a_column_that_older_files_lack_is_absent_in_them(clinic: World, tmp_path: Path) -> None:
    old = tmp_path / "old.parquet"
    pq.write_table(pq.read_table(clinic.tables["clinic"].files[0]).drop_columns(["dim_sex", "footnote"]), old)
    clinic.tables = {"clinic": Files(1, (str(old),))}
    answer = clinic.ask("seen", "2019-01", by=["sex"])
    assert dict(zip(answer.members, answer.value, strict=True)) == {("f",): None, ("m",): None, ("unknown",): 100}


def test_tombstones_are_no_facts(clinic: World, tmp_path: Path) -> None:
    path = tmp_path / "marked.parquet"
    rows = [
        {"period": "2019-01", "area": "w1", "sex": "f", "seen": "10"},
        {"period": "2019-01", "area": "w1", "sex": "m", "seen": "90", "mark": "deleted"},
    ]
    write_facts(path, clinic.definitions, "clinic", rows)
    clinic.tables = {"clinic": Files(1, (str(path),))}
    assert clinic.cell("seen", "2019-01").value == 10


def test_only_files_of_the_years_asked_for_are_opened(clinic: World, tmp_path: Path) -> None:
    file = clinic.tables["clinic"].files[0]
    assert clinic.cell("seen", "2019-01").value == 100
    gone = tmp_path / "fy=2009" / "gone.parquet"
    # The profile of a version reads every file once; after that only years in question are opened.
    gone.parent.mkdir()
    write_facts(gone, clinic.definitions, "clinic", [])
    clinic.tables = {"clinic": Files(1, (file, str(gone)))}
    assert clinic.cell("seen", "2019-01").value == 100
    gone.unlink()
    assert clinic.cell("seen", "2019-02").value == 7


def test_a_file_that_is_gone_is_said_in_plain_words(clinic: World, tmp_path: Path) -> None:
    clinic.tables = {"clinic": Files(1, (str(tmp_path / "never.parquet"),))}
    with pytest.raises(EngineFailure, match="could not be read"):
        clinic.cell("seen", "2019-01")


def test_nothing_outside_the_folders_is_read(clinic: World, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "facts.parquet"
    write_facts(elsewhere, clinic.definitions, "clinic", [{"period": "2019-01", "area": "w1", "sex": "f", "seen": "1"}])
    clinic.tables = {"clinic": Files(1, (str(elsewhere),))}
    with pytest.raises(EngineFailure, match="does not allow"):
        clinic.cell("seen", "2019-01")


def test_values_are_bound_and_never_written_into_sql() -> None:
    text = sql(Shape("numbers", ("area",)))
    assert "$first_measure" in text
    assert "$files" in text
    assert "·" not in text
    assert sql(Shape("numbers", ("area",))) is text


def test_questions_of_one_batch_share_a_query(clinic: World) -> None:
    calendars = clinic.definitions.calendars
    month, year = calendars.parse("2019-01"), calendars.parse("2018-19")
    by_ward = [
        Question(("seen", "punctual"), "month", (month,), where=(Where("area", (ward,)),))
        for ward in ("w1", "w2", "north")
    ]
    report = PlanReport()
    answers = clinic.engine.answer(
        [*by_ward, Question(("punctual",), "financial-year", (year,), where=(Where("area", ("shire",)),))],
        clinic.definitions, clinic.tables, clinic.limits, report=report,
    )  # fmt: skip
    assert report.count == 1
    assert [answer.value for answer in answers] == [
        [100, 54],
        [None, None],
        [100, 54],
        [DIGITS.divide(Decimal(6100), Decimal(107))],
    ]


def test_threads_get_their_own_answers(clinic: World) -> None:
    def ask(number: int) -> object:
        return clinic.cell("seen", "2019-01", where={"sex": "f" if number % 2 else "m"}).value

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, range(24))) == [90, 10] * 12


def explain(clinic: World, where: dict[str, str], sources: bool = True):  # type: ignore[no-untyped-def]
    question = Question(
        ("punctual",), "month", (clinic.definitions.calendars.parse("2019-01"),),
        where=tuple(Where(dimension, (member,)) for dimension, member in where.items()),
    )  # fmt: skip
    limits = replace(EVERYBODY, sources=frozenset(["clinic"] if sources else []))
    return clinic.engine.explain(question, clinic.definitions, clinic.tables, limits, rows=1)


def test_a_figure_is_explained_down_to_its_rows(clinic: World) -> None:
    found = explain(clinic, {"area": "north"})
    assert found.words == "100 times Ontime divided by Seen"
    assert found.worked == "100 × 54 ÷ 100 = 54.0"
    assert [(each.name, each.value) for each in found.components] == [("Ontime", 54), ("Seen", 100)]
    by_sex = next(each for each in found.breakdowns if each.dimension == "sex")
    assert [(each.name, each.numerator, round(each.share or 0, 3)) for each in by_sex.contributors] == [
        ("Male", 45, 0.833), ("Female", 9, 0.167),
    ]  # fmt: skip
    seen = found.rows[1]
    assert (seen.count, len(seen.shown)) == (2, 1)
    assert (seen.shown[0].value, seen.shown[0].line, seen.shown[0].members) == (
        90,
        3,
        {"area": "Ward 1", "sex": "Male"},
    )
    assert found.steps[1] == "Seen in January 2019: 100 cases, added up, from 2 figures of 1 supplied period in Clinic."


def test_source_rows_need_a_permission_of_their_own(clinic: World) -> None:
    found = explain(clinic, {"area": "north"}, sources=False)
    assert all(rows.shown == () and rows.count is None and rows.withheld for rows in found.rows)
    assert found.cell.value == 54


def test_only_one_figure_is_explained_at_a_time(clinic: World) -> None:
    question = Question(("seen", "punctual"), "month")
    with pytest.raises(BadQuestion, match="one indicator"):
        clinic.engine.explain(question, clinic.definitions, clinic.tables, clinic.limits)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"by": ["town"]}, "no breakdown 'town'"),
        ({"by": ["area:parish"]}, "no level 'parish'"),
        ({"where": {"area": "wl1"}}, "Did you mean"),
        ({"compare": ("last-yaer",)}, "no comparator"),
    ],
)
def test_what_does_not_exist_is_named(clinic: World, more: dict[str, object], says: str) -> None:
    with pytest.raises(BadQuestion, match=says):
        clinic.ask("seen", "2019-01", **more)  # type: ignore[arg-type]
