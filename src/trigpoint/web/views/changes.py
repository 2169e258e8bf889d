"""Changes of definitions: what is drafted and proposed, what each would do, what partners say of it, and putting it in force."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from trigpoint.access.permissions import may, require
from trigpoint.catalogue import changing
from trigpoint.catalogue.changing import BadChange, changes_seen, laid, may_say, may_write, opinions_of, stale_parts
from trigpoint.catalogue.models import Change, ChangeState
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.faults import BadDefinitions
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import counted, number_in_words
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb, Empty, Notice, Problem, Tab
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.editing.effects import FiguresChanged, figures_changed, parts_of
from trigpoint.web.editing.kinds import WRITTEN
from trigpoint.web.frame import page
from trigpoint.web.visit import Visit, visit

PER_PAGE = 50
SHOWN = {
    "": ("Open", (ChangeState.DRAFT, ChangeState.PROPOSED)),
    "in-force": ("In force", (ChangeState.IN_FORCE,)),
    "given-up": ("Given up", (ChangeState.GIVEN_UP,)),
}
NONE = {
    "": Empty("No change is open", "What somebody drafts or proposes stands here until it is in force.", "/catalogue/new/", "Make a definition"),
    "in-force": Empty("Nothing was changed on pages yet"),
    "given-up": Empty("Nothing was given up"),
}  # fmt: skip


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """The changes that the viewer may see: open ones, those in force, those given up."""
    here = visit(request)
    require(here.viewer, "read")
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    rows = list(changes_seen(here.viewer).filter(state__in=SHOWN[show][1]).order_by("-changed_at")[:500])
    table = _table(here, rows)
    if file := download_asked(request, {"table": table}):
        return file
    waiting = sum(_waits_for(here, one) for one in rows) if not show else 0
    said = f"{number_in_words(waiting, start=True)} {'waits' if waiting == 1 else 'wait'} for you." if waiting else ""
    return render(
        request,
        "web/catalogue/changes.html",
        page(
            here, "catalogue", "Changes of definitions", uses=None, help_page="making-definitions", headline=said,
            tabs=[Tab(label, f"?show={key}" if key else "?", key == show) for key, (label, _) in SHOWN.items()],
            table=table_view(request, table, per_page=PER_PAGE, show_caption=False, empty=NONE[show]),
            may_make=may(here.viewer, "propose-definitions"),
            crumbs=[Crumb("Catalogue", reverse("catalogue")), Crumb("Changes")],
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change: what it would do, who agrees, and what may be done with it."""
    here = visit(request)
    require(here.viewer, "read")
    one = _one(here, pk)
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            done = _do(request, here, one)
        except (BadChange, BadDefinitions) as bad:
            problems = [Problem(line) for line in str(bad).split("\n")[:10]]
            one = _one(here, pk)
        else:
            messages.success(request, done)
            return redirect("change", pk) if one.state != ChangeState.GIVEN_UP else redirect("changes")
    definitions = in_force()
    is_open = one.state in changing.OPEN
    stale = stale_parts(one) if is_open else ()
    figures, faults = _figures(here, one, definitions) if is_open else (None, [])
    return render(
        request,
        "web/catalogue/change.html",
        page(
            here, "catalogue", one.title, kind="Change of definitions", uses=None, help_page="making-definitions", one=one, is_open=is_open,
            headline=_how_it_stands(one), problems=problems, parts=parts_of(one, definitions), stale=stale,
            faults=[Notice(said, tone="problem") for said in faults], figures=figures,
            figures_table=table_view(request, figures.table, show_caption=False, downloads=False) if figures and figures.changed else None,
            opinions=_opinions(here, one), may_write=may_write(here.viewer, one),
            may_apply=is_open and may(here.viewer, "apply-definitions") and not changing.not_agreed(one),
            write_href=next((_write_href(definitions, p.kind, p.code, one) for p in one.parts.all() if p.text), ""),
            partners=_partners(here, one),
            crumbs=[Crumb("Catalogue", reverse("catalogue")), Crumb("Changes", reverse("changes")), Crumb(one.title)],
        ),
        status=400 if problems else 200,
    )  # fmt: skip


def _one(here: Visit, pk: int) -> Change:
    found = changes_seen(here.viewer).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such change, or it is not open to you.")
    return found


def _do(request: HttpRequest, here: Visit, one: Change) -> str:
    """What was asked is done; what was done, in words. Raises BadChange, BadDefinitions and NotAllowed."""
    sent, viewer, pk = request.POST, here.viewer, one.pk

    def in_force_now() -> str:
        changing.put_in_force(viewer, pk)
        return "It is in force from now on."

    def asked() -> str:
        changing.propose(viewer, pk, sent.getlist("partner"))
        return "The partners are asked. It can be put in force when they have agreed."

    def said() -> str:
        agrees = sent.get("agrees") == "yes"
        changing.say(viewer, pk, sent.get("organisation", ""), agrees=agrees, remark=sent.get("remark", ""))
        return (
            "You have agreed for your organisation."
            if agrees
            else "Your objection is kept, and seen by who proposes it."
        )

    def written_over() -> str:
        changing.write_over(viewer, pk)
        return "The draft now stands over what was changed meanwhile. Look at the differences once more."

    def given_up() -> str:
        changing.give_up(viewer, pk)
        one.state = ChangeState.GIVEN_UP
        return "The change is given up. Nothing is different."

    acts: dict[str, Callable[[], str]] = {
        "in-force": in_force_now, "propose": asked, "say": said, "write-over": written_over, "give-up": given_up,
    }  # fmt: skip
    act = acts.get(sent.get("do", ""))
    if act is None:
        raise BadChange("The page sent something that it does not offer. Load it anew.")
    return act()


def _figures(here: Visit, one: Change, now: Definitions) -> tuple[FiguresChanged | None, list[str]]:
    """What the change would do to figures, for those who may put it in force; and why it could not be, where it cannot."""
    try:
        then = laid(changing.wanted_of(one))
    except (BadDefinitions, BadChange) as bad:
        return None, str(bad).split("\n")[:8]
    if not may(here.viewer, "apply-definitions"):
        return None, []
    return figures_changed(here.viewer, now, then, [(part.kind, part.code) for part in one.parts.all()]), []


def _write_href(definitions: Definitions, kind: str, code: str, one: Change) -> str:
    is_new = (kind, code) not in definitions.by_key
    if kind not in WRITTEN:
        return f"{reverse('definition-text', args=[kind, code])}?draft={one.pk}"
    href = reverse("make-definition", args=[kind]) if is_new else reverse("change-definition", args=[kind, code])
    return f"{href}?draft={one.pk}"


def _how_it_stands(one: Change) -> str:
    when = f"{one.changed_at:%-d %B %Y}"
    match one.state:
        case ChangeState.DRAFT:
            return f"A draft by {one.by}, last written on {when}. Nothing is in force by it."
        case ChangeState.PROPOSED:
            missing = len(changing.not_agreed(one))
            asked = len(one.asked)
            if not missing:
                said = (
                    "The partner that was asked has agreed"
                    if asked == 1
                    else "All partners that were asked have agreed"
                )
            elif missing == asked:
                said = (
                    "The partner that was asked has not said yet"
                    if asked == 1
                    else "No partner that was asked has agreed yet"
                )
            else:
                said = f"{number_in_words(asked - missing, start=True)} of the {counted(asked, 'partner')} asked agreed so far"
            return f"Proposed by {one.by} on {when}. {said}."
        case ChangeState.IN_FORCE:
            return f"In force since {when}. Written by {one.by}."
    return f"Given up on {when}. Written by {one.by}."


def _opinions(here: Visit, one: Change) -> list[dict[str, object]]:
    """A line for each partner asked: what it says, and whether the viewer speaks for it."""
    tree = here.definitions.organisations
    return [
        {
            "code": code,
            "name": tree.name(code) if tree else code,
            "opinion": opinion,
            "mine": one.state == ChangeState.PROPOSED and may_say(here.viewer, code),
        }
        for code, opinion in opinions_of(one).items()
    ]


def _partners(here: Visit, one: Change) -> list[tuple[str, str, bool]]:
    """The partners to choose from: code, name, whether asked."""
    tree = here.definitions.organisations
    if tree is None:
        return []
    top = tree.dimension.levels[0].code
    return [(m.code, m.name, m.code in one.asked) for m in tree.members.values() if m.level == top]


def _waits_for(here: Visit, one: Change) -> bool:
    """Whether a change waits for the viewer: to agree for a partner, or to put in force what all have agreed to."""
    if one.state != ChangeState.PROPOSED:
        return False
    opinions = opinions_of(one)
    if any(opinion is None and may_say(here.viewer, code) for code, opinion in opinions.items()):
        return True
    return not changing.not_agreed(one) and may(here.viewer, "apply-definitions")


def _table(here: Visit, rows: list[Change]) -> Table:
    columns = (
        Column("title", "Change", "link", wide=True), Column("state", "State"), Column("agreed", "Partners"),
        Column("author", "By"), Column("changed", "Last written", "date"),
    )  # fmt: skip
    told: list[dict[str, Cell]] = [
        {
            "title": Link(one.title, reverse("change", args=[one.pk]), one.note.split("\n")[0][:120]),
            "state": one.get_state_display() + (", waits for you" if _waits_for(here, one) else ""),
            "agreed": f"{len(one.asked) - len(changing.not_agreed(one))} of {len(one.asked)} agreed"
            if one.asked
            else "",
            "author": one.by,
            "changed": one.changed_at.date(),
        }
        for one in rows
    ]
    return Table("Changes of definitions", columns, told, name="changes")
