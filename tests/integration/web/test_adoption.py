"""What is used and what never is: counts of groups of five people at least, and none of a person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.pages import words

from trigpoint.access.models import User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.manage.adoption import Look, counted_as, keep, told_apart
from trigpoint.manage.models import LookCount
from trigpoint.web import looks


@pytest.fixture(autouse=True)
def nothing_counted_before():
    looks._counts.clear()
    yield
    looks._counts.clear()


@pytest.fixture
def board(vale) -> list[Client]:
    """Five more board members, and an administrator at the end; five people are of other roles."""
    found = [signed_in_as(f"member{n}", "board-member") for n in range(5)]
    for n in range(2):
        signed_in_as(f"keeper{n}", "data-steward")
    return [*found, signed_in_as("abe", "administrator")]


def signed_in_as(username: str, role: str) -> Client:
    save_person(OPERATOR, username, name=username.title(), memberships=[("", role)], password="a long password")
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


@pytest.mark.parametrize(("people", "apart"), [
    ({}, set()),
    ({"a": 4}, set()),
    ({"a": 5}, {"a"}),
    ({"a": 5, "b": 4}, set()),
    ({"a": 6, "b": 7, "c": 1}, {"b"}),
    ({"a": 6, "b": 3, "c": 2}, {"a"}),
    ({"": 2, "a": 9, "b": 8}, {"a"}),
])  # fmt: skip
def test_no_group_and_no_remainder_is_of_fewer_than_five(people: dict[str, int], apart: set[str]) -> None:
    assert told_apart(people) == apart


def test_a_person_counts_as_one_role_and_one_organisation() -> None:
    assert counted_as([("council", "board-member"), ("", "analyst")]) == ("analyst", "council")
    assert counted_as([]) == ("", "")


def test_looking_at_a_page_writes_nothing_and_is_counted_beside_it(board: list[Client]) -> None:
    with CaptureQueriesContext(connection) as queries:
        board[0].get("/indicators/seen-in-time/")
    assert not [one for one in queries if re.match(r"(INSERT|UPDATE|DELETE)", one["sql"])]
    assert not LookCount.objects.exists()
    looks.keep_counts()
    looks.keep_counts()
    assert set(LookCount.objects.values_list("route", "subject", "of", "group", "looks")) == {
        ("indicator", "seen-in-time", "everybody", "", 1), ("indicator", "", "role", "board-member", 1),
        ("indicator", "", "organisation", "", 1),
    }  # fmt: skip


def test_counts_of_a_day_add_up(board: list[Client]) -> None:
    for client in board[:3]:
        client.get("/reports/")
        looks.keep_counts()
    assert LookCount.objects.get(route="reports", of="everybody").looks == 3


def test_small_groups_count_together(board: list[Client], lead: Client) -> None:
    lead.get("/")
    board[0].get("/")
    looks.keep_counts()
    assert set(LookCount.objects.filter(of="role").values_list("group", flat=True)) <= {"", "board-member"}
    assert not LookCount.objects.filter(group__in=("indicator-lead", "health")).exists()


def test_where_few_people_are_nothing_is_counted(vale, reader: Client) -> None:
    User.objects.exclude(username="reader").update(is_active=False)
    reader.get("/")
    looks.keep_counts()
    assert not LookCount.objects.exists()


def test_an_administrator_reads_what_is_used_and_what_never_is(board: list[Client]) -> None:
    board[0].get("/indicators/seen-in-time/")
    board[1].get("/reports/board/")
    looks.keep_counts()
    said = words(board[-1].get("/adoption/"))
    assert "1 of 2 indicators were looked at in the last 90 days" in said
    assert "Indicators: 1 Empty posts" in said
    assert "Reports: 1 Partner report" in said
    assert "Member" not in said


def test_what_was_looked_at_long_ago_is_unused_and_later_removed(board: list[Client]) -> None:
    today = timezone.localdate()
    keep({Look(today - timedelta(days=100), "indicator", "seen-in-time", "", ""): 9})
    keep({Look(today - timedelta(days=500), "home", "", "", ""): 1})
    assert "0 of 2 indicators" in words(board[-1].get("/adoption/"))
    assert not LookCount.objects.filter(route="home").exists()


@pytest.mark.parametrize("who", ["reader", "lead", "steward", "stranger"])
def test_nobody_else_reads_it(signed_in, who: str) -> None:
    assert signed_in(who).get("/adoption/").status_code == 403


def test_pages_that_are_refused_or_not_there_are_not_counted(board: list[Client]) -> None:
    board[0].get("/indicators/nothing-such/")
    board[0].get("/adoption/")
    Client().get("/")
    looks.keep_counts()
    assert not LookCount.objects.exists()
