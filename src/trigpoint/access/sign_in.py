"""Slowing down whoever guesses passwords: too many failures for a name, or from one place, and both must wait.

Failures are counted in the trail, where every process that answers sees them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from trigpoint.access.callers import network_of
from trigpoint.access.models import AuditEntry

MOST_FAILURES = 8
MOST_FROM_ONE_PLACE = 60
"""An office of many people has one address to the outside; whoever tries name after name has one too."""
WITHIN = timedelta(minutes=15)


@receiver(user_login_failed)
def note_failure(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Write a failed sign-in to the trail, without the password; and of the place only what tells it from others."""
    place = place_of(request)
    AuditEntry.objects.create(
        at=timezone.now(),
        as_name="somebody",
        action="sign-in-failed",
        kind="person",
        subject=str(credentials.get("username", ""))[:150],
        detail={"place": place} if place else {},
    )


def too_many_failures(username: str, request: HttpRequest | None = None) -> bool:
    """Whether the name has failed too often lately, whoever tried; or the place from which the request comes.

    username: as it is looked up, so that no other way to write it counts apart.
    """
    lately = AuditEntry.objects.filter(action="sign-in-failed", kind="person", at__gte=timezone.now() - WITHIN)
    if lately.filter(subject=username[:150]).count() >= MOST_FAILURES:
        return True
    place = place_of(request)
    return place is not None and lately.filter(detail__place=place).count() >= MOST_FROM_ONE_PLACE


def place_of(request: HttpRequest | None) -> str | None:
    """What tells the place from which a request comes from others, and says nothing else of it; None where it cannot be told."""
    network = network_of(request) if request is not None else None
    return salted_hmac("trigpoint.access.sign_in", network, algorithm="sha256").hexdigest()[:12] if network else None
