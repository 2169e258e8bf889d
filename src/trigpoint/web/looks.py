"""Counting looks at pages: in the memory of each process, of nobody in particular, and kept once a minute beside the pages.

No page waits for it, and none writes: the counts of a process that dies are lost, which is as good.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from trigpoint.access.viewers import Viewer
from trigpoint.manage.adoption import Look, counted_as, keep

EVERY = 60
"""Seconds between keepings."""

PAGES = {
    "home": "Home", "scorecards": "Scorecards", "scorecard": "A scorecard", "board": "A scorecard on one page",
    "indicator": "An indicator", "explain": "Where a figure comes from", "explore": "Explore", "catalogue": "Catalogue",
    "definition": "A definition", "health": "Health of definitions", "changes": "Changes of definitions", "data": "Data",
    "data-set": "A data set", "upload": "Uploading", "load": "A load", "reports": "Reports", "report": "A report",
    "report-file": "A report as a file", "actions": "Actions", "action": "An action", "project": "A project",
    "risks": "Risks", "risk": "A risk", "commentary": "Commentary", "write-commentary": "Writing commentary",
    "news": "News", "help": "Help", "help-page": "A page of the guide", "help-words": "Words", "tours": "Tours",
}  # fmt: skip
"""The kinds of page that are counted, by route, as people call them."""

SUBJECTS = {
    "indicator": "code", "explain": "code", "scorecard": "code", "board": "code", "report": "name", "report-file": "name",
}  # fmt: skip
"""Of which kinds it is counted what they are about: by which part of their address."""

_lock = threading.Lock()
_counts: Counter[Look] = Counter()
logger = logging.getLogger(__name__)


class LooksMiddleware:
    """Counts each page that was shown to somebody who is signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match, viewer = request.resolver_match, getattr(request, "viewer", None)
        if request.method == "GET" and response.status_code == 200 and match and isinstance(viewer, Viewer):
            route = match.url_name or ""
            if route in PAGES and not match.namespaces:
                subject = str(match.kwargs.get(SUBJECTS.get(route, ""), ""))[:100]
                count(Look(timezone.localdate(), route, subject, *counted_as(viewer.memberships)))
        return response


def count(look: Look) -> None:
    """Count a look, in memory."""
    with _lock:
        _counts[look] += 1


def keep_counts() -> None:
    """Keep what this process has counted since the last time."""
    with _lock:
        taken = dict(_counts)
        _counts.clear()
    if taken:
        keep(taken)


def start() -> None:
    """Keep this process's counts from time to time, in a thread of its own that ends with it."""
    threading.Thread(target=_keep_on, name="looks", daemon=True).start()


def _keep_on() -> None:
    from django.db import connections

    while True:
        time.sleep(EVERY)
        try:
            keep_counts()
        except Exception:
            logger.exception("Looks at pages could not be kept; those of the last minute are lost.")
        finally:
            connections.close_all()
