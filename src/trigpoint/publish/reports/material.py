"""What a composed report is made of: the scorecards and single figures that its blocks want, asked for before any is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trigpoint.ask.readings import Reading, Wanted
from trigpoint.ask.scorecards import Scorecard, scorecards
from trigpoint.ask.standing import read
from trigpoint.definitions.periods import Period
from trigpoint.publish.blocks import NothingToShow
from trigpoint.publish.reports.asked import Asked, frameworks_of

Chosen = Mapping[str, object]
"""A block as it was composed: {"kind": …, "options": {…}}."""


@dataclass(frozen=True)
class Material:
    """cards: by the framework's code. singles: by the indicator's. kinds: of the blocks, to know what stands elsewhere.

    gone: what blocks want that is not defined any more, in words.
    """

    asked: Asked
    title: str
    period: Period
    cards: dict[str, Scorecard]
    singles: dict[str, Reading]
    kinds: frozenset[str]
    gone: tuple[str, ...] = ()
    largest: str = ""
    logo: bytes = field(default=b"", repr=False)

    @property
    def label(self) -> str:
        """The reporting period as people say it."""
        return self.asked.definitions.calendars.label(self.period)

    @property
    def readings(self) -> list[Reading]:
        """All that was asked for."""
        return [*(one for card in self.cards.values() for one in card.readings.values()), *self.singles.values()]

    def card(self, options: Mapping[str, str]) -> Scorecard | None:
        """The scorecard that a block is about: the one chosen, else the largest of the partnership."""
        return self.cards.get(options.get("framework") or self.largest)


def options_of(block: Chosen) -> dict[str, str]:
    """The options of a block, as they were chosen."""
    found = block.get("options")
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, Mapping) else {}


def gather(asked: Asked, title: str, blocks: Sequence[Chosen], wants: Mapping[str, str], logo: bytes) -> Material:
    """Ask for what the blocks want: two batches of questions. wants: by the kind of a block, `framework` or `indicator`.

    Raises NothingToShow.
    """
    definitions = asked.definitions
    day = asked.period.last_day if asked.period is not None else asked.known_day
    largest = next((one.code for one in frameworks_of(definitions, "", day)), "")
    frameworks: list[str] = []
    indicators: list[str] = []
    gone: list[str] = []
    for block in blocks:
        options, want = options_of(block), wants.get(str(block.get("kind")), "")
        if want == "framework" and (code := options.get("framework") or largest):
            (frameworks if code in definitions.frameworks else gone).append(code)
        elif want == "indicator" and (code := options.get("indicator", "")):
            (indicators if code in definitions.indicators else gone).append(code)
    frameworks, indicators = list(dict.fromkeys(frameworks)), list(dict.fromkeys(indicators))
    codes = [item.place.indicator for code in frameworks for item in definitions.places[code]] + indicators
    if not codes:
        raise NothingToShow(
            "The report would be blank: none of its blocks shows a figure. Add a scorecard, a summary or an indicator."
        )
    period = asked.reporting_period(list(dict.fromkeys(codes)))
    cards = scorecards(
        asked.viewer, definitions, frameworks, period=period, as_at=asked.as_at, today=asked.today
    )  # fmt: skip
    singles = read(
        asked.viewer, definitions, [Wanted(code) for code in indicators], period=period, as_at=asked.as_at,
        today=asked.today,
    )  # fmt: skip
    return Material(
        asked, title, period, dict(zip(frameworks, cards, strict=True)), dict(zip(indicators, singles, strict=True)),
        frozenset(str(block.get("kind")) for block in blocks), tuple(gone), largest, logo,
    )  # fmt: skip
