"""A chart made visible: a specification for the browser, SVG for pages and documents, PNG for documents.

Nothing is fetched: data stands in the specification, fonts are the machine's own.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from textwrap import wrap
from typing import Any
from xml.sax.saxutils import escape

import vl_convert

from trigpoint.publish.charts.chart import Chart, Mark, Spec
from trigpoint.publish.charts.key_drawing import with_key
from trigpoint.publish.charts.theme import DOCUMENT_FONT, FONT, PALETTE, config
from trigpoint.publish.texts import legible

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
VERSION = "6.4"
PAGE_WIDTH = 760
DOCUMENT_WIDTH = 640


def to_spec(chart: Chart) -> Spec:
    """Vega-Lite for the live chart: no title (the page writes it), the page's own width, colours by name in usermeta."""
    meta: dict[str, Any] = {"palette": PALETTE}
    if chart.panels:
        meta["widths"] = chart.panels
    return {**_sized(chart, PAGE_WIDTH), "config": config(FONT), "usermeta": meta}


def _sized(chart: Chart, width: int) -> Spec:
    spec: Spec = {"$schema": SCHEMA, **chart.spec, **chart.settings}
    if chart.panels:
        each = (width - 24 * (chart.columns - 1)) // chart.columns - chart.panels
        return {**spec, "spec": {**spec["spec"], "width": each}}
    spec.setdefault("height", chart.height)
    return {**spec, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}


def _titled(chart: Chart, width: int) -> Spec:
    """With title and subtitle inside, wrapped to the width: a picture that stands alone."""
    title = {"text": wrap(chart.title, width // 8), "subtitle": wrap(chart.subtitle, width // 6)}
    return {**_sized(chart, width), "title": title, "config": config(DOCUMENT_FONT)}


def to_svg(chart: Chart, *, width: int = DOCUMENT_WIDTH, titled: bool = True, keyed: bool | None = None) -> str:
    """A picture for documents and downloads. width in pixels; titled: with the finding and what is drawn inside it.

    keyed: with what its marks mean beneath it; as `titled` where it is not said.
    """
    spec = _titled(chart, width) if titled else {**_sized(chart, width), "config": config(DOCUMENT_FONT)}
    svg = _svg(_written(spec))
    if titled if keyed is None else keyed:
        svg = with_key(svg, chart.key)
    return _said(chart, svg) if titled else svg


def _said(chart: Chart, svg: str) -> str:
    """A picture that stands alone says in words what it shows, for those who cannot see it."""
    title, words = escape(legible(chart.title)), escape(legible(chart.alternative))
    opening, _, rest = svg.partition(">")
    return f'{opening} role="img"><title>{title}</title><desc>{words}</desc>{rest}'


def to_png(
    chart: Chart, *, width: int = DOCUMENT_WIDTH, scale: float = 2, titled: bool = True, keyed: bool | None = None
) -> bytes:
    """The same as a bitmap, `scale` pixels to each of the width's."""
    return _png(to_svg(chart, width=width, titled=titled, keyed=keyed), scale)


def to_page_svg(chart: Chart, *, width: int = PAGE_WIDTH) -> str:
    """The still picture that stands in a page: its colours are the page's own properties, so dark and contrast follow."""
    spec = {**_sized(chart, width), "config": {**config(DOCUMENT_FONT), "background": "transparent"}}
    return _page_svg(_written(spec))


def to_page_mark(mark: Mark) -> str:
    """A mark of a key for a page, in the page's own colours, the size of the letters beside it."""
    svg = '<svg class="chart-mark" focusable="false" aria-hidden="true" width="16" height="12" viewBox="0 0 16 12">'
    return _in_page_colours(f"{svg}{mark.shape}</svg>")


def _in_page_colours(svg: str) -> str:
    for colour, name in PALETTE.items():
        svg = re.sub(rf'(fill|stroke)="{colour}"', rf'\1="var(--{name})"', svg, flags=re.IGNORECASE)
    return svg


def _written(spec: Spec) -> str:
    """A specification as text. Its texts are those of people: what no picture can hold is left out of them."""
    return json.dumps(_legible(spec), sort_keys=True)


def _legible(part: Any) -> Any:
    if isinstance(part, str):
        return legible(part)
    if isinstance(part, dict):
        return {key: _legible(value) for key, value in part.items()}
    return [_legible(one) for one in part] if isinstance(part, (list, tuple)) else part


@lru_cache(maxsize=256)
def _svg(spec: str) -> str:
    return vl_convert.vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[])


@lru_cache(maxsize=64)
def _png(svg: str, scale: float) -> bytes:
    return vl_convert.svg_to_png(svg, scale=scale)


@lru_cache(maxsize=256)
def _page_svg(spec: str) -> str:
    svg = _in_page_colours(_svg(spec))
    # A page's content security policy refuses style attributes; the page's own font is inherited.
    svg = re.sub(r' (style|font-family)="[^"]*"', "", svg)
    return svg.replace("<svg ", '<svg focusable="false" aria-hidden="true" ', 1)
