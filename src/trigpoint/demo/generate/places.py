"""Fenmoor as the generator sees it: read from the definitions, so that each place is named in one file only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from trigpoint.definitions.dimensions import Members
from trigpoint.definitions.sources import Mapping
from trigpoint.definitions.yaml_files import read_text
from trigpoint.demo.folder import definitions_folder
from trigpoint.demo.generate.chance import Counts, Numbers

ISLAND = "gannet-island"
PEOPLE = 343_000
AGES = ("age-0-17", "age-18-39", "age-40-64", "age-65-84", "age-85")
AGE_NAMES = ("0 to 17", "18 to 39", "40 to 64", "65 to 84", "85 and over")


@dataclass(frozen=True)
class Places:
    """Arrays of wards, in order. fifth: 1 is the most deprived. people: by ward and age, at the start."""

    codes: list[str]
    names: list[str]
    numbers: list[str]
    district: list[str]
    fifth: Counts
    people: Numbers
    beats: dict[str, list[str]]
    district_names: dict[str, str]

    def __len__(self) -> int:
        return len(self.codes)

    def deprived(self, strength: float) -> Numbers:
        """A factor by ward, 1 + strength in the most deprived fifth and 1 - strength in the least."""
        return 1 + strength * (3 - self.fifth) / 2

    def at(self, *codes: str) -> Counts:
        """The places of wards in the arrays."""
        return np.array([self.codes.index(code) for code in codes])


def members(name: str) -> Members:
    """A members document of the shipped definitions."""
    path = definitions_folder() / "dimensions" / f"{name}.yaml"
    document = read_text(path.read_text("utf-8"), path.name).document
    assert isinstance(document, Members)
    return document


def names_of(dimension: str, level: str) -> dict[str, str]:
    """Name by code of a dimension's members at a level."""
    return {m.code: m.name for m in members(f"{dimension}-members").members if m.level == level}


@cache
def places() -> Places:
    """The sixty wards."""
    wards = members("area-wards").members
    above = {(w.code, m.hierarchy): m.parent for w in wards for m in w.memberships if m.end is None}
    fifth = np.array([int(above[w.code, "deprivation"][-1]) for w in wards])
    district = [above[w.code, "administrative"] for w in wards]
    path = definitions_folder() / "mappings" / "police-beats.yaml"
    mapping = read_text(path.read_text("utf-8"), path.name).document
    assert isinstance(mapping, Mapping)
    beats: dict[str, list[str]] = {w.code: [] for w in wards}
    for each in mapping.codes:
        beats[each.member].append(each.code)
    return Places(
        codes=[w.code for w in wards],
        names=[w.name for w in wards],
        numbers=[next(c.code for c in w.codes if c.scheme == "county-ward") for w in wards],
        district=district,
        fifth=fifth,
        people=_people(fifth, district, [w.code for w in wards]),
        beats=beats,
        district_names={m.code: m.name for m in members("area-county-and-districts").members if m.level == "district"},
    )


def _people(fifth: Counts, district: list[str], codes: list[str]) -> Numbers:
    """People by ward and age: larger wards in the city, more children where people are poor, more old by the sea."""
    size = np.random.default_rng(1).uniform(0.75, 1.3, len(codes))
    size *= np.where(np.array(district) == "alderwick", 1.25, 1.0)
    size[codes.index(ISLAND)] = 0.25
    young = 0.20 + 0.014 * (3 - fifth)
    old = 0.19 - 0.012 * (3 - fifth) + np.where(np.isin(district, ["saltwythe", "fenmoor"]), 0.06, 0.0)
    grown = 1 - young - old
    shares = np.stack([young, grown * 0.44, grown * 0.56, old * 0.87, old * 0.13], axis=1)
    return PEOPLE * (size / size.sum())[:, None] * shares
