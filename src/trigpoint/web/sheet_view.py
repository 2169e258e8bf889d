"""A spreadsheet as the page says it: its columns with choices, what it does not say, and what would be made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from trigpoint.definitions.frameworks import Framework, every_node
from trigpoint.definitions.indicators import Target
from trigpoint.definitions.periods import GRAIN_WORDS, Calendars
from trigpoint.definitions.whole import Definitions
from trigpoint.intake.readers.table import column_letter
from trigpoint.intake.scorecard_sheets.aims import aims_of
from trigpoint.intake.scorecard_sheets.documents import Wishes, partner_of, person_of, polarity_of
from trigpoint.intake.scorecard_sheets.figures import Decided, Taken
from trigpoint.intake.scorecard_sheets.heads import Column, Layout
from trigpoint.intake.scorecard_sheets.kinds import says_what_shares_mean
from trigpoint.intake.scorecard_sheets.plans import Plan
from trigpoint.intake.scorecard_sheets.roles import ROLE_WORDS
from trigpoint.intake.scorecard_sheets.rows import SAID
from trigpoint.intake.scorecard_sheets.themes import node_of
from trigpoint.judge.numbers import format_date, listed, plain
from trigpoint.publish.cells import NOTHING_WORDS
from trigpoint.publish.tables import Column as TableColumn
from trigpoint.publish.tables import Table
from trigpoint.web.components.tables import TableView, plain_view

GOOD = {
    "high": "High is good", "low": "Low is good", "range": "Within a range is good", "none": "Neither: shown, not judged",
}  # fmt: skip
FIRST_PERIODS = 4
MOST_THEMES = 300
OF_A_PERIOD = {"figure", "target", "baseline", "status", "comment", ""}
"""What a column may be whose heading is a period."""
NOT_TAKEN = {"status": "a status is worked out here, from the figure and its target"}
"""Roles that are known and of which nothing is taken, with why."""


@dataclass(frozen=True)
class ColumnChoice:
    """A column, and what it may be taken for: (code, words, whether it is) of each choice."""

    letter: str
    name: str
    samples: str
    why: str
    choices: tuple[tuple[str, str, bool], ...]

    @property
    def figures(self) -> bool:
        """Whether it is taken for figures, of which there may be very many."""
        return any(code == "figure" and chosen for code, _, chosen in self.choices)


@dataclass(frozen=True)
class Asked:
    """An indicator of which the sheet does not say what is good. said: what stands there instead."""

    row: int
    name: str
    said: str
    choices: tuple[tuple[str, str, bool], ...]
    problem: str


def columns_shown(layout: Layout, calendars: Calendars) -> list[ColumnChoice]:
    """The columns, as a person decides about them."""
    return [_column(one, calendars) for one in layout.columns]


def _column(one: Column, calendars: Calendars) -> ColumnChoice:
    heading = calendars.label(one.period) if one.period and re.match(r"\d{4}-\d\d-\d\d", one.heading) else one.heading
    figure = f"Figures of {calendars.label(one.period)}" if one.period else ROLE_WORDS["figure"]
    target = f"Target of {calendars.label(one.period)}" if one.period else ROLE_WORDS["target"]
    baseline = f"Baseline of {calendars.label(one.period)}" if one.period else ROLE_WORDS["baseline"]
    words = {**ROLE_WORDS, "figure": figure, "target": target, "baseline": baseline}
    offered = {one.role, *(OF_A_PERIOD if one.period else set(words) - {"figure"})}
    choices = tuple((code, text, code == one.role) for code, text in words.items() if code in offered)
    why = "; ".join(part for part in (one.why, NOT_TAKEN.get(one.role, "")) if part)
    letter = column_letter(one.number - 1)
    name = f"{letter}: {heading or '(no heading)'}"
    return ColumnChoice(
        letter, name, ", ".join(text[:40] for text in one.samples), f"{why[:1].upper()}{why[1:]}.", choices
    )


def asked(plan: Plan, wishes: Wishes, problems: Mapping[str, str]) -> list[Asked]:
    """What the sheet does not say of its indicators, and a person must."""
    return [
        Asked(
            one.row.row, one.row.name, one.row.said.get("polarity", ""),
            tuple((code, words, wishes.polarity.get(one.row.row) == code) for code, words in GOOD.items()),
            problems.get(f"good-{one.row.row}", ""),
        )
        for one in plan.decided
        if one.polarity is None
    ]  # fmt: skip


def asked_units(plan: Plan) -> list[tuple[int, str, str]]:
    """(row, name, unit as said) of each number of which the sheet does not say what it counts, or what its shares mean."""
    return [
        (one.row.row, one.row.name, one.row.said.get("unit", ""))
        for one in plan.decided
        if one.doubtful
        or says_what_shares_mean(one.row)
        or (one.row.row in plan.unsaid_units and (one.row.said.get("unit") or one.unit == "number"))
    ]


def places(definitions: Definitions, chosen: str) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """The scorecards and themes beneath which indicators may be put, by scorecard."""
    return [
        (framework.code, framework.name, _themes(framework, chosen))
        for framework in sorted(definitions.frameworks.values(), key=lambda one: one.name)
    ]


def _themes(framework: Framework, chosen: str) -> list[tuple[str, str, bool]]:
    nodes = islice(every_node(framework.nodes), MOST_THEMES)
    return [(f"{framework.code}/{node.code}", node.name, chosen == f"{framework.code}/{node.code}") for node in nodes]


def sentence(plan: Plan, calendars: Calendars) -> str:
    """What is found, in one sentence."""
    if not plan.decided or not plan.periods:
        return "No figures are found in it yet."
    themes = {one.row.theme for one in plan.decided} - {""}
    count = sum(one.nothing is None for each in plan.decided for one in each.figures)
    first, last = plan.periods[0], plan.periods[-1]
    indicators = _count(len(plan.decided), "indicator")
    under = f" in {plain(len(themes))} {'theme' if len(themes) == 1 else 'themes'}" if themes else ""
    return (
        f"{indicators}{under}, with {plain(count)} figures of {GRAIN_WORDS[first.grain][1]}, "
        f"{calendars.label(first)} to {calendars.label(last)}."
    )


def would_make(plan: Plan, wishes: Wishes, definitions: Definitions) -> list[str]:
    """What would be made, a sentence each."""
    grain = GRAIN_WORDS[plan.periods[0].grain][1]
    themes = list(dict.fromkeys(one.row.theme for one in plan.decided if one.row.theme))
    said = [
        f"A data set “{wishes.name}” with {_count(len(plan.decided), 'data item')}, of {grain}, for the partnership as a whole. "
        "Its figures are never added up, neither over time nor over anything else."
    ]
    said.append(
        f"{_count(len(plan.decided), 'indicator')}, each with its unit, what is good, its targets and its reference."
    )
    if (place := node_of(definitions, wishes.into)) is not None:
        said.append(f"They stand in {place[0].name}, under {place[1].name}, after what stands there.")
    else:
        under = f" with the {'theme' if len(themes) == 1 else 'themes'} {listed(themes, 8)}" if themes else ""
        said.append(f"A scorecard “{wishes.name}”{under}, in which each indicator counts the same.")
    if plan.account is not None:
        said.append(f"{plan.account.in_words()}.")
    if plan.defined:
        what = listed([ROLE_WORDS[role].lower() for role in SAID if role in plan.defined_roles])
        said.append(f"Of {_count(plan.defined, 'indicator')} another sheet of the workbook says: {what}.")
    notes = sum(len(one.row.comments) for one in plan.decided)
    if notes:
        said.append(
            f"{_count(notes, 'comment')} as {'a note' if notes == 1 else 'notes'} for the partnership, each on the period that it is of, or else on the newest."
        )
    said += _targets_left(plan, wishes)
    return [*said, *_unknown(plan, wishes, definitions)]


def _targets_left(plan: Plan, wishes: Wishes) -> list[str]:
    """Whose targets are not taken, or only for the end of a year."""
    without = [(one, polarity_of(one, wishes)) for one in plan.decided if one.targets]
    shown = [one.row.name for one, good in without if good == "none"]
    ranges = [one.row.name for one, good in without if good in ("high", "low") and not aims_of(one.targets, good)]
    rising = [one.row.name for one, good in without if one.runs_up and aims_of(one.targets, good)]
    said = []
    if shown:
        said.append(f"No target of {listed(shown, 8)}: of what is only shown, no value is better than another.")
    if ranges:
        said.append(
            f"No target of {listed(ranges, 8)}: its targets are ranges, and within a range is not said to be good."
        )
    if rising:
        said.append(
            f"{listed(rising, 8)}: counted from the start of each year on, so compared with a year before, and a year's target is "
            "that of its last period; until then there is none."
        )
    return said


def _unknown(plan: Plan, wishes: Wishes, definitions: Definitions) -> list[str]:
    """Who is named in the sheet and is nobody here."""
    leads = list(
        dict.fromkeys(t for one in plan.decided if (t := one.row.said.get("lead", "")) and not person_of(wishes, t))
    )
    partners = list(
        dict.fromkeys(
            t for one in plan.decided if (t := one.row.said.get("partner", "")) and not partner_of(definitions, t)
        )
    )
    found = []
    if leads:
        found.append(f"Nobody here is called {listed(leads, 8)}: that they lead is kept as a remark on the source.")
    if partners:
        found.append(f"No partner is called {listed(partners, 8)}: kept as a remark on the source.")
    return found


def _count(number: int, word: str) -> str:
    return f"1 {word}" if number == 1 else f"{plain(number)} {word}s"


def indicators_table(plan: Plan, wishes: Wishes, definitions: Definitions) -> TableView:
    """Each indicator with what is known of it."""
    calendars = definitions.calendars
    rows = []
    for one in plan.decided:
        newest = max((f for f in one.figures if f.nothing is None), key=lambda f: f.period.start, default=None)
        lead, partner = one.row.said.get("lead", ""), one.row.said.get("partner", "")
        rows.append(
            {
                "name": " ".join(filter(None, (one.row.reference, one.row.name))),
                "theme": one.row.theme,
                "unit": "Red, amber, green" if one.kind == "stage" else one.unit,
                "good": GOOD.get(polarity_of(one, wishes) or "", "Not said yet"),
                "target": _newest_target(one, aims_of(one.targets, polarity_of(one, wishes)), calendars),
                "baseline": ", ".join(_of(one, b.value, b.period, calendars) for b in one.baselines if b.value is not None),
                "newest": f"{_said(one, newest)} in {calendars.label(newest.period)}" if newest else "None",
                "who": ", ".join(filter(None, (
                    lead and (lead if person_of(wishes, lead) else f"{lead} (nobody here)"),
                    partner and (partner if partner_of(definitions, partner) else f"{partner} (no partner)"),
                ))),
            }
        )  # fmt: skip
    columns = (
        TableColumn("name", "Indicator", wide=True), TableColumn("theme", "Theme"), TableColumn("unit", "Unit"),
        TableColumn("good", "What is good"), TableColumn("newest", "Newest figure"), TableColumn("target", "Newest target"),
        TableColumn("baseline", "Baseline"), TableColumn("who", "Lead and partner"),
    )  # fmt: skip
    shown = tuple(column for column in columns if any(row[column.key] for row in rows))
    rows = [{column.key: row[column.key] for column in shown} for row in rows]
    return plain_view(Table("The indicators", shown, rows), id="indicators", compact=True)


def _newest_target(one: Decided, targets: Sequence[Target], calendars: Calendars) -> str:
    if not targets:
        return ""
    target = targets[-1]
    if target.type == "range" and target.low is not None and target.high is not None:
        return _of(one, f"{with_unit(one, target.low)} to {with_unit(one, target.high)}", target.period, calendars)
    if target.day is not None:
        return _of(one, format_date(target.day), target.period, calendars)
    if target.type == "to-be-agreed":
        return f"to be agreed in {calendars.label(calendars.parse(target.period))}"
    return _of(one, target.stage or target.value, target.period, calendars)


def _of(one: Decided, value: Decimal | str | None, period: str, calendars: Calendars) -> str:
    if one.kind == "yes-no" and isinstance(value, Decimal):
        return f"{'Yes' if value else 'No'} in {calendars.label(calendars.parse(period))}"
    said = with_unit(one, value) if isinstance(value, Decimal) else value or ""
    return f"{said} in {calendars.label(calendars.parse(period))}"


def with_unit(one: Decided, value: Decimal) -> str:
    """A number as people read it, with the sign that belongs to it."""
    if one.kind == "percentage":
        return f"{plain(value)}%"
    return f"{one.unit}{plain(value)}" if one.unit in ("£", "$", "€") else plain(value)


def _said(one: Decided, figure: Taken) -> str:
    if figure.read.text is not None:
        return format_date(date.fromisoformat(figure.read.text)) if one.kind == "date" else figure.read.text
    if one.kind == "yes-no" or figure.read.published is None:
        return figure.cell.said
    return with_unit(one, Decimal(repr(figure.read.published)))


def figures_table(plan: Plan, calendars: Calendars) -> TableView:
    """The first figures, as they would be taken in, to be held against the sheet."""
    periods = plan.periods[:FIRST_PERIODS]
    rows = []
    for one in plan.decided:
        by_period = {figure.period: figure for figure in one.figures}
        cells: dict[str, str] = {f"p{at}": _figure(one, by_period.get(period)) for at, period in enumerate(periods)}
        rows.append({"name": one.row.name, **cells})
    columns = [TableColumn("name", "Indicator", wide=True)]
    columns += [TableColumn(f"p{at}", calendars.label(period)) for at, period in enumerate(periods)]
    return plain_view(Table("The first figures", tuple(columns), rows), id="first-figures", compact=True)


def _figure(one: Decided, figure: Taken | None) -> str:
    if figure is None:
        return ""
    if figure.nothing is not None:
        return f"{figure.cell.said} ({NOTHING_WORDS[figure.nothing]})"
    return f"{_said(one, figure)} ({figure.cell.place})"


def left_out_table(plan: Plan) -> TableView:
    """What is not taken, and why."""
    rows = [{"place": one.place, "text": one.text, "why": one.why} for one in plan.left_out]
    columns = (
        TableColumn("place", "Where"),
        TableColumn("text", "What stands there"),
        TableColumn("why", "Why it is not taken", wide=True),
    )
    return plain_view(Table("What is not taken", columns, rows), id="left-out", compact=True)
