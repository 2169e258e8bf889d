"""Who sends which file when: the sheets of six years, cut into the files in which they would have come."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from trigpoint.definitions.responsibilities import Responsibilities
from trigpoint.definitions.yaml_files import read_text
from trigpoint.demo.folder import definitions_folder
from trigpoint.demo.generate import council, health, homes, organisations, safety, surveys
from trigpoint.demo.generate.clock import MONTHS, Clock, last_month_but_one
from trigpoint.demo.generate.files import write_csv, write_excel, write_opendocument, write_parquet
from trigpoint.demo.generate.world import Sheet, World

LAST = MONTHS - 1
FROM_THE_START = "from the start"
LATELY = "lately"
"""How a source's six years are cut into files (see `spans`)."""

CYCLES_LATE = 3
"""The prevention team's sheets that have fallen due and not come; the newest is missing too, and only just due."""


@dataclass(frozen=True)
class Supply:
    """A file as a partner sent it. by: user name. supplied_on: an instant in UTC."""

    source: str
    path: Path
    supplied_on: datetime
    by: str
    note: str = ""


@dataclass(frozen=True)
class _Sender:
    """Writes the parts of one source's supplies."""

    world: World
    out: Path
    people: dict[str, str]

    def send(
        self,
        source: str,
        data_set: str,
        ending: str,
        columns: dict[str, Any],
        day: date,
        note: str,
        how: Callable[[Path], None],
    ) -> Supply:
        """Write one file and say when it came: at a minute of office hours that is the source's own."""
        path = self.out / f"{day:%Y-%m-%d} {source}{' ' + note.split(':')[0].lower() if ':' in note else ''}.{ending}"
        how(path)
        minute = zlib.crc32(source.encode()) % 480
        at = datetime.combine(day, time(8, 30), tzinfo=UTC) + timedelta(minutes=minute)
        return Supply(source, path, at, self.people[data_set], note)


Writer = Callable[[Path, dict[str, Any]], None]


def _csv(encoding: str = "utf-8", delimiter: str = ",") -> tuple[str, Writer]:
    return "csv", lambda path, columns: write_csv(path, columns, encoding, delimiter)


def _excel(sheet: str, *above: str) -> tuple[str, Writer]:
    return "xlsx", lambda path, columns: write_excel(path, sheet, columns, above)


def _ods(sheet: str) -> tuple[str, Writer]:
    return "ods", lambda path, columns: write_opendocument(path, sheet, columns)


_PARQUET: tuple[str, Writer] = ("parquet", write_parquet)

Spans = Sequence[tuple[int, int]]


def spans(clock: Clock, cut: str) -> Spans:
    """First and last month of each file. All that the Board had read when it met came before it met.

    From the start: five years when the partnership began, what gathered to the quarter that the Board met about, the
    months after it, the last month. Lately: to that quarter, and after it.
    """
    last = clock.restated_quarter[1]
    if cut == FROM_THE_START:
        return ((0, 59), (60, last), (last + 1, LAST - 1), (LAST, LAST))
    return ((0, last), (last + 1, LAST))


BY_MONTH: tuple[tuple[str, str, Callable[[World], Sheet], str, int, tuple[str, Writer]], ...] = (
    ("emergency-care-extract", "emergency-care", health.emergency_care, FROM_THE_START, 20, _csv()),
    ("primary-care-extract", "primary-care", health.primary_care, LATELY, 17, _PARQUET),
    ("registered-population", "population", health.population, LATELY, 9, _PARQUET),
    ("social-care-long", "social-care", health.social_care, LATELY, 23, _csv()),
    ("crime-records", "crimes", safety.crimes, FROM_THE_START, 11, _PARQUET),
    ("disorder-log", "disorder", safety.disorder, LATELY, 11, _csv()),
    (
        "case-conference", "domestic-abuse", safety.domestic_abuse, LATELY, 18,
        _excel("Return", "Multi-agency case conference", "Monthly return", "Official: share only with partners", ""),
    ),
    ("incident-log", "fire-incidents", safety.fire_incidents, LATELY, 13, _csv("utf-8-sig")),
    (
        "home-safety-sheet", "home-safety", safety.home_safety, LATELY, 21,
        _ods("Visits"),
    ),
    ("repairs-workbook", "repairs", homes.repairs, LATELY, 16, _excel("Repairs", "Marsh and Moor Homes", "Repairs by ward and priority", "")),
    ("lettings-workbook", "lettings", homes.lettings, FROM_THE_START, 16, _excel("Homes")),
    ("waste-return", "environment", council.environment, LATELY, 22, _csv("cp1252")),
    ("children-return", "children", council.children, LATELY, 24, _csv(delimiter="\t")),
    ("revenues-return", "revenues", council.revenues, LATELY, 12, _csv()),
    ("workforce-return", "workforce", organisations.workforce, FROM_THE_START, 25, _csv()),
    ("ledger-extract", "spending", organisations.spending, LATELY, 19, _excel("Extract", "General ledger extract", "£000")),
    ("payments-sheet", "payments", organisations.payments, LATELY, 15, _ods("Partners")),
    ("volunteer-return", "volunteering", organisations.volunteering, LATELY, 24, _csv("cp1252")),
    ("milestone-sheet", "milestones", organisations.milestones, LATELY, 26, _excel("Partners")),
)  # fmt: skip
"""(source, data set, what makes it, months in each file, days after the last month's end by which it came, kind of file)"""

EXTRACTED = {"emergency-care-extract": "Extracted"}
"""Sources with a column for the day on which the figures were taken out."""

NEWEST = {"home-safety-sheet": LAST - CYCLES_LATE - 1}
"""Sources whose last months have not come."""


def supplies(seed: int, until: date | None, out: Path) -> Iterator[Supply]:
    """Write every file into `out`, and yield them in the order in which they came.

    until: any day of the last month that has figures; None for the last month but one. The same seed and month give
    the same bytes.
    """
    day = until or last_month_but_one(datetime.now(UTC).date())
    clock = Clock(Clock(day).end(LAST))
    out.mkdir(parents=True, exist_ok=True)
    sender = _Sender(World(seed, clock), out, providers())
    made = [*_monthly(sender), *_discharges(sender), *_corrections(sender), *_by_year(sender)]
    yield from sorted(made, key=lambda supply: (supply.supplied_on, supply.source))


def providers() -> dict[str, str]:
    """User name by data set, from the definitions."""
    path = definitions_folder() / "responsibilities" / "data-and-approval.yaml"
    document = read_text(path.read_text("utf-8"), path.name).document
    assert isinstance(document, Responsibilities)
    return {r.data_set: r.person for r in document.responsibilities if r.role == "provider" and r.data_set}


def _came(clock: Clock, last: int, days: int) -> date:
    """The day on which figures to a month came: never after somebody may look."""
    return min(clock.end(last) + timedelta(days=days), clock.opens - timedelta(days=1))


def _monthly(sender: _Sender) -> Iterator[Supply]:
    clock = sender.world.clock
    for source, data_set, make, cut, days, (ending, write) in BY_MONTH:
        sheet = make(sender.world)
        newest = NEWEST.get(source, LAST)
        for first, last in ((first, min(last, newest)) for first, last in spans(clock, cut) if first <= newest):
            within = sheet.when[(sheet.when >= first) & (sheet.when <= last)]
            if not within.size:  # a quarterly return, where no quarter has ended since
                continue
            columns = sheet.part(first, last)
            held = int(within.max())
            day = _came(clock, held, days)
            if source in EXTRACTED:
                columns[EXTRACTED[source]] = _stamp(day - timedelta(days=1), columns)
            yield sender.send(source, data_set, ending, columns, day, "", lambda path, c=columns, w=write: w(path, c))


def _discharges(sender: _Sender) -> Iterator[Supply]:
    """The quarter that the hospitals restated comes twice: first without most delays of two departments."""
    clock = sender.world.clock
    sheet, (delayed, days) = health.discharges(sender.world)
    last = clock.restated_quarter[1]
    first_sent = Sheet(sheet.when, {**sheet.columns, "Delayed": delayed, "Delayed days": days})
    ending, write = _csv(delimiter=";")
    for first, to in spans(clock, FROM_THE_START):
        day = _came(clock, to, 19)
        columns = first_sent.part(first, to)
        if to == last:
            columns["Status"] = np.where(
                sheet.when[(sheet.when >= first) & (sheet.when <= to)] > last - 3, "Provisional", "Final"
            )
        columns["Extract date"] = _stamp(day, columns)
        yield sender.send(
            "discharge-return", "discharges", ending, columns, day, "", lambda path, c=columns: write(path, c)
        )
    again = sheet.part(last - 2, last)
    again["Status"] = np.full(len(again["Ward"]), "Revised", dtype=object)
    again["Extract date"] = _stamp(clock.restated, again)
    note = "Restated: delays in care of older people and stroke were left out of the first return."
    yield sender.send(
        "discharge-return", "discharges", ending, again, clock.restated, note, lambda path: write(path, again)
    )


def _corrections(sender: _Sender) -> Iterator[Supply]:
    """Corrections of twelve lettings, nine of which are rejected and wait."""
    clock = sender.world.clock
    rows = homes.corrections(sender.world, homes.lettings(sender.world))
    note = "Corrections: twelve wards sent again."
    ending, write = _excel("Homes")
    day = clock.opens - timedelta(days=4)
    yield sender.send("lettings-workbook", "lettings", ending, rows, day, note, lambda path: write(path, rows))


def _by_year(sender: _Sender) -> Iterator[Supply]:
    """School years, surveys and published rates: a file a year, the older ones together."""
    clock = sender.world.clock
    first_school = next(m.year for m in clock.months if m.month == 9) + 1
    kinds = (
        ("school-census", "school-absence", council.school_absence, lambda n: date(first_school + n, 8, 31), 93, _ods("Absence")),
        (
            "survey-tables", "resident-survey", surveys.resident_survey,
            lambda n: date(surveys.survey_years(sender.world)[n] + 1, 3, 31), 93,
            _excel("Tables", "Residents' survey", "Weighted per cent"),
        ),
        ("observatory-tables", "life-chances", surveys.life_chances, lambda n: date(clock.until.year - 6 + n, 12, 31), 243, _csv()),
    )  # fmt: skip
    for source, data_set, make, ended, due, (ending, write) in kinds:
        sheet = make(sender.world)
        last = int(sheet.when.max())
        for first, to in ((0, last - 1), (last, last)):
            columns = sheet.part(first, to)
            day = clock.came(ended(to), due, 6)
            yield sender.send(source, data_set, ending, columns, day, "", lambda path, c=columns, w=write: w(path, c))


def _stamp(day: date, columns: dict[str, Any]) -> list[str]:
    return [day.isoformat()] * len(next(iter(columns.values())))
