"""The interface's addresses, and how they stand in a site where everything else asks for a person who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import re_path
from ninja import NinjaAPI

from trigpoint.api.errors import error_response
from trigpoint.api.identity import Key, SignedIn
from trigpoint.api.reference import operations
from trigpoint.null_characters import NullCharacter, refuse_in_address

View = Callable[..., HttpResponseBase]


class Interface(NinjaAPI):
    """Its own checks say who asks, so that a program gets 401 and not a page to sign in at."""

    def __init__(self, **more: Any) -> None:
        super().__init__(auth=[Key(), SignedIn()], docs_url=None, openapi_url=None, **more)

    @property
    def urls(self) -> tuple[list[Any], str, str]:
        patterns, name, space = super().urls
        kept = [pattern for pattern in patterns if getattr(pattern, "name", "") != "api-root"]
        own = [
            re_path(r"^openapi\.json$", self._schema, name="openapi-json"),
            re_path(r"^(?:docs/?)?$", self._page, name="openapi-view"),
            re_path(r"^", _nowhere, name="nowhere"),
        ]
        for pattern in (*kept, *own):
            pattern.callback = _ours(pattern.callback)
        return [*kept, *own], name, space

    def _schema(self, request: HttpRequest) -> HttpResponseBase:
        return JsonResponse(self.get_openapi_schema(path_prefix="/api/"))

    def _page(self, request: HttpRequest) -> HttpResponseBase:
        schema = self.get_openapi_schema(path_prefix="/api/")
        return render(request, "web/api.html", {"info": schema["info"], "groups": operations(schema)})


def _nowhere(request: HttpRequest) -> HttpResponseBase:
    raise Http404(f"There is nothing at {request.path[:200]}. /api/ lists what there is.")


def _ours(view: View) -> View:
    """The view for whoever comes, with each refusal in the one shape, whoever made it."""

    @login_not_required
    @wraps(view, updated=())
    def answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        try:
            refuse_in_address(request)
            response = view(request, *args, **named)
        except NullCharacter as refused:
            return error_response("null-character", str(refused), 400)
        except Http404 as missing:
            return error_response("not-found", str(missing), 404)
        if response.status_code == 405:
            allowed = response.headers.get("Allow", "")
            refused = error_response("method-not-allowed", f"This address answers {allowed} only.", 405)
            refused.headers["Allow"] = allowed
            return refused
        return response

    # A call by a key carries no cookie, and one by a session is checked where the session is.
    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered
