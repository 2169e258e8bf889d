"""What readers of periods have in common: how a text is to be read, and the names and years in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from trigpoint.definitions.datasets import Grain
from trigpoint.definitions.spans import BadPeriod

if TYPE_CHECKING:
    from trigpoint.definitions.periods import Calendars

DateOrder = Literal["day-first", "month-first", "year-first"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years outside these are taken for mistakes of typing."""

MONTH = "|".join(f"{name[:3].lower()}(?:{name[3:].lower()})?" for name in MONTHS) + "|sept"
SPLIT = r"(?P<y>\d{4}|\d\d)[-/](?P<e>\d{4}|\d\d)"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is to be read: `supplied` in a file, or else typed by a person; the rest as `Calendars` says.

    edge: one end of a range, where a day is that day and no longer period. of_week: the day by which a week is named.
    Neither holds another of its kind, so that no text is read deeper than these.
    """

    calendars: Calendars
    text: str
    year: Grain
    grain: Grain | None
    date_order: DateOrder | None = None
    supplied: bool = False
    edge: bool = False
    of_week: bool = False

    @property
    def it(self) -> str:
        """The text in a refusal: as it was typed; but what was supplied in a file is its supplier's, and stands beside it."""
        return "It" if self.supplied else quoted(self.text)


MOST_WRITTEN = 150
"""Letters of the longest text that is read as a period."""


def quoted(text: str) -> str:
    """A text that somebody typed, in a sentence: its beginning where it is long."""
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"


def tidy(text: str) -> str:
    """A text in small letters, with single spaces and plain dashes."""
    text = re.sub(r"[‐‑‒–—―−]", "-", text).replace("\u00a0", " ").casefold()
    return re.sub(r"\s+", " ", text).strip()


def full_year(digits: str) -> int:
    """The year of two digits (70 to 99 are of the last century) or four. BadPeriod outside those that are read."""
    if len(digits) == 2:
        return int(digits) + (2000 if int(digits) < 70 else 1900)
    year = int(digits)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadPeriod(f"{digits} is taken for a slip of the pen: years from {FIRST_YEAR} to {LAST_YEAR} are read.")
    return year


def second_year(first: int, digits: str) -> int:
    """The year that follows a dash, of two digits or four: in 1999-00 it is 2000."""
    if len(digits) == 4:
        return full_year(digits)
    second = first // 100 * 100 + int(digits)
    return second if second >= first else second + 100


def month_named(name: str) -> int:
    """The number of a month from its name or the first three letters."""
    return next(number for number, full in enumerate(MONTHS, 1) if full.lower().startswith(name[:3]))
