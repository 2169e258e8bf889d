"""The milestones of a project: what it reaches by which day. Its progress is how many are reached, of all."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.viewers import Viewer
from trigpoint.manage.about import BadText
from trigpoint.manage.commentary import ChangedMeanwhile
from trigpoint.manage.models import Kind, Milestone, Undertaking
from trigpoint.manage.standing import OPEN
from trigpoint.manage.undertakings import FURTHEST, add_step, movable

MOST = 60


@transaction.atomic
def add_milestone(viewer: Viewer, pk: int, name: str, due: date, *, at: datetime | None = None) -> Milestone:
    """Add a milestone to a project. Raises NotAllowed, and BadText for what cannot be."""
    project, when = _project(viewer, pk), at or timezone.now()
    name = name.strip()
    if not name or len(name) > 200:
        raise BadText("Say in a few words what is reached: at most 200 characters.")
    _require_within(project, due)
    if project.milestones.filter(ended_at__isnull=True).count() >= MOST:
        raise BadText(f"A project has at most {MOST} milestones. Part it into several projects.")
    milestone = Milestone.objects.create(undertaking=project, name=name, due=due, at=when)
    _tell(viewer, project, f"New milestone: {name}, by {due:%-d %B %Y}.", when)
    return milestone


@transaction.atomic
def reach_milestone(viewer: Viewer, pk: int, milestone: int, done: date, *, at: datetime | None = None) -> None:
    """Say on which day a milestone was reached. Raises NotAllowed, BadText and ChangedMeanwhile."""
    project, when = _project(viewer, pk), at or timezone.now()
    if done > timezone.localdate(when):
        raise BadText(f"{done:%-d %B %Y} is still to come. Say so once it is reached.")
    if done.year < 2000:
        raise BadText("That day is too long ago. Choose one since the year 2000.")
    old = _held(project, milestone)
    if old.done is not None:
        raise BadText(f"“{old.name}” is reached already, on {old.done:%-d %B %Y}.")
    _end(old, when)
    Milestone.objects.create(undertaking=project, name=old.name, due=old.due, done=done, at=when)
    _tell(viewer, project, f"Milestone reached: {old.name}, on {done:%-d %B %Y}.", when)


@transaction.atomic
def move_milestone(viewer: Viewer, pk: int, milestone: int, due: date, why: str, *, at: datetime | None = None) -> None:
    """Give a milestone another day, with a word of why; one that was called reached is so no more.

    Raises NotAllowed, BadText and ChangedMeanwhile.
    """
    project, when = _project(viewer, pk), at or timezone.now()
    old, why = _held(project, milestone), _said(why)
    if old.due == due and old.done is None:
        raise BadText("Nothing is changed. Choose another day, or go back.")
    _require_within(project, due)
    _end(old, when)
    Milestone.objects.create(undertaking=project, name=old.name, due=due, at=when)
    _tell(viewer, project, f"Milestone moved to {due:%-d %B %Y}: {old.name}. {why}", when)


@transaction.atomic
def drop_milestone(viewer: Viewer, pk: int, milestone: int, why: str, *, at: datetime | None = None) -> None:
    """Take a milestone off, with a word of why. Raises NotAllowed, BadText and ChangedMeanwhile."""
    project, when = _project(viewer, pk), at or timezone.now()
    old, why = _held(project, milestone), _said(why)
    _end(old, when)
    _tell(viewer, project, f"Milestone dropped: {old.name}. {why}", when)


def _project(viewer: Viewer, pk: int) -> Undertaking:
    project = movable(viewer, pk)
    if project.kind != Kind.PROJECT:
        raise BadText("Only a project has milestones.")
    if project.state not in OPEN:
        raise BadText("The project is over. Take it up again first, by a step that says so.")
    return project


def _held(project: Undertaking, milestone: int) -> Milestone:
    found = project.milestones.filter(pk=milestone, ended_at__isnull=True).first()
    if found is None:
        raise ChangedMeanwhile(
            "Somebody changed this milestone since you opened the page. Look at it as it stands now."
        )
    return found


def _require_within(project: Undertaking, due: date) -> None:
    start = project.steps.last().start
    if due > FURTHEST or due > project.due:
        raise BadText(
            f"The project ends on {project.due:%-d %B %Y}. Choose a day until then, or put off the end first."
        )
    if start is not None and due < start:
        raise BadText(f"The project starts on {start:%-d %B %Y}. Choose a day from then on.")


def _said(why: str) -> str:
    why = why.strip()
    if not why:
        raise BadText("Say why: one line is enough.")
    if len(why) > 1000:
        raise BadText("Say why in at most 1,000 characters.")
    return why


def _end(old: Milestone, when: datetime) -> None:
    old.ended_at = when
    old.save(update_fields=["ended_at"])


def _tell(viewer: Viewer, project: Undertaking, text: str, when: datetime) -> None:
    add_step(viewer, project, project.steps.last(), text, when)
    audit.record(viewer, "change-milestone", Kind.PROJECT, str(project.pk))
