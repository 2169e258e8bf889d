"""What changed since I was last here, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from trigpoint.catalogue.models import Load
from trigpoint.manage.models import Commentary, Note
from trigpoint.manage.since import Since
from trigpoint.web.links import indicator_href
from trigpoint.web.visit import Visit


@dataclass(frozen=True)
class Change:
    """Something that changed. when: a day in words."""

    what: str
    detail: str
    href: str
    when: str


def changes(here: Visit, since: Since) -> list[Change]:
    definitions = here.definitions
    found: list[tuple] = []
    for load in since.restated:
        data_set = definitions.data_sets.get(load.data_set)
        who = f", by {load.loaded_by}" if load.loaded_by_id else ""
        found.append((load.known_on, f"{data_set.name if data_set else load.data_set}: {_restating(load)}{who}",
                      _span(here, load), reverse("load", args=[load.pk])))  # fmt: skip
    written: list[tuple[str, Note | Commentary, str, datetime]] = [
        ("note", text, text.text, text.at) for text in since.notes
    ]
    written += [("commentary", text, text.parts[0][1], text.decided_at or text.at) for text in since.commentaries]
    for kind, text, said, when in written:
        indicator = definitions.indicators.get(text.indicator)
        if indicator is None:
            continue
        href = indicator_href(here.context, indicator.code, framework=text.framework or None)
        short = said if len(said) <= 140 else f"{said[:139].rsplit(' ', 1)[0]}…"
        found.append((when, f"{indicator.name}: a {kind} by {text.author}", short, f"{href}#{kind}s"
                      if kind == "note" else f"{href}#commentary"))  # fmt: skip
    for snapshot in since.snapshots:
        who = f", by {snapshot.made_by}" if snapshot.made_by_id else ""
        found.append((snapshot.made_at, f"Definitions changed{who}", snapshot.note, reverse("catalogue")))
    found.sort(key=lambda one: one[0], reverse=True)
    return [Change(what, detail, href, f"{timezone.localtime(at):%-d %B %Y}") for at, what, detail, href in found]


def _restating(load: Load) -> str:
    """What an upload did to what was known before, in its own account's words: rows, not the figures made of them."""
    parts = []
    if load.corrected:
        parts.append(f"{load.corrected:,} {'row' if load.corrected == 1 else 'rows'} corrected")
    if load.removed:
        parts.append(f"{load.removed:,} {'figure' if load.removed == 1 else 'figures'} no longer held")
    return " and ".join(parts)


def _span(here: Visit, load: Load) -> str:
    if load.first_day is None or load.last_day is None:
        return load.note
    last = load.last_day - timedelta(days=1)
    first = f"{load.first_day:%B %Y}"
    said = first if first == f"{last:%B %Y}" else f"{first} to {last:%B %Y}"
    return f"{said}. {load.note}" if load.note else said
