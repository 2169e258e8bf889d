"""Programs and chats that are told the news of a scorecard: set by administrators, each as a reader of one organisation.

No channel is told what a person is told: that is theirs.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import Role
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.ask.door import Moment
from trigpoint.ask.readings import wanted_of
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import BadText
from trigpoint.manage.models import Channel, ChannelNews, NewsKind
from trigpoint.manage.news.decisions import Piece, folded
from trigpoint.manage.news.looking import as_kept, last_look
from trigpoint.manage.news.making import told
from trigpoint.outbox.calling import require_callable

KINDS = tuple(kind for kind in NewsKind if kind not in (NewsKind.COMMENTARY, NewsKind.OVERDUE))
"""What a channel may be told: nothing that is asked of a person."""


def channels(viewer: Viewer) -> list[Channel]:
    """All of them, by name. Raises NotAllowed."""
    require(viewer, "manage-people")
    return list(Channel.objects.order_by("name"))


@transaction.atomic
def add_channel(
    viewer: Viewer, definitions: Definitions, *, name: str, url: str, form: str, organisation: str, framework: str,
    kinds: Collection[str],
) -> Channel:  # fmt: skip
    """Add a channel; its secret is shown once. Raises NotAllowed, BadAddress and BadText."""
    require(viewer, "manage-people")
    if not settings.SITE_URL:
        raise BadText("Whoever runs the server sets TRIGPOINT_URL first: without it no link could lead back here.")
    require_callable(url)
    name = name.strip()
    if not name or len(name) > 100 or Channel.objects.filter(name=name).exists():
        raise BadText("Give it a name of its own, of at most 100 characters.")
    tree = definitions.organisations
    if organisation and (tree is None or organisation not in tree.members):
        raise BadText("Choose from the list as whose reader it is told.")
    if framework not in definitions.frameworks:
        raise BadText("Choose the scorecard whose news it is told.")
    if form not in Channel.Form.values or not kinds or set(kinds) - {kind.value for kind in KINDS}:
        raise BadText("Choose in which form, and at least one kind of news.")
    channel = Channel.objects.create(
        name=name, url=url, form=form, organisation=organisation, framework=framework, kinds=sorted(kinds),
        secret=secrets.token_hex(32), made_at=timezone.now(),
    )  # fmt: skip
    audit.record(viewer, "add-channel", "channel", str(channel.pk), framework=framework, organisation=organisation)
    return channel


@transaction.atomic
def end_channel(viewer: Viewer, pk: int) -> bool:
    """End a channel, with what is kept of it; whether there was one. Raises NotAllowed."""
    require(viewer, "manage-people")
    ended = bool(Channel.objects.filter(pk=pk).delete()[0])
    if ended:
        audit.record(viewer, "end-channel", "channel", str(pk))
    return ended


def reader_of(channel: Channel) -> Viewer:
    """As whom a channel is told: somebody who only reads, in its organisation or in the whole partnership."""
    return Viewer(None, channel.name, frozenset({(channel.organisation, Role.BOARD_MEMBER.value)}))


def news_of_channel(channel: Channel, here: Moment) -> list[Piece]:
    """What is news to a channel at a moment, since it was last looked after. Two batches of questions, and nothing kept."""
    definitions = in_force()
    if channel.framework not in definitions.frameworks:
        return []
    last = last_look(channel, timezone.localdate(here.at))
    by_wanted = told(reader_of(channel), definitions, wanted_of(definitions, [channel.framework]), last, here)
    return folded([one for several in by_wanted.values() for one in several if one.kind in channel.kinds])


def keep_as_told(channel: Channel, found: Collection[Piece], here: Moment) -> list[Piece]:
    """Of these, what the channel was not told before; kept as told. Within a transaction: the channel is locked until its end."""
    Channel.objects.select_for_update().get(pk=channel.pk)
    fields = ("kind", "indicator", "slice", "period", "turned")
    before = set(ChannelNews.objects.filter(channel=channel).values_list(*fields))
    new = {key: one for one in found if (key := tuple(str(getattr(one, name)) for name in fields)) not in before}
    ChannelNews.objects.bulk_create(
        ChannelNews(channel=channel, at=timezone.now(), **dict(zip(fields, key, strict=True))) for key in new
    )
    Channel.objects.filter(pk=channel.pk).update(**as_kept(here))
    return list(new.values())
