"""News posted to programs and chats: JSON for a program, a card for Teams, a message for Slack; each figure a link."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from trigpoint.ask.door import moment
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.models import Channel, News
from trigpoint.manage.news.channels import keep_as_told, news_of_channel
from trigpoint.manage.news.choices import holidays_of, telling_rules
from trigpoint.manage.news.decisions import Piece
from trigpoint.manage.news.hours import next_open
from trigpoint.mistakes import Mistake
from trigpoint.outbox.writing import write_call
from trigpoint.web.news_links import figure_href, piece_href

EVENING, MORNING = time(18), time(8)
"""Between these chats are left in peace, as at weekends and on holidays; programs are not."""
MOST = 20
"""Pieces in a chat's message; the rest stands on the page."""

logger = logging.getLogger(__name__)


def call_channels() -> int:
    """Write the calls of what is news to each channel; gives how many. One that cannot be worked out holds up no other."""
    written = 0
    for channel in Channel.objects.all():
        try:
            written += _call(channel)
        except Mistake as mistake:
            logger.warning("News could not be made for the channel %s: %s", channel.pk, mistake)
    return written


def _call(channel: Channel) -> bool:
    here = moment()
    found = news_of_channel(channel, here)
    with transaction.atomic():
        new = keep_as_told(channel, found, here)
        if not new:
            return False
        body = json.dumps(_body(channel, new), ensure_ascii=False)
        peace = None
        if channel.form != Channel.Form.JSON:
            peace = next_open(timezone.localtime(), EVENING, MORNING, holidays_of(telling_rules()))
        write_call(channel.url, body, why="News for a channel", secret=channel.secret, not_before=peace)
    return True


def _body(channel: Channel, pieces: Sequence[Piece]) -> dict[str, Any]:
    definitions = in_force()
    lines = [_line(definitions, piece) for piece in pieces]
    if channel.form == Channel.Form.JSON:
        return {"type": "news", "channel": channel.name, "at": timezone.now().isoformat(), "news": lines}
    shown, rest = lines[:MOST], len(lines) - MOST
    if channel.form == Channel.Form.SLACK:
        return {"text": lines[0]["says"], "blocks": [*map(_slack, shown), *([_slack_rest(rest)] if rest > 0 else [])]}
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": _card(shown, rest)}],
    }


def _line(definitions: Definitions, piece: Piece) -> dict[str, str]:
    """A piece as data, with whole addresses."""
    row = News(
        kind=piece.kind, indicator=piece.indicator, framework=piece.framework, slice=piece.slice, period=piece.period
    )
    figure = figure_href(definitions, row)
    return {
        "kind": str(piece.kind.value), "says": piece.says, "more": piece.more, "indicator": piece.indicator, "where": piece.slice,
        "period": piece.period, "url": _whole(piece_href(row)), "figure_url": _whole(figure) if figure else "",
    }  # fmt: skip


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _slack(line: dict[str, str]) -> dict[str, Any]:
    figure = f"\n<{line['figure_url']}|Where the figure comes from>" if line["figure_url"] else ""
    text = f"*<{line['url']}|{_escaped(line['says'])}>*\n{_escaped(line['more'])}{figure}"
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:2900]}}


def _slack_rest(rest: int) -> dict[str, Any]:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": f"And {rest} more."}]}


def _escaped(text: str) -> str:
    """As Slack wants it: names cannot make links or mentions."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "¦")


def _card(shown: Sequence[dict[str, str]], rest: int) -> dict[str, Any]:
    body: list[dict[str, Any]] = []
    for line in shown:
        body.append({"type": "TextBlock", "text": _plain(line["says"]), "weight": "Bolder", "wrap": True})
        more = " ".join(part for part in (_plain(line["more"]), f"[Open]({line['url']})") if part)
        figure = f" · [Where the figure comes from]({line['figure_url']})" if line["figure_url"] else ""
        body.append({"type": "TextBlock", "text": f"{more}{figure}", "wrap": True, "spacing": "None"})
    if rest > 0:
        body.append({"type": "TextBlock", "text": f"And {rest} more.", "isSubtle": True})
    actions = [{"type": "Action.OpenUrl", "title": "All news", "url": _whole(reverse("news"))}]
    return {"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4", "body": body, "actions": actions}  # fmt: skip


def _plain(text: str) -> str:
    """As a card wants it: brackets and stars of a name are no Markdown."""
    return "".join(f"\\{letter}" if letter in "\\[]()*_`" else letter for letter in text)
