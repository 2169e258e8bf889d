"""What a page of readings says of itself: which context it can use, its periods, and how its figures were made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from trigpoint.ask.answered import measures_of
from trigpoint.ask.readings import Reading
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import listed
from trigpoint.web.components.page import DataNote
from trigpoint.web.visit import Visit

MONTHS, QUARTERS, YEARS = 18, 6, 5


def uses(definitions: Definitions, indicators: Iterable[str]) -> tuple[str, ...]:
    """The parts of the context that a page of these indicators can use."""
    found = {"period", "as-at", "compare"}
    for data_set in data_sets_of(definitions, indicators):
        found.update(one.dimension for one in definitions.data_sets[data_set].dimensions)
    return tuple(sorted(found))


def dimensions_of(definitions: Definitions, code: str) -> tuple[str, ...]:
    """The breakdowns by which all the figures are kept that an indicator is worked out from."""
    shared = [
        {role.dimension for role in definitions.data_sets[one].dimensions} for one in data_sets_of(definitions, [code])
    ]
    return tuple(sorted(set.intersection(*shared))) if shared else ()


def data_sets_of(definitions: Definitions, indicators: Iterable[str]) -> list[str]:
    """The data sets from which indicators are worked out, each once."""
    found = dict.fromkeys(data_set for code in indicators for data_set, _ in measures_of(definitions, code))
    return [code for code in found if code in definitions.data_sets]


def periods_to(calendars: Calendars, end: date) -> tuple[tuple[str, str], ...]:
    """Periods to choose from, newest first: months, then quarters and years that were over by `end`."""
    found: list[tuple[str, str]] = []
    for grain, count in (("month", MONTHS), ("quarter", QUARTERS), ("financial-year", YEARS)):
        last = calendars.containing(end, grain)
        if last.last_day > end:
            last = calendars.shift(last, -1)
        for back in range(count):
            period = calendars.shift(last, -back)
            label = calendars.label(period)
            found.append((period.code, label[0].upper() + label[1:]))
    return tuple(found)


def usual_period(readings: Sequence[Reading]) -> Period | None:
    """The period of which most of the figures are; of equals the newest."""
    counts = Counter(reading.period for reading in readings if reading.has_figure)
    return max(counts, key=lambda period: (counts[period], period.end), default=None)


def slice_words(definitions: Definitions, where: Iterable[tuple[str, str]]) -> str:
    """The names of the places, organisations and so on that figures are for, joined by commas; '' is the whole."""
    names = []
    for dimension, member in where:
        tree = definitions.dimensions.get(dimension)
        if tree is not None:
            names.append(tree.dimension.unknown if member == "unknown" else tree.name(member))
    return ", ".join(names)


def place_words(visit: Visit, reading: Reading) -> str:
    """What slice a reading is of, where that is another than the page's; '' where it is the page's own.

    A viewer who starts at their own place reads what is not kept by place whole, and is told so.
    """
    of = dict(reading.where)
    words = slice_words(visit.definitions, [pair for pair in reading.where if visit.context.member(pair[0]) != pair[1]])
    whole = [visit.definitions.dimensions[d].dimension.plural.lower() for d, _ in visit.at_own if d not in of]
    return ", ".join(part for part in (words, *(f"all {name}" for name in whole)) if part)


def _lags(reading: Reading, usual: Period) -> bool:
    """Whether a reading shows an earlier period than those of its length beside it."""
    return reading.cell.nothing is None and reading.period.grain == usual.grain and reading.period.end < usual.end


def notes_on(visit: Visit, readings: Sequence[Reading]) -> list[DataNote]:
    """How a page's figures were made: how fresh they are, how complete, and as known on which day."""
    notes = []
    period = usual_period(readings)
    fresh = [
        when
        for reading in readings[:1]
        for code in data_sets_of(visit.definitions, [one.indicator.code for one in readings])
        if (when := reading.answered.made.fresh.get(code)) is not None
    ]
    if period is not None and fresh:
        day = timezone.localtime(max(fresh))
        label = visit.definitions.calendars.label(period)
        text = f"mostly {label}; the last upload came on {day:%-d %B %Y}"
        notes.append(DataNote("Figures", text, reverse("data")))

    # An indicator may be read in several places of several scorecards, and is one all the same.
    def how_many(these: Iterable[Reading]) -> int:
        return len({one.indicator.code for one in these})

    late = how_many(one for one in readings if one.status == "late")
    short = how_many(one for one in readings if one.status == "incomplete")
    none = how_many(one for one in readings if one.cell.nothing == "no-data" and one.status != "late")
    older = how_many(one for one in readings if period is not None and _lags(one, period))
    parts = {"late": late, "incomplete": short, "without a figure": none, "of an earlier period": older}
    said = listed([f"{count} {what}" for what, count in parts.items() if count]) or "none late, incomplete or missing"
    indicators = how_many(readings)
    text = f"{indicators} {'indicator' if indicators == 1 else 'indicators'}, {said}"
    notes.append(DataNote("Coverage", text, reverse("data"), warn=bool(late or short)))
    as_at = visit.context.as_at
    notes.append(DataNote("As known on", f"{as_at:%-d %B %Y}" if as_at else "now", warn=as_at is not None))
    return notes
