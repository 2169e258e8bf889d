"""A quarter in the life of a partnership: five people in browsers, from an empty installation to a decision followed up.

Anna manages performance, Lena leads on indicators, Stan provides data, Dee stands in for Lena, Rita is of the Board.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Font
from people_at_work import Person
from reference.installations import installation_at
from reference.post_office import PostOffice
from typer.testing import CliRunner

from trigpoint.catalogue.snapshots import in_force
from trigpoint.cli import commands
from trigpoint.definitions.periods import Period
from trigpoint.manage.news.making import make_news
from trigpoint.outbox.sending import send_due
from trigpoint.web.news_mail import mail_news

PASSWORD = "a long password of theirs"
SHEET = (
    # name, lead, partner, what is good, unit, target, figures from eight quarters ago to the one before the newest
    ("Healthy lives",),
    ("V1", "Seen within four hours", "Lena Lead", "Vale Health", "High", "%", 95, (95, 94, 95, 96, 94, 95, 96, 95)),
    ("V2", "Waiting over a year", "Lena Lead", "Vale Health", "Low", "people", 60, (52, 55, 51, 58, 54, 53, 56, 55)),
    ("Safe streets",),
    ("V3", "Anti-social behaviour", "", "Vale Council", "Low", "incidents", 300, (291, 280, 302, 288, 279, 295, 284, 290)),
    ("V4", "Streets lit at night", "", "Vale Council", "", "%", 98, (99, 98, 99, 99, 98, 99, 98, 99)),
)  # fmt: skip
"""The spreadsheet that the partnership kept until now."""


def quarters() -> list[Period]:
    """Nine quarters, the last of them the newest that is over."""
    calendars = in_force().calendars
    running = calendars.containing(timezone.localdate(), "quarter")
    return [calendars.shift(running, -n) for n in range(9, 0, -1)]


def kept_sheet(path: Path, over: list[Period]) -> Path:
    """That spreadsheet, with its title, its themes in rows between, and a note beneath."""
    calendars = in_force().calendars
    year = calendars.label(calendars.containing(over[-1].last_day, "financial-year"), short=True)
    book = Workbook()
    sheet = book.active
    sheet.append(["Vale performance, as reported"])
    sheet.append([])
    sheet.append(["Ref", "Indicator", "Lead", "Partner", "Good is", "Unit", f"Target {year}",
                  *(calendars.label(one, short=True) for one in over[:-1])])  # fmt: skip
    for row in SHEET:
        sheet.append([*row[:-1], *row[-1]] if len(row) > 1 else [*row])
    sheet.append([])
    sheet.append(["Figures for the last quarter may be revised."])
    for cell in (sheet["A1"], *sheet[3]):
        cell.font = Font(bold=True)
    sheet.column_dimensions["B"].width = 30
    book.save(path)
    return path


@pytest.fixture
def letters(transactional_db, live_server, settings) -> Iterator[PostOffice]:
    """A server of mail; what it is sent names the address at which the browsers find the product."""
    office = PostOffice()
    settings.MAIL_SERVER, settings.SITE_URL = office.server, live_server.url
    office.start()
    yield office
    office.stop()


@pytest.fixture
def vale(transactional_db, letters: PostOffice, tmp_path: Path) -> Iterator[None]:
    """An installation in which `trigpoint new` has begun a partnership, as it is typed."""
    with installation_at(tmp_path / "home") as installation:
        begun = CliRunner().invoke(
            commands(),
            ["--home", str(installation.home), "new", "Vale Together", "--partner", "Vale Council", "--partner", "Vale Health",
             "--administrator", "anna", "--administrator-name", "Anna Lee", "--email", "anna@vale.example", "--starter", "blank"],
            input=f"{PASSWORD}\n{PASSWORD}\n",
        )  # fmt: skip
        assert begun.exit_code == 0, begun.output
        yield


def letter_to(letters: PostOffice, username: str) -> str:
    """The newest letter to somebody, as plain text."""
    found = [one for one in letters.letters if one["To"] == f"{username}@vale.example"]
    return str(found[-1].get_body(("plain",)).get_content())


def working_morning() -> datetime:
    """Ten o'clock of a day on which mail goes out, today or after: so that the day of the test changes nothing."""
    day = timezone.localdate()
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, time(10), timezone.get_current_timezone())


def tell_news() -> None:
    """What `trigpoint serve` does by itself each hour."""
    make_news(since=timezone.localdate() - timedelta(days=1))
    mail_news(working_morning())
    send_due()


@pytest.mark.slow
def test_a_quarter(vale, person: Callable[[str], Person], letters: PostOffice, tmp_path: Path) -> None:
    anna, lena, stan, dee, rita = map(person, ("anna", "lena", "stan", "dee", "rita"))

    # Anna is in; nothing is there yet, and Home says what to do.
    anna.signs_in(PASSWORD)
    anna.keeps_picture("empty")

    # She adds the others, who choose their passwords by the invitations that come by mail.
    for username, name, role, organisation in (
        ("lena", "Lena Lead", "Indicator lead", "Vale Health"), ("stan", "Stan Steward", "Data steward", "The whole partnership"),
        ("dee", "Dee Deputy", "Indicator lead", "Vale Health"), ("rita", "Rita Reader", "Board member", "Vale Council"),
    ):  # fmt: skip
        anna.opens("/people/new/")
        anna.writes("User name", username)
        anna.writes("Name", name)
        anna.writes("Email", f"{username}@vale.example")
        anna.chooses("Role", role)
        anna.chooses("In", organisation)
        anna.presses("Add this person")
        anna.presses("Send an invitation")
    anna.opens("/people/")
    anna.keeps_picture("people")
    send_due()
    for one in (lena, stan, dee, rita):
        link = re.search(r"https?://\S+/choose-password/\S+", letter_to(letters, one.username))
        assert link
        one.opens(link[0])
        one.writes("Password", PASSWORD)
        one.writes("The password again", PASSWORD)
        one.presses("Keep this password")
        one.signs_in(PASSWORD)

    # The spreadsheet becomes definitions, targets and figures. What it does not say is asked, and never guessed.
    over = quarters()
    newest = in_force().calendars.label(over[-1])
    anna.opens("/data/sheet/")
    anna.page.get_by_label("Spreadsheet").set_input_files(kept_sheet(tmp_path / "Vale performance.xlsx", over))
    anna.presses("See what would be made")
    anna.writes("Its name", "Vale scorecard")
    anna.chooses("Streets lit at night", "High is good")
    anna.presses("Look again")
    anna.reads("4 indicators", "32 filled cells of figures = 32 taken + 0 that say there is none + 0 not taken")
    anna.keeps_picture("sheet")
    anna.presses("Make it")
    anna.opens("/scorecards/vale-scorecard/")
    anna.reads("Healthy lives", "Seen within four hours", "Safe streets", "Anti-social behaviour")

    # Lena writes her definition further; Vale Health agrees by Dee, and Anna puts it in force.
    lena.opens("/catalogue/indicator/vale-scorecard-v1/change/")
    lena.writes("Why it matters", "Whoever waits long for help gets worse while they wait.")
    lena.presses("See what it would change")
    lena.ticks("Vale Health")
    lena.presses("Propose it to them")
    change = lena.page.url
    dee.opens(change)
    dee.presses("Agree for Vale Health")
    anna.opens(change)
    anna.reads("Agrees", "Dee Deputy", "would stay as it is")
    anna.keeps_picture("agreed")
    anna.presses("Put it in force")
    assert in_force().indicators["vale-scorecard-v1"].life.agreed_by == ("vale-health",)

    # The sheet brought this year's targets; those of the next are set in one go. What is red is to be explained.
    anna.opens("/targets/set/?framework=vale-scorecard")
    anna.ticks("The last outturn, improved")
    anna.presses("See what it proposes")
    anna.keeps_picture("targets")
    anna.presses("See what it would change")
    anna.presses("Put it in force")
    anna.opens("/catalogue/rule-set/usual/change/")
    anna.ticks("Off target")
    anna.presses("See what it would change")
    anna.presses("Put it in force")

    # Stan loads the file of the streets, and types what no system holds. A slip of the pen is questioned.
    stan.opens("/data/upload/")
    streets = tmp_path / "streets.csv"
    streets.write_text(f"Period,Data item,Figure,State,Comment\n{over[-1].code},v3,288,,\n{over[-1].code},v4,99,,\n")
    stan.page.get_by_label("File").set_input_files(streets)
    stan.chooses("How to read it", "Vale scorecard")
    stan.presses("See what it would change")
    stan.reads("2 rows supplied = 2 loaded")
    stan.presses("Take in")
    stan.opens(f"/data/sets/vale-scorecard/type/?period={over[-1].code}")
    stan.writes("Seen within four hours", "820")
    stan.writes("Waiting over a year", "71")
    stan.presses("See what it would change")
    stan.reads("820 is far from what came before")
    stan.keeps_picture("questioned")
    stan.writes("Seen within four hours", "82")
    stan.writes("Comment on Seen within four hours", "A ward was closed.")
    stan.writes("Comment on Waiting over a year", "Two surgeons left.")
    stan.presses("See what it would change")
    stan.presses("Take in")

    # What was typed is provisional until somebody else approves it.
    anna.opens(f"/data/sets/vale-scorecard/type/?period={over[-1].code}")
    anna.reads(f"2 figures of {newest} are provisional, taken in by Stan Steward.")
    anna.keeps_picture("approved", anna.page.locator("#approval-title"))
    anna.presses("Approve what is held")
    anna.presses("Take in")

    # It is news: a letter comes, and its link leads to the red figure.
    tell_news()
    told = letter_to(letters, "lena")
    assert "Seen within four hours" in told
    link = re.search(r"https?://\S+/indicators/vale-scorecard-v1/\S*", told)
    assert link
    lena.opens(link[0])
    lena.reads("82%")
    lena.keeps_picture("red")
    lena.opens("/news/")
    lena.keeps_picture("news")
    lena.presses("Acknowledge")

    # Lena explains one red; she is away then, and Dee, who stands in, explains the other. Anna approves both.
    explain(lena, "vale-scorecard-v1", "A ward was closed for a month.")
    day = timezone.localdate()
    lena.opens("/me/")
    lena.unfolds("Say when you are away")
    lena.writes("First day away", day.isoformat())
    lena.writes("Last day away", (day + timedelta(days=7)).isoformat())
    lena.chooses("Who stands in", "Dee Deputy")
    lena.presses("Keep this")
    dee.opens("/owed/")
    dee.reads("Waiting over a year")
    dee.keeps_picture("owed")
    explain(dee, "vale-scorecard-v2", "Two surgeons left in the summer.")
    for code in ("vale-scorecard-v1", "vale-scorecard-v2"):
        anna.opens(f"/indicators/{code}/commentary/?framework=vale-scorecard")
        anna.keeps_picture("commentary")
        anna.presses("Approve it")

    # An action is raised on the figure, and moved by who does it.
    lena.opens("/indicators/vale-scorecard-v1/?framework=vale-scorecard&write=action")
    lena.writes("What is to be done", "Open the ward again")
    lena.chooses("Who does it", "Lena Lead")
    lena.writes("By", (day + timedelta(days=30)).isoformat())
    lena.presses("Raise the action")
    lena.follows("Open the ward again")
    lena.writes("How it goes", "It opens on Monday.")
    lena.chooses("State", "Under way")
    lena.presses("Keep this step")
    lena.keeps_picture("action")

    # Anna composes the pack and issues it. Rita reads it.
    anna.opens("/reports/new/")
    anna.writes("Name", "Board pack")
    anna.presses("Begin")
    anna.keeps_picture("composed")
    anna.follows("Preview and issue")
    anna.writes("Title", f"The Board, {newest}")
    anna.presses("Issue it")
    pack = anna.page.url
    rita.signs_in(PASSWORD)
    rita.opens(pack)
    rita.keeps_picture("issued")
    rita.follows("What needs attention")
    rita.reads("82%", "A ward was closed for a month.", "Two surgeons left in the summer.", "Open the ward again")
    rita.keeps_picture("exceptions")

    # A figure is restated after it. What went out stays as it was, and says so.
    stan.opens(f"/data/sets/vale-scorecard/type/?period={over[-1].code}")
    stan.writes("Seen within four hours", "84")
    stan.writes("Comment on Seen within four hours", "Two days had been left out.")
    stan.presses("See what it would change")
    stan.presses("Take in")
    rita.opens(pack)
    rita.reads("Restated since it was issued", "82%", "84%")
    rita.keeps_picture("restated")

    # The Board meets over it and decides; the next time it sees what became of that.
    anna.opens("/meetings/new/")
    anna.writes("Meeting", "The Board")
    anna.writes("Day", day.isoformat())
    anna.chooses("Pack before it", f"The Board, {newest}")
    anna.presses("Write it down")
    anna.writes("What was decided", "The ward stays open in winter.")
    anna.writes("What is to be done", "Find two nurses")
    anna.chooses("Who does it", "Lena Lead")
    anna.writes("By", (day + timedelta(days=20)).isoformat())
    anna.presses("Write it down")
    anna.keeps_picture("decided")
    lena.opens("/actions/")
    lena.follows("Find two nurses")
    lena.writes("How it goes", "Both begin in May.")
    lena.chooses("State", "Done")
    lena.presses("Keep this step")
    anna.opens("/meetings/new/")
    anna.writes("Meeting", "The Board")
    anna.writes("Day", (day + timedelta(days=60)).isoformat())
    anna.presses("Write it down")
    meeting = anna.page.url
    rita.opens(meeting)
    rita.reads("The ward stays open in winter.", re.compile("Find two nurses: ?done"), "Both begin in May.")
    rita.keeps_picture("followed-up")


def explain(person: Person, indicator: str, why: str) -> None:
    """Write the commentary of a figure under each heading, and send it for approval."""
    person.opens(f"/indicators/{indicator}/commentary/?framework=vale-scorecard")
    for heading in ("Why", "What we are doing", "When it will recover"):
        person.writes(heading, why)
    person.presses("Send for approval")
    person.reads("for approval")
