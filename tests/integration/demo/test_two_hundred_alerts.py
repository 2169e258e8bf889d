"""Two hundred alerts' worth of news in the sample partnership: each warranted, none left out, none twice, counted; and each
letter comes once, though the server of mail is down for a day and stops in the middle of sending on another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from integration.demo.conftest import TODAY
from reference.fortnight import DOWN_DAY, QUIET_DAY, SENT, STOPPED_DAY, happens
from reference.installations import facts_put_back
from reference.news_judge import Told, look, warranted
from reference.post_office import PostOffice

from trigpoint.access.models import User
from trigpoint.access.viewers import viewer_of
from trigpoint.catalogue.snapshots import in_force
from trigpoint.manage.models import News, NewsKind
from trigpoint.manage.news.choices import choose, may_be, scopes_of
from trigpoint.manage.news.making import make_news
from trigpoint.manage.news.noise import noise
from trigpoint.outbox.models import Message
from trigpoint.outbox.sending import send_due
from trigpoint.web.news_mail import MOST, mail_news

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

READERS = {
    "p.lindow": "daily", "h.quill": "at-once", "n.aldous": "daily", "d.frost": "daily", "w.okoro": "daily",
}  # fmt: skip
"""Who wants all kinds of news of all that they may; the rest of the partnership wants none. When each is mailed."""
TAKEN_BEFORE_IT_STOPS = 2

Person = str


@dataclass
class Fortnight:
    """What was told and came by letter, and what a naive judge says of it; by day and person, each day's in order.

    again: pieces that a second look on the same day made. counted: by kind, how many more the product itself counts at the
    end. rounds: letters taken in after each round of sending. waiting: letters not sent by the end of the day.
    """

    told: dict[tuple[date, Person], list[Told]] = field(default_factory=dict)
    says: dict[tuple[date, Person], list[str]] = field(default_factory=dict)
    warranted: dict[tuple[date, Person], set[Told]] = field(default_factory=dict)
    again: dict[date, int] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)
    rounds: dict[date, list[int]] = field(default_factory=dict)
    waiting: dict[date, int] = field(default_factory=dict)
    letters: list[EmailMessage] = field(default_factory=list)

    @property
    def all_told(self) -> list[tuple[Person, Told]]:
        return [(person, one) for (_, person), several in self.told.items() for one in several]

    @property
    def new(self) -> dict[tuple[date, Person], set[Told]]:
        """What is warranted and was not on an earlier day."""
        before: dict[Person, set[Told]] = defaultdict(set)
        found = {}
        for (day, person), pieces in self.warranted.items():
            found[day, person] = pieces - before[person]
            before[person] |= pieces
        return found

    def letters_to(self, person: Person) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"] == f"{person}@fenmoor.example"]


@pytest.fixture(scope="module")
def fortnight(
    sample: date, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Fortnight:
    """The fortnight, lived through once; what came of it in the database and the fact store is undone before tests look."""
    folder = tmp_path_factory.mktemp("fortnight")
    office = PostOffice()
    mail = override_settings(MAIL_SERVER=office.server, SITE_URL=office.site)
    with (
        pytest.MonkeyPatch.context() as clock, django_db_blocker.unblock(), facts_put_back(folder / "facts"), mail,
        transaction.atomic(),
    ):  # fmt: skip
        office.start()
        try:
            found = _lived_through(office, clock, folder)
        finally:
            office.stop()
            transaction.set_rollback(True)
    return found


def _lived_through(office: PostOffice, clock: pytest.MonkeyPatch, folder: Path) -> Fortnight:
    found = Fortnight()
    _choose()
    mail_news()
    send_due()
    office.letters.clear()
    found.counted.subtract(_counted())
    seen = {person: look(person, TODAY.date()) for person in READERS}
    for day in SENT:
        noon = [datetime.combine(day, time(12), tzinfo=UTC)]
        clock.setattr(timezone, "now", lambda noon=noon: noon[0])
        happens(day, folder)
        last = News.objects.latest("pk").pk
        make_news()
        rows = list(News.objects.filter(pk__gt=last).select_related("owner").order_by("pk"))
        assert {row.owner.username for row in rows} <= set(READERS)
        for person in READERS:
            mine = [row for row in rows if row.owner.username == person]
            found.told[day, person] = [Told(row.kind, row.indicator, row.slice, row.period, row.turned) for row in mine]
            found.says[day, person] = [row.says for row in mine]
            before, seen[person] = seen[person], look(person, day)
            found.warranted[day, person] = warranted(before, seen[person])
        found.again[day] = make_news()
        found.rounds[day] = list(_post(office, day, noon))
        found.waiting[day] = Message.objects.filter(sent_at=None).count()
    found.counted.update(_counted())
    found.letters = office.letters
    return found


def _counted() -> dict[str, int]:
    """What the page that administrators have of it says was told."""
    return {one.kind.value: one.made for one in noise(viewer_of(User.objects.get(username="e.varga")))}


def _choose() -> None:
    definitions = in_force()
    for person in User.objects.filter(is_active=True):
        viewer, mail = viewer_of(person), READERS.get(person.username)
        scopes = [scope for scope, _ in scopes_of(viewer, definitions, TODAY.date())]
        every = [(kind, scope) for kind in NewsKind.values for scope in scopes if may_be(kind, scope)]
        choose(
            viewer, definitions, TODAY.date(), rules=every if mail else (), mail=mail or "daily", quiet_from=time(18),
            quiet_until=time(8), away_from=None, away_until=None,
        )  # fmt: skip


def _post(office: PostOffice, day: date, now: list[datetime]) -> Iterator[int]:
    """Write the day's letters and send what waits, hour after hour: how many letters have come by then.

    On one day the server of mail is down at first; on another it breaks off in the middle. Later it runs again.
    """
    if day == DOWN_DAY:
        office.stop()
    elif day == STOPPED_DAY:
        office.breaks_off_after = len(office.letters) + TAKEN_BEFORE_IT_STOPS
    mail_news()
    send_due()
    yield len(office.letters)
    if day == STOPPED_DAY:
        office.stop()
    now[0] += timedelta(hours=1)
    send_due()
    yield len(office.letters)
    if day in (DOWN_DAY, STOPPED_DAY):
        office.breaks_off_after = None
        office.start()
    now[0] += timedelta(hours=1)
    send_due()
    yield len(office.letters)


def test_two_hundred_are_told(fortnight: Fortnight) -> None:
    assert len(fortnight.all_told) >= 200
    assert {one.kind for _, one in fortnight.all_told} == set(NewsKind.values)


@pytest.mark.parametrize("person", READERS)
def test_each_is_warranted_and_none_is_left_out(fortnight: Fortnight, person: Person) -> None:
    for day in SENT:
        told, new = set(fortnight.told[day, person]), fortnight.new[day, person]
        assert (told - new, new - told) == (set(), set()), f"told without warrant, and left out, on {day}"


def test_none_is_told_twice(fortnight: Fortnight) -> None:
    assert max(Counter(fortnight.all_told).values()) == 1
    turned = Counter(
        (person, one.kind, one.indicator, one.slice) for person, one in fortnight.all_told if one.kind == "turned"
    )
    assert max(turned.values()) == 1, "nothing recovers in this fortnight, so nothing turns twice"


def test_a_second_look_and_a_day_on_which_nothing_happens_add_nothing(fortnight: Fortnight) -> None:
    assert fortnight.again == dict.fromkeys(SENT, 0)
    assert [fortnight.told[QUIET_DAY, person] for person in READERS] == [[] for _ in READERS]


def test_they_are_counted(fortnight: Fortnight) -> None:
    warranted = Counter(one.kind for pieces in fortnight.new.values() for one in pieces)
    told = Counter(one.kind for _, one in fortnight.all_told)
    assert told == warranted == +fortnight.counted


@pytest.mark.parametrize("person", READERS)
def test_a_letter_a_day_holds_the_news_of_that_day_and_each_piece_once(fortnight: Fortnight, person: Person) -> None:
    days = [day for day in SENT if fortnight.says[day, person]]
    letters = fortnight.letters_to(person)
    assert len(letters) == len(days)
    for day, letter in zip(days, letters, strict=True):
        lines, more = _lines(letter)
        assert len(lines) == min(MOST, len(fortnight.says[day, person]))
        assert len(lines) + more == len(fortnight.says[day, person])
        assert Counter(lines) <= Counter(fortnight.says[day, person])
    held = Counter(line for letter in letters for line in _lines(letter)[0])
    assert max(held.values()) == 1


def test_each_letter_comes_once_though_the_server_of_mail_stops_and_starts(fortnight: Fortnight) -> None:
    names = [letter["Message-ID"] for letter in fortnight.letters]
    assert len(set(names)) == len(names)
    assert set(fortnight.waiting.values()) == {0}
    expected = sum(1 for pieces in fortnight.new.values() if pieces)
    others = [letter["To"] for letter in fortnight.letters if letter["To"].partition("@")[0] not in READERS]
    # She put a piece off in the sample itself, until a day of this fortnight.
    assert others == ["t.rourke@fenmoor.example"]
    assert len(names) == expected + len(others)
    down, stopped = fortnight.rounds[DOWN_DAY], fortnight.rounds[STOPPED_DAY]
    assert down[0] == down[1] < down[2]
    before_it_stopped = down[2]
    assert stopped[0] == stopped[1] == before_it_stopped + TAKEN_BEFORE_IT_STOPS < stopped[2]


def _lines(letter: EmailMessage) -> tuple[list[str], int]:
    """The first line of each piece in a letter, and how many more are said to stand on the page."""
    text = "\n".join(letter.get_body(("plain",)).get_content().splitlines())
    blocks = [block.strip() for block in text.split("\n\n")]
    more = [re.fullmatch(r"And (\d+) more, on the page\.", block) for block in blocks]
    says = [
        block.splitlines()[0]
        for block, found in zip(blocks, more, strict=True)
        if block and found is None and not block.startswith("All that waits for you")
    ]
    return says, sum(int(found[1]) for found in more if found)
