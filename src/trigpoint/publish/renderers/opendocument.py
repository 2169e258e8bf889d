"""A document as OpenDocument text: real headings, table headers that repeat, pictures with title and description."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

import odfdo

from trigpoint.publish.blocks import (
    Block,
    ChartBlock,
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
from trigpoint.publish.charts import to_png
from trigpoint.publish.renderers.columns import PAGE_MM, Room
from trigpoint.publish.renderers.opendocument_styles import AUTOMATIC, BROKEN, FOOT_ROOM, styles, table_styles
from trigpoint.publish.renderers.pictures import png_of_svg
from trigpoint.publish.renderers.printing import (
    KEY_FIGURES,
    Printed,
    by_line,
    full_title,
    known_line,
    leads_to,
    levelled,
    made_line,
    notes_of,
    printed_figures,
    running_line,
    with_next,
)
from trigpoint.publish.tables import Table
from trigpoint.publish.texts import legible


def render(document: Document) -> bytes:
    """The document as .odt."""
    file = odfdo.Document("text")
    file.body.clear()
    _Writer(file, document).write()
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


class _Writer:
    """Writes blocks into a file. Elements are made as XML, every text of them escaped by `_text`."""

    def __init__(self, file: odfdo.Document, document: Document) -> None:
        self.file = file
        self.document = document
        self.blocks = levelled(document.blocks)
        self.room = Room(self.blocks)
        self.tables = 0
        self.pictures = 0

    def write(self) -> None:
        document = self.document
        self._set_up()
        self._append(_p(document.title, "Title"), _p(document.subtitle, "Subtitle"))
        if known := known_line(document):
            self._append(_p(known, "Known"))
        self._append(_p(f"{document.partnership}. {made_line(document)}", "Quiet"))
        before: Block | None = None
        for block, following in with_next(self.blocks):
            self._append(*self._block(block, before, following))
            # A gap before a page break would spill over from a full page, and leave the next one empty.
            if isinstance(block, (TableBlock, KeyFigures)) and not isinstance(following, PageBreak):
                self._append(_p("", "Gap"))
            before = block
        if notes := notes_of(document):
            items = "".join(
                f"<text:list-item>{_p(note, 'QuietKept' if place < len(notes) else 'Quiet')}</text:list-item>"
                for place, note in enumerate(notes, start=1)
            )
            self._append(_h("How this was made", 1), f'<text:list text:style-name="Notes">{items}</text:list>')

    def _append(self, *elements: str) -> None:
        for xml in elements:
            self.file.body.append(odfdo.Element.from_tag(xml))

    def _set_up(self) -> None:
        document = self.document
        language, _, country = document.language.partition("-")
        for style in styles(language, country or "GB"):
            self.file.insert_style(style)
        for style in AUTOMATIC:
            self.file.insert_style(style, automatic=True)
        self._set_up_pages(language, country or "GB")
        meta = self.file.get_part("meta.xml")
        meta.title, meta.subject = full_title(document), legible(document.subtitle)
        meta.language, meta.creator = document.language, legible(document.made_by or document.partnership)
        meta.creation_date = document.made_at.replace(microsecond=0, tzinfo=None)
        meta.date = document.made_at.replace(microsecond=0, tzinfo=None)

    def _set_up_pages(self, language: str, country: str) -> None:
        """Margins, the foot of each page, and what the template has that is not ours."""
        parts = self.file.get_part("styles.xml")
        for level in parts.xpath("//text:outline-level-style"):
            # The template numbers headings; ours carry no numbers in any other kind of file.
            level.set_attribute("style:num-format", "")
            for mark in ("style:num-prefix", "style:num-suffix", "loext:num-list-format"):
                if level.get_attribute(mark) is not None:
                    level.del_attribute(mark)
        for default in parts.xpath("//style:default-style/style:text-properties"):
            default.set_attribute("fo:language", language)
            default.set_attribute("fo:country", country)
        for page in parts.xpath("//style:page-layout-properties"):
            for edge in ("left", "right"):
                page.set_attribute(f"fo:margin-{edge}", "1.6cm")
            page.set_attribute("fo:margin-top", "1.6cm")
            page.set_attribute("fo:margin-bottom", "1cm")
        for layout in parts.xpath("//style:page-layout"):
            for old in layout.xpath("style:footer-style"):
                layout.delete(old)
            layout.append(odfdo.Element.from_tag(FOOT_ROOM))
        footer = (
            f'<style:footer><text:p text:style-name="Foot">{_text(running_line(self.document))}<text:tab/>Page '
            '<text:page-number text:select-page="current">1</text:page-number> of <text:page-count>1</text:page-count>'
            "</text:p></style:footer>"
        )
        for master in parts.xpath("//style:master-page"):
            master.append(odfdo.Element.from_tag(footer))

    def _block(self, block: Block, before: Block | None, following: Block | None) -> Iterator[str]:
        match block:
            case Heading(text, level):
                yield _h(text, level, BROKEN if isinstance(before, PageBreak) and level == 1 else "")
            case Paragraph(text):
                yield _p(text, "BodyKept" if leads_to(following) else "Body")
            case Headline(text):
                yield _p(text, "Headline")
            case Notice(text):
                yield _p(text, "Notice")
            case PageBreak():
                pass
            case KeyFigures(figures):
                headings, shares, numeric = KEY_FIGURES
                yield self._table("Key figures", headings, numeric, shares, printed_figures(figures), whole=True)
            case TableBlock(table):
                yield from self._table_block(table)
            case ChartBlock(chart):
                yield _p(chart.title, "Caption")
                if chart.subtitle:
                    yield _p(chart.subtitle, "QuietKept")
                picture = self._picture(
                    to_png(chart, titled=False, keyed=True), PAGE_MM, chart.title, chart.alternative
                )
                yield f'<text:p text:style-name="Body">{picture}</text:p>'
                yield from (_p(note, "ChartNote") for note in chart.notes)
            case TextBy(heading, _, author, on, level):
                if legible(heading).strip():
                    yield _h(heading, level, "SaidHeading")
                yield from (_p(line, "SaidPart" if is_heading else "Said") for is_heading, line in block.lines)
                yield _p(by_line(author, on), "SaidBy")

    def _table_block(self, table: Table) -> Iterator[str]:
        shown = self.room.printed(table)
        yield _p(shown.caption, "Caption")
        yield self._table(
            shown.caption,
            [column.heading for column in shown.columns],
            [column.numeric for column in shown.columns],
            self.room.widths(shown),
            shown.rows,
            whole=self.room.stands_whole(shown),
        )
        yield from (_p(note, "Quiet") for note in shown.notes)

    def _table(
        self,
        caption: str,
        headings: Iterable[str],
        numeric: Iterable[bool],
        shares: Iterable[float],
        rows: Iterable[Iterable[Printed]],
        *,
        whole: bool,
    ) -> str:
        self.tables += 1
        name = f"Table{self.tables}"
        shares, numeric = list(shares), list(numeric)
        for style in table_styles(name, shares, whole=whole):
            self.file.insert_style(style, automatic=True)
        columns = "".join(f'<table:table-column table:style-name="{name}.{place}"/>' for place in range(len(shares)))
        head = "".join(
            f'<table:table-cell table:style-name="HeadCell" office:value-type="string">'
            f"{_p(heading, 'HeadRight' if right else 'Head')}</table:table-cell>"
            for heading, right in zip(headings, numeric, strict=True)
        )
        body = "".join(
            '<table:table-row table:style-name="WholeRow">'
            + "".join(self._cell(one, right and not one.left) for one, right in zip(row, numeric, strict=True))
            + "</table:table-row>"
            for row in rows
        )
        described = f"<table:title>{_text(caption)}</table:title>"
        return (
            f'<table:table table:name="{name}" table:style-name="{name}">{described}{columns}'
            f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>{body}</table:table>"
        )

    def _cell(self, one: Printed, right: bool) -> str:
        style = "CellRight" if right else "Cell"
        if one.picture:
            inside = self._picture(png_of_svg(one.picture), 20, "Trend", one.text)
        elif one.letter:
            colour = one.colour.removeprefix("#")
            self._colour(colour)
            # The letter stays on the line of the first word beside it.
            letter = f'<text:span text:style-name="Letter{colour}">{_text(one.letter)}</text:span>'
            inside = f"{letter}\u00a0{_text(one.text)}"
        else:
            inside = _text(one.text)
        beneath = _p(one.beneath, "BeneathRight" if right else "Beneath") if one.beneath else ""
        return (
            '<table:table-cell table:style-name="BodyCell" office:value-type="string">'
            f'<text:p text:style-name="{style}">{inside}</text:p>{beneath}</table:table-cell>'
        )

    def _colour(self, colour: str) -> None:
        name = f"Letter{colour}"
        if self.file.get_style("text", name) is None:
            self.file.insert_style(
                f'<style:style style:name="{name}" style:family="text">'
                f'<style:text-properties fo:font-weight="bold" fo:color="#{colour}"/></style:style>'
            )

    def _picture(self, png: bytes, width_mm: float, title: str, description: str) -> str:
        self.pictures += 1
        across, down = struct.unpack(">II", png[16:24])
        path = self.file.add_file(io.BytesIO(png))
        return (
            f'<draw:frame draw:name="Picture {self.pictures}" text:anchor-type="as-char" svg:width="{width_mm:.1f}mm" '
            f'svg:height="{width_mm * down / across:.1f}mm"><draw:image xlink:href={quoteattr(path)} xlink:type="simple" '
            f'xlink:show="embed" xlink:actuate="onLoad"/><svg:title>{_text(title)}</svg:title>'
            f"<svg:desc>{_text(description)}</svg:desc></draw:frame>"
        )


def _text(text: str) -> str:
    return escape(legible(text).replace("\n", " "))


def _p(text: str, style: str) -> str:
    return f'<text:p text:style-name="{style}">{_text(text)}</text:p>'


def _h(text: str, level: int, style: str = "") -> str:
    name = style or f"Heading_20_{level}"
    return f'<text:h text:style-name="{name}" text:outline-level="{level}">{_text(text)}</text:h>'
