"""A year's end in browsers: looked at, closed, undone as a whole, closed again and confirmed; what is closed stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from people_at_work import Person
from reference.closing_world import a_month_of, supply_waits, year_that_ends

from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.periods import Period

PASSWORD = "a long password"


@pytest.fixture
def year(server: str, tmp_path: Path) -> Period:
    """The Vale with a plan, responsibilities, supplies and targets that end with last year."""
    folder = tmp_path / "year"
    folder.mkdir()
    found = year_that_ends(folder)
    month = a_month_of(found)
    supply_waits(folder, f"{month},east,100,4\n{month},west,100,3")
    return found


def previews(who: Person, address: str) -> None:
    who.opens(address)
    who.presses("See what it would do")
    who.reads("What closing it would do")


def closes(who: Person, label: str) -> None:
    who.chooses("Who confirms it", "Abe Administrator")
    who.presses(f"Close {label}")
    who.reads("Abe Administrator is to confirm it")


def brings(who: Person, folder: Path, row: str) -> None:
    """Bring a file of one row, and look at what it would change."""
    file = folder / "corrected.csv"
    file.write_text(f"Month,District,Came,Waited\n{row}\n")
    who.opens("/data/upload/")
    who.page.get_by_label("File").set_input_files(file)
    who.chooses("How to read it", "Emergency waits, monthly")
    who.presses("See what it would change")


@pytest.mark.slow
def test_a_years_end(year: Period, person: Callable[[str], Person], tmp_path: Path) -> None:
    ana, abe, steward, reader = map(person, ("ana", "abe", "steward", "reader"))
    for one in (ana, abe, steward, reader):
        one.signs_in(PASSWORD)
    calendars = in_force().calendars
    label, following = calendars.label(year), calendars.shift(year, 1)
    address, month = f"/closing/{year.code}/", a_month_of(year)

    # What the year lacks is said first, and nothing is changed by looking at what closing it would do.
    ana.opens("/closing/")
    ana.opens(address)
    ana.reads(
        "Supplies that have not come", "Figures that are not firm yet", "Targets that are not set for the next year"
    )
    ana.keeps_picture("lacks")
    previews(ana, address)
    ana.reads("Delivery plan", "goes on as")
    ana.keeps_picture("preview")
    assert f"delivery-{following.code}" not in in_force().frameworks

    # Closed: the next year has its scorecard, and a file that would change the old year is refused whole.
    closes(ana, label)
    reader.opens(f"/scorecards/delivery-{following.code}/")
    reader.reads("What we do")
    brings(steward, tmp_path, f"{month},east,100,50")
    steward.reads("corrected.csv cannot be taken in", "closed on")
    steward.keeps_picture("refused")
    steward.presses("Give this file up")

    # Undone: all is as it was before, and the file is taken in.
    ana.presses("Undo the closing")
    ana.reads("as they were")
    assert f"delivery-{following.code}" not in in_force().frameworks
    brings(steward, tmp_path, f"{month},east,100,5")
    steward.presses("Take in")
    steward.reads("1 corrected")

    # Done: who was named finds it under what they owe, and after their word it is not undone any more.
    previews(ana, address)
    closes(ana, label)
    abe.opens("/owed/")
    abe.reads(f"Confirm that {label} is closed")
    abe.opens(address)
    abe.keeps_picture("confirm")
    abe.presses(f"Confirm that {label} is closed")
    ana.opens(address)
    ana.reads("confirmed by Abe Administrator")
    ana.does_not_read("Undo it")

    # The old year stays readable beside the new one.
    reader.opens(f"/scorecards/delivery-{year.code}/")
    reader.reads("Seen in time", "is shown as it stood at its end")
