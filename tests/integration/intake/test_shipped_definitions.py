"""The definition sets that ship: whole as they stand, and, where the public files lie beside the repository, what they make."""

from collections import Counter
from pathlib import Path

import pyarrow.csv as csv
import pyarrow.parquet as parquet
import pytest

from trigpoint.definitions.periods import BadPeriod
from trigpoint.definitions.whole import build
from trigpoint.definitions.yaml_files import read_folder, write
from trigpoint.intake.dictionaries.dfe_lait_files import make_from_folder, write_to
from trigpoint.intake.dictionaries.dfe_lait_measures import BadDictionary

ROOT = Path(__file__).parents[3]
SETS, DATA = ROOT / "definitions", ROOT.parent / "shared" / "data"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"the public figures are not in {DATA}")


@pytest.fixture(scope="module")
def lait():
    return build(read_folder(SETS / "dfe-lait"))


@pytest.fixture(scope="module")
def ae():
    return build(read_folder(SETS / "nhs-ae"))


@pytest.mark.parametrize("name", ["nhs-ae", "dfe-lait"])
def test_each_file_is_as_it_would_be_written(name):
    for file in read_folder(SETS / name):
        assert write(file.document) == file.text, file.path


def test_every_indicator_of_the_tool_is_one_measure_as_published(lait):
    assert len(lait.indicators) == len(lait.data_sets["lait"].measures) == 434
    assert {lait.checked(code).shape for code in lait.indicators} == {"single"}


def test_the_four_hour_standard_is_attendances_less_breaches_over_attendances(ae):
    checked = ae.checked("ae-four-hour")
    assert checked.scale == 100
    assert [(c.measure, factor) for c, factor in checked.numerator.terms] == [("attendances", 1), ("breaches", -1)]
    assert [(c.measure, factor) for c, factor in checked.denominator.terms] == [("attendances", 1)]


@needs_data
@pytest.mark.real_data
def test_the_tools_own_files_make_the_set_that_ships(tmp_path):
    write_to(make_from_folder(DATA / "lait"), tmp_path)
    made = {file.path: file.text for file in read_folder(tmp_path)}
    assert made == {file.path: file.text for file in read_folder(SETS / "dfe-lait")}


@needs_data
@pytest.mark.real_data
def test_every_figure_of_the_tool_has_a_measure_a_place_and_a_year_of_its_own(lait):
    """But for the 170 rows that are labelled 0: one measure, one row a place."""
    [path] = (DATA / "lait").glob("bds_long_*.parquet")
    columns = ["Short Desc", "LA and Regions", "Years"]
    supplied = Counter(zip(*(parquet.read_table(path, columns=columns)[c].to_pylist() for c in columns), strict=True))
    source, place = lait.sources["lait"], lait.dimensions["place"]
    measures = {measure.code: measure for measure in lait.data_sets["lait"].measures}
    members = {name: place.find(name) for name in {name for _, name, _ in supplied}}
    assert None not in members.values()
    periods, refused, keys = {}, Counter(), Counter()
    for (short, name, label), rows in supplied.items():
        measure = measures[source.long.aliases.get(short, short)]
        if (label, measure.year) not in periods:
            try:
                found = lait.calendars.read_label(
                    label, year=measure.year, rules=source.period.labels, grain=measure.year
                ).period
            except BadPeriod:
                found = None
            periods[label, measure.year] = found
        period = periods[label, measure.year]
        if period is None:
            refused[short, label] += rows
        else:
            keys[measure.code, members[name].code, period] += rows
    assert sum(supplied.values()) == 641_070
    assert refused == {("CINPermExclusion", "0"): 170}
    assert set(keys.values()) == {1}


@needs_data
@pytest.mark.real_data
def test_every_provider_and_department_of_the_file_is_a_member(ae):
    table = csv.read_csv(
        DATA / "ae" / "ae_attendances.csv",
        convert_options=csv.ConvertOptions(column_types={"type": "string", "org_code": "string"}),
    )
    providers, types = set(table["org_code"].to_pylist()), set(table["type"].to_pylist())
    assert (table.num_rows, len(providers)) == (12_765, 274)
    assert providers | {"england"} == ae.dimensions["ae-provider"].members.keys()
    assert types == ae.dimensions["department-type"].members.keys()


def test_a_folder_without_the_files_is_refused(tmp_path):
    with pytest.raises(BadDictionary, match=r"has no file lait_data_dictionary\.csv"):
        make_from_folder(tmp_path)
