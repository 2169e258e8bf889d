"""What one measure comes to in one cell: a figure, or the kind of nothing that it is, with what a reader must know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from trigpoint.cube.answer import Nothing, State
from trigpoint.cube.fetching import Part, Said
from trigpoint.cube.shapes import STATES
from trigpoint.definitions.datasets import Measure
from trigpoint.definitions.periods import Calendars, Period

Figure = Decimal | float


@dataclass(frozen=True)
class Reading:
    """One measure in one cell.

    values: how many supplied figures it is made of; slices: a fingerprint of where they are. gaps: supplied periods with
    a part that is not there. spells: the supplied periods that it rests on. rank: firmness of its state (0: not said).
    published: it is a published figure and was not added up. withheld: there is no total, for parts of it were withheld.
    """

    value: Figure | None
    nothing: Nothing | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()
    rank: int = 0
    base: float | None = None
    lower: float | None = None
    upper: float | None = None
    values: int = 0
    slices: int | None = None
    periods: int = 0
    gaps: int = 0
    last_end: date | None = None
    published: bool = False
    withheld: bool = False
    text: str | None = None
    counts: tuple[tuple[str, int], ...] = ()

    @property
    def state(self) -> State | None:
        """Estimate, provisional, revised or final: the least firm of all that is in it."""
        return state_of(self.rank)

    @property
    def exact(self) -> Decimal | None:
        """The value as formulas take it; None where there is none."""
        return Decimal(repr(self.value)) if isinstance(self.value, float) else self.value


def state_of(rank: int) -> State | None:
    """The state of a rank; None for 0, where none was said."""
    return cast("State", STATES[rank - 1]) if rank else None


def missing(nothing: Nothing, reason: str) -> Reading:
    """No figure."""
    return Reading(None, nothing, reason)


def read_number(
    measure: Measure,
    parts: Part | None,
    own: Part | None,
    span: Period,
    calendars: Calendars,
    own_name: Callable[[], str],
    *,
    in_part: bool = False,
) -> Reading:
    """parts: what the rows beneath the cell come to. own: what was supplied for the very members of the cell, where that
    is told apart. own_name: how these are called in a footnote. in_part: a total without the parts that were withheld
    will do, since the definition says what a missing one does.
    """
    if measure.over_members == "none":
        if own is None or own.rows == 0:
            if parts is None:
                return missing("no-data", f"No figure of {measure.name} was supplied.")
            return missing(
                "not-additive", f"{measure.name} may not be added up or averaged over what it was supplied for."
            )
        if own.crowd > 1:
            return missing(
                "not-additive", f"There are {own.crowd} figures of {measure.name} here, and they may not be added up."
            )
        return _from_part(measure, own, span, calendars)
    if own is not None and own.crowd == 1 and own.figures == own.periods:
        broken = parts is None or parts.gaps > 0 or parts.figures == 0
        if broken and (parts is None or own.periods >= parts.periods):
            found = _from_part(measure, own, span, calendars)
            note = f"The published figure of {own_name()}; its parts were not all supplied."
            return replace(found, published=True, notes=(note, *found.notes))
    if parts is None:
        return missing("no-data", f"No figure of {measure.name} was supplied.")
    withheld = parts.not_published + parts.hidden
    if withheld and parts.figures and not in_part:
        nothing: Nothing = "not-published" if parts.not_published else "hidden"
        words = "not published" if parts.not_published else "hidden by the data provider"
        reason = f"{withheld} of {parts.rows} parts of {measure.name} {_were(withheld)} {words}, so they have no total."
        return replace(missing(nothing, reason), withheld=True)
    return _from_part(measure, parts, span, calendars)


def _from_part(measure: Measure, part: Part, span: Period, calendars: Calendars) -> Reading:
    notes = list(_notes(measure, part, span, calendars))
    shared: dict[str, Any] = {
        "rank": part.state, "values": part.values, "slices": part.slices, "periods": part.periods, "gaps": part.gaps,
        "last_end": part.last_end,
    }  # fmt: skip
    value = _over_time(measure, part)
    if value is None:
        nothing, reason = _kind_of_nothing(measure, part)
        return replace(missing(nothing, reason), notes=tuple(notes), **shared)
    alone = part.rows == 1
    return Reading(
        value, None, "", tuple(notes), base=part.base if alone else None, lower=part.lower if alone else None,
        upper=part.upper if alone else None, **shared,
    )  # fmt: skip


def _over_time(measure: Measure, part: Part) -> Figure | None:
    if part.figures == 0:
        return None
    found: Figure | None = part.figure if part.figure is not None else part.rate
    return found / part.figures if measure.over_time == "mean" and found is not None else found


def _kind_of_nothing(measure: Measure, part: Part) -> tuple[Nothing, str]:
    if part.hidden:
        return "hidden", f"{measure.name} was hidden by its data provider."
    if part.not_published:
        return "not-published", f"{measure.name} was not published."
    if part.no_data or not part.not_applicable:
        return "no-data", f"{measure.name} was supplied without a figure."
    return "not-applicable", f"{measure.name} does not apply here."


def _notes(measure: Measure, part: Part, span: Period, calendars: Calendars) -> Sequence[str]:
    found = []
    for count, words in (
        (part.not_published, "not published"),
        (part.hidden, "hidden by the data provider"),
        (part.no_data, "supplied without a figure"),
    ):
        if count and count < part.rows:
            found.append(f"Leaves out {count} of {part.rows} parts of {measure.name} that {_were(count)} {words}.")
    if measure.over_time == "last" and part.last_end < span.end:
        last = calendars.label(Period(part.first_start, part.last_end, "range"))
        found.append(f"{measure.name} as it stood at the end of {last}, the latest supplied.")
    if part.note_first:
        found.append(part.note_first)
        if part.note_last and part.note_last != part.note_first:
            found.append(part.note_last)
    return found


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def read_texts(measure: Measure, said: Sequence[Said]) -> Reading:
    """Yes/no, stages, dates and texts are never added: one is told as it is, several are counted ("4 of 7: yes").

    Of several supplied periods the newest counts.
    """
    if not said:
        return missing("no-data", f"No statement of {measure.name} was supplied.")
    newest = max(each.start for each in said)
    said = [each for each in said if each.start == newest]
    told: Counter[str] = Counter()
    nothing: Counter[str] = Counter()
    for each in said:
        if each.said is not None and each.nothing is None:
            told[_words(measure, each.said)] += each.rows
        else:
            nothing[each.nothing or "no-data"] += each.rows
    notes = tuple(dict.fromkeys(note for each in said for note in (each.note_first, each.note_last) if note))
    rows = sum(told.values()) + sum(nothing.values())
    rank = max(each.state for each in said)
    last_end = max(each.end for each in said)
    periods = 1
    if not told:
        kind = next(k for k in ("hidden", "not-published", "no-data", "not-applicable") if nothing.get(k))
        words = {"hidden": "was hidden by its data provider", "not-published": "was not published",
                 "no-data": "was supplied without a statement", "not-applicable": "does not apply here"}  # fmt: skip
        empty = missing(kind, f"{measure.name} {words[kind]}.")  # type: ignore[arg-type]
        return replace(empty, rank=rank, notes=notes, periods=periods, last_end=last_end)
    counts = tuple(sorted(told.items(), key=lambda each: _order(measure, each[0])))
    gaps = rows - sum(told.values()) - nothing.get("not-applicable", 0)
    shared: dict[str, Any] = {"rank": rank, "notes": notes, "values": sum(told.values()), "periods": periods, "gaps": min(gaps, 1),
              "last_end": last_end}  # fmt: skip
    if rows == 1:
        word = counts[0][0]
        value = None
        if measure.value_kind == "yes-no":
            value = Decimal(word == "yes")
        return Reading(value, text=word, counts=counts, **shared)
    shown, count = ("yes", told["yes"]) if measure.value_kind == "yes-no" else max(counts, key=lambda each: each[1])
    text = f"{count} of {rows - nothing.get('not-applicable', 0)}: {shown}"
    return Reading(None, text=text, counts=counts, **shared)


def _words(measure: Measure, said: str) -> str:
    if measure.value_kind != "yes-no":
        return said
    if said.casefold() in ("yes", "true", "y"):
        return "yes"
    if said.casefold() in ("no", "false", "n"):
        return "no"
    return "yes" if Decimal(said) else "no"


def _order(measure: Measure, word: str) -> tuple[int, str]:
    if measure.value_kind == "yes-no":
        return (0 if word == "yes" else 1, word)
    return (measure.stages.index(word) if word in measure.stages else len(measure.stages), word)
