"""Worlds drawn as text, on one engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reference.worlds import World, world

from trigpoint.cube.engine import Engine

PLACES = """
kind: dimension
code: area
name: Area
plural: Areas
levels:
  - {code: county, name: County, plural: Counties}
  - {code: district, name: District, plural: Districts}
  - {code: ward, name: Ward, plural: Wards}
---
kind: members
code: areas
name: Areas
dimension: area
members:
  - {code: shire, name: Shire, level: county}
  - {code: north, name: North, level: district, parent: shire}
  - {code: south, name: South, level: district, parent: shire}
  - {code: w1, name: Ward 1, level: ward, parent: north}
  - {code: w2, name: Ward 2, level: ward, parent: north}
  - {code: w3, name: Ward 3, level: ward, parent: south}
  - {code: w4, name: Ward 4, level: ward, parent: shire}
---
kind: dimension
code: partner
name: Partner
plural: Partners
nature: organisation
levels: [{code: partner, name: Partner, plural: Partners}]
---
kind: members
code: partners
name: Partners
dimension: partner
members:
  - {code: council, name: Council, level: partner}
  - {code: police, name: Police, level: partner}
---
kind: dimension
code: sex
name: Sex
plural: Sexes
levels: [{code: sex, name: Sex, plural: Sexes}]
---
kind: members
code: sexes
name: Sexes
dimension: sex
members:
  - {code: f, name: Female, level: sex}
  - {code: m, name: Male, level: sex}
---
"""
"""A county of two districts; Ward 4 lies in the county but in no district (the hierarchy is ragged)."""


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    engine = Engine(threads=1)
    yield engine
    engine.close()


@pytest.fixture
def draw(tmp_path: Path, engine: Engine) -> Callable[..., World]:
    """draw(definitions, data_set=facts, …): the places above, with these definitions and facts."""

    def drawn(definitions: str, **facts: str) -> World:
        return world(tmp_path, engine, PLACES + definitions, **facts)

    return drawn


def data_set(
    code: str,
    measures: str,
    dimensions: str = "{dimension: area, level: ward}",
    more: str = "",
    grain: str = "month",
    unit: str = "cases",
) -> str:
    """A data set document; measures as lines `code over_members over_time [more yaml]`, all in one unit."""
    lines = []
    for line in measures.strip().splitlines():
        name, members, time, *rest = line.split(maxsplit=3)
        extra = f", {rest[0]}" if rest else ""
        lines.append(
            f"  - {{code: {name}, name: {name.capitalize()}, unit: {unit}, over_members: {members}, over_time: {time}{extra}}}"
        )
    return (
        f"kind: data-set\ncode: {code}\nname: {code.capitalize()}\ngrain: {grain}\ndimensions: [{dimensions}]\n"
        f"release: {{audience: public}}\nmeasures:\n" + "\n".join(lines) + f"\n{more}\n---\n"
    )


def indicator(
    code: str, formula: str, more: str = "", kind: str = "number", unit: str = "cases", grain: str = "month"
) -> str:
    """An indicator document. Percentages are in %."""
    return (
        f"kind: indicator\ncode: {code}\nname: {code.capitalize()}\nvalue_kind: {kind}\n"
        f"unit: '{'%' if kind == 'percentage' else unit}'\npolarity: high\n"
        f'grain: {grain}\naudience: public\nformula: "{formula}"\n{more}\n---\n'
    )
