"""A report's first page: how many are red, amber and green, and how each part of the framework stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from trigpoint.ask.readings import Reading
from trigpoint.definitions.frameworks import Framework
from trigpoint.judge.rollup import ROLL_UP_WORDS, RolledUp, left_out_words, pulled_down_by
from trigpoint.judge.status import Judgement, StatusCode
from trigpoint.publish.blocks import (
    Block,
    KeyFigure,
    KeyFigures,
    Paragraph,
    TableBlock,
)
from trigpoint.publish.cells import Cell, Figure, Link
from trigpoint.publish.from_answers import (
    status_cell,
)
from trigpoint.publish.reports.asked import Asked
from trigpoint.publish.reports.parts.cells import (
    first_up,
    words_of,
)
from trigpoint.publish.tables import Column, Table

COUNTED_STATUSES: dict[StatusCode, str] = {
    "off_target": "Off target",
    "within_tolerance": "Within tolerance",
    "on_target": "On target",
    "exceeding": "Exceeding the target",
    "late": "Late data",
}
ALWAYS_COUNTED = ("off_target", "within_tolerance", "on_target")


def counts_block(
    asked: Asked, readings: Sequence[Reading], due: int, named_under: str = "All indicators"
) -> list[Block]:
    """How many are red, amber, green, exceeding and late, as cards; and how many are not judged, in words.

    named_under: the heading under which each is named; '' where there is none.
    """
    counts = Counter(reading.status for reading in readings)
    words = words_of(asked)
    figures = []
    for code, name in COUNTED_STATUSES.items():
        if counts[code] or code in ALWAYS_COUNTED:
            status = status_cell(Judgement(code, ""), words)
            figures.append(KeyFigure(name, Figure(counts[code]), status, f"of {due} due"))
    blocks: list[Block] = [KeyFigures(figures)]
    silent = {code: number for code, number in counts.items() if code not in COUNTED_STATUSES}
    if silent:
        where = f" Each is named with its reason under {named_under}." if named_under else ""
        blocks.append(Paragraph(f"Not judged: {left_out_words(silent)}.{where}"))
    return blocks


def parts_table(asked: Asked, framework: Framework, rolled: dict[str, RolledUp]) -> list[Block]:
    """How each part of a framework stands, its rule and what pulls it down."""
    words = words_of(asked)
    rows: list[dict[str, Cell]] = []
    levels = {node.level or "" for node in framework.nodes}
    for node in framework.nodes:
        one = rolled[node.code]
        rows.append(
            {
                "name": Link(node.name, beneath=(node.level or "") if len(levels) > 1 else ""),
                "status": status_cell(Judgement(one.status, one.sum), words),
                "judged": sum(one.counts.values()),
                "why": first_up(pulled_by(one)),
            }
        )
    whole = rolled[framework.code]
    columns = (
        Column("name", (len(levels) == 1 and levels.pop()) or "Part", "link"),
        Column("status", "Status", "status"),
        Column("judged", "Judged", "number", decimals=0),
        Column("why", "Why", wide=True),
    )
    status = status_cell(Judgement(whole.status, whole.sum), words)
    caption = f"{framework.name} as a whole: {status.text.lower()}, {ROLL_UP_WORDS[framework.roll_up]}"
    return [TableBlock(Table(caption, columns, rows, name="Parts"))]


def pulled_by(one: RolledUp) -> str:
    """What pulled a part down, in a few words; the sum itself is for the scorecard."""
    if one.score is None:
        return "nothing in it is judged"
    return pulled_down_by(one.pulled_down) if one.pulled_down else "nothing pulls it down"
