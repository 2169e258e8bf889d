"""The same answers by adding up lists: slow and obvious, sharing no code with the engine.

Knows one small world: months, wards in districts in a county (one ward in no district), and two sexes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

PARENT = {"north": "shire", "south": "shire", "w1": "north", "w2": "north", "w3": "south", "w4": "shire"}
LEVEL = {"shire": "county", "north": "district", "south": "district", "f": "sex", "m": "sex"} | dict.fromkeys(
    ("w1", "w2", "w3", "w4"), "ward"
)
LISTED = {"county": ["shire"], "district": ["north", "south"], "ward": ["w1", "w2", "w3", "w4"], "sex": ["f", "m"]}


@dataclass(frozen=True)
class Fact:
    """month: months since January 2018. value None: not published."""

    measure: str
    month: int
    area: str
    sex: str
    value: int | None

    def code(self, dimension: str) -> str:
        return self.area if dimension == "area" else self.sex


@dataclass(frozen=True)
class Asked:
    """axes: (dimension, level). where: members by dimension. months: first and last of the reporting period."""

    axes: tuple[tuple[str, str], ...]
    where: tuple[tuple[str, tuple[str, ...]], ...]
    months: tuple[int, int]


def is_beneath(code: str, member: str) -> bool:
    """Whether a code is a member or beneath it; codes that nobody knows are beneath 'unknown' only."""
    if code not in LEVEL:
        return member == "unknown"
    return code == member or (code in PARENT and is_beneath(PARENT[code], member))


def known(code: str) -> str:
    """The member that a code of a flat dimension means."""
    return code if code in LEVEL else "unknown"


def place(code: str, level: str) -> str:
    """The member of a level under which a code is counted."""
    if code not in LEVEL:
        return "unknown"
    here, order = code, ["county", "district", "ward"]
    while True:
        if LEVEL[here] == level:
            return here
        above = PARENT.get(here)
        if above is None or order.index(LEVEL[above]) < order.index(level):
            return f"{above or ''}·{level}"
        here = above


def rows_of(facts: Iterable[Fact], measure: str, asked: Asked, key: Sequence[str]) -> list[Fact]:
    """The facts of a measure in a cell."""
    first, last = asked.months
    return [
        fact
        for fact in facts
        if fact.measure == measure
        and first <= fact.month <= last
        and all(any(is_beneath(fact.code(d), member) for member in members) for d, members in asked.where)
        and all(
            target in ("·total", place(fact.code(d), level)) for (d, level), target in zip(asked.axes, key, strict=True)
        )
    ]


def by_month(rows: Iterable[Fact]) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = {}
    for row in rows:
        found.setdefault(row.month, []).append(row)
    return found


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


RULES: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "sum": lambda values: sum(values, Fraction(0)), "mean": mean, "minimum": min, "maximum": max,
}  # fmt: skip


def figure(rows: list[Fact], over_members: str, over_time: str, in_part: bool = False) -> Fraction | str:
    """Over members month by month, then over the months. Without what was not published only where that will do."""
    if not rows:
        return "no-data"
    months = by_month(rows)
    if over_time == "last":
        months = {max(months): months[max(months)]}
    if not in_part and any(fact.value is None for found in months.values() for fact in found):
        return "not-published"
    figures = []
    for _, found in sorted(months.items()):
        values = [Fraction(fact.value) for fact in found if fact.value is not None]
        if values:
            figures.append(RULES[over_members](values))
    if not figures:
        return "not-published"
    return figures[-1] if over_time == "last" else RULES[over_time](figures)


def count_or_zero(facts: Sequence[Fact], measure: str, asked: Asked, key: Sequence[str]) -> Fraction | str:
    """A sum in which no row is a zero, once anybody has reported the month."""
    rows = rows_of(facts, measure, asked, key)
    if rows:
        return figure(rows, "sum", "sum")
    reported = any(f.measure == measure and asked.months[0] <= f.month <= asked.months[1] for f in facts)
    return Fraction(0) if reported else "no-data"


def ratio(
    facts: Sequence[Fact], over: str, under: str, missing: str, asked: Asked, key: Sequence[str]
) -> Fraction | str:
    """100 times one sum over another, by the rule for missing halves."""
    above, below = rows_of(facts, over, asked, key), rows_of(facts, under, asked, key)

    def slices(rows: list[Fact]) -> set[tuple[int, str, str]]:
        return {(fact.month, fact.area, fact.sex) for fact in rows if fact.value is not None}

    if missing == "skip":
        both = slices(above) & slices(below)
        above = [fact for fact in above if (fact.month, fact.area, fact.sex) in both]
        below = [fact for fact in below if (fact.month, fact.area, fact.sex) in both]
    numerator, denominator = (figure(rows, "sum", "sum", missing != "unknown") for rows in (above, below))
    if isinstance(numerator, str) and isinstance(denominator, str):
        return "not-published" if "not-published" in (numerator, denominator) else "no-data"
    if missing == "zero":
        numerator = Fraction(0) if isinstance(numerator, str) else numerator
        denominator = Fraction(0) if isinstance(denominator, str) else denominator
    if isinstance(numerator, str):
        return numerator
    if isinstance(denominator, str):
        return denominator
    if missing == "unknown" and slices(above) != slices(below):
        return "no-data"
    return "not-applicable" if denominator == 0 else 100 * numerator / denominator


def published(facts: Sequence[Fact], measure: str, asked: Asked, key: Sequence[str]) -> Fraction | str:
    """A rate: the one row supplied for these very members and this very month, or none."""
    held = [fact for fact in facts if fact.measure == measure and asked.months[0] <= fact.month <= asked.months[1]]
    if asked.months[0] != asked.months[1]:
        return "not-additive" if held else "no-data"

    def is_own(fact: Fact, dimension: str) -> bool:
        code = fact.code(dimension) if fact.code(dimension) in LEVEL else "unknown"
        members = dict(asked.where).get(dimension)
        level = next((level for d, level in asked.axes if d == dimension), None)
        target = next((t for (d, _), t in zip(asked.axes, key, strict=True) if d == dimension), "·total")
        if level is not None and target != "·total":
            return code == target and (code == "unknown" or LEVEL[code] == level)
        if members is not None:
            return code in members
        return len({other.code(dimension) for other in facts if other.measure == measure}) == 1

    own = [fact for fact in rows_of(facts, measure, asked, key) if is_own(fact, "area") and is_own(fact, "sex")]
    if len(own) > 1:
        return "not-additive"
    if not own:
        return "not-additive" if rows_of(facts, measure, asked, key) else "no-data"
    return "not-published" if own[0].value is None else Fraction(own[0].value)


def as_number(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
