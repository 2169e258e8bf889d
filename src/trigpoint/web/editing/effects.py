"""What a change of definitions would do: document by document, and to the figures of the indicators that it reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import Answered
from trigpoint.ask.trial import Tried, tried
from trigpoint.catalogue.entries import KIND_NAMES
from trigpoint.catalogue.models import Change
from trigpoint.catalogue.uses import Identity, uses_of
from trigpoint.definitions.changes import Difference, differences
from trigpoint.definitions.describing import Row
from trigpoint.definitions.document import Document
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.rules import RuleSet
from trigpoint.definitions.whole import Definitions
from trigpoint.definitions.yaml_files import read_text
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.from_answers import figure_cell, status_cell
from trigpoint.publish.tables import Column, Table
from trigpoint.web.definition.bands import BandDrawn, bands_of
from trigpoint.web.definition.said import on_pages
from trigpoint.web.editing.said import said_of
from trigpoint.web.editing.target_changes import with_targets_said

MOST_TRIED = 60
"""Indicators whose figures are worked out for a change; how many more it reaches is said."""


@dataclass(frozen=True)
class PartChanged:
    """One definition of a change. before: None for a new one; after: None for one that would be withdrawn."""

    kind: str
    name: str
    href: str
    before: Document | None
    after: Document | None
    differences: tuple[Difference, ...]
    says: tuple[Row, ...]
    bands: tuple[BandDrawn, ...] = ()


@dataclass(frozen=True)
class FiguresChanged:
    """table: of the figures that would be others. same: how many stay as they are; untold: reached, but not worked out."""

    table: Table
    changed: int
    same: int
    untold: int


def parts_of(change: Change, definitions: Definitions) -> list[PartChanged]:
    """What a change does to each of its definitions, against what is in force."""
    found = []
    for part in change.parts.all():
        before = definitions.by_key.get((part.kind, part.code))
        after = read_text(part.text, part.path).document if part.text else None
        told = after or before
        found.append(
            PartChanged(
                KIND_NAMES[part.kind][0], told.name if told else part.code,
                reverse("definition", args=[part.kind, part.code]) if before else "", before, after,
                _differences(before, after, definitions) if before and after else (),
                tuple(said_of(after, definitions)) if after and not before else (), _bands(after, definitions),
            )
        )  # fmt: skip
    return found


def _differences(before: Document, after: Document, definitions: Definitions) -> tuple[Difference, ...]:
    found = _in_page_words(differences(before, after))
    if isinstance(before, Indicator) and isinstance(after, Indicator):
        return with_targets_said(found, before, after, definitions)
    return found


def _in_page_words(found: Iterable[Difference]) -> tuple[Difference, ...]:
    return tuple(one._replace(where=tuple(on_pages(label) for label in one.where)) for one in found)


def _bands(document: Document | None, definitions: Definitions) -> tuple[BandDrawn, ...]:
    if not isinstance(document, RuleSet):
        return ()
    return tuple(bands_of(document.rule, definitions.partnership.status_words if definitions.partnership else None))


def reached(now: Definitions, then: Definitions, changed: Iterable[Identity]) -> list[str]:
    """The indicators whose figures or judgement may depend on some definitions, as they are or as they would be. Pure."""
    found: dict[str, None] = {}
    for given in (now, then):
        uses = uses_of(given)
        seen: set[Identity] = set()
        waiting = list(_with_breakdowns(given, changed))
        while waiting:
            identity = waiting.pop()
            if identity in seen:
                continue
            seen.add(identity)
            if identity[0] == "indicator":
                found.setdefault(identity[1])
            else:
                waiting += uses.of(identity)
    return [code for code in {**then.indicators, **now.indicators} if code in found]


def _with_breakdowns(given: Definitions, changed: Iterable[Identity]) -> Iterable[Identity]:
    """What changed, and the breakdown of which it holds a part."""
    for identity in changed:
        yield identity
        document = given.by_key.get(identity)
        if identity[0] in ("members", "mapping") and document is not None:
            yield ("dimension", document.dimension)  # type: ignore[attr-defined]


def figures_changed(viewer: Viewer, now: Definitions, then: Definitions, changed: Iterable[Identity]) -> FiguresChanged:
    """The newest figures that a change would make others. Raises NotAllowed, as `tried`."""
    indicators = reached(now, then, changed)
    rows: list[dict[str, Cell]] = []
    same = 0
    for one in tried(viewer, now, then, indicators[:MOST_TRIED]):
        if _says(one.before) == _says(one.after):
            same += 1
        else:
            rows.append(_row(one, now, then))
    columns = (
        Column("name", "Indicator", "link", wide=True), Column("period", "Period"), Column("before", "As it is", "figure"),
        Column("status", "Status", "status"), Column("after", "As it would be", "figure"),
        Column("then", "Status then", "status"),
    )  # fmt: skip
    table = Table("Figures that would be others", columns, rows, name="figures-changed")
    return FiguresChanged(table, len(rows), same, max(0, len(indicators) - MOST_TRIED))


def _says(answered: Answered | None) -> object:
    if answered is None:
        return None
    cell = answered.cell(0)
    return (cell.value, cell.text, cell.nothing, cell.counts, answered.judgement(0).status)


def _row(one: Tried, now: Definitions, then: Definitions) -> dict[str, Cell]:
    given = then if one.after else now
    indicator = given.indicators[one.indicator]
    words = given.partnership.status_words if given.partnership else None
    href = reverse("indicator", args=[one.indicator]) if one.before else ""
    return {
        "name": Link(indicator.name, href),
        "period": given.calendars.label(one.period, short=True),
        "before": figure_cell(one.before, 0) if one.before else "not there yet",
        "status": status_cell(one.before.judgement(0), words) if one.before else None,
        "after": figure_cell(one.after, 0) if one.after else "withdrawn",
        "then": status_cell(one.after.judgement(0), words) if one.after else None,
    }
