"""Whatever the order in which supplies arrive, the same facts are visible in the end.

The reference takes the supplies in the order of their precedence and keeps a plain dict of facts.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from attendance_supplies import Row, attendances, month, row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trigpoint.store.scope import Scope
from trigpoint.store.supply import Mode
from trigpoint.store.table import FactStore

MONTHS = ("2018-03", "2018-04", "2018-05")
HOSPITALS = ("A", "B")
MEASURES = ("seen", "waited")
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Supply:
    """facts: {(measure, month, hospital): (value, or None for a deletion; provider)}. replaces: months, providers, measures."""

    precedence: int
    facts: dict[Place, tuple[int | None, str]]
    replaces: tuple[tuple[str, ...], tuple[str, ...] | None, tuple[str, ...] | None] | None = None


def covered(supply: Supply, place: Place, provider: str) -> bool:
    assert supply.replaces is not None
    months, providers, measures = supply.replaces
    return (
        place[1] in months
        and (providers is None or provider in providers)
        and (measures is None or place[0] in measures)
    )


def reference(supplies: list[Supply]) -> dict[Place, Decimal]:
    held: dict[Place, tuple[int, str]] = {}
    for supply in sorted(supplies, key=lambda s: s.precedence):
        if supply.replaces is not None:
            held = {place: said for place, said in held.items() if not covered(supply, place, said[1])}
        for place, (value, provider) in supply.facts.items():
            if value is None:
                held.pop(place, None)
            else:
                held[place] = (value, provider)
    return {place: Decimal(value) for place, (value, _) in held.items()}


# A provider is mostly the hospital itself, but may be another body that states the same fact.
places = st.tuples(st.sampled_from(MEASURES), st.sampled_from(MONTHS), st.sampled_from(HOSPITALS))
said = st.tuples(st.one_of(st.none(), st.integers(0, 2)), st.sampled_from(("A", "B")))
facts = st.dictionaries(places, said, max_size=5)
replacements = st.tuples(
    st.sampled_from((MONTHS, MONTHS[:1], MONTHS[1:], MONTHS[:2])),
    st.sampled_from((None, ("A",), ("B",), ("A", "B"))),
    st.sampled_from((None, ("seen",), ("seen", "waited"))),
)


@st.composite
def supplies_in_order_of_arrival(draw: st.DrawFn) -> list[Supply]:
    made = []
    for precedence in draw(st.permutations(range(1, draw(st.integers(2, 5)) + 1))):
        replaces = draw(st.one_of(st.none(), replacements))
        supply = Supply(precedence, draw(facts), replaces)
        if replaces is not None:
            inside = {place: said for place, said in supply.facts.items() if covered(supply, place, said[1])}
            supply = Supply(precedence, inside, replaces)
        made.append(supply)
    return made


def staged_rows(supply: Supply) -> list[Row]:
    return [
        row(*place, 0 if value is None else value, line, provider=provider, mark="deleted" if value is None else None)
        for line, (place, (value, provider)) in enumerate(supply.facts.items(), 2)
    ]


def scope_of(supply: Supply) -> tuple[Mode, Scope | None]:
    if supply.replaces is None:
        return "upsert", None
    months, providers, measures = supply.replaces
    return "replace", Scope(((month(months[0])[0], month(months[-1])[1]),), providers, measures)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(supplies_in_order_of_arrival())
def test_any_order_of_arrival_ends_in_the_same_facts(
    staged: Callable[..., list[Path]], visible: Callable[..., dict[Place, Decimal]], supplies: list[Supply]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = FactStore(folder, threads=1).table(attendances())
        for load, supply in enumerate(supplies, 1):
            mode, scope = scope_of(supply)
            table.commit(
                staged(staged_rows(supply)), mode, scope, load=load, precedence=supply.precedence, confirm=True
            )
        assert visible(table) == reference(supplies)
