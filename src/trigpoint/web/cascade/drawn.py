"""The cascade in words: each part with how it stands, what ties it to the one above, and what stands beneath."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from trigpoint.definitions.cascade import Branch, Cascade, Key
from trigpoint.manage.objectives import Stands
from trigpoint.publish.cells import Cell, Link, Status
from trigpoint.publish.tables import Column, Table
from trigpoint.web.organisation_names import organisation_name
from trigpoint.web.visit import Visit

DOWN = {"": "", "part": "part of it", "supports": "supports it"}
UP = {"": "", "part": "it is part of", "supports": "it helps"}


@dataclass(frozen=True)
class Shown:
    """A part of the tree as drawn. tie: how it belongs to the one above it. again: what is beneath was told further up.

    status: None for a person's own objective, which has a state in words. private: only two people see it.
    """

    name: str
    href: str
    tie: str
    more: str
    status: Status | None = None
    beneath: tuple[Shown, ...] = ()
    again: bool = False
    private: bool = False


@dataclass(frozen=True)
class Drawing:
    """What is needed to draw. statuses: of each part. objectives: those that the reader may see, by the part they support."""

    here: Visit
    cascade: Cascade
    statuses: Mapping[Key, Status]
    objectives: Mapping[Key, Sequence[Stands]]

    def tree(self, branches: Sequence[Branch], *, down: bool) -> tuple[Shown, ...]:
        """Branches as drawn, downwards with own objectives beneath, or upwards."""
        return tuple(self._shown(one, down) for one in branches)

    def shown(self, key: Key) -> Shown:
        """One part alone."""
        return self._shown(Branch(key, ""), down=False)

    def _shown(self, branch: Branch, down: bool) -> Shown:
        framework = self.cascade.frameworks[branch.key[0]]
        node = self.cascade.nodes[branch.key]
        owner = organisation_name(self.here.definitions, framework.owner)
        more = ", ".join(filter(None, (node.level or "", framework.name, owner if owner not in framework.name else "")))
        own = tuple(self._own(one) for one in self.objectives.get(branch.key, ())) if down and not branch.again else ()
        return Shown(
            node.name, part_href(self.here, *branch.key), (DOWN if down else UP)[branch.tie],
            more[:1].upper() + more[1:], self.statuses.get(branch.key),
            (*(self._shown(one, down) for one in branch.branches), *own), branch.again,
        )  # fmt: skip

    def _own(self, one: Stands) -> Shown:
        href = f"{reverse('objectives', args=[one.objective.person.username])}#objective-{one.objective.pk}"
        return Shown(
            one.objective.title, href, DOWN["supports"],
            f"Objective of {one.objective.person}; {one.state.lower()}, to {one.last.last:%-d %B %Y}", private=True,
        )  # fmt: skip


def part_href(here: Visit, framework: str, node: str = "") -> str:
    """The cascade from one part, or from a whole framework."""
    return here.context.url(reverse("cascade"), part=f"{framework}:{node}" if node else framework)


def cascade_table(trees: Sequence[Shown], caption: str) -> Table:
    """The tree as a flat table for files; what only two people see is not in it."""
    columns = (
        Column("level", "Level", "number"), Column("tie", "Tie"), Column("name", "Part", "link"),
        Column("more", "Where"), Column("status", "Status", "status"),
    )  # fmt: skip
    return Table(caption, columns, list(_flat(trees, 1)), name="cascade")


def _flat(shown: Sequence[Shown], level: int) -> Iterator[dict[str, Cell]]:
    for one in shown:
        if one.private:
            continue
        yield {"level": level, "tie": one.tie, "name": Link(one.name, one.href), "more": one.more, "status": one.status}
        yield from _flat(one.beneath, level + 1)
