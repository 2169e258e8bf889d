"""A made-up file in the layout of `ae_attendances.csv`, for the tutorial where the real one is not at hand.

    python -m trigpoint.demo.ae_sample definitions/nhs-ae made-up-ae.csv

It has a row for every provider and month that the definition set expects, and a column that says on every row that the
figures are made up: the codes are of real providers, the figures are of nobody.
"""

from __future__ import annotations

import csv
import math
import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from trigpoint.definitions.datasets import ExpectedSupply
from trigpoint.definitions.yaml_files import read_folder
from trigpoint.mistakes import Mistake

COLUMNS = ("period", "org_code", "type", "attendances", "breaches", "admissions", "note")
NOTE = "made up, no figure of the NHS"
FIRST, LAST = date(2016, 4, 1), date(2019, 3, 1)
SEED = 2016

Row = tuple[str, str, str, int, int, int, str]


def rows(supplies: ExpectedSupply, seed: int = SEED) -> Iterator[Row]:
    """The file's rows, by month and provider; the same for the same seed."""
    months = [date(year, month, 1) for year in range(2016, 2020) for month in range(1, 13)]
    providers = {member: expected for expected in supplies.supplies for member in expected.members}
    for month in months:
        if not FIRST <= month <= LAST:
            continue
        for provider in sorted(code for code, expected in providers.items() if expected.holds_on(month)):
            yield _row(month, provider, seed)


def _row(month: date, provider: str, seed: int) -> Row:
    of_provider = random.Random(f"{seed} {provider}")  # noqa: S311 - chance, not secrecy
    of_month = random.Random(f"{seed} {provider} {month}")  # noqa: S311
    major = provider.startswith("R")
    usual = of_provider.randint(6_000, 18_000) if major else of_provider.randint(800, 4_000)
    share = of_provider.uniform(0.05, 0.16) if major else of_provider.uniform(0.001, 0.01)
    # Waits are longest in January; each year is a little busier, and a little slower, than the one before.
    winter = math.cos(2 * math.pi * (month.month - 1) / 12)
    years = month.year - FIRST.year + month.month / 12
    attendances = round(usual * (1 + 0.02 * years) * of_month.gauss(1, 0.03))
    breaches = min(
        attendances, round(attendances * share * max(0.1, 1 + 0.3 * winter + 0.08 * years + of_month.gauss(0, 0.1)))
    )
    admissions = round(attendances * (0.27 if major else 0.01) * of_month.gauss(1, 0.04))
    kind = "1" if major else "other"
    return month.isoformat(), provider, kind, attendances, breaches, max(0, min(attendances, admissions)), NOTE


def write(definitions: Path, file: Path, seed: int = SEED) -> int:
    """Write the file for the definition set in a folder; how many rows it has. Raises Mistake for no such set."""
    found = [source.document for source in read_folder(definitions)]
    supplies = next((each for each in found if isinstance(each, ExpectedSupply)), None)
    if supplies is None:
        raise Mistake(f"{definitions} says of no data set who is expected to supply it. Name definitions/nhs-ae.")
    lines = list(rows(supplies, seed))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows(lines)
    return len(lines)


def main(arguments: list[str]) -> int:
    """Run from a shell; the exit code."""
    if len(arguments) != 2:
        sys.stderr.write("Usage: python -m trigpoint.demo.ae_sample DEFINITIONS FILE\n")
        return 2
    try:
        count = write(Path(arguments[0]), Path(arguments[1]))
    except (Mistake, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{count:,} rows of made-up figures written to {arguments[1]}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
