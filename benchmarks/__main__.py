"""`make bench`: one run, ratios against the barest way of doing the same, in benchmarks/results/latest.md.

    python -m benchmarks [--rows 1000000] [--times 15]

Works in a folder of its own: the sample partnership for pages (a copy of TRIGPOINT_HOME's where that is given, else
made), and a made-up data set for figures and loads.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "latest.md"


@dataclass(frozen=True)
class Measured:
    """ours, bare: seconds, of the same run. what, against: in words."""

    what: str
    against: str
    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


def median_of(times: int, each: Callable[[int], object]) -> float:
    """The median seconds of `each(n)`."""
    took = []
    for n in range(times):
        start = time.perf_counter()
        each(n)
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def pages(times: int) -> list[Measured]:
    """A warm scorecard and a warm Home against a page that says nothing."""
    from django.test import Client, override_settings

    from trigpoint.access.models import User
    from trigpoint.ask.door import known

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="p.lindow"))
    framework = max(known().definitions.frameworks.values(), key=lambda each: len(str(each))).code

    def page(path: str) -> Callable[[int], object]:
        def get(_: int) -> None:
            response = client.get(path)
            assert response.status_code == 200, f"{path}: {response.status_code}"

        get(0)
        return get

    with override_settings(ROOT_URLCONF="benchmarks.bare"):
        bare = median_of(times, page("/bare/"))
    found = {"Scorecard, warm": f"/scorecards/{framework}/", "Home, warm": "/"}
    return [Measured(what, "a bare Django page", median_of(times, page(path)), bare) for what, path in found.items()]


def load(folder: Path, rows: int) -> Measured:
    """The made-up file taken in, checked and compared, against DuckDB copying it to Parquet."""
    import duckdb

    from benchmarks.made_up import write_csv, write_definitions
    from trigpoint.access.viewers import OPERATOR
    from trigpoint.catalogue.definition_sets import apply_definitions
    from trigpoint.intake.actions import take_in_files
    from trigpoint.intake.supply import SuppliedFile

    write_definitions(folder / "definitions")
    write_csv(folder / "bench.csv", rows)
    apply_definitions(OPERATOR, folder / "definitions")
    start = time.perf_counter()
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{folder}/bench.csv')) TO '{folder}/bench.parquet'")
    bare = time.perf_counter() - start
    start = time.perf_counter()
    outcome = take_in_files(OPERATOR, "bench", [SuppliedFile.at(folder / "bench.csv")])
    ours = time.perf_counter() - start
    assert outcome.account.loaded == rows, outcome.account.in_words()
    return Measured(f"Load of {rows:,} rows of CSV, checked and accounted for", "DuckDB, CSV to Parquet", ours, bare)


def figure(rows: int, times: int) -> Measured:
    """One ratio, each time another one, against SQL by hand over the same files."""
    import duckdb

    from benchmarks.made_up import AREAS, months
    from trigpoint.access.viewers import OPERATOR
    from trigpoint.ask.door import ask, known
    from trigpoint.ask.reading import read_question

    state = known()
    table = state.table("bench")
    assert table is not None
    files = ", ".join(f"'{file}'" for file in table.files)
    held = months(rows)

    def by_door(n: int) -> float:
        where = [f"bench-area=area-{n % AREAS}"]
        question = read_question(state.definitions, ["bench-share"], where=where, period=held[n % len(held)])
        return float(ask(question, OPERATOR).cell(0).value)

    def by_hand(n: int) -> float:
        first = date.fromisoformat(f"{held[n % len(held)]}-01")
        sums = (
            "SELECT 100 * sum(value) FILTER (measure = 'some') / sum(value) FILTER (measure = 'all') "
            f'FROM read_parquet([{files}]) WHERE mark IS NULL AND period_start = ? AND "dim_bench-area" = ?'
        )
        return float(duckdb.execute(sums, [first, f"area-{n % AREAS}"]).fetchone()[0])

    for n in (0, 1):
        assert abs(by_door(n) - by_hand(n)) < 1e-9, "The two ways must give the same figure."
    # Numbers that were not asked before: an answer that was kept would measure nothing.
    ours, bare = median_of(times, lambda n: by_door(n + 2)), median_of(times, lambda n: by_hand(n + 2))
    return Measured("One figure, not asked before", "SQL by hand over the same files", ours, bare)


def machine() -> str:
    """The machine, as far as it says."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}, Python "
        f"{platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start"
    )


def report(found: list[Measured], where: str) -> str:
    """The page of results."""
    lines = [
        "# Benchmarks",
        "",
        f"One run on {date.today():%-d %B %Y}: {where}.",  # noqa: DTZ011
        "Compare ratios. Seconds are of this machine and of what else it did.",
        "",
        "| What | Against | Ours | Bare | Ratio |",
        "|---|---|--:|--:|--:|",
    ]
    lines += [
        f"| {each.what} | {each.against} | {each.ours * 1000:,.1f} ms | {each.bare * 1000:,.1f} ms | {each.ratio:,.1f} |"
        for each in found
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run it all, print it and write it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=15)
    asked = parser.parse_args()
    where = machine()
    with tempfile.TemporaryDirectory(prefix="trigpoint-bench-") as name:
        folder = Path(name)
        given = os.environ.get("TRIGPOINT_HOME")
        home = folder / "home"
        os.environ |= {"TRIGPOINT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "trigpoint.settings"}
        if given and Path(given).is_dir():
            shutil.copytree(given, home)
        else:
            print("Making the sample partnership", file=sys.stderr)
            make = "from trigpoint.cli import main; main()"
            subprocess.run([sys.executable, "-c", make, "--home", str(home), "demo", "--make-only"], check=True)
        import django

        django.setup()
        found = pages(asked.times)
        found += [load(folder / "bench", asked.rows), figure(asked.rows, asked.times)]
    text = report(found, where)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
