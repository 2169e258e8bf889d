"""Who answers for what: a deputy of somebody does so while that somebody is away, and only if the responsibilities say so."""

from __future__ import annotations

from datetime import date
from typing import Any

from trigpoint.definitions.responsibilities import Responsibilities, Responsibility
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.answering import answers_for

TODAY = date(2026, 11, 25)


def definitions(*responsibilities: dict[str, Any]) -> Definitions:
    held = tuple(Responsibility(**one) for one in responsibilities)
    return Definitions(
        [Responsibilities(kind="responsibilities", code="who", name="Who answers", responsibilities=held)]
    )


def test_a_deputy_is_told_while_who_leads_is_away() -> None:
    held = definitions(
        {"person": "lead", "role": "lead", "indicator": "waits"},
        {"person": "deputy", "role": "deputy", "indicator": "waits", "deputy_for": "lead"},
    )
    assert answers_for(held, "lead", TODAY, ()) == {"waits"}
    assert answers_for(held, "deputy", TODAY, ()) == set()
    assert answers_for(held, "deputy", TODAY, {"somebody"}) == set()
    assert answers_for(held, "deputy", TODAY, {"lead"}) == {"waits"}
    assert answers_for(held, "deputy", TODAY) == {"waits"}, "where absence does not matter"
    assert answers_for(held, "colleague", TODAY, {"lead"}) == set()


def test_a_deputy_of_nobody_in_particular_always_answers_and_other_parts_never() -> None:
    held = definitions(
        {"person": "deputy", "role": "deputy", "indicator": "waits"},
        {"person": "steward", "role": "provider", "indicator": "waits"},
        {"person": "former", "role": "lead", "indicator": "waits", "end": date(2025, 1, 1)},
    )
    assert answers_for(held, "deputy", TODAY, ()) == {"waits"}
    assert answers_for(held, "steward", TODAY, ()) == set()
    assert answers_for(held, "former", TODAY, ()) == set()
