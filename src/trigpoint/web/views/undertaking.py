"""The page of one action, project or risk: how it stands, what it should move, what happened, and the next step."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.absences import why_no_deputy
from trigpoint.access.permissions import require
from trigpoint.manage.about import readable
from trigpoint.manage.models import Kind, Note
from trigpoint.manage.risks import level
from trigpoint.manage.standing import Standing, standing
from trigpoint.manage.undertakings import may_move
from trigpoint.manage.waits import waiting_pairs
from trigpoint.publish.meetings import decision_behind
from trigpoint.web.components.page import Crumb, Notice
from trigpoint.web.components.tables import plain_view
from trigpoint.web.frame import page
from trigpoint.web.indicator.beside import where_words
from trigpoint.web.links import indicator_href
from trigpoint.web.undertakings.doing import all_work, do, projects_of
from trigpoint.web.undertakings.figures import figures_table
from trigpoint.web.undertakings.forms import ChangedMilestoneForm, FiguresForm, MilestoneForm, StepForm, WaitForm
from trigpoint.web.undertakings.parts import part_words
from trigpoint.web.undertakings.words import hindered_words, href_of, when_words
from trigpoint.web.visit import Visit, visit

LISTS = {Kind.ACTION: ("actions", "Actions"), Kind.PROJECT: ("actions", "Actions"), Kind.RISK: ("risks", "Risks")}
DOES = {Kind.ACTION: "does it", Kind.PROJECT: "leads it", Kind.RISK: "watches it"}


@require_http_methods(["GET", "HEAD", "POST"])
def undertaking(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """One of a kind, and what can be done with it (see `web.undertakings.doing`)."""
    here = visit(request)
    require(here.viewer, "read")
    one = _one(here, kind, pk)
    known = all_work(here, one)
    refused = None
    if request.method == "POST":
        said, refused = do(here, one, known)
        if refused is None:
            messages.success(request, said)
            return redirect(kind, pk)
        one = _one(here, kind, pk)
    pairs = waiting_pairs(here.known_at) if known else []
    by_number = {each.pk: each for each in known}
    awaited = [by_number[b] for a, b in pairs if a == pk and b in by_number]
    listed, name = LISTS[kind]
    figures = figures_table(here, one) if one.figures else None
    return render(
        request,
        "web/undertaking.html",
        page(
            here, "home", one.title, kind=kind.label, help_page="actions" if kind == Kind.ACTION else "projects-and-risks",
            uses=("as-at",), one=one, headline=_how_it_stands(one), raised_on=_raised_on(here, one), note=_note(here, one),
            decision=decision_behind(here.viewer, pk) if kind == Kind.ACTION else None,
            figures=plain_view(figures, id="figures", show_caption=False, cards=True) if figures and figures.rows else None,
            nodes=[part_words(here.definitions, *node) for node in one.nodes],
            awaited=awaited, awaiting=[by_number[a] for a, b in pairs if b == pk and a in by_number],
            held_up=[
                Notice(f"It waits for “{each.title}”{why}.", "", "warning", href_of(each), "See how it stands")
                for each in awaited if one.open and (why := hindered_words(each))
            ],
            deputy=_deputy(here, one), project=by_number.get(one.last.project_id or 0),
            actions=[each for each in known if kind == Kind.PROJECT and each.last.project_id == pk],
            does=DOES[kind], refused=refused[1] if refused else None,
            **_forms(here, one, known, awaited, refused),
            crumbs=[Crumb("Home", here.context.url(reverse("home"))), Crumb(name, here.context.url(reverse(listed))),
                    Crumb(one.title)],
        ),
        status=400 if refused else 200,
    )  # fmt: skip


def _one(here: Visit, kind: Kind, pk: int) -> Standing:
    found = standing(here.viewer, here.today, kinds=[kind], pk=pk, known_at=here.known_at)
    if not found:
        raise Http404(f"There is no such {kind} here, or it is not open to you.")
    return found[0]


def _forms(
    here: Visit, one: Standing, known: list[Standing], awaited: list[Standing], refused: tuple[str, forms.Form] | None
) -> dict[str, object]:
    """The forms that the viewer may send, one of them as it was refused; none of a day of the past."""
    if not may_move(here.viewer, one.undertaking) or here.known_at is not None:
        return {"milestones": [(each, None) for each in one.milestones]}
    offered = [each for each in known if each.open and each.pk != one.pk and each not in awaited]
    changing = one.open and one.kind == Kind.PROJECT
    made: dict[str, forms.Form | None] = {
        "step": StepForm(one, projects_of(known, one)),
        "figures": FiguresForm(one, here.definitions),
        "milestone": MilestoneForm(auto_id="milestone-%s") if changing else None,
        "wait": WaitForm(offered) if one.open and offered else None,
    }
    own = {
        str(each.pk): ChangedMilestoneForm(
            auto_id=f"milestone-{each.pk}-%s",
            initial={"milestone": each.pk, "how": "moved" if each.done else "reached"},
        )
        for each in one.milestones
        if changing
    }
    if refused is not None:
        (own if refused[0] in own else made)[refused[0]] = refused[1]
    return {
        "forms": made,
        "milestones": [(each, own.get(str(each.pk))) for each in one.milestones],
        "opened": refused[0] if refused else "",
    }


def _deputy(here: Visit, one: Standing) -> Notice | None:
    """That the reader acts for its owner today, or why who stood in, or will, cannot."""
    if here.known_at is not None or not one.open:
        return None
    if one.last.owner_id in here.viewer.stands_in_for:
        return Notice(f"{one.last.owner} is away. You stand in, and may take the next step.")
    said = "" if may_move(here.viewer, one.undertaking) else why_no_deputy(here.viewer, one.last.owner_id)
    return Notice(said) if said else None


def _raised_on(here: Visit, one: Standing) -> tuple[str, str, str] | None:
    """The figure that it was raised on: its name, its page, and of where and when."""
    raised = one.undertaking
    if not raised.indicator:
        return None
    indicator = here.definitions.indicators.get(raised.indicator)
    href = indicator_href(here.context, raised.indicator, framework=raised.framework or None) if indicator else ""
    return indicator.name if indicator else raised.indicator, href, where_words(here.definitions, raised)


def _note(here: Visit, one: Standing) -> tuple[Note, str] | None:
    """The note that it was raised from and its place on the page, where the viewer may read it and it still stands."""
    if one.undertaking.note_id is None:
        return None
    kept = Note.objects.filter(pk=one.undertaking.note_id, withdrawn_at__isnull=True).select_related("author")
    note = readable(kept, here.viewer, here.known_at).first()
    if note is None:
        return None
    return note, f"{indicator_href(here.context, note.indicator)}#note-{note.pk}"


def _how_it_stands(one: Standing) -> str:
    said = f"{when_words(one)}."
    if one.kind == Kind.RISK:
        score = one.score
        said = f"{score.after} of 25 after control, {level(score.after)}; {score.before} before. {said}"
    elif one.late:
        said = f"Late. {said}"
    return said
