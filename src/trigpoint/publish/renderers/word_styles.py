"""How a Word document looks: page, styles, language, properties and the foot of each page."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from trigpoint.publish.blocks import Document
from trigpoint.publish.renderers.columns import PAGE_MM
from trigpoint.publish.renderers.printing import full_title, running_line
from trigpoint.publish.texts import legible

FONT = "Arial"
INK, QUIET = RGBColor(0x23, 0x1D, 0x29), RGBColor(0x5D, 0x56, 0x63)
HEADING = RGBColor(0x5F, 0x35, 0x77)
ACCENT, WASH, FAINT = "5F3577", "F1E9F6", "DCD7D0"

# name, size, colour, bold, room before, room after
STYLES = (
    ("Normal", 10, INK, None, 0, 6),
    ("Title", 22, INK, True, 0, 4),
    ("Subtitle", 12, INK, False, 0, 4),
    ("Heading 1", 15, HEADING, True, 16, 5),
    ("Heading 2", 11.5, INK, True, 12, 4),
    ("Heading 3", 10, INK, True, 4, 2),
    ("Caption", 9, INK, True, 2, 3),
    ("List Bullet", 8.5, QUIET, None, 0, 2),
)


def set_up(word: WordDocument, document: Document) -> None:
    """Page, styles, language, properties and the footer with page numbers."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(18)
    section.footer_distance = Mm(9)
    for name, size, colour, bold, before, after in STYLES:
        _style(word.styles[name], size, colour, bold, before, after)
    for found in word.styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
        found.getparent().remove(found)
    word.styles["Caption"].paragraph_format.keep_with_next = True
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        word.styles[name].paragraph_format.keep_with_next = True
    _speak(word, document.language)
    _of_today(word)
    properties = word.core_properties
    properties.title, properties.subject = full_title(document)[:255], legible(document.subtitle)[:255]
    properties.author = properties.last_modified_by = legible(document.made_by or document.partnership)[:255]
    properties.language, properties.comments, properties.keywords = document.language, "", ""
    made = document.made_at.astimezone(UTC).replace(tzinfo=None)
    properties.created = properties.modified = made
    _foot(section.footer.paragraphs[0], document)


def _style(style: Any, size: float, colour: RGBColor, bold: bool | None, before: float, after: float) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    # The template's lines are further apart than a summary on one page can bear.
    style.paragraph_format.widow_control, style.paragraph_format.line_spacing = True, 1.0
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    # The template's wide letters of titles are not ours, nor is its contextual spacing.
    for found in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        found.getparent().remove(found)


def _speak(word: WordDocument, language: str) -> None:
    """The language of all text, for screen readers and spelling."""
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    spoken = defaults.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        defaults.append(spoken)
    spoken.set(qn("w:val"), language)
    for themed in word.settings.element.iter(qn("w:themeFontLang")):
        themed.set(qn("w:val"), language)


def _of_today(word: WordDocument) -> None:
    """Word lays the document out by its present rules, and not by those that it keeps for older files."""
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _foot(paragraph: WordParagraph, document: Document) -> None:
    """What the page is of, on the left; its number, on the right."""
    # The template's own stops are those of a page of another width.
    paragraph.style.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(PAGE_MM), WD_TAB_ALIGNMENT.RIGHT)
    small(paragraph, f"{running_line(document)}\tPage ", 8)
    _field(paragraph, "PAGE")
    small(paragraph, " of ", 8)
    _field(paragraph, "NUMPAGES")


def _field(paragraph: WordParagraph, name: str) -> None:
    """A field that Word works out: PAGE, NUMPAGES."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    run.font.size, run.font.color.rgb = Pt(8), QUIET
    field.append(run._r)
    paragraph._p.append(field)


def small(paragraph: WordParagraph, text: str, size: float = 8.5) -> None:
    """A quiet text."""
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(size), QUIET


def shade(properties: Any, colour: str) -> None:
    """The ground of a paragraph or a cell."""
    mark = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        mark.set(qn(f"w:{name}"), value)
    _insert(properties, mark, ("w:shd", *_AFTER_SHADE))


def edge(paragraph: WordParagraph, colour: str, eighths: int) -> None:
    """A line at the left of a paragraph, so many eighths of a point thick."""
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", colour)):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    _insert(paragraph._p.get_or_add_pPr(), borders, ("w:pBdr", "w:shd", *_AFTER_SHADE))


_AFTER_SHADE = (
    "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr",
    "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign",
)  # fmt: skip


def _insert(parent: Any, child: Any, before: tuple[str, ...]) -> None:
    """Put a mark where the schema wants it: before the first of those that come after it."""
    following = next((one for one in parent if one.tag in {qn(name) for name in before}), None)
    if following is None:
        parent.append(child)
    else:
        following.addprevious(child)
