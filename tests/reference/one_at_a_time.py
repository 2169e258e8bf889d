"""One request at a time, for servers that tests run in their own process."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_lock = threading.RLock()


class OneAtATime:
    """Threads of a test's server share one connection to a database in memory; at once they would mix their answers up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer when whoever came before has been answered."""
        with _lock:
            return self.get_response(request)
