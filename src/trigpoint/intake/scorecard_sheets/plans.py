"""A sheet read from its head to its last note: all that was decided of it, with an account of its cells. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from trigpoint.definitions.periods import Calendars, Period
from trigpoint.intake.scorecard_sheets.cells import Sheet
from trigpoint.intake.scorecard_sheets.documents import Account, account_of
from trigpoint.intake.scorecard_sheets.doubles import doubles_of, without_repeats
from trigpoint.intake.scorecard_sheets.elsewhere import Elsewhere, lay
from trigpoint.intake.scorecard_sheets.figures import Decided, decide
from trigpoint.intake.scorecard_sheets.found import LeftOut
from trigpoint.intake.scorecard_sheets.heads import Layout, propose
from trigpoint.intake.scorecard_sheets.kinds import as_percentages, says_what_shares_mean
from trigpoint.intake.scorecard_sheets.roles import TARGET, Role
from trigpoint.intake.scorecard_sheets.rows import find_rows


@dataclass(frozen=True)
class Plan:
    """A sheet as it is understood. decided: its indicators in order. problems: what must be mended before anything is
    made. account None: the figures could not be looked for. defined: of how many another sheet says anything,
    and what. unsaid_units: the rows that say of no unit."""

    layout: Layout
    decided: tuple[Decided, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[str, ...]
    account: Account | None
    defined: int = 0
    defined_roles: frozenset[Role] = frozenset()
    unsaid_units: frozenset[int] = frozenset()

    @property
    def periods(self) -> tuple[Period, ...]:
        """Those of which there are figures, in order."""
        found = {figure.period for one in self.decided for figure in one.figures}
        return tuple(sorted(found, key=lambda one: one.start))


def plan_of(
    sheet: Sheet,
    calendars: Calendars,
    chosen: Mapping[int, Role] | None = None,
    year: str = "",
    elsewhere: Elsewhere | None = None,
    units: Mapping[int, str] | None = None,
) -> Plan:
    """What a sheet says. chosen: what a person says of columns, by number. year: of which they say that the table is.
    elsewhere: what other sheets of the workbook say of its indicators. units: what they say that units are, by row."""
    layout = propose(sheet, calendars, chosen, year)
    if layout.problems:
        return Plan(layout, (), (), layout.problems, None)
    found = find_rows(sheet, layout, calendars)
    defined, roles = lay(elsewhere or {}, found.rows)
    unsaid = frozenset(row.row for row in found.rows if not row.said.get("unit"))
    for row in found.rows:
        if unit := (units or {}).get(row.row, ""):
            row.said["unit"] = unit
            if says_what_shares_mean(row):
                as_percentages(row)
    doubled = [one for row in found.rows for one in without_repeats(row, calendars)]
    periods = {figure.period for row in found.rows for figure in row.figures}
    latest = max(periods, key=lambda one: one.end, default=None)
    decided = tuple(decide(row, calendars, latest, found.notes) for row in found.rows)
    taken = {one.cell.place for each in decided for one in each.figures}
    left_out = (
        *found.left_out, *doubled, *(one for each in decided for one in each.left_out), *_notes_left(sheet, taken),
    )  # fmt: skip
    lengths = {period.grain for period in periods}
    problems = (*found.problems, *doubles_of(found.rows, calendars))
    if len(lengths) > 1:
        problems += ("The rows are of periods of different lengths. Keep one length in the sheet.",)
    if len(periods) > 2 and lengths == {"month"} and _by_threes(periods):
        problems += (
            "Its periods are dates three months apart, which may mean those months or quarters. Write quarters in the sheet as "
            "Q1 2023/24.",
        )
    account = account_of(decided, left_out, _filled(sheet, layout)) if not problems else None
    return Plan(layout, decided, left_out, problems, account, defined, roles, unsaid)


def _notes_left(sheet: Sheet, taken: Collection[str]) -> list[LeftOut]:
    """The notes on cells that are no figures: those on figures become their comments."""
    why = "A note on this cell: of figures only they are taken, as their comments."
    cells = sorted(sheet.cells.values(), key=lambda one: (one.row, one.column))
    return [LeftOut(one.place, one.note[:120], why) for one in cells if one.note and one.place not in taken]


def _by_threes(periods: Iterable[Period]) -> bool:
    return len({period.start.month % 3 for period in periods}) == 1


def _filled(sheet: Sheet, layout: Layout) -> int:
    """The filled cells of figures, counted in the sheet itself and not from what became of them."""
    columns = layout.of("value" if layout.shape == "long" else "figure")
    kind = layout.one("kind") if layout.shape == "pairs" else None
    count = 0
    for row in range(layout.last + 1, sheet.last_row + 1):
        said = sheet.filled(row, kind.number) if kind is not None else None
        if said is None or not TARGET.fullmatch(said.said):
            count += sum(sheet.at(row, column.number) is not None for column in columns)
    return count
