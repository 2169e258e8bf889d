"""Absence: from which day to which a person is away, and who stands in for them; and nothing after the last day."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import Absence, User
from trigpoint.access.permissions import NotAllowed, may
from trigpoint.access.viewers import Viewer
from trigpoint.mistakes import Mistake

LONGEST = timedelta(days=366)


class BadAbsence(Mistake):
    """An absence that cannot be; the message says why and what to do."""


@transaction.atomic
def say_away(viewer: Viewer, person: User, deputy: str, first: date, last: date) -> Absence:
    """Say that a person is away from `first` to `last`, and who stands in: for oneself, or as an administrator.

    Whether the deputy can read what it is about is asked before (see `manage.deputies`). Raises NotAllowed and BadAbsence.
    """
    require_own(viewer, person)
    today = timezone.localdate()
    if first < today:
        raise BadAbsence(f"{first:%-d %B %Y} is over. Choose a first day from today on.")
    if last < first:
        raise BadAbsence("The last day is before the first. Choose a later one.")
    if last - first >= LONGEST:
        raise BadAbsence("That is longer than a year. Hand over instead what they answer for.")
    # Of two who say so at once, the second must see what the first one said.
    list(User.objects.select_for_update().filter(pk=person.pk))
    for other in person.absences.filter(first__lte=last, last__gte=first):
        raise BadAbsence(
            f"{person} is put down as away {span_words(other)} already. End that first, or choose other days."
        )
    stands_in = User.objects.filter(username=deputy, is_active=True).first()
    if stands_in is None or stands_in.pk == person.pk:
        raise BadAbsence("Choose from the list who stands in: somebody else, who can sign in.")
    for other in stands_in.absences.filter(first__lte=last, last__gte=first):
        raise BadAbsence(f"{stands_in} is away {span_words(other)}. Choose somebody who is there.")
    absence = Absence.objects.create(
        person=person, deputy=stands_in, first=first, last=last, said_by_id=viewer.user_id, said_at=timezone.now()
    )
    audit.record(
        viewer, "say-away", "person", person.username, deputy=deputy, first=first.isoformat(), last=last.isoformat()
    )
    return absence


@transaction.atomic
def end_absence(viewer: Viewer, person: User, pk: int) -> None:
    """End an absence: yesterday was its last day; one that is still to come is taken back. Raises NotAllowed, BadAbsence."""
    require_own(viewer, person)
    today = timezone.localdate()
    absence = person.absences.select_for_update().filter(pk=pk, last__gte=today).first()
    if absence is None:
        raise BadAbsence("There is no such absence, or it is over.")
    if absence.first > today:
        absence.delete()
    else:
        absence.last = today - timedelta(days=1)
        absence.save(update_fields=["last"])
    audit.record(viewer, "end-absence", "person", person.username, first=absence.first.isoformat())


def require_own(viewer: Viewer, person: User) -> None:
    """Raise NotAllowed for who may not say when a person is away."""
    if viewer.user_id != person.pk and not may(viewer, "manage-people"):
        raise NotAllowed("Only they themselves, or an administrator, may say when a person is away.")


def absences_of(person: User) -> QuerySet[Absence]:
    """When a person is away, from today on."""
    return person.absences.filter(last__gte=timezone.localdate()).select_related("deputy")


def stood_in_for(viewer: Viewer) -> list[Absence]:
    """The absences in which the viewer stands in for somebody today."""
    if not viewer.stands_in_for:
        return []
    today = timezone.localdate()
    found = Absence.objects.filter(deputy_id=viewer.user_id, first__lte=today, last__gte=today)
    return list(found.select_related("person"))


def why_no_deputy(viewer: Viewer, person: int) -> str:
    """Why the viewer does not stand in for a person today although they did, or will; '' where they never do."""
    own = Absence.objects.filter(deputy_id=viewer.user_id, person_id=person).select_related("person")
    absence = own.order_by("last").last()
    if absence is None:
        return ""
    if absence.first > timezone.localdate():
        return f"You stand in for {absence.person} from {absence.first:%-d %B %Y}, and may take this step from then on."
    return (
        f"You stood in for {absence.person} until {absence.last:%-d %B %Y}. That is over: {absence.person} takes the next "
        "step again."
    )


def span_words(absence: Absence) -> str:
    """From when to when: "from 3 May 2026 to 10 May 2026"."""
    return f"from {absence.first:%-d %B %Y} to {absence.last:%-d %B %Y}"
