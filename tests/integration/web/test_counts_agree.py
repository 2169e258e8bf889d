"""What a headline counts is what stands beneath it, on every page, in every report and for programs."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.definitions.yaml_files import read_text
from trigpoint.publish.blocks import Headline, KeyFigures, TableBlock
from trigpoint.publish.produce import report_document


@pytest.fixture
def reader(fen) -> Client:
    return fen


def words(html: str) -> str:
    """The text of a page, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def lines(response, title: str) -> list[str]:
    """The lines of one list of Home, by its heading."""
    found = re.search(rf"<h2 id=[^>]*>{title}</h2>(.*?)</section>", response.content.decode(), re.DOTALL)
    return [] if found is None else [words(one) for one in re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL)]


HEADLINE = (
    "Four of five indicators need attention, one of them late; three are new since the period before. "
    "One more is worse than usual, though not off target."
)


def test_home_lists_what_its_headline_counts_and_no_more(reader):
    page = reader.get("/")
    assert HEADLINE in words(page.content.decode())
    pressing = lines(page, "Needs attention")
    assert len(pressing) == 4
    assert len(lines(page, "Not off target, but worse than usual")) == 1


def test_every_line_that_is_new_says_so_and_a_late_one_too(reader):
    pressing = lines(reader.get("/"), "Needs attention")
    assert sum(bool(re.search(r"\bnew\b", line)) for line in pressing) == 3
    assert any("new; late: Fen Fire was due to supply it" in line for line in pressing)


def test_what_slides_and_was_better_last_month_is_said_without_contradiction(reader):
    (line,) = lines(reader.get("/"), "Not off target, but worse than usual")
    assert "Rent owed" in line
    assert "still within its target, but worse than usual, though better than the period before" in line
    card = words(reader.get("/scorecards/agreement/?open=all").content.decode())
    assert "worse than usual, though better than the period before" in card
    assert "Better £19,500" in card
    assert "a real change for the worse" not in words(reader.get("/indicators/rent-owed/").content.decode())


def test_an_indicator_in_two_places_is_one_and_stands_at_its_worst(reader):
    page = words(reader.get("/").content.decode())
    assert "5 indicators, 1 late" in page
    (line,) = [line for line in lines(reader.get("/"), "Needs attention") if "Calls answered in time" in line]
    # Amber in the agreement, red in the service plan.
    assert "Red" in line
    assert "amber under Board" in line


def test_a_real_change_comes_before_what_is_merely_new(reader):
    calls, fires, empty, late = lines(reader.get("/"), "Needs attention")
    assert "Calls answered in time new, a real change for the worse" in calls
    assert "Fires a real change for the worse" in fires
    assert "Empty homes new, no more than usual variation" in empty
    assert "Safety visits" in late


def test_what_is_late_without_being_an_exception_is_counted_and_listed_apart(reader):
    rule = "{kind: rule-set, code: board, name: Board, rule: {method: absolute-tolerance, amber: 5}}"
    apply_documents(OPERATOR, "looser", [read_text(rule, "board.yaml")])
    page = reader.get("/")
    assert "Three of five indicators need attention" in words(page.content.decode())
    assert "One is late." in words(page.content.decode())
    assert not any("Safety visits" in line for line in lines(page, "Needs attention"))
    (late,) = lines(page, "Late")
    assert "Safety visits late: Fen Fire was due to supply it" in late


def test_what_is_off_target_without_an_action_is_a_question_with_a_page(reader):
    def names() -> set[str]:
        rows = json.loads(reader.get("/actions/?show=without&download=json").content)["rows"]
        return {row["name"] for row in rows}

    without = names()
    assert without == {"Calls answered in time", "Fires", "Empty homes", "Safety visits"}
    page = reader.get("/actions/?show=without").content.decode()
    assert page.count("write=action") == 4
    due = timezone.localdate() + timedelta(days=10)
    raised = {
        "do": "action",
        "title": "Look into it",
        "owner": "reader",
        "due": due.isoformat(),
        "audience": "partnership:",
    }
    assert reader.post("/indicators/fires/?framework=agreement", raised).status_code == 302
    assert names() == without - {"Fires"}


@pytest.fixture
def report(fen):
    return report_document(OPERATOR, "board", framework="agreement")


def tables_of(document) -> dict[str, list]:
    return {block.table.name: list(block.table.rows) for block in document.blocks if isinstance(block, TableBlock)}


def test_the_report_counts_and_lists_alike(report):
    (headline,) = [block.text for block in report.blocks if isinstance(block, Headline)]
    assert headline == (
        "Three of five indicators need attention, one of them late; two are new since the period before. "
        "Two more are worse than usual, though not off target."
    )
    tables = tables_of(report)
    assert len(tables["Needs attention"]) == 3
    assert {row["name"].text for row in tables["Worse than usual"]} == {"Rent owed", "Calls answered in time"}
    (cards,) = [block for block in report.blocks if isinstance(block, KeyFigures)]
    counted = {one.name: one.figure.value for one in cards.figures}
    assert (counted["Off target"], counted["Late data"]) == (2, 1)
    assert sum(counted.values()) == 5


def test_programs_are_told_the_same(reader):
    card = reader.get("/api/frameworks/agreement/scorecard").json()
    items = [item for node in card["nodes"] for item in node["items"]]
    assert card["headline"].startswith("Three of five indicators need attention")
    assert sum(item["needs_attention"] for item in items) == 3
    assert sum(item["worse_than_usual"] for item in items) == 2


def test_definition_health_counts_what_it_says(reader):
    page = words(reader.get("/catalogue/health/").content.decode())
    # Six indicators and four status rules.
    assert re.search(r"\d of 10 indicators and status rules", page)
