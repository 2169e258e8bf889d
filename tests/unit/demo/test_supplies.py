"""The files: the same for a seed and a month, in order of time, about a million facts, in the form their sources expect."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from unit.demo.conftest import SEED, UNTIL, Files, read

from trigpoint.definitions.whole import build
from trigpoint.definitions.yaml_files import read_folder
from trigpoint.demo.folder import definitions_folder
from trigpoint.demo.generate import Clock, last_month_but_one, supplies
from trigpoint.demo.people import PEOPLE


@pytest.fixture(scope="module")
def definitions():
    return build([source.document for source in read_folder(definitions_folder())])


def test_the_same_seed_and_month_give_the_same_bytes(files: Files, tmp_path: Path) -> None:
    def digest(path: Path) -> str:
        return hashlib.sha256(path.read_bytes()).hexdigest()

    again = list(supplies(SEED, UNTIL, tmp_path))
    assert [(s.path.name, s.supplied_on, s.by, digest(s.path)) for s in again] == [
        (s.path.name, s.supplied_on, s.by, digest(s.path)) for s in files.sent
    ]


def test_they_come_in_order_of_time_and_from_people_who_exist(files: Files) -> None:
    times = [s.supplied_on for s in files.sent]
    assert times == sorted(times)
    assert times[-1].date() < Clock(UNTIL).opens
    assert {s.by for s in files.sent} <= {person.username for person in PEOPLE}
    assert len({s.path for s in files.sent}) == len(files.sent)


def test_there_are_about_a_million_facts(files: Files, definitions) -> None:
    facts = 0
    for supply in files.sent:
        source = definitions.sources[supply.source]
        measures = [column.column for column in source.wide] or [source.long.value_column]
        rows = read(supply)
        facts += sum(row[column] is not None for row in rows for column in measures)
        facts += len(rows) if source.counts_rows else 0
    assert 900_000 < facts < 1_300_000


def test_files_have_the_columns_that_their_sources_name(files: Files, definitions) -> None:
    for supply in files.sent:
        source = definitions.sources[supply.source]
        named = {column.column for column in source.wide} | set(source.ignored)
        named |= {column.column for column in source.dimensions.values() if column.column}
        named |= {column.column for column in source.other_columns}
        named |= {source.period.column}
        if source.long:
            named |= {source.long.measure_column, source.long.value_column}
        for own in ("state_column", "footnote_column", "lower_column", "upper_column", "base_column"):
            named |= {getattr(source, own)} - {None}
        named |= {source.extract_date_column} - {None}
        assert set(read(supply)[0]) == named, supply.path.name


def test_every_data_set_is_supplied(files: Files, definitions) -> None:
    assert {definitions.sources[s.source].data_set for s in files.sent} == set(definitions.data_sets)


@pytest.mark.parametrize("today", [date(2026, 11, 1), date(2026, 11, 30)])
def test_the_newest_month_has_fallen_due_all_month_and_the_next_has_not(today: date) -> None:
    until = last_month_but_one(today)
    assert until == UNTIL
    due = timedelta(days=33)
    assert Clock(until).opens <= today
    assert until - timedelta(days=30) + due < today, "the month before is due"
    assert date(2026, 10, 31) + due > today, "October's figures are not yet due in November"


@pytest.mark.parametrize("until", [date(2026, 10, 31), date(2026, 12, 31), date(2027, 2, 28), date(2027, 3, 31)])
def test_whatever_the_month_the_restatement_follows_the_board_and_precedes_today(until: date) -> None:
    clock = Clock(until)
    _, last = clock.restated_quarter
    assert clock.end(last) < clock.board_met < clock.restated < clock.opens
    assert clock.months[-1] == until.replace(day=1)
    assert len(clock.months) == 72
