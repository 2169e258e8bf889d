"""Pseudonyms and bands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.intake.personal import UNBANDED, band, band_labels, pseudonym

EDGES = (Decimal(0), Decimal(18), Decimal(65))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("0", "0-17"),
        ("17", "0-17"),
        ("17.9", "0-17"),
        ("18", "18-64"),
        ("65", "65+"),
        ("104", "65+"),
        ("", ""),
        ("18-64", "18-64"),
    ],
)
def test_a_number_falls_into_the_band_whose_lower_edge_it_has_reached(text: str, label: str) -> None:
    assert band(text, EDGES) == label


@pytest.mark.parametrize("text", ["-1", "old", "NaN", "inf"])
def test_what_has_no_band_is_marked_and_not_kept(text: str) -> None:
    assert band(text, EDGES) == UNBANDED


def test_bands_are_named_by_their_edges() -> None:
    assert band_labels((Decimal(0), Decimal(1), Decimal(5))) == ("0", "1-4", "5+")
    assert band_labels((Decimal(0), Decimal("2.5"))) == ("0 to under 2.5", "2.5+")


def test_a_pseudonym_is_of_the_person_and_not_of_the_writing() -> None:
    assert pseudonym("943 476 5919", b"salt") == pseudonym("9434765919 ", b"salt")
    assert pseudonym("ab12", b"salt") == pseudonym("AB12", b"salt")


def test_without_its_salt_a_pseudonym_is_another() -> None:
    assert pseudonym("9434765919", b"salt") != pseudonym("9434765919", b"other")


@given(st.text(max_size=30), st.binary(min_size=1, max_size=30))
def test_a_pseudonym_stays_itself_when_it_is_supplied_again(text: str, salt: bytes) -> None:
    once = pseudonym(text, salt)
    assert pseudonym(once, salt) == once


@given(st.decimals(min_value=0, max_value=150, places=1))
def test_a_band_stays_itself_when_it_is_supplied_again(age: Decimal) -> None:
    once = band(str(age), EDGES)
    assert band(once, EDGES) == once
