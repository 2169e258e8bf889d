"""Which row holds the column names, and how columns are called."""

from __future__ import annotations

import pytest

from trigpoint.intake.faults import CannotRead
from trigpoint.intake.readers.header import column_names, find_header, same_name
from trigpoint.intake.readers.table import column_letter


@pytest.mark.parametrize(
    ("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_columns_have_the_letters_of_a_spreadsheet(index: int, letter: str) -> None:
    assert column_letter(index) == letter


def test_names_are_compared_without_what_the_eye_does_not_see() -> None:
    assert same_name("\ufeff  Org  Code ") == same_name("org code")


def test_the_row_with_the_most_wanted_names_is_the_header() -> None:
    rows = [["Month of visits"], [], ["Month", "Clinic"], ["Month", "A01"]]
    assert find_header(rows, ["Month", "Clinic"]) == 2


def test_without_wanted_names_it_is_the_first_full_row_of_different_words() -> None:
    assert find_header([["Title"], [], ["a", "b", "c"], ["1", "2", "3"]]) == 2
    assert find_header([["2019", "2018"], ["a", "b"]]) == 1


def test_a_column_without_a_name_is_called_by_its_letter() -> None:
    assert column_names("f", ["a", "", "c", "", ""], 10) == ("a", "(column B)", "c")


def test_too_many_columns_or_none_are_refused() -> None:
    with pytest.raises(CannotRead, match="3 columns, and a file may have 2"):
        column_names("f", ["a", "b", "c"], 2)
    with pytest.raises(CannotRead, match="no column names"):
        column_names("f", ["", " "], 2)
