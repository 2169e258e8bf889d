"""YAML text to plain values with the line and column of each, or the fault that keeps it from being read.

A small and safe part of YAML 1.2: one document of mappings, lists and scalars. Anchors, aliases, tags and directives
are refused (what a person reads must be what is meant), as are repeated keys and very deep nesting. Numbers keep their
digits: a Decimal, never a float. Knows nothing of kinds or models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from trigpoint.definitions.faults import Fault

MOST_CHARACTERS = 8_000_000
DEEPEST = 30
MOST_DIGITS = 40
LONGEST_NUMBER = 100
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

INTEGER = re.compile(r"[-+]?(0|[1-9]\d*)")
NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)")
ODD_NUMBER = re.compile(
    r"[-+]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][-+]?\d+)?|0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|[-+]?\.(inf|Inf|INF)"
    r"|\.(nan|NaN|NAN)"
)
NULLS = frozenset(["null", "Null", "NULL", "~"])
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class OddNumber(str):
    """A number written in a way that people read differently: 007, 1e6, 0x1F, 1_000, .inf."""

    __slots__ = ()


@dataclass(slots=True)
class Place:
    """Where a value stands (1-based), how it was written, and where its parts stand.

    written: the characters of a scalar. quoted: whether they stood in quotes or a block. keys: where each key stands.
    """

    line: int
    column: int
    written: str = ""
    quoted: bool = False
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    parts: dict[str | int, Place] = field(default_factory=dict)

    def at(self, path: tuple[str | int, ...]) -> Place:
        """The place of the deepest part of `path` that is there."""
        place = self
        for step in path:
            if step not in place.parts:
                break
            place = place.parts[step]
        return place


class Unreadable(Exception):
    """Text that is no YAML of ours; holds the fault."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.message)


def read(text: str, path: str | None) -> tuple[Any, Place, list[Fault]]:
    """The plain value of the one document in `text`, its places, and faults that did not stop the reading.

    Raises Unreadable on the first fault that stops it. Lists come back as lists, mappings as dicts by text.
    """
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(
            Fault(
                path, None, None, "", f"The file is longer than {MOST_CHARACTERS:,} characters.", "Split it in parts."
            )
        )
    reading = _Reading(path)
    try:
        return reading.document(yaml.parse(text.removeprefix("\ufeff"), Loader=LOADER))
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        line = before.count("\n") + 1
        character = f"U+{error.character:04X}" if isinstance(error.character, int) else repr(error.character)
        raise Unreadable(
            Fault(path, line, len(before) - before.rfind("\n"), "", f"The character {character} may not stand in a file.",
                  "Delete it.")
        ) from error  # fmt: skip
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_syntax(error, path)) from error


class _Reading:
    """One pass over the events of the parser, without recursion deeper than `DEEPEST`."""

    def __init__(self, path: str | None) -> None:
        self.path = path
        self.faults: list[Fault] = []

    def document(self, events: Iterator[Any]) -> tuple[Any, Place, list[Fault]]:
        """Reads the stream to its end."""
        next(events)
        start = next(events)
        if isinstance(start, yaml.StreamEndEvent):
            raise Unreadable(
                Fault(self.path, 1, 1, "", "The file is empty.", "Write a definition in it, or take the file away.")
            )
        if start.version or start.tags:
            self.refuse(start, "Lines that start with % are not used here.", "Leave the line out.")
        value, place = self.value(next(events), events, 1)
        next(events)
        after = next(events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.refuse(after, "A second document starts here; a file holds one.", "Put each in a file of its own.")
        return value, place, self.faults

    def refuse(self, event: Any, message: str, instead: str) -> None:
        """Stops the reading."""
        mark = event.start_mark
        raise Unreadable(Fault(self.path, mark.line + 1, mark.column + 1, "", message, instead))

    def value(self, event: Any, events: Iterator[Any], depth: int) -> tuple[Any, Place]:
        """The value that starts with `event`."""
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            name = f"*{event.anchor}" if isinstance(event, yaml.AliasEvent) else f"&{event.anchor}"
            self.refuse(event, f"Anchors and aliases ({name}) are not used here.",
                        "Write the text out, or put it in quotes if it starts with & or *.")  # fmt: skip
        if event.tag:
            self.refuse(event, f"Tags ({event.tag.replace('tag:yaml.org,2002:', '!!')}) are not used here.",
                        "Leave it out, or put the text in quotes if it starts with !.")  # fmt: skip
        if depth > DEEPEST:
            self.refuse(
                event, f"This is nested more than {DEEPEST} deep.", "No definition needs that; write it flatter."
            )
        mark = event.start_mark
        place = Place(mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.ScalarEvent):
            place.written, place.quoted = event.value, not event.implicit[0]
            return (event.value if place.quoted else plain(event.value)), place
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(place, events, depth), place
        return self.mapping(place, events, depth), place

    def sequence(self, place: Place, events: Iterator[Any], depth: int) -> list[Any]:
        """The items up to the end of a list."""
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            value, part = self.value(event, events, depth + 1)
            place.parts[len(items)] = part
            items.append(value)
        return items

    def mapping(self, place: Place, events: Iterator[Any], depth: int) -> dict[str, Any]:
        """The keys and values up to the end of a mapping; of a repeated key the first stands, and a fault is noted."""
        found: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse(event, "A key must be a plain word here.", "Put a word before the colon.")
            if event.anchor or event.tag:
                self.value(event, events, depth)
            key, mark = event.value, event.start_mark
            value, part = self.value(next(events), events, depth + 1)
            if key in found:
                first = place.keys[key][0]
                message = f"'{key}' is written twice; it stands in line {first} too."
                self.faults.append(
                    Fault(self.path, mark.line + 1, mark.column + 1, key, message, "Keep one of the two.")
                )
                continue
            found[key] = value
            place.keys[key] = (mark.line + 1, mark.column + 1)
            place.parts[key] = part
        return found


def plain(written: str) -> str | int | Decimal | bool | None:
    """What an unquoted scalar is in YAML 1.2: yes, no, on, off, 12:30 and dates are texts. An empty one is ''."""
    if written in NULLS:
        return None
    if written in BOOLEANS:
        return BOOLEANS[written]
    if written[:1] in "0123456789+-." and len(written) <= MOST_DIGITS:
        if INTEGER.fullmatch(written):
            return int(written)
        if NUMBER.fullmatch(written):
            return Decimal(written)
    if len(written) <= LONGEST_NUMBER and ODD_NUMBER.fullmatch(written):
        return OddNumber(written)
    return written


PLAIN_ENGLISH = (
    ("could not find expected ':'", "A key in this line or the one before has no colon after it, or a text goes on here.",
     "Write 'key: value'; a text of several lines starts with | after the colon and is indented beneath."),
    ("mapping values are not allowed", "There is a second colon in this line, or it is indented further than it should be.",
     "Put a text that holds a colon and a space in quotes; write keys that belong together in one column."),
    ("found unexpected end of stream", "A quotation mark is opened and never closed; the file may be cut off.",
     "Close it."),
    ("expected ',' or ']'", "A list opened with [ is not closed, or a comma is missing.", "Write [one, two, three]."),
    ("expected ',' or '}'", "A { is not closed, or a comma is missing.", "Write {key: value, key: value}."),
    ("cannot start any token", "A text may not start with this character here, and tabs may not indent.",
     "Put the text in quotes; indent with spaces."),
    ("expected key", "This line is not indented like the keys before it.", "Write keys that belong together in one column."),
    ("expected '-' indicator", "This line is not indented like the items before it.",
     "Write the dashes of one list in one column."),
    ("unknown escape character", "After a backslash in double quotes only n, t, \\ and \" are of use.",
     "Use single quotes when the text holds backslashes."),
    ("block sequence entries are not allowed", "A list may not start here.", "Start it on a line of its own."),
    ("expected alphabetic or numeric character", "A text may not start with & or * here.", "Put it in quotes."),
    ("undefined alias", "Anchors and aliases (& and *) are not used here.",
     "Write the text out, or put it in quotes if it starts with *."),
    ("undefined tag handle", "Tags (!) are not used here.", "Put a text that starts with ! in quotes."),
    ("expected <document start>", "The text goes on where the definition has ended.",
     "Write every key at the start of its line."),
)  # fmt: skip


def _syntax(error: yaml.MarkedYAMLError, path: str | None) -> Fault:
    """A fault of syntax in plain English, where the parser stopped (or where the quote or bracket was opened)."""
    problem = error.problem or error.context or "it is not YAML"
    mark = error.problem_mark or error.context_mark
    opened = "end of stream" in problem or "',' or" in problem
    if opened and error.context_mark is not None:
        mark = error.context_mark
    message, instead = next(
        ((message, instead) for part, message, instead in PLAIN_ENGLISH if part in problem),
        (f"This cannot be read as YAML: {problem}.", "Compare it with a definition that is accepted."),
    )
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (None, None)
    return Fault(path, line, column, "", message, instead)
