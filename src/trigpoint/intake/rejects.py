# ruff: noqa: S608 - identifiers are our own, and texts are quoted by `literal`
"""Rejects: every fault of every row, found in one pass, grouped by kind, and the rejected rows as they were supplied."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import xlsxwriter

from trigpoint.intake.plan import REASON_COLUMN, FilePlan
from trigpoint.intake.readers.header import same_name
from trigpoint.intake.readers.table import Look
from trigpoint.intake.staging import Staging
from trigpoint.store.schema import literal

KINDS = {
    "unreadable": "Rows that cannot be read",
    "ragged": "Rows with too many or too few fields",
    "period": "Periods that cannot be read",
    "code": "Codes and names that are not known here",
    "measure": "Data items that are not known",
    "figure": "Figures that cannot be read",
    "state": "States that are not known",
    "date": "Dates that cannot be read",
    "band": "Values outside all bands",
    "key": "Rows without a key",
    "check": "Rows that break a check",
    "twice": "Rows that contradict each other",
}
"""Every kind of fault and what a group of them is called, in the order in which they are best mended."""

HINTS = {
    "period": "What labels mean is said under `period` in the source: `labels`, and `date_order` where the day or the month may come first.",
    "code": "Other words for what is defined stand in the source under `aliases`; new codes in the definitions.",
    "measure": "Other words for a data item stand in the source under `aliases`; new ones in the data set.",
    "figure": "Texts that stand for no figure are listed in the source under `nothing`.",
    "date": "`date_order` in the source says whether the day or the month comes first.",
    "band": "The bands stand in the source, under `bands` of the column.",
    "check": "Checks stand in the source.",
}
"""What those may do besides who change definitions; others are told whom to ask."""

SHOWN = 200


@dataclass(frozen=True)
class Reject:
    """One fault of one row. `row` as a spreadsheet numbers it; `letter` and `column` None when the whole row is meant."""

    file: str
    sheet: str | None
    row: int
    letter: str | None
    column: str | None
    kind: str
    text: str
    expected: str
    nearest: str | None
    what_to_do: str

    def in_words(self) -> str:
        """One sentence or three: where, what stood there, what was expected, what to do."""
        sheet = f", sheet '{self.sheet}'" if self.sheet else ""
        column = f", column {self.letter} ({self.column})" if self.letter else ""
        near = f" The nearest is {self.nearest}." if self.nearest else ""
        return (
            f"{self.file}{sheet}, row {self.row:,}{column}: '{self.text}' where {self.expected} was expected.{near} "
            f"{self.what_to_do}"
        ).rstrip()


@dataclass(frozen=True)
class RejectGroup:
    """Faults of one kind: how many, in how many rows, and the first few."""

    kind: str
    heading: str
    faults: int
    rows: int
    examples: tuple[Reject, ...]


@dataclass(frozen=True)
class Rejects:
    """All rejects of a supply. `complete` is a Parquet file of all faults; `files` the rejected rows of each file."""

    rows: int
    faults: int
    groups: tuple[RejectGroup, ...]
    complete: Path | None
    files: tuple[Path | None, ...]

    def every(self) -> Iterator[Reject]:
        """Every fault, by file and row, read a thousand at a time."""
        if self.complete is None:
            return
        with duckdb.connect() as con:
            cursor = con.execute(f"SELECT * FROM read_parquet({literal(str(self.complete))})")
            while rows := cursor.fetchmany(1000):
                for row in rows:
                    yield Reject(*row)

    def csv_lines(self, *, kinds_in_words: bool = False) -> Iterator[str]:
        """The complete list as CSV, a line at a time, as spreadsheets open it without asking and run nothing of it."""
        writer = csv.writer(_Line())
        heading = ("file", "sheet", "row", "column letter", "column", "kind", "text", "expected", "nearest")
        yield "\ufeff" + writer.writerow([*heading, "what to do"])
        for r in self.every():
            kind = KINDS.get(r.kind, r.kind) if kinds_in_words else r.kind
            cells = (r.file, r.sheet, r.row, r.letter, r.column, kind, r.text, r.expected, r.nearest, r.what_to_do)
            yield writer.writerow([_no_formula(cell) if isinstance(cell, str) else cell for cell in cells])


class _Line:
    """A file that gives back each line that is written to it."""

    def write(self, text: str) -> str:
        return text


def gather(staging: Staging, looks: Sequence[Look], folder: Path) -> Rejects:
    """Writes the complete list and the files of rejected rows into `folder`."""
    faults, rows = staging.con.execute("SELECT count(*), count(DISTINCT (file, row)) FROM faults").fetchall()[0]
    if not faults:
        return Rejects(0, 0, (), None, tuple(None for _ in looks))
    folder.mkdir(parents=True, exist_ok=True)
    _name_faults(staging, looks)
    complete = folder / "rejects.parquet"
    staging.con.execute(
        "COPY (SELECT file_name, sheet, row, letter, column_name, kind, text, expected, nearest, what_to_do FROM named "
        f"ORDER BY file, row, letter) TO {literal(str(complete))} (FORMAT parquet, COMPRESSION zstd)"
    )
    groups = []
    for kind, heading in KINDS.items():
        count, in_rows = staging.con.execute(
            "SELECT count(*), count(DISTINCT (file, row)) FROM faults WHERE kind = ?", [kind]
        ).fetchall()[0]
        if count:
            shown = staging.con.execute(
                "SELECT file_name, sheet, row, letter, column_name, kind, text, expected, nearest, what_to_do FROM named "
                f"WHERE kind = ? ORDER BY file, row, letter LIMIT {SHOWN:d}",
                [kind],
            ).fetchall()
            groups.append(RejectGroup(kind, heading, count, in_rows, tuple(Reject(*row) for row in shown)))
    files = tuple(
        _rejected_rows(staging, file, plan, look, folder)
        for file, (plan, look) in enumerate(zip(staging.plans, looks, strict=True))
    )
    return Rejects(rows, faults, tuple(groups), complete, files)


def _name_faults(staging: Staging, looks: Sequence[Look]) -> None:
    """The table `named`: faults with names of files, sheets and columns."""
    places = []
    for file, (plan, look) in enumerate(zip(staging.plans, looks, strict=True)):
        sheet = literal(look.sheet) if look.sheet is not None else "NULL"
        columns = plan.plan.wanted()
        for column in {*columns, *(rule.column for rule in plan.plan.source.other_columns)}:
            if same_name(column) in plan.at:
                written = literal(plan.columns[plan.index(column)])
                places.append(
                    f"({file}, {literal(plan.file)}, {sheet}, {literal(column)}, {literal(plan.letter(column))}, {written})"
                )
        places.append(f"({file}, {literal(plan.file)}, {sheet}, NULL, NULL, NULL)")
    staging.con.execute(
        "CREATE TABLE named AS SELECT DISTINCT f.file, p.file_name, CAST(p.sheet AS VARCHAR) AS sheet, f.row, p.letter, "
        "p.column_name, f.kind, coalesce(f.text, '') AS text, f.expected, f.nearest, f.what_to_do FROM faults AS f "
        f"JOIN (VALUES {', '.join(places)}) AS p(file, file_name, sheet, col, letter, column_name) "
        'ON p.file = f.file AND p.col IS NOT DISTINCT FROM f."column"'
    )


def _rejected_rows(staging: Staging, file: int, plan: FilePlan, look: Look, folder: Path) -> Path | None:
    """The file's rejected rows in its own columns and format, with the reasons in a column after the last."""
    if not staging.one(f"SELECT count(*) FROM faults WHERE file = {file}"):
        return None
    reason = (
        "string_agg(DISTINCT coalesce(column_name || ' (' || letter || '): ', '') || CASE WHEN text = '' THEN 'empty' ELSE "
        "'''' || text || '''' END || ' where ' || expected || ' was expected.' || "
        "coalesce(' The nearest is ' || nearest || '.', '') || ' ' || what_to_do, ' ')"
    )
    reasons = f"SELECT row, {reason} AS reason FROM named WHERE file = {file} GROUP BY row"
    # A row that came back mended in part carries the reason of last time: it gives way to the new one.
    old = plan.at.get(same_name(REASON_COLUMN))
    kept = [index for index in range(len(plan.columns)) if index != old]
    cells = ", ".join(f"f.c{index}" for index in kept)
    sql = (
        f"SELECT {cells}, r.reason, f.extra FROM file_{file} AS f JOIN ({reasons}) AS r ON r.row = f.row ORDER BY f.row"
    )
    header = [*(_written(plan.columns[index]) for index in kept), REASON_COLUMN]
    if look.format in ("excel", "opendocument"):
        path = folder / f"rejected_{file}.xlsx"
        _write_workbook(path, look, header, _rows(staging, sql))
    elif look.format == "parquet":
        path = folder / f"rejected_{file}.parquet"
        named = ", ".join(f"c{i} AS {_identifier(name)}" for i, name in zip(kept, header, strict=False))
        staging.con.execute(
            f"COPY (SELECT {named}, reason AS {_identifier(REASON_COLUMN)} FROM ({sql})) TO {literal(str(path))} "
            "(FORMAT parquet)"
        )
    else:
        path = folder / f"rejected_{file}.csv"
        _write_csv(path, plan, look, header, _rows(staging, sql))
    return path


def _rows(staging: Staging, sql: str) -> Iterator[list[str]]:
    cursor = staging.con.cursor()
    cursor.execute(sql)
    while rows := cursor.fetchmany(1000):
        for *cells, extra in rows:
            # What stood beyond the last column stays beyond it, so that nothing supplied is lost.
            yield [cell if cell is not None else "" for cell in (*cells, *(extra or ()))]


def _written(column: str) -> str:
    return "" if column.startswith("(column ") else column


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _write_csv(path: Path, plan: FilePlan, look: Look, header: list[str], rows: Iterator[list[str]]) -> None:
    named = plan.plan.source.file.encoding
    with path.open("w", encoding=named or "utf-8-sig", errors="replace", newline="") as stream:
        writer = csv.writer(stream, delimiter=look.delimiter or ",")
        # A source that says where its header stands finds it there again.
        writer.writerows([_no_formula(cell) for cell in row] for row in look.preamble)
        # The names that the source looks for stay as they are, so that it finds them again.
        known = {same_name(name) for name in plan.plan.wanted()}
        writer.writerow([name if same_name(name) in known else _no_formula(name) for name in header])
        writer.writerows([_no_formula(cell) for cell in row] for row in rows)


def _no_formula(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula: a rejected text may be one, and is read in a spreadsheet.

    A signed number stays one, so that a row needs no mending but of its fault.
    """
    if len(cell) < 2 or cell[0] not in "=+-@\t\r\n":
        return cell
    return cell if cell[0] in "+-" and re.fullmatch(r"[+-][\d.,]+%?", cell) else f"'{cell}"


def _write_workbook(path: Path, look: Look, header: list[str], rows: Iterator[list[str]]) -> None:
    book = xlsxwriter.Workbook(
        path,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False},
    )
    sheet = book.add_worksheet(look.sheet or "Rejected")
    bold = book.add_format({"bold": True})
    for number, row in enumerate((*look.preamble, header)):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell, bold if row is header else None)
    for number, row in enumerate(rows, len(look.preamble) + 1):
        for column, cell in enumerate(row):
            figure = _as_figure(cell)
            if figure is not None:
                sheet.write_number(number, column, figure)
            elif cell:
                sheet.write_string(number, column, cell[:32_767])
    book.close()


def _as_figure(cell: str) -> float | None:
    """The number that a spreadsheet would show in just these figures; codes such as 007 stay texts."""
    if not cell or not (cell[0].isdigit() or cell[0] == "-") or len(cell) > 16:
        return None
    try:
        figure = float(cell)
    except ValueError:
        return None
    shown = str(int(figure)) if figure.is_integer() and abs(figure) < 1e15 else repr(figure)
    return figure if shown == cell else None
