"""The barest Django page, behind the same middleware: what a page costs before it says anything."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def bare(request: HttpRequest) -> HttpResponse:
    """A page that reads who is signed in, and nothing else."""
    return HttpResponse(f"<!doctype html><title>Bare</title><p>{request.user}</p>")


urlpatterns = [path("bare/", bare)]
