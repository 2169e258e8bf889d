"""A sheet of definitions that came back: what it changes, adds and takes out, or what is wrong with it, row by row.

Only cells that say something else than what stands are taken, so that a column that was left out, or a number that a
spreadsheet writes in its own way, changes nothing. All of it, or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import ValidationError

from trigpoint.definitions.checks import all_findings
from trigpoint.definitions.dimensions import Members
from trigpoint.definitions.document import Document, code_from
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.kinds import KINDS, Shape, shapes
from trigpoint.definitions.reading import file_path, worded
from trigpoint.definitions.whole import Definitions
from trigpoint.web.editing.choice_words import choice_word
from trigpoint.web.editing.controls import Control
from trigpoint.web.editing.form import plain_values, shape_at
from trigpoint.web.editing.names import Lookup
from trigpoint.web.editing.sheets import OUT, ROW, YES, Sheet, SheetRow, owners_of, rows_of
from trigpoint.web.editing.texts import ABSENT, Unreadable, clean, is_ticked, is_yes_or_no, value_of
from trigpoint.web.editing.wording import in_page_words

MOST_PROBLEMS = 50


class Line(NamedTuple):
    """A row of the sheet: its number, and what stands in it by heading."""

    number: int
    cells: Mapping[str, str]


class Wrong(NamedTuple):
    """What is wrong with a row. heading: the column; '' for the whole row. number: 0 for the whole sheet."""

    number: int
    heading: str
    said: str

    def __str__(self) -> str:
        where = f"Row {self.number}" if self.number else ""
        where += f", “{self.heading}”" if self.heading and where else ""
        return f"{where}: {self.said}" if where else self.said


@dataclass
class SheetRead:
    """changed: the definitions as they would be; out: codes of those that would be withdrawn. rows_changed, rows_added,
    rows_out: how many rows. overtaken: rows that somebody changed after the sheet was taken."""

    changed: list[Document] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    rows_changed: int = 0
    rows_added: int = 0
    rows_out: int = 0
    overtaken: list[Wrong] = field(default_factory=list)
    problems: list[Wrong] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether the sheet changes nothing."""
        return not (self.rows_changed or self.rows_added or self.rows_out)


def read_sheet(
    sheet: Sheet,
    definitions: Definitions,
    lookup: Lookup,
    headings: Sequence[str],
    lines: Iterable[Line],
    *,
    over: bool = False,
) -> SheetRead:
    """What a sheet would make of the definitions in force. over: whether to write over what others changed meanwhile."""
    read = SheetRead()
    read.problems += _wrong_headings(sheet, headings)
    if read.problems:
        return read
    work = _Work(sheet, definitions, lookup, set(headings))
    for line in lines:
        work.take(line, read, over)
    if read.problems or (read.overtaken and not over):
        return read
    work.finish(read)
    return read


def _wrong_headings(sheet: Sheet, headings: Sequence[str]) -> Iterator[Wrong]:
    known = {*sheet.headings, OUT, ROW, "Code", sheet.owner}
    for heading in headings:
        if heading and heading not in known:
            guess = did_you_mean(heading, known)
            yield Wrong(0, heading, f"There is no column “{heading[:60]}” in this list. {guess}".strip())
    if ROW not in headings:
        yield Wrong(0, ROW, f"The column “{ROW}” is missing: take the sheet anew, and leave its last column in.")
    for heading in {one for one in headings if one and list(headings).count(one) > 1}:
        yield Wrong(0, heading, f"The column “{heading[:60]}” stands there twice.")


class _Work:
    """The definitions while rows are put into them."""

    def __init__(self, sheet: Sheet, definitions: Definitions, lookup: Lookup, headings: set[str]) -> None:
        self.sheet, self.definitions, self.lookup, self.headings = sheet, definitions, lookup, headings
        self.rows = {row.mark: row for row in rows_of(sheet, definitions, lookup)}
        self.alike: dict[tuple[str, str], list[SheetRow]] = {}
        for mark, row in self.rows.items():
            self.alike.setdefault((row.owner.code, mark.rpartition("/")[2]), []).append(row)
        self.by_place = {(row.owner.code, row.index): row for row in self.rows.values()}
        self.owners = {owner.code: owner for owner in owners_of(sheet, definitions)}
        self.parts: dict[str, list[dict[str, Any] | None]] = {}
        self.raw: dict[str, dict[str, Any]] = {}
        self.from_line: dict[tuple[str, int | None], int] = {}
        self.seen: set[str] = set()

    def take(self, line: Line, read: SheetRead, over: bool) -> None:
        mark = clean(line.cells.get(ROW, ""))
        row = self._row(line, mark, read)
        if row is not None and row.mark in self.seen:
            read.problems.append(Wrong(line.number, ROW, "This row stands in the sheet twice. Keep one of them."))
            return
        if row is not None:
            self.seen.add(row.mark)
        goes = clean(line.cells.get(OUT, "")).casefold()
        if goes not in ("", YES, "no"):
            read.problems.append(Wrong(line.number, OUT, f"“{goes[:40]}” is neither yes nor empty."))
            return
        if row is None:
            if not mark and goes != YES and any(clean(text) for text in line.cells.values()):
                self._add(line, read)
            return
        if goes == YES:
            self._take_out(row)
            read.rows_out += 1
            return
        changed = self._changed(line, row)
        if changed and row.mark != mark and not over:
            said = "; ".join(
                f"{heading}: is “{row.cells[heading][:60]}”, the sheet says “{text[:60]}”"
                for heading, text in changed.items()
            )
            read.overtaken.append(Wrong(line.number, "", f"somebody changed this after the sheet was taken. {said}"))
        elif changed:
            self._put(row, line, changed, read)

    def _row(self, line: Line, mark: str, read: SheetRead) -> SheetRow | None:
        """The row that a mark is of, though it may stand otherwise now; None for a new one or one that is gone."""
        if not mark:
            return None
        if mark in self.rows:
            return self.rows[mark]
        code, _, rest = mark.partition("/")
        place, _, stood = rest.partition("/")
        same = self.alike.get((code, stood), [])
        if len(same) == 1:
            return same[0]
        row = self.by_place.get((code, int(place) if place.isdecimal() and len(place) < 7 else None))
        if row is None:
            read.problems.append(Wrong(line.number, ROW, "What this row was of is not there any more. Take the row out, or empty its last cell to add it anew."))  # fmt: skip
        return row

    def _changed(self, line: Line, row: SheetRow) -> dict[str, str]:
        """By heading, the cells that say something else than what stands."""
        return {
            heading: clean(line.cells.get(heading, ""))
            for heading in self.sheet.headings
            if heading in self.headings and not _same(clean(line.cells.get(heading, "")), row.cells[heading])
        }

    def _put(self, row: SheetRow, line: Line, changed: Mapping[str, str], read: SheetRead) -> None:
        into = self._part(row)
        self.from_line[row.owner.code, row.index] = line.number
        self._fill(into, changed, line, read)
        read.rows_changed += 1

    def _add(self, line: Line, read: SheetRead) -> None:
        sheet = self.sheet
        cells = {heading: clean(line.cells.get(heading, "")) for heading in sheet.headings if heading in self.headings}
        part: dict[str, Any] = {}
        self._fill(part, {heading: text for heading, text in cells.items() if text}, line, read)
        if "code" in shapes(sheet.model) and not part.get("code"):
            part["code"] = clean(line.cells.get("Code", "")) or code_from(str(part.get("name", "")))
        if not sheet.part:
            code = part["code"]
            if code in self.owners or code in self.raw:
                read.problems.append(
                    Wrong(line.number, "Code", f"There is “{code}” already. Give this one another code.")
                )
                return
            self.raw[code] = {"kind": sheet.kind, **part}
            self.from_line[code, None] = line.number
        else:
            owner = self._owner(line, read)
            if owner is None:
                return
            parts = self._parts(owner)
            self.from_line[owner, len(parts)] = line.number
            parts.append(part)
        read.rows_added += 1

    def _owner(self, line: Line, read: SheetRead) -> str | None:
        """The definition into which a new row goes: the one named, or the only one that there is."""
        named = clean(line.cells.get(self.sheet.owner, ""))
        found = [
            code for code, owner in self.owners.items() if named.casefold() in (code.casefold(), owner.name.casefold())
        ]
        if not named and self.owners and (len(self.owners) == 1 or self.sheet.breakdown):
            found = [next(iter(self.owners))]
        if not named and not self.owners and self.sheet.breakdown is not None:
            dimension = self.sheet.breakdown.dimension
            made = Members(
                kind="members",
                code=f"{dimension.code}-values",
                name=dimension.plural,
                dimension=dimension.code,
                members=(),
            )
            self.owners[made.code] = made
            found = [made.code]
        if len(found) == 1:
            return found[0]
        said = (
            f"Say of which {self.sheet.owner.lower()} this is."
            if not named
            else f"There is no {self.sheet.owner.lower()} “{named[:60]}”."
        )
        read.problems.append(Wrong(line.number, self.sheet.owner, said))
        return None

    def _fill(self, into: dict[str, Any], cells: Mapping[str, str], line: Line, read: SheetRead) -> None:
        for heading, text in cells.items():
            control = self.sheet.headings[heading]
            try:
                value = from_cell(text, shape_at(self.sheet.model, control.path), control, self.lookup)
            except Unreadable as error:
                read.problems.append(Wrong(line.number, heading, str(error)))
                continue
            _set(into, control.path, value)

    def _part(self, row: SheetRow) -> dict[str, Any]:
        if row.index is None:
            return self.raw.setdefault(row.owner.code, plain_values(row.owner))
        part = self._parts(row.owner.code)[row.index]
        assert part is not None
        return part

    def _parts(self, owner: str) -> list[dict[str, Any] | None]:
        if owner not in self.parts:
            self.parts[owner] = list(plain_values(self.owners[owner]).get(self.sheet.part, []))
        return self.parts[owner]

    def _take_out(self, row: SheetRow) -> None:
        if row.index is None:
            self.raw[row.owner.code] = {}
        else:
            self._parts(row.owner.code)[row.index] = None

    def finish(self, read: SheetRead) -> None:
        """The definitions as they would be, checked as a whole."""
        lines: dict[tuple[str, int | None], int] = dict(self.from_line)
        for code, parts in self.parts.items():
            kept = [(at, part) for at, part in enumerate(parts) if part is not None]
            lines |= {
                (code, new): self.from_line[code, old]
                for new, (old, _) in enumerate(kept)
                if (code, old) in self.from_line
            }
            self.raw[code] = plain_values(self.owners[code]) | {self.sheet.part: [part for _, part in kept]}
        documents: dict[str, Document] = {}
        for code, raw in self.raw.items():
            if not raw:
                read.out.append(code)
                continue
            model = KINDS[self.sheet.kind]
            try:
                documents[code] = model.model_validate(raw, by_alias=True, by_name=False)
            except ValidationError as error:
                for detail in error.errors(include_url=False):
                    path = file_path(detail["loc"], Shape(models=(model,)))
                    number, heading = self._where(code, path, lines)
                    said = (
                        "Something must stand here."
                        if detail["type"] == "missing" or detail["input"] == ""
                        else " ".join(worded(detail, path)).strip()
                    )
                    read.problems.append(Wrong(number, heading, in_page_words(said)))
        if read.problems:
            return
        read.changed = [one for code, one in documents.items() if one != self.owners.get(code)]
        gone = {(self.sheet.kind, code) for code in read.out}
        mine = {one.identity for one in read.changed}
        rest = [one for key, one in self.definitions.by_key.items() if key not in mine and key not in gone]
        codes = {id(one): one.code for one in read.changed}
        for finding in all_findings(Definitions([*rest, *read.changed])):
            number, heading = self._where(codes.get(id(finding.document), ""), finding.where, lines)
            said = in_page_words(f"{finding.message} {finding.instead}".strip())
            read.problems.append(Wrong(number, heading, said if number else f"“{finding.document.name}”: {said}"))

    def _where(
        self, code: str, path: tuple[str | int, ...], lines: Mapping[tuple[str, int | None], int]
    ) -> tuple[int, str]:
        """The row of the sheet and the heading that a path in a definition is about; 0 for none."""
        within, index = path, None
        if self.sheet.part and path[:1] == (self.sheet.part,) and len(path) > 1:
            index, within = int(path[1]), path[2:]
        heading = next((one.label for one in self.sheet.controls if within[: len(one.path)] == one.path), "")
        return lines.get((code, index), 0), heading


def from_cell(text: str, shape: Shape, control: Control, lookup: Lookup) -> Any:
    """The value that a cell means, or ABSENT. Raises Unreadable."""
    if is_yes_or_no(shape, control):
        if text.casefold() not in ("yes", "no", "true", "false", ""):
            raise Unreadable(f"“{text[:40]}” is neither yes nor no.")
        return text.casefold() in ("yes", "true")
    words = shape.choices or (shape.item.choices if shape.item else ())
    if words:
        chosen = [_chosen(line, words, control) for line in text.split("\n") if line.strip()]
        if shape.item:
            return chosen or ABSENT
        return chosen[0] if chosen else ABSENT
    if is_ticked(shape, control, lookup) and control.names:
        return [lookup.code(control.names, line.strip()) for line in text.split("\n") if line.strip()] or ABSENT
    return value_of([text], shape, control, lookup)


def _chosen(text: str, words: Sequence[str], control: Control) -> str:
    said = {choice_word(control.path[-1], word).casefold(): word for word in words} | {
        word.casefold(): word for word in words
    }
    found = said.get(text.strip().casefold())
    if found is None:
        offered = ", ".join(choice_word(control.path[-1], word) for word in words)
        raise Unreadable(f"“{text[:40]}” cannot be chosen here. There is: {offered}.")
    return found


def _set(into: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        into = into.setdefault(step, {})
    if value is ABSENT:
        into.pop(path[-1], None)
    else:
        into[path[-1]] = value


def _same(sheet: str, stands: str) -> bool:
    """Whether a cell says what stands: a spreadsheet may have written a number or a line end in its own way."""
    if sheet == clean(stands):
        return True
    try:
        return float(sheet) == float(stands)
    except ValueError:
        return sheet.split() == stands.split()
