"""A scorecard tree: a table whose rows open in place. Links open it without JavaScript; keys and clicks with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.tables import DrawnCell, drawn_row


@dataclass(frozen=True)
class TreeNode:
    """A node: its cells by column key (the first column holds its name, a Link), and what is beneath it.

    key: unique in the tree. kind: a class for the row (theme, outcome, item). open: its children are shown.
    beside: words in place of all cells after the second, for a node that has a status and no figure. links: after them.
    """

    key: str
    cells: Mapping[str, Cell]
    children: tuple[TreeNode, ...] = ()
    open: bool = False
    kind: str = ""
    beside: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A row as drawn. hidden: some node above is closed. toggle: address that opens or closes it without JavaScript.

    Rows are many, so each says its level and no more of its place: what is above and beneath it follows from their order.
    """

    id: str
    level: int
    leaf: bool
    open: bool
    hidden: bool
    kind: str
    toggle: str
    name: DrawnCell
    cells: tuple[DrawnCell, ...]
    beside: str
    links: tuple[Link, ...]
    span: int


@dataclass(frozen=True)
class TreeView:
    """What `{% tree view %}` draws."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[TreeRow, ...]
    compact: bool = False


def tree_view(
    id: str,
    caption: str,
    columns: tuple[Column, ...],
    nodes: tuple[TreeNode, ...],
    toggle: Callable[[TreeNode], str] = lambda node: "",
    *,
    compact: bool = False,
) -> TreeView:
    """The tree as rows. toggle: the address of this page with the node opened (or closed, when it is open)."""
    table = Table(caption, columns, ())
    return TreeView(id, caption, columns, tuple(_rows(id, table, nodes, toggle, 1, False)), compact)


def _rows(
    tree: str,
    table: Table,
    nodes: tuple[TreeNode, ...],
    toggle: Callable[[TreeNode], str],
    level: int,
    hidden: bool,
) -> Iterator[TreeRow]:
    for node in nodes:
        name, *cells = drawn_row(table, node.cells, bare=True).cells
        leaf = not node.children
        yield TreeRow(
            f"{tree}-{node.key}", level, leaf, node.open, hidden, node.kind, "" if leaf else toggle(node),
            name, tuple(cells[:1] if node.beside else cells), node.beside, node.links, len(cells) - 1,
        )  # fmt: skip
        yield from _rows(tree, table, node.children, toggle, level + 1, hidden or not node.open)


def as_table(caption: str, columns: tuple[Column, ...], nodes: tuple[TreeNode, ...], name: str = "scorecard") -> Table:
    """The whole tree, open, as a flat table with its level in the first column: for downloads and documents."""
    level = Column("level", "Level", "number")

    def flat(some: tuple[TreeNode, ...], depth: int) -> Iterator[dict[str, Cell]]:
        for node in some:
            yield {"level": depth, **node.cells}
            yield from flat(node.children, depth + 1)

    return Table(caption, (level, *columns), list(flat(nodes, 1)), name=name)
