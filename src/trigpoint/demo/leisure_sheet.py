"""A spreadsheet that waits in the sample partnership to be made a scorecard: the leisure trust's own, as it keeps it.

Quarters across under merged years, themes as rows between, a total, an error, colours, and notes beneath: made up.
"""

from __future__ import annotations

import io
import random
from datetime import date

import xlsxwriter

from trigpoint.demo.folder import financial_year

NAME = "Leisure trust scorecard.xlsx"
YEARS = 5
HEADS = ("Ref", "Indicator", "Lead officer", "Lead partner", "Good is", "Unit")
THEMES = (
    (
        "Getting active",
        (
            ("L1", "Visits to leisure centres", "Hattie Quill", "High", "visits", "#,##0", 61_000, 700, 66_000),
            ("L2", "Members who came in the last month", "Hattie Quill", "High", "%", "0.0%", 0.58, 0.004, 0.65),
            ("L3", "Children who finish swimming lessons", "S. Brook", "High", "%", "0%", 0.71, 0.003, 0.75),
        ),
    ),
    (
        "Paying its way",
        (
            ("L4", "Subsidy for each visit", "S. Brook", "Low", "£", '"£"0.00', 2.1, -0.03, 1.6),
            ("L5", "Days on which a pool was shut", "S. Brook", "Low", "days", "0", 14, -0.3, 8),
        ),
    ),
)


def leisure_sheet(until: date, seed: int) -> bytes:
    """The workbook, with quarters of the five financial years before the one in which `until` lies."""
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    years = range(financial_year(until) - YEARS, financial_year(until))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Scorecard")
        head = book.add_format({"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "align": "center"})
        theme_style = book.add_format({"bold": True, "bg_color": "#D9D9D9"})
        target_column, first = len(HEADS), len(HEADS) + 1
        comment_column = first + 4 * YEARS
        sheet.write(
            0, 0, "Fenmoor leisure trust: quarterly scorecard", book.add_format({"bold": True, "font_size": 14})
        )
        for column, text in enumerate((*HEADS, f"Target {_label(years[-1])}")):
            sheet.merge_range(2, column, 3, column, text, head)
        for at, year in enumerate(years):
            sheet.merge_range(2, first + 4 * at, 2, first + 4 * at + 3, _label(year), head)
            for quarter in range(4):
                sheet.write(3, first + 4 * at + quarter, f"Q{quarter + 1}", head)
        sheet.merge_range(2, comment_column, 3, comment_column, "Comments", head)
        row = 4
        for theme, indicators in THEMES:
            sheet.merge_range(row, 0, row, comment_column, theme, theme_style)
            row += 1
            for ref, name, lead, good, unit, style, start, step, target in indicators:
                for column, text in enumerate((ref, name, lead, "Fenmoor Leisure Trust", good, unit)):
                    sheet.write(row, column, text)
                sheet.write(row, target_column, target, book.add_format({"num_format": style}))
                for quarter in range(4 * YEARS):
                    value = round(
                        start + step * quarter + chance.uniform(-abs(step), abs(step)) * 2, 3 if start < 1 else 2
                    )
                    colour = chance.choice(("#FF0000", "#FFC000", "#92D050"))
                    shown = book.add_format({"num_format": style, "bg_color": colour})
                    sheet.write(row, first + quarter, round(value) if style in ("0", "#,##0") else value, shown)
                row += 1
        sheet.write(row, 1, "Total of green")
        sheet.write(row, first, 3)
        sheet.write(
            5, comment_column, "The new gym opened in the last quarter; visits are counted at the gate since then."
        )
        sheet.write(9, first + 2, "n/a")
        sheet.write(10, first + 5, "#REF!")
        sheet.write(row + 2, 0, "Notes: colours are the trust’s own view. L5 counts a day on which any pool was shut.")
    return out.getvalue()


def _label(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02}"
