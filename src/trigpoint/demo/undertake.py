"""Raises what the sample's people undertook, and moves it on, through the actions that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from trigpoint.access.viewers import Viewer
from trigpoint.demo.generate.clock import Clock
from trigpoint.demo.projects_and_risks import PROJECTS, RISKS, WAITS, Project, Risk
from trigpoint.demo.undertakings import AGREEMENT, Undertaking, undertakings
from trigpoint.manage import models
from trigpoint.manage.about import About
from trigpoint.manage.milestones import add_milestone, reach_milestone
from trigpoint.manage.models import Kind, State
from trigpoint.manage.undertakings import move_on, raise_undertaking
from trigpoint.manage.waits import wait_for


def undertake(viewers: Mapping[str, Viewer], until: date) -> None:
    """All of it: actions, then projects with some of them, risks, and what waits for what."""
    opens = Clock(until).opens
    raised = {one.title: _action(viewers, one) for one in undertakings(until)}
    for project in PROJECTS:
        raised[project.title] = _project(viewers, project, opens, raised)
    for risk in RISKS:
        _risk(viewers, risk, opens)
    for title, awaited in WAITS:
        one = raised[title]
        wait_for(viewers[one.owner.username], one.pk, raised[awaited].pk, at=_at(opens, -20))


def _at(opens: date, days: int, hour: int = 10) -> datetime:
    return datetime.combine(opens + timedelta(days=days), time(hour, 30), tzinfo=UTC)


def _action(viewers: Mapping[str, Viewer], one: Undertaking) -> models.Undertaking:
    about = About(indicator=one.indicator, framework=one.framework, item=one.indicator, period=one.period)
    action = raise_undertaking(
        viewers[one.by], Kind.ACTION, about, one.title, owner=one.owner, due=one.due, details=one.details, at=one.at
    )
    for number, step in enumerate(one.steps, start=1):
        move_on(viewers[step.by], action.pk, step.text, state=step.state, due=step.due, after=number, at=step.at)
    return action


def _project(
    viewers: Mapping[str, Viewer], one: Project, opens: date, raised: Mapping[str, models.Undertaking]
) -> models.Undertaking:
    def day(days: int) -> date:
        return opens + timedelta(days=days)

    leads = viewers[one.owner]
    project = raise_undertaking(
        viewers[one.by], Kind.PROJECT, About(), one.title, owner=one.owner, start=day(one.start), due=day(one.due),
        details=one.purpose, figures=one.figures, at=_at(opens, one.start),
    )  # fmt: skip
    for goal in one.goals:
        add_milestone(viewers[one.by], project.pk, goal.name, day(goal.due), at=_at(opens, one.start, 11))
    for goal in one.goals:
        if goal.done is not None:
            held = project.milestones.get(name=goal.name, ended_at__isnull=True)
            reach_milestone(leads, project.pk, held.pk, day(goal.done), at=_at(opens, goal.done, 16))
    move_on(leads, project.pk, one.said, state=State.UNDER_WAY, after=project.steps.count(), at=_at(opens, -8))
    for title in one.actions:
        action = raised[title]
        move_on(
            viewers[action.owner.username],
            action.pk,
            "",
            project=project.pk,
            after=action.steps.count(),
            at=_at(opens, -4),
        )
    return project


def _risk(viewers: Mapping[str, Viewer], one: Risk, opens: date) -> None:
    risk = raise_undertaking(
        viewers[one.by], Kind.RISK, About(), one.title, owner=one.owner, due=opens + timedelta(days=one.review),
        details=one.cause, figures=one.figures, nodes=[(AGREEMENT, one.node)] if one.node else (), score=one.score,
        at=_at(opens, one.added),
    )  # fmt: skip
    for number, review in enumerate(one.reviews, start=1):
        move_on(
            viewers[one.owner], risk.pk, review.said, after=number, state=review.state, score=review.score,
            due=opens + timedelta(days=review.next), at=_at(opens, review.on),
        )  # fmt: skip
