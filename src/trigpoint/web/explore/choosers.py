"""What may be put on each shelf of the explore screen: found by search, each choice an address. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from trigpoint.catalogue.search import Index
from trigpoint.definitions.dimension_tree import plain_words
from trigpoint.definitions.whole import Definitions
from trigpoint.web.context import Context
from trigpoint.web.explore.asking import dimensions_of
from trigpoint.web.explore.shelves import PERIOD, OnShelf, Shelves, hierarchy_beneath

MOST = 40
Address = Callable[[Shelves, Context], str]


@dataclass(frozen=True)
class Choice:
    """One thing that may be put on a shelf. href: the screen with it there."""

    label: str
    href: str
    beneath: str = ""
    current: bool = False


@dataclass(frozen=True)
class Chip:
    """One thing on a shelf: its name, and what may be done with it as (what, address)."""

    label: str
    remove: str
    beneath: str = ""
    moves: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Shelf:
    """A shelf as drawn. key: in addresses. find: what was searched for. open: its chooser is shown."""

    key: str
    label: str
    add: str
    chips: tuple[Chip, ...]
    find: str
    open: bool
    choices: tuple[Choice, ...]
    empty: str
    searchable: bool = True


def choices_for(
    key: str, find: str, shelves: Shelves, context: Context, definitions: Definitions, index: Index, address: Address
) -> tuple[Choice, ...]:
    """What may be put on a shelf, for words typed; at most MOST."""
    if key == "indicator":
        return tuple(_indicators(find, shelves, context, definitions, index, address))[:MOST]
    if key in ("rows", "columns"):
        found = _breakdowns(key, find, shelves, context, definitions, address)
        return tuple(sorted(found, key=lambda choice: by_name(choice.label)))[:MOST]
    if key == "filters":
        return tuple(_filters(find, shelves, context, definitions, address))[:MOST]
    return ()


def by_name(name: str) -> list[tuple[int, int, str]]:
    """A key by which names stand as people look for them: letters alike whatever their case, numbers by their size."""
    parts = re.split(r"(\d+)", plain_words(name))
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def _indicators(
    find: str, shelves: Shelves, context: Context, definitions: Definitions, index: Index, address: Address
) -> Iterator[Choice]:
    codes = (
        [hit.entry.code for hit in index.search(find, kinds=("indicator",))]
        if find.strip()
        else sorted(definitions.indicators, key=lambda code: by_name(definitions.indicators[code].name))
    )
    for code in codes:
        indicator = definitions.indicators.get(code)
        if indicator is None:
            continue
        there = code in shelves.indicators
        changed = shelves.without_indicator(code) if there else shelves.with_indicator(code)
        yield Choice(indicator.name, address(changed, context), indicator.topic or "", there)


def _breakdowns(
    key: str, find: str, shelves: Shelves, context: Context, definitions: Definitions, address: Address
) -> Iterator[Choice]:
    words = plain_words(find).split()
    here = shelves.rows if key == "rows" else shelves.columns

    def fits(*texts: str) -> bool:
        said = plain_words(" ".join(texts))
        return all(word in said for word in words)

    if fits("Period", "time", "month", "year"):
        there = any(axis.is_period for axis in here)
        changed = shelves.without(PERIOD) if there else shelves.put(key, OnShelf(PERIOD))
        yield Choice("Period", address(changed, context), "how it went over time", there)
    for code in dimensions_of(shelves.indicators, definitions) if shelves.indicators else definitions.dimensions:
        tree = definitions.dimensions[code]
        for level in tree.dimension.levels:
            if not fits(tree.dimension.name, level.name, level.plural):
                continue
            axis = OnShelf(code, level.code)
            there = axis in here
            count = sum(member.level == level.code for member in tree.members.values())
            changed = shelves.without(code) if there else shelves.put(key, axis)
            name = (
                level.name
                if len(tree.levels) == 1 or level.name == tree.dimension.name
                else f"{tree.dimension.name}: {_low(level.name)}"
            )
            yield Choice(name, address(changed, context), f"{count:,} of them", there)


def _filters(
    find: str, shelves: Shelves, context: Context, definitions: Definitions, address: Address
) -> Iterator[Choice]:
    words = plain_words(find).split()
    held = dimensions_of(shelves.indicators, definitions) if shelves.indicators else list(definitions.dimensions)
    each = max(4, MOST // max(1, len(held))) if not words else MOST
    for code in held:
        tree, shown = definitions.dimensions[code], 0
        levels = [level.code for level in tree.dimension.levels]
        for member in sorted(tree.members.values(), key=lambda one: (levels.index(one.level), by_name(one.name))):
            level = tree.levels[member.level].name
            said = plain_words(
                " ".join((member.name, member.short_name or "", *member.aliases, tree.dimension.name, level))
            )
            if shown >= each or not all(word in said for word in words):
                continue
            shown += 1
            there = context.member(code) == member.code
            changed = context.at(code, None if there else member.code)
            yield Choice(member.name, address(shelves, changed), f"{tree.dimension.name}: {_low(level)}", there)


def chips_of(
    key: str,
    shelves: Shelves,
    context: Context,
    definitions: Definitions,
    address: Address,
    own: tuple[tuple[str, str], ...] = (),
) -> tuple[Chip, ...]:
    """What is on a shelf now. own: filters that the reader may not take away."""
    if key == "indicator":
        return tuple(
            Chip(definitions.indicators[code].name, address(shelves.without_indicator(code), context))
            for code in shelves.indicators
        )
    if key == "filters":
        return tuple(
            Chip(
                definitions.dimensions[dimension].name(member),
                "" if (dimension, member) in own else address(shelves, context.at(dimension, None)),
                definitions.dimensions[dimension].dimension.name,
            )
            for dimension, member in context.where
        )  # fmt: skip
    here = shelves.rows if key == "rows" else shelves.columns
    other = "columns" if key == "rows" else "rows"
    return tuple(
        Chip(
            *axis_in_words(axis, definitions, address, shelves, context),
            moves=((f"to {other}", address(shelves.put(other, axis), context)), *_up(axis, definitions, address, shelves, context)),
        )
        for axis in here
    )  # fmt: skip


def axis_in_words(
    axis: OnShelf, definitions: Definitions, address: Address, shelves: Shelves, context: Context
) -> tuple[str, str, str]:
    """What a breakdown on a shelf is called, the address without it, and a quieter second line."""
    removed = address(shelves.without(axis.dimension), context)
    if axis.is_period:
        return "Period", removed, ""
    tree = definitions.dimensions[axis.dimension]
    if axis.under is not None:
        return tree.dimension.name, removed, f"within {tree.name(axis.under)}"
    return (tree.levels[axis.level].name if axis.level else tree.dimension.name), removed, ""


def _up(
    axis: OnShelf, definitions: Definitions, address: Address, shelves: Shelves, context: Context
) -> Iterator[tuple[str, str]]:
    """The way back up from within a member: to its parent, or to its own level."""
    if axis.under is None:
        return
    tree = definitions.dimensions[axis.dimension]
    parent = tree.parent(axis.under, hierarchy_beneath(tree, axis.under))
    if parent is not None and parent in tree.members:
        yield f"up to {tree.name(parent)}", address(shelves.instead(OnShelf(axis.dimension, under=parent)), context)
    else:
        level = tree.members[axis.under].level
        up = OnShelf(axis.dimension, level)
        yield f"up to {_low(tree.levels[level].plural)}", address(shelves.instead(up), context)


def _low(name: str) -> str:
    """A name within a sentence; abbreviations stay as they are."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
