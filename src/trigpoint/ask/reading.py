"""A question from the words of a command, an address or a call: the same words, and the same messages, everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast, get_args

from trigpoint.cube.question import AskGrain, BadQuestion, By, Question, Where
from trigpoint.definitions.comparators import BUILT_IN
from trigpoint.definitions.faults import LONGEST_NAME, did_you_mean
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.periods import Grain, Period
from trigpoint.definitions.whole import Definitions

SHORT_GRAINS: dict[str, AskGrain] = {"year": "financial-year"}


def read_question(
    definitions: Definitions,
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
    newest: Period | None = None,
) -> Question:
    """The question that the words mean.

    by: `period`, `DIMENSION` or `DIMENSION:LEVEL`. where: `DIMENSION=MEMBER` (code or name), several joined by commas;
    the same dimension twice means either. period: `2019-03`, `2018-19`, `2018-04..2019-03`, `last:12`; several periods
    of the grain are told apart only with `by period`, and added up without it. grain: month, quarter, year, ytd,
    rolling-12 and so on; absent: the period's own, or the indicator's. newest: at which `last:` ends.
    Raises BadQuestion (or BadPeriod), naming what there is.
    """
    known = [_indicator(definitions, code) for code in map(_word, indicators)]
    axes = [_word(text) for item in by for text in item.split(",") if text]
    by_period = "period" in axes
    asked_grain, periods = _periods(definitions, known, period, grain, newest)
    return Question(
        indicators=tuple(i.code for i in known),
        grain=asked_grain,
        periods=periods,
        by=tuple(_axis(definitions, text) for text in axes if text != "period"),
        where=_filters(definitions, where),
        by_period=by_period or len(periods) <= 1,
        totals=totals,
        compare=tuple(
            _comparison(definitions, c) for c in dict.fromkeys(c for i in compare for c in i.split(",") if c)
        ),
        framework=framework,
        rule_set=rule_set,
        as_at=as_at,
    )


def _word(text: str) -> str:
    """The text, which is short enough to be a code or a name. Raises BadQuestion."""
    if len(text) > LONGEST_NAME:
        raise BadQuestion(f"“{text[:40]}…” has {len(text):,} letters: no code and no name has so many.")
    return text


def _indicator(definitions: Definitions, code: str) -> Indicator:
    found = definitions.indicators.get(code)
    if found is None:
        hint = did_you_mean(code, definitions.indicators)
        raise BadQuestion(f"There is no indicator “{code}”. {hint or 'The catalogue lists those that there are.'}")
    return found


def dimension_code(definitions: Definitions, text: str) -> str:
    """The code of a dimension named by code or name. Raises BadQuestion."""
    _word(text)
    if text in definitions.dimensions:
        return text
    for code, tree in definitions.dimensions.items():
        if tree.dimension.name.casefold() == text.casefold():
            return code
    there_are = ", ".join(definitions.dimensions)
    raise BadQuestion(f"There is no breakdown “{text}”. There are: {there_are}.")


def _axis(definitions: Definitions, text: str) -> By:
    name, _, level = text.partition(":")
    code = dimension_code(definitions, name)
    tree = definitions.dimensions[code]
    levels = [level.code for level in tree.dimension.levels]
    if level and level not in levels:
        raise BadQuestion(f"{name} has no level “{level}”. It has: {', '.join(levels)}.")
    return By(code, level or None, tree.hierarchy_with(level) if level else None)


def _filters(definitions: Definitions, where: Iterable[str]) -> tuple[Where, ...]:
    members: dict[str, list[str]] = {}
    for item in where:
        for text in item.split(","):
            if not text.strip():
                continue
            dimension, member = read_filter(definitions, text)
            members.setdefault(dimension, []).append(member)
    return tuple(Where(code, tuple(dict.fromkeys(found))) for code, found in members.items())


def read_filter(definitions: Definitions, text: str) -> tuple[str, str]:
    """The codes of one filter, BREAKDOWN=CODE OR NAME. Raises BadQuestion, with what could be written."""
    name, equals, wanted = text.partition("=")
    if not equals or not wanted.strip():
        breakdown = next(iter(definitions.dimensions), "area")
        raise BadQuestion(
            f"“{_word(text)}” is not a filter. Write which breakdown, and its code or name: {breakdown}=NAME."
        )
    code = dimension_code(definitions, name.strip())
    return code, member_code(definitions, code, wanted.strip())


def member_code(definitions: Definitions, dimension: str, text: str) -> str:
    """The code of a member named by code, name or alias. Raises BadQuestion, naming the nearest."""
    _word(text)
    tree = definitions.dimensions[dimension]
    if text == "unknown" or text in tree.members:
        return text
    found = tree.find(text)
    if found is None:
        near = [f"{member.name} ({member.code})" for member in tree.nearest(text, 3)]
        hint = f" The nearest: {', '.join(near)}." if near else ""
        raise BadQuestion(f"There is no {tree.dimension.name.lower()} “{text[:60]}”.{hint}")
    return found.code


def _comparison(definitions: Definitions, code: str) -> str:
    _word(code)
    if code not in BUILT_IN and code not in definitions.comparators:
        there_are = ", ".join([*BUILT_IN, *definitions.comparators])
        raise BadQuestion(f"There is no comparator “{code}”. There are: {there_are}.")
    return code


def read_grain(text: str) -> AskGrain:
    """A grain from its word. Raises BadQuestion with those that there are."""
    grain = SHORT_GRAINS.get(_word(text), text)
    if grain not in get_args(AskGrain):
        there_are = ", ".join([*SHORT_GRAINS, *get_args(AskGrain)])
        raise BadQuestion(f"There is no length of period “{text}”. There are: {there_are}.")
    return cast(AskGrain, grain)


def _periods(
    definitions: Definitions,
    indicators: Sequence[Indicator],
    period: str | None,
    grain: str | None,
    newest: Period | None,
) -> tuple[AskGrain, tuple[Period, ...]]:
    calendars = definitions.calendars
    own: Grain = indicators[0].grain
    asked = read_grain(grain) if grain else None
    if period is None:
        return asked or cast(AskGrain, own), ()
    # Year to date and rolling figures are told by the period at whose end they stand.
    step: Grain = cast(Grain, asked) if asked and asked not in ("ytd", "rolling-12", "supplied") else own
    if period.startswith("last:"):
        return asked or cast(AskGrain, own), calendars.parse_span(period, step, newest)
    if ".." in period:
        return asked or cast(AskGrain, own), calendars.parse_span(period, step)
    year = own if own in ("academic-year", "calendar-year") else "financial-year"
    one = calendars.parse(period, year, step if step in ("financial-year", "academic-year") else None)
    if asked is None:
        return cast(AskGrain, one.grain) if one.grain != "range" else "supplied", (one,)
    if asked in ("ytd", "rolling-12", "supplied"):
        return asked, (one,)
    return asked, calendars.parts(one, step)
