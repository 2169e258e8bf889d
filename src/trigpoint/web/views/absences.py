"""When a person is away and who stands in: said by themselves, or by an administrator for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.absences import BadAbsence, absences_of, end_absence, require_own
from trigpoint.access.models import User
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.manage.deputies import be_away
from trigpoint.web.components.page import Crumb
from trigpoint.web.frame import page
from trigpoint.web.indicator.forms import a_day, owners
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.views.people import person_or_404
from trigpoint.web.visit import visit


class AwayForm(forms.Form):
    """From when to when somebody is away, and who stands in."""

    first = a_day("First day away", "Choose the first day.")
    last = a_day("Last day away", "Choose the last day.")
    deputy = forms.ChoiceField(
        label="Who stands in", error_messages={"required": "Choose who stands in."},
        help_text="They see what is owed and may take the next steps, until the last day.",
    )  # fmt: skip

    def __init__(self, person: User, people: Sequence[tuple[str, str]], data: Mapping | None = None) -> None:
        super().__init__(data, auto_id="away-%s")
        control = self.fields["deputy"]
        assert isinstance(control, forms.ChoiceField)
        control.choices = [("", "Choose"), *(pair for pair in people if pair[0] != person.username)]


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest, username: str) -> HttpResponse:
    """When a person is away. Sent `end`: the number of an absence that is to end; else a new one."""
    here = visit(request)
    require(here.viewer, "read")
    person = person_or_404(username)
    require_own(here.viewer, person)
    own = person.pk == here.viewer.user_id
    form = AwayForm(person, owners(), request.POST if request.method == "POST" and "end" not in request.POST else None)
    if request.method == "POST":
        said = _do(request, here.viewer, person, form)
        if said:
            messages.success(request, said)
            return redirect(f"{reverse('me')}#away") if own else redirect("person", username)
    return render(
        request,
        "web/away.html",
        page(
            here, "people", "When you are away" if own else f"When {person} is away", help_page="responsibility", uses=None,
            form=form, absences=absences_of(person), person=person, own=own,
            crumbs=[Crumb("Your settings", reverse("me"))] if own else
                   [Crumb("People", reverse("people")), Crumb(str(person), reverse("person", args=[username]))],
        ),
        status=400 if form.errors else 200,
    )  # fmt: skip


def _do(request: HttpRequest, viewer: Viewer, person: User, form: AwayForm) -> str:
    """What was done, in words; '' where the form says what is wrong. Raises Mistake for what no form can mend."""
    if "end" in request.POST:
        end_absence(viewer, person, number_sent(request.POST["end"]) or 0)
        return "The absence is ended. Nobody stands in any more."
    if not form.is_valid():
        return ""
    sent = form.cleaned_data
    try:
        absence = be_away(viewer, person, sent["deputy"], sent["first"], sent["last"])
    except BadAbsence as mistake:
        form.add_error(None, str(mistake))
        return ""
    return f"{absence.deputy} stands in from {absence.first:%-d %B %Y} to {absence.last:%-d %B %Y}."
