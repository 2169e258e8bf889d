"""Frameworks seen for a slice and a period."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from trigpoint.api.identity import viewer_of_call
from trigpoint.api.reading import as_json, day, slice_of
from trigpoint.ask.door import known
from trigpoint.ask.readings import Reading
from trigpoint.ask.scorecards import scorecard
from trigpoint.definitions.frameworks import Node
from trigpoint.judge.rollup import RolledUp

router = Router()


@router.get("/frameworks", summary="All frameworks")
def frameworks(request: HttpRequest) -> HttpResponse:
    """By code and name."""
    viewer_of_call(request)
    found = known().definitions.frameworks
    return as_json([{"code": code, "name": framework.name} for code, framework in found.items()])


@router.get("/frameworks/{code}/scorecard", summary="A framework's scorecard")
def of_framework(
    request: HttpRequest,
    code: str,
    period: Query[str | None] = None,
    where: Query[list[str]] = [],  # noqa: B006 - read, never changed
    as_at: Query[str | None] = None,
) -> HttpResponse:
    """Every item with the figure that stands at the period, its status, and each node rolled up."""
    viewer, on = viewer_of_call(request), day(as_at)
    definitions = known(on).definitions
    card = scorecard(
        viewer,
        definitions,
        code,
        period=definitions.calendars.parse(period) if period else None,
        where=slice_of(definitions, where),
        as_at=on,
        today=timezone.localdate(),
    )
    return as_json(
        {
            "framework": {"code": code, "name": card.framework.name},
            "headline": card.headline.sentence,
            "status": _rolled(card.rolled.get(code)),
            "nodes": [_node(node, card.readings, card.rolled) for node in card.framework.nodes],
        }
    )


def _node(node: Node, readings: dict[str, Reading], rolled: dict[str, RolledUp]) -> dict[str, Any]:
    return {
        "code": node.code,
        "name": node.name,
        "status": _rolled(rolled.get(node.code)),
        "items": [_item(place.item, readings[place.item]) for place in node.items],
        "nodes": [_node(child, readings, rolled) for child in node.nodes],
    }


def _rolled(rolled: RolledUp | None) -> dict[str, Any] | None:
    return None if rolled is None else {"status": rolled.status, "why": rolled.sum}


def _item(item: str, reading: Reading) -> dict[str, Any]:
    cell = reading.cell
    return {
        "item": item,
        "indicator": reading.indicator.code,
        "name": reading.indicator.name,
        "where": dict(reading.where),
        "period": reading.period.code,
        "value": cell.value,
        "unit": reading.indicator.unit,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "text": cell.text,
        "counts": dict(cell.counts),
        "status": reading.status,
        "why": reading.judgement.sum,
        "nothing": cell.nothing,
        "reason": cell.reason,
        "target": reading.target.words if reading.target else None,
        "held_against": reading.aim or None,
        "direction": reading.direction.way,
        "needs_attention": reading.needs_attention,
        "worse_than_usual": reading.slipping,
    }
