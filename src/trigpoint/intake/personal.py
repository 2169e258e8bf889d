"""What becomes of columns about people, in memory, before a row is written anywhere: even to the private staging.

Each change can meet its own result again without harm (a pseudonym stays, a band stays), so that the file of rejected
rows, which holds only changed values, can be mended and supplied again.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc

from trigpoint.definitions.sources import KeptColumnRule
from trigpoint.intake.faults import IntakeError
from trigpoint.intake.plan import SourcePlan
from trigpoint.intake.readers.header import same_name
from trigpoint.intake.readers.table import Batch

_PSEUDONYM = re.compile(r"~[0-9a-f]{32}")
UNBANDED = "\u2047"
"""Stands where a value has no band; the value itself must not be written, so the reject cannot show it."""


class NoSalt(IntakeError):
    """A source that makes pseudonyms, without the salt to make them with."""


def holds_people(plan: SourcePlan) -> bool:
    """Whether the supplied file holds what must not be kept: then its original is not kept either."""
    return bool(plan.personal())


def pseudonym(text: str, salt: bytes) -> str:
    """The keyed pseudonym of an identifier: `~` and 128 bits of HMAC-SHA256. Without the salt nobody can redo it.

    Outer spaces and case do not make another person. An empty text stays empty; a pseudonym stays itself.
    """
    bare = "".join(text.split()).casefold()
    if not bare or _PSEUDONYM.fullmatch(bare):
        return bare
    return "~" + hmac.new(salt, bare.encode(), hashlib.sha256).hexdigest()[:32]


def band(text: str, edges: tuple[Decimal, ...]) -> str:
    """The band of a number, as '18-64' or '65+'; UNBANDED where it is no number or below the lowest edge."""
    bare = text.strip()
    labels = band_labels(edges)
    if not bare or bare in labels:
        return bare
    try:
        number = Decimal(bare.replace(",", ""))
    except InvalidOperation:
        return UNBANDED
    if not number.is_finite():
        return UNBANDED
    found = UNBANDED
    for edge, label in zip(edges, labels, strict=True):
        if number >= edge:
            found = label
    return found


def band_labels(edges: tuple[Decimal, ...]) -> tuple[str, ...]:
    """The names of the bands that start at `edges`; whole edges give '0-17', others '0 to under 2.5'."""
    whole = all(edge == edge.to_integral_value() for edge in edges)
    names = []
    for low, high in pairwise(edges):
        if whole:
            names.append(f"{low:f}" if high - low == 1 else f"{low:f}-{high - 1:f}")
        else:
            names.append(f"{low:f} to under {high:f}")
    return (*names, f"{edges[-1]:f}+")


@dataclass
class Guard:
    """Changes the personal columns of batches of one file, each distinct value once."""

    changes: dict[int, Callable[[str], str]]
    _known: dict[int, dict[str, str]] = field(default_factory=dict)

    def applied(self, batch: Batch) -> Batch:
        """The batch with personal columns changed. What stood beyond the last column, or in a row that could not be
        read, might be anybody's: it is dropped."""
        if not self.changes:
            return batch
        columns = list(batch.columns)
        for index, change in self.changes.items():
            columns[index] = self._changed(index, change, columns[index])
        faults = tuple(
            fault
            if fault.kind == "ragged"
            else type(fault)(fault.row, fault.kind, "(not shown)", fault.expected, fault.what_to_do)
            for fault in batch.faults
        )
        broken = {fault.row for fault in batch.faults}
        if broken:
            # In a row whose cells have slipped, a person may stand in any column.
            keep = pa.array([row not in broken for row in batch.rows])
            columns = [pc.if_else(keep, column, "") for column in columns]
        return Batch(batch.rows, columns, {}, faults)

    def _changed(self, index: int, change: Callable[[str], str], column: pa.Array) -> pa.Array:
        known = self._known.setdefault(index, {})
        if len(known) > 200_000:
            known.clear()
        encoded = column.dictionary_encode()
        texts = []
        for text in encoded.dictionary.to_pylist():
            if text not in known:
                known[text] = change(text)
            texts.append(known[text])
        return pa.array(texts, pa.string()).take(encoded.indices) if texts else column


def guard(plan: SourcePlan, columns: Mapping[str, int], salt: bytes | None) -> Guard:
    """The guard for a file whose columns (by name as compared) stand at these indexes. Raises NoSalt."""
    changes: dict[int, Callable[[str], str]] = {}
    for name, rule in plan.personal().items():
        if name in columns:
            changes[columns[name]] = _change(rule, salt, plan)
    if plan.personal():
        # Of a file about people, a column that the source does not read may hold anything: it goes the same way.
        read = {same_name(name) for name in plan.wanted()}
        changes |= {index: _dropped for name, index in columns.items() if name not in read | set(plan.personal())}
    return Guard(changes)


def _dropped(text: str) -> str:
    return ""


def _change(rule: KeptColumnRule, salt: bytes | None, plan: SourcePlan) -> Callable[[str], str]:
    if rule.does == "drop":
        return _dropped
    if rule.does == "band":
        edges = tuple(rule.bands)
        return lambda text: band(text, edges)
    if not salt:
        raise NoSalt(
            f"The source '{plan.source.code}' replaces '{rule.column}' by pseudonyms, but there is no salt to make them "
            "with. It may have been destroyed to erase people; nothing was read."
        )
    return lambda text: pseudonym(text, salt)


def columns_banded(plan: SourcePlan) -> tuple[KeptColumnRule, ...]:
    """The rules of columns whose values may turn out to have no band."""
    return tuple(rule for rule in plan.source.other_columns if rule.does == "band")
