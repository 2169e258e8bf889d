"""The interval within which a share lies: as supplied, or worked out where it is one of people or things counted."""

from __future__ import annotations

from datetime import date

from trigpoint.ask.histories import History
from trigpoint.cube.answer import Cell
from trigpoint.definitions.formula import Component
from trigpoint.judge.compare import wilson
from trigpoint.judge.numbers import Number

MEASURED = frozenset({"£", "€", "$", "tonnes", "kg", "hours", "days", "minutes", "seconds", "FTE", "%"})
"""Units of amounts: a share of pounds or tonnes is no proportion of people, and has no interval of that kind."""


def interval(cell: Cell, history: History) -> tuple[Number, Number] | None:
    """The 95% interval: as supplied; else, for a share of people or things counted, Wilson's. None for all others."""
    if cell.lower is not None and cell.upper is not None:
        return cell.lower, cell.upper
    if cell.value is None or history.indicator.value_kind != "percentage":
        return None
    if cell.base is not None and cell.base > 0 and 0 <= cell.value <= 100:
        found = wilson(float(cell.value) / 100 * cell.base, cell.base, scale=100.0)
        return (found.lower, found.upper) if found else None
    checked = history.definitions.checked(history.indicator.code, cell.period.last_day)
    if checked is None or checked.scale != 100 or cell.numerator is None or not cell.denominator:
        return None
    measures = [history.definitions.measure(c.data_set, c.measure) for c in _components(history, cell.period.last_day)]
    if any(m is None or m.unit in MEASURED or m.value_kind != "number" or m.over_members != "sum" for m in measures):
        return None
    if not 0 <= cell.numerator <= cell.denominator:
        return None
    found = wilson(cell.numerator, cell.denominator, scale=100.0)
    return (found.lower, found.upper) if found else None


def _components(history: History, day: date) -> tuple[Component, ...]:
    """The components of the formula in force on a day."""
    version = history.definitions.version_on(history.indicator.code, day)
    return history.definitions.formula(version.formula).components if version else ()
