"""What a reader must know of the data behind a figure, in a line each."""

from __future__ import annotations

from django.urls import reverse

from trigpoint.ask.answered import measures_of
from trigpoint.ask.histories import History
from trigpoint.cube.answer import Cell
from trigpoint.judge.numbers import format_date
from trigpoint.web.components.page import DataNote


def data_notes(history: History) -> tuple[DataNote, ...]:
    """Freshness, coverage, source and definition, in a line each."""
    reading, definitions = history.reading, history.definitions
    notes = []
    data_sets = list(dict.fromkeys(code for code, _ in measures_of(definitions, history.indicator.code)))
    fresh = [day for code in data_sets if (day := reading.answered.made.fresh.get(code))]
    if fresh:
        notes.append(DataNote("Freshness", f"figures last changed on {max(fresh):%-d %B %Y}"))
    notes.extend(coverage_notes(reading.cell))
    notes.extend(
        DataNote("Source", definitions.data_sets[code].name, reverse("data-set", args=[code])) for code in data_sets
    )
    version = definitions.version_on(history.indicator.code, reading.period.last_day)
    in_force = f"in force from {format_date(version.start)}" if version and version.start else "in force throughout"
    notes.append(DataNote("Definition", in_force, reverse("definition", args=["indicator", history.indicator.code])))
    if reading.answered.made.as_at is not None:
        notes.append(DataNote("As known on", format_date(reading.answered.made.as_at), warn=True))
    return tuple(notes)


def coverage_notes(cell: Cell) -> tuple[DataNote, ...]:
    """How much of what is expected a figure is made of; () where nothing is expected."""
    coverage = cell.coverage
    if coverage is None or not coverage.expected:
        return ()
    said = f"{coverage.have} of {coverage.expected} expected supplies"
    return (DataNote("Coverage", said, warn=coverage.have < coverage.expected),)
