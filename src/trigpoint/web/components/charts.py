"""A chart on a page: its finding, what is drawn, the still picture, the live one's specification, and its table twin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from trigpoint.publish.charts import Chart, to_page_mark, to_page_svg, to_spec
from trigpoint.web.components.tables import TableView, plain_view


@dataclass(frozen=True)
class ChartView:
    """What `{% chart view %}` draws.

    still: the picture in place, or '' when `picture_href` serves it (then it is asked for only without JavaScript).
    spec: the specification in the page, or None when `spec_href` serves it. height: pixels kept free, so nothing moves.
    key: each mark that is in it, and what it means.
    """

    id: str
    title: str
    subtitle: str
    description: str
    still: SafeString
    picture_href: str
    spec: dict[str, Any] | None
    spec_href: str
    twin: TableView | None
    height: int
    downloads: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    key: tuple[tuple[SafeString, str], ...]


def chart_view(
    chart: Chart,
    *,
    id: str,
    picture_href: str = "",
    spec_href: str = "",
    downloads: tuple[tuple[str, str], ...] = (),
) -> ChartView:
    """A chart ready to draw.

    picture_href: an address that answers with the still picture, without a title; the page is then spared the work of
    making it. As PNG its words come out whole whatever fonts a reader has.
    spec_href: an address that answers with the specification, for large ones. downloads: (label, address).
    """
    # The picture is our own renderer's output; every text in it has been escaped there.
    still = SafeString("") if picture_href else mark_safe(to_page_svg(chart))  # noqa: S308
    return ChartView(
        id=id,
        title=chart.title,
        subtitle=chart.subtitle,
        description=chart.alternative,
        still=still,
        picture_href=picture_href,
        spec=None if spec_href else to_spec(chart),
        spec_href=spec_href,
        twin=plain_view(chart.table, id=f"{id}-table", show_caption=False) if chart.table else None,
        height=chart.height,
        downloads=downloads,
        notes=chart.notes,
        key=tuple((mark_safe(to_page_mark(mark)), mark.meaning) for mark in chart.key),  # noqa: S308
    )
