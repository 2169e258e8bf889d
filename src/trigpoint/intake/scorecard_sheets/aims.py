"""The targets that a row states: one for each period, or one for a year; of what runs up through a year, for its end. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import pairwise

from trigpoint.definitions.indicators import Target
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.definitions.rules import Polarity
from trigpoint.intake.scorecard_sheets.cells import Cell
from trigpoint.intake.scorecard_sheets.found import LeftOut


class Unset(Enum):
    """A target of which only that is said that there will be one."""

    TO_BE_AGREED = "to-be-agreed"


Aim = Decimal | str | date | tuple[Decimal, Decimal] | Unset
"""A number, a stage, a day, the two ends of a range, or that it is to be agreed."""

AIMED = re.compile(
    r"^(?:(?:year[- ]end )?target:?\s*)?(?:(?:>=|<=|≥|≤|at least|at most|minimum|maximum|min|max)\s*)?", re.IGNORECASE
)
"""What may stand before the figure of a target."""
_BETWEEN = re.compile(r"(-?\d[\d,]*(?:\.\d+)?)\s*%?\s*(?:-|–|—|to)\s*(-?\d[\d,]*(?:\.\d+)?)\s*%?")
_RUNS_UP = re.compile(r"\b(?:cumulative|running total|year to date|ytd|year[- ]end target)\b", re.IGNORECASE)


def range_of(said: str) -> tuple[Decimal, Decimal] | None:
    """The two ends of a range as it is written: 10-12, 4 to 6%; None where it is none."""
    found = _BETWEEN.fullmatch(said.strip())
    if found is None:
        return None
    low, high = (Decimal(found[n].replace(",", "")) for n in (1, 2))
    return (low, high) if low < high else None


def runs_up(texts: Sequence[str], values: Mapping[Period, Decimal], calendars: Calendars) -> bool:
    """Whether figures are counted from the start of each year on: as the sheet says, or as they all rise through every
    year, of which there are two at least, and begin anew with the next."""
    if any(_RUNS_UP.search(text) for text in texts):
        return True
    years: dict[Period, list[Decimal]] = {}
    for period in sorted(values, key=lambda one: one.start):
        years.setdefault(calendars.containing(period.start, "financial-year"), []).append(values[period])
    if len(years) < 2 or any(len(parts) < 3 for parts in years.values()):
        return False
    in_order = list(years.values())
    rises = all(a < b for parts in in_order for a, b in pairwise(parts))
    return rises and all(later[0] * 2 < earlier[-1] for earlier, later in pairwise(in_order))


def targets_of(
    cells: Sequence[tuple[Period | None, Cell, Aim]], calendars: Calendars, latest: Period | None, at_end: bool
) -> tuple[tuple[Target, ...], list[LeftOut]]:
    """The targets, and what of them is not taken. latest: the newest period of the whole sheet, whose year a target without
    one is of. at_end: figures run up through a year, so that a year's target is that of its last part."""
    found: dict[Period, tuple[str, Aim]] = {}
    left = []
    for span, cell, aim in cells:
        period = span or (calendars.containing(latest.start, "financial-year") if latest else None)
        if period is None:
            continue
        before = found.setdefault(period, (cell.place, aim))
        if before[1] != aim:
            why = f"Another target of {calendars.label(period)} than in {before[0]}."
            left.append(LeftOut(cell.place, cell.said[:120], why))
    aims = {span: aim for span, (_, aim) in found.items()}
    given = _by_year(aims, calendars)
    if at_end and latest is not None:
        given = [(_end_of(period, latest, calendars), aim) for period, aim in given]
    return tuple(_target(period, aim) for period, aim in given), left


def aims_of(targets: Sequence[Target], polarity: Polarity | None) -> tuple[Target, ...]:
    """Those that can be aimed at: none where no value is better than another, and a range only where within it is good."""
    if polarity == "none":
        return ()
    return tuple(one for one in targets if one.type != "range" or polarity == "range")


def _target(period: Period, aim: Aim) -> Target:
    if isinstance(aim, Unset):
        return Target(type="to-be-agreed", period=period.code)
    if isinstance(aim, tuple):
        return Target(type="range", period=period.code, low=aim[0], high=aim[1])
    if isinstance(aim, date):
        return Target(type="single", period=period.code, day=aim)
    if isinstance(aim, str):
        return Target(type="single", period=period.code, stage=aim)
    return Target(type="single", period=period.code, value=aim)


def _end_of(period: Period, latest: Period, calendars: Calendars) -> Period:
    """The last part of a year, of the length in which the sheet has its figures."""
    parts = calendars.parts(period, latest.grain) if period.grain != latest.grain else (period,)
    return parts[-1] if parts else period


def _by_year(found: Mapping[Period, Aim], calendars: Calendars) -> list[tuple[Period, Aim]]:
    """Where the targets of all periods of a year are the same, one for the year."""
    years: dict[Period, list[Period]] = {}
    for period in found:
        years.setdefault(calendars.containing(period.start, "financial-year"), []).append(period)
    given: list[tuple[Period, Aim]] = []
    for year, periods in sorted(years.items(), key=lambda one: one[0].start):
        in_order = sorted(periods, key=lambda one: one.start)
        values = {found[period] for period in periods}
        if len(values) == 1 and in_order[0].start == year.start and in_order[-1].end == year.end:
            given.append((year, values.pop()))
        else:
            given += [(period, found[period]) for period in in_order]
    return given
