"""What needs attention, ranked by what matters; what is slipping though not off target; and the headline over both.

All three are made here together from the same readings, each indicator once at its worst place, so that a headline
never counts what the list beneath it does not hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trigpoint.ask.readings import Reading
from trigpoint.definitions.frameworks import Place
from trigpoint.judge.headlines import Headline, headline
from trigpoint.judge.spc import Variation
from trigpoint.judge.status import StatusCode

WORST_FIRST: tuple[StatusCode, ...] = (
    "off_target", "late", "within_tolerance", "on_target", "exceeding",
    "incomplete", "too_small", "no_target", "hidden", "no_data", "not_yet_due", "contextual",
)  # fmt: skip


@dataclass(frozen=True)
class Attention:
    """A reading that somebody should look at. why: the reason in a few words.

    mine: whether the viewer answers for it. new: whether the indicator needs attention, in any of its places, and did
    not there one period earlier.
    """

    reading: Reading
    why: str
    mine: bool = False
    new: bool = False


@dataclass(frozen=True)
class Triage:
    """once: each indicator at its worst place, worst first. pressing: those of them that need attention.

    slipping: those that do not, but are worse than usual. late: those that do not, though they are late. headline: the counts of all these in a sentence.
    """

    once: tuple[Attention, ...]
    pressing: tuple[Attention, ...]
    slipping: tuple[Attention, ...]
    late: tuple[Attention, ...]
    headline: Headline

    @property
    def readings(self) -> list[Reading]:
        """Each indicator at its worst place."""
        return [one.reading for one in self.once]


def triage(
    readings: Sequence[Reading], mine: Collection[str] = (), weights: dict[str, Decimal] | None = None
) -> Triage:
    """The readings sorted by whether somebody should look at them, most pressing first; one indicator once.

    Off target needs attention, and late where its rule counts that; slipping is what is not off target while the
    process chart finds a change for the worse. mine: indicators that the viewer answers for. weights: by indicator,
    its largest weight in a framework.
    """
    weights = weights or {}
    new = {reading.indicator.code for reading in readings if reading.newly}
    worst: dict[str, Attention] = {}
    for reading in readings:
        code = reading.indicator.code
        one = Attention(reading, reason(reading, code in new), code in mine, code in new)
        had = worst.get(code)
        if had is None or _rank(one, weights) < _rank(had, weights):
            worst[code] = one
    once = sorted(worst.values(), key=lambda one: (*_rank(one, weights), one.reading.indicator.name))
    return Triage(
        tuple(once),
        tuple(one for one in once if one.reading.needs_attention),
        tuple(one for one in once if one.reading.slipping),
        tuple(one for one in once if one.reading.status == "late" and not one.reading.needs_attention),
        headline(
            [one.reading.status for one in once],
            late_is_exception=[one.reading.late_is_exception for one in once],
            new=[one.new for one in once],
            slipping=[one.reading.slipping for one in once],
            since="since the period before",
        ),
    )


def heaviest(places: Iterable[Place]) -> dict[str, Decimal]:
    """By indicator, its largest weight in these places."""
    found: dict[str, Decimal] = {}
    for place in places:
        found[place.indicator] = max(place.weight, found.get(place.indicator, place.weight))
    return found


def reason(reading: Reading, new: bool = False) -> str:
    """Why somebody should look at a reading, in a few words; '' where nobody need.

    new: whether its indicator needs attention anywhere and did not before.
    """
    if reading.needs_attention:
        fresh = "" if not new else "new" if reading.newly else "new in another place"
        if reading.status == "late":
            return "; ".join(part for part in (fresh, reading.judgement.sum) if part)
        return ", ".join(part for part in (fresh, reading.news) if part) or "off target, as before"
    if reading.slipping:
        within = "within its tolerance" if reading.status == "within_tolerance" else "still within its target"
        return f"{within}, but {reading.news}"
    if reading.status == "late":
        return reading.judgement.sum
    return ""


def _rank(one: Attention, weights: dict[str, Decimal]) -> tuple[bool, bool, int, bool, int, Decimal]:
    reading = one.reading
    return (
        not reading.needs_attention,
        not reading.slipping,
        WORST_FIRST.index(reading.status),
        not one.mine,
        _newsworthy(reading.newly, reading.process.variation if reading.has_figure else None),
        -weights.get(reading.indicator.code, Decimal(1)),
    )


def _newsworthy(new: bool, variation: Variation | None) -> int:
    """The lower the more: a real change for the worse, then what is new, then what is new but usual, then the rest."""
    if variation == "concern":
        return 0 if new else 1
    if new:
        return 3 if variation == "usual" else 2
    return {"neither": 4, None: 5, "improvement": 6, "usual": 7}[variation]
