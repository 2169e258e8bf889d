"""Commentary that a status rule asks for and nobody has written yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from trigpoint.access.viewers import Viewer
from trigpoint.ask.readings import Reading
from trigpoint.manage.commentary import commentaries


def commentary_asked_for(
    viewer: Viewer, readings: Sequence[Reading], known_at: datetime | None = None
) -> list[Reading]:
    """Of these readings, those whose status asks for a commentary on their period that is not there. One query."""
    asked = [
        reading
        for reading in readings
        if reading.rule_set is not None and reading.status in reading.rule_set.comment_required_when
    ]
    if not asked:
        return []
    written = {
        (text.indicator, text.framework, text.period)
        for text in commentaries(viewer, sorted({reading.indicator.code for reading in asked}), known_at=known_at)
    }
    return [
        reading
        for reading in asked
        if (reading.indicator.code, reading.wanted.framework or "", reading.period.code) not in written
    ]
