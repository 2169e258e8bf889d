"""Columns of printed tables are as wide as their letters need, alike in like tables, and short tables stay whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trigpoint.publish import fonts
from trigpoint.publish.blocks import TableBlock
from trigpoint.publish.cells import Figure, Status
from trigpoint.publish.renderers.columns import PAGE_MM, Room
from trigpoint.publish.renderers.printing import LONG_NOTE
from trigpoint.publish.tables import Column, Table

COLUMNS = (
    Column("name", "Indicator"),
    Column("status", "Status", "status"),
    Column("value", "Figure", "figure"),
    Column("why", "Why", wide=True),
)


def table(*names, why="as before", value=None, status="off_target"):
    rows = [
        {"name": name, "status": Status(status), "value": value or Figure(86.6, "%", 1), "why": why} for name in names
    ]
    return Table("Scorecard", COLUMNS, rows)


def laid_out(*tables):
    room = Room([TableBlock(one) for one in tables])
    return room, [room.widths(room.printed(one)) for one in tables]


def test_letters_measure_as_the_font_says():
    assert fonts.width("i") < fonts.width("m") < fonts.width("mm")
    assert fonts.width("0") == pytest.approx(fonts.width("7")), "figures stand beneath one another"
    assert {ord(letter) for letter in "A½○…–~□−₤é"} - set(fonts.letters()) == set()


def test_like_tables_have_like_columns():
    _, (first, second) = laid_out(table("A"), table("Households offered a home safety visit within five days"))
    assert first == second
    assert sum(first) == pytest.approx(1)


def test_the_column_that_says_most_is_given_most():
    why = "Pulled down by delayed discharges, by waits in the emergency department and by seven more. " * 3
    _, ((name, status, value, wide),) = laid_out(table("Waits", "Beds", why=why))
    assert wide > name
    assert wide > status + value


def test_a_status_of_two_words_stands_in_one_line():
    _, ((_, status, _, _),) = laid_out(table("Waits " * 40, why="so " * 200, status="no_target"))
    assert status * PAGE_MM > 20


def test_a_word_that_never_ends_takes_no_more_than_its_share():
    _, ((name, _, _, wide),) = laid_out(table("x" * 500, why="so " * 100))
    assert name < 0.6
    assert wide > 0.2


def test_a_short_table_stands_on_one_page_and_a_long_one_need_not():
    short, long = table("Waits", "Beds"), table(*(f"Indicator {n}" for n in range(60)))
    room, _ = laid_out(short, long)
    assert room.stands_whole(room.printed(short))
    assert not room.stands_whole(room.printed(long))


def test_a_few_rows_that_say_very_much_need_not_stand_on_one_page():
    one = table("Waits", "Beds", why="so " * 2_000)
    room, _ = laid_out(one)
    assert not room.stands_whole(room.printed(one))


def test_a_long_note_stands_beneath_the_table_once():
    note = "People employed as it stood at the end of September 2025, the latest supplied"
    one = table("Waits", "Beds", value=Figure(6.1, "%", 1, footnote=note))
    room, _ = laid_out(one)
    printed = room.printed(one)
    assert {row[2].beneath for row in printed.rows} == {"see note 1"}
    assert printed.notes == [f"Note 1: {note}"]
    assert len(note) > LONG_NOTE


def test_a_short_note_stands_beneath_its_figure():
    one = table("Waits", value=Figure(6.1, "%", 1, state="provisional", coverage=(5, 7)))
    room, _ = laid_out(one)
    assert room.printed(one).rows[0][2].beneath == "provisional; 5 of 7 supplies"


def test_what_a_figure_may_be_off_by_stands_beneath_it():
    one = table("Life", value=Figure(62.9, "years", 1, lower=62.4, upper=63.4, period="2025"))
    room, _ = laid_out(one)
    assert room.printed(one).rows[0][2].beneath == "62.4 to 63.4 years; 2025"


def test_words_among_figures_read_from_the_left():
    one = table("Stage", value=Figure(None, words="2 of 7: Piloting; 4 of 7: Rolling out; 1 of 7: Part of the day job"))
    room, _ = laid_out(one)
    assert room.printed(one).rows[0][2].left
    assert not room.printed(one).rows[0][1].left


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=120), min_size=1, max_size=12))
def test_columns_fill_the_page_whatever_they_say(names):
    _, (widths,) = laid_out(table(*names, why=names[0]))
    assert sum(widths) == pytest.approx(1)
    assert min(widths) > 0.02


def test_a_table_in_which_no_cell_says_anything_is_still_a_table():
    one = Table("Empty", COLUMNS, [{}, {"why": ""}])
    room, (widths,) = laid_out(one)
    assert widths == [1]
    assert room.stands_whole(room.printed(one))
