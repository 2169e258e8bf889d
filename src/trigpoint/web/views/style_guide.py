"""The style guide: one live page with every component in every state, which browser tests visit."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trigpoint.publish.cells import STATUS_LOOKS
from trigpoint.web.components import samples
from trigpoint.web.components.charts import chart_view
from trigpoint.web.components.tables import download_asked, plain_view, table_view
from trigpoint.web.components.trees import tree_view


@login_not_required
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Everything here is invented, so nobody need sign in to see it."""
    table = samples.table()
    if file := download_asked(request, {"table": table}):
        return file
    asked = samples.SampleForm({"value": "ninety five", "kind": "single"})
    context = {
        "top_bar": samples.TOP_BAR,
        "context_bar": samples.CONTEXT_BAR,
        "crumbs": samples.CRUMBS,
        "page_title": "Style guide",
        "page_kind": "For those who build pages",
        "headline": "11 of 64 indicators need attention; three are new this month.",
        "help_href": "#help",
        "data_notes": samples.NOTES,
        "statuses": list(STATUS_LOOKS),
        "figures": samples.FIGURES,
        "directions": samples.DIRECTIONS,
        "sparks": samples.SPARKS,
        "bullets": samples.BULLETS,
        "tags": samples.TAGS,
        "notices": samples.NOTICES,
        "empties": samples.EMPTIES,
        "tabs": samples.TABS,
        "table": table_view(request, table, order="status", per_page=50),
        "compact": plain_view(replace(table, caption="The same, compact"), id="compact"),
        "tree": tree_view("scorecard", "Scorecard of Westmere, March 2019", samples.TREE_COLUMNS, samples.TREE, lambda n: f"?open={n.key}"),
        "charts": [chart_view(chart, id=f"chart-{name}", downloads=(("SVG", "#"), ("PNG", "#")))
                   for name, chart in samples.chart_examples().items()],
        "form": samples.SampleForm(auto_id="fresh_%s"),
        "form_in_error": asked,
        "attention": samples.attention(),
    }  # fmt: skip
    return render(request, "web/style_guide.html", context)
