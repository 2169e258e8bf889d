"""Hand over what a leaver answers for: to whom and from when, then the list of it, then all that is ticked at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.models import User
from trigpoint.access.permissions import require
from trigpoint.definitions.faults import BadDefinitions
from trigpoint.judge.numbers import number_in_words
from trigpoint.manage.handing_over import PORTFOLIO, Estate, estate
from trigpoint.manage.handing_over import hand_over as hand_over_all
from trigpoint.mistakes import Mistake
from trigpoint.web.components.page import Crumb, Problem
from trigpoint.web.frame import page
from trigpoint.web.indicator.forms import a_day, owners
from trigpoint.web.responsibility.words import PARTS, about_words, dates_words
from trigpoint.web.undertakings.words import when_words
from trigpoint.web.views.people import person_or_404
from trigpoint.web.visit import Visit, visit


class ToForm(forms.Form):
    """To whom, and from when."""

    to = forms.ChoiceField(label="Who takes it on", error_messages={"required": "Choose who takes it on."})
    day = a_day("From which day", "Choose the day.", "Responsibilities change from this day; the rest passes at once.")

    def __init__(self, leaver: User, data: Mapping | None, day: date) -> None:
        super().__init__(data, initial={"day": day})
        control = self.fields["to"]
        assert isinstance(control, forms.ChoiceField)
        control.choices = [("", "Choose"), *(pair for pair in owners() if pair[0] != leaver.username)]


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, username: str) -> HttpResponse:
    """`to`, `day` in the address show the list; sent with `what` and `why`, what is ticked is handed over."""
    here = visit(request)
    require(here.viewer, "manage-people")
    leaver = person_or_404(username)
    asked = "to" in request.GET
    form = ToForm(leaver, request.GET if asked else None, here.today)
    problems: list[Problem] = []
    found: Estate | None = None
    to: User | None = None
    if asked and form.is_valid():
        to = User.objects.get(username=form.cleaned_data["to"])
        day = form.cleaned_data["day"]
        try:
            if request.method == "POST":
                sent = request.POST
                number = hand_over_all(here.viewer, leaver, to, day, sent.getlist("what"), sent.get("why", ""))
                what = "One thing is" if number == 1 else f"{number_in_words(number, start=True)} things are"
                messages.success(request, f"{what} handed over to {to}.")
                return redirect("person", username)
        except BadDefinitions as bad:
            problems = [Problem(line) for line in str(bad).split("\n")[:10]]
        except Mistake as mistake:
            problems = [Problem(str(mistake), "#why")]
        try:
            found = estate(here.viewer, leaver, to, day)
        except Mistake as mistake:
            problems = [Problem(str(mistake), "#id_day")]
    elif asked:
        problems = [Problem(text, f"#id_{name}") for name, texts in form.errors.items() for text in texts]
    chosen = set(request.POST.getlist("what")) if request.method == "POST" else set(found.keys if found else ())
    return render(
        request,
        "web/hand_over.html",
        page(
            here, "people", f"Hand over from {leaver}", help_page="responsibility", uses=None, form=form, to=to,
            found=found, lines=_lines(here, found) if found else [], chosen=chosen, problems=problems,
            why=request.POST.get("why", ""),
            crumbs=[Crumb("People", reverse("people")), Crumb(str(leaver), reverse("person", args=[username])),
                    Crumb("Hand over")],
        ),
        status=400 if problems else 200,
    )  # fmt: skip


def _lines(here: Visit, found: Estate) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """By heading: (key, what, more, why it cannot be)."""
    parts = [
        (held.key, about_words(here.definitions, held.one),
         "; ".join(filter(None, (PARTS[held.one.role], dates_words(held.one), held.caution))), held.why_not)
        for held in found.held
    ]  # fmt: skip
    steps = [
        (owned.key, owned.one.title, f"{owned.one.kind.label}; {when_words(owned.one)}", owned.why_not)
        for owned in found.owned
    ]
    follows = []
    if found.followed:
        said = f"{number_in_words(found.followed, start=True)} indicator{'' if found.followed == 1 else 's'}"
        follows = [(PORTFOLIO, f"{said} of their portfolio", "What the other does not follow yet", "")]
    headed = (("Responsibilities", parts), ("Actions, projects and risks", steps), ("What they follow", follows))
    return [(heading, lines) for heading, lines in headed if lines]
