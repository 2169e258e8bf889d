"""The pages on which a project is started and a risk is added; an action is raised beside its figure."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.permissions import require
from trigpoint.manage.about import About, BadText
from trigpoint.manage.models import Kind, Undertaking
from trigpoint.manage.undertakings import raise_undertaking
from trigpoint.web.components.page import Crumb
from trigpoint.web.frame import page
from trigpoint.web.indicator.beside import names_of_own
from trigpoint.web.undertakings.forms import RaiseForm
from trigpoint.web.visit import Visit, visit

TITLES = {
    Kind.PROJECT: ("Start a project", "Its milestones are added on its page once it is started.", "actions", "Actions"),
    Kind.RISK: ("Add a risk", "Likelihood times impact, each from 1 to 5, before anything is done and with the controls that there are.", "risks", "Risks"),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def raise_one(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The form of a project or a risk. `figure`: an indicator that is chosen from the start."""
    here = visit(request)
    require(here.viewer, "act")
    names = names_of_own(here.viewer, here.definitions)
    if request.method == "POST":
        form = RaiseForm(kind, here.definitions, here.viewer, names, request.POST)
        if form.is_valid() and (raised := _raised(here, kind, form)):
            messages.success(request, "The project is started." if kind == Kind.PROJECT else "The risk is added.")
            return redirect(kind, raised.pk)
    else:
        form = RaiseForm(
            kind, here.definitions, here.viewer, names,
            initial={"figures": [request.GET.get("figure", "")], "start": here.today},
        )  # fmt: skip
    title, headline, listed, name = TITLES[kind]
    return render(
        request,
        "web/raise.html",
        page(
            here, "home", title, headline=headline, help_page="projects-and-risks", uses=None, form=form,
            crumbs=[Crumb("Home", reverse("home")), Crumb(name, reverse(listed)), Crumb(title)],
        ),
        status=400 if form.errors else 200,
    )  # fmt: skip


def _raised(here: Visit, kind: Kind, form: RaiseForm) -> Undertaking | None:
    """What was raised; None where it is refused: the form says why."""
    sent = form.cleaned_data
    try:
        return raise_undertaking(
            here.viewer, kind, About(), sent["title"], owner=sent["owner"], due=sent["due"], start=sent.get("start"),
            details=sent["details"], figures=sent["figures"], nodes=form.nodes,
            score=form.scored if kind == Kind.RISK else None, **form.readers,
        )  # fmt: skip
    except BadText as mistake:
        form.add_error(None, str(mistake))
        return None
