"""News by mail: at once or all of a day together, outside quiet hours; the reason in the subject, each figure a link.

What is mailed is what waits on the page: what was acknowledged before the mail went out is not mailed any more.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from trigpoint.access.models import User
from trigpoint.access.permissions import may
from trigpoint.access.viewers import viewer_of
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.models import MailWhen, News, NewsChoice
from trigpoint.manage.news.choices import holidays_of, telling_rules
from trigpoint.manage.news.handling import waiting
from trigpoint.manage.news.hours import digest_is_due, is_quiet
from trigpoint.outbox.writing import link_to, mail_is_set, write_mail
from trigpoint.web.news_links import figure_href, piece_href

MOST = 30
"""Pieces in one mail; the rest stands on the page, and the mail says how many."""


def mail_news(now: datetime | None = None) -> int:
    """Write the mails of news that may go out now; gives how many. now: in the partnership's time; None: now."""
    if not mail_is_set():
        return 0
    now = now or timezone.localtime()
    holidays = holidays_of(telling_rules())
    owners = News.objects.filter(mailed_at__isnull=True, handled="").values_list("owner_id", flat=True).distinct()
    people = User.objects.filter(pk__in=list(owners), is_active=True).exclude(email="").select_related("news_choice")
    written = 0
    for person in people:
        choice = getattr(person, "news_choice", None) or NewsChoice(owner=person)
        if _may_go(choice, now, holidays):
            written += _mail(person, now)
    return written


def _may_go(choice: NewsChoice, now: datetime, holidays) -> bool:
    if choice.mail == MailWhen.NEVER:
        return False
    if is_quiet(now, choice.quiet_from, choice.quiet_until, holidays):
        return False
    return choice.mail == MailWhen.AT_ONCE or digest_is_due(now, choice.digest_on, holidays)


@transaction.atomic
def _mail(person: User, now: datetime) -> bool:
    """Write one person's mail with all that waits unmailed; False where nothing does."""
    viewer = viewer_of(person)
    # Of two processes the second waits here, and finds what the first has mailed.
    User.objects.select_for_update().get(pk=person.pk)
    pieces = list(waiting(viewer, now.date()).filter(mailed_at__isnull=True)) if may(viewer, "read") else []
    if not pieces:
        return False
    definitions = in_force()
    context = {
        "person": person, "lines": [_line(definitions, piece) for piece in pieces[:MOST]], "more": max(0, len(pieces) - MOST),
        "news_href": link_to(reverse("news")), "choices_href": link_to(reverse("news-choices")),
    }  # fmt: skip
    rest = len(pieces) - 1
    subject = pieces[0].says if not rest else f"{pieces[0].says[:180]} – and {rest} more"
    write_mail(
        person.email, subject, render_to_string("web/mail/news.txt", context),
        html=render_to_string("web/mail/news.html", context), why="News",
    )  # fmt: skip
    News.objects.filter(pk__in=[piece.pk for piece in pieces]).update(mailed_at=now)
    NewsChoice.objects.update_or_create(owner=person, defaults={"digest_on": now.date()})
    return True


def _line(definitions: Definitions, piece: News) -> dict[str, str]:
    figure = figure_href(definitions, piece)
    return {
        "says": piece.says, "more": piece.more, "href": link_to(piece_href(piece)), "figure": link_to(figure) if figure else "",
        "by": str(piece.passed_by) if piece.passed_by else "",
    }  # fmt: skip
