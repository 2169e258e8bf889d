"""Small definitions to judge by: an indicator, a rule set and a calendar, with only what a test is about said."""

from decimal import Decimal
from typing import Any

from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.periods import Calendars
from trigpoint.definitions.rules import RuleSet
from trigpoint.judge.targets import TargetInForce

CALENDARS = Calendars()


def indicator(*targets: dict[str, Any], **fields: Any) -> Indicator:
    usual = {
        "kind": "indicator",
        "code": "seen-in-time",
        "name": "Seen in time",
        "value_kind": "percentage",
        "unit": "%",
        "polarity": "high",
        "grain": "month",
    }
    return Indicator.model_validate(usual | {"targets": targets} | fields)


def rule_set(method: str, name: str = "Board", *, set_: dict[str, Any] | None = None, **rule: Any) -> RuleSet:
    return RuleSet.model_validate(
        {"kind": "rule-set", "code": name.lower(), "name": name, "rule": {"method": method} | rule} | (set_ or {})
    )


def aim(value: object = None, low: object = None, high: object = None, **beside: Any) -> TargetInForce:
    """A target in force of these figures."""
    figures = [None if each is None else Decimal(str(each)) for each in (value, low, high)]
    beside = {name: Decimal(str(figure)) for name, figure in beside.items()}
    return TargetInForce(*figures, "single" if value is not None else "range", "", **beside)
