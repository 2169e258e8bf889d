"""A document as PDF/UA-1: tagged, with real headings and table headers, the chart in words, and its language set.

Texts go to the typesetter as data, never as markup, and nothing is fetched from anywhere.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import typst

from trigpoint.publish import fonts
from trigpoint.publish.blocks import (
    Block,
    ChartBlock,
    Contents,
    Cover,
    Document,
    Heading,
    Headline,
    KeyFigures,
    Notice,
    PageBreak,
    Paragraph,
    TableBlock,
    TextBy,
)
from trigpoint.publish.charts import to_svg
from trigpoint.publish.renderers.columns import EM, LONGEST_WORD_MM, PAGE_MM, Room
from trigpoint.publish.renderers.pictures import as_png
from trigpoint.publish.renderers.printing import (
    PrintedTable,
    by_line,
    full_title,
    known_line,
    leads_to,
    levelled,
    made_line,
    notes_of,
    printed,
    running_line,
    with_next,
)
from trigpoint.publish.texts import legible

TEMPLATE = Path(__file__).with_name("document.typ")
STANDARD = "ua-1"
MOST_TRIES = 6
BOX = "□"
BREAK = "\u200b"
CARD_MM = 26
SHORT, LARGE_PT = 12, 11
LONG_CELL = 400
"""A cell that says more than this may go on over the page; others stay whole."""

_WORD = re.compile(r"\S+")
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")


def render(document: Document) -> bytes:
    """The PDF. Characters that no font of this machine can show are printed as an empty box, never left out."""
    text = json.dumps(_spaced(_as_data(document)), ensure_ascii=False)
    for _ in range(MOST_TRIES):
        try:
            return _typeset(text)
        except typst.TypstError as error:
            if not _MISSING.search(str(error)):
                raise
            unknown = _unshowable(str(error))
            if not unknown:
                # A mark over a letter of another script: the letter is named, and the mark is what is not there.
                break
            text = text.translate(dict.fromkeys(map(ord, unknown), BOX))
    # The typesetter names one such character at a time; a text in a script that no font has would take hundreds of tries.
    held = fonts.letters()
    return _typeset("".join(letter if ord(letter) in held else BOX for letter in text))


def _typeset(text: str) -> bytes:
    return typst.compile(
        str(TEMPLATE), format="pdf", pdf_standards=STANDARD, sys_inputs={"document": text}, font_paths=_fonts()
    )


@cache
def _fonts() -> typst.Fonts:
    """The shipped font, and those of this machine for the letters that it does not have. Looked for once."""
    return typst.Fonts(include_system_fonts=True, font_paths=[str(fonts.FOLDER)])


def _unshowable(message: str) -> set[str]:
    """The characters that the typesetter found no letter for, out of what it says."""
    found: set[str] = set()
    for text in _MISSING.findall(message):
        found.update(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text))
    return {letter for letter in found if ord(letter) > 127}


def _as_data(document: Document) -> dict[str, Any]:
    language, _, region = document.language.partition("-")
    made = document.made_at
    blocks = levelled(document.blocks)
    room = Room(blocks)
    return {
        "title": _parted(document.title).strip() or "Report",
        "full-title": full_title(document),
        "subtitle": _parted(document.subtitle),
        "partnership": _parted(document.partnership),
        "made": {
            "year": made.year, "month": made.month, "day": made.day,
            "hour": made.hour, "minute": made.minute, "second": made.second,
        },
        "made-line": _parted(made_line(document)),
        "known": known_line(document),
        "running": _parted(running_line(document), PAGE_MM * 0.8),
        "language": language,
        "region": region or "GB",
        "covered": any(isinstance(block, Cover) for block in blocks[:1]),
        "blocks": [
            {**_block(block, room), "leads": leads_to(following)}
            for block, following in with_next(blocks)
        ],
        "notes": [_parted(note) for note in notes_of(document)],
    }  # fmt: skip


def _block(block: Block, room: Room) -> dict[str, Any]:
    match block:
        case Cover(lines, logo):
            return {"kind": "cover", "lines": [_parted(line) for line in lines], "logo": list(as_png(logo))}
        case Contents():
            return {"kind": "contents"}
        case Heading(text, level):
            return {"kind": "heading", "level": level, "text": _parted(text)}
        case Paragraph(text):
            return {"kind": "paragraph", "text": _parted(text)}
        case Headline(text):
            return {"kind": "headline", "text": _parted(text)}
        case Notice(text):
            return {"kind": "notice", "text": _parted(text)}
        case PageBreak():
            return {"kind": "break"}
        case KeyFigures(figures):
            return {"kind": "figures", "figures": [_key_figure(one) for one in figures]}
        case TableBlock(table):
            return _table(room.printed(table), room)
        case ChartBlock(chart):
            return {
                "kind": "chart",
                "title": _parted(chart.title),
                "subtitle": _parted(chart.subtitle),
                "alternative": legible(chart.alternative),
                "svg": to_svg(chart, titled=False, keyed=True),
                "notes": [_parted(note) for note in chart.notes],
            }
        case TextBy(heading, _, author, on, level):
            lines = [{"words": _parted(line), "heading": is_heading} for is_heading, line in block.lines]
            return {
                "kind": "text",
                "heading": _parted(heading).strip(),
                "level": level,
                "lines": lines,
                "by": _parted(by_line(author, on)),
            }


def _key_figure(one: Any) -> dict[str, str]:
    status = printed(one.status)
    note = printed(one.figure).beneath
    return {
        "name": _parted(one.name, CARD_MM),
        "text": _parted(one.figure.text, CARD_MM),
        "status": _parted(status.text, CARD_MM),
        "letter": status.letter,
        "colour": status.colour,
        "beneath": _parted("; ".join(part for part in (one.beneath, note) if part), CARD_MM),
    }


def _table(table: PrintedTable, room: Room) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": _parted(table.caption),
        "whole": room.stands_whole(table),
        "columns": [
            {"heading": _parted(column.heading, LONGEST_WORD_MM), "numeric": column.numeric, "width": round(width, 4)}
            for column, width in zip(table.columns, room.widths(table), strict=True)
        ],
        "rows": [
            [
                {
                    "text": _parted(one.text, LONGEST_WORD_MM), "beneath": _parted(one.beneath, LONGEST_WORD_MM),
                    "letter": one.letter, "colour": one.colour,
                    "picture": one.picture, "left": one.left, "long": len(one.text) + len(one.beneath) > LONG_CELL,
                }
                for one in row
            ]
            for row in table.rows
        ],
        "notes": [_parted(note) for note in table.notes],
    }  # fmt: skip


def _spaced(part: Any) -> Any:
    """Tabs as spaces: no font has a letter for them."""
    if isinstance(part, str):
        return part.replace("\t", " ")
    if isinstance(part, dict):
        return {key: _spaced(value) for key, value in part.items()}
    return [_spaced(one) for one in part] if isinstance(part, list) else part


def _parted(text: str, room: float = PAGE_MM) -> str:
    """A text whose words may be broken where one is wider than the room: the typesetter lets it run over the edge."""
    shown = legible(text)
    if len(shown) < SHORT:
        return shown
    return _WORD.sub(lambda found: _breakable(found[0], room), shown)


def _breakable(word: str, room: float) -> str:
    if fonts.width(word) * LARGE_PT * EM < room:
        return word
    return BREAK.join(word[at : at + 4] for at in range(0, len(word), 4))
