"""The trail: one entry for each thing done, written in the same transaction as the thing itself."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from trigpoint.access.models import AuditEntry
from trigpoint.access.viewers import Viewer


def record(viewer: Viewer, action: str, kind: str = "", subject: str = "", **detail: Any) -> AuditEntry:
    """Write that the viewer did `action` to the subject. `detail` must be JSON and hold nothing secret or personal.

    The trail is read across organisations: what somebody wrote, named or linked to for one of them is recorded by its
    number, and read where that number leads, by who may.
    """
    return AuditEntry.objects.create(
        at=timezone.now(),
        who_id=viewer.user_id,
        as_name=viewer.name,
        action=action,
        kind=kind,
        subject=subject[:300],
        detail=detail,
    )
