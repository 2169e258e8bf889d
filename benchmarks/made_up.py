"""A made-up data set of any size, as definitions and as one CSV file."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

AREAS, KINDS = 400, 35
FIRST_YEAR = 2000

DATA_SET = """kind: data-set
code: bench
name: Benchmark
grain: month
dimensions:
  - {dimension: bench-area, level: area}
  - {dimension: bench-kind, level: kind}
measures:
  - {code: all, name: All, unit: things, over_members: sum, over_time: sum}
  - {code: some, name: Some, unit: things, over_members: sum, over_time: sum}
"""
SOURCE = """kind: source
code: bench
name: Benchmark
data_set: bench
period: {column: month}
dimensions:
  bench-area: {column: area, match: code}
  bench-kind: {column: kind, match: code}
wide:
  - {column: all, measure: all}
  - {column: some, measure: some}
"""
INDICATOR = """kind: indicator
code: bench-share
name: Share
value_kind: percentage
unit: '%'
polarity: none
grain: month
formula: 100 * bench.some / bench.all
"""


def write_definitions(folder: Path) -> None:
    """The definition set."""
    folder.mkdir(parents=True)
    for name, text in (("data-set", DATA_SET), ("source", SOURCE), ("indicator", INDICATOR)):
        (folder / f"{name}.yaml").write_text(text)
    for what, count in (("area", AREAS), ("kind", KINDS)):
        (folder / f"{what}.yaml").write_text(
            f"kind: dimension\ncode: bench-{what}\nname: Bench {what}\nplural: Bench {what}s\n"
            f"levels:\n  - {{code: {what}, name: {what.title()}, plural: {what.title()}s}}\n"
        )
        members = "".join(f"  - {{code: {what}-{n}, name: {what.title()} {n}, level: {what}}}\n" for n in range(count))
        (folder / f"{what}-members.yaml").write_text(
            f"kind: members\ncode: bench-{what}-members\nname: Bench {what}s\ndimension: bench-{what}\nmembers:\n{members}"
        )


def months(rows: int) -> list[str]:
    """The months that so many rows fill."""
    count = -(-rows // (AREAS * KINDS))
    return [f"{FIRST_YEAR + n // 12}-{n % 12 + 1:02d}" for n in range(count)]


def write_csv(file: Path, rows: int) -> None:
    """The file: a row an area, kind and month."""
    lines = (
        f"{month},area-{area},kind-{kind},{100 + (area * 7 + kind * 13 + place) % 900},{(area * kind + place) % 100}\n"
        for place, month in enumerate(months(rows))
        for area in range(AREAS)
        for kind in range(KINDS)
    )
    with file.open("w") as out:
        out.write("month,area,kind,all,some\n")
        out.writelines(islice(lines, rows))
