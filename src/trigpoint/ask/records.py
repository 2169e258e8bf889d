"""Answers as plain data, one record a figure: what files and the programming interface give."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from trigpoint.ask.answered import Answered
from trigpoint.ask.components import made_of, name_of, side_in_words
from trigpoint.cube.answer import TOTAL
from trigpoint.definitions.periods import Period

TOTAL_CODE = "total"
MOST_PLACES = 12
"""Decimal places of numbers in JSON: facts have at most six, and beyond these a ratio says nothing."""


def records(answers: Iterable[Answered]) -> list[dict[str, Any]]:
    """A record for each figure, in order: value, numerator, denominator, status and reason, and what is beside them."""
    return [_record(answered, i) for answered in answers for i in range(len(answered))]


def _record(answered: Answered, i: int) -> dict[str, Any]:
    cell, judgement, target = answered.cell(i), answered.judgement(i), answered.target(i)
    definitions, asked = answered.definitions, answered.facts.asked[i]
    indicator = definitions.indicators[cell.indicator]
    checked = definitions.checked(cell.indicator, cell.period.last_day) if cell.numerator is not None else None
    return {
        "indicator": cell.indicator,
        "name": indicator.name,
        "period": period_record(answered, cell.period),
        "asked_period": asked.code,
        "members": members_record(answered, cell.members),
        "value": cell.value,
        "unit": indicator.unit,
        "numerator": cell.numerator,
        "numerator_name": side_in_words(definitions, checked.numerator) if checked and checked.numerator else "",
        "denominator": cell.denominator,
        "denominator_name": side_in_words(definitions, checked.denominator) if checked and checked.denominator else "",
        "data_items": [
            {
                "data_set": component.data_set,
                "data_item": component.measure,
                "name": name_of(definitions, component),
                "value": value,
            }
            for component, value in made_of(definitions, cell).items()
        ],
        "status": judgement.status,
        "why": judgement.sum,
        "rule_set": judgement.rule_set,
        "target": None if target is None else target.words,
        "held_against": judgement.aim or None,
        "reason": cell.reason,
        "nothing": cell.nothing,
        "state": cell.state,
        "coverage": {"have": cell.coverage.have, "expected": cell.coverage.expected} if cell.coverage else None,
        "text": cell.text,
        "counts": dict(cell.counts),
        "base": cell.base,
        "lower": cell.lower,
        "upper": cell.upper,
        "footnote": cell.footnote,
        "compared": {code: column[i].value for code, column in answered.facts.comparisons.items()},
        "not_compared": {
            code: {"nothing": column[i].nothing, "reason": column[i].reason}
            for code, column in answered.facts.comparisons.items()
            if column[i].nothing is not None
        },
    }


def period_record(answered: Answered, period: Period) -> dict[str, Any]:
    """A period by its code, its label, its first and its last day."""
    return {
        "code": period.code,
        "label": answered.label(period),
        "first_day": period.start,
        "last_day": period.last_day,
    }


def members_record(answered: Answered, members: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The member of each breakdown, by the dimension's code: its code and name; `total` stands for all of them."""
    found = {}
    for axis, code in zip(answered.facts.question.by, members, strict=True):
        tree = answered.definitions.dimensions[axis.dimension]
        found[axis.dimension] = (
            {"code": TOTAL_CODE, "name": "Total"} if code == TOTAL else {"code": code, "name": tree.name(code)}
        )
    return found


def made_record(answers: list[Answered]) -> dict[str, Any]:
    """How an answer was made, so that it can be made again: what was known, on which day."""
    made = answers[0].made
    used = {code for answered in answers for code in answered.facts.versions}
    return {
        "as_at": made.as_at,
        "snapshot": made.snapshot,
        "versions": {code: version for code, version in sorted(made.versions.items()) if code in used or not used},
        "today": answers[0].today,
    }


def dumps(value: Any, indent: int = 0) -> str:
    """JSON in which a decimal is a number with all its digits. indent: of the lines of lists and objects.

    A float that is not finite is null, days are ISO texts.
    """
    if isinstance(value, dict):
        if not value:
            return "{}"
        return _block(
            "{}", [f"{json.dumps(str(key))}: {dumps(item, indent + 2)}" for key, item in value.items()], indent
        )
    if isinstance(value, (list, tuple)):
        return _block("[]", [dumps(item, indent + 2) for item in value], indent) if value else "[]"
    if isinstance(value, Decimal):
        if not value.is_finite():
            return "null"
        text = f"{round(value, MOST_PLACES):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    if isinstance(value, (date, datetime)):
        return json.dumps(value.isoformat())
    return json.dumps(value, ensure_ascii=False)


def _block(ends: str, items: list[str], indent: int) -> str:
    inner, outer = " " * (indent + 2), " " * indent
    return f"{ends[0]}\n{inner}" + f",\n{inner}".join(items) + f"\n{outer}{ends[1]}"
