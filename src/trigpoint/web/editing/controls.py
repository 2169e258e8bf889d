"""What a form of definitions is made of: controls, rows of controls, and sections that hold them. What a control may hold
follows from the shape of its key in the definition itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Key = tuple[str, ...]
"""The keys from a document's (or a row's) top to a value: ("life", "state")."""

Names = Literal[
    "dimension", "data-set", "rule-set", "comparator", "group-set", "indicator", "framework", "organisation", "person",
    "role", "level", "member", "slice", "item",
]  # fmt: skip
"""What a code stands for, so that a name can be chosen: a kind of definition, a partner, a person, a breakdown of the data
set, a level or a value of the breakdown that the definition is about, a place of any breakdown, or a data item."""


@dataclass(frozen=True)
class Control:
    """One thing that is asked. key: dotted. names: what its code stands for. long: a text of several lines.

    columns: for a list of parts that is written a line each, the keys between the bars. when: (key, words): asked only
    where that key of the same part says one of them. seldom: of a row, folded away
    unless it says something. hidden: carried along by a script or a button. field_type, field_choices: of a partnership's own field.
    """

    key: str
    label: str
    hint: str = ""
    names: Names | None = None
    long: bool = False
    width: str = ""
    columns: tuple[str, ...] = ()
    when: tuple[str, tuple[str, ...]] | None = None
    formula: bool = False
    seldom: bool = False
    hidden: bool = False
    field_type: str = ""
    field_choices: tuple[str, ...] = ()

    @property
    def path(self) -> Key:
        """Its key, step by step."""
        return tuple(self.key.split("."))


@dataclass(frozen=True)
class Rows:
    """A list of parts, each with controls of its own. one: what a part is called. least: how many empty ones to show.

    tree: each row has a depth, and lies beneath the nearest row before it that has less. fixed: no row is added, moved or
    taken out.
    """

    key: str
    label: str
    one: str
    controls: tuple[Control, ...]
    hint: str = ""
    least: int = 0
    tree: bool = False
    fixed: bool = False
    when: tuple[str, tuple[str, ...]] | None = None

    @property
    def path(self) -> Key:
        """Its key, step by step."""
        return tuple(self.key.split("."))

    @property
    def makes_codes(self) -> bool:
        """Whether a part may be left without a code: it is made from its name."""
        return {"name", "code"} <= {control.key for control in self.controls} and not self.tree


@dataclass(frozen=True)
class Section:
    """Controls under a heading. folded: closed at first unless something in it is said or wrong."""

    title: str
    parts: tuple[Control | Rows, ...]
    intro: str = ""
    folded: bool = False
