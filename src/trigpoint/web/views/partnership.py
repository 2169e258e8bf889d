"""How the partnership looks: its colours as a stylesheet, its logo, and the page on which an administrator sets both."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from trigpoint.access.permissions import require
from trigpoint.catalogue.logo import BadLogo, joined, keep_logo, logo, take_logo_down
from trigpoint.catalogue.snapshots import NoDefinitions, in_force
from trigpoint.web.components.page import Crumb, Problem
from trigpoint.web.frame import page
from trigpoint.web.own_look import logo_href, stylesheet_of
from trigpoint.web.visit import visit

KEPT = "public, max-age=31536000, immutable"
"""Of what is asked for by an address that changes with what it holds."""


@login_not_required
@require_safe
def colours(request: HttpRequest) -> HttpResponse:
    """The stylesheet. It says nothing but colours, so anybody may have it, as on the page of signing in."""
    try:
        css = stylesheet_of(in_force().partnership)
    except NoDefinitions:
        css = ""
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = KEPT
    return response


@login_not_required
@require_safe
def logo_picture(request: HttpRequest) -> HttpResponseBase:
    """The logo, as the picture that it was found to be."""
    kept = logo()
    if kept is None:
        raise Http404("There is no logo.")
    response = FileResponse(kept.path.open("rb"), content_type=kept.media_type)
    response["Cache-Control"] = KEPT
    return response


class LogoForm(forms.Form):
    """A picture to be the logo."""

    logo = forms.FileField(
        label="Logo", help_text="A PNG or JPEG of at most 1 MB. It stands beside the name at the top of each page."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def partnership(request: HttpRequest) -> HttpResponse:
    """Name, words, colour and logo: what there is, and where each is changed."""
    here = visit(request)
    require(here.viewer, "manage-people")
    problems: list[Problem] = []
    form = LogoForm()
    if request.method == "POST":
        try:
            if request.POST.get("do") == "take-down":
                take_logo_down(here.viewer)
                messages.success(request, "The logo is taken down.")
                return redirect("partnership")
            sent = request.FILES.get("logo")
            keep_logo(here.viewer, joined(sent.chunks()) if sent else b"")  # type: ignore[union-attr]
        except BadLogo as bad:
            problems = [Problem(str(bad), "#id_logo")]
        else:
            messages.success(request, "The logo is kept, and stands at the top of each page.")
            return redirect("partnership")
    held = here.definitions.partnership
    words = held.status_words if held else None
    return render(
        request,
        "web/partnership.html",
        page(
            here, "home", held.name if held else "The partnership", kind="The partnership", uses=None, help_page="beginning", held=held,
            form=form, problems=problems, logo_href=logo_href(),
            words=[(status, getattr(words, status)) for status in type(words).model_fields] if words else [],
            change_href=reverse("change-definition", args=["partnership", held.code]) if held else "",
            crumbs=[Crumb("Home", reverse("home")), Crumb("The partnership")],
        ),
        status=400 if problems else 200,
    )  # fmt: skip
