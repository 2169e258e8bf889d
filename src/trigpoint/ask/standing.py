"""Which figure of each indicator stands at a reporting period: readings, all of a page asked for in one batch.

The figure that stands is the newest one that has come and is due by then: a quarterly figure at the end of May is that
of the quarter to March. Where a newer one is overdue the reading is late, and shows the last figure known as what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import Answered
from trigpoint.ask.door import answer, newest_periods
from trigpoint.ask.readings import Reading, Wanted, has_figure, is_complete
from trigpoint.ask.windows import (
    Pairs,
    Periods,
    ended,
    held_by,
    period_before,
    periods_after,
    reporting_end,
    slice_for,
    window,
)
from trigpoint.cube.question import AskGrain, Question, Where
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions


def read(
    viewer: Viewer,
    definitions: Definitions,
    wanted: Sequence[Wanted],
    *,
    period: Period | None = None,
    where: Sequence[tuple[str, str]] = (),
    where_held: Sequence[tuple[str, str]] = (),
    as_at: date | None = None,
    compare: Sequence[str] = (),
    until: date | None = None,
    today: date,
) -> list[Reading]:
    """The readings of what is wanted, in its order, at a reporting period (None: the newest that there is).

    where: filters of the page, laid over each one's own (see `slice_for`). where_held: filters for those indicators only
    whose figures are kept by that breakdown; others are read without. compare: codes of comparators. until: a day until
    which it is asked what is late, beyond the reporting period. One batch, whatever their number.
    """
    return read_each(
        viewer, definitions, [(one, period) for one in wanted], where=where, where_held=where_held, as_at=as_at,
        compare=compare, until=until, today=today,
    )  # fmt: skip


def read_each(
    viewer: Viewer,
    definitions: Definitions,
    wanted: Sequence[tuple[Wanted, Period | None]],
    *,
    where: Sequence[tuple[str, str]] = (),
    where_held: Sequence[tuple[str, str]] = (),
    as_at: date | None = None,
    compare: Sequence[str] = (),
    until: date | None = None,
    today: date,
) -> list[Reading]:
    """As `read`, each at a reporting period of its own: one batch still."""
    if not wanted:
        return []
    newest = newest_periods([one.indicator for one, _ in wanted], as_at)
    day = as_at or today

    def read_at(one: Wanted, period: Period | None) -> tuple[Period | None, str | None]:
        over = period is None and ended(definitions, one.framework, day) is not None
        return period, one.framework if over else None

    together: dict[tuple[Period | None, str | None], list[str]] = {}
    for one, period in wanted:
        together.setdefault(read_at(one, period), []).append(one.indicator)
    ends = {
        (period, framework): reporting_end(definitions, codes, newest, period, day, framework)
        for (period, framework), codes in together.items()
    }
    asked: dict[tuple[str, tuple[Periods, Periods], Pairs], Question] = {}
    keys = []
    for one, period in wanted:
        indicator = definitions.indicators[one.indicator]
        at = read_at(one, period)
        periods = window(definitions.calendars, indicator, ends[at], newest.get(one.indicator))
        held = held_by(definitions, one.indicator) if where_held else ()
        slice_ = slice_for(definitions, one.where, (*where, *(pair for pair in where_held if pair[0] in held)))
        # What comes after the years of a scorecard is not late in it.
        later = () if until is None or at[1] is not None else periods_after(definitions.calendars, periods, until)
        key = (one.indicator, (periods, later), slice_)
        keys.append(key)
        if key not in asked:
            # One question an indicator, and none names the framework: what one page has asked, every page then knows.
            # The engine puts together those of a batch that read alike.
            asked[key] = Question(
                indicators=(one.indicator,),
                grain=cast(AskGrain, periods[0].grain if periods[0].grain != "range" else "supplied"),
                periods=(*periods, *later),
                where=tuple(Where(dimension, (member,)) for dimension, member in slice_),
                compare=tuple(compare),
                as_at=as_at,
            )
    answers = dict(zip(asked, answer(list(asked.values()), viewer), strict=True))
    return [
        reading_of(one, answers[key].under(one.framework), *key[1]) for (one, _), key in zip(wanted, keys, strict=True)
    ]


def reading_of(wanted: Wanted, answered: Answered, periods: Periods, later: Periods = ()) -> Reading:
    """The reading of one indicator, from the answer that holds its series of these periods, oldest first.

    later: periods after the reporting period, of which only is read what is late.
    """
    cells = tuple(answered.index[wanted.indicator, (), period] for period in periods)
    stands, overdue = _stands(answered, cells)
    indicator = answered.definitions.indicators[wanted.indicator]
    to_date = answered.to_date(wanted.indicator)
    earlier = period_before(
        periods, answered.facts.asked[stands], to_date, indicator.every, answered.definitions.calendars
    )
    before = None if earlier is None else answered.index[wanted.indicator, (), earlier]
    if before is not None and not has_figure(answered.cell(before)):
        before = None
    if before is not None and to_date and not is_complete(answered.cell(before)):
        before = None
    after = [answered.index[wanted.indicator, (), period] for period in later]
    overdue_after = next((i for i in reversed(after) if answered.cell(i).nothing == "late"), None)
    return Reading(wanted, indicator, answered, stands, overdue, before, cells, overdue_after)


def _stands(answered: Answered, cells: tuple[int, ...]) -> tuple[int, int | None]:
    """The cell that stands, and a newer one that is overdue."""
    overdue: int | None = None
    for i in reversed(cells):
        cell = answered.cell(i)
        if has_figure(cell):
            return i, overdue
        if cell.nothing == "late":
            overdue = i if overdue is None else overdue
        elif cell.nothing not in ("no-data", "not-yet-due"):
            return i, overdue
    return cells[-1], overdue
