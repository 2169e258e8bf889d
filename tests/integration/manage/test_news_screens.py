"""News on pages and by mail: what waits, what can be done about it, when it is mailed and how."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from reference.pages import words
from reference.post_office import PostOffice

from trigpoint.access.models import User
from trigpoint.manage.models import News, NewsChoice, NewsKind, TellingRules
from trigpoint.manage.news.handling import acknowledge
from trigpoint.manage.news.making import make_news
from trigpoint.manage.portfolios import follow
from trigpoint.outbox.models import Message
from trigpoint.outbox.sending import send_due
from trigpoint.web.news_mail import mail_news

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=LONDON)
"""Of a Wednesday."""


@pytest.fixture
def signed_in(vale) -> Callable[[str], Client]:
    def as_somebody(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return as_somebody


@pytest.fixture
def piece(as_person, turns_red) -> News:
    """Something that the reader, who follows it, was told."""
    follow(as_person("reader"), "seen-in-time")
    turns_red()
    make_news()
    return News.objects.get(owner__username="reader")


def chosen(username: str, **more) -> None:
    NewsChoice.objects.update_or_create(owner=User.objects.get(username=username), defaults=more)


def test_what_waits_is_counted_at_the_top_and_leads_to_its_figure(signed_in, piece: News) -> None:
    reader = signed_in("reader")
    assert re.search(r'href="/news/".*?<span class="count">1</span>', reader.get("/").content.decode())
    page = reader.get("/news/")
    assert "One thing waits for you." in words(page)
    assert piece.says in words(page)
    explained = re.search(r'href="(/indicators/seen-in-time/explain/[^"]*)"', page.content.decode())
    assert explained
    assert "68.5%" in words(reader.get(explained[1].replace("&amp;", "&")))
    assert "Nothing waits for you." in words(signed_in("ada").get("/news/"))


def test_it_is_acknowledged_put_off_and_passed_on(signed_in, piece: News) -> None:
    reader = signed_in("reader")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert reader.post("/news/", {"later": piece.pk, "until": tomorrow}).status_code == 302
    assert "Nothing waits for you." in words(reader.get("/news/"))
    assert piece.says in words(reader.get("/news/?show=later"))
    assert reader.post("/news/", {"pass": piece.pk, "to": "ada"}).status_code == 302
    assert "passed on by Rita Reader" in words(signed_in("ada").get("/news/"))
    assert piece.says in words(reader.get("/news/?show=over"))
    theirs = News.objects.get(owner__username="ada")
    signed_in("ada").post("/news/", {"acknowledge": theirs.pk})
    assert "Nothing waits for you." in words(signed_in("ada").get("/news/"))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"later": "{pk}", "until": ""}, "Choose the day until which it is put off."),
        ({"later": "{pk}", "until": "soon"}, "That is no day of the calendar."),
        ({"later": "{pk}", "until": "2019-01-01"}, "Choose a day that is still to come."),
        ({"pass": "{pk}", "to": "nobody"}, "Choose from the list"),
        ({"pass": "{pk}", "to": "easterner"}, "Ed Easterner may not see this figure"),
    ],
)
def test_what_cannot_be_done_is_said(signed_in, piece: News, sent: dict[str, str], said: str) -> None:
    page = signed_in("reader").post("/news/", {key: value.format(pk=piece.pk) for key, value in sent.items()})
    assert page.status_code == 400
    assert said in words(page)


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, ""])
def test_numbers_that_are_nobodys_do_nothing(signed_in, piece: News, number: str) -> None:
    for name in ("acknowledge", "later", "pass"):
        answer = signed_in("reader").post("/news/", {name: number, "until": "2099-01-01", "to": "ada"})
        assert answer.status_code in (302, 400)
    assert News.objects.filter(handled="").count() == News.objects.count()


def test_what_is_told_is_chosen_on_a_page(signed_in, vale) -> None:
    reader = signed_in("reader")
    page = reader.get("/news/choices/")
    assert "The Vale agreement" in words(page)
    sent = {
        "rule": ["turned:framework/agreement", "restated:portfolio"], "mail": "at-once", "quiet_from": "20:00",
        "quiet_until": "07:00", "away_from": "", "away_until": "",
    }  # fmt: skip
    assert reader.post("/news/choices/", sent).status_code == 302
    choice = NewsChoice.objects.get(owner__username="reader")
    assert choice.rules == ["restated:portfolio", "turned:framework/agreement"]
    markup = reader.get("/news/choices/").content.decode()
    assert 'value="turned:framework/agreement" checked' in markup
    assert 'value="turned:portfolio" checked' not in markup
    for wrong in ({"rule": ["x"]}, {"mail": "often"}, {"quiet_from": "25:00"}, {"away_from": "2026-01-01"}):
        assert reader.post("/news/choices/", sent | wrong).status_code == 400


def test_administrators_see_counts_and_set_holidays(signed_in, piece: News) -> None:
    ada = signed_in("ada")
    page = ada.get("/news/rules/")
    assert "pieces of news in the last 90 days" in words(page)
    assert "Rita" not in words(page).replace("Rita Reader", "", 0)
    assert piece.says not in words(page)
    assert ada.post("/news/rules/", {"holidays": "2026-12-25\n2026-12-28", "escalate_after": "7"}).status_code == 302
    assert TellingRules.objects.get().holidays == ["2026-12-25", "2026-12-28"]
    for wrong in ({"holidays": "Christmas"}, {"escalate_after": "-1"}, {"escalate_after": "1000"}):
        assert ada.post("/news/rules/", {"holidays": "", "escalate_after": "7"} | wrong).status_code == 400
    assert signed_in("reader").get("/news/rules/").status_code == 403
    assert signed_in("reader").post("/news/rules/", {"holidays": "", "escalate_after": "1"}).status_code == 403


def test_at_once_is_one_mail_with_the_reason_first_and_each_figure_a_link(piece: News, post_office: PostOffice) -> None:
    chosen("reader", mail="at-once")
    chosen("lead", mail="never")
    assert mail_news(NOON) == 1
    assert mail_news(NOON) == 0
    send_due()
    (letter,) = post_office.letters
    assert letter["To"] == "reader@vale.example"
    assert letter["Subject"] == piece.says
    plain = letter.get_body(("plain",)).get_content()
    assert plain.splitlines()[0] == piece.says
    assert "https://vale.example/indicators/seen-in-time/explain/?" in plain
    assert "&amp;" not in plain
    assert '<a href="https://vale.example/indicators/seen-in-time/"' in letter.get_body(("html",)).get_content()


def test_what_was_acknowledged_in_time_is_not_mailed(as_person, piece: News, post_office: PostOffice) -> None:
    chosen("reader", mail="at-once")
    chosen("lead", mail="never")
    acknowledge(as_person("reader"), piece.pk)
    assert mail_news(NOON) == 0


def test_quiet_hours_and_holidays_are_waited_for(piece: News, post_office: PostOffice) -> None:
    chosen("reader", mail="at-once")
    chosen("lead", mail="never")
    TellingRules.objects.create(pk=1, holidays=["2026-11-25"])
    assert mail_news(NOON) == 0
    TellingRules.objects.update(holidays=[])
    assert mail_news(NOON.replace(hour=18)) == 0
    assert mail_news(NOON.replace(day=28)) == 0
    assert mail_news(NOON) == 1


def test_the_mail_of_the_day_is_one_for_all_of_it(as_person, piece: News, post_office: PostOffice) -> None:
    assert mail_news(NOON.replace(hour=7)) == 0
    assert mail_news(NOON) == 2, "to who follows, and to who leads"
    News.objects.create(
        owner=piece.owner, kind=NewsKind.LATE, indicator="seen-in-time", period=piece.period, turned="late", says="It is late",
        limits=piece.limits, at=timezone.now(),
    )  # fmt: skip
    assert mail_news(NOON.replace(hour=15)) == 0, "once a day"
    assert mail_news(NOON + timedelta(days=1)) == 1


def test_mail_that_is_down_loses_nothing_and_comes_once(piece: News, post_office: PostOffice) -> None:
    chosen("lead", mail="never")
    post_office.stop()
    assert mail_news(NOON) == 1
    send_due()
    assert mail_news(NOON) == 0
    post_office.start()
    Message.objects.update(due_at=timezone.now())
    send_due()
    send_due()
    assert len(post_office.letters) == 1


def test_a_closed_account_and_one_without_rights_are_not_mailed(piece: News, post_office: PostOffice) -> None:
    chosen("lead", mail="never")
    User.objects.filter(username="reader").update(is_active=False)
    assert mail_news(NOON) == 0
    User.objects.filter(username="reader").update(is_active=True)
    User.objects.get(username="reader").memberships.all().delete()
    assert mail_news(NOON) == 0


def test_names_cannot_write_markup_into_a_mail(piece: News, post_office: PostOffice) -> None:
    chosen("lead", mail="never")
    News.objects.filter(pk=piece.pk).update(says='<script>x</script> & "so on"')
    mail_news(NOON)
    send_due()
    (letter,) = post_office.letters
    assert "<script>" not in letter.get_body(("html",)).get_content()
    assert letter.get_body(("plain",)).get_content().splitlines()[0] == '<script>x</script> & "so on"'
