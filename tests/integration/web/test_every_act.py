"""Every act of the product, tried by everybody: who may, may; who may not is refused, and nothing is changed.

The list of acts is the one of which the guide's table of roles is made (see `reference.acts`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, reverse
from reference.acts import ACTS
from reference.acts.act import Act
from reference.acts.people import Person, who_try
from reference.acts.things import make_things
from reference.installations import Kept, forget
from reference.pages import words
from reference.post_office import PostOffice
from reference.vale import the_vale

from trigpoint.access.models import User
from trigpoint.api import api
from trigpoint.catalogue.models import Load, Snapshot
from trigpoint.web.indicator.forms import FORMS
from trigpoint.web.undertakings.doing import DOES
from trigpoint.web.urls import urlpatterns

DONE = {200, 201, 302, 400}
"""400: who may is told what is missing."""
REFUSED = {401, 403, 404}
pytestmark = [pytest.mark.any_database, pytest.mark.slow]

IN_WORDS = (
    "You may not", "not open to you", "There is no such", "There is nothing of the kind", "not there any more",
    "The page sent something that it does not",
)  # fmt: skip
"""How a page says without a status of its own that something is not for the reader, or that there is no such act."""
CHOOSES = frozenset({
    "do", "does", "act", "insert", "kind", "pk", "version", "milestone", "source", "mends", "withdraw", "end", "again",
    "approve", "acknowledge", "later", "pass", "objective", "organisation",
    "shared",
})  # fmt: skip
"""What is sent that says what is to be done and to which thing; the rest is what somebody fills in."""
IN_ITS_SHAPE = ("/api/answer", "/api/loads")
"""A call that is not of the shape that the reference describes is refused for its shape, whoever sends it."""


@dataclass(frozen=True)
class World:
    """things: what stands in braces in the acts. kept: the files as they were. browser: for one person after the other."""

    things: Mapping[str, str]
    kept: Kept
    browser: Client


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """The Vale, lived in, once for all acts."""
    folder, post = tmp_path_factory.mktemp("acts"), PostOffice()
    mail = override_settings(MAIL_SERVER=post.server, SITE_URL=post.site)
    with django_db_blocker.unblock(), the_vale(folder), mail:
        yield World(make_things(folder), Kept(folder / "home", folder / "home-before"), Client())


@pytest.fixture(autouse=True)
def _forget_snapshots() -> None:
    """In place of that of all tests: here what is remembered holds from act to act, and `put_back` forgets what does not."""


@pytest.fixture(autouse=True)
def put_back(world: World, db) -> Iterator[None]:
    """The database rolls an act back by itself; this puts its files back, and forgets what it put in force or took in."""
    before = Snapshot.objects.count(), Load.objects.count()
    yield
    if world.kept.put_back() or before != (Snapshot.objects.count(), Load.objects.count()):
        forget()


def cases() -> Iterator[object]:
    """Each act with everybody who tries it, and whether they may."""
    for act in ACTS:
        for person in who_try(act):
            yield pytest.param(act, person, person.may(act), id=f"{act.name}-{person.said}")
        for username in act.theirs:
            yield pytest.param(act, Person(username), True, id=f"{act.name}-{username}")


def filled(sent: object, things: Mapping[str, str]) -> object:
    return [filled(one, things) for one in sent] if isinstance(sent, list) else str(sent).format_map(things)


def signed_in(world: World, person: Person) -> Client:
    world.browser.cookies.clear()
    if person.username:
        world.browser.force_login(User.objects.get(username=person.username))
    return world.browser


def done(client: Client, act: Act, things: Mapping[str, str]) -> HttpResponse:
    """What the act is answered."""
    address = act.address.format_map(things)
    if act.sent is None:
        return client.get(address)
    sent = {name: filled(each, things) for name, each in act.sent.items()}
    if act.route == "/api/answer":
        return client.post(address, sent, content_type="application/json")
    return client.post(address, sent | {name: SimpleUploadedFile(*file) for name, file in act.files.items()})


@pytest.mark.parametrize(("act", "person", "may"), list(cases()))
def test_an_act_is_for_those_of_whom_the_guide_says_it(world: World, act: Act, person: Person, may: bool) -> None:
    client, wrote = signed_in(world, person), []

    def watch(execute, sql, parameters, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            wrote.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(watch):
        answer = done(client, act, world.things)
    said = f"{answer.status_code}: {answer.get('Location') or words(answer)[-1500:]}"
    at_the_door = "/sign-in/" in answer.get("Location", "") and not person.username
    if may:
        assert answer.status_code in DONE, said
        assert not at_the_door or act.route == "sign-out", said
        assert answer.status_code == 200 or not [one for one in IN_WORDS if one in said], said
    else:
        assert answer.status_code in REFUSED or at_the_door, said
        assert not wrote


def first_refused() -> list[object]:
    """Each act with the first who may not do it: somebody with a role, where there is one."""
    found = []
    for act in ACTS:
        refused = [one for one in who_try(act) if not one.may(act)]
        if act.sent and act.route not in IN_ITS_SHAPE and refused:
            person = next((one for one in refused if one.role), refused[-1])
            found.append(pytest.param(act, person, id=f"{act.name}-{person.said}"))
    return found


@pytest.mark.parametrize(("act", "person"), first_refused())
def test_who_may_not_is_told_so_and_not_what_else_is_missing(world: World, act: Act, person: Person) -> None:
    emptied = {name: each if name in CHOOSES else "" for name, each in act.sent.items()}
    answer = done(signed_in(world, person), replace(act, sent=emptied, files={}), world.things)
    assert answer.status_code in REFUSED or not person.username, words(answer)[-1500:]


def test_every_address_that_takes_something_has_an_act(world: World) -> None:
    listed = {act.route for act in ACTS if act.sent is not None}
    takes = set()
    for one in urlpatterns:
        answer = signed_in(world, Person("whole-administrator")).post(anywhere(one))
        takes |= {one.name} if answer.status_code != 405 else set()
    assert takes - listed == set()
    calls = api.get_openapi_schema(path_prefix="/api/")["paths"]
    assert {path for path, methods in calls.items() if set(methods) - {"get"}} - listed == set()
    assert listed <= takes | set(calls)


def anywhere(pattern: URLPattern) -> str:
    """An address of that pattern, whether there is anything at it or not."""
    parts = dict.fromkeys(pattern.pattern.converters, "1")
    return reverse(pattern.name, kwargs=parts)


@pytest.mark.parametrize(
    ("route", "does"), [("indicator", FORMS), ("action", DOES)], ids=["beside a figure", "on work"]
)
def test_whatever_a_page_offers_to_do_is_an_act(route: str, does: Mapping[str, object]) -> None:
    routes = {route, "project", "risk"} if route == "action" else {route}
    acts = {act.sent["do"] for act in ACTS if act.route in routes and act.sent}
    assert set(does) - acts == set()


def test_no_two_acts_are_told_alike() -> None:
    assert len({act.says for act in ACTS}) == len(ACTS)
