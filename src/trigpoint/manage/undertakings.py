"""Undertakings: actions, projects and risks are raised, owned by somebody until a day, and moved on step by step.

What the three have in common is here. Steps are never changed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.absences import why_no_deputy
from trigpoint.access.models import User
from trigpoint.access.permissions import NotAllowed, may, require
from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.catalogue.snapshots import in_force
from trigpoint.manage.about import About, BadText, readable, require_audience, require_defined, require_within
from trigpoint.manage.commentary import ChangedMeanwhile
from trigpoint.manage.models import Concern, Kind, Note, Score, State, Step, Undertaking
from trigpoint.manage.risks import Scored, require_score
from trigpoint.manage.standing import WORK, then_held

LONGEST = 4_000
FURTHEST = date(2099, 12, 31)
DOES = (State.TO_DO, State.UNDER_WAY, State.DONE, State.DROPPED)
STATES = {Kind.ACTION: DOES, Kind.PROJECT: DOES, Kind.RISK: (State.OPEN, State.CLOSED)}
"""The states of each kind, the one that it is raised in first."""
OVER = (State.DONE, State.DROPPED, State.CLOSED)
IN_A_FEW_WORDS = {
    Kind.ACTION: "Say in a few words what is to be done",
    Kind.PROJECT: "Say in a few words what the project is called",
    Kind.RISK: "Say in a few words what may happen",
}


@transaction.atomic
def raise_undertaking(
    viewer: Viewer,
    kind: Kind,
    about: About,
    title: str,
    *,
    owner: str,
    due: date,
    start: date | None = None,
    details: str = "",
    figures: Collection[str] = (),
    nodes: Collection[tuple[str, str]] = (),
    score: Scored | None = None,
    note: Note | None = None,
    audience: str = "partnership",
    organisation: str = "",
    at: datetime | None = None,
) -> Undertaking:
    """Raise an action, a project or a risk. owner: a user name. figures, nodes: what it should move or bears upon.

    start: of a project; score: of a risk. note: that it was raised from. at: when, for history that is brought in.
    Raises NotAllowed, and BadText for what cannot be: no title, a day that is over, an owner who may not read it.
    """
    require(viewer, "act")
    require_within(viewer, about)
    require_audience(viewer, audience, organisation)
    title, details = title.strip(), details.strip()
    if not title or len(title) > 200:
        raise BadText(f"{IN_A_FEW_WORDS[kind]}: at most 200 characters.")
    if len(details) > LONGEST:
        raise BadText(f"The details have {len(details):,} characters; {LONGEST:,} is the most. Attach a file instead.")
    when = at or timezone.now()
    _require_day(due, timezone.localdate(when))
    _require_span(kind, start, due)
    person = _owner(owner, audience, organisation)
    undertaking = Undertaking.objects.create(
        **about.fields(), kind=kind, title=title, details=details, owner=person, due=due, state=STATES[kind][0], note=note,
        audience=audience, organisation=organisation, author_id=viewer.user_id, at=when,
    )  # fmt: skip
    step = Step.objects.create(
        undertaking=undertaking, author_id=viewer.user_id, at=when, owner=person, due=due, start=start,
        state=undertaking.state, number=1,
    )  # fmt: skip
    _keep_score(kind, step, score)
    _hold(undertaking, figures, nodes, when)
    audit.record(viewer, f"raise-{kind}", kind, str(undertaking.pk), indicator=about.indicator, owner=owner)
    return undertaking


@transaction.atomic
def move_on(
    viewer: Viewer,
    pk: int,
    text: str,
    *,
    after: int,
    state: str | None = None,
    due: date | None = None,
    owner: str | None = None,
    start: date | None = None,
    project: int | None = None,
    score: Scored | None = None,
    at: datetime | None = None,
) -> Step:
    """Take the next step: say how it goes, and change its state, day, owner, start, project or score (None: as it is).

    after: the number of the step last seen. project: that an action belongs to from now on; 0: none. Ending it, putting it
    off and passing it on need a word of why. Raises NotAllowed, BadText, and ChangedMeanwhile where somebody took a step
    since.
    """
    one = movable(viewer, pk)
    last = one.steps.select_related("score").last()
    if last.number != after:
        raise ChangedMeanwhile(
            f"Somebody took a step of this {one.kind} since you opened it. Read theirs, then take yours."
        )
    text = text.strip()
    kind, when = Kind(one.kind), at or timezone.now()
    state, due, start = state or one.state, due or one.due, start or last.start
    if state not in STATES[kind]:
        raise BadText(f"There is no state “{state[:40]}”. Choose one of the list.")
    if len(text) > LONGEST:
        raise BadText(
            f"That has {len(text):,} characters; {LONGEST:,} is the most. Attach a file to the figure instead."
        )
    if due != one.due:
        _require_day(due, timezone.localdate(when))
    _require_span(kind, start, due)
    _require_milestones(one, start, due)
    person = one.owner if owner in (None, one.owner.username) else _owner(owner, one.audience, one.organisation)
    belongs = one.project_id if project is None else _project(viewer, one, project)
    rescored = score is not None and score != _scored_last(one)
    then = (one.state, one.due, last.start, one.owner_id, one.project_id)
    if not text and not rescored and (state, due, start, person.pk, belongs) == then:
        raise BadText("Nothing is changed, and nothing said. Write how it goes, or go back.")
    ends, put_off = state != one.state and state in OVER, due > one.due
    if not text and (ends or put_off or rescored or person != one.owner):
        raise BadText(WHY[kind])
    step = add_step(viewer, one, last, text, when, state=state, due=due, start=start, owner=person, project_id=belongs)
    if rescored:
        _keep_score(kind, step, score)
    audit.record(viewer, f"move-{kind}", kind, str(one.pk), indicator=one.indicator, state=state)
    return step


WHY = dict.fromkeys(
    WORK, "Say why: what came of it, why it is dropped or put off, or why somebody else takes it on."
) | {Kind.RISK: "Say why: what the review found, why it is scored anew or closed, or why somebody else watches it."}


@transaction.atomic
def bear_upon(
    viewer: Viewer, pk: int, figures: Collection[str], nodes: Collection[tuple[str, str]], *, at: datetime | None = None
) -> None:
    """Say what it should move or bears upon from now on, beside the figure that it was raised on.

    Raises NotAllowed, and BadText for what is not defined.
    """
    one = movable(viewer, pk)
    when = at or timezone.now()
    held = list(one.concerns.filter(then_held(None)))
    wanted = {(code, "", "") for code in figures if code != one.indicator} | {("", *node) for node in nodes}
    gone = [row.pk for row in held if (row.indicator, row.framework, row.node) not in wanted]
    has = {(row.indicator, row.framework, row.node) for row in held}
    new = wanted - has
    if not gone and not new:
        raise BadText("Nothing is changed. Choose other figures, or go back.")
    one.concerns.filter(pk__in=gone).update(ended_at=when)
    _hold(one, [a for a, _, node in new if not node], [(b, node) for _, b, node in new if node], when)
    audit.record(viewer, f"link-{one.kind}", one.kind, str(one.pk), figures=sorted(figures))


def may_move(viewer: Viewer, undertaking: Undertaking) -> bool:
    """Whether the viewer may take the next step: its owner, who stands in for the owner today, who raised it, and
    administrators."""
    if viewer.everything or may(viewer, "manage-people"):
        return True
    theirs = viewer.user_id is not None and viewer.user_id in (undertaking.owner_id, undertaking.author_id)
    return (theirs or undertaking.owner_id in viewer.stands_in_for) and may(viewer, "act")


def movable(viewer: Viewer, pk: int) -> Undertaking:
    """The undertaking, for a change within this transaction. Raises BadText where there is none, and NotAllowed."""
    one = readable(Undertaking.objects.filter(pk=pk), viewer).select_for_update(of=("self",)).first()
    if one is None:
        raise BadText("There is nothing of the kind, or it is not open to you.")
    require_move(viewer, one)
    return one


def require_move(viewer: Viewer, undertaking: Undertaking) -> None:
    """Raise NotAllowed for who may not take the next step, with why somebody who stood in no longer may."""
    if not may_move(viewer, undertaking):
        over = why_no_deputy(viewer, undertaking.owner_id)
        raise NotAllowed(
            over or f"Only its owner, who raised it, or an administrator may change this {undertaking.kind}."
        )


def add_step(viewer: Viewer, one: Undertaking, last: Step, text: str, when: datetime, **changed: object) -> Step:
    """Write the step that follows `last`; what is not changed stands as it stood."""
    kept = {name: getattr(last, name) for name in ("state", "due", "owner", "start", "project_id")} | changed
    for name in ("state", "due", "owner", "project_id"):
        setattr(one, name, kept[name])
    one.save(update_fields=["state", "due", "owner", "project"])
    return Step.objects.create(
        undertaking=one, author_id=viewer.user_id, at=when, text=text, number=last.number + 1, **kept
    )


def _keep_score(kind: Kind, step: Step, score: Scored | None) -> None:
    if kind != Kind.RISK:
        return
    if score is None:
        raise BadText("Score the risk: how likely it is and how much it would harm, before and after control.")
    require_score(score)
    Score.objects.create(step=step, **asdict(score))


def _scored_last(one: Undertaking) -> Scored | None:
    row = Score.objects.filter(step__undertaking=one).order_by("-step__number").first()
    return None if row is None else Scored(**{name: getattr(row, name) for name in Scored.__dataclass_fields__})


def _hold(one: Undertaking, figures: Collection[str], nodes: Collection[tuple[str, str]], when: datetime) -> None:
    require_defined(in_force(), figures, nodes)
    Concern.objects.bulk_create(
        [Concern(undertaking=one, indicator=code, at=when) for code in dict.fromkeys(figures)]
        + [Concern(undertaking=one, framework=a, node=b, at=when) for a, b in dict.fromkeys(nodes)]
    )


def _project(viewer: Viewer, one: Undertaking, pk: int) -> int | None:
    if not pk:
        return None
    if one.kind != Kind.ACTION:
        raise BadText("Only an action belongs to a project.")
    if pk == one.project_id:
        return pk
    if not readable(Undertaking.objects.filter(pk=pk, kind=Kind.PROJECT), viewer).exists():
        raise BadText("There is no such project, or it is not open to you.")
    return pk


def _require_day(due: date, today: date) -> None:
    if due < today:
        raise BadText(f"{due:%-d %B %Y} is over. Choose a day by which it can be done.")
    if due > FURTHEST:
        raise BadText("That day is too far away. Choose one before the year 2100.")


def _require_span(kind: Kind, start: date | None, due: date) -> None:
    if kind != Kind.PROJECT:
        return
    if start is None:
        raise BadText("Choose the day on which the project starts.")
    if start > due:
        raise BadText("The project would end before it starts. Choose a later end, or an earlier start.")
    if start.year < 2000:
        raise BadText("That start is too long ago. Choose a day since the year 2000.")


def _require_milestones(one: Undertaking, start: date | None, due: date) -> None:
    """What is still to be reached lies within the project, however it is put off or brought forward."""
    for milestone in one.milestones.filter(then_held(None), done__isnull=True):
        if milestone.due > due or (start is not None and milestone.due < start):
            raise BadText(f"The milestone “{milestone.name}” is due on {milestone.due:%-d %B %Y}. Move it first.")


def _owner(username: str, audience: str, organisation: str) -> User:
    """Who is to do it: somebody who can sign in, and may read it. Raises BadText."""
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise BadText("Choose who is to do it from the list.")
    reader = viewer_of(person)
    if audience == "own-organisation" and organisation not in reader.organisations:
        raise BadText(
            f"{person} does not belong to the organisation that may read this. Choose another, or other readers."
        )
    if audience == "partnership" and not reader.memberships:
        raise BadText(f"{person} has no role in the partnership, and could not read this.")
    return person
