"""A person's own objectives, for their appraisal: with the figures that they are measured by, what they support, updates."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trigpoint.access.models import User
from trigpoint.access.permissions import require
from trigpoint.ask.readings import Reading, Wanted, wanted_of
from trigpoint.ask.scorecards import scorecards as ask_scorecards
from trigpoint.ask.standing import read_each
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import number_in_words
from trigpoint.manage.about import BadText, require_now
from trigpoint.manage.commentary import ChangedMeanwhile
from trigpoint.manage.models import Aim
from trigpoint.manage.objectives import Stands, objectives_of, require_objectives, update_objective, write_objective
from trigpoint.publish.cells import Cell, Figure, Status
from trigpoint.publish.from_answers import reading_target
from trigpoint.web.cascade.drawn import part_href
from trigpoint.web.components.page import Crumb
from trigpoint.web.frame import page
from trigpoint.web.indicator.forms import a_day
from trigpoint.web.links import indicator_href
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.scorecard_tree import rolled_status
from trigpoint.web.undertakings.figures import figure_of, status_of
from trigpoint.web.undertakings.parts import part_words, parts_offered
from trigpoint.web.visit import Visit, visit


class ObjectiveForm(forms.Form):
    """A new objective."""

    title = forms.CharField(
        label="What is to be achieved", max_length=200,
        error_messages={"required": "Say in a few words what is to be achieved."},
    )  # fmt: skip
    words = forms.CharField(
        label="How, and how it is known", widget=forms.Textarea({"rows": 4}), required=False, max_length=4000
    )
    indicator = forms.ChoiceField(label="Measured by", required=False)
    supports = forms.ChoiceField(label="It supports", required=False, help_text="A part of a scorecard or plan.")
    first = a_day("From", "Choose the day from which it holds.")
    last = a_day("To", "Choose the day by which it is to be achieved.")

    def __init__(self, definitions: Definitions, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="objective_%s", **kwargs)
        indicator, supports = self.fields["indicator"], self.fields["supports"]
        assert isinstance(indicator, forms.ChoiceField)
        assert isinstance(supports, forms.ChoiceField)
        names = sorted(
            ((code, one.name) for code, one in definitions.indicators.items()), key=lambda pair: pair[1].casefold()
        )
        indicator.choices = [("", "No figure"), *names]
        supports.choices = [
            ("", "Nothing of a scorecard"),
            *parts_offered(definitions),
        ]

    @property
    def part(self) -> tuple[str, str] | None:
        framework, _, node = self.cleaned_data["supports"].partition(":")
        return (framework, node) if node else None


class UpdateForm(forms.Form):
    """How an objective goes. after: the number of the update last seen."""

    text = forms.CharField(
        label="How it goes", widget=forms.Textarea({"rows": 3}), max_length=4000,
        error_messages={"required": "Write how it goes; and why, where its state or day is another."},
    )  # fmt: skip
    state = forms.ChoiceField(label="State", choices=Aim.choices)
    last = a_day("To", "Choose the day by which it is to be achieved.")
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, one: Stands, *args, **kwargs) -> None:
        given = {"state": one.last.state, "last": one.last.last, "after": one.last.number}
        super().__init__(*args, auto_id=f"update-{one.objective.pk}-%s", initial=given, **kwargs)


@dataclass(frozen=True)
class Shown:
    """An objective as drawn. then, now, status, target: of the figure that it is measured by. part: what it supports."""

    one: Stands
    measure: str
    measure_href: str
    then: Figure | None
    now: Figure | None
    status: Status | None
    target: Cell
    part: str
    part_href: str
    part_status: Status | None
    form: UpdateForm | None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objectives(request: HttpRequest, username: str) -> HttpResponse:
    """Of one person, for them and their manager alone. Sent `objective` and its number: an update; else a new one."""
    here = visit(request)
    require(here.viewer, "read")
    # Whoever may not read them is not told whether there is such a person.
    person = User.objects.filter(username=username).select_related("manager").first() or User()
    require_objectives(here.viewer, person)
    found = objectives_of(here.viewer, person, here.known_at)
    new, refused = ObjectiveForm(here.definitions, initial={"first": here.today}), None
    if request.method == "POST":
        require_now(here.known_at)
        if "objective" in request.POST:
            refused = _update(request, here, found)
        else:
            new = ObjectiveForm(here.definitions, request.POST)
            _write(here, person, new)
        if refused is None and not new.errors:
            messages.success(request, "It is kept. Only the two of you see it.")
            return redirect("objectives", username)
        found = objectives_of(here.viewer, person)
    own = person.pk == here.viewer.user_id
    wrong = refused[1] if refused else new if new.errors else None
    return render(
        request,
        "web/objectives.html",
        page(
            here, "people", "Your own objectives" if own else f"Objectives of {person}", kind="Only you and your manager see this" if own else "Only you and they see this",
            headline=_headline(found), help_page="responsibility", uses=("as-at",), person=person, wrong=wrong,
            shown=_shown(here, found, refused), new=new if here.known_at is None else None, today=here.context.as_at or here.today,
            crumbs=[Crumb("People", reverse("people")), Crumb(str(person), reverse("person", args=[username])), Crumb("Objectives")],
        ),
        status=400 if wrong else 200,
    )  # fmt: skip


def _write(here: Visit, person: User, form: ObjectiveForm) -> None:
    if not form.is_valid():
        return
    sent = form.cleaned_data
    try:
        write_objective(
            here.viewer, person, sent["title"], words=sent["words"], indicator=sent["indicator"], supports=form.part,
            first=sent["first"], last=sent["last"],
        )  # fmt: skip
    except BadText as mistake:
        form.add_error(None, str(mistake))


def _update(request: HttpRequest, here: Visit, found: list[Stands]) -> tuple[int, UpdateForm] | None:
    """None where the update is kept; else which objective's form was refused, and the form."""
    pk = number_sent(request.POST.get("objective"))
    one = next((one for one in found if one.objective.pk == pk), None)
    if one is None:
        raise BadText("There is no such objective here. Open the page again.")
    form = UpdateForm(one, request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            update_objective(
                here.viewer, one.objective.pk, sent["text"], after=sent["after"], state=sent["state"], last=sent["last"]
            )
        except ChangedMeanwhile as mistake:
            form.data = form.data.copy()
            form.data["after"] = str(one.last.number)
            form.add_error("text", str(mistake))
        except BadText as mistake:
            form.add_error("text", str(mistake))
    return (one.objective.pk, form) if form.errors else None


def _shown(here: Visit, found: list[Stands], refused: tuple[int, UpdateForm] | None) -> list[Shown]:
    """Objectives with their figures, as they were when each began and as they are. Two batches."""
    definitions = here.definitions
    measured = [one for one in found if one.objective.indicator in definitions.indicators]
    wanted = [_wanted(definitions, one) for one in measured]
    began = [definitions.calendars.containing(min(one.objective.first, here.today), "month") for one in measured]
    asked = [(each, None) for each in wanted] + list(zip(wanted, began, strict=True))
    readings = read_each(here.viewer, definitions, asked, as_at=here.context.as_at, today=here.today)
    now = {one.objective.pk: reading for one, reading in zip(measured, readings, strict=False)}
    then = {one.objective.pk: reading for one, reading in zip(measured, readings[len(measured) :], strict=True)}
    codes = sorted({one.objective.framework for one in found if one.objective.framework in definitions.frameworks})
    cards = ask_scorecards(here.viewer, definitions, codes, as_at=here.context.as_at, today=here.today) if codes else []
    parts = {
        (card.framework.code, node): rolled_status(here, rolled)
        for card in cards
        for node, rolled in card.rolled.items()
    }
    forms_ = {} if refused is None else {refused[0]: refused[1]}
    return [
        _one(here, one, now.get(one.objective.pk), then.get(one.objective.pk), parts, forms_.get(one.objective.pk))
        for one in found
    ]


def _wanted(definitions: Definitions, one: Stands) -> Wanted:
    """The figure that it is measured by, in its place of the framework that it supports where it has one there."""
    code, framework = one.objective.indicator, one.objective.framework
    placed = wanted_of(definitions, [framework] if framework in definitions.places else [])
    return next((each for each in placed if each.indicator == code), Wanted(code))


def _one(
    here: Visit, one: Stands, now: Reading | None, then: Reading | None, parts: dict[tuple[str, str], Status],
    refused: UpdateForm | None,
) -> Shown:  # fmt: skip
    kept = one.objective
    key = (kept.framework, kept.node)
    newer = now is not None and then is not None and now.period > then.period
    return Shown(
        one, now.indicator.name if now else kept.indicator,
        indicator_href(here.context, kept.indicator, framework=now.wanted.framework) if now else "",
        figure_of(here, then) if then is not None and newer else None, figure_of(here, now) if now else None,
        status_of(here, now) if now else None, reading_target(now) if now else None,
        part_words(here.definitions, *key) if kept.node else "", part_href(here, *key) if key in parts else "",
        parts.get(key), None if here.known_at is not None else refused or UpdateForm(one),
    )  # fmt: skip


def _headline(found: list[Stands]) -> str:
    still = sum(one.open for one in found)
    if not found:
        return ""
    said = f"{number_in_words(len(found), start=True)} objective{'' if len(found) == 1 else 's'}"
    return f"{said}, {number_in_words(still) if still else 'none'} under way."
