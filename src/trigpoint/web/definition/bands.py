"""A status rule as a picture: its bands side by side, each with what a figure must be to fall into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from trigpoint.definitions.partnership import StatusWords
from trigpoint.definitions.rules import (
    AbsoluteTolerance,
    Band,
    Banded,
    ImprovedOnLastYear,
    Method,
    PercentageTolerance,
    Status,
)
from trigpoint.definitions.yaml_writing import number
from trigpoint.publish.cells import Status as StatusCell


@dataclass(frozen=True)
class BandDrawn:
    """status: as pages draw it. says: what a figure must be to have it."""

    status: StatusCell
    says: str


def bands_of(rule: Method, words: StatusWords | None) -> list[BandDrawn]:
    """The bands from the worst (or the lowest) to the best; none for a rule that never judges. Pure."""
    return [BandDrawn(_cell(status, words), says) for status, says in _bands(rule)]


def _cell(status: Status, words: StatusWords | None) -> StatusCell:
    own = getattr(words, status) if words is not None else None
    return StatusCell(status, own.word if own else "", own.letter if own else "")


def _bands(rule: Method) -> Iterator[tuple[Status, str]]:
    match rule:
        case PercentageTolerance(amber_percent=amber, exceeding_percent=exceeding):
            yield from _tolerance(f"{number(amber)}%", amber, f"{number(exceeding)}%" if exceeding else "")
        case AbsoluteTolerance(amber=amber, exceeding=exceeding):
            yield from _tolerance(number(amber), amber, number(exceeding) if exceeding else "")
        case ImprovedOnLastYear(amber_percent=amber):
            if amber:
                yield "off_target", f"worse than the year before by more than {number(amber)}%"
                yield "within_tolerance", f"worse by at most {number(amber)}%"
            else:
                yield "off_target", "worse than the year before"
            yield "on_target", "as the year before, or better"
        case Banded(of=of, bands=bands):
            of_target = "% of the target" if of == "percent-of-target" else ""
            for band in sorted(bands, key=lambda one: (one.low is not None, one.low or Decimal(0))):
                yield band.status, _between(band, of_target)


def _tolerance(amber: str, size: Decimal, exceeding: str) -> Iterator[tuple[Status, str]]:
    if size:
        yield "off_target", f"worse than the target by more than {amber}"
        yield "within_tolerance", f"worse by at most {amber}"
    else:
        yield "off_target", "worse than the target"
    yield "on_target", f"on the target, or better by at most {exceeding}" if exceeding else "on the target, or better"
    if exceeding:
        yield "exceeding", f"better by more than {exceeding}"


def _between(band: Band, unit: str) -> str:
    parts = []
    if band.low is not None:
        parts.append(
            f"{'from' if band.includes_low else 'above'} {number(band.low)}{unit if band.high is None else ''}"
        )
    if band.high is not None:
        parts.append(f"{'up to' if band.includes_high else 'under'} {number(band.high)}{unit}")
    return " and ".join(parts) if len(parts) == 2 else "".join(parts) or "any figure"
