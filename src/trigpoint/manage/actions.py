"""Actions: raised because of a figure, owned by somebody until a day, moved on step by step. Steps are never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import User
from trigpoint.access.permissions import NotAllowed, may, require
from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.manage.about import About, BadText, readable, require_audience
from trigpoint.manage.commentary import ChangedMeanwhile
from trigpoint.manage.models import Action, ActionState, ActionStep

LONGEST = 4_000
OPEN = (ActionState.TO_DO, ActionState.UNDER_WAY)
FURTHEST = date(2099, 12, 31)


@dataclass(frozen=True)
class Standing:
    """An action as it stood at an instant. steps: those until then, oldest first; late: open, and its day is over."""

    action: Action
    steps: tuple[ActionStep, ...]
    late: bool

    @property
    def last(self) -> ActionStep:
        return self.steps[-1]

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.last.state in OPEN

    @property
    def state(self) -> str:
        """The state in words."""
        return ActionState(self.last.state).label


@transaction.atomic
def raise_action(
    viewer: Viewer,
    about: About,
    title: str,
    *,
    owner: str,
    due: date,
    details: str = "",
    audience: str = "partnership",
    organisation: str = "",
    at: datetime | None = None,
) -> Action:
    """Raise an action. owner: a user name. at: when, for history that is brought in.

    Raises NotAllowed, and BadText for what cannot be: no title, a day that is over, an owner who is nobody or may not read it.
    """
    require(viewer, "act")
    require_audience(viewer, audience, organisation)
    title, details = title.strip(), details.strip()
    if not title or len(title) > 200:
        raise BadText("Say in a few words what is to be done: at most 200 characters.")
    if len(details) > LONGEST:
        raise BadText(f"The details have {len(details):,} characters; {LONGEST:,} is the most. Attach a file instead.")
    when = at or timezone.now()
    _require_day(due, timezone.localdate(when))
    person = _owner(owner, audience, organisation)
    action = Action.objects.create(
        **about.fields(), title=title, details=details, owner=person, due=due, audience=audience, organisation=organisation,
        author_id=viewer.user_id, at=when,
    )  # fmt: skip
    ActionStep.objects.create(
        action=action, author_id=viewer.user_id, at=when, owner=person, due=due, state=action.state, number=1
    )
    audit.record(viewer, "raise-action", "action", str(action.pk), indicator=about.indicator, owner=owner)
    return action


@transaction.atomic
def move_action(
    viewer: Viewer,
    pk: int,
    text: str,
    *,
    state: str,
    due: date,
    owner: str,
    after: int,
    at: datetime | None = None,
) -> ActionStep:
    """Take the next step of an action: say how it goes, and change its state, day or owner. after: the step last seen.

    Dropping it, doing it, putting it off and passing it on need a word of why. Raises NotAllowed, BadText, and
    ChangedMeanwhile where somebody took a step since.
    """
    action = readable(Action.objects.filter(pk=pk), viewer).select_for_update(of=("self",)).first()
    if action is None:
        raise BadText("There is no such action, or it is not open to you.")
    if not may_move(viewer, action):
        raise NotAllowed("Only its owner, who raised it, or an administrator may change an action.")
    number = action.steps.count()
    if number != after:
        raise ChangedMeanwhile("Somebody took a step of this action since you opened it. Read theirs, then take yours.")
    text = text.strip()
    if state not in ActionState.values:
        raise BadText(f"There is no state “{state[:40]}”. Choose one of the list.")
    if len(text) > LONGEST:
        raise BadText(
            f"That has {len(text):,} characters; {LONGEST:,} is the most. Attach a file to the figure instead."
        )
    when = at or timezone.now()
    if due != action.due:
        _require_day(due, timezone.localdate(when))
    person = action.owner if owner == action.owner.username else _owner(owner, action.audience, action.organisation)
    same = (state, due, person.pk) == (action.state, action.due, action.owner_id)
    if same and not text:
        raise BadText("Nothing is changed, and nothing said. Write how it goes, or go back.")
    if not text and (state in (ActionState.DONE, ActionState.DROPPED) or due > action.due or person != action.owner):
        raise BadText("Say why: what came of it, why it is dropped or put off, or why somebody else takes it on.")
    action.state, action.due, action.owner = state, due, person
    action.save(update_fields=["state", "due", "owner"])
    step = ActionStep.objects.create(
        action=action,
        author_id=viewer.user_id,
        at=when,
        text=text,
        owner=person,
        due=due,
        state=state,
        number=number + 1,
    )
    audit.record(viewer, "move-action", "action", str(action.pk), indicator=action.indicator, state=state)
    return step


def may_move(viewer: Viewer, action: Action) -> bool:
    """Whether the viewer may take the next step: its owner, who raised it, and administrators."""
    if viewer.everything or may(viewer, "manage-people"):
        return True
    return viewer.user_id is not None and viewer.user_id in (action.owner_id, action.author_id) and may(viewer, "act")


def standing(
    viewer: Viewer,
    today: date,
    *,
    indicator: str | None = None,
    pk: int | None = None,
    owner: int | None = None,
    known_at: datetime | None = None,
) -> list[Standing]:
    """The actions that the viewer may read, as known at an instant (None: now): open ones first, by day. Two queries.

    indicator, pk, owner: only those.
    """
    rows = readable(Action.objects.all(), viewer, known_at)
    wanted = {"indicator": indicator, "pk": pk, "owner_id": owner}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    steps = ActionStep.objects.select_related("author", "owner")
    if known_at is not None:
        steps = steps.filter(at__lte=known_at)
    found = []
    for action in rows.select_related("author").prefetch_related(Prefetch("steps", steps)):
        taken = tuple(action.steps.all())
        found.append(Standing(action, taken, taken[-1].state in OPEN and taken[-1].due < today))
    return sorted(found, key=lambda one: (not one.open, one.last.due, one.action.pk))


def with_action(found: Iterable[Standing]) -> frozenset[str]:
    """The indicators for which something is still to be done."""
    return frozenset(one.action.indicator for one in found if one.open)


def _require_day(due: date, today: date) -> None:
    if due < today:
        raise BadText(f"{due:%-d %B %Y} is over. Choose a day by which it can be done.")
    if due > FURTHEST:
        raise BadText("That day is too far away. Choose one before the year 2100.")


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
