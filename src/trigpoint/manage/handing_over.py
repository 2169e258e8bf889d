"""Handing over what a leaver answers for, to one other person, from a day: all of it or what is chosen; whole or not at all.

Responsibilities change by one change of definitions, from the day. Actions, projects and risks pass by a step, and what is
followed is followed by the other, as soon as it is handed over: a step cannot be taken on a day to come.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import Absence, User
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.ask.windows import held_by
from trigpoint.catalogue import changing
from trigpoint.catalogue.changing import Wanted
from trigpoint.catalogue.models import Change, ChangeState, Entry
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.responsibilities import (
    Responsibilities,
    Responsibility,
    deputies_passed_on,
    holds_from,
    passed_on,
    subject_of,
)
from trigpoint.definitions.yaml_files import read_text, write
from trigpoint.manage.about import BadText, readable
from trigpoint.manage.models import PortfolioItem, Undertaking
from trigpoint.manage.portfolios import follow, unfollow
from trigpoint.manage.standing import OPEN, Standing, standing
from trigpoint.manage.undertakings import move_on

REACH = timedelta(days=366)
PORTFOLIO = "portfolio"


@dataclass(frozen=True)
class Held:
    """A responsibility of the leaver. code: of the list in which it stands, at which place, as that list read then. caution:
    what is to be known before it passes to the one chosen."""

    code: str
    place: int
    document: str
    one: Responsibility
    why_not: str = ""
    caution: str = ""

    @property
    def key(self) -> str:
        return f"part:{self.code}:{self.place}:{self.document[:16]}"


@dataclass(frozen=True)
class Owned:
    """An action, project or risk of the leaver."""

    one: Standing
    why_not: str = ""

    @property
    def key(self) -> str:
        return f"step:{self.one.pk}:{self.one.last.number}"


@dataclass(frozen=True)
class Estate:
    """All that a person answers for, as it would pass. followed: how much of the portfolio would pass.

    staying: what cannot be handed over here at all, and why, in words.
    """

    held: tuple[Held, ...]
    owned: tuple[Owned, ...]
    followed: int
    staying: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Of all that can be handed over."""
        found = [one.key for one in (*self.held, *self.owned) if not one.why_not]
        return (*found, PORTFOLIO) if self.followed else tuple(found)


def estate(viewer: Viewer, leaver: User, to: User, day: date) -> Estate:
    """What would pass from one person to another, and what would not. Raises NotAllowed, and BadText for who or when."""
    require(viewer, "manage-people")
    if to.pk == leaver.pk or not to.is_active:
        raise BadText("Choose from the list who takes it on: somebody else, who can sign in.")
    today = timezone.localdate()
    if not today - REACH <= day <= today + REACH:
        raise BadText("Choose a day within a year from today.")
    owes = standing(viewer, today, owners=[leaver.pk])
    takes = viewer_of(to)
    numbers = [one.pk for one in owes if one.open]
    may_read = set(readable(Undertaking.objects.filter(pk__in=numbers), takes).values_list("pk", flat=True))
    owned = tuple(
        Owned(one, "" if takes.memberships and one.pk in may_read else _unread(to, one)) for one in owes if one.open
    )
    mine, theirs = _followed(leaver), _followed(to)
    held = tuple(replace(one, caution=_beyond(one.one, to, takes)) for one in _held(leaver, to, day))
    return Estate(held, owned, len(mine - theirs), tuple(_staying(leaver, len(numbers))))


def _beyond(one: Responsibility, to: User, takes: Viewer) -> str:
    """That somebody may ask for some places only, where what passes to them is kept by place and is not of one of these."""
    definitions = in_force()
    for dimension, members in takes.scopes:
        tree = definitions.dimensions.get(dimension)
        kept = one.indicator is None or dimension in held_by(definitions, one.indicator)
        own = one.where.get(dimension)
        if tree is not None and kept and (own is None or not tree.lies_within(own, members)):
            names = ", ".join(sorted(map(tree.name, members)))
            return f"take care: {to} may ask for {names} only, and would not see all of it"
    return ""


@transaction.atomic
def hand_over(viewer: Viewer, leaver: User, to: User, day: date, keys: Collection[str], why: str) -> int:
    """Hand over what is chosen, by its keys; how much it was. why: said in every step, and of the change of definitions.

    Raises NotAllowed, and BadText where nothing is chosen or said, or where anything chosen cannot be handed over any more:
    then nothing is.
    """
    found, why = estate(viewer, leaver, to, day), why.strip()
    if not why or len(why) > 1000:
        raise BadText("Say why in at most 1,000 characters: it stands in every step.")
    if not keys:
        raise BadText("Choose what is handed over.")
    if gone := set(keys) - set(found.keys):
        raise BadText(
            f"{len(gone)} of what you chose cannot be handed over any more: somebody changed it. Look at the list anew. "
            "Nothing is handed over yet."
        )
    said = f"Handed over from {leaver} to {to}. {why}"
    _change_definitions(viewer, [one for one in found.held if one.key in keys], leaver, to, day, said)
    for each in found.owned:
        if each.key in keys:
            move_on(viewer, each.one.pk, said, after=each.one.last.number, owner=to.username)
    if PORTFOLIO in keys:
        _pass_portfolio(leaver, to)
    audit.record(
        viewer, "hand-over", "person", leaver.username, to=to.username, day=day.isoformat(), number=len(set(keys))
    )
    return len(set(keys))


def _held(leaver: User, to: User, day: date) -> tuple[Held, ...]:
    lists = _lists()
    has = {
        (one.role, subject_of(one))
        for _, document in lists
        for one in document.responsibilities
        if one.person == to.username and holds_from(one, day)
    }
    return tuple(
        Held(entry.code, place, entry.document_id, one, _taken(one, to, has))
        for entry, document in lists
        for place, one in enumerate(document.responsibilities)
        if one.person == leaver.username and holds_from(one, day)
    )


def _taken(one: Responsibility, to: User, has: Collection[tuple[str, object]]) -> str:
    if one.deputy_for == to.username:
        return f"{to} would stand in for themselves. End it on the form of the list."
    if (one.role, subject_of(one)) in has:
        return f"{to} has it already. End it on the form of the list."
    return ""


def _lists() -> list[tuple[Entry, Responsibilities]]:
    """The lists of responsibilities in force. One query."""
    rows = Entry.objects.filter(kind="responsibilities", until=None).select_related("document").order_by("code")
    found = [(row, read_text(row.document.text, row.path).document) for row in rows]
    return [(row, document) for row, document in found if isinstance(document, Responsibilities)]


def _change_definitions(viewer: Viewer, passing: Sequence[Held], leaver: User, to: User, day: date, said: str) -> None:
    """Put in force, by one change, that responsibilities are another's; who stood in for the leaver there follows."""
    chosen = {(one.code, one.place) for one in passing}
    subjects = {subject_of(one.one) for one in passing if one.one.role != "deputy"}
    wanted = []
    for entry, document in _lists():
        then: list[Responsibility] = []
        for place, one in enumerate(document.responsibilities):
            if (entry.code, place) in chosen:
                then += passed_on(one, to.username, day)
            elif one.deputy_for == leaver.username and subject_of(one) in subjects and holds_from(one, day):
                then += deputies_passed_on(one, to.username, day)
            else:
                then.append(one)
        if tuple(then) != document.responsibilities:
            changed = document.model_copy(update={"responsibilities": tuple(then)})
            wanted.append(Wanted("responsibilities", entry.code, write(changed), entry.document_id))
    if wanted:
        title = f"Responsibilities: {leaver} hands over to {to}"
        changing.put_in_force(viewer, changing.draft(viewer, wanted, title=title, note=said).pk)


def _pass_portfolio(leaver: User, to: User) -> None:
    gives, takes = viewer_of(leaver), viewer_of(to)
    for item in PortfolioItem.objects.filter(owner=leaver):
        try:
            follow(takes, item.indicator, item.slice)
        except BadText:
            continue  # A place that there is no more: the leaver's own list said so.
        unfollow(gives, item.indicator, item.slice)


def _followed(person: User) -> set[tuple[str, str]]:
    return set(PortfolioItem.objects.filter(owner=person).values_list("indicator", "slice"))


def _unread(to: User, one: Standing) -> str:
    if one.undertaking.audience == "own-organisation":
        return f"It is for one organisation only, and {to} is not of it. Pass it on within that organisation."
    return f"{to} could not read it: no role, or limits to other places."


def _staying(leaver: User, seen: int) -> list[str]:
    """What is not handed over here, and where it can be."""
    found = []
    if unseen := Undertaking.objects.filter(owner=leaver, state__in=OPEN).count() - seen:
        found.append(
            f"{unseen} of their actions, projects and risks: you may not read them. Somebody of their organisation can "
            "pass them on."
        )
    if drafts := Change.objects.filter(author=leaver, state__in=(ChangeState.DRAFT, ChangeState.PROPOSED)).count():
        found.append(
            f"{drafts} of their drafts of definitions: an administrator may write them further, or give them up."
        )
    absences = Absence.objects.filter(deputy=leaver, last__gte=timezone.localdate()).select_related("person")
    managed = User.objects.filter(manager=leaver, is_active=True).order_by("name")
    return [
        *found,
        *(f"That they stand in for {one.person} until {one.last:%-d %B %Y}: name another there." for one in absences),
        *(f"That they manage {one}: name another manager on that person's page." for one in managed),
    ]
