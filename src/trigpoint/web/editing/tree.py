"""A framework on a form: its tree as rows one beneath the other, each with its depth, and the rows as a tree again.

Rows are moved with all that lies beneath them. Where a row cannot lie (an indicator at the top, something beneath an
indicator) is said or put right when the form is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from trigpoint.definitions.document import Code, Dated, Document, Name, Number, Text, Value, code_from
from trigpoint.definitions.frameworks import RollUp, Support
from trigpoint.web.editing.controls import Control, Rows, Section
from trigpoint.web.editing.form import Form, Path, Read

LIST = "rows"
DEEPEST = 8
NODE, ITEM = "node", "item"
NODE_KEYS = ("code", "name", "description", "level", "weight", "roll_up", "supports")
ITEM_KEYS = ("indicator", "code", "weight", "rule_set", "where", "lead", "due")
OF_NODE, OF_ITEM = ("sort", (NODE,)), ("sort", (ITEM,))


class TreeRow(Value):
    """A node or an item of a framework, as a row of the form."""

    sort: Literal["node", "item"] = "node"
    depth: int = 0
    name: Name | None = None
    indicator: Code | None = None
    code: Code | None = None
    description: Text = ""
    level: Name | None = None
    weight: Number = Field(Number(1), ge=0)
    roll_up: RollUp | None = None
    supports: tuple[Support, ...] = ()
    rule_set: Code | None = None
    where: dict[str, str] = {}
    lead: Code | None = None
    due: str | None = None


class FlatFramework(Document):
    """A framework as its form holds it."""

    kind: Literal["framework"]
    owner: Code | None = None
    years: Dated = Dated()
    roll_up: RollUp
    rule_set: Code
    rows: tuple[TreeRow, ...] = ()


FRAMEWORK = (
    Section("What it is", (
        Control("name", "Name", "Our agreement, Balanced Scorecard."),
        Control("description", "What it is for", long=True),
        Control("owner", "Whose it is", "Empty: the whole partnership’s.", names="organisation", width="20"),
        Control("years.from", "It holds from"),
        Control("years.to", "It holds to"),
        Control("rule_set", "Status rule", "For every indicator in it, but where it says otherwise.", names="rule-set"),
        Control("roll_up", "Parts are judged"),
    )),
    Section("What stands in it", (
        Rows(LIST, "Tree", "part", (
            Control("sort", "", hidden=True),
            Control("depth", "", hidden=True),
            Control("name", "Name", when=OF_NODE),
            Control("indicator", "Indicator", names="indicator", when=OF_ITEM),
            Control("level", "It is a", "Theme, Outcome, Objective.", width="10", when=OF_NODE, seldom=True),
            Control("weight", "Weight", width="5", seldom=True),
            Control("roll_up", "Judged", when=OF_NODE, seldom=True),
            Control("rule_set", "Status rule here", names="rule-set", when=OF_ITEM, seldom=True),
            Control("where", "Read for one place only", "As “Area: East Vale”.", names="slice", when=OF_ITEM, seldom=True),
            Control("lead", "Partner that leads here", names="organisation", width="20", when=OF_ITEM, seldom=True),
            Control("due", "Due by", "A period.", width="10", when=OF_ITEM, seldom=True),
            Control("code", "Code", "Empty: made from the name.", width="10", seldom=True),
            Control("description", "What it says", long=True, when=OF_NODE, seldom=True),
            Control("supports", "It helps", "One on each line: scorecard | part, by their codes.", columns=("framework", "node"), when=OF_NODE, seldom=True),
        ), tree=True),
    )),
)  # fmt: skip


def flat_values(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A framework's plain values with its tree as rows."""
    flat = {key: value for key, value in raw.items() if key != "nodes"}
    return {**flat, LIST: list(_flat(raw.get("nodes", ()), 0)) or [{"sort": NODE, "depth": 0}]}


def _flat(nodes: Any, depth: int) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield {"sort": NODE, "depth": depth} | {key: node[key] for key in NODE_KEYS if key in node}
        for item in node.get("items", ()):
            yield {"sort": ITEM, "depth": depth + 1, **item}
        yield from _flat(node.get("nodes", ()), depth + 1)


def nested(read: Read) -> Read:
    """What a form says, with its rows as a tree; a row that nothing was written in lies in no tree."""
    raw = {key: value for key, value in read.raw.items() if key != LIST}
    top: list[dict[str, Any]] = []
    names = {path: name for path, name in read.names.items() if path[:1] != (LIST,)}
    unreadable = dict(read.unreadable)
    above: list[tuple[dict[str, Any], Path]] = []
    for at, row in enumerate(read.raw.get(LIST, ())):
        depth = min(int(row.get("depth") or 0), len(above), DEEPEST)
        del above[depth:]
        if row.get("sort") == ITEM:
            if not above:
                unreadable[read.names.get((LIST, at), LIST)] = "Put this indicator beneath a theme: the top holds none."
                continue
            node, path = above[-1]
            part = {key: row[key] for key in ITEM_KEYS if key in row}
            items = node.setdefault("items", [])
            here: Path = (*path, "items", len(items))
            items.append(part)
        else:
            part = {key: row[key] for key in NODE_KEYS if key in row}
            part.setdefault("code", code_from(str(part.get("name", ""))))
            beside, path = (above[-1][0].setdefault("nodes", []), above[-1][1]) if above else (top, ())
            here = (*path, "nodes", len(beside))
            beside.append(part)
            above.append((part, here))
        for old, name in read.names.items():
            if old[:2] == (LIST, at):
                names[(*here, *old[2:])] = name
    names["nodes",] = LIST
    return Read({**raw, "nodes": top}, unreadable, names)


class TreeForm(Form):
    """The form of a framework: its buttons move a row with all that lies beneath it."""

    def _act(self, act: str) -> None:
        what, _, rest = act.partition(":")
        key = rest.removeprefix(f"{LIST}:")
        keys = self.rows.get(LIST, [])
        self._settle(keys)
        if what in ("add", "add-node", "add-item"):
            self._add(keys, key if key in keys else "", ITEM if what == "add-item" else NODE)
        elif key in keys:
            at = keys.index(key)
            end = self._end(keys, at)
            block = keys[at:end]
            if what == "out":
                del keys[at:end]
            elif what == "up" and at and (before := self._before(keys, at)) is not None:
                keys[before:end] = [*block, *keys[before:at]]
            elif what == "down" and end < len(keys) and self._depth(keys[end]) == self._depth(key):
                after = self._end(keys, end)
                keys[at:after] = [*keys[end:after], *block]
            elif what in ("in", "back"):
                self._shift(block, 1 if what == "in" else -1)
        self._settle(keys)

    def _add(self, keys: list[str], beneath: str, sort: str) -> None:
        """A new row as the last beneath another; without one, at the end of the top."""
        new = str(max((int(one) for one in keys), default=-1) + 1)
        at, depth = len(keys), 0
        if beneath:
            at, depth = self._end(keys, keys.index(beneath)), self._depth(beneath) + 1
            if sort == ITEM:
                # Before the parts beneath the same one, for so a tree holds them.
                at = next((n for n in range(keys.index(beneath) + 1, at) if self._sort(keys[n]) == NODE), at)
        keys.insert(at, new)
        self.texts |= {f"{LIST}.{new}.sort": [sort], f"{LIST}.{new}.depth": [str(depth)], f"{LIST}.{new}.weight": ["1"]}
        self.kept[f"{LIST}.{new}"] = {}

    def _settle(self, keys: list[str]) -> None:
        """Every row at a depth that there is: at most one beneath the row before, and beneath no indicator."""
        most = 0
        for key in keys:
            depth = min(self._depth(key), most)
            self.texts[f"{LIST}.{key}.depth"] = [str(depth)]
            most = min(depth + 1 if self._sort(key) == NODE else depth, DEEPEST)

    def _shift(self, block: list[str], by: int) -> None:
        for key in block:
            self.texts[f"{LIST}.{key}.depth"] = [str(max(0, self._depth(key) + by))]

    def _end(self, keys: list[str], at: int) -> int:
        """Where what lies beneath the row at `at` ends."""
        depth = self._depth(keys[at])
        return next((n for n in range(at + 1, len(keys)) if self._depth(keys[n]) <= depth), len(keys))

    def _before(self, keys: list[str], at: int) -> int | None:
        """Where the row before, of the same depth beneath the same one, begins."""
        depth = self._depth(keys[at])
        for n in range(at - 1, -1, -1):
            if self._depth(keys[n]) <= depth:
                return n if self._depth(keys[n]) == depth else None
        return None

    def _depth(self, key: str) -> int:
        said = (self.texts.get(f"{LIST}.{key}.depth") or ["0"])[0]
        return min(int(said), DEEPEST) if said.isdecimal() and len(said) < 4 else 0

    def _sort(self, key: str) -> str:
        return ITEM if (self.texts.get(f"{LIST}.{key}.sort") or [NODE])[0] == ITEM else NODE
