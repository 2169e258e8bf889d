"""A chart beside its figures in a workbook: drawn by Excel out of the very cells, so that it follows when they change."""

from __future__ import annotations

import xlsxwriter

from trigpoint.publish.charts import Chart
from trigpoint.publish.charts.theme import GREY, INK, OURS
from trigpoint.publish.texts import legible, shortened
from trigpoint.publish.worksheets import Written

WIDTH, HEIGHT = 760, 340
LEAST_POINTS = 2


def draw_chart(book: xlsxwriter.Workbook, written: Written, chart: Chart, sheet_name: str) -> None:
    """A line for each column of numbers over the table's first column; none where there are too few rows."""
    numbers = [
        (x, column)
        for x, column in enumerate(written.columns)
        if column.source.numeric and column.kind == "value" and column.key == column.source.key
    ]
    if not numbers or written.last - written.head < LEAST_POINTS:
        return
    drawn = book.add_chart({"type": "line"})
    for n, (x, column) in enumerate(numbers):
        target = column.key == "target"
        colour = INK if target else OURS if n == 0 else GREY
        line = {"color": colour, "width": 2.25 if n == 0 else 1.5, **({"dash_type": "dash"} if target else {})}
        series = {
            "name": [sheet_name, written.head, x],
            "categories": [sheet_name, written.head + 1, 0, written.last, 0],
            "values": [sheet_name, written.head + 1, x, written.last, x],
            "line": line,
        }
        if n == 0:
            series["marker"] = {
                "type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour},
            }  # fmt: skip
        drawn.add_series(series)
    drawn.set_title(
        {"name": shortened(legible(chart.title), 150), "name_font": {"size": 11, "bold": True}, "overlay": False}
    )
    drawn.set_legend({"none": True} if len(numbers) == 1 else {"position": "bottom"})
    drawn.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#E4DFD9"}}, "line": {"none": True}})
    drawn.set_x_axis({"num_font": {"rotation": -45, "size": 8}})
    # A gap is a period without a figure, and stays one.
    drawn.show_blanks_as("gap")
    drawn.set_size({"width": WIDTH, "height": HEIGHT})
    beside = len(written.columns) + 1
    written.sheet.insert_chart(
        written.head, beside, drawn, {"description": legible(chart.description)[:1000], "object_position": 2}
    )
