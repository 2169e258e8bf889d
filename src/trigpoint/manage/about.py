"""What a text or file is about, and who may read it: the same rules for notes, attachments, links and commentary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from trigpoint.access.permissions import NotAllowed
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.dimension_tree import DimensionTree
from trigpoint.definitions.frameworks import every_node
from trigpoint.definitions.whole import Definitions
from trigpoint.mistakes import Mistake


class BadText(Mistake):
    """A text or file that cannot be kept; the message says why and what to do."""


def require_now(past: object | None, then: str = "write") -> None:
    """Raise BadText where a day of the past is looked at, which `past` is. then: what can be done of today."""
    if past is not None:
        raise BadText(
            f"You look at what was known on a day that is over. Choose “Now” under “As known on”, then {then}."
        )


def require_defined(definitions: Definitions, figures: Iterable[str], nodes: Iterable[tuple[str, str]]) -> None:
    """Raise BadText for an indicator, or a part of a scorecard (framework, node), that is not defined."""
    if unknown := sorted(set(figures) - set(definitions.indicators)):
        raise BadText(f"There is no indicator “{unknown[0][:80]}”. Choose from the list.")
    for framework, node in nodes:
        tree = definitions.frameworks.get(framework)
        if tree is None or node not in {one.code for one in every_node(tree.nodes)}:
            raise BadText(f"There is no part “{node[:80]}” of a scorecard. Choose from the list.")


@dataclass(frozen=True)
class About:
    """An indicator (or a data set), perhaps in a framework's place, for a slice and a period. Blank is all."""

    indicator: str = ""
    data_set: str = ""
    framework: str = ""
    item: str = ""
    slice: str = ""
    period: str = ""

    def fields(self) -> dict[str, str]:
        """As fields of a model."""
        return {
            "indicator": self.indicator,
            "data_set": self.data_set,
            "framework": self.framework,
            "item": self.item,
            "slice": self.slice,
            "period": self.period,
        }


def slice_text(where: tuple[tuple[str, str], ...]) -> str:
    """The canonical text of filters: "dimension=member" joined by commas, in order of dimension."""
    return ",".join(f"{dimension}={member}" for dimension, member in sorted(where))


def slice_pairs(slice_: str) -> tuple[tuple[str, str], ...]:
    """The filters of such a text: (dimension, member) in its order."""
    parts = (part.partition("=") for part in slice_.split(",") if "=" in part)
    return tuple((dimension, member) for dimension, _, member in parts)


def open_to(viewer: Viewer, today: date) -> Q:
    """Which rows of AboutFigure a viewer may read today: by audience, organisation and not-before; authors see their own."""
    if viewer.everything:
        return Q()
    audience = Q(audience="public")
    if viewer.memberships:
        audience |= Q(audience="partnership") | Q(audience="own-organisation", organisation__in=viewer.organisations)
    due = Q(not_before__isnull=True) | Q(not_before__lte=today)
    return (audience & due) | Q(author_id=viewer.user_id)


def readable(rows: QuerySet[Any], viewer: Viewer, known_at: datetime | None = None) -> QuerySet[Any]:
    """The rows of a model of AboutFigure that the viewer may read now: those about a place outside a viewer's limits are not.

    known_at: as known at that instant: nothing that was written later, or was not to be read until later. What was
    withdrawn since stays withdrawn: somebody took it away so that it is not read again.
    """
    if known_at is None:
        rows = rows.filter(open_to(viewer, timezone.localdate()))
    else:
        rows = rows.filter(open_to(viewer, timezone.localdate(known_at)), at__lte=known_at)
    if viewer.everything or not viewer.scopes:
        return rows
    dimensions = in_force().dimensions
    outside = [
        text for text in rows.values_list("slice", flat=True).distinct() if _is_outside(text, viewer, dimensions)
    ]
    return rows.filter(~Q(slice__in=outside) | Q(author_id=viewer.user_id)) if outside else rows


def _is_outside(slice_: str, viewer: Viewer, dimensions: Mapping[str, DimensionTree]) -> bool:
    """Whether a text is about a slice that a limited viewer may not ask for. What is about no slice is for all its readers."""
    scopes = dict(viewer.scopes)
    return any(
        dimension in scopes
        and dimension in dimensions
        and not dimensions[dimension].lies_within(member, scopes[dimension])
        for dimension, member in slice_pairs(slice_)
    )


def require_within(viewer: Viewer, about: About) -> None:
    """Raise NotAllowed where something would be about a place that a limited viewer may not ask for."""
    if not viewer.everything and _is_outside(about.slice, viewer, in_force().dimensions):
        raise NotAllowed(
            "You may not see the figures of this place, so you cannot write about them. Choose one of yours."
        )


def require_audience(viewer: Viewer, audience: str, organisation: str) -> None:
    """Raise BadText where the audience does not exist, or is an organisation that the viewer is no part of."""
    if audience not in ("own-organisation", "partnership", "public"):
        raise BadText(f"There is no audience “{audience}”. Choose own organisation, the partnership or the public.")
    if audience == "own-organisation" and not viewer.everything and organisation not in viewer.organisations:
        raise BadText("Only people of an organisation may write for it alone. Choose the partnership instead.")
