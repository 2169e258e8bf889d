"""What can be done on the page of an action, a project or a risk: each form that it sends, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django import forms

from trigpoint.manage.about import BadText, require_now
from trigpoint.manage.commentary import ChangedMeanwhile
from trigpoint.manage.milestones import add_milestone, drop_milestone, move_milestone, reach_milestone
from trigpoint.manage.models import Kind
from trigpoint.manage.standing import WORK, Standing, standing
from trigpoint.manage.undertakings import bear_upon, move_on, require_move
from trigpoint.manage.waits import stop_waiting, wait_for
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.undertakings.forms import ChangedMilestoneForm, FiguresForm, MilestoneForm, StepForm, WaitForm
from trigpoint.web.visit import Visit

Refused = tuple[str, forms.Form]
"""Which form was refused, and the form with what is wrong. A milestone's own form is told by the milestone's number."""


def do(here: Visit, one: Standing, known: Sequence[Standing]) -> tuple[str, Refused | None]:
    """Do what was sent: (what to say, None), or ('', the refused form). known: all work that the viewer may read.

    Raises Mistake for what no form can mend: no right, a day of the past, or nothing of the kind.
    """
    require_now(here.known_at)
    what = here.request.POST.get("do", "step")
    if what not in DOES:
        raise BadText("The page sent something that it does not know. Open it again, and try once more.")
    require_move(here.viewer, one.undertaking)
    return DOES[what](here, one, known)


def _tried(
    form: forms.Form, name: str, act: Callable[[Mapping], object], said: str, field: str | None = None
) -> tuple[str, Refused | None]:
    """Act on what a valid form holds; where it is refused, the form says why. field: the control that is told of it."""
    if not form.is_valid():
        return "", (name, form)
    try:
        act(form.cleaned_data)
    except BadText as mistake:
        form.add_error(field, str(mistake))
        return "", (name, form)
    return said, None


def _step(here: Visit, one: Standing, known: Sequence[Standing]) -> tuple[str, Refused | None]:
    form = StepForm(one, projects_of(known, one), here.request.POST)

    def act(sent: Mapping) -> None:
        try:
            move_on(
                here.viewer, one.pk, sent["text"], after=sent["after"], state=sent["state"], due=sent["due"],
                owner=sent["owner"], start=sent.get("start"), project=sent.get("project"),
                score=form.scored if one.kind == Kind.RISK else None,
            )  # fmt: skip
        except ChangedMeanwhile:
            (now,) = standing(here.viewer, here.today, pk=one.pk)
            form.data = form.data.copy()
            form.data["after"] = str(now.last.number)
            raise

    return _tried(form, "step", act, "Your step is kept.", "text")


def _figures(here: Visit, one: Standing, known: Sequence[Standing]) -> tuple[str, Refused | None]:
    form = FiguresForm(one, here.definitions, here.request.POST)
    return _tried(
        form, "figures", lambda sent: bear_upon(here.viewer, one.pk, sent["figures"], form.nodes), "What it bears upon is kept."
    )  # fmt: skip


def _milestone(here: Visit, one: Standing, known: Sequence[Standing]) -> tuple[str, Refused | None]:
    form = MilestoneForm(here.request.POST, auto_id="milestone-%s")
    return _tried(
        form, "milestone", lambda sent: add_milestone(here.viewer, one.pk, sent["name"], sent["due"]), "The milestone is kept."
    )  # fmt: skip


def _changed_milestone(here: Visit, one: Standing, known: Sequence[Standing]) -> tuple[str, Refused | None]:
    number = number_sent(here.request.POST.get("milestone")) or 0
    form = ChangedMilestoneForm(here.request.POST, auto_id=f"milestone-{number}-%s")

    def act(sent: Mapping) -> None:
        if sent["how"] == "dropped":
            drop_milestone(here.viewer, one.pk, number, sent["why"])
        elif sent["day"] is None:
            raise BadText("Choose the day: on which it was reached, or by which it is to be.")
        elif sent["how"] == "reached":
            reach_milestone(here.viewer, one.pk, number, sent["day"])
        else:
            move_milestone(here.viewer, one.pk, number, sent["day"], sent["why"])

    return _tried(form, str(number), act, "The milestone is changed.")


def _wait(here: Visit, one: Standing, known: Sequence[Standing]) -> tuple[str, Refused | None]:
    form = WaitForm(known, here.request.POST)
    return _tried(
        form, "wait", lambda sent: wait_for(here.viewer, one.pk, sent["awaited"]), "What it waits for is kept.", "awaited"
    )  # fmt: skip


def _stop_waiting(here: Visit, one: Standing, known: Sequence[Standing]) -> tuple[str, Refused | None]:
    stop_waiting(here.viewer, one.pk, number_sent(here.request.POST.get("awaited")) or 0)
    return "It waits for that no longer.", None


DOES: dict[str, Callable[[Visit, Standing, Sequence[Standing]], tuple[str, Refused | None]]] = {
    "step": _step,
    "figures": _figures,
    "milestone": _milestone,
    "changed-milestone": _changed_milestone,
    "wait": _wait,
    "stop-waiting": _stop_waiting,
}


def projects_of(known: Sequence[Standing], one: Standing) -> list[Standing]:
    """The projects that an action may belong to: those that are open, and the one that it belongs to."""
    return [
        each for each in known if each.kind == Kind.PROJECT and (each.open or each.pk == one.last.project_id)
    ] if one.kind == Kind.ACTION else []  # fmt: skip


def all_work(here: Visit, one: Standing) -> list[Standing]:
    """The actions and projects among which an action or project stands; none for a risk, which waits for nothing."""
    return standing(here.viewer, here.today, kinds=WORK, known_at=here.known_at) if one.kind in WORK else []
