"""The figures of an issue as canonical text: the same answers are the same bytes. And how two such texts differ. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from trigpoint.ask.readings import Reading, has_figure
from trigpoint.cube.answer import Cell
from trigpoint.judge.numbers import Number
from trigpoint.judge.rollup import RolledUp
from trigpoint.manage.about import slice_text
from trigpoint.publish.from_answers import said as in_words

DIGITS = 12
"""Of a number that was worked out: the last bits of a float depend on the order in which a machine added."""

Entry = dict[str, Any]
Key = tuple[str, str, str]


def figures_of(readings: Iterable[Reading], rolled: Mapping[str, Mapping[str, RolledUp]]) -> str:
    """All figures of a report as canonical JSON: those that stand with their judgement, and the series behind each.

    rolled: by framework, how each part of it stands.
    """
    entries: dict[tuple[str, str, str, str], Entry] = {}
    for reading in readings:
        for i in reading.cells:
            period = reading.answered.facts.asked[i]
            if period > reading.period and i != reading.overdue:
                continue
            entry = _entry(reading, i)
            entries[entry["indicator"], entry["slice"], entry["period"], entry["framework"]] = entry
    parts = [
        {"framework": framework, "part": code, "status": one.status}
        for framework, several in rolled.items()
        for code, one in several.items()
    ]
    held = {
        "figures": [entries[key] for key in sorted(entries)],
        "parts": sorted(parts, key=lambda one: (one["framework"], one["part"])),
    }
    return canonical(held)


def canonical(held: object) -> str:
    """JSON in one way only: keys in order, no room, letters as they are."""
    return json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _entry(reading: Reading, i: int) -> Entry:
    cell, indicator = reading.answered.cell(i), reading.indicator
    entry: Entry = {
        "indicator": indicator.code, "name": indicator.name, "unit": indicator.unit, "decimals": indicator.decimals,
        "slice": slice_text(reading.wanted.where), "framework": reading.wanted.framework or "",
        "period": reading.answered.facts.asked[i].code, "value": said(cell), "nothing": cell.nothing or "",
    }  # fmt: skip
    if words := in_words(cell, reading.terms):
        entry["words"] = words
    if i == reading.at:
        judged = reading.judgement
        entry |= {"stands": True, "status": judged.status, "sum": judged.sum, "aim": reading.aim}
    return entry


def said(cell: Cell) -> str:
    """What a figure says, exactly; '' where there is none."""
    if cell.value is not None:
        return number(cell.value)
    if cell.text:
        return cell.text
    return canonical(list(map(list, cell.counts))) if cell.counts and has_figure(cell) else ""


def number(value: Number) -> str:
    """A number as text, the same for the same number however it is held."""
    exact = Decimal(f"{float(value):.{DIGITS}g}") if isinstance(value, float) else Decimal(value)
    text = f"{exact:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


@dataclass(frozen=True)
class Difference:
    """A figure, or the status of one that stands, that is another in the later of two. None of the entries: not in it.

    meanwhile: what the later says of the very period of the earlier figure, where that is another: it was restated between.
    """

    before: Entry
    after: Entry | None
    meanwhile: Entry | None = None

    @property
    def stands(self) -> bool:
        """Whether it is one that the report stands on, and not one of a series behind it."""
        return bool(self.before.get("stands"))

    @property
    def restated(self) -> bool:
        """Whether the figure itself is another."""
        return self.after is not None and self.before["value"] != self.after["value"]

    @property
    def turned(self) -> bool:
        """Whether the status of a figure that stands in both is another."""
        was, now = self.before.get("status"), (self.after or {}).get("status")
        return was is not None and now is not None and was != now


def read_figures(text: str) -> list[Entry]:
    """The figures of an issue."""
    return json.loads(text)["figures"]


def restated(then: Sequence[Entry], now: Sequence[Entry]) -> list[Difference]:
    """The figures that an issue said, and that are others now or gone: those it stands on first, then newest first.

    What it had no figure for is not restated but has come in since. A figure that stands in several scorecards is told once.
    """
    later = {_key(one): one for one in now}
    found: dict[Key, Difference] = {}
    for one in then:
        after = later.get(_key(one))
        if not one["value"] or (after is not None and after["value"] == one["value"]):
            continue
        if _key(one) not in found or one.get("stands"):
            found[_key(one)] = Difference(one, after)
    return _in_order(found.values())


def compared(last: Sequence[Entry], this: Sequence[Entry]) -> list[Difference]:
    """What differs between two issues, of the figures that stand: by indicator and place, whatever their periods."""
    later = {_place(one): one for one in this if one.get("stands")}
    known = {_key(one): one for one in this}
    found = []
    for one in last:
        if not one.get("stands"):
            continue
        after = later.get(_place(one))
        again = known.get(_key(one))
        meanwhile = again if again is not None and again["value"] != one["value"] and again is not after else None
        difference = Difference(one, after, meanwhile)
        if after is None or difference.restated or difference.turned:
            found.append(difference)
    return sorted(found, key=lambda one: (not one.turned, one.before["name"].casefold()))


def added(last: Sequence[Entry], this: Sequence[Entry]) -> list[Entry]:
    """The figures that stand in an issue and did not in the last."""
    before = {_place(one) for one in last if one.get("stands")}
    return [one for one in this if one.get("stands") and _place(one) not in before]


def _key(one: Entry) -> Key:
    return one["indicator"], one["slice"], one["period"]


def _place(one: Entry) -> Key:
    return one["indicator"], one["slice"], one["framework"]


def _in_order(found: Iterable[Difference]) -> list[Difference]:
    newest: Sequence[Difference] = sorted(found, key=lambda one: one.before["period"], reverse=True)
    return sorted(newest, key=lambda one: (not one.stands, one.before["name"].casefold()))
