"""The catalogue: everything held is found, and each definition says what it is, where it is used and how it came to be."""

from __future__ import annotations

import json
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from reference.pages import words
from reference.vale import DOCUMENTS

from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.definitions.yaml_files import read_text
from trigpoint.manage.models import Note


def names(client, address: str) -> list[str]:
    joined = f"{address}{'&' if '?' in address else '?'}download=json"
    return [row["name"] for row in json.loads(client.get(joined).content)["rows"]]


def test_indicators_data_sets_partners_frameworks_and_reports_are_found(reader):
    held = names(reader, "/catalogue/")
    assert {"Seen in time", "Emergency waits", "Vale Health", "The Vale agreement", "Board report"} <= set(held)


def test_what_is_typed_narrows_it_even_when_misspelt(reader):
    assert names(reader, "/catalogue/?q=seen+tim")[0] == "Seen in time"
    assert names(reader, "/catalogue/?q=emergancy")[0] == "Emergency waits"
    assert "nearly so" in words(reader.get("/catalogue/?q=emergancy"))


def test_each_result_says_its_owner_and_freshness(reader):
    table = json.loads(reader.get("/catalogue/?q=seen+in+time&kind=indicator&download=json").content)
    (row,) = table["rows"]
    assert row["owner"] == "Vale Health"
    assert row["fresh"]


def test_facets_count_what_was_found_and_are_let_go_again(reader):
    page = unescape(reader.get("/catalogue/?kind=indicator").content.decode())
    assert 'href="/catalogue/?kind=indicator&owner=Vale+Health"' in page
    assert 'href="/catalogue/" aria-current="true"' in page
    assert names(reader, "/catalogue/?kind=indicator&owner=Vale+Health") == ["Seen in time"]


def test_the_results_alone_for_searching_as_one_types(reader):
    part = reader.get("/catalogue/?q=seen&part=results")
    assert b"<html" not in part.content
    assert part["HX-Push-Url"] == "/catalogue/?q=seen"


def test_nothing_found_says_so(reader):
    assert "Nothing is held under “zebras”" in words(reader.get("/catalogue/?q=zebras"))


@pytest.mark.parametrize("query", ["", "<b>x", "a" * 3000, "’", "?kind=", "%F0%9F%92%A5"])
def test_odd_searches_break_nothing(reader, query):
    assert reader.get(f"/catalogue/?q={query}").status_code == 200


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name != "vale"])
def test_every_definition_has_a_page_and_its_file_as_it_was_written(reader, name):
    document = read_text(DOCUMENTS[name].lstrip(), "one.yaml").document
    kind, code = document.identity
    page = reader.get(f"/catalogue/{kind}/{code}/")
    assert page.status_code == 200
    assert document.name in words(page)
    file = reader.get(f"/catalogue/{kind}/{code}/?file=yaml")
    assert file.content.decode() == DOCUMENTS[name].lstrip()


def test_where_it_is_used_and_who_applied_it_when(reader):
    page = words(reader.get("/catalogue/rule-set/service/"))
    assert "Where it is used Indicator Seen in time" in page
    assert "First defined." in page
    assert "Agreed." in page


def test_what_an_indicator_uses(reader):
    page = words(reader.get("/catalogue/indicator/seen-in-time/"))
    assert "What it uses Data set Emergency waits Partner Vale Health Status rule Service" in page


def test_what_changed_between_versions_is_told(reader):
    changed = DOCUMENTS["service"].replace("amber: 1", "amber: 2").lstrip()
    kept = [read_text(text.lstrip(), f"{name}.yaml") for name, text in DOCUMENTS.items() if name != "service"]
    apply_documents(OPERATOR, "vale", [*kept, read_text(changed, "service.yaml")], note="Looser.")
    page = words(reader.get("/catalogue/rule-set/service/"))
    assert "was '1', is now '2'" in page
    assert "Looser." in page


def test_a_data_set_says_its_items_and_uploads(reader):
    page = words(reader.get("/catalogue/data-set/waits/"))
    assert "People who came people added up added up Seen in time" in page
    assert "Newest uploads" in page


def test_a_source_says_what_becomes_of_each_column(reader):
    page = words(reader.get("/catalogue/source/waits-file/"))
    assert "Month The period" in page
    assert "Waited waited" in page


def test_members_are_walked_level_by_level_and_searched(reader):
    table = json.loads(reader.get("/catalogue/dimension/area/?download-members=json").content)
    assert [row["name"] for row in table["rows"]] == ["The Vale"]
    inside = json.loads(reader.get("/catalogue/dimension/area/?within=vale&download-members=json").content)
    assert [row["name"] for row in inside["rows"]] == ["East Vale", "West Vale"]
    found = json.loads(reader.get("/catalogue/dimension/area/?find=west&download-members=json").content)
    assert [row["name"] for row in found["rows"]] == ["West Vale"]


def test_a_partner_says_what_it_owns_and_supplies(reader):
    page = words(reader.get("/catalogue/partner/health/"))
    assert "Seen in time Indicator owns it" in page
    assert "Emergency waits Data set supplies it" in page
    assert "Lena Lead" in page


@pytest.mark.parametrize("address", ["indicator/none", "zebra/none", "partner/none", "dimension/none"])
def test_what_is_not_there_is_said_to_be_missing(reader, address):
    page = reader.get(f"/catalogue/{address}/")
    assert page.status_code == 404
    assert "There is no" in words(page)


def test_what_is_missing_is_asked_for_seen_by_all_and_taken_back(reader, steward):
    reader.post("/catalogue/", {"text": "Waits at the  minor injuries unit"})
    assert "Waits at the minor injuries unit" in words(steward.get("/catalogue/"))
    note = Note.objects.get()
    assert steward.post("/catalogue/", {"withdraw": note.pk}).status_code == 403
    reader.post("/catalogue/", {"withdraw": note.pk})
    assert "minor injuries" not in words(steward.get("/catalogue/"))


def test_an_empty_request_is_refused_with_what_to_write(reader):
    assert "Say what is missing" in words(reader.post("/catalogue/", {"text": "  "}, follow=True))


def test_a_stranger_may_not_ask_and_reads_no_requests(reader, stranger):
    reader.post("/catalogue/", {"text": "Something of ours"})
    assert stranger.post("/catalogue/", {"text": "x"}).status_code == 403
    assert "Something of ours" not in words(stranger.get("/catalogue/"))


def test_health_names_what_is_worth_mending(reader):
    page = words(reader.get("/catalogue/health/"))
    assert "Empty posts Nobody leads" in page
    assert "Seen in time Nobody leads" not in page
    assert words(reader.get("/catalogue/health/?of=no-lead")).count("No person is named") == 1


def test_looking_writes_nothing_and_asks_a_fixed_number_of_queries(reader):
    for address, most in (("/catalogue/", 12), ("/catalogue/health/", 14), ("/catalogue/data-set/waits/", 12)):
        reader.get(address)
        with CaptureQueriesContext(connection) as captured:
            reader.get(address)
        assert len(captured) <= most
        assert not [q["sql"] for q in captured if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]


def test_a_framework_says_what_stands_in_it_on_what_terms(reader):
    page = words(reader.get("/catalogue/framework/agreement/"))
    assert "What stands in it" in page
    assert "— — Seen in time Indicator" in page
    file = reader.get("/catalogue/framework/agreement/?download-tree=csv").content.decode("utf-8-sig")
    assert any("Seen in time" in line and "Indicator" in line and "Board" in line for line in file.splitlines())


def test_lists_in_a_definition_stand_as_tables(reader):
    page = words(reader.get("/catalogue/dimension/area/"))
    assert "Levels" in page
    assert "code: county" not in page
