"""Adding people and saying what they may see and do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import Membership, Role, Scope, SourcePermission, Token, User
from trigpoint.access.permissions import NotAllowed, may, require
from trigpoint.access.viewers import Viewer


@transaction.atomic
def save_person(
    viewer: Viewer,
    username: str,
    *,
    name: str,
    email: str = "",
    title: str = "",
    memberships: Iterable[tuple[str, str] | tuple[str, str, date | None, date | None]] = (),
    scopes: Mapping[str, Iterable[str]] | None = None,
    sources: Iterable[str] = (),
    password: str | None = None,
    active: bool = True,
) -> User:
    """Add a person, or change one: what is given replaces what was.

    A closed account, and one with a new password, loses its keys and open sessions: opening it again gives none of them back.

    memberships: (organisation code or '' for the partnership, role), with first and last day where they have any. scopes: member codes by dimension. sources: data
    sets whose source records they may see. Without a password a new person cannot sign in until one is set.
    Raises NotAllowed, and ValidationError for a role that does not exist or a name that is no user name.
    """
    require(viewer, "manage-people")
    user = User.objects.filter(username=username).first() or User(username=username)
    made = user.pk is None
    user.name, user.email, user.title, user.is_active = name, email, title, active
    if password is not None:
        user.set_password(password)
    elif made:
        user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    dated: dict[tuple[str, str], tuple[date | None, date | None]] = {}
    for where, role, *days in memberships:
        since, until = days or (None, None)
        if since is not None and until is not None and until < since:
            raise ValidationError(f"The role “{role}” ends before it begins.")
        dated[where, role] = (since, until)
    wanted = sorted(dated)
    for _, role in wanted:
        if role not in Role.values:
            raise ValidationError(f"There is no role “{role}”. The roles are: {', '.join(Role.values)}.")
    user.memberships.all().delete()
    Membership.objects.bulk_create(
        Membership(user=user, organisation=where, role=role, since=dated[where, role][0], until=dated[where, role][1])
        for where, role in wanted
    )
    user.scopes.all().delete()
    Scope.objects.bulk_create(
        Scope(user=user, dimension=dimension, member=member)
        for dimension, members in (scopes or {}).items()
        for member in sorted(set(members))
    )
    user.source_permissions.all().delete()
    SourcePermission.objects.bulk_create(SourcePermission(user=user, data_set=code) for code in sorted(set(sources)))
    if not made and (password is not None or not active):
        end_ways_in(user)
    audit.record(
        viewer,
        "add-person" if made else "change-person",
        "person",
        username,
        memberships=[[*pair, *(day.isoformat() for day in dated[pair] if day is not None)] for pair in wanted],
        scopes={dimension: sorted(members) for dimension, members in (scopes or {}).items()},
        sources=sorted(set(sources)),
        active=active,
    )
    return user


def end_ways_in(user: User) -> None:
    """End the keys of a person, and the sessions in which they are signed in."""
    Token.objects.filter(user=user).delete()
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


@transaction.atomic
def name_manager(viewer: Viewer, person: User, manager: str) -> None:
    """Name who manages a person, by user name; '' for nobody. A manager sees what they owe, and their own objectives.

    Raises NotAllowed, also for who would name themselves: objectives are not an administrator's to open. Raises
    ValidationError for somebody who cannot be, and for a circle.
    """
    require(viewer, "manage-people")
    chosen = User.objects.filter(username=manager, is_active=True).first() if manager else None
    if manager and chosen is None:
        raise ValidationError("Choose from the list who manages them.")
    if chosen is not None and chosen.pk == viewer.user_id and person.manager_id != chosen.pk:
        raise NotAllowed(
            "You cannot name yourself: a manager reads a person's own objectives. Another administrator can name you."
        )
    above, seen = chosen, set()
    while above is not None and above.pk not in seen:
        if above.pk == person.pk:
            raise ValidationError(f"{person} is above {chosen}: nobody manages themselves, straight or round about.")
        seen.add(above.pk)
        above = above.manager
    person.manager = chosen
    person.save(update_fields=["manager"])
    audit.record(viewer, "name-manager", "person", person.username, manager=manager)


def may_see_owed(viewer: Viewer, person: User) -> bool:
    """Whether the viewer may read what a person owes: they themselves, their manager, and administrators."""
    return viewer.user_id in (person.pk, person.manager_id) or may(viewer, "manage-people")
