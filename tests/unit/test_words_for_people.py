"""No message says in the words of data modelling what pages call a breakdown, a place, a data provider or an upload."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import trigpoint

ROOMS = ("access", "api", "ask", "catalogue", "cli", "cube", "intake", "judge", "manage", "publish", "store", "web")
"""Not `definitions`: who writes definitions is told of keys by their names, and `dimension` is one."""

MODELLING = re.compile(r"(?<![\w.=])(cubes?|slices?|grains?|suppliers?|dimensions?|members?)(?![\w=])", re.IGNORECASE)
QUERY = re.compile(r"\b(SELECT|JOIN|FROM|AS|DISTINCT)\b")
FIELDS_OWN = frozenset(
    {
        "Board member",
        "For a board member",
        "Provider dimension",
        "Over members",
        "Data Owner (DO) /Supplier and Contact Details",
    }
)
"""A role that partnerships call so; labels of the schema that pages put into other words; a heading in a file."""
NOTATION = re.compile(r"\bDIMENSION(:LEVEL|=MEMBER)?\b")
"""How the command line and the programming interface write what stands in a parameter."""


def texts(source: str) -> Iterator[tuple[int, str]]:
    """Texts of a module that may be read by people: of more than one word, and no docstring."""
    tree = ast.parse(source)
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if (
            isinstance(node, ast.Constant)
            and isinstance(text, str)
            and " " in text.strip()
            and id(node) not in described
        ):
            yield node.lineno, text


@pytest.mark.parametrize("room", ROOMS)
def test_people_are_spoken_to_in_their_own_words(room: str) -> None:
    folder = Path(trigpoint.__file__).parent / room
    found = [
        f"{path.relative_to(folder.parent)}:{line}: {text.strip()}"
        for path in sorted(folder.rglob("*.py"))
        if "migrations" not in path.parts and "dictionaries" not in path.parts
        for line, text in texts(path.read_text("utf-8"))
        if MODELLING.search(NOTATION.sub("", text)) and not QUERY.search(text) and text not in FIELDS_OWN
    ]
    assert found == []


def test_the_check_finds_what_it_is_for() -> None:
    (found,) = texts(
        '"""A module of members."""\n\ndef f(x):\n    """Of a slice."""\n    return f"There is no member {x}."\n'
    )
    assert found == (5, "There is no member ")
    assert MODELLING.search(found[1])


def test_pages_are_written_in_their_own_words() -> None:
    folder = Path(trigpoint.__file__).parent / "web" / "templates"
    found = {}
    for path in sorted(folder.rglob("*.html")):
        said = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", " ", path.read_text("utf-8"), flags=re.DOTALL)
        if wrong := MODELLING.findall(said):
            found[path.name] = wrong
    assert found == {}
