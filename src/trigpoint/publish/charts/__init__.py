"""Charts: one specification for a page (live), a page without scripts (still SVG) and documents (SVG, PNG).

A drawing function takes plain columns and answers with a `Chart`; `to_spec`, `to_page_svg`, `to_svg`, `to_png` show it.
Specifications are Vega-Lite; tests hold each against the published schema.
"""

from trigpoint.publish.charts.chart import Chart, Mark
from trigpoint.publish.charts.comparisons import Bar, Member, bars, dot_plot, strip
from trigpoint.publish.charts.over_time import line_over_time
from trigpoint.publish.charts.panels import BarPanel, bar_panels
from trigpoint.publish.charts.points import Line, Panel, Point, ProcessLimits
from trigpoint.publish.charts.relations import Contribution, Dot, contributions, scatter
from trigpoint.publish.charts.rendering import to_page_mark, to_page_svg, to_png, to_spec, to_svg
from trigpoint.publish.charts.small_multiples import small_multiples

__all__ = [
    "Bar",
    "BarPanel",
    "Chart",
    "Contribution",
    "Dot",
    "Line",
    "Mark",
    "Member",
    "Panel",
    "Point",
    "ProcessLimits",
    "bar_panels",
    "bars",
    "contributions",
    "dot_plot",
    "line_over_time",
    "scatter",
    "small_multiples",
    "strip",
    "to_page_mark",
    "to_page_svg",
    "to_png",
    "to_spec",
    "to_svg",
]
