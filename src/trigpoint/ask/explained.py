"""A figure explained, with its judgement, the uploads that brought its rows, and what was corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import Answered, measures_of
from trigpoint.ask.corrected_rows import CorrectedRow, CorrectedRows, corrected_rows
from trigpoint.ask.corrections import Brought, Correction, Known, brought, compared, earlier_states
from trigpoint.ask.door import answer, explain
from trigpoint.ask.in_words import questions_in_words
from trigpoint.ask.records import period_record, records
from trigpoint.cube.explanation import Explanation
from trigpoint.cube.question import Question
from trigpoint.cube.source_rows import SourceRow
from trigpoint.definitions.periods import Calendars, Period


@dataclass(frozen=True)
class Explained:
    """answered: the figure's own answer, of one cell. came_by: by (load, file), what brought a row.

    restated: what the figure was before, newest change first. corrected: what its source rows were, where they are shown.
    """

    answered: Answered
    explanation: Explanation
    came_by: dict[tuple[int, int | None], Brought]
    restated: tuple[Correction, ...]
    corrected: tuple[CorrectedRows, ...]


def explained(viewer: Viewer, question: Question, *, rows: int = 100) -> Explained:
    """Explain the one figure of a question, with at most so many source rows of each part. Raises as `door.explain`."""
    explanation = explain(question, viewer, rows=rows)
    (now,) = answer([question], viewer)
    question = now.facts.question
    earlier = earlier_states(
        [code for code, _ in measures_of(now.definitions, explanation.indicator)], explanation.indicator,
        [_told_of(question, now.facts.period[0], now.definitions.calendars)], question.as_at,
        now.definitions.calendars.timezone,
    )  # fmt: skip
    then = answer(
        [replace(question, periods=question.periods or tuple(now.facts.asked), as_at=state.day) for state in earlier],
        viewer,
    )
    states = [Known(state, one) for state, one in zip(earlier, then, strict=True)]
    corrected = corrected_rows(explanation, now.definitions, rows)
    every = [row for part in explanation.rows for row in part.shown]
    every += [row for part in corrected for one in part.shown for row in (one.before, one.after) if row is not None]
    came_by = brought(viewer, [(row.load, row.file) for row in every])
    return Explained(now, explanation, came_by, tuple(compared(states, now)), corrected)


def _told_of(question: Question, period: Period, calendars: Calendars) -> Period:
    """All the time that the figure tells of: the year so far for a figure to date."""
    if question.grain == "ytd":
        return calendars.year_to_date(period)
    return calendars.rolling(period, 12) if question.grain == "rolling-12" else period


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
    return explained(viewer, question, rows=rows)


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
        "restated": [
            {
                "period": period_record(explained.answered, one.period),
                "was": {"value": one.before.value, "text": one.before.text, "nothing": one.before.nothing},
                "became": {"value": one.after.value, "text": one.after.text, "nothing": one.after.nothing},
                "on": one.changed,
                "loads": [load.pk for load in one.loads],
            }
            for one in explained.restated
        ],
        "corrected_rows": [
            {
                "data_set": part.data_set,
                "data_item": part.component.measure,
                "count": part.count,
                "older_gone": part.gone,
                "shown": [_corrected_record(explained, one) for one in part.shown],
            }
            for part in explained.corrected
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


def _corrected_record(explained: Explained, one: CorrectedRow) -> dict[str, Any]:
    return {
        "was": None if one.before is None else _row_record(explained, one.before),
        "became": None if one.after is None else _row_record(explained, one.after),
        "load": one.load.pk,
        "loaded_by": str(one.load.loaded_by) if one.load.loaded_by is not None else "command line",
        "known_on": one.load.known_on,
    }


def who(by: Brought | None) -> str:
    """Who brought it: a person's name, or the command line."""
    if by is None or by.load is None:
        return ""
    return str(by.load.loaded_by) if by.load.loaded_by is not None else "command line"
