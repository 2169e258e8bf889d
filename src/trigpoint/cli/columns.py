"""Columns of text for a terminal or a pipe: never cut off, never wrapped, the same in both."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def aligned(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Lines with two spaces between columns; a column without any text is left out. right: columns set flush right."""
    kept = [i for i, _ in enumerate(headings) if any(row[i] for row in rows)]
    widths = {i: max(len(headings[i]), *(len(row[i]) for row in rows)) for i in kept}

    def line(cells: Sequence[str]) -> str:
        return "  ".join(cells[i].rjust(widths[i]) if i in right else cells[i].ljust(widths[i]) for i in kept).rstrip()

    return [line(headings), "  ".join("-" * widths[i] for i in kept), *(line(row) for row in rows)]
