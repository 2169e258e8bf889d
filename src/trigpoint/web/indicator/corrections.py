"""Figures of an indicator that were restated, as a table: what they were, what they became, by which upload."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from trigpoint.ask.answered import terms_of
from trigpoint.ask.corrections import Correction
from trigpoint.ask.histories import History
from trigpoint.cube.answer import Cell as AnswerCell
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.whole import Definitions
from trigpoint.publish.cells import Cell, Figure, Link
from trigpoint.publish.from_answers import said
from trigpoint.publish.reports.parts.changed import told_apart
from trigpoint.publish.tables import Column, Table


def corrections_table(history: History) -> Table | None:
    """The restated figures of an indicator's series, newest change first; None where none was."""
    if not history.corrections:
        return None
    return restated_table(history.definitions, history.indicator, history.corrections)


def restated_table(definitions: Definitions, indicator: Indicator, corrections: Sequence[Correction]) -> Table:
    """Restated figures of one indicator, in their order."""
    calendars, terms = definitions.calendars, terms_of(definitions, indicator.code)

    def figure(cell: AnswerCell) -> Figure:
        return Figure(
            cell.value, indicator.unit, indicator.decimals, cell.nothing, cell.reason, words=said(cell, terms)
        )

    rows: list[dict[str, Cell]] = []
    for one in corrections:
        was, became = told_apart(figure(one.before), figure(one.after))
        change: Cell = None
        if one.before.value is not None and one.after.value is not None:
            unit = "points" if indicator.unit == "%" else indicator.unit
            change = Figure(one.after.value - one.before.value, unit, was.decimals, signed=True)  # type: ignore[operator]
        load = one.loads[0]
        who = f", by {load.loaded_by}" if load.loaded_by else ""
        rows.append(
            {
                "period": calendars.label(one.period),
                "was": was,
                "became": became,
                "change": change,
                "day": one.changed,
                "load": Link(f"Upload {load.pk}{who}", reverse("load", args=[load.pk]), load.note),
            }
        )
    columns = (
        Column("period", "Period"),
        Column("was", "Was", "figure", indicator.unit, indicator.decimals),
        Column("became", "Became", "figure", indicator.unit, indicator.decimals),
        Column("change", "Change", "figure", "", indicator.decimals),
        Column("day", "On", "date"),
        Column("load", "By", "link"),
    )
    return Table(f"Restated figures of {indicator.name}", columns, rows, name=f"{indicator.code}-restated")
