"""What is shown to a person is kept by nobody on its way: no proxy, and no browser on a shared machine after signing out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class NotKeptMiddleware:
    """Every answer says so: pages, calls, downloads and refusals. Static files, the same for all, are answered before; what
    says that it never changes (the partnership's colours and logo, which anybody may have) is left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        said = response.headers.get("Cache-Control", "")
        if "no-store" not in said and "immutable" not in said:
            response.headers["Cache-Control"] = "private, no-store"
        return response
