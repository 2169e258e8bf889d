"""The status of a figure, and the sum in words that gave it.

A figure is judged only when there is one, when enough of its supplies have come, when its base is not too small, and
when there is something to judge it against; everything else is a status of its own and never red. In that order:
late, not yet due, hidden and no data; incomplete; contextual; too small; no target; then the rule's method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, NamedTuple

from trigpoint.definitions.partnership import StatusWords
from trigpoint.definitions.rules import Contextual, RuleSet
from trigpoint.judge.methods import NO_LINE, apply_rule
from trigpoint.judge.numbers import (
    Number,
    as_date,
    count_of,
    format_nothing,
    plain,
    rounded,
    with_unit,
)
from trigpoint.judge.targets import TargetInForce
from trigpoint.judge.terms import Terms, comparable

StatusCode = Literal[
    "exceeding", "on_target", "within_tolerance", "off_target",
    "late", "incomplete", "no_target", "not_yet_due", "no_data", "hidden", "contextual", "too_small",
]  # fmt: skip

JUDGED: tuple[StatusCode, ...] = ("exceeding", "on_target", "within_tolerance", "off_target")
"""Statuses that say how good a figure is, best first."""

STATUS_OF_NOTHING: dict[str, StatusCode] = {
    "late": "late",
    "not-yet-due": "not_yet_due",
    "hidden": "hidden",
    "not-permitted": "hidden",
}
"""What an absent figure is, by its kind of nothing; every other kind is no data."""

UNJUDGED_WORDS: dict[StatusCode, str] = {
    "late": "late",
    "incomplete": "incomplete",
    "no_target": "no target",
    "not_yet_due": "not yet due",
    "no_data": "no data",
    "hidden": "hidden",
    "contextual": "for context",
    "too_small": "too few to judge",
}

USUAL_WORDS = StatusWords()
"""Red, amber and green, where a partnership has no words of its own."""


class Figure(NamedTuple):
    """One cell, as far as judging needs it.

    text, counts: of yes-no, stage, date and text. coverage: supplies that came, of those expected.
    base: the sample or denominator behind the value. last_year: the figure of the same period a year before.
    """

    value: Number | None = None
    text: str | None = None
    counts: Sequence[tuple[str, int]] = ()
    nothing: str | None = None
    reason: str = ""
    coverage: tuple[int, int] | None = None
    base: Number | None = None
    last_year: Number | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status, and why.

    target: the one used, with value or low and high. gap: in the indicator's own unit (days for dates, stages for
    stages, points for yes/no); positive is better than the target. sum: the sum in words. rule_set: its code.
    instead: what it was held against where that is no target: "fewer than 326 reports, a year before". last_year: the
    figure of that.
    """

    status: StatusCode
    sum: str
    target: TargetInForce | None = None
    gap: Decimal | None = None
    rule_set: str | None = None
    instead: str = ""
    last_year: Decimal | None = None

    @property
    def aim(self) -> str:
        """What it was held against in words, or the target in force where it was not judged; '' where there is none."""
        return self.instead or (self.target.words if self.target is not None else "")

    @property
    def lines(self) -> tuple[Decimal, ...]:
        """The figures of what it was held against: beside them it must not read as if it were on the other side."""
        if self.last_year is not None:
            return (self.last_year,)
        return self.target.edges if self.target is not None else ()

    @property
    def is_judged(self) -> bool:
        """Whether the figure was found good or bad."""
        return self.status in JUDGED


def judge(
    values: Sequence[Number | None],
    targets: Sequence[TargetInForce | None],
    rule_set: RuleSet | None,
    terms: Terms,
    words: StatusWords | None = None,
    *,
    texts: Sequence[str | None] | None = None,
    counts: Sequence[Sequence[tuple[str, int]]] | None = None,
    nothing: Sequence[str | None] | None = None,
    reasons: Sequence[str] | None = None,
    coverage: Sequence[tuple[int, int] | None] | None = None,
    base: Sequence[Number | None] | None = None,
    last_year: Sequence[Number | None] | None = None,
) -> list[Judgement]:
    """Judge columns of one indicator under one rule set; all columns are as long as `values`. See `Figure`."""
    size = len(values)
    figures = zip(
        values,
        texts or [None] * size,
        counts or [()] * size,
        nothing or [None] * size,
        reasons or [""] * size,
        coverage or [None] * size,
        base or [None] * size,
        last_year or [None] * size,
        strict=True,
    )
    return [
        judge_figure(Figure(*each), target, rule_set, terms, words)
        for each, target in zip(figures, targets, strict=True)
    ]


def judge_figure(
    figure: Figure,
    target: TargetInForce | None,
    rule_set: RuleSet | None,
    terms: Terms,
    words: StatusWords | None = None,
) -> Judgement:
    """Judge one figure. rule_set None: the indicator has no status rule, and is shown for context.

    words: the partnership's own for the four statuses that judge.
    """
    unjudged = _gate(figure, rule_set, terms)
    if unjudged is not None:
        return replace(unjudged, target=target)
    assert rule_set is not None
    measured = _measure(figure, target, terms)
    if measured is None or not measured.value.is_finite():
        return Judgement(
            "no_data", f"no data: '{figure.text or figure.value}' cannot be read", target, None, rule_set.code
        )
    last_year = None if figure.last_year is None else comparable(figure.last_year)
    verdict = apply_rule(measured.value, measured.target, last_year, rule_set, measured.terms)
    if verdict.status is None:
        why = target.words if verdict.lacks == NO_LINE and target is not None and target.words else verdict.lacks
        return Judgement("no_target", why, target, None, rule_set.code)
    word = status_word(verdict.status, words or USUAL_WORDS)
    said = measured.said or _said(measured.value, verdict.edges, measured.terms)
    tail = _stretch(measured.value, target, measured.terms)
    link = " " if verdict.against == "is" else ", "
    text = f"{word}: {said} {verdict.against}{link}{verdict.how}{tail}"
    return Judgement(verdict.status, text, target, verdict.gap, rule_set.code, verdict.aim, verdict.last_year)


def status_word(status: str, words: StatusWords) -> str:
    """The partnership's word for a status as it stands within a sentence: amber, on track, BRAG."""
    if status not in JUDGED:
        return UNJUDGED_WORDS[status]  # type: ignore[index]
    word: str = getattr(words, status).word
    return word if word.isupper() else word.lower()


class _Measured(NamedTuple):
    """What is put to the rule: of several yeses and noes, the percentage of yes."""

    value: Decimal
    target: TargetInForce | None
    terms: Terms
    said: str


def _gate(figure: Figure, rule_set: RuleSet | None, terms: Terms) -> Judgement | None:
    code = None if rule_set is None else rule_set.code

    def unjudged(status: StatusCode, why: str) -> Judgement:
        return Judgement(
            status, f"{UNJUDGED_WORDS[status]}: {why}" if why else UNJUDGED_WORDS[status], None, None, code
        )

    if figure.nothing is not None:
        status = STATUS_OF_NOTHING.get(figure.nothing, "no_data")
        said = format_nothing(figure.nothing)
        if figure.reason or not said.startswith(UNJUDGED_WORDS[status]):
            return unjudged(status, figure.reason or said)
        return Judgement(status, said, None, None, code)
    if figure.value is None and not figure.text and not figure.counts:
        return unjudged("no_data", figure.reason)
    if figure.coverage is not None:
        have, expected = figure.coverage
        least = Decimal(100) if rule_set is None else rule_set.incomplete_below_percent
        if have * 100 < least * expected:
            asks = "" if least == 100 else f"; under {plain(least)}% is not judged"
            return unjudged("incomplete", f"{plain(have)} of {plain(expected)} supplies have come{asks}")
    if rule_set is None:
        return unjudged("contextual", "no status rule")
    if isinstance(rule_set.rule, Contextual) or terms.polarity == "none" or terms.value_kind == "text":
        return unjudged("contextual", f"not judged by {rule_set.name}")
    least_base = max((each for each in (rule_set.minimum_base, terms.minimum_base) if each is not None), default=None)
    if least_base is not None and figure.base is not None and comparable(figure.base) < least_base:
        return unjudged(
            "too_small", f"a base of {plain(comparable(figure.base))}, under the minimum of {plain(least_base)}"
        )
    return None


def _measure(figure: Figure, target: TargetInForce | None, terms: Terms) -> _Measured | None:
    several = sum(number for _, number in figure.counts)
    match terms.value_kind:
        case "yes-no":
            return _share_of_yes(figure, several, target, terms)
        case "stage" | "date" if several > 1:
            return _share_that_meets(figure, several, target, terms)
        case "stage":
            return _stage(figure, target, terms)
        case "date":
            try:
                day = as_date(figure.text or figure.value or "")
            except ValueError:
                return None
            return _Measured(Decimal(day.toordinal()), target, terms, "")
        case _ if figure.value is None:
            return None
        case _:
            return _Measured(comparable(figure.value), target, terms, "")


def _stage(figure: Figure, target: TargetInForce | None, terms: Terms) -> _Measured | None:
    name = figure.text or (figure.counts[0][0] if figure.counts else "")
    if name:
        if name not in terms.stages:
            return None
        return _Measured(Decimal(terms.stages.index(name) + 1), target, terms, "")
    return None if figure.value is None else _Measured(comparable(figure.value), target, terms, "")


def _share_of_yes(figure: Figure, several: int, target: TargetInForce | None, terms: Terms) -> _Measured | None:
    in_points = replace(terms, value_kind="percentage", unit="%", whole="all yes" if several else "yes")
    if several:
        yes = count_of(figure.counts, "yes")
        share = Decimal(yes * 100) / several
        return _Measured(share, target, in_points, f"{plain(yes)} of {plain(several)} yes ({_percent(share, target)})")
    if figure.text:
        if figure.text.casefold() not in {"yes", "no"}:
            return None
        share = Decimal(100 if figure.text.casefold() == "yes" else 0)
    elif figure.value is not None:
        share = comparable(figure.value) * 100
    else:
        return None
    return _Measured(share, target, in_points, {100: "yes", 0: "no"}.get(int(share) if share % 1 == 0 else -1, ""))


def _share_that_meets(figure: Figure, several: int, target: TargetInForce | None, terms: Terms) -> _Measured | None:
    """Of several dates or stages: the percentage that meets the target, held against all of them."""
    in_points = replace(terms, value_kind="percentage", unit="%", polarity="high", whole="all")
    if target is None or target.value is None:
        return _Measured(Decimal(0), None, in_points, "")
    meeting = 0
    for word, number in figure.counts:
        one = _measure(Figure(text=word), target, terms)
        if one is None:
            return None
        gap = terms.better_by(one.value, target.value)
        meeting += number if (one.value == target.value if gap is None else gap >= 0) else 0
    share = Decimal(meeting * 100) / several
    everyone = replace(target, value=Decimal(100), low=None, high=None, stretch=None, minimum=None)
    said = f"{plain(meeting)} of {plain(several)} {target.words} ({_percent(share, everyone)})"
    return _Measured(share, everyone, in_points, said)


def _percent(share: Decimal, target: TargetInForce | None) -> str:
    edges = [Decimal(0), Decimal(100), *(() if target is None else target.edges)]
    whole = share == rounded(share, 0)
    return with_unit(share, "%", 0 if whole else 1, apart_from=edges)


def _said(value: Decimal, edges: Sequence[Decimal], terms: Terms) -> str:
    """The figure with as many places as show on which side of each edge it lies; where rounding hides it, so said."""
    usual, telling = terms.say(value), terms.say(value, edges)
    return usual if usual == telling else f"{telling} ({usual} when rounded)"


def _stretch(value: Decimal, target: TargetInForce | None, terms: Terms) -> str:
    if target is None or target.stretch is None:
        return ""
    ahead = terms.better_by(value, target.stretch)
    if ahead is None or ahead < 0:
        return ""
    return f"; the stretch target of {terms.say_aim(target.stretch)} is reached"
