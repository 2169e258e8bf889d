"""What is being done about figures, and the register of risks: of these, what the readers may see."""

from __future__ import annotations

from collections.abc import Mapping

from trigpoint.manage.models import Kind, State
from trigpoint.manage.risks import level
from trigpoint.manage.standing import WORK, standing
from trigpoint.publish.blocks import Block, Heading, Paragraph, TableBlock
from trigpoint.publish.cells import Cell
from trigpoint.publish.reports.asked import Asked
from trigpoint.publish.reports.parts.cells import first_up
from trigpoint.publish.tables import Column, Table

CUT = 240
"""Of what was last said: the rest is on the action's own page."""


def actions_blocks(asked: Asked, figures: Mapping[str, str]) -> list[Block]:
    """The open actions and projects for some indicators: names by code. Those without any are named, since that is asked."""
    if not figures:
        return []
    known = standing(asked.viewer, asked.known_day, kinds=WORK, known_at=asked.known_at)
    chosen = [one for one in known if one.open and set(one.figures) & set(figures)]
    blocks: list[Block] = [Heading("What is being done", 2)]
    if chosen:
        rows: list[dict[str, Cell]] = [
            {
                "about": ", ".join(figures[code] for code in one.figures if code in figures),
                "what": one.title,
                "who": str(one.last.owner) if asked.named else "",
                "due": one.last.due,
                "state": f"{one.state}, late" if one.late else one.state,
                "said": _short(one.said),
            }
            for one in chosen
        ]
        columns = (
            Column("about", "For"), Column("what", "What"), Column("who", "Who does it"), Column("due", "By", "date"),
            Column("state", "State"), Column("said", "Last said", wide=True),
        )  # fmt: skip
        blocks.append(TableBlock(Table("Actions and projects for what needs attention", columns, rows, name="Actions")))
    done = {code for one in chosen for code in one.figures}
    if without := [name for code, name in figures.items() if code not in done]:
        blocks.append(Paragraph(f"Nothing is being done yet for: {', '.join(without)}."))
    return blocks


def risks_blocks(asked: Asked) -> list[Block]:
    """The open risks, highest score after control first."""
    known = standing(asked.viewer, asked.known_day, kinds=[Kind.RISK], known_at=asked.known_at)
    found = sorted((one for one in known if one.last.state == State.OPEN), key=lambda one: -one.score.after)
    blocks: list[Block] = [Heading("Risk register")]
    if not found:
        return [*blocks, Paragraph("No risk is open.")]
    rows: list[dict[str, Cell]] = [
        {
            "risk": one.title,
            "after": one.score.after,
            "level": first_up(level(one.score.after)),
            "before": one.score.before,
            "controls": _short(one.score.controls),
            "who": str(one.last.owner) if asked.named else "",
            "review": one.last.due,
        }
        for one in found
    ]
    columns = (
        Column("risk", "What may happen"), Column("after", "Score", "number", decimals=0), Column("level", "Level"),
        Column("before", "Before control", "number", decimals=0), Column("controls", "Controls", wide=True),
        Column("who", "Who watches it"), Column("review", "Next review", "date"),
    )  # fmt: skip
    caption = "Open risks: likelihood times impact, out of 25, after control"
    return [*blocks, TableBlock(Table(caption, columns, rows, name="Risks"))]


def _short(text: str) -> str:
    return text if len(text) <= CUT else f"{text[:CUT].rsplit(' ', 1)[0]}…"
