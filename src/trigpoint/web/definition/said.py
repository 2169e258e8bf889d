"""What a definition says, in the words of pages: line by line, and its lists as tables."""

from __future__ import annotations

from trigpoint.definitions.describing import Row, describe, described_lists
from trigpoint.definitions.document import Document
from trigpoint.publish.tables import Column, Table
from trigpoint.web.visit import Visit

WORDS = {
    "Dimension": "Breakdown",
    "Dimensions": "Broken down by",
    "Provider dimension": "Supplied by each",
    "Load": "How an upload changes it",
    "Measures": "Data items",
    "Over members": "Over places and organisations",
}
"""What labels of the schema are called on pages."""

APART = {"tree": {"Nodes"}, "measures": {"Measures"}, "columns": {"A column a measure", "Dimensions", "Other columns"}}
"""Labels of what the table of that id shows better."""


def lists_of(here: Visit, document: Document, apart: set[str]) -> list[Table]:
    """Each list of parts of the document as a table, but for those that another table shows better.

    apart: ids of the tables beneath (see `APART`).
    """
    better = {label for id, labels in APART.items() if id in apart for label in labels}
    return [
        Table(
            on_pages(one.label),
            tuple(Column(f"c{n}", heading, sort=False) for n, heading in enumerate(one.headings)),
            [{f"c{n}": text for n, text in enumerate(row)} for row in one.rows],
            name=f"list-{number}",
        )
        for number, one in enumerate(described_lists(document, here.definitions), 1)
        if one.label not in better
    ]


def says_of(here: Visit, document: Document, apart: set[str]) -> list[Row]:
    """What the document says, less what stands in the heading or in a table of its own. apart: as for `lists_of`."""
    left_out = {"Kind", "Name", "Description"} if "\n" not in document.description else {"Kind", "Name"}
    left_out |= {label for id, labels in APART.items() if id in apart for label in labels}
    left_out |= {one.label for one in described_lists(document, here.definitions)}
    rows = describe(document, here.definitions)
    kept = [row for row in rows if row.label not in left_out and row.label.rstrip(" 0123456789") not in left_out]
    return [Row(on_pages(row.label), row.text) for row in kept]


def on_pages(label: str) -> str:
    """A label in the words of pages, where the model's own is another."""
    stem = label.rstrip(" 0123456789")
    return WORDS.get(stem, stem) + label[len(stem) :]
