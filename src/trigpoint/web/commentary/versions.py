"""The versions of a commentary as its page shows them: each whole, with what changed in it word by word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from trigpoint.manage.commentary import Parts
from trigpoint.manage.told import Told, Version
from trigpoint.publish.models import Issue

MOST_COMPARED = 20
"""The newest versions whose words are compared with those before."""

Kind = Literal["same", "new", "gone"]


@dataclass(frozen=True)
class ShownVersion:
    """changes: by heading, the stretches of words that stayed, came and went; empty for the first. issue: in which it went
    out, where it did."""

    version: Version
    issue: Issue | None
    changes: list[tuple[str, list[tuple[Kind, str]]]]


def shown_versions(text: Told, issued: Mapping[int, Issue]) -> list[ShownVersion]:
    """All versions, newest first. issued: by their numbers, in what they went out."""
    found = []
    for at, version in enumerate(text.versions):
        before = text.versions[at + 1] if at + 1 < len(text.versions) else None
        compared = before is not None and at < MOST_COMPARED
        issue = issued.get(version.row.pk)
        found.append(ShownVersion(version, issue, changes(before.row.parts, version.row.parts) if compared else []))
    return found


def changes(before: Parts, after: Parts) -> list[tuple[str, list[tuple[Kind, str]]]]:
    """What changed under each heading, in the order of the new ones; headings under which nothing changed are left out."""
    old, new = dict(before), dict(after)
    found = []
    for heading in dict.fromkeys((*new, *old)):
        was, is_ = old.get(heading, ""), new.get(heading, "")
        if was != is_:
            found.append((heading, words_changed(was, is_)))
    return found


def words_changed(before: str, after: str) -> list[tuple[Kind, str]]:
    """The stretches of words that stayed, went and came, in order; together with what came they are the new text."""
    # A word with the space after it is one thing, so that a new space alone is no stretch of its own.
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    found: list[tuple[Kind, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(new[c:d])))
            continue
        if b > a:
            found.append(("gone", "".join(old[a:b])))
        if d > c:
            found.append(("new", "".join(new[c:d])))
    return found
