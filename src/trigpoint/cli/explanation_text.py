"""An explanation as text for people: the same walk as the page, from the figure down to the supplied rows."""

from __future__ import annotations

from collections.abc import Iterator

from trigpoint.ask.corrected_rows import CorrectedRows
from trigpoint.ask.explained import Explained, who
from trigpoint.cli.answer_files import for_people
from trigpoint.cli.columns import aligned
from trigpoint.cube.answer import Cell
from trigpoint.cube.explanation import Breakdown
from trigpoint.cube.source_rows import SourceRow, SourceRows
from trigpoint.judge.numbers import format_nothing, plain, with_unit
from trigpoint.judge.terms import Terms
from trigpoint.publish.from_answers import said


def explanation_lines(explained: Explained) -> Iterator[str]:
    """The figure; formula in words and with its figures; parts; who contributes most; the supplied rows."""
    explanation = explained.explanation
    yield from for_people([explained.answered]).splitlines()
    if explanation.formula:
        yield ""
        yield f"Formula: {explanation.formula}"
        yield f"In words: {explanation.words}"
        if explanation.worked:
            yield f"Worked:   {explanation.worked}"
        if explanation.version_from:
            yield f"Defined so since {explanation.version_from:%-d %B %Y}. {explanation.version_note}".rstrip()
    if explanation.steps:
        yield ""
        yield from explanation.steps
    for breakdown in explanation.breakdowns:
        yield ""
        yield from _breakdown(breakdown)
    for part in explanation.rows:
        yield ""
        yield from _rows(explained, part)
    if explained.restated:
        yield ""
        yield from _restated(explained)
    for corrected in explained.corrected:
        if corrected.shown:
            yield ""
            yield from _corrected(explained, corrected)


def _breakdown(breakdown: Breakdown) -> Iterator[str]:
    yield f"What contributes most, by {breakdown.name} ({breakdown.level}):"
    rows = [
        [
            one.name,
            "" if one.value is None else plain(one.value, 3),
            "" if one.numerator is None else plain(one.numerator),
            "" if one.denominator is None else plain(one.denominator),
            "" if one.share is None else f"{one.share:.1%}",
            one.said,
        ]
        for one in breakdown.contributors
    ]
    yield from aligned(["Name", "Figure", "Numerator", "Denominator", "Share", "Note"], rows, {1, 2, 3, 4})
    if breakdown.others:
        yield f"and {breakdown.others:,} more"


def _restated(explained: Explained) -> Iterator[str]:
    calendars = explained.answered.definitions.calendars
    terms = explained.answered.terms(explained.explanation.indicator)
    yield "What the figure was before:"
    rows = [
        [
            calendars.label(one.period),
            _figure(one.before, terms),
            _figure(one.after, terms),
            f"{one.changed:%Y-%m-%d}",
            ", ".join(str(load.pk) for load in one.loads),
        ]
        for one in explained.restated
    ]
    yield from aligned(["Period", "Was", "Became", "On", "Load"], rows, {1, 2})


def _figure(cell: Cell, terms: Terms) -> str:
    number = "" if cell.value is None else with_unit(cell.value, terms.unit, terms.decimals)
    return said(cell, terms) or number or format_nothing(cell.nothing)


def _corrected(explained: Explained, part: CorrectedRows) -> Iterator[str]:
    shown = f", of which {len(part.shown):,} are shown" if len(part.shown) < part.count else ""
    yield f"Corrected rows of {part.data_set}.{part.component.measure}: {part.count:,}{shown}."
    names = list(dict.fromkeys(role for one in part.shown for role in one.place.codes))
    rows = []
    for one in part.shown:
        known, by = one.load.known_on, one.load.loaded_by
        rows.append(
            [
                _stated(one.before),
                _stated(one.after),
                one.place.period_label,
                *(one.place.codes.get(name, "") for name in names),
                "" if one.before is None else f"{one.before.load}",
                f"{one.load.pk}",
                f"{known:%Y-%m-%d %H:%M}" if known else "",
                "command line" if by is None else str(by),
            ]
        )
    headings = ["Was", "Became", "Period as supplied", *names, "Came in load", "Load", "Known on", "By"]
    yield from aligned(headings, rows, {0, 1, headings.index("Came in load"), headings.index("Load")})


def _stated(row: SourceRow | None) -> str:
    if row is None:
        return "taken back"
    return row.text or ("" if row.value is None else plain(row.value)) or format_nothing(row.nothing)


def _rows(explained: Explained, part: SourceRows) -> Iterator[str]:
    what = f"{part.data_set}.{part.component.measure}"
    if part.withheld:
        yield f"Supplied rows of {what}: not shown. {part.withheld}"
        return
    count = part.count or 0
    shown = f", of which {len(part.shown):,} are shown" if len(part.shown) < count else ""
    yield f"Supplied rows of {what}: {count:,}{shown} (version {part.version})."
    if not part.shown:
        return
    names = list(dict.fromkeys(role for row in part.shown for role in row.codes))
    table = []
    for row in part.shown:
        by = explained.came_by.get((row.load, row.file))
        known = by.load.known_on if by and by.load else None
        table.append(
            [
                _stated(row),
                row.period_label,
                *(row.codes.get(name, "") for name in names),
                by.file if by else "",
                "" if row.line is None else f"{row.line:,}",
                f"{row.load}",
                f"{known:%Y-%m-%d %H:%M}" if known else "",
                who(by),
            ]
        )
    headings = ["Value", "Period as supplied", *names, "File", "Line", "Load", "Known on", "By"]
    yield from aligned(headings, table, {0, headings.index("Line"), headings.index("Load")})
