"""People: who they are, what they may do and see, and what they answer for."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trigpoint.access.invitations import INVITED_DAYS, CannotInvite, invite
from trigpoint.access.models import Role, User
from trigpoint.access.people import name_manager
from trigpoint.access.permissions import MAY, may, require
from trigpoint.access.viewers import viewer_of
from trigpoint.outbox.writing import NoMail, mail_is_set
from trigpoint.publish.cells import Link, Tags
from trigpoint.publish.tables import Column, Table
from trigpoint.web.around_person import around
from trigpoint.web.components.page import Crumb, Problem
from trigpoint.web.components.tables import download_asked, plain_view, table_view
from trigpoint.web.frame import page
from trigpoint.web.organisation_names import organisation_name
from trigpoint.web.person_form import NEW, LimitLine, RoleLine, Sent, as_sent, as_stored, asked_by, holds, save
from trigpoint.web.responsibility.words import PARTS, about_link, dates_words
from trigpoint.web.visit import Visit, visit

SPARE_ROLES = 2
SPARE_LIMITS = 2
MOST_SUGGESTED = 400


def person_or_404(username: str, *, even_left: bool = True) -> User:
    """The person of a user name. even_left: also one who may no longer sign in."""
    user = User.objects.filter(username=username).first()
    if user is None or not (user.is_active or even_left):
        raise Http404(f"There is no person “{username[:60]}”.")
    return user


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account, and what each role may do."""
    here = visit(request)
    require(here.viewer, "read")
    manages = may(here.viewer, "manage-people")
    users = User.objects.prefetch_related("memberships", "scopes", "source_permissions").order_by("name", "username")
    chosen = request.GET.get("organisation", "")
    if not manages:
        users = users.filter(is_active=True)
    rows = []
    for user in users:
        memberships = [m for m in user.memberships.all() if holds(m.since, m.until, here.today)]
        if chosen and chosen not in {m.organisation for m in memberships}:
            continue
        row = {
            "name": Link(str(user), reverse("person", args=[user.username]), user.title),
            "organisations": Tags(
                tuple(
                    dict.fromkeys(
                        organisation_name(here.definitions, m.organisation) or "Partnership" for m in memberships
                    )
                )
            ),
            "roles": Tags(tuple(dict.fromkeys(Role(m.role).label for m in memberships))),
        }
        if manages:
            row |= {
                "limits": ", ".join(_member_name(here, s.dimension, s.member) for s in user.scopes.all())
                or "Everything",
                "records": len(user.source_permissions.all()),
                "active": "Active" if user.is_active else "Closed",
                "last": user.last_login.date() if user.last_login else None,
            }
        rows.append(row)
    columns = [
        Column("name", "Person", "link"),
        Column("organisations", "Organisations", "tags"),
        Column("roles", "Roles", "tags"),
    ]
    if manages:
        columns += [
            Column("limits", "May ask for"),
            Column("records", "Data sets whose records they see", "number"),
            Column("active", "Account"),
            Column("last", "Last signed in", "date"),
        ]
    table = Table("People", tuple(columns), rows, name="people")
    if file := download_asked(request, {"people": table}):
        return file
    return render(
        request,
        "web/people.html",
        page(
            here,
            "people",
            "People",
            headline=f"{len(rows):,} {'person' if len(rows) == 1 else 'people'}.",
            help_page="people",
            uses=None,
            view=table_view(request, table, id="people", order="name"),
            manages=manages,
            may_table=plain_view(_may_table(), id="may", compact=False),
            organisations=_organisations(here),
            chosen=chosen,
        ),
    )


def _may_table() -> Table:
    columns = (Column("does", "May", wide=True), *(Column(role.value, role.label) for role in Role))
    rows = [
        {"does": does} | {role.value: "Yes" if role.value in roles else "No" for role in Role}
        for does, roles in MAY.values()
    ]
    return Table(
        "What each role may do",
        columns,
        rows,
        notes=("A role held in one organisation is for its data only.",),
        name="roles",
    )


def _breakdown_name(here: Visit, code: str) -> str:
    tree = here.definitions.dimensions.get(code)
    return tree.dimension.name if tree else code


def _suggested(here: Visit) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What a limit may be, by breakdown: as it is typed, and its name where that is another."""
    return [
        (
            code,
            tree.dimension.name,
            [(asked_by(tree, member), tree.members[member].name) for member in list(tree.members)[:MOST_SUGGESTED]],
        )
        for code, tree in here.definitions.dimensions.items()
    ]


def _member_name(here: Visit, dimension: str, member: str) -> str:
    tree = here.definitions.dimensions.get(dimension)
    return tree.name(member) if tree and member in tree.members else member


def _organisations(here: Visit) -> list[tuple[str, str]]:
    tree = here.definitions.organisations
    return [] if tree is None else sorted(((m.code, m.name) for m in tree.members.values()), key=lambda pair: pair[1])


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, username: str) -> HttpResponse:
    """One person; for administrators with the form that changes them. `new` adds one."""
    here = visit(request)
    require(here.viewer, "read")
    manages = may(here.viewer, "manage-people")
    adding = username == NEW
    if adding:
        require(here.viewer, "manage-people")
    user = None if adding else person_or_404(username, even_left=manages)
    problems: list[Problem] = []
    stored = sent = as_stored(here, user)
    if request.method == "POST":
        require(here.viewer, "manage-people")
        sent = as_sent(request, user)
        problems = save(request, here, sent, user)
        if not problems:
            invited = f" An invitation goes to {sent.email}." if sent.invited else ""
            messages.success(request, f"{sent.name} was {'added' if adding else 'changed'}.{invited}")
            return redirect("person", sent.username)
    answers = _responsibilities(here, "" if user is None else user.username)
    return render(
        request,
        "web/person.html",
        page(
            here,
            "people",
            "Add a person" if user is None else str(user),
            kind="" if user is None else "Person",
            headline="" if user is None else user.title,
            help_page="people",
            uses=None,
            crumbs=[Crumb("People", reverse("people")), Crumb("Add a person" if user is None else str(user))],
            person=user,
            around=None if user is None else around(here, user),
            sent=sent,
            manages=manages,
            mails=mail_is_set(),
            invited_days=INVITED_DAYS,
            problems=problems,
            roles=_said_roles(here, stored),
            role_lines=[*sent.roles, *(RoleLine() for _ in range(SPARE_ROLES))],
            limit_lines=[*sent.limits, *(LimitLine() for _ in range(SPARE_LIMITS))],
            limits=[(_breakdown_name(here, line.breakdown), line.within) for line in stored.limits],
            organisations=_organisations(here),
            role_choices=Role.choices,
            breakdowns=[(code, tree.dimension.name) for code, tree in here.definitions.dimensions.items()],
            suggested=_suggested(here),
            data_sets=sorted((one.name, one.code) for one in here.definitions.data_sets.values()),
            source_names=sorted(
                here.definitions.data_sets[code].name for code in stored.sources if code in here.definitions.data_sets
            ),
            answers=plain_view(answers, id="answers", compact=False, show_caption=False) if answers.rows else None,
            trail_href=f"{reverse('trail')}?person={user.username}" if user and may(here.viewer, "see-audit") else "",
        ),
        status=400 if problems else 200,
    )


@require_POST
def send_invitation(request: HttpRequest, username: str) -> HttpResponse:
    """Send a person a link with which they choose a password; sent again as often as is needed."""
    viewer = viewer_of(request.user)
    require(viewer, "manage-people")
    user = person_or_404(username)
    try:
        invite(viewer, user)
    except (CannotInvite, NoMail) as mistake:
        messages.error(request, str(mistake))
    else:
        messages.success(request, f"An invitation goes to {user.email}. It works for {INVITED_DAYS} days.")
    return redirect("person", username)


@require_POST
def manager(request: HttpRequest, username: str) -> HttpResponse:
    """Name who manages a person: `manager`, by user name; empty for nobody."""
    here = visit(request)
    require(here.viewer, "manage-people")
    user = person_or_404(username)
    try:
        name_manager(here.viewer, user, request.POST.get("manager", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{user.manager or 'Nobody'} manages {user} from now on.")
    return redirect("person", username)


def _said_roles(here: Visit, sent: Sent) -> list[tuple[str, str, str]]:
    labels = dict(Role.choices)
    lines = []
    for line in sent.roles:
        days = [f"{word} {day}" for word, day in (("from", line.since), ("to", line.until)) if day]
        lines.append(
            (
                labels.get(line.role, line.role),
                organisation_name(here.definitions, line.organisation) or "The partnership",
                " ".join(days),
            )
        )
    return lines


def _responsibilities(here: Visit, username: str) -> Table:
    rows = [
        {"part": PARTS[one.role], "of": about_link(here.definitions, one), "dates": dates_words(one)}
        for one in here.definitions.responsibilities
        if username and one.person == username
    ]
    return Table(
        "What they answer for",
        (Column("of", "What", "link"), Column("part", "As"), Column("dates", "When")),
        rows,
        notes=("These stand in the definitions, and are changed there.",),
        name="responsibilities",
    )
