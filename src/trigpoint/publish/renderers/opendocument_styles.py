"""How an OpenDocument text looks: its styles by name, sizes in points, room in millimetres."""

from __future__ import annotations

from collections.abc import Iterator

from trigpoint.publish.renderers.columns import PAGE_MM

FONT = "Liberation Sans"
INK, QUIET, ACCENT, WASH, FAINT = "#231d29", "#5d5663", "#5f3577", "#f1e9f6", "#dcd7d0"

BROKEN = "Heading_20_1_20_Break"
"""A heading that begins a page. A break of its own would be an empty line, or after a full page an empty page."""

FOOT_ROOM = (
    '<style:footer-style><style:header-footer-properties fo:min-height="9mm" fo:margin-top="4mm"/></style:footer-style>'
)
"""The foot keeps clear of what stands above it."""

_KEPT = 'fo:keep-with-next="always"'
_BOLD = 'fo:font-weight="bold"'
_SMALL = f'fo:font-size="8.5pt" fo:color="{QUIET}"'
_HEADINGS = (
    (1, f'fo:font-size="15pt" fo:color="{ACCENT}" {_BOLD}', 'fo:margin-top="6mm" fo:margin-bottom="2mm"'),
    (2, f'fo:font-size="11.5pt" {_BOLD}', 'fo:margin-top="4.5mm" fo:margin-bottom="1.5mm"'),
    (3, f'fo:font-size="10pt" {_BOLD}', 'fo:margin-top="1mm" fo:margin-bottom="1mm"'),
)


def styles(language: str, country: str) -> Iterator[str]:
    """The styles of the document, each as the element that defines it."""
    yield (
        '<style:style style:name="Standard" style:family="paragraph" style:class="text">'
        '<style:paragraph-properties fo:orphans="2" fo:widows="2"/>'
        f'<style:text-properties fo:font-family="\'{FONT}\'" fo:font-size="10pt" fo:color="{INK}" '
        f'fo:language="{language}" fo:country="{country}"/></style:style>'
    )
    yield _style("Title", text=f'fo:font-size="22pt" {_BOLD}', room='fo:margin-bottom="1.5mm"')
    yield _style("Subtitle", text='fo:font-size="12pt"', room='fo:margin-bottom="1.5mm"')
    yield from _headings()
    yield _style("Body", room='fo:margin-bottom="2.2mm"')
    yield _style("BodyKept", "Body", room=_KEPT)
    yield _style("Known", "Body", text=_BOLD)
    yield _style("Gap", text='fo:font-size="4pt"')
    yield _style("Headline", text=f'fo:font-size="13.5pt" {_BOLD}', room='fo:margin-top="2mm" fo:margin-bottom="3mm"')
    yield _style("Caption", text=f'fo:font-size="9pt" {_BOLD}', room=f'fo:margin-bottom="1mm" {_KEPT}')
    yield _style("Quiet", text=_SMALL, room='fo:margin-top="1mm"')
    yield _style("QuietKept", "Quiet", room=_KEPT)
    yield _style("ChartNote", "Quiet", room='fo:margin-bottom="4mm"')
    yield _style(
        "Foot", text=f'fo:font-size="8pt" fo:color="{QUIET}"', inside=(
            f'<style:tab-stops><style:tab-stop style:position="{PAGE_MM}mm" style:type="right"/></style:tab-stops>'
        ),
    )  # fmt: skip
    yield _style(
        "Notice",
        room=f'fo:background-color="{WASH}" fo:padding="2mm" fo:border-left="1mm solid {ACCENT}" '
        'fo:margin-top="2mm" fo:margin-bottom="2.5mm"',
    )
    yield from _what_people_said()
    yield from _in_cells()


def _style(name: str, parent: str = "Standard", *, text: str = "", room: str = "", inside: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}">'
        f"<style:paragraph-properties {room}>{inside}</style:paragraph-properties>"
        f"<style:text-properties {text}/></style:style>"
    )


def _headings() -> Iterator[str]:
    for level, text, room in _HEADINGS:
        yield (
            f'<style:style style:name="Heading_20_{level}" style:family="paragraph" style:parent-style-name="Standard" '
            f'style:default-outline-level="{level}" style:display-name="Heading {level}">'
            f"<style:paragraph-properties {room} {_KEPT}/><style:text-properties {text}/></style:style>"
        )
    yield _style(BROKEN, "Heading_20_1", room='fo:break-before="page" fo:margin-top="0mm" fo:margin-bottom="2mm"')


def _what_people_said() -> Iterator[str]:
    beside = f'fo:margin-left="4mm" fo:border-left="0.6mm solid {FAINT}" fo:padding-left="3mm"'
    yield _style("Said", room=f'{beside} fo:margin-bottom="1mm" {_KEPT}')
    yield _style("SaidPart", "Said", text='fo:font-style="italic"', room=f"{beside} {_KEPT}")
    yield _style("SaidHeading", "Heading_20_3", room=f"{beside} {_KEPT}")
    yield _style("SaidBy", text=_SMALL, room=f'{beside} fo:margin-bottom="3mm"')


def _in_cells() -> Iterator[str]:
    right = 'fo:text-align="end"'
    yield _style("Cell", text='fo:font-size="8.5pt"')
    yield _style("CellRight", "Cell", room=right)
    yield _style("Head", "Cell", text=_BOLD, room=_KEPT)
    yield _style("HeadRight", "Head", room=right)
    yield _style("Beneath", text=f'fo:font-size="7.5pt" fo:color="{QUIET}"')
    yield _style("BeneathRight", "Beneath", room=right)


# Readers heed the styles of cells, rows and lists as automatic ones only.
AUTOMATIC = (
    '<style:style style:name="HeadCell" style:family="table-cell"><style:table-cell-properties '
    f'fo:background-color="{WASH}" fo:padding="1mm" fo:border-bottom="0.3mm solid {QUIET}"/></style:style>',
    '<style:style style:name="BodyCell" style:family="table-cell"><style:table-cell-properties '
    f'fo:padding="0.8mm" fo:border-bottom="0.15mm solid {FAINT}"/></style:style>',
    '<style:style style:name="WholeRow" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style>',
    '<text:list-style style:name="Notes"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-4mm" fo:margin-left="4mm"/>'
    "</style:list-level-properties></text:list-level-style-bullet></text:list-style>",
)


def table_styles(name: str, shares: list[float], *, whole: bool) -> Iterator[str]:
    """The automatic styles of one table: its width, whether it may go over a page, and the width of each column."""
    kept = ' style:may-break-between-rows="false"' if whole else ""
    yield (
        f'<style:style style:name="{name}" style:family="table"><style:table-properties style:width="{PAGE_MM}mm" '
        f'table:align="left" fo:margin-top="1mm"{kept}/></style:style>'
    )
    for place, share in enumerate(shares):
        width = PAGE_MM * share / sum(shares)
        yield (
            f'<style:style style:name="{name}.{place}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width:.2f}mm"/></style:style>'
        )
