"""Risks on pages: scored before and after control, reviewed, in a register and in a matrix, owed on Home."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.pages import words
from undertaking_world import day, person, risk

from trigpoint.access.models import AuditEntry
from trigpoint.manage.models import Kind, Undertaking
from trigpoint.manage.risks import Scored, level
from trigpoint.manage.standing import standing
from trigpoint.manage.undertakings import move_on

NEW = "/risks/new/"


def sent(**more) -> dict[str, object]:
    return {
        "title": "The ward floods", "details": "The river.", "owner": "lead", "due": day(10), "likelihood_before": 4,
        "impact_before": 5, "controls": "Pumps.", "likelihood": 3, "impact": 5, "target": 6, "figures": ["seen-in-time"],
        "node": "agreement:able", "audience": "partnership:",
    } | more  # fmt: skip


def review(one: Undertaking, **more) -> dict[str, object]:
    return {
        "do": "step", "text": "", "state": "open", "due": one.due, "owner": "lead", "after": one.steps.count(),
        "likelihood_before": 4, "impact_before": 5, "controls": "Pumps.", "likelihood": 3, "impact": 5, "target": 6,
    } | more  # fmt: skip


@pytest.fixture
def watched(vale) -> Undertaking:
    return risk()


def test_a_risk_is_added_with_its_score_in_words(reader: Client) -> None:
    answer = reader.post(NEW, sent())
    page = words(reader.get(answer.url))
    assert "15 of 25 after control, high; 20 before. Open, review by" in page
    assert "likely (4) times severe (5)" in page
    assert "possible (3) times severe (5)" in page
    assert "Able to help, in The Vale agreement" in page
    assert "The ward floods" in words(reader.get("/indicators/seen-in-time/"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Say in a few words what may happen."),
        ({"due": ""}, "Choose the day of the next review."),
        ({"likelihood": ""}, "This field is required"),
        ({"likelihood": "9"}, "9 is not one of the available choices"),
        ({"likelihood": 5}, "With its controls a risk cannot be likelier"),
        ({"controls": " "}, "Say what the controls are"),
        ({"target": "26"}, "less than or equal to 25"),
        ({"target": "many"}, "Enter a whole number"),
    ],
)
def test_a_risk_that_cannot_be_is_refused_in_words(reader: Client, wrong: dict[str, object], said: str) -> None:
    page = reader.post(NEW, sent(**wrong))
    assert page.status_code == 400
    assert said in words(page)
    assert not Undertaking.objects.exists()


@pytest.mark.parametrize(
    ("score", "word"), [(1, "low"), (6, "low"), (8, "medium"), (12, "medium"), (15, "high"), (25, "high")]
)
def test_from_fifteen_a_risk_is_high(score: int, word: str) -> None:
    assert level(score) == word


def test_a_review_keeps_each_earlier_score(lead: Client, watched: Undertaking) -> None:
    address = f"/risks/{watched.pk}/"
    lead.post(address, review(watched, text="More pumps.", controls="Six pumps.", likelihood=2, due=day(90)))
    page = words(lead.get(address))
    assert "10 of 25 after control, medium; 20 before." in page
    scores = page[page.index("Scores until now") : page.index("Figures that it would harm")]
    assert re.search(r"20, high 15, high .* 20, high 10, medium", scores)
    one = standing(person("lead"), timezone.localdate(), kinds=[Kind.RISK])[0]
    assert [(step.score.after, step.score.controls) for step in one.scores] == [(15, "Pumps."), (10, "Six pumps.")]
    lead.post(address, review(watched, text="Nothing new.", controls="Six pumps.", likelihood=2, due=day(90)))
    assert len(standing(person("lead"), timezone.localdate())[0].scores) == 2


@pytest.mark.parametrize(
    ("move", "said"),
    [
        ({}, "Nothing is changed, and nothing said."),
        ({"likelihood": 2}, "Say why"),
        ({"state": "closed"}, "Say why"),
        ({"due": "LATER"}, "Say why"),
        ({"state": "done", "text": "Over."}, "done is not one of the available choices"),
        ({"likelihood": 2, "likelihood_before": 1, "text": "Odd."}, "cannot be likelier"),
    ],
)
def test_a_review_that_says_too_little_is_refused(
    lead: Client, watched: Undertaking, move: dict[str, object], said: str
) -> None:
    move = {name: day(40) if value == "LATER" else value for name, value in move.items()}
    page = lead.post(f"/risks/{watched.pk}/", review(watched, **move))
    assert page.status_code == 400
    assert said in words(page)
    assert watched.steps.count() == 1


def test_the_register_stands_worst_first_and_closed_ones_apart(lead: Client, watched: Undertaking) -> None:
    risk("Nurses leave", score=Scored(5, 5, 4, 5, "Pay."))
    risk("The lift fails", score=Scored(2, 2, 2, 2))
    over = risk("The roof leaks")
    move_on(person("lead"), over.pk, "Mended.", after=1, state="closed")
    rows = json.loads(lead.get("/risks/?download=json").content)["rows"]
    assert [(row["risk"], row["after"], row["level"]) for row in rows] == [
        ("Nurses leave", 20, "High"), ("The ward floods", 15, "High"), ("The lift fails", 4, "Low"),
    ]  # fmt: skip
    assert "Three risks are open, two of them high." in words(lead.get("/risks/"))
    assert "The roof leaks" in words(lead.get("/risks/?show=closed"))


def test_the_matrix_is_a_table_that_is_read_without_colour(reader: Client, watched: Undertaking) -> None:
    page = reader.get("/risks/?show=matrix").content.decode()
    square = re.search(r"<td class=\"matrix-high\">(?:(?!</td>).)*The ward floods.*?</td>", page, re.DOTALL)
    assert square is not None
    assert "15 high" in " ".join(re.sub(r"<[^>]+>", " ", square[0]).split())
    assert f'href="/risks/{watched.pk}/"' in square[0]
    assert page.count('<td class="matrix-') == 25
    assert [len(re.findall(f'<td class="matrix-{one}"', page)) for one in ("high", "medium", "low")] == [6, 7, 12]


def test_a_review_that_is_over_is_late_and_owed_on_home(lead: Client, watched: Undertaking) -> None:
    assert "review by" in words(lead.get("/"))
    watched.steps.update(due=day(-1))
    assert "review was due on" in words(lead.get("/"))
    assert "one review is late" in words(lead.get("/risks/"))
    watched.steps.update(due=day(60))
    assert "The ward floods" not in words(lead.get("/"))


def test_as_known_on_a_day_it_was_scored_as_it_was_then(lead: Client, watched: Undertaking) -> None:
    week = timezone.now() - timedelta(days=7)
    Undertaking.objects.update(at=week)
    watched.steps.update(at=week)
    watched.concerns.update(at=week)
    move_on(person("lead"), watched.pk, "More pumps.", after=1, score=Scored(4, 5, 1, 5, "Six pumps."))
    (then,) = standing(person("lead"), timezone.localdate(), known_at=timezone.now() - timedelta(days=2))
    (now,) = standing(person("lead"), timezone.localdate())
    assert (then.score.after, now.score.after) == (15, 5)


def test_a_risk_for_one_organisation_is_told_to_nobody_else(vale, signed_in) -> None:
    own = risk(
        "A ward may close", by="lead", audience="own-organisation", organisation="health", nodes=[("agreement", "able")]
    )
    outside = signed_in("reader")
    for address in ("/risks/", "/risks/?show=matrix", "/indicators/seen-in-time/", "/scorecards/agreement/"):
        assert "A ward may close" not in outside.get(address).content.decode()
    assert "One risk" not in words(outside.get("/scorecards/agreement/"))
    assert outside.get(f"/risks/{own.pk}/").status_code == 404
    assert "One risk, one high" in words(signed_in("lead").get("/scorecards/agreement/"))


def test_only_who_watches_it_who_added_it_and_administrators_review_a_risk(
    steward: Client, watched: Undertaking
) -> None:
    assert "The next step" not in words(steward.get(f"/risks/{watched.pk}/"))
    assert steward.post(f"/risks/{watched.pk}/", review(watched, text="I was here.")).status_code == 403


def test_who_has_no_role_adds_none(stranger: Client) -> None:
    assert stranger.get(NEW).status_code == 403
    assert stranger.post(NEW, sent()).status_code == 403
    assert stranger.get("/risks/").status_code == 403


def test_every_step_leaves_a_trail(lead: Client, watched: Undertaking) -> None:
    lead.post(f"/risks/{watched.pk}/", review(watched, text="Looked at."))
    found = AuditEntry.objects.filter(kind="risk", subject=str(watched.pk)).order_by("pk")
    assert [one.action for one in found] == ["raise-risk", "move-risk"]


def test_more_risks_take_no_more_queries(reader: Client, watched: Undertaking) -> None:
    def queries(address: str) -> int:
        reader.get(address)
        with CaptureQueriesContext(connection) as found:
            assert reader.get(address).status_code == 200
        return len(found)

    addresses = ("/risks/", "/risks/?show=matrix", "/indicators/seen-in-time/", "/scorecards/agreement/")
    few = [queries(address) for address in addresses]
    for number in range(6):
        risk(f"Another {number}", figures=["seen-in-time", "empty-posts"], nodes=[("agreement", "able")])
    assert [queries(address) for address in addresses] == few
