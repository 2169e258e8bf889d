"""The cascade: what supports each outcome, what each part of a plan helps, and where the chain is broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from trigpoint.access.permissions import require
from trigpoint.ask.scorecards import scorecards as ask_scorecards
from trigpoint.definitions.cascade import Cascade, Key
from trigpoint.judge.numbers import number_in_words
from trigpoint.manage.objectives import Stands, objectives_seen
from trigpoint.publish.cells import Status
from trigpoint.web.about_readings import uses
from trigpoint.web.cascade.drawn import Drawing, Shown, cascade_table
from trigpoint.web.components.page import Crumb, Empty, Tab
from trigpoint.web.components.tables import FORMATS, Download, download_asked
from trigpoint.web.context import BadContext
from trigpoint.web.file_names import named
from trigpoint.web.frame import page
from trigpoint.web.scorecard_tree import rolled_status
from trigpoint.web.visit import Visit, visit

SHOWN = (("down", "From outcomes down"), ("up", "From plans up"), ("gaps", "Gaps"))


@dataclass(frozen=True)
class Gap:
    """The parts of one framework at which the chain is broken. untied: no part of it supports or is supported."""

    framework: str
    parts: tuple[Shown, ...]
    untied: bool


@dataclass(frozen=True)
class Tree:
    """The tree of one framework, or from one part. untied: nothing of it supports or is supported."""

    name: str
    parts: tuple[Shown, ...]
    untied: bool = False


@require_GET
def cascade(request: HttpRequest) -> HttpResponse:
    """`part`: a framework, or framework:node, from which one looks both ways; without it, `show`: down, up or gaps."""
    here = visit(request)
    require(here.viewer, "read")
    day = here.context.as_at or here.today
    whole = Cascade([one for one in here.definitions.frameworks.values() if one.years.holds_on(day)])
    keys, asked = _asked(here, whole)
    show = request.GET.get("show", "down")
    show = show if show in dict(SHOWN) else "down"
    drawing = Drawing(here, whole, _statuses(here, whole), _objectives(here))
    own = _in_order(whole, [code for code, one in whole.frameworks.items() if one.owner is None])
    plans = [code for code, one in whole.frameworks.items() if one.owner is not None]
    unsupported, unsupporting = _gaps(whole, drawing, own, down=True), _gaps(whole, drawing, plans, down=False)
    down, up = _trees(whole, drawing, keys, show, own, plans)
    title = asked or "From outcomes to plans"
    table = cascade_table([part for tree in down or up for part in tree.parts], f"Cascade: {title}")
    if file := download_asked(request, named(here, {"table": table}, ())):
        return file
    part = request.GET.get("part") or None
    crumbs = [Crumb("Scorecards", here.context.url(reverse("scorecards")))]
    crumbs += [Crumb("Cascade", here.context.url(reverse("cascade"))), Crumb(asked)] if asked else [Crumb("Cascade")]
    context = page(
        here, "scorecards", title, kind="Cascade", help_page="responsibility",
        uses=uses(here.definitions, {place.indicator for node in whole.nodes.values() for place in node.items}),
        headline="" if asked else _headline(unsupported, unsupporting), crumbs=crumbs, asked=asked,
        tabs=[] if asked else [Tab(label, here.here(show=code), code == show) for code, label in SHOWN],
        nothing_beneath=not any(part.beneath for tree in down for part in tree.parts),
        nothing_over=not any(part.beneath for tree in up for part in tree.parts),
        down=down, up=up, show=show, unsupported=unsupported, unsupporting=unsupporting, no_plans=not plans,
        choices=[(one.name, [(f"{code}:{key[1]}", node.name) for key, node in whole.nodes.items() if key[0] == code])
                 for code, one in whole.frameworks.items()],
        part=part, downloads=[Download(label, here.here(part=part, show=show, download=form)) for form, (label, _) in FORMATS.items()],
        empty=Empty("There are no scorecards in force", "A scorecard's parts say what they support; they are drawn here."),
    )  # fmt: skip
    return render(request, "web/cascade.html", context)


def _asked(here: Visit, whole: Cascade) -> tuple[tuple[Key, ...], str]:
    """The parts that one looks from, and what they are called; none where the address names none. Raises BadContext."""
    text = here.request.GET.get("part", "")
    framework, _, node = text.partition(":")
    if not framework:
        return (), ""
    if framework not in whole.frameworks:
        raise BadContext(
            f"There is no scorecard “{framework[:60]}” in force. There are: {', '.join(whole.frameworks)}."
        )
    if not node:
        return whole.tops(framework), whole.frameworks[framework].name
    if (framework, node) not in whole.nodes:
        raise BadContext(f"There is no part “{node[:60]}” of {whole.frameworks[framework].name}.")
    return ((framework, node),), whole.nodes[framework, node].name


def _in_order(whole: Cascade, frameworks: Sequence[str]) -> list[str]:
    """What is supported and supports nothing further stands first: there the outcomes are."""

    def rank(code: str) -> tuple[bool, int]:
        helps, helped = whole.ties(code)
        return helps > 0, -helped

    return sorted(frameworks, key=rank)


def _trees(
    whole: Cascade, drawing: Drawing, keys: Sequence[Key], show: str, own: Sequence[str], plans: Sequence[str]
) -> tuple[tuple[Tree, ...], tuple[Tree, ...]]:
    """Downwards and upwards: both from what was asked for, else the one that is shown."""
    if keys:
        down, up = drawing.tree(whole.down(keys), down=True), drawing.tree(whole.up(keys), down=False)
        return (Tree("", down),), (Tree("", up),)
    if show == "up":
        lowest = {
            code: [key for key, node in whole.nodes.items() if key[0] == code and not node.nodes] for code in plans
        }
        return (), _by_framework(whole, drawing, lowest, down=False)
    if show == "down":
        return _by_framework(whole, drawing, {code: whole.tops(code) for code in own}, down=True), ()
    return (), ()


def _by_framework(
    whole: Cascade, drawing: Drawing, keys: Mapping[str, Sequence[Key]], *, down: bool
) -> tuple[Tree, ...]:
    """A tree for each framework; what stands in several is followed once in all."""
    every = [key for several in keys.values() for key in several]
    shown = drawing.tree(whole.down(every) if down else whole.up(every), down=down)
    return tuple(
        Tree(
            whole.frameworks[code].name,
            tuple(one for key, one in zip(every, shown, strict=True) if key[0] == code),
            not any(whole.ties(code)),
        )
        for code in keys
    )


def _statuses(here: Visit, whole: Cascade) -> dict[Key, Status]:
    """How each part stands, as its scorecard says. One batch for all."""
    cards = ask_scorecards(
        here.viewer, here.definitions, list(whole.frameworks), period=here.context.period, where=here.chosen,
        where_held=here.at_own, as_at=here.context.as_at, today=here.today,
    )  # fmt: skip
    return {
        (card.framework.code, code): rolled_status(here, rolled)
        for card in cards
        for code, rolled in card.rolled.items()
        if (card.framework.code, code) in whole.nodes
    }


def _objectives(here: Visit) -> dict[Key, list[Stands]]:
    """The objectives that the reader may see, open ones, by the part that they support."""
    found: dict[Key, list[Stands]] = {}
    for one in objectives_seen(here.viewer, here.known_at):
        if one.open and one.objective.node:
            found.setdefault((one.objective.framework, one.objective.node), []).append(one)
    return found


def _gaps(whole: Cascade, drawing: Drawing, frameworks: Sequence[str], *, down: bool) -> list[Gap]:
    found = []
    for code in frameworks:
        keys = whole.unsupported(code) if down else whole.unsupporting(code)
        if keys:
            parts = tuple(drawing.shown(key) for key in keys)
            found.append(Gap(whole.frameworks[code].name, parts, down and not any(whole.ties(code))))
    return found


def _headline(unsupported: Sequence[Gap], unsupporting: Sequence[Gap]) -> str:
    missing, loose = (sum(len(gap.parts) for gap in gaps if not gap.untied) for gaps in (unsupported, unsupporting))
    if not missing and not loose:
        return "Every outcome has something that supports it, and every plan supports something."
    parts = (
        [
            f"{number_in_words(missing)} outcome{' has' if missing == 1 else 's have'} nothing that supports {'it' if missing == 1 else 'them'}"
        ]
        if missing
        else []
    )
    parts += (
        [f"{number_in_words(loose)} part{' of a plan supports' if loose == 1 else 's of plans support'} nothing"]
        if loose
        else []
    )
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."
