"""Figures: the same question, in the same words, as `trigpoint ask` and `trigpoint explain`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from trigpoint.api.identity import viewer_of_call
from trigpoint.api.reading import as_json, day
from trigpoint.ask.explained import explain_in_words, explanation_record
from trigpoint.ask.in_words import ask_in_words
from trigpoint.ask.records import made_record, records

router = Router()


class Words(Schema):
    """A question in words."""

    model_config = ConfigDict(extra="forbid")

    indicator: list[str] = Field(min_length=1, description="Codes of indicators.")
    by: list[str] = Field([], description="DIMENSION, DIMENSION:LEVEL or period.")
    where: list[str] = Field([], description="DIMENSION=MEMBER, by code or name; several joined by commas.")
    period: str | None = Field(
        None, description="2019-03, 2018-Q4, 2018-19, 2018-04..2019-03, last:12. Absent: the latest."
    )
    grain: str | None = Field(None, description="month, quarter, year, ytd, rolling-12. Absent: the period's own.")
    as_at: str | None = Field(None, description="A day: as known at its end.")
    compare: list[str] = Field([], description="Comparators, last-period, last-year, baseline.")
    totals: bool = Field(False, description="Also a total over each breakdown.")
    framework: str | None = Field(None, description="Judge by the indicator's place in this framework.")
    rule_set: str | None = Field(None, description="Judge by this status rule.")


class FigureWords(Schema):
    """One figure in words."""

    indicator: str = Field(description="The indicator's code.")
    where: list[str] = Field([], description="DIMENSION=MEMBER, by code or name.")
    period: str | None = Field(None, description="2019-03, 2018-Q4, 2018-19. Absent: the latest.")
    grain: str | None = Field(None, description="ytd, rolling-12. Absent: the period's own.")
    as_at: str | None = Field(None, description="A day: as known at its end.")
    framework: str | None = Field(None, description="Judge by the indicator's place in this framework.")
    rows: int = Field(100, ge=0, le=10_000, description="How many supplied rows of each part.")


@router.get("/answer", summary="Ask for figures")
def answer(request: HttpRequest, words: Query[Words]) -> HttpResponse:
    """Each cell has value, numerator, denominator, status and reason; `nothing` names what stands in a value's place."""
    return _answer(request, words)


@router.post("/answer", summary="Ask for figures, in a body")
def answer_body(request: HttpRequest, words: Words) -> HttpResponse:
    """The same question as JSON. It changes nothing."""
    return _answer(request, words)


def _answer(request: HttpRequest, words: Words) -> HttpResponse:
    asked = words.model_dump(exclude={"indicator", "as_at"})
    answers = ask_in_words(viewer_of_call(request), words.indicator, within="one call", as_at=day(words.as_at), **asked)
    return as_json({"cells": records(answers), "made": made_record(answers)})


@router.get("/explain", summary="Explain one figure")
def explain(request: HttpRequest, words: Query[FigureWords]) -> HttpResponse:
    """Formula, components, what contributes most, and the supplied rows where the caller may see them (logged)."""
    asked = words.model_dump(exclude={"indicator", "as_at"})
    explained = explain_in_words(viewer_of_call(request), words.indicator, as_at=day(words.as_at), **asked)
    return as_json(explanation_record(explained))
