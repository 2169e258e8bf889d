"""Making a process ready before its first visitor: reads each framework and the calendar of supplies once, so that nobody
waits for what is built once."""

from __future__ import annotations

import logging
import threading

from django.db import connection
from django.utils import timezone

from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.scorecards import scorecard
from trigpoint.ask.supplies import supply_calendars
from trigpoint.catalogue.snapshots import in_force
from trigpoint.mistakes import Mistake

logger = logging.getLogger(__name__)


def warm() -> None:
    """Read every framework at its newest period, and what came and what did not; what cannot be read is left for the page
    that asks for it to say."""
    try:
        definitions, today = in_force(), timezone.localdate()
        # First what takes least and what the rest reads anyway: the holdings of every table.
        supply_calendars(OPERATOR, today)
        for code in definitions.frameworks:
            scorecard(OPERATOR, definitions, code, today=today)
    except Mistake as mistake:
        logger.info("Not everything could be made ready: %s", mistake)
    finally:
        connection.close()


def warm_in_background() -> None:
    """The same, beside the process's own work."""
    threading.Thread(target=warm, name="warming", daemon=True).start()
