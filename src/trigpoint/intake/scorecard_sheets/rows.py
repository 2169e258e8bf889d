"""What the rows beneath the head are: indicators under their themes; totals, notes and headings are left out and said. Pure."""

from __future__ import annotations

import re

from trigpoint.definitions.dimension_tree import plain_words
from trigpoint.definitions.periods import Calendars, Period
from trigpoint.intake.scorecard_sheets.cells import Cell, Sheet
from trigpoint.intake.scorecard_sheets.found import Figure, Found, LeftOut, Row
from trigpoint.intake.scorecard_sheets.heads import Column, Layout
from trigpoint.intake.scorecard_sheets.marks import note_of
from trigpoint.intake.scorecard_sheets.roles import KINDS, TARGET, YEAR_BEFORE, Role
from trigpoint.intake.scorecard_sheets.spans import names_period, period_of

LONGEST_THEME = 150
SAID: tuple[Role, ...] = ("lead", "partner", "polarity", "unit", "definition", "source")
"""What a row says of its indicator beside its figures."""
_TOTAL = re.compile(r"(?:(?:grand |sub[- ]?)?totals?|overall|average|mean|sum)\b.*", re.IGNORECASE)
_ONLY_A_TOTAL = re.compile(
    r"(?:(?:grand |sub[- ]?)?totals?|overall|average)(?: (?:of|for) .*|:| \(.*\))?", re.IGNORECASE
)
_NAME_MARK = re.compile(r"(?<=[\w)%])\s*[*†‡]+$")
TOTAL_WHY = "A total row: totals and averages are worked out here, never taken."


def find_rows(sheet: Sheet, layout: Layout, calendars: Calendars) -> Found:
    """The indicators beneath the head, and all else that stands there."""
    reader = _Reader(sheet, layout, calendars)
    return reader.run()


class _Reader:
    """Goes down the rows. What is no indicator is a theme where indicators follow it, else a note."""

    def __init__(self, sheet: Sheet, layout: Layout, calendars: Calendars) -> None:
        self.sheet, self.layout, self.calendars = sheet, layout, calendars
        self.found: list[Row] = []
        self.by_name: dict[tuple[str, str], Row] = {}
        self.left_out: list[LeftOut] = []
        self.problems: list[str] = []
        self.indicators: set[int] = set()
        self.notes: dict[str, str] = {}
        self.marks: dict[int, str] = {}
        self.theme = ""
        self.heading: tuple[int, str] | None = None
        # A name, with or without a number, is a theme: what makes an indicator is that anything more is said of it.
        self.telling = {one.number for one in layout.columns if one.role not in ("", "name", "reference", "theme")}

    def run(self) -> Found:
        rows = range(self.layout.last + 1, self.sheet.last_row + 1)
        self.indicators = {row for row in rows if self._is_indicator(row)}
        last = max(self.indicators, default=0)
        for row in rows:
            cells = self.sheet.written(row)
            if cells:
                self._row(row, cells, beneath=row > last)
        self._unused_heading()
        for one in self.found:
            self._settle(one)
        if not self.found:
            self.problems.append("No indicator is found beneath the head. Check what each column is taken for.")
        return Found(tuple(self.found), tuple(self.left_out), tuple(self.problems), self.notes)

    def _row(self, row: int, cells: list[Cell], beneath: bool) -> None:
        if heads := self._heads(row):
            self._leave(row, cells[0], "The head again.")
            if not all(self._is_same(cell, column) for cell, column in heads):
                self.problems.append(
                    f"Row {row} is the head of another table, of other periods. Bring each table as a sheet of its own."
                )
        elif self._repeats_head(row):
            self._leave(row, cells[0], "The head again.")
        elif self._is_total(row):
            self._leave(row, cells[0], TOTAL_WHY)
        elif row in self.indicators:
            self._take(row)
        elif self._figure_cells(row):
            self._leave(row, cells[0], "It has figures and no indicator’s name, so nobody can tell what they are of.")
        elif beneath or len(cells) > 2 or len(_joined(cells)) > LONGEST_THEME:
            self._leave(row, cells[0], "A note, not an indicator.")
            if (marked := note_of(_joined(cells))) is not None:
                self.notes.setdefault(*marked)
        else:
            self._unused_heading()
            self.heading = (row, _joined(cells))

    def _unused_heading(self) -> None:
        if self.heading is None:
            return
        row, text = self.heading
        self.left_out.append(LeftOut(f"Row {row}", text[:120], "A heading with no indicator straight beneath it."))
        self.heading = None

    def _leave(self, row: int, first: Cell, why: str) -> None:
        self.left_out.append(LeftOut(f"Row {row}", first.said[:120], why, len(self._figure_cells(row))))

    def _text(self, row: int, role: Role) -> str:
        column = self.layout.one(role)
        cell = self.sheet.filled(row, column.number) if column is not None else None
        return "" if cell is None or cell.kind in ("error", "uncounted") else cell.said

    def _figure_cells(self, row: int) -> list[Cell]:
        columns = self.layout.of("value") if self.layout.shape == "long" else self.layout.of("figure")
        found = [cell for column in columns if (cell := self.sheet.at(row, column.number)) is not None]
        return [] if self.layout.shape == "pairs" and TARGET.fullmatch(self._text(row, "kind")) else found

    def _is_indicator(self, row: int) -> bool:
        if not self._text(row, "name") and not (self.layout.shape == "pairs" and self._text(row, "kind")):
            return False
        if self._is_total(row) or self._repeats_head(row) or self._heads(row):
            return False
        return bool(self._figure_cells(row)) or any(cell.column in self.telling for cell in self.sheet.written(row))

    def _is_total(self, row: int) -> bool:
        cells = self.sheet.written(row)
        if not cells or cells[0].kind != "text":
            return False
        if self.layout.one("reference") is not None:
            return not self._reference(row) and bool(_TOTAL.fullmatch(cells[0].said))
        return bool(_ONLY_A_TOTAL.fullmatch(cells[0].said))

    def _reference(self, row: int) -> str:
        text = self._text(row, "reference")
        return "" if _ONLY_A_TOTAL.fullmatch(text) else text

    def _heads(self, row: int) -> list[tuple[Cell, Column]]:
        """The cells of a row that name periods where figures should stand; none where there are fewer than two.

        A day within a month is a milestone, and what says that it is an actual or a target is no head.
        """
        if self.layout.shape == "pairs" and any(one.fullmatch(self._text(row, "kind")) for one in KINDS):
            return []
        seen = [(self.sheet.at(row, column.number), column) for column in self.layout.of("figure")]
        found = [
            (cell, column)
            for cell, column in seen
            if cell is not None and (cell.kind == "text" or (cell.kind == "date" and cell.text[8:10] == "01"))
        ]
        named = [(cell, column) for cell, column in found if names_period(self.calendars, cell.said)]
        return named if len(named) > 1 else []

    def _is_same(self, cell: Cell, column: Column) -> bool:
        return cell.said in column.heading.split(" · ")

    def _repeats_head(self, row: int) -> bool:
        name, reference = self.layout.one("name"), self.layout.one("reference")
        heads = [one for one in (name, reference, self.layout.one("value")) if one is not None and one.heading]
        same = [plain_words(self._text(row, one.role)) == plain_words(one.heading.split(" · ")[-1]) for one in heads]
        return bool(same) and all(same)

    def _take(self, row: int) -> None:
        if self.heading is not None:
            self.theme, self.heading = self.heading[1], None
        name, reference = self._text(row, "name"), self._reference(row)
        if self.layout.shape == "across":
            taken = self._begin(row, name, reference)
        else:
            taken = self._of(row, name, reference)
            if taken is None:
                cells = self.sheet.written(row)
                self._leave(row, cells[0], "It stands beneath no indicator’s name.")
                return
        self._cells(row, taken)

    def _settle(self, one: Row) -> None:
        """Of what is said otherwise in rows of different periods the newest holds; a mark leads to the note beneath the table."""
        if (mark := self.marks.get(one.row)) is not None:
            one.remarks.append(self.notes.get(mark) or f"Marked {mark} in the spreadsheet.")
        for role, texts in one.told.items():
            newest = max(texts, key=lambda text: texts[text][0].end)
            for text, (period, row) in texts.items():
                if plain_words(text) != plain_words(newest) and role in ("name", "lead"):
                    until = f"until {self.calendars.label(period)}"
                    said = f"It was called “{text}” {until}." if role == "name" else ""
                    one.remarks += [said] if said else []
                    why = f"So {until}. Its figures are taken; now it says “{newest[:80]}”."
                    self.left_out.append(LeftOut(f"Row {row}", text[:120], why))
            if role == "name":
                one.name = _NAME_MARK.sub("", newest)
            else:
                one.said[role] = newest

    def _begin(self, row: int, name: str, reference: str) -> Row:
        theme = self._text(row, "theme")
        begun = Row(row, _NAME_MARK.sub("", name), theme or self.theme, {"reference": reference} if reference else {})
        if marked := _NAME_MARK.search(name):
            self.marks[row] = marked[0].strip()
        self._says(row, begun)
        self.found.append(begun)
        return begun

    def _says(self, row: int, taken: Row) -> None:
        """What a row says of its indicator, where none above it did."""
        for role in SAID:
            if text := self._text(row, role):
                taken.said.setdefault(role, text)

    def _of(self, row: int, name: str, reference: str) -> Row | None:
        """The indicator of a row of which there are several: the same name and reference, or in pairs the one above."""
        if not name:
            return self.found[-1] if self.found else None
        # In a list of many periods a reference stays where a name is written otherwise from one year on.
        renamed = self.layout.shape == "long" and bool(reference)
        key = (plain_words(reference), "" if renamed else plain_words(name))
        if key not in self.by_name:
            self.by_name[key] = self._begin(row, name, reference)
        else:
            self._says(row, self.by_name[key])
        return self.by_name[key]

    def _cells(self, row: int, taken: Row) -> None:
        if self.layout.shape == "long":
            self._long(row, taken)
            return
        kind = self._text(row, "kind") if self.layout.shape == "pairs" else ""
        if kind and not any(one.fullmatch(kind) for one in KINDS):
            cells = self.sheet.written(row)
            self._leave(row, cells[0], f"“{kind[:40]}” is neither an actual nor a target.")
            return
        for column in self.layout.of("figure"):
            cell = self.sheet.cells.get((row, column.number))
            if cell is None or column.period is None:
                continue
            year = self._whole_year(row, column.number) if TARGET.fullmatch(kind) else None
            if cell.text.strip() and year is not None:
                taken.targets.append((year, cell))
            elif cell.text.strip() and self.sheet.is_merged(row, column.number):
                why = "It is merged with others, so nobody can tell of which period it is: write it in the cell of its own."
                self.left_out.append(LeftOut(cell.place, cell.said[:120], why, int(not TARGET.fullmatch(kind))))
            elif TARGET.fullmatch(kind):
                taken.targets += [(column.period, cell)] if cell.text.strip() else []
            elif cell.text.strip() and YEAR_BEFORE.fullmatch(kind):
                taken.figures.append(Figure(self.calendars.same_last_year(column.period), cell, compared=True))
            elif cell.text.strip():
                taken.figures.append(Figure(column.period, cell))
            elif cell.colour:
                why = f"Only the colour {cell.colour} stands there, and no figure. A colour is worked out here."
                self.left_out.append(LeftOut(cell.place, cell.colour, why))
        for column in self.layout.of("target"):
            taken.targets += self._written(row, column)
        for column in self.layout.of("baseline"):
            taken.baselines += self._written(row, column)
        for column in self.layout.of("comment"):
            taken.comments += self._written(row, column)

    def _whole_year(self, row: int, column: int) -> Period | None:
        """The year over whose parts one cell is merged; None where it is of less, or of more."""
        merged = self.sheet.merged_columns(row, column)
        spans = [one.period for one in self.layout.of("figure") if one.number in merged and one.period is not None]
        if len(spans) < 2:
            return None
        year = self.calendars.containing(spans[0].start, "financial-year")
        return year if (spans[0].start, spans[-1].end) == (year.start, year.end) else None

    def _written(self, row: int, column: Column) -> list[tuple[Period | None, Cell]]:
        cell = self.sheet.at(row, column.number)
        if cell is not None and column.role == "comment" and cell.kind in ("error", "uncounted"):
            self.left_out.append(LeftOut(cell.place, cell.said[:120], "No comment, but a spreadsheet’s error."))
            return []
        return [] if cell is None else [(column.period, cell)]

    def _long(self, row: int, taken: Row) -> None:
        value = self.layout.one("value")
        assert value is not None
        cell = self.sheet.at(row, value.number)
        period = period_of(self.calendars, *self._period_texts(row))
        if period is None:
            said = " ".join(filter(None, self._period_texts(row)))
            self._leave(row, cell or self.sheet.written(row)[0], f"Its period, “{said[:60]}”, is none that is known.")
            return
        for role in ("name", *SAID):
            if text := self._text(row, role):
                texts = taken.told.setdefault(role, {})
                before, first = texts.get(text, (period, row))
                texts[text] = (max(before, period, key=lambda one: one.end), first)
        if cell is not None:
            taken.figures.append(Figure(period, cell))
        for role, into in (("target", taken.targets), ("comment", taken.comments)):
            for column in self.layout.of(role):
                into += [(period, one) for _, one in self._written(row, column)]
        for column in self.layout.of("baseline"):
            taken.baselines += self._written(row, column)

    def _period_texts(self, row: int) -> tuple[str, str]:
        # A cell of a date is said as it is held, which is how a period is told by its first day.
        period, year = self._text(row, "period"), self._text(row, "year")
        return (period, year) if period else (year, "")


def _joined(cells: list[Cell]) -> str:
    return " ".join(cell.said for cell in cells)
