"""What is defined: indicators, data sets, and the members of dimensions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from trigpoint.api.identity import viewer_of_call
from trigpoint.api.reading import as_json, day
from trigpoint.ask.door import known, newest_periods
from trigpoint.catalogue.ledger import freshness
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.indicators import Indicator

router = Router()


@router.get("/indicators", summary="All indicators")
def indicators(request: HttpRequest, as_at: Query[str | None] = None) -> HttpResponse:
    """Those in force, with the newest period for which anything was supplied."""
    viewer_of_call(request)
    definitions = known(day(as_at)).definitions
    newest = newest_periods(list(definitions.indicators), day(as_at))
    return as_json(
        [
            _brief(indicator) | {"newest_period": newest[code].code if code in newest else None}
            for code, indicator in definitions.indicators.items()
        ]
    )


@router.get("/indicators/{code}", summary="One indicator's definition")
def indicator(request: HttpRequest, code: str, as_at: Query[str | None] = None) -> HttpResponse:
    """The whole definition, as its file states it."""
    viewer_of_call(request)
    definitions = known(day(as_at)).definitions
    found = definitions.indicators.get(code)
    if found is None:
        raise Http404(_none("indicator", code, definitions.indicators))
    return as_json(found.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"kind": "indicator"})


@router.get("/data-sets", summary="All data sets")
def data_sets(request: HttpRequest) -> HttpResponse:
    """With their data items, breakdowns and when each last changed."""
    viewer_of_call(request)
    definitions, fresh = known().definitions, freshness()
    return as_json(
        [
            {
                "code": code,
                "name": data_set.name,
                "grain": data_set.grain,
                "changed": fresh.get(code),
                "dimensions": [
                    {"role": d.role, "dimension": d.dimension, "level": d.level} for d in data_set.dimensions
                ],
                "data_items": [{"code": m.code, "name": m.name, "unit": m.unit} for m in data_set.measures],
                "sources": [s.code for s in definitions.sources.values() if s.data_set == code],
            }
            for code, data_set in definitions.data_sets.items()
        ]
    )


@router.get("/dimensions/{code}/members", summary="All that a breakdown tells apart")
def members(request: HttpRequest, code: str, as_at: Query[str | None] = None) -> HttpResponse:
    """With the level of each and the member above it."""
    viewer_of_call(request)
    definitions = known(day(as_at)).definitions
    tree = definitions.dimensions.get(code)
    if tree is None:
        raise Http404(_none("breakdown", code, definitions.dimensions))
    return as_json(
        [
            {"code": m.code, "name": m.name, "level": m.level, "parent": tree.parent(m.code)}
            for m in tree.members.values()
        ]
    )


def _brief(indicator: Indicator) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "name": indicator.name,
        "unit": indicator.unit,
        "value_kind": indicator.value_kind,
        "polarity": indicator.polarity,
        "grain": indicator.grain,
    }


def _none(what: str, code: str, there_are: Any) -> str:
    return f"There is no {what} “{code[:60]}”. {did_you_mean(code, there_are) or ''}".strip()
