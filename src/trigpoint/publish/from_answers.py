"""Judged answers as cells of tables: the same for pages, files and documents, so that none of them says it differently."""

from __future__ import annotations

from decimal import Decimal

from trigpoint.ask.answered import Answered
from trigpoint.ask.readings import Reading
from trigpoint.cube.answer import Cell as AnswerCell
from trigpoint.definitions.partnership import StatusWords
from trigpoint.judge.direction import Direction as Way
from trigpoint.judge.direction import direction
from trigpoint.judge.numbers import format_counts, format_value
from trigpoint.judge.status import JUDGED, Judgement
from trigpoint.judge.terms import Terms, comparable
from trigpoint.publish.cells import Cell, Direction, Figure, Sparkline, Status

SENSE = {
    "better": "better",
    "worse": "worse",
    "no-change": "same",
    "neither": "changed",
    "not-comparable": "unknown",
    "unknown": "unknown",
}
COUNTED = ("yes-no", "stage", "date", "text")


def figure_cell(
    answered: Answered, i: int, href: str = "", *, asked: bool = True, beside_target: bool = False
) -> Figure:
    """The i-th figure of an answer, or the kind of nothing that stands in its place.

    href: its explanation. asked: whether to say the period where it is another than the one asked for. beside_target:
    what it was held against stands beside it, so that the two may not read the same where they differ.
    """
    cell = answered.cell(i)
    indicator = answered.definitions.indicators[cell.indicator]
    asked_for = answered.facts.asked[i]
    period = ""
    if asked and cell.period != asked_for and answered.facts.question.latest_available:
        period = answered.label(cell.period)
    return Figure(
        cell.value,
        indicator.unit,
        indicator.decimals,
        nothing=cell.nothing
        or (None if cell.value is not None or said(cell, answered.terms(cell.indicator)) else "no-data"),
        reason=cell.reason,
        href=href,
        state=cell.state,
        footnote=cell.footnote,
        coverage=tuple(cell.coverage) if cell.coverage else None,
        period=period,
        lower=cell.lower,
        upper=cell.upper,
        words=said(cell, answered.terms(cell.indicator)),
        apart_from=_told_from(cell, answered.judgement(i)) if beside_target else (),
    )


def _told_from(cell: AnswerCell, judgement: Judgement) -> tuple[Decimal, ...]:
    """The lines that a figure is not on, but for the last bits of arithmetic."""
    return () if cell.value is None else tuple(line for line in judgement.lines if line != comparable(cell.value))


def said(cell: AnswerCell, terms: Terms) -> str:
    """What a figure of a kind that is no plain number says: "4 of 7: yes", 3 March 2019, the stage's name; else ''."""
    if cell.nothing is not None or terms.value_kind not in COUNTED:
        return ""
    if cell.counts and sum(count for _, count in cell.counts) > 1:
        return format_counts(cell.counts, terms.value_kind)
    value = cell.text if cell.text is not None else cell.value
    return (
        "" if value is None else format_value(value, terms.value_kind, terms.unit, terms.decimals, stages=terms.stages)
    )


def status_cell(judgement: Judgement, words: StatusWords | None = None, href: str = "", beneath: str = "") -> Status:
    """A judgement as a status: in the partnership's own words where it has them, with the sum that gave it."""
    word = letter = ""
    if words is not None and judgement.status in JUDGED:
        own = getattr(words, judgement.status)
        word, letter = own.word, own.letter
    return Status(judgement.status, word, letter, judgement.sum, href, beneath)


def reading_status(reading: Reading, href: str = "") -> Status:
    """The status of a reading, with what the process chart says of its newest change beneath."""
    variation = reading.process.variation if reading.has_figure else None
    beneath = reading.news if variation in ("usual", "concern") and reading.judgement.is_judged else ""
    partnership = reading.definitions.partnership
    return status_cell(reading.judgement, partnership.status_words if partnership else None, href, beneath)


def reading_figure(reading: Reading, href: str = "") -> Figure:
    """The figure that stands, with its period where a newer one is overdue."""
    figure = figure_cell(reading.answered, reading.at, href, asked=False, beside_target=True)
    label = reading.answered.label(reading.period)
    return figure.with_period(label if reading.overdue is not None and reading.has_figure else "")


def target_cell(answered: Answered, i: int) -> Cell:
    """What the i-th figure is held against: its target, or last year's figure where the rule asks for better than that.

    Empty where there is nothing: a colour never stands beside an empty target.
    """
    return answered.judgement(i).aim or None


def reading_target(reading: Reading) -> Cell:
    """The same of the figure of a reading that stands."""
    return target_cell(reading.answered, reading.at)


def target_figure(reading: Reading) -> Figure | None:
    """What a reading is held against as a number, for files: its target, or last year's figure where it has to be better.

    None where it is no number (a range, a stage, a date) or there is none.
    """
    if reading.terms.value_kind in COUNTED:
        return None
    value = reading.judgement.last_year
    if value is None and reading.target is not None:
        value = reading.target.value
    return None if value is None else Figure(value, reading.indicator.unit, reading.indicator.decimals)


def compared_cell(answered: Answered, i: int, code: str) -> Figure:
    """What the i-th figure is compared with, or why there is nothing."""
    value, nothing, reason = answered.facts.comparisons[code][i]
    indicator = answered.definitions.indicators[answered.facts.indicator[i]]
    return Figure(value, indicator.unit, indicator.decimals, nothing, reason)


def difference_cell(answered: Answered, i: int, code: str) -> Direction | None:
    """How the i-th figure stands beside what it is compared with, in the polarity's terms; None where one is missing."""
    mine, other = answered.facts.value[i], answered.facts.comparisons[code][i].value
    if mine is None or other is None:
        return None
    terms = answered.terms(answered.facts.indicator[i])
    return direction_cell(direction(mine, other, terms, target=answered.target(i)))


def direction_cell(way: Way, since: str = "") -> Direction:
    """A direction of travel, in the polarity's terms."""
    moved = "level"
    if way.change:
        moved = "up" if way.change > 0 else "down"
    news = None if way.usual is None else not way.usual
    return Direction(SENSE[way.way], moved, way.size, since, news, way.change)


def reading_direction(reading: Reading) -> Direction:
    """The direction of a reading against the period before."""
    since = ""
    if reading.before is not None and reading.direction.way != "unknown":
        word = "against" if reading.to_date else "since"
        since = f"{word} {reading.answered.label_within(reading.answered.facts.asked[reading.before])}"
    return direction_cell(reading.direction, since)


def sparkline_cell(reading: Reading, most: int = 25) -> Sparkline | None:
    """The series of a reading as a small line; None for kinds that are not drawn."""
    if reading.terms.value_kind in COUNTED:
        return None
    series = reading.series[-most:]
    target = reading.target
    return Sparkline(
        [value for _, value in series],
        target.value if target is not None else None,
        reading.answered.label(series[-1][0]) if series else "",
        reading.indicator.unit,
        reading.indicator.decimals,
    )
