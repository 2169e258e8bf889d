"""Sources: every dimension and measure of the data set has a column, and every column one use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from trigpoint.definitions.checks.finding import Finding, Path, either, offer, repeated, unknown
from trigpoint.definitions.datasets import DataSet, DataSetDimension, Grain
from trigpoint.definitions.sources import Check, DimensionColumn, KeptColumnRule, LabelRule, Source

if TYPE_CHECKING:
    from trigpoint.definitions.collected import Definitions

CHECK_KEYS = {
    "required": (), "unique": (), "range": ("minimum", "maximum"), "allowed": ("values",), "not-above": ("than",),
}  # fmt: skip


def findings(given: Definitions) -> Iterator[Finding]:
    """Every fault of sources whose data set is known."""
    for source in given.sources.values():
        data_set = given.data_sets.get(source.data_set)
        if data_set is not None:
            yield from _measures(source, data_set)
            yield from _dimensions(given, source, data_set)
            yield from _kept(source, data_set)
        yield from _columns(source)
        for index, rule in enumerate(source.period.labels):
            yield from _label(source, ("period", "labels", index), rule)
        for index, check in enumerate(source.checks):
            yield from _check(source, ("checks", index), check)


def _measures(source: Source, data_set: DataSet) -> Iterator[Finding]:
    ways = [
        key for key, said in (("wide", source.wide), ("long", source.long), ("counts_rows", source.counts_rows)) if said
    ]
    known = [measure.code for measure in data_set.measures]
    if not ways:
        yield Finding(source, (), "It does not say which columns hold the figures.",
                      "Add 'wide' (a column a measure), 'long' (a column of names and one of values) or 'counts_rows'.")  # fmt: skip
    elif "long" in ways and len(ways) > 1:
        named = either(ways).replace(" or ", " and ")
        yield Finding(source, ("long",), f"It has {named}: only one can be.", "Keep the one that the file has.")
    for index, column in enumerate(source.wide):
        if column.measure not in known:
            yield unknown(source, ("wide", index, "measure"), f"measure of '{data_set.code}'", column.measure, known)
        if column.multiply == 0:
            yield Finding(
                source, ("wide", index, "multiply"), "Every figure would become 0.", "Leave it out, or say 1000."
            )
    yield from repeated(source, ("wide",), "measure", (column.measure for column in source.wide), key="measure")
    for written, code in (source.long.aliases if source.long else {}).items():
        if code not in known:
            yield unknown(source, ("long", "aliases", written), f"measure of '{data_set.code}'", code, known)
    if source.counts_rows is not None:
        if source.counts_rows not in known:
            yield unknown(source, ("counts_rows",), f"measure of '{data_set.code}'", source.counts_rows, known)
        if data_set.rows != "events":
            message = f"Rows are counted, but '{data_set.code}' holds one row a slice."
            yield Finding(source, ("counts_rows",), message, "Say 'rows: events' in the data set.")


def _dimensions(given: Definitions, source: Source, data_set: DataSet) -> Iterator[Finding]:
    roles = {dimension.role: dimension for dimension in data_set.dimensions}
    made = {rule.as_ for rule in source.other_columns}
    for role in roles:
        if role not in source.dimensions and role not in made:
            message = f"Nothing says where the '{role}' of a row stands."
            yield Finding(source, ("dimensions",), message, f"Add '{role}:' with its 'column', or a 'constant'.")
    for role, column in source.dimensions.items():
        path: Path = ("dimensions", role)
        if role not in roles:
            yield unknown(source, path, f"dimension of '{data_set.code}' called", role, roles)._replace(at_key=True)
            continue
        if (column.column is None) == (column.constant is None):
            yield Finding(source, path, f"'{role}' needs either a column or a constant.", "Say one of the two.")
        yield from _codes(given, source, path, roles[role], column)


def _codes(
    given: Definitions, source: Source, path: Path, dimension: DataSetDimension, column: DimensionColumn
) -> Iterator[Finding]:
    tree = given.dimensions.get(dimension.dimension)
    if tree is None:
        return
    known = {row.code for row in tree.code_table(dimension.scheme)}
    named = [((*path, "aliases", written), code) for written, code in column.aliases.items()]
    if column.constant is not None:
        named.append(((*path, "constant"), column.constant))
    for at, code in named:
        if code not in known:
            near = tree.nearest(code, 1)
            instead = f"Did you mean '{near[0].code}' ({near[0].name})?" if near else offer(code, sorted(known))
            yield Finding(source, at, f"There is no '{code}' in {tree.dimension.name}.", instead)


def _kept(source: Source, data_set: DataSet) -> Iterator[Finding]:
    kept = [column.code for column in data_set.kept]
    roles = [dimension.role for dimension in data_set.dimensions]
    made = [rule.as_ for rule in source.other_columns if rule.as_ is not None]
    for code in kept:
        if code not in made:
            message = f"Nothing says which column '{code}' of '{data_set.code}' is kept from."
            yield Finding(source, ("other_columns",), message, f"Add a column there with 'as: {code}'.")
    yield from repeated(source, ("other_columns",), "code", [rule.as_ or f"#{i}" for i, rule in
                        enumerate(source.other_columns)], key="as")  # fmt: skip
    for index, rule in enumerate(source.other_columns):
        path: Path = ("other_columns", index)
        yield from _kept_rule(source, path, rule)
        if rule.as_ is not None and rule.as_ not in kept and rule.as_ not in roles:
            yield unknown(source, (*path, "as"), "kept column or dimension", rule.as_, [*kept, *roles])
        elif rule.as_ in source.dimensions:
            message = f"'{rule.as_}' has a column in 'dimensions' already."
            yield Finding(source, (*path, "as"), message, "Keep one of the two.")


def _kept_rule(source: Source, path: Path, rule: KeptColumnRule) -> Iterator[Finding]:
    if rule.does == "drop" and rule.as_ is not None:
        yield Finding(source, (*path, "as"), "A column that is dropped goes nowhere.", "Take 'as' out.")
    if rule.does != "drop" and rule.as_ is None:
        message = f"The column '{rule.column}' does not say what it becomes."
        yield Finding(source, path, message, "Say 'as:' and the data set's kept column or dimension.")
    if (rule.does == "band") != bool(rule.bands):
        message = "It has no bands." if rule.does == "band" else f"'bands' does nothing where 'does' is {rule.does}."
        yield Finding(source, path, message, "Say 'does: band' and 'bands: [0, 18, 65]', lower edges in order.")
    if list(rule.bands) != sorted(set(rule.bands)):
        yield Finding(source, (*path, "bands"), "The edges are not in rising order.", "Write [0, 18, 65].")


def _columns(source: Source) -> Iterator[Finding]:
    """A column that is dropped or ignored may have no other use; a figure's column only one."""
    uses: dict[str, Path] = {}
    period = source.period.column
    for index, column in enumerate((period,) if isinstance(period, str) else period):
        uses[column] = ("period", "column") if isinstance(period, str) else ("period", "column", index)
    for role, dimension in source.dimensions.items():
        if dimension.column is not None:
            uses[dimension.column] = ("dimensions", role, "column")
    for index, wide in enumerate(source.wide):
        if wide.column in uses:
            message = f"The column '{wide.column}' has another use already."
            yield Finding(source, ("wide", index, "column"), message, f"See {uses[wide.column][0]}.")
        uses[wide.column] = ("wide", index, "column")
    for index, column in enumerate(source.ignored):
        if column in uses:
            message = f"The column '{column}' is ignored, but used in '{uses[column][0]}' too."
            yield Finding(source, ("ignored", index), message, "Take it out of one of the two.")


def _label(source: Source, path: Path, rule: LabelRule) -> Iterator[Finding]:
    try:
        groups = re.compile(rule.matches).groups
    except re.error as error:
        yield Finding(
            source, (*path, "matches"), f"This is no regular expression: {error}.", r"Such as '(\d{4}) \(prov\)'."
        )
        return
    if (rule.period is None) == (rule.reject is None):
        message = "A label rule says either which period the label means, or why it is rejected."
        yield Finding(source, path, message, "Say 'period' or 'reject'.")
    for number in re.findall(r"\{(\d+)\}", rule.period or ""):
        if not 1 <= int(number) <= groups:
            message = f"'period' uses group {{{number}}}, but the pattern has {groups}."
            yield Finding(source, (*path, "period"), message, "Put the part that you mean in brackets in 'matches'.")
    grains = get_args(Grain)
    if rule.grain is not None and rule.grain not in grains:
        yield unknown(source, (*path, "grain"), "kind of period", rule.grain, grains)


def _check(source: Source, path: Path, check: Check) -> Iterator[Finding]:
    has = {
        "minimum": check.minimum is not None, "maximum": check.maximum is not None,
        "values": bool(check.values), "than": check.than is not None,
    }  # fmt: skip
    needed = CHECK_KEYS[check.type]
    if needed and not any(has[key] for key in needed):
        yield Finding(source, path, f"A check of type '{check.type}' needs {either(needed)}.", f"Add '{needed[0]}:'.")
    for key, said in has.items():
        if said and key not in needed:
            yield Finding(
                source, (*path, key), f"'{key}' does nothing in a check of type '{check.type}'.", "Take it out."
            )
    if check.minimum is not None and check.maximum is not None and check.minimum > check.maximum:
        yield Finding(source, (*path, "minimum"), "The minimum is above the maximum.", "Exchange them.")
