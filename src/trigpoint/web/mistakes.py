"""A person's mistake becomes a page that says what to do, with the right status; never a traceback."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trigpoint.access.permissions import NotAllowed
from trigpoint.catalogue.snapshots import NoDefinitions
from trigpoint.mistakes import Mistake
from trigpoint.null_characters import NullCharacter, refuse_in_address, refuse_in_form

LONGEST_ADDRESS = 8_000
"""Characters of an address. A page carries its own address into a hundred links, so that a long one makes it huge."""


class AddressTooLong(Mistake):
    """An address that no page of ours leads to."""

    def __init__(self) -> None:
        super().__init__(f"The address is longer than {LONGEST_ADDRESS:,} characters. Ask for less at once.")


class MistakeMiddleware:
    """Turns every Mistake that a view lets through into a page, and refuses what no view can take."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if request.resolver_match and request.resolver_match.namespaces:
            return None  # The programming interface refuses in its own shape.
        try:
            if len(request.get_full_path()) > LONGEST_ADDRESS:
                raise AddressTooLong
            refuse_in_address(request)
            refuse_in_form(request)
        except (NullCharacter, AddressTooLong) as refused:
            return self.process_exception(request, refused)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Mistake):
            return None
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", {"reason": str(exception)}, status=403)
        if isinstance(exception, NoDefinitions):
            return render(request, "web/nothing_defined.html", {"reason": str(exception)}, status=200)
        status = 414 if isinstance(exception, AddressTooLong) else 400
        return render(request, "400.html", {"reason": str(exception)}, status=status)
