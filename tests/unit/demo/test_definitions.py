"""The sample's definitions hold together, and everything that names them names what is there."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from trigpoint.definitions.whole import Definitions, build, faults_of
from trigpoint.definitions.yaml_files import read_folder, read_text, write
from trigpoint.demo.commentary import comments
from trigpoint.demo.folder import definitions_folder, definitions_for, moved
from trigpoint.demo.people import PEOPLE
from trigpoint.demo.stories import stories
from trigpoint.demo.writings import links, notes, reports

UNTIL = date(2026, 9, 30)


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return build([source.document for source in read_folder(definitions_folder())])


def test_the_files_are_written_as_an_edit_page_would_write_them() -> None:
    for source in read_folder(definitions_folder()):
        assert write(source.document) == source.text, source.path


def test_every_kind_of_value_grain_and_target_is_there(definitions: Definitions) -> None:
    indicators = definitions.indicators.values()
    assert len(indicators) >= 80
    kinds = Counter(each.value_kind for each in indicators)
    assert set(kinds) == {"number", "percentage", "money", "ratio", "duration", "date", "yes-no", "stage", "text"}
    assert {"month", "quarter", "financial-year", "academic-year", "calendar-year"} <= {
        each.grain for each in indicators
    }
    targets = {target.type for each in indicators for target in each.targets}
    assert targets == {
        "single", "profiled", "cumulative", "minimum", "stretch", "range", "baseline-year", "to-be-agreed"
    }  # fmt: skip
    assert any(each.every == 2 for each in indicators)


def test_every_indicator_says_why_it_matters_and_who_answers_for_it(definitions: Definitions) -> None:
    for indicator in definitions.indicators.values():
        assert indicator.why, indicator.code
        assert indicator.description, indicator.code
        assert indicator.owner, indicator.code
        assert indicator.rule_set, indicator.code


def test_definitions_move_with_the_years(tmp_path: Path) -> None:
    assert definitions_for(UNTIL, tmp_path) == definitions_folder()
    later = definitions_for(date(2028, 5, 31), tmp_path / "later")
    documents = [source.document for source in read_folder(later)]
    assert faults_of(documents) == []
    assert len(documents) == len(read_folder(definitions_folder()))
    waits = build(documents).indicators["four-hour-waits"]
    assert {target.period for target in waits.targets} == {"2025-26", "2026-27", "2027-28", "2028-29"}


@pytest.mark.parametrize(
    ("written", "later"),
    [
        ("period: 2024-25", "period: 2026-27"),
        ("period: 2024-25a", "period: 2026-27a"),
        ("period: 2026-04..2027-03", "period: 2028-04..2029-03"),
        ("period: 2024-25..2026-27", "period: 2026-27..2028-29"),
        ("period: 2026-Q1", "period: 2028-Q1"),
        ("on: 2026-05-19", "on: 2028-05-19"),
        ("since 1 April 2024.", "since 1 April 2026."),
        ("from: 2008-04-01", "from: 2008-04-01"),
        ("value: 2030.5", "value: 2030.5"),
        ("given: 1,2024", "given: 1,2024"),
    ],
)
def test_years_move_and_figures_do_not(written: str, later: str) -> None:
    assert moved(written, 2) == later


def test_people_have_roles_in_organisations_that_exist(definitions: Definitions) -> None:
    partners = definitions.dimensions["organisation"].members
    named = {person.username for person in PEOPLE}
    for person in PEOPLE:
        assert all(where == "" or where in partners for where, _ in person.memberships), person.username
        assert set(person.sources) <= set(definitions.data_sets), person.username
        for dimension, members in person.scopes.items():
            assert set(members) <= set(definitions.dimensions[dimension].members), person.username
        assert {indicator for indicator, _ in person.portfolio} <= set(definitions.indicators), person.username
    assert {each.person for each in definitions.responsibilities} <= named
    assert {each.deputy_for for each in definitions.responsibilities if each.deputy_for} <= named
    roles = {role for person in PEOPLE for _, role in person.memberships}
    assert roles == {"board-member", "analyst", "indicator-lead", "data-steward", "administrator"}


def test_what_people_wrote_is_about_what_exists(definitions: Definitions) -> None:
    named = {person.username for person in PEOPLE}
    for each in (*notes(UNTIL), *comments(UNTIL)):
        assert each.by in named
        assert each.indicator in definitions.indicators
        if each.period:
            definitions.calendars.parse(each.period)
    for each in comments(UNTIL):
        assert each.framework in definitions.frameworks
        assert each.decided is None or each.decided.by in named
    assert {each.by for each in links(UNTIL)} <= named
    for report in reports(UNTIL):
        assert report.framework in definitions.frameworks
        definitions.calendars.parse(report.period)


def test_stories_point_at_what_exists(definitions: Definitions) -> None:
    told = stories(UNTIL)
    assert len({story.code for story in told}) == len(told)
    for story in told:
        assert set(story.indicators) <= set(definitions.indicators), story.code
        if story.period:
            definitions.calendars.parse(story.period)
        if story.framework:
            assert story.node in _nodes(definitions, story.framework), story.code
        if story.data_set:
            assert story.data_set in definitions.data_sets
        if story.by:
            dimension, level = story.by.split(":")
            assert level in {each.code for each in definitions.dimensions[dimension].dimension.levels}


def test_places_are_invented_and_complete(definitions: Definitions) -> None:
    area = definitions.dimensions["area"]
    wards = [code for code, member in area.members.items() if member.level == "ward"]
    assert len(wards) == 60
    assert area.parent("gannet-island", "administrative", UNTIL) == "fenmoor", "the one without a district"
    for fifth in range(1, 6):
        assert len(area.children(f"fifth-{fifth}", "deprivation", UNTIL)) == 12
    assert area.parent("oxlode", "health", date(2023, 3, 31)) == "bracken-moors"
    assert area.parent("oxlode", "health", date(2023, 4, 1)) == "fenland"


def _nodes(definitions: Definitions, framework: str) -> set[str]:
    found: set[str] = set()
    waiting = list(definitions.frameworks[framework].nodes)
    while waiting:
        node = waiting.pop()
        found.add(node.code)
        waiting += node.nodes
    return found


def test_every_file_is_read_alone_too() -> None:
    for path in sorted(definitions_folder().rglob("*.yaml")):
        read_text(path.read_text("utf-8"), path.name)
