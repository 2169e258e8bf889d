"""A quarter in the life of a partnership: five people, from an empty installation to a decision followed up, by pages alone.

Anna manages performance, Lena leads on an indicator, Stan provides the data, Dee stands in for Lena, Rita is of the Board.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook
from reference.forms import form_of
from reference.installations import forget, installation_at
from reference.pages import words
from reference.post_office import PostOffice

from trigpoint.access.models import User
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.periods import Period
from trigpoint.manage.models import Undertaking
from trigpoint.manage.news.making import make_news
from trigpoint.outbox.sending import send_due
from trigpoint.publish.models import Issue
from trigpoint.web.commentary.forms import FIRST
from trigpoint.web.news_mail import mail_news
from trigpoint.web.views.start import KEPT_AS

PASSWORD = "a long password of theirs"
SEEN = "seen-within-four-hours"


def press(client: Client, address: str, holding: str, **filled: object):
    """Fill in the form of a page that holds a control of that name, send it, and follow where it leads."""
    form = form_of(client.get(address), holding) | {name.replace("__", "."): value for name, value in filled.items()}
    answered = client.post(address, form, follow=True)
    assert answered.status_code == 200, words(answered)
    return answered


def quarters(today: date) -> list[Period]:
    """Nine quarters, the last of them the newest that is over."""
    calendars = in_force().calendars
    running = calendars.containing(today, "quarter")
    return [calendars.shift(running, -n) for n in range(9, 0, -1)]


def kept_sheet(path: Path, over: list[Period]) -> bytes:
    """The spreadsheet that the partnership kept until now: a row an indicator, its quarters across, all but the newest."""
    label = in_force().calendars.label
    book = Workbook()
    sheet = book.active
    sheet.append(["Vale performance, as reported"])
    sheet.append([])
    sheet.append(["Ref", "Indicator", "Lead", "Partner", "Good is", "Unit", *(label(one, short=True) for one in over)])
    sheet.append(["V1", "Seen within four hours", "Lena Lead", "Vale Health", "High", "%", *(93 + n % 3 for n in range(len(over)))])  # fmt: skip
    sheet.append(
        ["V2", "Empty posts", "Lena Lead", "Vale Council", "Low", "posts", *(20 - n % 2 for n in range(len(over)))]
    )
    book.save(path)
    return path.read_bytes()


@pytest.fixture
def empty(db, tmp_path: Path):
    """An installation with nothing in it."""
    with installation_at(tmp_path / "home", emptied_after=False):
        forget()
        yield


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def read_whole(client: Client, issue: Issue) -> str:
    """All that stands in an issue, part by part."""
    first = client.get(f"/reports/issues/{issue.pk}/")
    parts = {unescape(one) for one in re.findall(r'href="(\?[^"]*part=[^"]*)"', first.content.decode())}
    return " ".join(
        words(client.get(f"/reports/issues/{issue.pk}/{part}")) for part in sorted(parts) if "download" not in part
    )


def test_a_quarter(empty, post_office: PostOffice, tmp_path: Path) -> None:
    today = timezone.localdate()

    # Anna starts the partnership, and is in.
    anna = Client()
    press(
        anna, f"/start/{settings.INSTALLATION.secret(KEPT_AS)}/", "partners", name="Vale Together", partners="Vale Council\nVale Health",
        starter="blank", administrator_name="Anna Lee", username="anna", password=PASSWORD, again=PASSWORD,
    )  # fmt: skip
    assert "Vale Together" in words(anna.get("/"))

    # She adds the others; Lena chooses her password by the invitation that came by mail.
    for username, name, role, organisation in (
        ("lena", "Lena Lead", "indicator-lead", "vale-health"), ("stan", "Stan Steward", "data-steward", ""),
        ("dee", "Dee Deputy", "indicator-lead", "vale-health"), ("rita", "Rita Reader", "board-member", "vale-council"),
    ):  # fmt: skip
        press(
            anna, "/people/new/", "username", username=username, name=name, email=f"{username}@vale.example", role=[role],
            organisation=[organisation], since=[""], until=[""],
        )  # fmt: skip
    anna.post("/people/lena/invite/")
    send_due()
    (letter,) = post_office.letters
    link = re.search(r"https://vale\.example(/choose-password/\S+/)", letter.get_body(("plain",)).get_content())
    assert link
    lena = Client()
    press(lena, link[1], "password", password=PASSWORD, again=PASSWORD)
    assert Client().login(username="lena", password=PASSWORD)
    lena, stan, dee, rita = (signed_in(username) for username in ("lena", "stan", "dee", "rita"))

    # The spreadsheet becomes definitions and figures.
    over = quarters(today)
    content = kept_sheet(tmp_path / "kept.xlsx", over[:-1])
    page = anna.post("/data/sheet/", {"file": SimpleUploadedFile("kept.xlsx", content)}, follow=True)
    address = page.redirect_chain[-1][0]
    page = press(anna, address, "name", name="Vale", do="make")
    assert {one.name for one in in_force().indicators.values()} == {"Seen within four hours", "Empty posts"}, words(
        page
    )
    (seen,) = (code for code, one in in_force().indicators.items() if one.name == "Seen within four hours")
    (data_set,) = in_force().data_sets

    # Lena writes the definition further; Vale Health agrees (Dee), and Anna puts it in force.
    change = press(
        lena, f"/catalogue/indicator/{seen}/change/", "kept", why="Waiting harms.", act="keep"
    ).redirect_chain[-1][0]
    lena.post(change, {"do": "propose", "partner": ["vale-health"]})
    dee.post(change, {"do": "say", "organisation": "vale-health", "agrees": "yes"})
    assert "It is in force from now on" in words(anna.post(change, {"do": "in-force"}, follow=True))
    assert in_force().indicators[seen].life.agreed_by == ("vale-health",)

    # Anna gives it a target and a rule that asks for commentary, and puts it into a scorecard.
    year = in_force().calendars.containing(over[-1].last_day, "financial-year").code
    form = form_of(anna.get(f"/catalogue/indicator/{seen}/change/"), "kept")
    form = form_of(anna.post(f"/catalogue/indicator/{seen}/change/", form | {"act": ["add:targets"]}), "kept")
    row = form["rows:targets"][0].split(",")[-1]
    form |= {f"targets.{row}.type": ["single"], f"targets.{row}.period": [year], f"targets.{row}.value": ["95"]}
    change = anna.post(f"/catalogue/indicator/{seen}/change/", form, follow=True).redirect_chain[-1][0]
    anna.post(change, {"do": "in-force"})
    assert [str(one.value) for one in in_force().indicators[seen].targets] == ["95"]
    change = press(
        anna, "/catalogue/rule-set/usual/change/", "kept", comment_required_when=["off_target"], act="keep"
    ).redirect_chain[-1][0]
    anna.post(change, {"do": "in-force"})
    (scorecard,) = in_force().frameworks

    # Stan types the newest quarter. A slip of the pen is questioned; the figure that stands is red.
    typed = f"/data/sets/{data_set}/type/?period={over[-1].code}"
    form = form_of(stan.get(typed), "f-0-0")
    page = stan.post(typed, form | {"f-0-0": ["930"], "f-0-1": ["20"]})
    assert page.status_code == 400
    assert "930 is far from what came before" in words(page)
    page = stan.post(typed, form | {"f-0-0": ["82"], "f-0-1": ["20"], "sure": ["yes"], "c-0": ["A ward was closed."]}, follow=True)  # fmt: skip
    stan.post(page.redirect_chain[-1][0], {"do": "take-in"}, follow=True)
    told = words(anna.get(f"/indicators/{seen}/"))
    assert "82" in told
    assert "Red" in told

    # It is news, and comes by mail.
    make_news(since=today - timedelta(days=1))
    mail_news()
    send_due()
    assert any(
        "Seen within four hours" in str(one.get_body(("plain",)).get_content()) for one in post_office.letters[1:]
    )

    # Lena explains the red, and Anna approves; readers then see it.
    text = f"/indicators/{seen}/commentary/?framework={scorecard}"
    form = form_of(lena.get(text), "after")
    boxes = {name: ["A ward was closed for a month."] for name in form if name.startswith(FIRST)}
    lena.post(text, form | boxes | {"do": ["propose"]}, follow=True)
    assert "A ward was closed for a month." not in words(rita.get(f"/indicators/{seen}/?framework={scorecard}"))
    form = form_of(anna.get(text), "version")
    anna.post(text, form | {"do": ["approve"]}, follow=True)
    assert "A ward was closed for a month." in words(rita.get(f"/indicators/{seen}/?framework={scorecard}"))

    # An action is raised on the figure and moved by who does it.
    lena.post(
        f"/indicators/{seen}/?framework={scorecard}",
        {"do": "action", "period": over[-1].code, "title": "Open the ward again", "owner": "lena",
         "due": (today + timedelta(days=30)).isoformat(), "details": "", "audience": "partnership:"},
    )  # fmt: skip
    action = Undertaking.objects.get(title="Open the ward again")
    press(lena, f"/actions/{action.pk}/", "after", text="It opens on Monday.", state="under-way")
    assert "Under way" in words(rita.get(f"/actions/{action.pk}/"))

    # Anna issues the pack; what is restated after it is marked in it.
    page = press(anna, "/reports/new/", "name", name="Board pack", audience="partnership:")
    composed = page.redirect_chain[-1][0]
    for kind in ("cover", "summary", "exceptions", "appendix"):
        page = press(anna, composed, "kind", kind=kind, do="add")
    preview = next(url for url in re.findall(r'href="(/reports/composed/\d+/preview/[^"]*)"', page.content.decode()))
    page = press(anna, unescape(preview), "title", title="The Board, this quarter")
    issue = Issue.objects.get()
    assert "A ward was closed for a month." in read_whole(rita, issue)
    assert "82%" in read_whole(rita, issue)
    form = form_of(stan.get(typed), "f-0-0")
    page = stan.post(
        typed, form | {"f-0-0": ["84"], "sure": ["yes"], "c-0": ["Two days had been left out."]}, follow=True
    )
    stan.post(page.redirect_chain[-1][0], {"do": "take-in"}, follow=True)
    told = words(rita.get(f"/reports/issues/{issue.pk}/"))
    assert "82%" in told
    assert "84%" in told
    assert "restated" in told
    assert "82%" in read_whole(rita, issue), "what went out stays as it was"

    # The Board meets over it and decides; next time it sees what became of the decision.
    page = press(
        anna,
        "/meetings/new/",
        "pack",
        name="The Board",
        day=today.isoformat(),
        pack=str(issue.pk),
        audience="partnership:",
    )
    meeting = page.redirect_chain[-1][0]
    press(
        anna, meeting, "by", do="decide", text="The ward stays open in winter.", action="Find two nurses", owner="lena",
        due=(today + timedelta(days=20)).isoformat(),
    )  # fmt: skip
    nurses = Undertaking.objects.get(title="Find two nurses")
    press(lena, f"/actions/{nurses.pk}/", "after", text="Both begin in May.", state="done")
    later = press(
        anna,
        "/meetings/new/",
        "pack",
        name="The Board",
        day=(today + timedelta(days=60)).isoformat(),
        audience="partnership:",
    )
    told = words(rita.get(later.redirect_chain[-1][0]))
    assert "The ward stays open in winter." in told
    assert re.search(r"Find two nurses ?: done", told)
    assert "Both begin in May." in told
