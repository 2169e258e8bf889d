"""A question in words, answered: what the command line and the programming interface share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import Answered
from trigpoint.ask.door import answer, known, newest_periods
from trigpoint.ask.reading import read_grain, read_question
from trigpoint.ask.sizes import require_size
from trigpoint.cube.question import BadQuestion, Question
from trigpoint.definitions.periods import Grain, Period
from trigpoint.definitions.whole import Definitions


def read_day(text: str | None, today: date) -> date | None:
    """The day of an as-at; None where none is given. Raises BadQuestion for what is no day, or one to come."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadQuestion(f"“{text[:40]}” is not a day. Write it as {today.isoformat()}.") from error
    if day > today:
        raise BadQuestion(f"Nothing is known yet as on {day:%-d %B %Y}: that day is still to come.")
    return day


def questions_in_words(
    indicators: Sequence[str],
    *,
    by: Iterable[str] = (),
    where: Iterable[str] = (),
    period: str | None = None,
    grain: str | None = None,
    as_at: date | None = None,
    compare: Iterable[str] = (),
    totals: bool = False,
    framework: str | None = None,
    rule_set: str | None = None,
) -> list[Question]:
    """The question that the words mean, as `reading.read_question`; without a period, the latest of each indicator.

    Indicators of different grains, where neither period nor grain is given, make a question for each grain.
    Raises BadQuestion, BadPeriod, NoDefinitions.
    """
    definitions = known(as_at).definitions
    codes = [code.strip() for item in indicators for code in item.split(",") if code.strip()]
    if not codes:
        raise BadQuestion("Name at least one indicator, by its code.")
    groups = [codes] if period or grain else _by_grain(definitions, codes)
    ends_at = _newest(definitions, codes, grain, as_at) if period and period.startswith("last:") else None
    return [
        read_question(
            definitions,
            group,
            by=tuple(by),
            where=tuple(where),
            period=period,
            grain=grain or ("supplied" if not period and _is_range(definitions, group[0]) else None),
            as_at=as_at,
            compare=tuple(compare),
            totals=totals,
            framework=framework,
            rule_set=rule_set,
            newest=ends_at,
        )
        for group in groups
    ]


def ask_in_words(
    viewer: Viewer, indicators: Sequence[str], *, within: str | None = None, as_at: date | None = None, **words: object
) -> list[Answered]:
    """Ask it, in one batch; the answers in the order of the indicators' grains. Other arguments as `questions_in_words`.

    within: what has to hold all of it ("one call"), which bounds how much may be asked for.
    """
    questions = questions_in_words(indicators, as_at=as_at, **words)  # type: ignore[arg-type]
    if within is not None:
        require_size(questions, known(as_at).definitions, within)
    return answer(questions, viewer)


def _by_grain(definitions: Definitions, codes: Sequence[str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for code in codes:
        # An unknown code goes with any: read_question says what there is.
        found = definitions.indicators.get(code)
        groups.setdefault(found.grain if found else "month", []).append(code)
    return list(groups.values())


def _is_range(definitions: Definitions, code: str) -> bool:
    found = definitions.indicators.get(code)
    return found is not None and found.grain == "range"


def _newest(definitions: Definitions, codes: Sequence[str], grain: str | None, as_at: date | None) -> Period | None:
    """The newest period with figures of any of them, in the grain at whose end `last:` stands."""
    known_codes = [code for code in codes if code in definitions.indicators]
    newest = max(newest_periods(known_codes, as_at).values(), key=lambda period: period.end, default=None)
    if newest is None or not known_codes:
        return newest
    asked = read_grain(grain) if grain else None
    step: Grain = definitions.indicators[known_codes[0]].grain
    if asked and asked not in ("ytd", "rolling-12", "supplied"):
        step = asked  # type: ignore[assignment]
    if step in ("range", newest.grain):
        return newest
    calendars = definitions.calendars
    period = calendars.containing(newest.last_day, step)
    return period if period.end <= newest.end else calendars.shift(period, -1)
