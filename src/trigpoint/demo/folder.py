"""Where the sample partnership's definitions are, and how they move with the years.

The definitions are written for data that ends in the financial year 2026-27. For another year a copy is made in which
every year from 2020 on is moved by the same number of years, so that targets and changes of definition stay where the
data has them. References to older codes (NI 195, 2008 to 2011) stay as they are.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

WRITTEN_FOR = 2026
"""The year in which the financial year starts that the shipped definitions call the current one."""

YEAR = re.compile(r"(?<![\d,£-])(?<!\d\.)(20[23]\d)(?:-(\d\d)(?!\d))?(?!\d|[.,]\d)")


def definitions_folder() -> Path:
    """The definitions as shipped: right for data that ends in the financial year 2026-27."""
    return Path(__file__).parent / "definitions"


def definitions_for(until: date, out: Path) -> Path:
    """The definitions for data that ends at `until`: as shipped where they fit, else a copy in `out` with moved years."""
    years = financial_year(until) - WRITTEN_FOR
    if years == 0:
        return definitions_folder()
    for path in sorted(definitions_folder().rglob("*.yaml")):
        to = out / path.relative_to(definitions_folder())
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(moved(path.read_text("utf-8"), years), "utf-8")
    return out


def moved(text: str, years: int) -> str:
    """The text with each year from 2020 to 2039 moved: days, months, quarters, years, and split years by both parts."""

    def later(found: re.Match[str]) -> str:
        year, rest = int(found[1]), found[2]
        if rest is None:
            return str(year + years)
        if int(rest) == (year + 1) % 100:
            return f"{year + years}-{(year + years + 1) % 100:02d}"
        return f"{year + years}-{rest}"

    return YEAR.sub(later, text)


def financial_year(day: date) -> int:
    """The year in which the financial year (from April) of a day starts."""
    return day.year if day.month >= 4 else day.year - 1
