"""What a period still lacks, as lists of a page: each line with where to put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from trigpoint.judge.numbers import listed
from trigpoint.manage.closing.outstanding import Outstanding
from trigpoint.web.links import commentary_href, definition_href, indicator_href
from trigpoint.web.visit import Visit

MOST = 6
"""Lines of one kind that are shown; how many more there are is said."""


@dataclass(frozen=True)
class MissingLine:
    what: str
    detail: str
    href: str


@dataclass(frozen=True)
class Missing:
    """title: what is missing, with how many. lines: the first of them. more: how many are not shown."""

    title: str
    lines: tuple[MissingLine, ...]
    more: int

    @property
    def count(self) -> int:
        return len(self.lines) + self.more


def missing(here: Visit, found: Outstanding) -> list[Missing]:
    """The kinds of which anything is missing."""
    definitions, label = here.definitions, here.definitions.calendars.label
    tree = definitions.organisations
    supplies = [
        MissingLine(
            definitions.data_sets[one.data_set].name,
            f"{tree.name(one.provider) if tree else one.provider}: {listed([label(each.period) for each in one.states], 3)}",
            reverse("data-set", args=[one.data_set]),
        )
        for one in found.supplies
    ]
    unsettled = [
        MissingLine(
            one.indicator.name, listed([label(each) for each in one.periods], 3),
            indicator_href(here.context.during(one.periods[-1]), one.indicator.code),
        )
        for one in found.unsettled
    ]  # fmt: skip
    commentary = [
        MissingLine(
            one.indicator.name, f"{label(one.period)}, in {definitions.frameworks[one.wanted.framework or ''].name}",
            commentary_href(here.context, one.indicator.code, framework=one.wanted.framework, period=one.period),
        )
        for one in found.commentary
    ]  # fmt: skip
    targets = [
        MissingLine(one.name, "its target ends with the year", definition_href("indicator", one.code))
        for one in found.targets
    ]
    kinds = (
        ("Supplies that have not come", supplies), ("Figures that are not firm yet", unsettled),
        ("Commentary that is asked for", commentary), ("Targets that are not set for the next year", targets),
    )  # fmt: skip
    return [_of(title, lines) for title, lines in kinds if lines]


def _of(title: str, lines: Sequence[MissingLine]) -> Missing:
    return Missing(f"{title}: {len(lines)}", tuple(lines[:MOST]), max(0, len(lines) - MOST))
