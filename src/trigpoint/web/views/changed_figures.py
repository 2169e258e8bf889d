"""Figures and colours before and after, for previews and accounts of uploads."""

from __future__ import annotations

from trigpoint.ask.differences import Difference
from trigpoint.publish.cells import Link, words
from trigpoint.publish.from_answers import figure_cell, status_cell
from trigpoint.publish.tables import Column, Table
from trigpoint.web.links import indicator_href
from trigpoint.web.visit import Visit

MOST_DIFFERENCES = 60


def differences_table(here: Visit, changed: tuple[Difference, ...]) -> Table:
    """Figures and colours before and after, the largest changes first."""
    rows = []
    status_words = here.definitions.partnership.status_words if here.definitions.partnership else None
    for one in changed[:MOST_DIFFERENCES]:
        definitions = one.after.definitions
        before = status_cell(one.before.judgement(one.i), status_words)
        after = status_cell(one.after.judgement(one.j), status_words)
        figures = (figure_cell(one.before, one.i), figure_cell(one.after, one.j))
        rows.append(
            {
                "indicator": Link(
                    definitions.indicators[one.indicator].name,
                    indicator_href(here.context, one.indicator, period=one.period),
                ),
                "period": Link(definitions.calendars.label(one.period), sort=one.period.start),
                "before": figures[0],
                "after": figures[1],
                "was": before,
                "is": after,
                "what": _what(one, figures[0].text == figures[1].text, f"{words(before)} to {words(after)}"),
            }
        )
    return Table(
        "Figures that change, those with another status first, then the largest change",
        (
            Column("indicator", "Indicator", "link"),
            Column("period", "Period", "link"),
            Column("before", "Before", "figure"),
            Column("after", "After", "figure"),
            Column("was", "Status before", "status"),
            Column("is", "Status after", "status"),
            Column("what", "What changes"),
        ),
        rows,
        name="what-changes",
    )


def _what(one: Difference, alike: bool, statuses: str) -> str:
    if one.is_new:
        return "New"
    if one.status_changes:
        return statuses
    return "Restated, by less than is shown" if alike else "Restated"
