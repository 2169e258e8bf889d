"""In what terms a figure is judged and said: its polarity, kind, unit and places. Every judgement speaks through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Self

from trigpoint.definitions.datasets import ValueKind
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.rules import Polarity
from trigpoint.judge.numbers import (
    CURRENCIES,
    Number,
    decimals_that_tell,
    exact,
    format_value,
    plain,
    rounded,
    singular,
    with_unit,
)

_FLOAT = Context(prec=12)
_DECIMAL = Context(prec=24)


def comparable(value: Number) -> Decimal:
    """The figure as it is compared: unrounded, less the last bits of arithmetic that mean nothing.

    A float keeps 12 significant digits and a Decimal 24, so that 94.99999999999999, which is what binary arithmetic
    makes of 95, is not short of a target of 95.
    """
    return _FLOAT.plus(exact(value)) if isinstance(value, float) else _DECIMAL.plus(exact(value))


@dataclass(frozen=True, slots=True)
class Terms:
    """How an indicator's figures are judged and written.

    polarity: `high` or `low` is better, best within a `range`, or `none` (never judged).
    stages: for the value kind `stage`, their names in order; the first is 1.
    minimum_base: a base under which a figure is too small to judge, or None.
    whole: for a share, what 100% of it is called: all yes.
    """

    polarity: Polarity
    value_kind: ValueKind = "number"
    unit: str = ""
    decimals: int = 1
    stages: tuple[str, ...] = ()
    minimum_base: Decimal | None = None
    whole: str = ""

    @classmethod
    def of(cls, indicator: Indicator, stages: Sequence[str] = ()) -> Self:
        """The terms of an indicator. stages: its measure's, for it does not hold them itself."""
        return cls(
            indicator.polarity,
            indicator.value_kind,
            indicator.unit,
            indicator.decimals,
            tuple(stages),
            indicator.minimum_base,
        )

    def better_by(self, value: Decimal, reference: Decimal) -> Decimal | None:
        """How much better `value` is than `reference` (negative: worse). None where neither end is better."""
        match self.polarity:
            case "high":
                return value - reference
            case "low":
                return reference - value
            case _:
                return None

    def say(self, value: Number, apart_from: Sequence[Number] = ()) -> str:
        """The figure at the indicator's own places, or more where it would seem to touch or cross one of the edges."""
        return format_value(value, self.value_kind, self.unit, self.decimals, stages=self.stages, apart_from=apart_from)

    def say_aim(self, value: Number) -> str:
        """A target or an edge: as it was written, without noughts that add nothing (95%, not 95.0%)."""
        if self.value_kind in {"date", "stage", "yes-no", "text"}:
            return self.say(value)
        figure = comparable(value)
        if self.whole and figure in {0, 100}:
            return self.whole if figure else {"yes": "no"}.get(self.whole, self.whole.replace("all", "none"))
        if figure != rounded(figure, 6):
            return self.say(figure)
        return with_unit(figure, self._unit)

    def say_size(self, amount: Number, apart_from: Sequence[Number] = ()) -> str:
        """The size of a gap or change, without sign: 2.9 points, 12 days, 2 stages, £1,200."""
        size = abs(exact(amount))
        match self.value_kind:
            case "date":
                return with_unit(size, "days", 0)
            case "stage":
                return with_unit(size, "stages")
            case _:
                places = decimals_that_tell(size, apart_from, self.decimals)
                shown = size if size == rounded(size, places) else rounded(size, places)
                if self._unit == "%":
                    return with_unit(shown, "points")
                return with_unit(size, self._unit, places)

    def say_tolerance(self, amount: Number, name: str) -> str:
        """A tolerance and whose it is: the 5-point tolerance of Board, the £2,000 tolerance of Board."""
        unit = {"date": "days", "stage": "stages"}.get(self.value_kind, "points" if self._unit == "%" else self._unit)
        if unit.isalpha():
            return f"the {plain(amount)}-{singular(unit)} tolerance of {name}"
        if unit[:1] in CURRENCIES and " " not in unit:
            return f"the {with_unit(amount, unit)} tolerance of {name}"
        return f"the tolerance of {with_unit(amount, unit)} ({name})"

    @property
    def _unit(self) -> str:
        return self.unit or ("%" if self.value_kind == "percentage" else "")
