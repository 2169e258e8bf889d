"""A new partnership begins from a page or a command: whole or not at all, and once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from reference.installations import installation_at
from reference.pages import words

from trigpoint.access.models import User
from trigpoint.catalogue.models import Snapshot
from trigpoint.catalogue.snapshots import in_force
from trigpoint.catalogue.starters import STARTERS
from trigpoint.catalogue.starting import (
    STATUSES,
    Administrator,
    AlreadyStarted,
    BadStart,
    NewPartnership,
    documents_of,
    start,
)
from trigpoint.definitions.whole import build
from trigpoint.web.views.start import KEPT_AS

pytestmark = pytest.mark.django_db

VALE = NewPartnership("Vale Together", ("Vale Council", "Vale Health & Care"))
VERA = Administrator("v.head", "Vera Head", "vera@example.org", "a long enough password")
FORM = {
    "name": "Vale Together", "partners": "Vale Council\n\n Vale Health & Care \n", "starter": "efqm", "year_starts": "04-01",
    "exceeding": "Blue", "on_target": "Green", "within_tolerance": "Amber", "off_target": "Red", "tolerance": "2.5",
    "administrator_name": "Vera Head", "username": "v.head", "email": "", "password": "a long enough password",
    "again": "a long enough password",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _empty(tmp_path: Path) -> Iterator[None]:
    with installation_at(tmp_path / "home", emptied_after=False):  # a test takes back what it wrote by itself
        yield


@pytest.fixture
def address() -> str:
    """Where the page is: the word is kept with the installation's secrets."""
    return f"/start/{settings.INSTALLATION.secret(KEPT_AS)}/"


@pytest.mark.parametrize("starter", STARTERS)
def test_what_each_starter_makes_is_a_sound_set_of_definitions(starter: str) -> None:
    made = build(documents_of(NewPartnership("Vale Together", ("Vale Council",), starter=starter)))
    assert [framework.name for framework in made.frameworks.values()] == (
        [STARTERS[starter].name] if starter != "blank" else []
    )


def test_the_criteria_of_efqm_weigh_a_thousand_points() -> None:
    for group in STARTERS["efqm"].nodes:
        assert sum(node.weight for node in group.nodes) == group.weight == 500


def test_a_partnership_begins_with_its_words_its_partners_and_its_administrator() -> None:
    user = start(
        NewPartnership("Vale Together", VALE.partners, "01-01", ("Blue", "Well", "Nearly", "Not well"), Decimal(10)),
        VERA,
    )
    made = in_force()
    assert made.partnership is not None
    assert made.partnership.status_words.off_target.word == "Not well"
    assert made.calendars.containing(date(2026, 2, 1), "financial-year").start == date(2026, 1, 1)
    assert made.organisations is not None
    assert [member.name for member in made.organisations.members.values()] == ["Vale Council", "Vale Health & Care"]
    assert [(one.organisation, one.role) for one in user.memberships.all()] == [("", "administrator")]
    assert user.check_password("a long enough password")


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        (("Exceeding", "Green", "Amber", "Red"), ["G+", "G", "A", "R"]),
        (("Blue", "Well", "Nearly", "Not well"), ["B", "W", "N", "No"]),
        (("Great", "Green", "Getting there", "Grim"), ["Gr", "G", "Ge", "Gi"]),
        (("★", "★★", "★★★", "★★★★"), ["1", "2", "3", "4"]),
    ],
)
def test_each_status_has_a_letter_of_its_own_for_print(words: tuple[str, ...], letters: list[str]) -> None:
    partnership = documents_of(NewPartnership("Vale Together", VALE.partners, words=words))[0]
    assert [getattr(partnership.status_words, status).letter for status in STATUSES] == letters
    start(NewPartnership("Vale Together", VALE.partners, words=words), VERA)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"name": "***"}, "name", "with a letter or digit in it"),
        ({"partners": ()}, "partners", "Name at least one partner"),
        ({"partners": ("Vale Council", "vale council!")}, "partners", "cannot be told apart"),
        ({"year_starts": "02-29"}, "year_starts", "no day of every year"),
        ({"year_starts": "4 April"}, "year_starts", "Write month and day"),
        ({"words": ("Blue", "Green", "Amber")}, "words", "Give a word for each status"),
        ({"words": ("Blue", "Green", "Amber", "green")}, "words", "a word of its own"),
        ({"tolerance": Decimal("NaN")}, "tolerance", "from 0 to 100"),
        ({"tolerance": Decimal(101)}, "tolerance", "from 0 to 100"),
        ({"starter": "swot"}, "starter", "There are: balanced-scorecard, efqm, agreement, blank"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_nothing_is_made(wrong: dict, field: str, said: str) -> None:
    given = {"name": VALE.name, "partners": VALE.partners} | wrong
    with pytest.raises(BadStart) as refused:
        start(NewPartnership(**given), VERA)
    assert said in refused.value.problems[field]
    assert not Snapshot.objects.exists()
    assert not User.objects.exists()


def test_a_user_name_that_cannot_be_leaves_no_partnership_behind() -> None:
    with pytest.raises(BadStart) as refused:
        start(VALE, Administrator("v head", "Vera Head", password="a long enough password"))
    assert "username" in refused.value.problems
    assert not Snapshot.objects.exists()


def test_it_begins_once() -> None:
    start(VALE, VERA)
    with pytest.raises(AlreadyStarted):
        start(NewPartnership("Other Together", ("Other Council",)), Administrator("o.head", "Olga Head"))
    assert in_force().partnership is not None
    assert in_force().partnership.name == "Vale Together"


def test_the_page_makes_it_and_leads_in(client: Client, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert "Begin a partnership" in words(page)
    inside = client.post(address, FORM, follow=True)
    assert inside.redirect_chain == [("/", 302)]
    assert "Vale Together begins." in words(inside)
    assert "EFQM view" in words(client.get("/scorecards/"))
    assert "Vale Health &amp; Care" in client.get("/people/new/").content.decode()


def test_all_that_is_wrong_is_said_at_once_and_what_was_written_stays(client: Client, address: str) -> None:
    bad = FORM | {
        "partners": "Vale Council\nvale council",
        "off_target": "Green",
        "username": "v head",
        "again": "another",
    }
    page = client.post(address, bad)
    assert page.status_code == 400
    for said in ("There are 4 problems", "cannot be told apart", "a word of its own", "no spaces", "not the same"):
        assert said in words(page), said
    assert "Vera Head" in page.content.decode()
    assert "a long enough password" not in page.content.decode()
    assert not User.objects.exists()


def test_without_the_word_there_is_no_page_and_none_after_it_has_begun(client: Client, address: str) -> None:
    assert client.get("/start/guessed/").status_code == 404
    assert client.post("/start/guessed/", FORM).status_code == 404
    assert not User.objects.exists()
    client.post(address, FORM)
    assert Client().get(address).status_code == 404
    assert Client().post(address, FORM | {"username": "intruder"}).status_code == 404
    assert list(User.objects.values_list("username", flat=True)) == ["v.head"]


def test_who_comes_before_it_has_begun_is_told_what_to_do(client: Client, address: str) -> None:
    page = words(client.get("/sign-in/"))
    assert "There is no partnership here yet" in page
    assert address not in page
    client.post(address, FORM)
    assert "There is no partnership here yet" not in words(Client().get("/sign-in/"))


@pytest.mark.parametrize("page", ["/", "/scorecards/", "/scorecards/efqm/", "/scorecards/efqm/board/", "/explore/", "/catalogue/", "/catalogue/health/", "/data/", "/data/upload/", "/reports/", "/people/", "/trail/", "/me/", "/catalogue/partnership/vale-together/"])  # fmt: skip
def test_every_page_of_a_partnership_without_figures_says_so(client: Client, address: str, page: str) -> None:
    client.post(address, FORM)
    assert client.get(page).status_code == 200


def test_nothing_can_be_uploaded_before_a_data_set_is_defined(client: Client, address: str) -> None:
    client.post(address, FORM)
    page = words(client.get("/data/upload/"))
    assert "No data set is defined yet" in page


@pytest.fixture
def run(capsys, monkeypatch) -> Callable[..., tuple[int, str, str]]:
    """Run `trigpoint new …` in this installation; a password is typed twice."""
    import typer

    from trigpoint.cli import main

    def command(*said: str, password: str = "a long enough password") -> tuple[int, str, str]:
        monkeypatch.setattr(typer, "prompt", lambda *_, **__: password)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["--home", str(settings.INSTALLATION.home), "new", *said])
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err

    return command


PARTNERS = ("--partner", "Vale Council", "--partner", "Vale Health", "--administrator", "v.head")


def test_the_command_does_the_same(run) -> None:
    code, out, _ = run("Vale Together", *PARTNERS, "--starter", "agreement", "--words", "Blue,Well,Nearly,Not well")
    assert code == 0
    assert "Vale Together begins in" in out
    assert "with 2 partners" in out
    assert list(in_force().frameworks) == ["agreement"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--tolerance", "some"), "no percentage"), (("--year-starts", "31-12"), "no day of every year"),
        (("--starter", "swot"), "There is no “swot”"), (("--words", "Red"), "Give a word for each status"),
    ],
)  # fmt: skip
def test_the_command_says_what_is_wrong(run, more: tuple[str, ...], said: str) -> None:
    code, _, err = run("Vale Together", *PARTNERS, *more)
    assert (code, said in err) == (2, True)
    assert not User.objects.exists()


def test_the_command_refuses_a_weak_password_and_a_second_beginning(run) -> None:
    assert "too short" in run("Vale Together", *PARTNERS, password="short")[2]
    assert run("Vale Together", *PARTNERS)[0] == 0
    code, _, err = run("Vale Together", *PARTNERS)
    assert code == 2
    assert "There is a partnership in" in err
