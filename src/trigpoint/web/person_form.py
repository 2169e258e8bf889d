"""The form that adds or changes a person: what it holds, how it is read, and what is wrong with it.

What cannot be read is never passed over: a limit that is dropped would let somebody see everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from trigpoint.access.invitations import CannotInvite, invite
from trigpoint.access.models import Role, User
from trigpoint.access.people import save_person
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.outbox.writing import NoMail
from trigpoint.web.components.page import Problem
from trigpoint.web.visit import Visit

NEW = "new"
"""Stands in the address for the person who is yet to be added, so nobody can be called so."""


@dataclass(frozen=True)
class RoleLine:
    """One role as the form shows it: organisation '' is the whole partnership, role '' an empty line."""

    organisation: str = ""
    role: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class LimitLine:
    """One limit as the form shows it: the breakdown's code, and what of it as it was typed. Both '' is an empty line."""

    breakdown: str = ""
    within: str = ""


@dataclass(frozen=True)
class Sent:
    """What the form holds. invited: whether an invitation is to be sent. whole: False when a part of it never came, as from a page of before a change."""

    username: str = ""
    name: str = ""
    email: str = ""
    title: str = ""
    active: bool = True
    roles: tuple[RoleLine, ...] = ()
    limits: tuple[LimitLine, ...] = ()
    sources: tuple[str, ...] = ()
    invited: bool = False
    whole: bool = True


def as_stored(here: Visit, user: User | None) -> Sent:
    """What is kept about a person, as the form shows it: limits by name."""
    if user is None:
        return Sent()
    roles = tuple(
        RoleLine(m.organisation, m.role, m.since.isoformat() if m.since else "", m.until.isoformat() if m.until else "")
        for m in user.memberships.order_by("organisation", "role")
    )
    limits = tuple(
        LimitLine(dimension, _typed(here, dimension, member))
        for dimension, member in user.scopes.order_by("dimension", "member").values_list("dimension", "member")
    )
    sources = tuple(user.source_permissions.order_by("data_set").values_list("data_set", flat=True))
    return Sent(user.username, user.name, user.email, user.title, user.is_active, roles, limits, sources)


def as_sent(request: HttpRequest, user: User | None) -> Sent:
    """What the form was sent with."""
    post = request.POST
    columns = [post.getlist(name) for name in ("organisation", "role", "since", "until")]
    roles = tuple(RoleLine(*line) for line in zip(*columns, strict=False) if line[1])
    breakdowns, places = post.getlist("breakdown"), post.getlist("within")
    limits = tuple(
        LimitLine(breakdown.strip(), within.strip())
        for breakdown, within in zip(breakdowns, places, strict=False)
        if breakdown.strip() or within.strip()
    )
    return Sent(
        user.username if user else post.get("username", "").strip(),
        post.get("name", "").strip(),
        post.get("email", "").strip(),
        post.get("title", "").strip(),
        user is None or post.get("active") == "yes",
        roles,
        tuple(dict.fromkeys(limits)),
        tuple(dict.fromkeys(post.getlist("sources"))),
        invited=post.get("invite") == "yes",
        whole=bool(breakdowns) and len(breakdowns) == len(places),
    )


def save(request: HttpRequest, here: Visit, sent: Sent, user: User | None) -> list[Problem]:
    """Keep what was sent, or say what is wrong with it and keep nothing."""
    problems = _who(request, sent, user)
    memberships, wrong = _memberships(here, sent)
    problems += wrong
    scopes, wrong = _scopes(here, sent)
    problems += wrong
    problems += [
        Problem(f"There is no data set “{code[:60]}”.", "#sources")
        for code in sent.sources
        if code not in here.definitions.data_sets
    ]
    if user is not None and user.pk == here.viewer.user_id and not _still_manages(sent, here.today):
        problems.append(
            Problem(
                "You cannot take your own account or administrator's role away. Another administrator can.", "#roles"
            )
        )
    if problems:
        return problems
    try:
        with transaction.atomic():
            saved = save_person(
                here.viewer,
                sent.username,
                name=sent.name,
                email=sent.email,
                title=sent.title,
                memberships=memberships,
                scopes=scopes,
                sources=sent.sources,
                password=request.POST.get("password", "") or None,
                active=sent.active,
            )
            if sent.invited:
                invite(here.viewer, saved)
    except ValidationError as error:
        return [Problem(text, "#person") for text in error.messages]
    except (CannotInvite, NoMail) as mistake:
        return [Problem(str(mistake), "#email")]
    return []


def holds(since: date | None, until: date | None, today: date) -> bool:
    """Whether a role is in force on a day."""
    return (since is None or since <= today) and (until is None or until >= today)


def asked_by(tree: DimensionTree, member: str) -> str:
    """How the form asks for a member: by its name, or by its code where the name alone would not find it again."""
    name = tree.members[member].name
    return name if [one.code for one in tree.find_all(name)] == [member] else member


def _who(request: HttpRequest, sent: Sent, user: User | None) -> list[Problem]:
    problems = []
    if not sent.whole:
        problems.append(
            Problem(
                "Part of the form did not arrive. Nothing was kept: load the page anew and send it again.", "#limits"
            )
        )
    if not sent.name:
        problems.append(Problem("Write the person's name, as pages are to show it.", "#name"))
    if user is None and (not sent.username or sent.username == NEW):
        problems.append(Problem("Write a user name to sign in with; it cannot be changed later.", "#username"))
    elif user is None and User.objects.filter(username=sent.username).exists():
        problems.append(Problem(f"“{sent.username}” is somebody else's user name. Choose another.", "#username"))
    if sent.invited and not sent.email:
        problems.append(Problem("Write the address to which the invitation goes.", "#email"))
    if sent.invited and request.POST.get("password", ""):
        problems.append(Problem("Who is invited chooses a password: give none, or send no invitation.", "#password"))
    if password := request.POST.get("password", ""):
        try:
            validate_password(password, user or User(username=sent.username, name=sent.name, email=sent.email))
        except ValidationError as error:
            problems += [Problem(text, "#password") for text in error.messages]
    return problems


def _memberships(here: Visit, sent: Sent) -> tuple[list[tuple[str, str, date | None, date | None]], list[Problem]]:
    tree = here.definitions.organisations
    known = set() if tree is None else set(tree.members)
    found: list[tuple[str, str, date | None, date | None]] = []
    problems = []
    for line in sent.roles:
        if line.organisation and line.organisation not in known:
            problems.append(Problem(f"There is no organisation “{line.organisation[:60]}”.", "#roles"))
        if line.role not in Role.values:
            problems.append(Problem(f"There is no role “{line.role[:60]}”.", "#roles"))
        days: list[date | None] = []
        for text in (line.since, line.until):
            try:
                days.append(date.fromisoformat(text) if text else None)
            except ValueError:
                problems.append(Problem(f"“{text[:40]}” is not a day. Write it as {here.today.isoformat()}.", "#roles"))
                days.append(None)
        found.append((line.organisation, line.role, days[0], days[1]))
    return found, problems


def _scopes(here: Visit, sent: Sent) -> tuple[dict[str, list[str]], list[Problem]]:
    scopes: dict[str, list[str]] = {}
    problems = []
    for number, line in enumerate(sent.limits, 1):
        tree = here.definitions.dimensions.get(line.breakdown)
        if not line.breakdown:
            said = f"Choose what “{line.within[:60]}” is: an area, an organisation, or another breakdown."
            problems.append(Problem(said, f"#breakdown-{number}"))
        elif tree is None:
            problems.append(Problem(f"There is no breakdown “{line.breakdown[:60]}”.", f"#breakdown-{number}"))
        elif wrong := _not_one(tree, line.within):
            problems.append(Problem(wrong, f"#within-{number}"))
        else:
            scopes.setdefault(line.breakdown, []).append(tree.find_all(line.within)[0].code)
    return scopes, problems


def _not_one(tree: DimensionTree, text: str) -> str:
    """Why a name or code stands for no one place of a breakdown; '' when it does."""
    called = tree.dimension.name.lower()
    if not text:
        return f"Write which {called} the person may ask for, or choose “No limit”."
    found = tree.find_all(text)
    if len(found) == 1:
        return ""
    if found:
        codes = " or ".join(f"{member.code} ({member.name})" for member in found[:4])
        return f"More than one {called} is called “{text[:60]}”. Write its code: {codes}."
    near = " or ".join(member.name for member in tree.nearest(text, 3))
    return f"There is no {called} “{text[:60]}”." + (f" Did you mean {near}?" if near else "")


def _typed(here: Visit, dimension: str, member: str) -> str:
    tree = here.definitions.dimensions.get(dimension)
    return member if tree is None or member not in tree.members else asked_by(tree, member)


def _still_manages(sent: Sent, today: date) -> bool:
    def in_force(line: RoleLine) -> bool:
        try:
            since = date.fromisoformat(line.since) if line.since else None
            until = date.fromisoformat(line.until) if line.until else None
        except ValueError:
            return False
        return holds(since, until, today)

    return sent.active and any(line.role == Role.ADMINISTRATOR and in_force(line) for line in sent.roles)
