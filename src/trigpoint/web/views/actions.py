"""Actions: what is to be done by whom and when, what is late, and what is off target without anything being done."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from trigpoint.access.permissions import require
from trigpoint.judge.numbers import number_in_words
from trigpoint.manage.about import BadText
from trigpoint.manage.actions import Standing, may_move, move_action, standing
from trigpoint.manage.commentary import ChangedMeanwhile
from trigpoint.manage.models import ActionState
from trigpoint.web.action_tables import actions_table, figures_beside, moved_table, without_table
from trigpoint.web.components.page import Crumb, Empty, Tab
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.file_names import named
from trigpoint.web.frame import page
from trigpoint.web.indicator.beside import where_words
from trigpoint.web.indicator.forms import by_when, owners
from trigpoint.web.links import indicator_href
from trigpoint.web.visit import Visit, visit

SHOWN = (
    ("open", "To be done"), ("mine", "Mine"), ("over", "Done or dropped"), ("without", "Off target without one"),
    ("moved", "What they moved"),
)  # fmt: skip


@require_GET
def actions(request: HttpRequest) -> HttpResponse:
    """The list, by `show`: open, mine, over, what is off target without an action, or what they moved."""
    here = visit(request)
    require(here.viewer, "read")
    show = request.GET.get("show", "open")
    show = show if show in dict(SHOWN) else "open"
    known = standing(here.viewer, here.today, known_at=here.known_at)
    open_ones = [one for one in known if one.open]
    if show == "without":
        table, empty = without_table(here, known), NOTHING_WITHOUT
    elif show == "moved":
        table, empty = moved_table(here, known), NOTHING_MOVED
    else:
        mine = [one for one in known if one.last.owner_id == here.viewer.user_id]
        chosen = {"open": open_ones, "mine": mine, "over": [one for one in known if not one.open]}[show]
        table, empty = actions_table(here, chosen, dict(SHOWN)[show]), NONE[show]
    if file := download_asked(request, named(here, {"table": table}, ())):
        return file
    return render(
        request,
        "web/actions.html",
        page(
            here, "home", "Actions", headline=_headline(open_ones), help_page="actions", uses=("as-at",),
            tabs=[Tab(label, here.here(show=code), code == show) for code, label in SHOWN],
            table=table_view(request, table, id="actions", show_caption=False) if table.rows else None, empty=empty,
            crumbs=[Crumb("Home", here.context.url(reverse("home"))), Crumb("Actions")],
        ),
    )  # fmt: skip


NOTHING_WITHOUT = Empty(
    "Nothing is off target without an action", "Each figure that needs attention has somebody who does something about it.",
    achievement=True,
)  # fmt: skip
NOTHING_MOVED = Empty("Nothing to compare yet", "The figure of each action stands here, as it was and as it is.")
NONE = {
    "open": Empty("Nothing is to be done", "Actions are raised on the page of an indicator, beside its figure."),
    "mine": Empty("You have no action", "What you undertake to do stands here, and on Home when its day is near."),
    "over": Empty("Nothing is done or dropped yet", "What was done stays here, with what came of it."),
}


def _headline(open_ones: Sequence[Standing]) -> str:
    late = sum(one.late for one in open_ones)
    if not open_ones:
        return "Nothing is to be done."
    said = f"{number_in_words(len(open_ones), start=True)} {'action is' if len(open_ones) == 1 else 'actions are'} to be done"
    return f"{said}, {number_in_words(late)} of them late." if late else f"{said}, none of them late."


class StepForm(forms.Form):
    """The next step of an action."""

    text = forms.CharField(
        label="How it goes", widget=forms.Textarea({"rows": 4}), required=False, max_length=4000,
        help_text="When it is done, dropped, put off or passed on: why, and what came of it.",
    )  # fmt: skip
    state = forms.ChoiceField(label="State", choices=ActionState.choices)
    due = by_when()
    owner = forms.ChoiceField(label="Who does it")
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, one: Standing, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        control = self.fields["owner"]
        assert isinstance(control, forms.ChoiceField)
        kept = (one.last.owner.username, str(one.last.owner))
        choices = owners()
        control.choices = choices if kept in choices else [kept, *choices]


@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """One action with its steps, and the form for the next."""
    here = visit(request)
    require(here.viewer, "read")
    one = _one(here, pk)
    form = None
    if may_move(here.viewer, one.action) and here.known_at is None:
        form = StepForm(one, initial=_initial(one))
    status = 200
    if request.method == "POST":
        form = StepForm(one, request.POST)
        if form.is_valid() and _moved(here, one, form):
            messages.success(request, "Your step is kept.")
            return redirect("action", pk)
        status = 400
        one = _one(here, pk)
    indicator = here.definitions.indicators.get(one.action.indicator)
    framework = one.action.framework or None
    then, now = figures_beside(here, one) if indicator else (None, None)
    return render(
        request,
        "web/action.html",
        page(
            here, "home", one.action.title, kind="Action", help_page="actions", uses=("as-at",), one=one, form=form, then=then, now=now,
            headline=_how_it_stands(one),
            about=indicator.name if indicator else one.action.indicator,
            about_href=indicator_href(here.context, one.action.indicator, framework=framework) if indicator else "",
            where=where_words(here.definitions, one.action),
            crumbs=[Crumb("Home", here.context.url(reverse("home"))), Crumb("Actions", here.context.url(reverse("actions"))),
                    Crumb(one.action.title)],
        ),
        status=status,
    )  # fmt: skip


def _one(here: Visit, pk: int) -> Standing:
    found = standing(here.viewer, here.today, pk=pk, known_at=here.known_at)
    if not found:
        raise Http404("There is no such action here, or it is not open to you.")
    return found[0]


def _initial(one: Standing) -> dict[str, object]:
    last = one.last
    return {"state": last.state, "due": last.due, "owner": last.owner.username, "after": last.number}


def _moved(here: Visit, one: Standing, form: StepForm) -> bool:
    """Whether the step could be taken; where not, the form says why."""
    sent = form.cleaned_data
    try:
        move_action(
            here.viewer, one.action.pk, sent["text"], state=sent["state"], due=sent["due"], owner=sent["owner"],
            after=sent["after"],
        )  # fmt: skip
    except ChangedMeanwhile as late:
        form.data = form.data.copy()
        form.data["after"] = str(_one(here, one.action.pk).last.number)
        form.add_error("text", str(late))
    except BadText as mistake:
        form.add_error("text", str(mistake))
    else:
        return True
    return False


def _how_it_stands(one: Standing) -> str:
    last = one.last
    if not one.open:
        return f"{one.state} on {last.at:%-d %B %Y}, by {last.owner}."
    when = f"was due on {last.due:%-d %B %Y}, and is late" if one.late else f"due by {last.due:%-d %B %Y}"
    return f"{one.state}, {when}. {last.owner} does it."
