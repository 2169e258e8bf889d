"""Reads the files that the tool is published with, and writes the definition set that they come to."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as parquet
from python_calamine import CalamineWorkbook

from trigpoint.definitions.whole import BadDefinitions, faults_of
from trigpoint.definitions.yaml_files import write
from trigpoint.intake.dictionaries.dfe_lait import Made, make
from trigpoint.intake.dictionaries.dfe_lait_measures import BadDictionary
from trigpoint.intake.dictionaries.dfe_lait_places import Neighbours, PlaceRow

DICTIONARY, CODE_LIST = "lait_data_dictionary.csv", "la_code_list.xlsx"
NEIGHBOURS, FIGURES = "sn_*.xlsx", "bds_long_*.parquet"


def make_from_folder(folder: Path) -> Made:
    """The definition set of the files in a folder, checked as a whole.

    It reads the dictionary, the code list, the newest list of neighbours, and of the figures only their measures and
    year labels. BadDictionary when a file is missing or does not fit; BadDefinitions when the outcome has a fault.
    """
    made = make(
        list(_dictionary(_the(folder, DICTIONARY))),
        list(_code_list(_the(folder, CODE_LIST))),
        list(_neighbours(_the(folder, NEIGHBOURS))),
        _labels(_the(folder, FIGURES)),
    )
    faults = faults_of(made.documents.values())
    if faults:
        raise BadDefinitions(faults)
    return made


def write_to(made: Made, folder: Path) -> int:
    """Writes each document as YAML beneath the folder; how many."""
    for path, document in made.documents.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(write(document), encoding="utf-8")
    return len(made.documents)


def _the(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise BadDictionary([f"{folder} has no file {pattern.replace('*', '…')}."])
    return found[-1]


def _dictionary(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _code_list(path: Path) -> Iterator[PlaceRow]:
    for number, name, region, type_, *_ in _rows(path)[1:]:
        if isinstance(number, float):
            yield PlaceRow(int(number), str(name).strip(), str(region).strip(), str(type_).strip())


def _neighbours(path: Path) -> Iterator[Neighbours]:
    """Rows of an authority's number, name, number, region's number and name, then ten times a neighbour and closeness."""
    for number, name, _, _, _, *pairs in _rows(path):
        nearest = [value for value in pairs[0:20:2] if isinstance(value, float)]
        if isinstance(number, float) and isinstance(name, str) and nearest:
            yield Neighbours(str(int(number)), tuple(str(int(value)) for value in nearest))


def _rows(path: Path) -> Sequence[Sequence[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def _labels(path: Path) -> dict[str, set[str]]:
    """The year labels of each measure of the figures."""
    pairs = parquet.read_table(path, columns=["Short Desc", "Years"]).group_by(["Short Desc", "Years"]).aggregate([])
    found: dict[str, set[str]] = defaultdict(set)
    for short, label in zip(pairs["Short Desc"].to_pylist(), pairs["Years"].to_pylist(), strict=True):
        found[short].add(label)
    return dict(found)
