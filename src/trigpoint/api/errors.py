"""Errors of the programming interface, all of one shape: {"error": {"what", "message"}}."""

from __future__ import annotations

import logging
import re
import secrets
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from trigpoint.access.permissions import NotAllowed
from trigpoint.ask.scorecards import NoSuchFramework
from trigpoint.catalogue.snapshots import NoDefinitions
from trigpoint.mistakes import Mistake

logger = logging.getLogger(__name__)

WHAT = {400: "bad-request", 401: "not-signed-in", 403: "not-allowed", 404: "not-found", 422: "not-valid"}


def error_response(what: str, message: str, status: int) -> JsonResponse:
    """An error. what: a word for programs. message: for people, with what to do."""
    response = JsonResponse({"error": {"what": what, "message": message}}, status=status)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def status_of(mistake: Mistake) -> int:
    """400, save for what may not be done (403) and what does not exist (404)."""
    if isinstance(mistake, NotAllowed):
        return 403
    return 404 if isinstance(mistake, (NoDefinitions, NoSuchFramework)) else 400


def answer_errors(api: NinjaAPI) -> None:
    """Let every error that a call raises be answered in the one shape."""

    @api.exception_handler(Mistake)
    def mistake(request: HttpRequest, error: Mistake) -> HttpResponse:
        what = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()
        return error_response(what, str(error), status_of(error))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return error_response("not-found", str(error) or "There is nothing at this address.", 404)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return error_response(
            WHAT[401],
            "Who asks is not known. Send a valid key, as Authorization: Bearer trig_…, or sign in.",
            401,
        )

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        status = error.status_code
        if status == 403:
            return error_response(
                "no-csrf-token", "A call as a signed-in person needs the header X-CSRFToken; or use a key.", 403
            )
        return error_response(WHAT.get(status, "refused"), str(error), status)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return error_response("not-valid", " ".join(_said(one) for one in error.errors), 422)

    @api.exception_handler(SuspiciousOperation)
    def suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
        if isinstance(error, RequestDataTooBig):
            return error_response("too-large", "The request is too large. Send files as multipart/form-data.", 413)
        return error_response("bad-request", "The request cannot be read.", 400)

    @api.exception_handler(MultiPartParserError)
    @api.exception_handler(RawPostDataException)
    def broken(request: HttpRequest, error: Exception) -> HttpResponse:
        for handler in request.upload_handlers:
            # The file of a part that breaks off is closed by nobody else.
            if (file := getattr(handler, "file", None)) is not None:
                file.close()
        return error_response(
            "bad-request",
            "What was sent cannot be read. Send JSON as application/json, and files as multipart/form-data.",
            400,
        )

    @api.exception_handler(Exception)
    def ours(request: HttpRequest, error: Exception) -> HttpResponse:
        reference = secrets.token_hex(4)
        logger.error("Reference %s: the call %s failed.", reference, request.path, exc_info=error)
        return error_response(
            "our-fault", f"Something went wrong here, not with you. Quote this reference: {reference}.", 500
        )


def _said(one: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in one.get("loc", ()) if part not in ("body", "query", "form", "file", "words"))
    message = str(one.get("msg", "is not valid")).rstrip(".")
    return f"{where}: {message}." if where else f"{message}."
