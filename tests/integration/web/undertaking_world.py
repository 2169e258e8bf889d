"""What tests of actions, projects and risks start from: some of them in the Vale, and how pages are read."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from trigpoint.access.models import User
from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.manage.about import About
from trigpoint.manage.models import Kind, Undertaking
from trigpoint.manage.risks import Scored
from trigpoint.manage.undertakings import raise_undertaking

SCORE = Scored(4, 5, 3, 5, "Pumps.", 6)


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def person(username: str) -> Viewer:
    return viewer_of(User.objects.get(username=username))


def action(
    title: str = "Open at weekends", *, by: str = "reader", owner: str = "lead", due: int = 10, **more
) -> Undertaking:
    about = About("seen-in-time", framework="agreement", item="seen-in-time")
    return raise_undertaking(person(by), Kind.ACTION, about, title, owner=owner, due=day(due), **more)


def project(title: str = "Home first", *, by: str = "reader", owner: str = "lead", **more) -> Undertaking:
    given = {"start": day(-60), "due": day(60), "figures": ["seen-in-time"]} | more
    return raise_undertaking(person(by), Kind.PROJECT, About(), title, owner=owner, **given)


def risk(title: str = "The ward floods", *, by: str = "reader", owner: str = "lead", **more) -> Undertaking:
    given = {"due": day(10), "figures": ["seen-in-time"], "score": SCORE} | more
    return raise_undertaking(person(by), Kind.RISK, About(), title, owner=owner, **given)
