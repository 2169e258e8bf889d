"""A figure explained, with its judgement and the uploads that brought its rows: for commands and programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import Answered
from trigpoint.ask.corrections import Brought, brought
from trigpoint.ask.door import ask, explain
from trigpoint.ask.in_words import questions_in_words
from trigpoint.ask.records import records
from trigpoint.cube.explanation import Explanation, SourceRow


@dataclass(frozen=True)
class Explained:
    """answered: the figure's own answer, of one cell. came_by: by (load, file), what brought a row."""

    answered: Answered
    explanation: Explanation
    came_by: dict[tuple[int, int | None], Brought]


def explain_in_words(
    viewer: Viewer,
    indicator: str,
    *,
    where: Iterable[str] = (),
    period: str | None = None,
    grain: str | None = None,
    as_at: date | None = None,
    framework: str | None = None,
    rows: int = 100,
) -> Explained:
    """Explain the one figure that the words mean. Raises as `in_words.questions_in_words` and `door.explain`."""
    (question,) = questions_in_words(
        [indicator], where=where, period=period, grain=grain, as_at=as_at, framework=framework
    )
    answered = ask(question, viewer)
    explanation = explain(question, viewer, rows=rows)
    pairs = [(row.load, row.file) for part in explanation.rows for row in part.shown]
    return Explained(answered, explanation, brought(viewer, pairs))


def explanation_record(explained: Explained) -> dict[str, Any]:
    """The explanation as plain data."""
    e = explained.explanation
    return {
        "figure": records([explained.answered])[0],
        "formula": {
            "text": e.formula,
            "words": e.words,
            "worked": e.worked,
            "from": e.version_from,
            "to": e.version_to,
            "note": e.version_note,
        },
        "steps": list(e.steps),
        "components": [
            {
                "data_set": part.component.data_set,
                "data_item": part.component.measure,
                "name": part.name,
                "unit": part.unit,
                "value": part.value,
                "how": part.how,
                "figures": part.reading.values,
                "periods": part.reading.periods,
            }
            for part in e.components
        ],
        "breakdowns": [
            {
                "dimension": breakdown.dimension,
                "name": breakdown.name,
                "level": breakdown.level,
                "others": breakdown.others,
                "contributors": [
                    {
                        "member": one.member,
                        "name": one.name,
                        "value": one.value,
                        "numerator": one.numerator,
                        "denominator": one.denominator,
                        "share": one.share,
                        "reason": one.said,
                    }
                    for one in breakdown.contributors
                ],
            }
            for breakdown in e.breakdowns
        ],
        "rows": [
            {
                "data_set": part.data_set,
                "data_item": part.component.measure,
                "version": part.version,
                "count": part.count,
                "withheld": part.withheld,
                "shown": [_row_record(explained, row) for row in part.shown],
            }
            for part in e.rows
        ],
    }


def _row_record(explained: Explained, row: SourceRow) -> dict[str, Any]:
    by = explained.came_by.get((row.load, row.file))
    load = by.load if by else None
    return {
        "load": row.load,
        "file": by.file if by else "",
        "line": row.line,
        "loaded_by": who(by),
        "known_on": load.known_on if load else None,
        "period_label": row.period_label,
        "codes": row.codes,
        "members": row.members,
        "provider": row.provider,
        "value": row.value,
        "text": row.text,
        "state": row.state,
        "nothing": row.nothing,
        "footnote": row.footnote,
    }


def who(by: Brought | None) -> str:
    """Who brought it: a person's name, or the command line."""
    if by is None or by.load is None:
        return ""
    return str(by.load.loaded_by) if by.load.loaded_by is not None else "command line"
