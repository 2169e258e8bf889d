"""Slowing down whoever guesses passwords: a name with too many failures within a quarter of an hour must wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from trigpoint.access.models import AuditEntry

MOST_FAILURES = 8
WITHIN = timedelta(minutes=15)


@receiver(user_login_failed)
def note_failure(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    """Write a failed sign-in to the trail, without the password."""
    name = str(credentials.get("username", ""))[:150]
    AuditEntry.objects.create(
        at=timezone.now(), as_name="somebody", action="sign-in-failed", kind="person", subject=name
    )


def too_many_failures(username: str) -> bool:
    """Whether the name has failed too often lately, whoever tried."""
    return (
        AuditEntry.objects.filter(
            action="sign-in-failed", kind="person", subject=username[:150], at__gte=timezone.now() - WITHIN
        ).count()
        >= MOST_FAILURES
    )
