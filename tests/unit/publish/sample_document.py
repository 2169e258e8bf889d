"""A document with one of every block, and texts that a document must not take for anything but text."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from trigpoint.publish.blocks import (
    ChartBlock,
    Document,
    Heading,
    Headline,
    KeyFigure,
    KeyFigures,
    Notice,
    PageBreak,
    Paragraph,
    TableBlock,
    TextBy,
)
from trigpoint.publish.cells import Direction, Figure, Link, Sparkline, Status
from trigpoint.publish.charts import Point, line_over_time
from trigpoint.publish.tables import Column, Table

HOSTILE = '*bold* #panic("x") $x$ <lab> @ref [[=1+1]] {{7*7}} <script>alert(1)</script> \\u{41} & "quotes"'

WAITS = Figure(Decimal("86.604123"), "%", 1, state="provisional")

TABLE = Table(
    "Emergency care, March 2019",
    (
        Column("name", "Indicator", "link"),
        Column("status", "Status", "status"),
        Column("value", "Figure", "figure", unit="%", decimals=1),
        Column("direction", "Direction", "direction"),
        Column("trend", "Trend", "sparkline", sort=False),
        Column("why", "Why", wide=True),
    ),
    [
        {
            "name": Link("Seen within four hours", "/indicators/waits/", beneath="Westmere hospitals"),
            "status": Status("off_target", why="86.6% against 95%"),
            "value": WAITS,
            "direction": Direction("worse", "down", "1.2 points", "on February 2019"),
            "trend": Sparkline([90, 88, None, 87, 86.6], 95, last_label="March 2019", unit="%", decimals=1),
            "why": HOSTILE,
        },
        {
            "name": Link("Delayed discharges"),
            "status": Status("no_data"),
            "value": Figure(None, nothing="not-published"),
            "why": "=1+1",
        },
        *(
            {
                "name": f"Indicator {n}",
                "status": Status("on_target", "On course", "C"),
                "value": Figure(n, "%", 1),
                "why": "as before",
            }
            for n in range(60)
        ),
    ],
    notes=("Source: monthly returns.",),
    name="emergency-care",
)

CHART = line_over_time(
    title="Four-hour waits have fallen below 90%",
    subtitle="Per cent seen within four hours, England",
    points=[
        Point(f"{label} 2019", value, target=95)
        for label, value in zip(("Jan", "Feb", "Mar"), (90, 88, 86.6), strict=True)
    ],
    name="Waits",
    unit="%",
    decimals=1,
)

DOCUMENT = Document(
    title="Board report",
    subtitle="March 2019, all partners",
    partnership="Westmere Together",
    made_at=datetime(2019, 4, 20, 9, 30, tzinfo=UTC),
    as_known_on=date(2019, 4, 19),
    blocks=[
        Headline("One of 64 indicators needs attention."),
        Notice("Two of seven partners have not reported."),
        KeyFigures(
            [
                KeyFigure("Seen within four hours", WAITS, Status("off_target"), "against 95%"),
                KeyFigure("Attendances", Figure(2_167_550), Status("contextual")),
            ]
        ),
        Heading("What needs attention"),
        Paragraph(HOSTILE),
        TextBy(
            "What the lead says",
            [("", "The first line.\nThe second."), ("What we are doing", "More of it.")],
            "Ann Ash",
            date(2019, 4, 18),
        ),
        PageBreak(),
        Heading("Scorecard"),
        Heading("Seen in time", 2),
        TableBlock(TABLE),
        ChartBlock(CHART),
    ],
    notes=("Figures came in until 19 April 2019.",),
    name="board-march-2019",
)


def with_text(text: str) -> Document:
    """The document with a text in every place that a person may write in."""
    table = replace(TABLE, caption=text, rows=[{"name": text, "status": Status("late", text, "L"), "why": text}])
    blocks = [Heading(text), Paragraph(text), TextBy(text, [(text, text)], text, date(2019, 4, 1)), TableBlock(table)]
    return replace(DOCUMENT, title=text, subtitle=text, partnership=text, blocks=blocks, notes=(text,))
