"""How undertakings stand, in words, and where their pages are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from trigpoint.judge.numbers import listed, number_in_words
from trigpoint.manage.models import Kind, State
from trigpoint.manage.standing import Standing
from trigpoint.manage.waits import Pair

UNTIL = {Kind.ACTION: ("due by", "was due on"), Kind.PROJECT: ("ends on", "was to end on"),
         Kind.RISK: ("review by", "review was due on")}  # fmt: skip


def href_of(one: Standing) -> str:
    """The page of an action, project or risk."""
    return reverse(one.kind, args=[one.pk])


def when_words(one: Standing) -> str:
    """Its state and its day: "Under way, due by 3 May 2026"; of a project its progress as well."""
    said = f"{one.state} on {one.last.at:%-d %B %Y}"
    if one.open:
        ahead, behind = UNTIL[one.kind]
        over = one.last.due < one.today
        said = f"{one.state}, {behind if over else ahead} {one.last.due:%-d %B %Y}"
    return " · ".join(filter(None, (said, progress_words(one))))


def progress_words(one: Standing) -> str:
    """Of a project with milestones: "2 of 5 milestones reached, one late"."""
    if not one.milestones:
        return ""
    late = len(one.late_milestones)
    said = f"{one.reached} of {len(one.milestones)} milestone{'' if len(one.milestones) == 1 else 's'} reached"
    return f"{said}, {number_in_words(late)} late" if late else said


def awaited_by(known: Iterable[Standing], pairs: Sequence[Pair]) -> Mapping[int, tuple[Standing, ...]]:
    """For each that waits, by number: what it waits for, of those that are known and not done."""
    by_number = {one.pk: one for one in known}
    found: dict[int, tuple[Standing, ...]] = {}
    for waits, awaited in pairs:
        other = by_number.get(awaited)
        if other is not None and other.last.state != State.DONE:
            found[waits] = (*found.get(waits, ()), other)
    return found


def waiting_words(awaited: Sequence[Standing]) -> str:
    """What something waits for, and what of that is late or dropped: "waits for “The tender”, which is late"."""
    if not awaited:
        return ""
    return f"waits for {listed([f'“{one.title}”{hindered_words(one)}' for one in awaited])}"


def hindered_words(one: Standing) -> str:
    """Why what is waited for may never come in time: it is late, or dropped."""
    if one.last.state == State.DROPPED:
        return ", which is dropped"
    return ", which is late" if one.late else ""
