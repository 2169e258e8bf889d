"""Saying that somebody is away: who stands in must be able to read what it is about."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from trigpoint.access.absences import BadAbsence, require_own, say_away
from trigpoint.access.models import Absence, User
from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.manage.about import readable
from trigpoint.manage.models import Undertaking
from trigpoint.manage.standing import OPEN


@transaction.atomic
def be_away(viewer: Viewer, person: User, deputy: str, first: date, last: date) -> Absence:
    """Say that a person is away, and who stands in. Raises NotAllowed, and BadAbsence for who could not read it all."""
    require_own(viewer, person)
    chosen = User.objects.filter(username=deputy, is_active=True).first()
    if chosen is not None:
        stands_in = viewer_of(chosen)
        if not stands_in.memberships:
            raise BadAbsence(f"{chosen} has no role in the partnership, and could do nothing. Choose somebody else.")
        owes = Undertaking.objects.filter(owner=person, state__in=OPEN)
        unread = owes.count() - readable(owes, stands_in).count()
        if unread:
            raise BadAbsence(
                f"{chosen} may not read {unread} of the actions, projects and risks of {person}. Choose somebody of the "
                "same organisation and without narrower limits."
            )
    return say_away(viewer, person, deputy, first, last)
