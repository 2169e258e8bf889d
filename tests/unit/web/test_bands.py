"""A status rule's picture says of every figure what the rule itself makes of it."""

from __future__ import annotations

from decimal import Decimal

from trigpoint.definitions.rules import (
    AbsoluteTolerance,
    Band,
    Banded,
    Contextual,
    ImprovedOnLastYear,
    PercentageTolerance,
)
from trigpoint.web.definition.bands import bands_of


def told(rule) -> list[tuple[str, str]]:
    return [(band.status.code, band.says) for band in bands_of(rule, None)]


def test_a_tolerance_runs_from_worse_to_better() -> None:
    rule = PercentageTolerance(
        method="percentage-tolerance", amber_percent=Decimal(5), exceeding_percent=Decimal("2.5")
    )
    assert told(rule) == [
        ("off_target", "worse than the target by more than 5%"),
        ("within_tolerance", "worse by at most 5%"),
        ("on_target", "on the target, or better by at most 2.5%"),
        ("exceeding", "better by more than 2.5%"),
    ]


def test_without_a_tolerance_nothing_is_amber() -> None:
    assert told(AbsoluteTolerance(method="absolute-tolerance", amber=Decimal(0))) == [
        ("off_target", "worse than the target"), ("on_target", "on the target, or better"),
    ]  # fmt: skip
    assert [status for status, _ in told(ImprovedOnLastYear(method="improved-on-last-year"))] == [
        "off_target",
        "on_target",
    ]


def test_bands_say_which_of_them_holds_each_edge() -> None:
    rule = Banded(method="banded", of="percent-of-target", bands=(
        Band(status="on_target", low=Decimal(100)),
        Band(status="within_tolerance", low=Decimal(90), high=Decimal(100), includes_low=False),
        Band(status="off_target", high=Decimal(90), includes_high=True),
    ))  # fmt: skip
    assert told(rule) == [
        ("off_target", "up to 90% of the target"),
        ("within_tolerance", "above 90 and under 100% of the target"),
        ("on_target", "from 100% of the target"),
    ]


def test_what_is_never_judged_has_no_bands() -> None:
    assert told(Contextual(method="contextual")) == []
