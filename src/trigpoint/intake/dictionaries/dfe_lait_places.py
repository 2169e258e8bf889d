"""The places of the tool: England, its regions and authorities, with those that came and went."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from trigpoint.definitions.dimension_tree import plain_words
from trigpoint.definitions.dimensions import Dimension, Group, GroupSet, Level, Member, Members
from trigpoint.definitions.document import Document
from trigpoint.intake.dictionaries.dfe_lait_measures import BadDictionary

DIMENSION, ENGLAND = "place", "970"
HALVES_OF_LONDON = {"london (inner)": "Inner London", "london (outer)": "Outer London"}
"""The two parts of London by the code list's names for them, and by those that authorities' rows use."""

TYPES = {
    "SC": "County councils", "UA": "Unitary authorities", "MD": "Metropolitan districts",
    "ILB": "Inner London boroughs", "OLB": "Outer London boroughs",
}  # fmt: skip


class PlaceRow(NamedTuple):
    """A row of the code list. region, type: 'NA' for England and regions."""

    number: int
    name: str
    region: str
    type: str


class Neighbours(NamedTuple):
    """An authority's statistical neighbours by number, nearest first."""

    code: str
    nearest: tuple[str, ...]


class Change(NamedTuple):
    """When an authority came or went, by the structural changes orders."""

    start: date | None
    end: date | None
    note: str


CHANGES = {
    "835": Change(
        None, date(2019, 3, 31),
        "Abolished on 1 April 2019; Dorset (838) and Bournemouth, Christchurch and Poole (839) succeeded it.",
    ),
    "836": Change(None, date(2019, 3, 31), "Abolished on 1 April 2019; Bournemouth, Christchurch and Poole (839) succeeded it."),
    "837": Change(None, date(2019, 3, 31), "Abolished on 1 April 2019; Bournemouth, Christchurch and Poole (839) succeeded it."),
    "838": Change(date(2019, 4, 1), None, "Formed on 1 April 2019 of all of Dorset (835) but Christchurch."),
    "839": Change(date(2019, 4, 1), None, "Formed on 1 April 2019 of Bournemouth (837), Poole (836) and Christchurch."),
    "928": Change(
        None, date(2021, 3, 31),
        "Abolished on 1 April 2021; North Northamptonshire (940) and West Northamptonshire (941) succeeded it.",
    ),
    "940": Change(date(2021, 4, 1), None, "Formed on 1 April 2021 of a part of Northamptonshire (928)."),
    "941": Change(date(2021, 4, 1), None, "Formed on 1 April 2021 of a part of Northamptonshire (928)."),
    "909": Change(
        None, date(2023, 3, 31),
        "Abolished on 1 April 2023; Cumberland (942) and Westmorland and Furness (943) succeeded it.",
    ),
    "942": Change(date(2023, 4, 1), None, "Formed on 1 April 2023 of a part of Cumbria (909)."),
    "943": Change(date(2023, 4, 1), None, "Formed on 1 April 2023 of a part of Cumbria (909)."),
}  # fmt: skip
"""By number. The code list does not say so, but the figures of these stop or start within its years."""


def places(rows: Iterable[PlaceRow]) -> tuple[dict[str, Document], list[str]]:
    """The dimension, its members and the types of authorities, by path; and notes of what was left out.

    BadDictionary when an authority's region is not in the list.
    """
    known = list(rows)
    left_out = [row for row in known if "(discontinued)" in row.name]
    above = [row for row in known if row.region == "NA" and row not in left_out]
    authorities = [row for row in known if row.region != "NA"]
    london = next((str(row.number) for row in above if row.name == "London"), None)
    regions: dict[str, str] = {}
    members: list[Member] = []
    for row in above:
        half = HALVES_OF_LONDON.get(row.name.casefold())
        level = "country" if row.name == "England" else "sub-region" if half else "region"
        parent = {"country": None, "region": ENGLAND, "sub-region": london}[level]
        regions[plain_words(half or row.name)] = str(row.number)
        members.append(_member(row, half or row.name, level, parent, (row.name,) if half else ()))
    unknown = [row for row in authorities if plain_words(row.region) not in regions]
    if unknown:
        raise BadDictionary(
            [f"The code list places {r.name} in '{r.region}', which it does not have." for r in unknown]
        )
    members += [_member(row, row.name, "authority", regions[plain_words(row.region)], ()) for row in authorities]
    documents: dict[str, Document] = {
        "dimensions/place.yaml": _dimension(),
        "dimensions/place-members.yaml": Members(
            kind="members", code="place-members", name="England, its regions and authorities", dimension=DIMENSION,
            description="Codes are the Department for Education's numbers of authorities and regions.",
            members=tuple(members),
        ),
        "dimensions/authority-type.yaml": GroupSet(
            kind="group-set", code="authority-type", name="Types of authority", dimension=DIMENSION,
            groups=tuple(
                Group(code=type_, name=name, members=tuple(str(row.number) for row in authorities if row.type == type_))
                for type_, name in TYPES.items()
                if any(row.type == type_ for row in authorities)
            ),
        ),
    }  # fmt: skip
    notes = [
        f"'{row.name}' ({row.number}) is in the code list, but no figures are for it: it is left out."
        for row in left_out
    ]
    return documents, notes


def _dimension() -> Dimension:
    names = (
        ("country", "Country", "Countries"), ("region", "Region", "Regions"),
        ("sub-region", "Part of region", "Parts of regions"), ("authority", "Local authority", "Local authorities"),
    )  # fmt: skip
    return Dimension(
        kind="dimension", code=DIMENSION, name="Place", plural="Places", nature="place",
        description="England, its regions, the two parts of London, and the authorities that answer for children's services.",
        levels=tuple(Level(code=code, name=name, plural=plural) for code, name, plural in names),
    )  # fmt: skip


def _member(row: PlaceRow, name: str, level: str, parent: str | None, aliases: tuple[str, ...]) -> Member:
    code = str(row.number)
    change = CHANGES.get(code, Change(None, None, ""))
    return Member(
        code=code, name=name, level=level, parent=parent, aliases=aliases, short_name=None, note=change.note,
        start=change.start, end=change.end,
    )  # fmt: skip
