"""A small data set of attendances by hospital and month, and rows of it as they are staged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from trigpoint.definitions.datasets import DataSet

Row = dict[str, Any]


def attendances(**changes: Any) -> DataSet:
    """A data set of two measures by hospital, supplied monthly."""
    return DataSet.model_validate(
        {
            "kind": "data-set",
            "code": "attendances",
            "name": "Attendances",
            "grain": "month",
            "dimensions": [{"dimension": "hospital"}],
            "measures": [
                {"code": code, "name": code, "unit": "patients", "over_members": "sum", "over_time": "sum"}
                for code in ("seen", "waited")
            ],
        }
        | changes
    )


def month(text: str) -> tuple[date, date]:
    """First day of a month such as 2018-04, and of the next."""
    year, number = map(int, text.split("-"))
    return date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)


def row(measure: str, period: str, hospital: str, value: int | str | None, line: int = 1, **more: Any) -> Row:
    """A staged fact; `value` in whole numbers or as decimal text."""
    start, end = month(period)
    return {
        "measure": measure,
        "period_start": start,
        "period_end": end,
        "dim_hospital": hospital,
        "provider": hospital,
        "value": None if value is None else Decimal(value),
        "file": 0,
        "line": line,
        **more,
    }
