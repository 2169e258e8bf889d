"""The guide names nothing that does not exist, and its generated pages say what the program does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

from guide import references  # noqa: E402
from guide.generated import pages  # noqa: E402

DOCUMENTS = [pytest.param(page, id=page.name) for page in references.documents()]


@pytest.mark.parametrize("page", DOCUMENTS)
def test_a_page_names_only_what_exists(page: Path) -> None:
    assert list(references.faults_of(page)) == []


@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in pages()])
def test_a_generated_page_is_as_the_program_is(page: Path) -> None:
    assert page.read_text("utf-8") == pages()[page], "Run `make docs`."


def test_every_setting_that_is_read_is_told_of() -> None:
    assert references.settings_read() - references.settings_told() == set()


def test_every_screen_has_the_page_that_it_names_as_its_help() -> None:
    assert references.help_pages(), "No screen names its help: has the way of naming it changed?"
    assert {name for name in references.help_pages() if not (ROOT / "docs" / f"{name}.md").is_file()} == set()


def test_every_page_can_be_reached_from_the_index() -> None:
    reached, to_read = set(), ["index.md"]
    while to_read:
        name = to_read.pop()
        if name not in reached:
            reached.add(name)
            links = references.LINK.findall((ROOT / "docs" / name).read_text("utf-8"))
            to_read += [
                path.partition("#")[0]
                for _, path in links
                if path.partition("#")[0].endswith(".md") and "/" not in path
            ]
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - reached == set()


def test_every_picture_is_small_enough_to_ship_and_is_shown() -> None:
    from guide.pictures import LARGEST

    text = "".join(page.read_text("utf-8") for page in references.documents())
    for picture in (ROOT / "docs/images").glob("*"):
        assert picture.stat().st_size <= LARGEST, picture.name
        assert picture.name in text, f"No page shows {picture.name}."


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("ask ae-four-hour --period 2019-03", ""),
        ("--home elsewhere doctor", ""),
        ("ask ae-four-hour --perod 2019-03", "No such option"),
        ("asks ae-four-hour", "no command"),
        ("report", "Missing"),
    ],
)
def test_the_check_of_commands_finds_what_the_command_line_would_refuse(line: str, says: str) -> None:
    fault = references.command_fault(line)
    assert says in fault
    assert bool(fault) == bool(says)


def test_the_check_of_a_page_finds_what_does_not_exist(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A page\n\n[Gone](gone.md), [no heading](#nowhere), `src/trigpoint/gone.py`, `make tea`, TRIGPOINT_NOTHING\n\n"
        "```sh\ntrigpoint vanish\n```\n\n```yaml\nkind: dimension\ncode: area\n```\n"
    )
    said = "\n".join(references.faults_of(page))
    for word in ("gone.md", "#nowhere", "gone.py", "no tea", "TRIGPOINT_NOTHING", "vanish", "no definition"):
        assert word in said
