"""A document as OpenDocument text: real headings, table headers that repeat, pictures with title and description."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from itertools import zip_longest
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
from trigpoint.publish.renderers.pictures import PAGE_MM, png_of_svg
from trigpoint.publish.renderers.printing import (
    Printed,
    by_line,
    legible,
    levelled,
    made_line,
    printed,
    printed_columns,
    widths,
)
from trigpoint.publish.tables import Table

FONT = "Liberation Sans"
INK, QUIET, ACCENT, WASH, FAINT = "#231d29", "#5d5663", "#5f3577", "#f1e9f6", "#dcd7d0"
KEY_FIGURE_SHARES = (3.4, 2.2, 2.2, 3.6)


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
        self.tables = 0
        self.pictures = 0

    def write(self) -> None:
        document = self.document
        self._set_up()
        self._append(_p(document.title, "Title"), _p(document.subtitle, "Subtitle"))
        self._append(_p(f"{document.partnership}. {made_line(document)}", "Quiet"))
        blocks = levelled(document.blocks)
        for block, following in zip_longest(blocks, blocks[1:]):
            self._append(*self._block(block))
            # A gap before a page break would spill over from a full page, and leave the next one empty.
            if isinstance(block, (TableBlock, KeyFigures)) and not isinstance(following, PageBreak):
                self._append(_p("", "Gap"))
        if document.notes:
            self._append(_h("How this was made", 1), *(_p(f"• {note}", "Quiet") for note in document.notes))

    def _append(self, *elements: str) -> None:
        for xml in elements:
            self.file.body.append(odfdo.Element.from_tag(xml))

    def _set_up(self) -> None:
        document = self.document
        language, _, country = document.language.partition("-")
        for style in _styles(language, country or "GB"):
            self.file.insert_style(style)
        for style in _CELL_STYLES:
            self.file.insert_style(style, automatic=True)
        styles = self.file.get_part("styles.xml")
        for level in styles.xpath("//text:outline-level-style"):
            # The template numbers headings; ours carry no numbers in any other kind of file.
            level.set_attribute("style:num-format", "")
            for mark in ("style:num-prefix", "style:num-suffix", "loext:num-list-format"):
                if level.get_attribute(mark) is not None:
                    level.del_attribute(mark)
        for default in styles.xpath("//style:default-style/style:text-properties"):
            default.set_attribute("fo:language", language)
            default.set_attribute("fo:country", country or "GB")
        for page in styles.xpath("//style:page-layout-properties"):
            for edge in ("left", "right"):
                page.set_attribute(f"fo:margin-{edge}", "1.6cm")
            for edge in ("top", "bottom"):
                page.set_attribute(f"fo:margin-{edge}", "1.8cm")
        foot = _text(f"{document.partnership}: {document.title}, {document.subtitle}. Page ")
        footer = (
            f'<style:footer><text:p text:style-name="Quiet">{foot}<text:page-number text:select-page="current">1'
            "</text:page-number> of <text:page-count>1</text:page-count></text:p></style:footer>"
        )
        for master in styles.xpath("//style:master-page"):
            master.append(odfdo.Element.from_tag(footer))
        meta = self.file.get_part("meta.xml")
        meta.title, meta.subject = legible(document.title), legible(document.subtitle)
        meta.language, meta.creator = document.language, legible(document.partnership)
        meta.creation_date = document.made_at.replace(microsecond=0, tzinfo=None)
        meta.date = document.made_at.replace(microsecond=0, tzinfo=None)

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(text, level):
                yield _h(text, level)
            case Paragraph(text):
                yield _p(text, "Body")
            case Headline(text):
                yield _p(text, "Headline")
            case Notice(text):
                yield _p(text, "Notice")
            case PageBreak():
                yield _p("", "Break")
            case KeyFigures(figures):
                rows = []
                for one in figures:
                    figure = printed(one.figure)
                    beside = "; ".join(part for part in (one.beneath, figure.beneath) if part)
                    rows.append(
                        [
                            Printed(legible(one.name)),
                            Printed(figure.text),
                            printed(one.status),
                            Printed(legible(beside)),
                        ]
                    )
                headings = ("Key figure", "Figure", "Status", "Beside it")
                yield self._table("Key figures", headings, (False, True, False, False), KEY_FIGURE_SHARES, rows)
            case TableBlock(table):
                yield from self._table_block(table)
            case ChartBlock(chart):
                yield _p(chart.title, "Caption")
                if chart.subtitle:
                    yield _p(chart.subtitle, "QuietKept")
                picture = self._picture(to_png(chart, titled=False), PAGE_MM, chart.title, chart.description)
                yield f'<text:p text:style-name="Body">{picture}</text:p>'
                yield from (_p(note, "Quiet") for note in chart.notes)
            case TextBy(heading, text, author, on):
                yield _p(heading, "SaidHeading")
                yield from (_p(line, "Said") for line in text.splitlines() if line.strip())
                yield _p(by_line(author, on), "SaidBy")

    def _table_block(self, table: Table) -> Iterator[str]:
        columns = printed_columns(table)
        yield _p(table.caption, "Caption")
        rows = [[printed(row.get(column.key), column) for column in columns] for row in table.rows]
        yield self._table(
            table.caption,
            [column.heading for column in columns],
            [column.numeric for column in columns],
            widths(table, columns),
            rows,
        )
        yield from (_p(note, "Quiet") for note in table.notes)

    def _table(
        self,
        caption: str,
        headings: Iterable[str],
        numeric: Iterable[bool],
        shares: Iterable[float],
        rows: Iterable[Iterable[Printed]],
    ) -> str:
        self.tables += 1
        name = f"Table{self.tables}"
        shares, numeric = list(shares), list(numeric)
        self.file.insert_style(
            f'<style:style style:name="{name}" style:family="table"><style:table-properties style:width="{PAGE_MM}mm" '
            'table:align="left" fo:margin-top="1mm"/></style:style>',
            automatic=True,
        )
        for place, share in enumerate(shares):
            width = PAGE_MM * share / sum(shares)
            self.file.insert_style(
                f'<style:style style:name="{name}.{place}" style:family="table-column">'
                f'<style:table-column-properties style:column-width="{width:.2f}mm"/></style:style>',
                automatic=True,
            )
        columns = "".join(f'<table:table-column table:style-name="{name}.{place}"/>' for place in range(len(shares)))
        head = "".join(
            f'<table:table-cell table:style-name="HeadCell" office:value-type="string">'
            f"{_p(heading, 'HeadRight' if right else 'Head')}</table:table-cell>"
            for heading, right in zip(headings, numeric, strict=True)
        )
        body = "".join(
            '<table:table-row table:style-name="WholeRow">'
            + "".join(self._cell(one, right) for one, right in zip(row, numeric, strict=True))
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
            inside = f'<text:span text:style-name="Letter{colour}">{_text(one.letter)}</text:span> {_text(one.text)}'
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


def _h(text: str, level: int) -> str:
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{_text(text)}</text:h>'


def _styles(language: str, country: str) -> Iterator[str]:
    """The styles of the document, by name. Sizes in points, room in millimetres."""

    def paragraph(name: str, parent: str = "Standard", *, text: str = "", room: str = "") -> str:
        outline = ""
        if name.startswith("Heading_20_"):
            level = name.removeprefix("Heading_20_")
            outline = f' style:default-outline-level="{level}" style:display-name="Heading {level}"'
        return (
            f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}"{outline}>'
            f"<style:paragraph-properties {room}/><style:text-properties {text}/></style:style>"
        )

    yield (
        '<style:style style:name="Standard" style:family="paragraph" style:class="text">'
        f'<style:text-properties fo:font-family="\'{FONT}\'" fo:font-size="10pt" fo:color="{INK}" '
        f'fo:language="{language}" fo:country="{country}"/></style:style>'
    )
    kept, after = 'fo:keep-with-next="always"', 'fo:margin-bottom="2.5mm"'
    small, tiny = f'fo:font-size="8.5pt" fo:color="{QUIET}"', f'fo:font-size="7.5pt" fo:color="{QUIET}"'
    bold = 'fo:font-weight="bold"'
    yield paragraph("Title", text=f'fo:font-size="22pt" {bold}', room='fo:margin-bottom="2mm"')
    yield paragraph("Subtitle", text='fo:font-size="12pt"', room='fo:margin-bottom="1mm"')
    yield paragraph(
        "Heading_20_1", text=f'fo:font-size="15pt" fo:color="{ACCENT}" {bold}',
        room=f'fo:margin-top="6mm" fo:margin-bottom="2.5mm" {kept}',
    )  # fmt: skip
    yield paragraph(
        "Heading_20_2", text=f'fo:font-size="11.5pt" {bold}', room=f'fo:margin-top="4mm" fo:margin-bottom="2mm" {kept}'
    )
    yield paragraph("Body", room=after)
    yield paragraph("Gap", text='fo:font-size="4pt"')
    yield paragraph("Break", text='fo:font-size="4pt"', room='fo:break-before="page"')
    yield paragraph("Headline", text=f'fo:font-size="13.5pt" {bold}', room='fo:margin-top="3mm" fo:margin-bottom="4mm"')
    yield paragraph("Caption", text=f'fo:font-size="9pt" {bold}', room=f'fo:margin-bottom="1mm" {kept}')
    yield paragraph("Quiet", text=small, room='fo:margin-top="1mm"')
    yield paragraph("QuietKept", text=small, room=kept)
    yield paragraph(
        "Notice", room=f'fo:background-color="{WASH}" fo:padding="2mm" fo:border-left="1mm solid {ACCENT}" {after}'
    )
    beside = f'fo:margin-left="4mm" fo:margin-bottom="1mm" fo:border-left="0.6mm solid {FAINT}" fo:padding-left="3mm"'
    yield paragraph("Said", room=f"{beside} {kept}")
    yield paragraph("SaidHeading", text=bold, room=f"{beside} {kept}")
    yield paragraph(
        "SaidBy", text=small, room=f'{beside} fo:margin-bottom="3mm"'.replace('fo:margin-bottom="1mm" ', "")
    )
    right = 'fo:text-align="end"'
    yield paragraph("Cell", text='fo:font-size="8.5pt"')
    yield paragraph("CellRight", "Cell", room=right)
    yield paragraph("Head", "Cell", text=bold)
    yield paragraph("HeadRight", "Head", room=right)
    yield paragraph("Beneath", text=tiny)
    yield paragraph("BeneathRight", "Beneath", room=right)


# Readers heed cell and row styles as automatic ones only.
_CELL_STYLES = (
    '<style:style style:name="HeadCell" style:family="table-cell"><style:table-cell-properties '
    f'fo:background-color="{WASH}" fo:padding="1mm" fo:border-bottom="0.3mm solid {QUIET}"/></style:style>',
    '<style:style style:name="BodyCell" style:family="table-cell"><style:table-cell-properties '
    f'fo:padding="1mm" fo:border-bottom="0.15mm solid {FAINT}"/></style:style>',
    '<style:style style:name="WholeRow" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style>',
)
