"""The targets of an indicator as a table: what was agreed, and how it was revised."""

from __future__ import annotations

from trigpoint.ask.answered import terms_of
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import format_date
from trigpoint.judge.targets import read_period
from trigpoint.publish.cells import Cell
from trigpoint.publish.tables import Column, Table
from trigpoint.web.editing.choice_words import choice_word
from trigpoint.web.targets.words import aim_words, where_said, who_agreed


def targets_table(definitions: Definitions, indicator: Indicator) -> Table | None:
    """Each target as first agreed, by whom, and every revision of it; None where there is none."""
    if not indicator.targets:
        return None
    terms, calendars = terms_of(definitions, indicator.code), definitions.calendars
    rows: list[dict[str, Cell]] = []
    for target in indicator.targets:
        framework = definitions.frameworks.get(target.framework or "")
        of = (where_said(definitions, target.where), framework.name if framework else "")
        rows.append(
            {
                "period": calendars.label(read_period(calendars, target.period, indicator.grain), short=True),
                "for": ", ".join(part for part in of if part) or "The whole",
                "kind": choice_word("type", target.type),
                "original": aim_words(target, terms),
                "revised": "; ".join(
                    f"{aim_words(one, terms)} on {format_date(one.on)} by {one.by}: {one.reason}"
                    for one in target.revisions
                ),
                "agreed": who_agreed(definitions, target),
            }
        )
    columns = (
        Column("period", "Period"), Column("for", "For"), Column("kind", "Kind"), Column("original", "As first agreed"),
        Column("revised", "Revised", wide=True), Column("agreed", "Who agreed"),
    )  # fmt: skip
    return Table(f"Targets of {indicator.name}", columns, rows, name=f"{indicator.code}-targets")
