"""Channels: told the news of a scorecard once, in their form, as a reader of theirs may see it."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone
from reference.pages import words

from trigpoint.access.models import User
from trigpoint.access.permissions import NotAllowed
from trigpoint.catalogue.snapshots import in_force
from trigpoint.manage.about import BadText
from trigpoint.manage.models import Channel, TellingRules
from trigpoint.manage.news.channels import add_channel, channels, end_channel
from trigpoint.outbox.calling import BadAddress
from trigpoint.outbox.models import Message
from trigpoint.web.news_calls import call_channels

WANTED = {
    "name": "The Board's chat", "url": "https://chat.example.org/hook/s3cret", "form": "json", "organisation": "",
    "framework": "agreement", "kinds": ["turned", "worse"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _site(settings) -> None:
    settings.SITE_URL, settings.CALLS_PRIVATE = "https://vale.example", False


@pytest.fixture
def add(as_person):
    """Add a channel as an administrator does."""
    return lambda **more: add_channel(as_person("ada"), in_force(), **(WANTED | more))


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def test_a_program_is_told_once_with_each_figure_a_link(add, turns_red) -> None:
    add()
    assert call_channels() == 0
    turns_red()
    assert call_channels() == 1
    assert call_channels() == 0
    message = Message.objects.get()
    assert message.to == WANTED["url"]
    (piece,) = json.loads(message.text)["news"]
    assert piece["kind"] == "turned"
    assert piece["says"].startswith("Seen in time turned red in")
    assert piece["url"].startswith("https://vale.example/indicators/seen-in-time/")
    assert piece["figure_url"].startswith("https://vale.example/indicators/seen-in-time/explain/")


def test_a_card_and_a_message_have_the_reason_first(add, turns_red) -> None:
    add(name="Teams", form="teams")
    add(name="Slack", form="slack")
    turns_red()
    assert call_channels() == 2
    teams, slack = (json.loads(one.text) for one in Message.objects.order_by("pk"))
    card = teams["attachments"][0]["content"]
    assert card["body"][0]["text"].startswith("Seen in time turned red in")
    assert "(https://vale.example/indicators/seen-in-time/explain/" in card["body"][1]["text"]
    assert slack["text"].startswith("Seen in time turned red in")
    assert slack["blocks"][0]["text"]["text"].startswith("*<https://vale.example/indicators/seen-in-time/")


def test_chats_are_left_in_peace_on_a_holiday_and_programs_are_not(add, turns_red) -> None:
    today = timezone.localdate()
    TellingRules.objects.create(pk=1, holidays=[today.isoformat()])
    add(name="Chat", form="slack")
    add(name="Program")
    turns_red()
    call_channels()
    chat, program = Message.objects.order_by("pk")
    assert timezone.localdate(chat.due_at) > today
    assert program.due_at <= timezone.now()


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"url": "https://10.0.0.1/"}, {"form": "fax"}, {"organisation": "nobody"}, {"framework": "none"},
     {"kinds": []}, {"kinds": ["commentary"]}],
)  # fmt: skip
def test_what_cannot_be_told_is_refused(add, wrong: dict) -> None:
    with pytest.raises((BadText, BadAddress)):
        add(**wrong)
    assert not Channel.objects.exists()


def test_only_administrators_set_channels_and_an_end_is_one(as_person, add, turns_red) -> None:
    channel = add()
    for username in ("reader", "analyst"):
        with pytest.raises(NotAllowed):
            channels(as_person(username))
        with pytest.raises(NotAllowed):
            end_channel(as_person(username), channel.pk)
    assert end_channel(as_person("ada"), channel.pk)
    turns_red()
    assert call_channels() == 0


def test_the_page_shows_a_secret_once_and_an_address_never(vale) -> None:
    ada = client_of("ada")
    made = ada.post("/news/channels/", WANTED)
    assert made.status_code == 200
    secret = Channel.objects.get().secret
    assert secret in words(made)
    page = ada.get("/news/channels/")
    assert "The Board&#x27;s chat" in page.content.decode()
    assert "at chat.example.org" in words(page)
    assert secret not in page.content.decode()
    assert "s3cret" not in page.content.decode()
    assert ada.post("/news/channels/", WANTED | {"name": "Other", "url": "https://127.0.0.1/"}).status_code == 400
    assert ada.post("/news/channels/", {"end": Channel.objects.get().pk}).status_code == 302
    assert not Channel.objects.exists()
    assert client_of("reader").get("/news/channels/").status_code == 403
    assert client_of("reader").post("/news/channels/", WANTED).status_code == 403


def test_without_an_address_of_the_product_there_is_no_channel(add, settings) -> None:
    settings.SITE_URL = ""
    with pytest.raises(BadText, match="TRIGPOINT_URL"):
        add()
