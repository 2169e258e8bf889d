"""An address edited by hand, well or badly meant, is answered in plain words: never an error of ours, never a traceback.

TRIGPOINT_ADDRESSES=all asks every page for every hostile address; a fixed choice of them, else.
"""

from __future__ import annotations

import os
import random
import time
import traceback
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from reference.partnership import People

pytestmark = pytest.mark.django_db

ALL = os.environ.get("TRIGPOINT_ADDRESSES") == "all"
ANSWERED = {200, 302, 400, 403, 404, 405, 414}
"""405: a page that only takes what a form sends, opened as an address. 414: an address that is too long."""
OF_THE_API = {401, 415, 422}
"""What programs are told: no key, not the kind of content, not the right parameters."""
OURS = ("Traceback (most recent call last)", "OperationalError", "DoesNotExist", "/site-packages/")

KNOWN = {
    "code": "calls", "kind": "indicator", "pk": "1", "name": "board", "ending": "pdf", "page": "home",
    "username": "walter",
}  # fmt: skip
"""Parts of an address that lead somewhere."""
OPEN = (
    "/sign-in/", "/forgotten/", "/style-guide/", "/api/docs", "/api/openapi.json", "/partnership/colours.css",
    "/partnership/logo",
)  # fmt: skip
"""What may be opened by anybody: no figure stands there."""
BAD_PARTS = (
    "'; DROP TABLE catalogue_load; --", "..%2f..%2fetc%2fpasswd", "%00", "💣", "a" * 3000, "-1", "0", "99999999999999999999",
    "None", "{{7*7}}", "<script>alert(1)</script>", "ＣＡＬＬＳ", "calls ", "%", "con", "__proto__",
)  # fmt: skip
BAD_PERIODS = (
    "2025-13", "2025-00", "last:0", "last:-1", "last:99999999999", "9999-12", "0000-01", "2025-04..2024-01", "1e9",
    "2025-Q9", "-2025", "2025-04-31", "10000-01", "99999", "2025-W54", "0001-01..9999-12", "last:", "..",
    "last:" + "9" * 5000, "2019.." * 600 + "2019", "week of " * 500 + "2019-02-04", "9" * 5000,
)  # fmt: skip
BAD_TEXTS = (
    "' OR 1=1 --", '"; SELECT pg_sleep(9); --', "%27%20UNION%20SELECT", "\x00", "\u202e", "💣" * 50, "x" * 5000,
    "<img src=x onerror=alert(1)>", "{{ request }}", "../../../../etc/passwd", "\r\nSet-Cookie: a=b", "NaN", "Infinity",
    "١٢٣", "²", "0x10", "1_000", "-0", "1e400", "٣-١", "9" * 5000,
)  # fmt: skip
BAD_NUMBERS = (
    "-1", "0", "99999999999999999999999", "1.5", "abc", "", "½", "²", "١", "1e3", " 1", "+1", "-9223372036854775809",
)  # fmt: skip
TEXT_PARAMETERS = (
    "q", "find", "framework", "rule-set", "grain", "hierarchy", "of", "indicator", "by", "columns", "look", "provider",
    "data-set", "organisation", "compare", "area", "sort", "sort-2", "open", "part", "picture", "download", "file", "shelf",
    "within", "person", "action", "kind", "since", "until", "text", "all", "source", "next", "as-at", "period", "split",
)  # fmt: skip
NUMBER_PARAMETERS = ("page", "rows", "last", "totals", "offset", "limit", "page-2", "before")


def queries() -> list[str]:
    """Queries of addresses: each parameter with what does not suit it, and some with it twice."""
    chance = random.Random(20250401)
    found = [urlencode({"period": text}) for text in BAD_PERIODS]
    found += [urlencode({name: chance.choice(BAD_TEXTS)}) for name in TEXT_PARAMETERS for _ in range(2)]
    found += [urlencode({name: number}) for name in NUMBER_PARAMETERS for number in chance.sample(BAD_NUMBERS, 3)]
    found += [
        "area=north&area=south", "period=2025-04&period=nonsense", "area=unknown", "area=nowhere", "area=north&area=",
        "as-at=2999-01-01", "as-at=0001-01-01", "as-at=1900-01-01", "as-at=2025-02-30", "as-at=9999-12-31", "compare=,,,",
        "compare=county,county,last-year,last-year", "compare=nobody", "by=area:ward&columns=area:ward", "by=area~north~x",
        "by=period&columns=period", "by=area:nolevel", "by=:", "by=area:ward,area:ward", "indicator=calls,calls",
        "indicator=", "grain=week&period=2025-04", "grain=rolling-12&period=0001-01", "grain=ytd&period=9999-12",
        "download=exe", "download=csv&sort=-nothing", "picture=exe", "picture=png&download=csv", "%ff=%fe", "=&=&&", "&" * 50,
        "period=2025-04&area=dune&as-at=2025-01-01&compare=county&page=-1", "last=99999999&by=period", "area[]=north",
        "period=2025-04..2025-08", "period=1900-01", "period=2999-12", "period=2025-08&grain=academic-year",
        "indicator=calls&grain=supplied&period=2025-08", "indicator=calls&by=area~abbey&totals=yes",
    ]  # fmt: skip
    return found


def patterns() -> dict[str, tuple[str, list[str]]]:
    """Every address by its name: its shape, and the names of its parts."""

    def walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, tuple[str, list[str]]]]:
        for pattern in resolver.url_patterns:
            shape = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, shape)
            elif isinstance(pattern, URLPattern):
                yield f"{pattern.name}:{shape}", (shape, list(pattern.pattern.converters))

    return dict(walk(get_resolver(), "/"))


def filled(shape: str, parts: list[str], of: dict[str, str]) -> str:
    for part in parts:
        for written in (f"<int:{part}>", f"<path:{part}>", f"<str:{part}>", f"<{part}>"):
            shape = shape.replace(written, of.get(part, "x"))
    return shape


def addresses(name: str, chance: random.Random, some: int | None) -> list[str]:
    """Addresses of one page: with parts that lead somewhere and bad queries, and with bad parts."""
    shape, parts = patterns()[name]
    known = dict(KNOWN)
    if "scorecard" in name or "board" in name:
        known["code"] = "scorecard"
    if "data-set" in name:
        known["code"] = "calls-data"
    if "report" in name and "ending" not in parts:
        known["name"] = chance.choice(["board", "partner"])
    asked = queries()
    asked = asked if some is None else chance.sample(asked, some)
    always = "indicator=calls&" if shape.startswith("/api/") else ""
    found = [f"{filled(shape, parts, known)}?{always}{query}" for query in asked]
    for part in parts:
        bad = BAD_PARTS if some is None else ("%00", *chance.sample(BAD_PARTS, min(some, 3)))
        found += [filled(shape, parts, known | {part: quote(text, safe="%.")}) for text in bad]
    return [filled(shape, parts, known), f"{filled(shape, parts, known)}?{always}q=%00", *found]


def what_is_wrong(client: Client, method: str, address: str, **sent: object) -> str:
    """'' where the address is answered as it should be."""
    try:
        response = getattr(client, method)(address, **sent)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        ours = [f for f in traceback.extract_tb(error.__traceback__) if "/trigpoint/" in f.filename]
        return f"{method} {address[:160]}: {type(error).__name__}: {str(error)[:150]} ({(ours or [last])[-1]})"
    if response.status_code not in (ANSWERED | OF_THE_API if address.startswith("/api/") else ANSWERED):
        return f"{method} {address[:160]}: HTTP {response.status_code}"
    if response.status_code == 200 and response.streaming:
        return ""
    text = response.content.decode("utf-8", "replace")
    found = [sign for sign in OURS if sign in text]
    if "html" in response.get("Content-Type", "") and ("<script>alert(1)" in text or "<img src=x" in text):
        found.append("script of a stranger's")
    return f"{method} {address[:160]}: shows {found}" if found else ""


@pytest.mark.parametrize("name", sorted(patterns()))
def test_every_page_answers_hostile_addresses(people: People, name: str) -> None:
    chance = random.Random(name)
    wrong = []
    for person, user in people.everybody().items():
        client = Client()
        client.force_login(user)
        some = 1 if person != "knowing" else None if ALL else 10
        wrong += [what_is_wrong(client, "get", address) for address in addresses(name, chance, some)]
        for text in ("\x00", chance.choice(BAD_TEXTS)):
            shape, parts = patterns()[name]
            sent = dict.fromkeys((*TEXT_PARAMETERS, *NUMBER_PARAMETERS, "code", "name", "to", "id", "pk"), text)
            wrong.append(what_is_wrong(client, "post", filled(shape, parts, KNOWN), data=sent))
    assert not [problem for problem in wrong if problem]


@pytest.mark.parametrize("address", ["/people/%00/", "/catalogue/?q=%00", "/api/loads?data_set=%00"])
def test_a_character_that_no_text_may_hold_is_refused_in_words(people: People, client: Client, address: str) -> None:
    client.force_login(people.administrator)
    response = client.get(address)
    assert response.status_code == 400
    assert "null character" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/explore/", "/indicators/calls/", "/scorecards/"])
def test_an_address_that_no_page_leads_to_is_refused_and_not_repeated(
    people: People, client: Client, address: str
) -> None:
    """A page carries its own address into each of its links: a megabyte of it would come back a hundredfold."""
    client.force_login(people.administrator)
    response = client.get(address, {"by": "a" * 1_000_000})
    assert response.status_code == 414
    assert "longer than 8,000 characters" in response.content.decode()
    assert len(response.content) < 20_000


def test_nobody_who_has_not_signed_in_sees_more_than_the_door(people: People) -> None:
    for shape, parts in patterns().values():
        address = filled(shape, parts, KNOWN)
        response = Client().get(address)
        assert response.status_code in {302, 401, 403, 404, 405} or address.startswith(OPEN), address
        if response.status_code == 302:
            assert "/sign-in/" in response["Location"], address


def test_a_day_to_come_is_not_known_yet(people: People, client: Client) -> None:
    client.force_login(people.reader)
    response = client.get("/indicators/calls/", {"as-at": date(2999, 1, 1).isoformat()})
    assert response.status_code == 400
    assert "still to come" in response.content.decode()


@pytest.mark.parametrize("period", ["last:" + "9" * 5000, "2019.." * 600 + "2019", "week of " * 500 + "2019-02-04"])
def test_a_period_of_any_length_is_refused_in_words(people: People, client: Client, period: str) -> None:
    client.force_login(people.reader)
    for address in ("/api/answer?indicator=calls", "/indicators/calls/?", "/explore/?indicator=calls"):
        response = client.get(f"{address}&{urlencode({'period': period})}")
        assert response.status_code == 400, address
        assert len(response.content) < 50_000


@pytest.mark.parametrize(
    "query",
    [
        "indicator=calls&grain=supplied&period=2025-08", "indicator=calls&grain=supplied", "indicator=answered&by=area~abbey&totals=yes",
        "indicator=calls&by=area~abbey&totals=yes", "indicator=calls&by=area~abbey,period&totals=yes&last=3",
    ],
)  # fmt: skip
def test_explore_shows_what_has_no_picture(people: People, client: Client, query: str) -> None:
    client.force_login(people.knowing)
    assert client.get(f"/explore/?{query}").status_code == 200


NUMBERS_IN_FORMS = [
    ("/me/views/forget/", {"view": ""}),
    ("/me/keys/end/", {"key": ""}),
    ("/portfolio/move/", {"up": "", "down": ""}),
    ("/catalogue/", {"withdraw": ""}),
    ("/indicators/calls/commentary/", {"do": "save", "text:Why": "Said.", "after": ""}),
    ("/indicators/calls/commentary/", {"do": "approve", "version": ""}),
    ("/indicators/calls/", {"do": "withdraw", "kind": "note", "pk": ""}),
]


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "²", "-1", ""])
@pytest.mark.parametrize(("address", "form"), NUMBERS_IN_FORMS)
def test_a_number_in_a_form_may_be_anything(people: People, address: str, form: dict[str, str], number: str) -> None:
    client = Client()
    client.force_login(people.knowing)
    sent = {name: text if text and not text.endswith("=") else text + number for name, text in form.items()}
    assert not what_is_wrong(client, "post", address, data=sent)


@pytest.mark.parametrize(
    "words",
    [
        {"compare": ["last-period"] * 100_000},
        {"compare": [",".join(["last-period"] * 100_000)]},
        {"where": ["area=" + "x" * 2_000_000]},
        {"where": ["x" * 2_000_000 + "=north"]},
        {"by": ["x" * 2_000_000]},
        {"compare": ["x" * 2_000_000]},
        {"grain": "x" * 2_000_000},
        {"where": [f"area={'x' * 200}"] * 2},
    ],
    ids=["many", "many in one", "a long member", "a long breakdown", "a long row", "a long comparison", "a long grain", "a name"],
)  # fmt: skip
def test_a_long_question_is_answered_or_refused_at_once(
    people: People, client: Client, words: dict[str, object]
) -> None:
    client.force_login(people.reader)
    asked = {"indicator": ["calls"], "period": "2025-08"} | words
    begun = time.monotonic()
    response = client.post("/api/answer", asked, content_type="application/json")
    assert response.status_code in (200, 400)
    assert time.monotonic() - begun < 2
    assert len(response.content) < 50_000
