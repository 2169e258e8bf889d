"""The scorecards: what there is, one as a tree that opens in place, and one as a page for the Board."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from trigpoint.access.permissions import require
from trigpoint.ask.readings import Reading
from trigpoint.ask.scorecards import CHAIN, NoSuchFramework, Scorecard
from trigpoint.ask.scorecards import scorecards as ask_scorecards
from trigpoint.ask.windows import ended
from trigpoint.definitions.frameworks import Framework, every_node
from trigpoint.definitions.rules import RuleSet
from trigpoint.judge.numbers import format_date
from trigpoint.judge.status import JUDGED
from trigpoint.manage.forecasts import Forecasts, forecasts_of
from trigpoint.publish.cells import Status
from trigpoint.web.about_readings import notes_on, periods_to, slice_words, uses, usual_period
from trigpoint.web.components.page import Choice, Crumb, DataNote, Empty, Notice
from trigpoint.web.components.tables import FORMATS, Download, download_asked
from trigpoint.web.components.trees import TreeNode, as_table, tree_view
from trigpoint.web.context import BadContext
from trigpoint.web.file_names import named
from trigpoint.web.frame import page
from trigpoint.web.leads import leads
from trigpoint.web.scorecard_tree import (
    IN_HAND,
    board_nodes,
    columns,
    count_words,
    nodes_of,
    not_compared,
    rolled_status,
)
from trigpoint.web.targets.rows import targets_href
from trigpoint.web.undertakings.in_hand import RULE, in_hand_links
from trigpoint.web.visit import Visit, visit

OPEN_UP_TO = 12
"""A tree of at most so many indicators is open from the start."""


@dataclass(frozen=True)
class Listed:
    """One framework of the list."""

    card: Scorecard
    status: Status
    owner: str
    href: str
    board_href: str


@require_safe
def scorecards(request: HttpRequest) -> HttpResponse:
    """Every framework, with what it says of itself."""
    here = visit(request)
    require(here.viewer, "read")
    codes = list(here.definitions.frameworks)
    cards = _ask(here, codes)
    listed = [
        Listed(
            card,
            rolled_status(here, card.rolled[card.framework.code]),
            _owner(here, card.framework),
            here.context.url(reverse("scorecard", args=[card.framework.code])),
            here.context.url(reverse("board", args=[card.framework.code])),
        )
        for card in cards
    ]
    readings = [reading for card in cards for reading in card.readings.values()]
    context = page(
        here, "scorecards", "Scorecards", help_page="scorecards", uses=_uses(here, readings),
        periods=_periods(here, readings), listed=listed,
        data_notes=_notes(here, cards[0]) if cards else [],
        cascade_href=here.context.url(reverse("cascade")),
        empty=Empty("There are no scorecards yet", "A scorecard is made of a framework: a tree of outcomes with "
                    "indicators beneath them. Apply a definition set that has one."),
    )  # fmt: skip
    return render(request, "web/scorecards.html", context)


@require_safe
def scorecard(request: HttpRequest, code: str) -> HttpResponse:
    """One framework as a tree. `open`: codes of the nodes that are open, `all` or `none`. `rule-set`: another rule,
    to be told beside the official one."""
    here = visit(request)
    require(here.viewer, "read")
    card = _one(here, code)
    rule_set = _rule_set(here)
    opened = _opened(request, card)
    in_hand = in_hand_links(here, card.framework)
    expected = _expected(here, card) if request.GET.get("expected") == "yes" else None
    over = _over(here, card)
    nodes = nodes_of(here, card, leads(here.definitions, over or here.today), opened, rule_set, in_hand, expected)
    heads = columns(here, expected=expected is not None)
    caption = _caption(here, card)
    table = replace(
        as_table(caption, (*heads, IN_HAND), nodes, f"scorecard {code}"), notes=tuple(_file_notes(here, card))
    )
    usual = usual_period(list(card.readings.values()))
    if file := download_asked(request, named(here, {"table": table}, (usual,) if usual else ())):
        return file

    own = {
        "open": request.GET.get("open"), "rule_set": rule_set.code if rule_set else None,
        "expected": None if expected is None else "yes",
    }  # fmt: skip

    def toggle(node: TreeNode) -> str:
        then = opened - {node.key} if node.open else opened | {node.key}
        return here.here(**{**own, "open": ",".join(sorted(then)) or "none"})

    readings = list(card.readings.values())
    context = page(
        here, "scorecards", card.framework.name, kind="Scorecard", headline=card.headline.sentence,
        help_page="scorecards", uses=_uses(here, readings), periods=_periods(here, readings),
        crumbs=[Crumb("Scorecards", here.context.url(reverse("scorecards"))), Crumb(card.framework.name)],
        card=card, over=_said_of_end(over), caption=caption, whole=rolled_status(here, card.rolled[card.framework.code]), rolled=card.rolled[code],
        tree=tree_view("scorecard", caption, heads, nodes, toggle),
        downloads=[Download(label, here.here(**own, download=form)) for form, (label, _) in FORMATS.items()],
        open_all=here.here(**{**own, "open": "all"}), close_all=here.here(**{**own, "open": "none"}),
        board_href=here.context.url(reverse("board", args=[code])), in_hand=in_hand[code],
        cascade_href=here.context.url(reverse("cascade"), part=code),
        in_hand_rule=RULE if any(in_hand.values()) else "", targets_href=targets_href(here.context, code),
        expected_href=here.here(**{**own, "expected": None if expected is not None else "yes"}), expected=expected is not None,
        not_compared=not_compared(here, card), rules=_rule_choices(here, card, rule_set), rule_set=rule_set,
        chain=_chain(card), without_outcome=card.without_outcome,
        data_notes=_notes(here, card),
    )  # fmt: skip
    return render(request, "web/scorecard.html", context)


@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """The same scorecard on one printed page, with letters for those who print without colour."""
    here = visit(request)
    require(here.viewer, "read")
    card = _one(here, code)
    readings = list(card.readings.values())
    context = page(
        here, "scorecards", card.framework.name, kind="Board view", headline=card.headline.sentence,
        help_page="scorecards", uses=_uses(here, readings), periods=_periods(here, readings),
        crumbs=[Crumb("Scorecards", here.context.url(reverse("scorecards"))),
                Crumb(card.framework.name, here.context.url(reverse("scorecard", args=[code]))), Crumb("Board view")],
        over=_said_of_end(_over(here, card)), nodes=board_nodes(here, card), whole=rolled_status(here, card.rolled[card.framework.code]), rolled=card.rolled[code],
        caption=_caption(here, card), counts=_counts(here, card),
        data_notes=_notes(here, card),
    )  # fmt: skip
    return render(request, "web/board.html", context)


def _ask(here: Visit, codes: list[str]) -> list[Scorecard]:
    context = here.context
    return ask_scorecards(
        here.viewer, here.definitions, codes, period=context.period, where=here.chosen, where_held=here.at_own,
        as_at=context.as_at, compare=context.compare, today=here.today,
    )  # fmt: skip


def _expected(here: Visit, card: Scorecard) -> Forecasts:
    """What leads expect of the year that the scorecard stands in. One query."""
    usual = usual_period(list(card.readings.values()))
    day = usual.last_day if usual else here.context.as_at or here.today
    year = here.definitions.calendars.containing(day, "financial-year")
    indicators = [reading.indicator.code for reading in card.readings.values()]
    return forecasts_of(here.viewer, indicators, year.code, known_at=here.known_at)


def _one(here: Visit, code: str) -> Scorecard:
    try:
        (card,) = _ask(here, [code])
    except NoSuchFramework as mistake:
        raise Http404(str(mistake)) from mistake
    return card


def _over(here: Visit, card: Scorecard) -> date | None:
    """The day on which its years ended, where that is why it is read at that day."""
    return (
        ended(here.definitions, card.framework.code, here.context.as_at or here.today)
        if here.context.period is None
        else None
    )


def _said_of_end(over: date | None) -> Notice | None:
    return Notice(f"It ran until {format_date(over)}, and is shown as it stood at its end.") if over else None


def _uses(here: Visit, readings: list[Reading]) -> tuple[str, ...]:
    return uses(here.definitions, {reading.indicator.code for reading in readings})


def _periods(here: Visit, readings: list[Reading]) -> tuple[tuple[str, str], ...]:
    ends = [reading.period.last_day for reading in readings if reading.has_figure]
    known = here.context.as_at or here.today
    end = max([day for day in ends if day <= known], default=known)
    # The choice must not narrow once an older period is chosen.
    return periods_to(here.definitions.calendars, end if here.context.period is None else known)


def _rule_set(here: Visit) -> RuleSet | None:
    code = here.request.GET.get("rule-set", "")
    if not code:
        return None
    found = here.definitions.rule_sets.get(code)
    if found is None:
        there_are = ", ".join(here.definitions.rule_sets)
        raise BadContext(f"There is no status rule “{code[:60]}”. There are: {there_are}.")
    return found


def _rule_choices(here: Visit, card: Scorecard, chosen: RuleSet | None) -> list[Choice]:
    """The rules that a reader may have told beside the official one."""
    open_ = here.request.GET.get("open")
    official = here.definitions.rule_sets[card.framework.rule_set].name
    found = [Choice(f"{official}, the official rule here", here.here(open=open_), chosen is None)]
    for code, rule_set in here.definitions.rule_sets.items():
        if rule_set.rule.method != "contextual" and code != card.framework.rule_set:
            found.append(Choice(rule_set.name, here.here(open=open_, rule_set=code), rule_set is chosen))
    return found


def _opened(request: HttpRequest, card: Scorecard) -> frozenset[str]:
    asked = request.GET.get("open")
    every = frozenset(node.code for node in every_node(card.framework.nodes))
    if asked == "all" or (asked is None and len(card.readings) <= OPEN_UP_TO):
        return every
    if asked is None:
        # What is not well is in sight from the start.
        return frozenset(code for code in every if card.rolled[code].status == "off_target")
    return every & frozenset(asked.split(","))


def _owner(here: Visit, framework: Framework) -> str:
    tree = here.definitions.organisations
    if framework.owner is not None and tree is not None:
        return tree.name(framework.owner)
    return here.definitions.partnership.name if here.definitions.partnership else ""


def _caption(here: Visit, card: Scorecard) -> str:
    period = usual_period(list(card.readings.values()))
    parts = [
        card.framework.name,
        slice_words(here.definitions, here.context.where),
        here.definitions.calendars.label(period) if period else "",
        f"as known on {here.context.as_at:%-d %B %Y}" if here.context.as_at else "",
    ]
    return ", ".join(part for part in parts if part)


def _chain(card: Scorecard) -> str:
    said = count_words([(word, card.chain[word]) for word in CHAIN])
    unsaid = card.chain[""]
    return f"{said}; {unsaid} not said" if said and unsaid else said


def _counts(here: Visit, card: Scorecard) -> list[tuple[Status, int]]:
    """How many of each status, for the key of the board view."""
    words = here.definitions.partnership.status_words if here.definitions.partnership else None
    found = []
    for code, number in sorted(card.headline.counts.items(), key=lambda pair: Status(pair[0]).code):
        own = getattr(words, code) if words is not None and code in JUDGED else None
        found.append((Status(code, own.word if own else "", own.letter if own else ""), number))
    return found


def _notes(here: Visit, card: Scorecard) -> list[DataNote]:
    return notes_on(here, list(card.readings.values())) if card.readings else []


def _file_notes(here: Visit, card: Scorecard) -> Iterator[str]:
    yield card.headline.sentence
    yield from not_compared(here, card)
    for note in _notes(here, card):
        yield f"{note.label}: {note.text}"
