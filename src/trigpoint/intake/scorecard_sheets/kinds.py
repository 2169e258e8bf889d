"""What kind of figure a row of a sheet has, in what unit and to how many places; and what of it is good. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from trigpoint.definitions.datasets import ValueKind
from trigpoint.definitions.rules import Polarity
from trigpoint.intake.scorecard_sheets.cells import Cell
from trigpoint.intake.scorecard_sheets.found import Row
from trigpoint.intake.scorecard_sheets.marks import unmarked
from trigpoint.intake.scorecard_sheets.words import NOTHING

LONGEST_UNIT = 60
STAGES = {"r": "Red", "red": "Red", "a": "Amber", "amber": "Amber", "g": "Green", "green": "Green"}
_YES_NO = frozenset(("yes", "no", "y", "n", "true", "false"))
AS_WRITTEN, OF_ONE = "% as written", "% of 1"
"""Units by which a person says what a share that is written as a bare number means: 0.05 is 0.05%, or 5%."""
_PERCENT = frozenset(("%", "per cent", "percent", "percentage", "% of total", AS_WRITTEN, OF_ONE))
_COUNT = frozenset(("", "no", "no.", "number", "#", "count"))
_HIGH = re.compile(r"(?:bigger|high|higher|more|up|increase|increasing|maximise|max|above|↑|▲|\+)(?: .*)?")
_LOW = re.compile(r"(?:smaller|low|lower|less|fewer|down|decrease|decreasing|reduce|minimise|min|below|↓|▼)(?: .*)?")
_RANGE = re.compile(r"(?:(?:maintain |keep |stay )?within(?: .*)?range|range|(?:on|target) range)")
_NEITHER = re.compile(r"(?:neither|none|context|contextual|information only|for information)(?: .*)?")
_TIMES = re.compile(r"(?:working |calendar )?(?:days?|weeks?|months?|hours?|minutes?|years?|seconds?)", re.IGNORECASE)
_SHARE = re.compile(r"^(?:%|percentage|per cent|proportion|share)\b|^% |\(%\)|% of ", re.IGNORECASE)
_UNIT_OF_NAME = re.compile(r"\((£(?:000s?|k|m|bn)?|kg|tonnes|km|per [\d,]+[^()]{0,40}|(?:working |calendar )?(?:days|weeks|months|hours|minutes|years))\)\W*$")  # fmt: skip
_NUMBERLIKE = re.compile(r"^(?:c\. ?)?[<>£$€(+-]?\s*[\d.,]")


def polarity_of(text: str) -> Polarity | None:
    """Whether high or low is good, as a sheet says it; None where it does not, or not plainly."""
    bare = text.strip().casefold()
    patterns: tuple[tuple[Polarity, re.Pattern[str]], ...] = (
        ("high", _HIGH), ("low", _LOW), ("range", _RANGE), ("none", _NEITHER),
    )  # fmt: skip
    return next((polarity for polarity, pattern in patterns if pattern.fullmatch(bare)), None)


def kind_of(row: Row) -> tuple[ValueKind, str]:
    """The kind and unit: as the sheet's unit says, else as its cells are shown, else as its name does."""
    cells = [figure.cell for figure in row.figures if figure.cell.said.casefold() not in NOTHING]
    words = [unmarked(cell.said).casefold() for cell in cells if cell.kind in ("text", "yes-no")]
    others = {cell.kind for cell in cells} - {"text", "yes-no", "error", "uncounted"}
    if words and not others and (kind := _of_words(words)) is not None:
        return kind
    if "date" in others and "number" not in others and not any(map(_NUMBERLIKE.match, words)):
        return ("text", "") if words else ("date", "date")
    if others == {"time"} and not words:
        return "duration", "seconds"
    unit = row.said.get("unit", "").strip()[:LONGEST_UNIT]
    shown = [*(figure.cell for figure in row.figures), *(cell for _, cell in row.targets)]
    if unit.casefold() in _PERCENT or (
        not unit and (any(cell.percent or cell.said.endswith("%") for cell in shown) or _SHARE.search(row.name))
    ):
        return "percentage", "%"
    if not unit and (named := _UNIT_OF_NAME.search(row.name)) is not None:
        unit = named[1]
    currency = next((cell.currency for cell in cells if cell.currency), "")
    written = next((word[0] for word in words if word[0] in "£$€"), "")
    if re.search("[£$€]", unit) or currency or (written and not unit):
        return "money", unit if re.search("[£$€]", unit) else currency or written
    if _TIMES.fullmatch(unit):
        return "duration", unit.casefold()
    return "number", unit if unit.casefold() not in _COUNT else "number"


def says_what_shares_mean(row: Row) -> bool:
    """Whether a person said of the row what shares of one that are written as bare numbers mean."""
    return row.said.get("unit", "").casefold() in (AS_WRITTEN, OF_ONE)


def as_percentages(row: Row) -> None:
    """Write the bare numbers of a row as the percentages that a person said they are."""
    unit = row.said["unit"].casefold()

    def written(cell: Cell) -> Cell:
        if cell.kind != "number" or cell.percent:
            return cell
        return replace(cell, percent=True) if unit == OF_ONE else replace(cell, text=f"{cell.text}%", kind="text")

    row.figures[:] = [replace(one, cell=written(one.cell)) for one in row.figures]
    row.targets[:] = [(span, written(cell)) for span, cell in row.targets]
    row.baselines[:] = [(span, written(cell)) for span, cell in row.baselines]


def _of_words(words: list[str]) -> tuple[ValueKind, str] | None:
    """The kind of a row of words alone; None where any of them is a number."""
    if all(word in STAGES for word in words):
        return "stage", "stage"
    if all(word in _YES_NO for word in words):
        return "yes-no", "yes or no"
    return None if any(map(_NUMBERLIKE.match, words)) else ("text", "")


def decimals_of(cells: list[Cell]) -> int:
    """As many places as the sheet shows, of percentages one at least where they have any; where it does not say, as many as
    its figures have, two at most."""
    shown = [one.decimals for one in cells if one.decimals is not None]
    # A share of one that is shown as a whole percentage moves by parts of one, which rounding would hide or double.
    shown += [1 for one in cells if one.percent and "." in one.said]
    written = [re.search(r"\.(\d+)%?$", unmarked(one.said)) for one in cells if one.decimals is None]
    return max(
        (*(min(places, 6) for places in shown), *(min(len(found[1]), 2) for found in written if found)), default=0
    )
