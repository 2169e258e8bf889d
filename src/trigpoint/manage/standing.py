"""How undertakings stand: actions, projects and risks with their steps, as known on any day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from trigpoint.access.viewers import Viewer
from trigpoint.manage.about import readable
from trigpoint.manage.models import Concern, Kind, Milestone, Score, State, Step, Undertaking

OPEN = frozenset({State.TO_DO, State.UNDER_WAY, State.OPEN})

WORK = (Kind.ACTION, Kind.PROJECT)
"""What is done, and then over; a risk is watched."""


@dataclass(frozen=True)
class Standing:
    """An undertaking as it stood at an instant.

    steps: those until then, oldest first. milestones: of a project, by day. figures: codes of the indicators that it is
    about or should move. nodes: (framework, node) that it bears upon.
    """

    undertaking: Undertaking
    steps: tuple[Step, ...]
    today: date
    milestones: tuple[Milestone, ...] = ()
    figures: tuple[str, ...] = ()
    nodes: tuple[tuple[str, str], ...] = ()

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def said(self) -> str:
        """What was last said of it."""
        return next((step.text for step in reversed(self.steps) if step.text), "")

    @property
    def pk(self) -> int:
        return self.undertaking.pk

    @property
    def title(self) -> str:
        return self.undertaking.title

    @property
    def kind(self) -> Kind:
        return Kind(self.undertaking.kind)

    @property
    def open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.last.state in OPEN

    @property
    def state(self) -> str:
        """The state in words."""
        return State(self.last.state).label

    @property
    def late_milestones(self) -> tuple[Milestone, ...]:
        """Those whose day is over, of what is still open."""
        return tuple(one for one in self.milestones if self.open and one.done is None and one.due < self.today)

    @property
    def late(self) -> bool:
        """Open, and its own day or that of a milestone is over."""
        return self.open and (self.last.due < self.today or bool(self.late_milestones))

    @property
    def reached(self) -> int:
        """How many milestones are done: with their number, a project's progress."""
        return sum(one.done is not None for one in self.milestones)

    @property
    def next_day(self) -> date:
        """The first day on which something is due of it: a milestone, or the whole."""
        return min([self.last.due, *(one.due for one in self.milestones if one.done is None)])

    @property
    def scores(self) -> tuple[Step, ...]:
        """The steps at which a risk was scored, oldest first."""
        return tuple(step for step in self.steps if score_of(step) is not None)

    @property
    def score(self) -> Score:
        """The newest score of a risk."""
        return self.scores[-1].score


def score_of(step: Step) -> Score | None:
    """How a risk was scored at a step, where it was."""
    return getattr(step, "score", None)


def standing(
    viewer: Viewer,
    today: date,
    *,
    kinds: Collection[Kind] | None = None,
    indicator: str | None = None,
    pk: int | None = None,
    owners: Collection[int] | None = None,
    known_at: datetime | None = None,
) -> list[Standing]:
    """What the viewer may read, as known at an instant (None: now): open ones first, by day. Four queries.

    kinds, indicator (that it is about or should move), pk, owners: only those.
    """
    rows = readable(Undertaking.objects.all(), viewer, known_at)
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    if indicator is not None:
        rows = rows.filter(
            Q(indicator=indicator) | Q(pk__in=Concern.objects.filter(indicator=indicator).values("undertaking"))
        )
    if pk is not None:
        rows = rows.filter(pk=pk)
    if owners is not None:
        rows = rows.filter(owner_id__in=owners)
    found = [_stood(row, today) for row in _with_all(rows, known_at)]
    return sorted(
        (one for one in found if indicator is None or indicator in one.figures),
        key=lambda one: (not one.open, one.last.due, one.pk),
    )


def then_held(known_at: datetime | None) -> Q:
    """Which rows of HeldForATime held at an instant (None: now)."""
    if known_at is None:
        return Q(ended_at__isnull=True)
    return Q(at__lte=known_at) & (Q(ended_at__isnull=True) | Q(ended_at__gt=known_at))


def _with_all(rows: QuerySet[Undertaking], known_at: datetime | None) -> QuerySet[Undertaking]:
    steps = Step.objects.select_related("author", "owner", "score")
    if known_at is not None:
        steps = steps.filter(at__lte=known_at)
    held = then_held(known_at)
    return rows.select_related("author").prefetch_related(
        Prefetch("steps", steps),
        Prefetch("milestones", Milestone.objects.filter(held)),
        Prefetch("concerns", Concern.objects.filter(held).order_by("pk")),
    )


def _stood(row: Undertaking, today: date) -> Standing:
    concerns = list(row.concerns.all())
    figures = dict.fromkeys([row.indicator, *(one.indicator for one in concerns)])
    figures.pop("", None)
    nodes = tuple((one.framework, one.node) for one in concerns if one.node)
    return Standing(row, tuple(row.steps.all()), today, tuple(row.milestones.all()), tuple(figures), nodes)


def with_action(found: Iterable[Standing]) -> frozenset[str]:
    """The indicators for which something is still to be done: an action or a project."""
    return frozenset(code for one in found if one.open and one.kind in WORK for code in one.figures)
