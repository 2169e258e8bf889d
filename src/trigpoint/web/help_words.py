"""The words of the partnership, for Help: its indicators, breakdowns and statuses, beside the guide's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

from trigpoint.catalogue.entries import KIND_NAMES
from trigpoint.definitions.dimension_tree import plain_words
from trigpoint.definitions.rules import RuleSet
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.status import UNJUDGED_WORDS, USUAL_WORDS
from trigpoint.web.help_pages import folder
from trigpoint.web.links import definition_href

ROW = re.compile(r"^\| (?!Word |---)(.+?) \| (.+?) \|$")
SHOWN = ("indicator", "data-set", "framework", "dimension", "comparator", "group-set")
"""The kinds of definition whose names are words of the partnership."""

STATUSES = (
    ("exceeding", "Status", "Better than the target by so much that the status rule says so."),
    ("on_target", "Status", "The target is met."),
    ("within_tolerance", "Status", "The target is missed, within what the status rule allows."),
    ("off_target", "Status", "The target is missed by more than the status rule allows."),
)
NOT_JUDGED = {
    "late": "Not supplied by the day it was due. Says nothing of how anybody performed.",
    "incomplete": "Some of the expected supplies have not come, so that the figure is not judged.",
    "no_target": "There is no target to hold the figure against.",
    "not_yet_due": "Nothing has come, and nothing was due yet.",
    "no_data": "Nothing is held for it.",
    "hidden": "A small number that is not shown, so that nobody can be recognised.",
    "contextual": "Shown for context, and never judged.",
    "too_small": "It rests on too few to be judged.",
}


@dataclass(frozen=True)
class Word:
    """href: its page in the catalogue; '' for words of the product."""

    word: str
    kind: str
    means: str
    href: str = ""


def words(definitions: Definitions) -> list[Word]:
    """All of them by alphabet. Definitions are read by everybody who may read, as in the catalogue."""
    found = [*_own(definitions), *_statuses(definitions), *_of_the_guide()]
    return sorted(found, key=lambda one: (one.word.casefold(), one.kind))


def matching(found: list[Word], query: str) -> list[Word]:
    """The words that hold each of the words asked for, those in whose name they stand first."""
    asked = plain_words(query).split()
    if not asked:
        return found
    hits = [one for one in found if all(part in plain_words(f"{one.word} {one.kind} {one.means}") for part in asked)]
    return sorted(hits, key=lambda one: not all(part in plain_words(one.word) for part in asked))


def _own(definitions: Definitions) -> Iterator[Word]:
    for (kind, code), document in definitions.by_key.items():
        if kind in SHOWN:
            means = document.description or getattr(document, "why", "")
            if kind == "indicator" and document.life.state == "retired":  # type: ignore[attr-defined]
                means = f"{means} It is retired.".strip()
            yield Word(document.name, KIND_NAMES[kind][0], means, definition_href(kind, code))
        elif isinstance(document, RuleSet):
            yield Word(
                document.name, KIND_NAMES[kind][0], document.description or document.note, definition_href(kind, code)
            )
    for code, tree in definitions.dimensions.items():
        for level in tree.dimension.levels:
            if level.name != tree.dimension.name:
                said = f"A level of {tree.dimension.name.lower()}; {level.plural.lower()} are counted by it."
                yield Word(level.name, "Level", said, reverse("definition", args=["dimension", code]))


def _statuses(definitions: Definitions) -> Iterator[Word]:
    own = definitions.partnership.status_words if definitions.partnership else USUAL_WORDS
    for status, kind, means in STATUSES:
        yield Word(getattr(own, status).word, kind, means)
    for status, word in UNJUDGED_WORDS.items():
        yield Word(word[:1].upper() + word[1:], "Status", NOT_JUDGED[status])


def _of_the_guide() -> Iterator[Word]:
    """The rows of the guide's own page of words."""
    place = folder()
    path = (place or Path()) / "glossary.md"
    if place is None or not path.is_file():
        return
    for line in path.read_text("utf-8").splitlines():
        if row := ROW.match(line):
            yield Word(row[1].replace("*", ""), "Word of the product", row[2].replace("*", ""))
