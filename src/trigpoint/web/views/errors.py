"""Pages for what went wrong: plain words, and a reference number where it was our fault."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", {"reason": ""}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    # Only a message that a page wrote on purpose is shown; the resolver's own holds the list of addresses.
    reason = exception.args[0] if exception and exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"reason": reason}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    reference = secrets.token_hex(4)
    logger.error("Reference %s: the page %s failed; the traceback stands above.", reference, request.path)
    return render(request, "500.html", {"reference": reference}, status=500)
