"""A person's own objectives: written by them or their manager, seen by these two and by nobody else.

Neither an administrator nor the command line reads them: what somebody is to be appraised by is between the two. The
trail says that something was written, and nothing of what.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import User
from trigpoint.access.permissions import NotAllowed
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.snapshots import in_force
from trigpoint.manage.about import BadText, require_defined
from trigpoint.manage.commentary import ChangedMeanwhile
from trigpoint.manage.models import Aim, Objective, ObjectiveUpdate

LONGEST = 4_000
EARLIEST, FURTHEST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class Stands:
    """An objective as it stood at an instant. updates: those until then, oldest first."""

    objective: Objective
    updates: tuple[ObjectiveUpdate, ...]

    @property
    def last(self) -> ObjectiveUpdate:
        return self.updates[-1]

    @property
    def open(self) -> bool:
        """Whether it is still to be achieved."""
        return self.last.state == Aim.UNDER_WAY

    @property
    def state(self) -> str:
        """Its state in words."""
        return Aim(self.last.state).label


def may_see_objectives(viewer: Viewer, person: User) -> bool:
    """Whether the viewer is the person, or the manager named on the account."""
    return viewer.user_id is not None and viewer.user_id in (person.pk, person.manager_id)


def require_objectives(viewer: Viewer, person: User) -> None:
    """Raise NotAllowed for everybody but the two."""
    if not may_see_objectives(viewer, person):
        raise NotAllowed("A person's own objectives are seen by them and by the manager named on their account alone.")


def objectives_of(viewer: Viewer, person: User, known_at: datetime | None = None) -> list[Stands]:
    """A person's objectives as known at an instant (None: now), open ones first. Raises NotAllowed."""
    require_objectives(viewer, person)
    return _stood(Q(person=person), known_at)


def objectives_seen(viewer: Viewer, known_at: datetime | None = None) -> list[Stands]:
    """All objectives that the viewer may see: their own, and those of the people whom they manage."""
    if viewer.user_id is None:
        return []
    return _stood(Q(person_id=viewer.user_id) | Q(person__manager_id=viewer.user_id), known_at)


@transaction.atomic
def write_objective(
    viewer: Viewer,
    person: User,
    title: str,
    *,
    first: date,
    last: date,
    words: str = "",
    indicator: str = "",
    supports: tuple[str, str] | None = None,
    at: datetime | None = None,
) -> Objective:
    """Write an objective of a person. indicator: that it is measured by. supports: (framework, node) that it helps.

    Raises NotAllowed, and BadText for what cannot be.
    """
    require_objectives(viewer, person)
    title, words = title.strip(), words.strip()
    if not title or len(title) > 200:
        raise BadText("Say in a few words what is to be achieved: at most 200 characters.")
    _require_length(words)
    if last < first:
        raise BadText("The last day is before the first. Choose a later one.")
    if first < EARLIEST or last > FURTHEST:
        raise BadText("Choose days between the years 2000 and 2099.")
    require_defined(in_force(), [indicator] if indicator else [], [supports] if supports is not None else [])
    framework, node = supports or ("", "")
    when = at or timezone.now()
    objective = Objective.objects.create(
        person=person, author_id=viewer.user_id, at=when, title=title, words=words, indicator=indicator,
        framework=framework, node=node, first=first,
    )  # fmt: skip
    ObjectiveUpdate.objects.create(
        objective=objective, author_id=viewer.user_id, at=when, state=Aim.UNDER_WAY, last=last, number=1
    )
    audit.record(viewer, "write-objective", "objective", str(objective.pk))
    return objective


@transaction.atomic
def update_objective(
    viewer: Viewer,
    pk: int,
    text: str,
    *,
    after: int,
    state: str | None = None,
    last: date | None = None,
    at: datetime | None = None,
) -> ObjectiveUpdate:
    """Say how an objective goes, and change its state or last day (None: as it is). after: the update last seen.

    Raises NotAllowed, BadText and ChangedMeanwhile.
    """
    objective = Objective.objects.select_for_update(of=("self",)).select_related("person").filter(pk=pk).first()
    if objective is None or not may_see_objectives(viewer, objective.person):
        raise NotAllowed("There is no such objective, or it is not open to you.")
    newest = objective.updates.last()
    if newest.number != after:
        raise ChangedMeanwhile("Somebody wrote an update since you opened this. Read it, then write yours.")
    text = text.strip()
    _require_length(text)
    state, last = state or newest.state, last or newest.last
    if state not in Aim.values:
        raise BadText(f"There is no state “{state[:40]}”. Choose one of the list.")
    if last < objective.first or last > FURTHEST:
        raise BadText(f"Choose a last day after {objective.first:%-d %B %Y}, and before the year 2100.")
    if not text:
        raise BadText("Write how it goes; and why, where its state or day is another.")
    update = ObjectiveUpdate.objects.create(
        objective=objective, author_id=viewer.user_id, at=at or timezone.now(), text=text, state=state, last=last,
        number=newest.number + 1,
    )  # fmt: skip
    audit.record(viewer, "update-objective", "objective", str(pk))
    return update


def _stood(whose: Q, known_at: datetime | None) -> list[Stands]:
    rows, updates = Objective.objects.filter(whose), ObjectiveUpdate.objects.select_related("author")
    if known_at is not None:
        rows, updates = rows.filter(at__lte=known_at), updates.filter(at__lte=known_at)
    rows = rows.select_related("person", "author").prefetch_related(Prefetch("updates", updates))
    found = [Stands(row, tuple(row.updates.all())) for row in rows]
    return sorted(found, key=lambda one: (not one.open, one.last.last, one.objective.pk))


def _require_length(text: str) -> None:
    if len(text) > LONGEST:
        raise BadText(f"That has {len(text):,} characters; {LONGEST:,} is the most.")
