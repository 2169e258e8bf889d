"""When a person was last here, so that Home can say what changed since. Looking at a page never changes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from trigpoint.access.models import User
from trigpoint.access.viewers import Viewer

SAME_VISIT = timedelta(minutes=30)
"""Signing in again within so short a time goes on with the same visit."""


@receiver(user_logged_in)
def begin_visit(sender: Any, user: User, **_: Any) -> None:
    """At sign-in: the visit that was becomes the one before this."""
    now = timezone.now()
    if user.visiting_since is not None and now - user.visiting_since < SAME_VISIT:
        return
    user.visited_at, user.visiting_since = user.visiting_since, now
    user.save(update_fields=["visited_at", "visiting_since"])


def mark_seen(viewer: Viewer) -> None:
    """The person has seen what changed: from now on, what changes after."""
    now = timezone.now()
    User.objects.filter(pk=viewer.user_id).update(visited_at=now, visiting_since=now)
