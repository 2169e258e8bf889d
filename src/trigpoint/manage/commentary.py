"""Commentary: one text for an item, slice, period and audience; each change is a further version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.manage.about import About, BadText, readable, require_audience
from trigpoint.manage.models import Commentary


class ChangedMeanwhile(BadText):
    """Somebody else wrote a version since the viewer opened theirs; theirs is not lost, and nothing is overwritten."""


@transaction.atomic
def write_commentary(
    viewer: Viewer,
    about: About,
    text: str,
    *,
    after_version: int,
    audience: str = "partnership",
    organisation: str = "",
    at: datetime | None = None,
) -> Commentary:
    """Write the next version of a text. after_version: the one that the viewer saw (0: none yet).

    Raises NotAllowed, BadText, and ChangedMeanwhile where a newer version exists.
    """
    require(viewer, "comment")
    require_audience(viewer, audience, organisation)
    if not text.strip():
        raise BadText("The commentary is empty. Write something, or go back.")
    same = Commentary.objects.filter(**about.fields(), audience=audience, organisation=organisation)
    newest = same.order_by("-version").select_related("author").first()
    if newest is not None and newest.version != after_version:
        raise ChangedMeanwhile(
            f"{newest.author} changed this commentary at {timezone.localtime(newest.at):%H:%M on %-d %B %Y}, while you "
            "were writing. Their text is shown beside yours: bring the two together and save again."
        )
    written = Commentary.objects.create(
        **about.fields(),
        text=text.strip(),
        version=(newest.version if newest else 0) + 1,
        audience=audience,
        organisation=organisation,
        author_id=viewer.user_id,
        at=at or timezone.now(),
    )
    audit.record(viewer, "write-commentary", "indicator", about.indicator, period=about.period, version=written.version)
    return written


def commentaries(
    viewer: Viewer, indicators: list[str], period: str | None = None, *, known_at: datetime | None = None
) -> list[Commentary]:
    """The newest versions that the viewer may read, of some indicators: those that were the newest at an instant
    (None: now). One query."""
    rows = readable(Commentary.objects.filter(indicator__in=indicators), viewer, known_at).select_related("author")
    if period is not None:
        rows = rows.filter(period=period)
    newest: dict[tuple[str, ...], Commentary] = {}
    for row in rows.order_by("version"):
        newest[(row.indicator, row.framework, row.item, row.slice, row.period, row.audience, row.organisation)] = row
    return sorted(newest.values(), key=lambda row: row.at, reverse=True)
