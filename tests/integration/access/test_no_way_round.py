"""What a person may not see comes to them by no door: no page, download, document, cache, call or command.

Everything that one who may see it can reach is collected first, which also fills the caches; then each other person asks
for every one of those addresses, and the secret, a number found nowhere else, is looked for in what comes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone
from reference.crawling import text_of, walk
from reference.partnership import MONTHS, OUT_OF_SCOPE, OWN, OWN_NOTE, PERSON, SMALL, UNRELEASED, People

from trigpoint.access.tokens import make_token
from trigpoint.access.viewers import OPERATOR, Viewer, viewer_of
from trigpoint.ask.answered import Answered
from trigpoint.ask.door import answer, explain
from trigpoint.ask.reading import read_question
from trigpoint.ask.scorecards import scorecard
from trigpoint.catalogue.snapshots import in_force
from trigpoint.cli import main
from trigpoint.cube.question import Question
from trigpoint.mistakes import Mistake

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SECRETS = {
    "administrator": (OWN, OWN_NOTE, UNRELEASED, SMALL, PERSON),
    "steward": (UNRELEASED, SMALL, PERSON),
    "reader": (OWN, OWN_NOTE, UNRELEASED, SMALL, PERSON),
    "walter": (OUT_OF_SCOPE, OWN, OWN_NOTE, UNRELEASED, SMALL, PERSON),
    "stranger": (OUT_OF_SCOPE, OWN, OWN_NOTE, UNRELEASED, SMALL, PERSON),
}
"""Whom each secret is kept from. (Rae may see the south, which is her partnership's; Walter may not.)"""

INDICATORS = ("calls", "answered", "intelligence", "survey", "refuge", "cases")
STARTS = [
    "/", "/scorecards/", "/scorecards/scorecard/", "/scorecards/scorecard/board/", "/catalogue/", "/data/", "/reports/",
    "/trail/", "/people/", "/me/",
    *(f"/indicators/{code}/{end}" for code, end in product(INDICATORS, ("", "explain/"))),
    *(f"/indicators/{code}/{end}?area=dune&period=2025-08" for code, end in product(INDICATORS, ("", "explain/"))),
    *(f"/indicators/{code}/explain/?area=abbey&period=2025-07" for code in INDICATORS),
    *(f"/explore/?indicator={code}&by=area:ward&columns=period" for code in INDICATORS),
    "/explore/?indicator=calls&by=area~south", "/explore/?indicator=calls&by=area:district&totals=yes",
    "/explore/?indicator=calls,refuge&by=area:ward&download=csv",
    "/explore/?indicator=intelligence&by=area:ward&download=json",
    "/indicators/calls/?area=north&compare=county", "/scorecards/scorecard/?area=dune",
    *(f"/reports/board.{ending}?period=2025-08" for ending in ("pdf", "docx", "xlsx", "odt", "html")),
    *(f"/reports/partner.{ending}?organisation=police&period=2025-08" for ending in ("pdf", "docx", "xlsx", "odt", "html")),
    "/reports/partner/?organisation=police&period=2025-08", "/reports/board/?period=2025-08&area=dune",
]  # fmt: skip


@pytest.fixture
def shown(people: People) -> dict[str, str]:
    """All that one who belongs to every organisation can reach, and what it showed them."""
    client = Client()
    client.force_login(people.knowing)
    return walk(client, STARTS, most=180)


def test_no_address_shows_a_person_what_is_kept_from_them(people: People, shown: dict[str, str]) -> None:
    for secret in (OUT_OF_SCOPE, OWN, OWN_NOTE):
        assert any(secret in text for text in shown.values()), f"the search for {secret} would find nothing anyway"
    for secret in (UNRELEASED,):
        assert not [address for address, text in shown.items() if secret in text]
    leaks = []
    for person, secrets in SECRETS.items():
        client = Client()
        client.force_login(getattr(people, person))
        for address in shown:
            response = client.get(address)
            assert response.status_code in {200, 302, 400, 403, 404}, f"{person}: {address}: {response.status_code}"
            text = text_of(response)
            leaks += [f"{person} sees {secret} at {address}" for secret in secrets if secret in text]
    assert not leaks


def test_what_a_person_reaches_by_themselves_holds_nothing_kept_from_them(people: People) -> None:
    for person in ("walter", "stranger"):
        client = Client()
        client.force_login(getattr(people, person))
        for address, text in walk(client, ["/", "/explore/", "/catalogue/", "/data/"], most=60).items():
            assert not [secret for secret in SECRETS[person] if secret in text], (person, address)


def questions() -> Iterator[Question]:
    """Every way to ask for the figures in which a secret stands, or from which it could be worked out."""
    definitions = in_force()
    for code in INDICATORS:
        for by, where, period in product(
            ((), ("area",), ("area:district",), ("area:ward",), ("period",), ("area:ward", "period")),
            ((), ("area=dune",), ("area=south",), ("area=south,area=east",), ("area=abbey",), ("area=any",)),
            (MONTHS[-1], f"{MONTHS[0]}..{MONTHS[-1]}"),
        ):
            try:
                compare = () if ".." in period and "period" not in by else ("last-period",)
                yield read_question(
                    definitions, [code], by=by, where=where, period=period, totals=bool(by), compare=compare
                )
            except Mistake:
                continue


def numbers(answered: Answered) -> str:
    """All that an answer holds, as text."""
    return "\n".join(str(cell) for cell in answered.facts.cells()).replace(".000000", "")


@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warmed by one who may see all"])
def test_the_door_gives_each_person_their_own_cells_only(people: People, warm: bool) -> None:
    asked = list(questions())
    if warm:
        everything = "\n".join(numbers(found) for found in answer(asked, OPERATOR))
        assert all(secret in everything for secret in (OUT_OF_SCOPE, OWN, UNRELEASED))
        assert f"Decimal('{SMALL}" not in everything, "a small number is hidden from everybody"
    for person, secrets in SECRETS.items():
        viewer = viewer_of(getattr(people, person))
        try:
            told = "\n".join(numbers(found) for found in answer(asked, viewer))
        except Mistake:
            assert person == "stranger"
            continue
        assert not [secret for secret in secrets if secret in told], person


def test_a_scope_does_not_change_the_county_and_hides_what_is_not_wholly_within(people: People) -> None:
    definitions = in_force()
    walter = viewer_of(people.walter)
    county = read_question(definitions, ["calls"], period=MONTHS[-1])
    assert [found.facts.nothing for found in answer([county], walter)] == [["not-permitted"]]
    wards = read_question(definitions, ["calls"], by=["area:ward"], period=MONTHS[-1])
    [found] = answer([wards], walter)
    permitted = {
        members for members, nothing in zip(found.facts.members, found.facts.nothing, strict=True) if not nothing
    }
    assert permitted == {("abbey",), ("birch",), ("cliff",)}


def test_a_small_number_cannot_be_worked_out_from_what_is_shown(people: People) -> None:
    definitions = in_force()
    wards = read_question(definitions, ["refuge"], by=["area:ward"], period=MONTHS[-1], totals=True)
    [found] = answer([wards], OPERATOR)
    hidden = [members for members, nothing in zip(found.facts.members, found.facts.nothing, strict=True) if nothing]
    assert ("abbey",) in hidden
    assert len(hidden) >= 2, "one hidden alone would be the total less the rest"


def test_explanations_keep_what_the_figure_keeps(people: People) -> None:
    definitions = in_force()
    for person, secrets in SECRETS.items():
        viewer = viewer_of(getattr(people, person))
        for code, ward in product(INDICATORS, ("dune", "abbey")):
            question = read_question(definitions, [code], where=[f"area={ward}"], period=MONTHS[-1])
            try:
                told = str(explain(question, viewer, rows=1000)).replace(".000000", "")
            except Mistake:
                continue
            assert not [secret for secret in secrets if secret in told], (person, code, ward)


def test_a_scorecard_reads_through_the_same_door(people: People) -> None:
    definitions = in_force()
    today = timezone.localdate()
    for viewer, secrets in (
        (viewer_of(people.reader), SECRETS["reader"]),
        (viewer_of(people.walter), SECRETS["walter"]),
    ):
        period = definitions.calendars.parse(MONTHS[-1])
        card = scorecard(viewer, definitions, "scorecard", period=period, today=today)
        figures = " ".join(str(reading.cell) for reading in card.readings.values())
        assert not [secret for secret in secrets if secret in figures.replace(".000000", "")]


def test_a_key_gives_its_holders_rights_and_no_more(people: People) -> None:
    schema = Client().get("/api/openapi.json")
    if schema.status_code == 401:
        client = Client()
        client.force_login(people.reader)
        schema = client.get("/api/openapi.json")
    assert schema.status_code == 200
    calls = [
        f"/api/answer?indicator={code}&by=area:ward&period={MONTHS[-1]}" for code in INDICATORS
    ] + [f"/api/explain?indicator={code}&where=area%3Ddune&period={MONTHS[-1]}&rows=1000" for code in INDICATORS]  # fmt: skip
    calls += [path for path, ways in schema.json()["paths"].items() if "get" in ways and "{" not in path]
    for person, secrets in SECRETS.items():
        user = getattr(people, person)
        key = make_token(viewer_of(user), user, "a program")
        for address in calls:
            response = Client().get(address, headers={"Authorization": f"Bearer {key}"})
            assert response.status_code < 500, address
            text = text_of(response)
            assert not [secret for secret in secrets if secret in text], (person, address)


def test_one_who_is_no_longer_a_member_sees_nothing_of_what_was_cached_for_them(people: People) -> None:
    definitions = in_force()
    question = read_question(definitions, ["intelligence"], by=["area:ward"], period=MONTHS[-1])
    sam = viewer_of(people.steward)
    assert OWN in numbers(answer([question], sam)[0])
    moved: Viewer = replace(sam, memberships=frozenset({("hospital", "data-steward")}))
    assert OWN not in numbers(answer([question], moved)[0])


def test_the_command_line_hides_small_numbers_too(people: People, capsys: pytest.CaptureFixture[str]) -> None:
    for format_ in ("table", "csv", "json"):
        with pytest.raises(SystemExit):
            main(["ask", "refuge", "--by", "area:ward", "--period", MONTHS[-1], "--format", format_])
        told = capsys.readouterr().out.replace(",", "")
        assert "1200003" not in told or SMALL not in told
        assert SMALL not in told
