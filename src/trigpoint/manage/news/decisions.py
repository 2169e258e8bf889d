"""What is news: pure decisions over a reading as it was known on the day last looked at, and as it is known now.

What stood so before is no news, however bad: it stands on Home. What a piece turned into is part of what it is, so that the
same is never told twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from trigpoint.ask.outturn import outturn_forecast
from trigpoint.ask.readings import Reading, is_complete
from trigpoint.definitions.partnership import StatusWords
from trigpoint.judge.forecast import chance_in_words
from trigpoint.judge.numbers import Number
from trigpoint.judge.status import Judgement, status_word
from trigpoint.manage.about import slice_text
from trigpoint.manage.asked_for import asks
from trigpoint.manage.models import NewsKind

UNLIKELY = 0.2
"""The chance of meeting a year's target under which it is likely to be missed."""


@dataclass(frozen=True)
class Piece:
    """A piece of news before it is anybody's. says: the first line, which holds the reason. more: what stands beneath."""

    kind: NewsKind
    indicator: str
    slice: str
    period: str
    turned: str
    says: str
    more: str = ""
    framework: str = ""


def pieces(before: Reading | None, after: Reading) -> list[Piece]:
    """All the news of one reading. before: None where it could not be asked for then."""
    found = (
        _turned(before, after), *_changed(before, after), _at_risk(before, after), _late(before, after),
        _restated(before, after), _asked_for(before, after),
    )  # fmt: skip
    return [one for one in found if one is not None]


def folded(found: list[Piece]) -> list[Piece]:
    """The same with one piece a figure where it turned: that says whether the change is real, and that commentary is asked for."""
    asked = {_figure(one) for one in found if one.kind == NewsKind.COMMENTARY}
    turned = {_figure(one) for one in found if one.kind == NewsKind.TURNED}
    return [
        replace(one, more=f"{one.more} Commentary is asked for.".strip())
        if one.kind == NewsKind.TURNED and _figure(one) in asked
        else one
        for one in found
        if one.kind not in (NewsKind.COMMENTARY, NewsKind.WORSE) or _figure(one) not in turned
    ]


def _figure(piece: Piece) -> tuple[str, str, str]:
    return piece.indicator, piece.slice, piece.period


def named(reading: Reading) -> str:
    """The indicator with the place that was read, as a sentence begins."""
    places = [reading.definitions.dimensions[dimension].name(member) for dimension, member in reading.where]
    return ", ".join([reading.indicator.name, *places])


def _piece(reading: Reading, kind: NewsKind, period: str, turned: str, says: str, more: str = "") -> Piece:
    return Piece(
        kind, reading.indicator.code, slice_text(reading.where), period, turned[:100], says, more,
        reading.wanted.framework or "",
    )  # fmt: skip


def _turned(before: Reading | None, after: Reading) -> Piece | None:
    """Off target now, and not so as last known: for the same period, or for the one before it."""
    if not after.has_figure or after.figure_judgement.status != "off_target":
        return None
    was = before.figure_judgement.status if before is not None and before.has_figure else after.status_before
    if was == "off_target":
        return None
    partnership = after.definitions.partnership
    word = status_word("off_target", partnership.status_words if partnership else StatusWords())
    label = after.answered.label_within(after.period)
    held, rest = _sum(after.figure_judgement)
    says = f"{named(after)} turned {word} in {label}: {held.removeprefix(f'{word}: ')}"
    more = " ".join(part for part in (_sentence(rest), _sentence(after.news)) if part)
    return _piece(after, NewsKind.TURNED, after.period.code, "off_target", says, more)


def _changed(before: Reading | None, after: Reading) -> Iterator[Piece]:
    """A real change by the process rules that the chart did not show when last looked at."""
    variation = after.process.variation if after.has_figure else None
    if variation not in ("concern", "improvement"):
        return
    was = before.process.variation if before is not None and before.has_figure else None
    if was == variation:
        return
    kind = NewsKind.WORSE if variation == "concern" else NewsKind.BETTER
    label = after.answered.label_within(after.period)
    says = f"{named(after)}: {after.news}, {_said(after, after.cell.value)} in {label}"
    yield _piece(after, kind, after.period.code, variation, says, f"Held against {after.aim}." if after.aim else "")


def _at_risk(before: Reading | None, after: Reading) -> Piece | None:
    """The year's target is missed, or likely to be, and was not when last looked at.

    A figure that is off target by itself needs no forecast to say so.
    """
    now, year = outturn_forecast(after)
    if now is None or now.chance is None or now.chance >= UNLIKELY:
        return None
    if not now.known and after.figure_judgement.status == "off_target":
        return None
    if before is not None:
        then, same_year = outturn_forecast(before)
        if same_year == year and then is not None and then.chance is not None and then.chance < UNLIKELY:
            return None
    if now.known:
        period, turned, words = (
            after.period.code,
            "missed",
            f"missed its target for {year}: {_said(after, now.outturn)}",
        )
    else:
        period, turned = year, "likely"
        words = f"is likely to miss its target for {year}: {chance_in_words(now.chance)} of meeting it"
    return _piece(after, NewsKind.AT_RISK, period, turned, f"{named(after)} {words}", _sentence(now.words))


def _late(before: Reading | None, after: Reading) -> Piece | None:
    """A period is overdue that was not when last looked at."""
    if after.overdue_by_now is None:
        return None
    period = after.answered.facts.asked[after.overdue_by_now]
    was = None if before is None else before.overdue_by_now
    if before is not None and was is not None and before.answered.facts.asked[was] >= period:
        return None
    says = f"{named(after)} is {after.answered.judgement(after.overdue_by_now).sum}"
    return _piece(after, NewsKind.LATE, period.code, "late", says)


def _restated(before: Reading | None, after: Reading) -> Piece | None:
    """Figures that were known and are others now, as far as pages say them; the newest of them stands for all."""
    if before is None:
        return None
    held = dict(after.series)
    known = {
        before.answered.facts.asked[i]: value
        for i in before.cells
        # What was incomplete is completed, not restated.
        if (value := before.answered.facts.value[i]) is not None and is_complete(before.answered.cell(i))
    }
    changed = [
        period
        for period, value in known.items()
        if (now := held.get(period)) is not None and _said(before, value) != _said(after, now)
    ]
    if not changed:
        return None
    newest = max(changed)
    now, then = _said(after, held[newest]), _said(before, known[newest])
    label = after.answered.label_within(newest)
    rest = len(changed) - 1
    others = f" {rest:,} earlier {'period' if rest == 1 else 'periods'} changed too." if rest else ""
    says = f"{named(after)} was restated: {now} in {label}, where it was {then}"
    return _piece(after, NewsKind.RESTATED, newest.code, now, says, others.strip())


def _asked_for(before: Reading | None, after: Reading) -> Piece | None:
    """A status asks for commentary on its period, and did not when last looked at. Whether it is written is not known here."""
    if not asks(after):
        return None
    if before is not None and before.period == after.period and asks(before):
        return None
    label = after.answered.label_within(after.period)
    held, rest = _sum(after.judgement)
    says = f"Commentary is asked for on {named(after)} in {label}. It is {held}"
    return _piece(after, NewsKind.COMMENTARY, after.period.code, after.status, says, _sentence(rest))


def _sum(judgement: Judgement) -> tuple[str, str]:
    """The sum that gave a status: the figure and what it is held against, and the rest of it."""
    held, _, rest = judgement.sum.partition(", ")
    return held, rest


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _said(reading: Reading, value: Number | None) -> str:
    return "no figure" if value is None else reading.terms.say(value)
