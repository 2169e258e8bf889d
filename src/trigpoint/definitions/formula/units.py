"""Units of formulas. A unit is what one of something is: patients, £, days, %; its name is all that is known of it.

- Same names are like, whatever their case and number (patient, patients); different names are not, and are never
  converted: minutes and hours do not add up.
- Multiplying and dividing multiply and divide units; what divides out is a plain number (breaches over attendances is
  plain when both count attendances). A number in a formula is plain.
- `X per Y` is X divided by Y. A unit with a number in it, such as `per 1,000`, is a name like any other when a measure
  has it, and says the factor when an indicator has it.
- `%` is a name like any other when a measure has it; an indicator in % is that, or a plain number times 100.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

PERCENT = "%"
PERCENT_WORDS = {"%", "per cent", "percent", "percentage"}
POINTS = {"points", "percentage points", "percentage point", "pp"}
PLAIN_WORDS = {"", "ratio", "fraction", "proportion", "index"}
CURRENCIES = ("£", "$", "€")
TIMES = {"second", "minute", "hour", "day", "week", "month", "year"}
IRREGULAR = {"people": "person", "children": "child", "men": "man", "women": "woman", "lives": "life"}


@dataclass(frozen=True)
class Unit:
    """Names with their powers (never 0), in order of name. spelled: each name as it was written."""

    powers: tuple[tuple[str, int], ...] = ()
    spelled: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def times(self, other: Unit, power: int = 1) -> Unit:
        """This multiplied by a power of the other."""
        powers = dict(self.powers)
        for name, p in other.powers:
            powers[name] = powers.get(name, 0) + p * power
        left = tuple(sorted((name, p) for name, p in powers.items() if p))
        return Unit(left, tuple({**dict(other.spelled), **dict(self.spelled)}.items()))

    @property
    def is_plain(self) -> bool:
        """Whether it is a number of nothing in particular."""
        return not self.powers

    @property
    def above(self) -> tuple[str, ...]:
        """The names that it is multiplied by, once each."""
        return tuple(name for name, power in self.powers if power > 0)

    @property
    def below(self) -> tuple[str, ...]:
        """The names that it is divided by, once each."""
        return tuple(name for name, power in self.powers if power < 0)

    def __str__(self) -> str:
        if self.is_plain:
            return "a plain number"
        spelled = dict(self.spelled)

        def said(of: list[tuple[str, int]], each: Callable[[str], str]) -> str:
            return " times ".join(each(name) + (f" to the power {abs(p)}" if abs(p) > 1 else "") for name, p in of)

        above = said([x for x in self.powers if x[1] > 0], lambda name: spelled.get(name, name))
        # Per one of it: offences per victim.
        below = said([x for x in self.powers if x[1] < 0], lambda name: one_of(spelled.get(name, name)))
        return " per ".join(part for part in (above or "1", below) if part)


PLAIN = Unit()


class Per(NamedTuple):
    """What an indicator's unit such as `crimes per 1,000 residents` asks for. above, below: '' for anything."""

    above: str
    number: Decimal
    below: str


def one_of(text: str) -> str:
    """A unit as it is written, for one of it: victims as victim, FTE as FTE."""
    return text if text.casefold() == name_of(text) else name_of(text)


def name_of(text: str) -> str:
    """The one name for all spellings of a unit: small letters, its last word in the singular."""
    *before, last = re.sub(r"\s+", " ", text.strip().casefold()).split(" ")
    if last in IRREGULAR:
        last = IRREGULAR[last]
    elif last.endswith("ies") and len(last) > 4:
        last = last[:-3] + "y"
    elif last.endswith(("ches", "shes", "sses", "xes")):
        last = last[:-2]
    elif last.endswith("s") and not last.endswith(("ss", "us", "is")):
        last = last[:-1]
    return " ".join([*before, last])


def unit_of(text: str) -> Unit:
    """The unit that a measure or an indicator says it is in."""
    text = text.strip()
    if text.casefold() in PLAIN_WORDS:
        return PLAIN
    if text.casefold() in PERCENT_WORDS:
        return _named(PERCENT)
    parts = re.fullmatch(r"(?P<above>\S.*?) per (?P<below>[^\d\s].*)", text, re.IGNORECASE)
    if parts:
        return _named(parts["above"]).times(_named(parts["below"]), -1)
    return _named(text)


def per_of(text: str) -> Per | None:
    """The factor and names of a unit such as `per 1,000 residents`, or None for a unit without a number."""
    found = re.fullmatch(r"(?P<above>.*?)\s*\bper (?P<number>\d[\d,. ]*)(?P<below>.*)", text.strip(), re.IGNORECASE)
    if not found:
        return None
    number = re.sub(r"[,\s]", "", found["number"]).rstrip(".")
    above = re.sub(r"^(rate|number|ratio)$", "", found["above"].strip(), flags=re.IGNORECASE)
    return Per(
        name_of(above) if above else "", Decimal(number), name_of(found["below"]) if found["below"].strip() else ""
    )


def _named(text: str) -> Unit:
    name = name_of(text)
    return Unit(((name, 1),), ((name, text),))
