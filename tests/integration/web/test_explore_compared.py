"""Explore holds each figure against others: worked out by hand, and the same on the page and in files.

In the newest month 10 of 100 people waited in the east and 3 of 100 in the west, so 90% and 97% were seen in time, and
187 of 200 in the county: 93.5%. In every month before it was 97% everywhere.
"""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from reference.vale import months
from test_explore import asked, words

from trigpoint.access.viewers import OPERATOR
from trigpoint.ask import door
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.definitions.yaml_files import read_text

BY_DISTRICT = "/explore/?indicator=seen-in-time&by=area:district"
COUNTY = """
kind: comparator
code: county
name: The county
dimension: area
against: {type: member, member: vale}
"""


@pytest.fixture(autouse=True)
def _county(vale) -> None:
    apply_documents(OPERATOR, "county", [read_text(COUNTY, "county.yaml")])


def rows(client, address: str) -> list[dict]:
    return json.loads(client.get(f"{address}&download=json").content)["rows"]


def test_beside_the_period_before_and_how_much_worse_it_is(reader):
    east, west = rows(reader, f"{BY_DISTRICT}&compare=last-period")
    assert east == {
        "row-area": "East Vale",
        "figure": 90,
        "against-last-period": 97,
        "difference-last-period": "Worse",
        "difference-last-period_change": "7 points",
        "difference-last-period_amount": -7,
    }
    assert (west["against-last-period"], west["difference-last-period"]) == (97, "No change")


def test_beside_the_county(reader):
    east, west = rows(reader, f"{BY_DISTRICT}&compare=county")
    assert (east["against-county"], east["difference-county"], east["difference-county_amount"]) == (
        93.5,
        "Worse",
        -3.5,
    )
    assert (west["against-county"], west["difference-county"], west["difference-county_amount"]) == (
        93.5,
        "Better",
        3.5,
    )


def test_beside_several_at_once(reader):
    east, _ = rows(reader, f"{BY_DISTRICT}&compare=last-year,county")
    assert (east["figure"], east["against-last-year"], east["against-county"]) == (90, 97, 93.5)
    page = words(reader.get(f"{BY_DISTRICT}&compare=last-year,county"))
    assert "Difference: Year before" in page
    assert "Difference: The county" in page


def test_each_period_has_its_own_comparison(reader):
    before, last = months(timezone.localdate())[-2:]
    address = f"{BY_DISTRICT}&columns=period&last=2&compare=last-period"
    east, _ = rows(reader, address)
    assert (east[f"{last}/figure"], east[f"{last}/against-last-period"]) == (90, 97)
    assert (east[f"{before}/figure"], east[f"{before}/difference-last-period"]) == (97, "No change")
    assert reader.get(address).content.decode().count('colspan="3"') == 2


def test_the_greatest_fall_is_found_by_sorting_the_difference(reader):
    address = f"{BY_DISTRICT}&compare=last-period&sort="
    assert [row["row-area"] for row in rows(reader, f"{address}difference-last-period")] == ["East Vale", "West Vale"]
    assert [row["row-area"] for row in rows(reader, f"{address}-difference-last-period")] == ["West Vale", "East Vale"]


def test_page_csv_and_excel_say_the_same(reader):
    address = f"{BY_DISTRICT}&compare=county"
    page = words(reader.get(address))
    for said in ("The county", "90.0%", "93.5%", "Worse 3.5 points", "Better 3.5 points"):
        assert said in page, said
    as_csv = list(csv.reader(io.StringIO(reader.get(f"{address}&download=csv").content.decode("utf-8-sig"))))
    assert next(row for row in as_csv if row[0] == "East Vale")[1:] == ["90", "93.5", "Worse", "3.5 points", "-3.5"]
    sheet = load_workbook(io.BytesIO(reader.get(f"{address}&download=xlsx").content)).worksheets[0]
    east = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "East Vale")
    assert [float(cell) for cell in east[1:] if isinstance(cell, int | float)] == [90, 93.5, -3.5]


def test_what_there_is_nothing_to_compare_with_says_so_and_has_no_difference(reader):
    page = words(reader.get(f"{BY_DISTRICT}&compare=baseline"))
    assert "not applicable" in page
    assert "Baseline: No baseline is set for it." in page
    assert {row["difference-baseline"] for row in rows(reader, f"{BY_DISTRICT}&compare=baseline")} == {None}


def test_a_comparison_gives_nothing_away(signed_in):
    """The easterner may not see the county, and so not how far the east is from it."""
    east = next(
        row for row in rows(signed_in("easterner"), f"{BY_DISTRICT}&compare=county") if row["row-area"] == "East Vale"
    )
    assert east["figure"] == 90
    assert east.get("against-county") is None
    page = words(signed_in("easterner").get(f"{BY_DISTRICT}&compare=county"))
    assert "not permitted" in page
    assert "93.5" not in page
    assert "3.5 points" not in page


def test_it_is_one_batch(reader, monkeypatch):
    batches = []
    answer = door.answer
    monkeypatch.setattr(
        door, "answer", lambda questions, viewer: batches.append(len(questions)) or answer(questions, viewer)
    )
    reader.get(f"{BY_DISTRICT}&compare=last-period,last-year,county")
    assert batches == [1]


def test_every_comparison_is_offered_in_the_context_bar(reader):
    bar = reader.get(BY_DISTRICT).content.decode().split("<main")[0]
    offered = re.findall(r'href="([^"]*compare=[^"]*)"[^>]*>\s*([^<]+?)\s*<', bar)
    assert [(asked(unescape(href))["compare"], said) for href, said in offered] == [
        ("last-year", "Year before"), ("last-period", "Period before"), ("baseline", "Baseline"), ("county", "The county"),
    ]  # fmt: skip
