"""An indicator asked over some axes, filters and reporting periods, and the items that it needs of each data set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from trigpoint.cube.codes import Codes
from trigpoint.cube.fetching import Item
from trigpoint.cube.places import Axis, EachAxis, Slot
from trigpoint.cube.question import Where
from trigpoint.cube.reporting import Asked, SpanMap, span_map
from trigpoint.definitions.datasets import DataSet, DataSetDimension, Measure
from trigpoint.definitions.formula import Checked, Component
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.whole import Definitions

STATED = ("yes-no", "stage", "date", "text")
"""Value kinds that are told or counted, never added."""


@dataclass(frozen=True)
class Ask:
    """One indicator over axes, filters and reporting periods."""

    indicator: str
    axes: tuple[Axis, ...]
    filters: tuple[Where, ...]
    periods: tuple[Asked, ...]
    totals: bool


@dataclass(frozen=True, eq=False)
class Lookup:
    """How one component of a formula is read.

    item: its figures. own: what was supplied for the very members, where that must be told apart. axes: for each axis of
    the ask, the role in its data set, or None. lack: why its data set cannot be broken down or filtered so; it then has
    figures for totals over `None` axes only, and none at all when `lacks_filter`.
    """

    component: Component
    measure: Measure
    data_set: DataSet
    item: Item | None
    own: Item | None
    axes: tuple[str | None, ...]
    filters: tuple[tuple[str, tuple[Where, ...]], ...]
    spans: SpanMap
    lack: str = ""
    lacks_filter: bool = False
    each: str = ""

    @cached_property
    def refused(self) -> dict[int, str]:
        """By reporting period, why there can be no figure."""
        return dict(self.spans.refused)

    @cached_property
    def waiting(self) -> dict[int, str]:
        """By reporting period, why nothing supplied fits."""
        return dict(self.spans.waiting)

    @cached_property
    def notes(self) -> dict[int, str]:
        """By reporting period, what a reader must know."""
        return dict(self.spans.notes)

    @cached_property
    def spells(self) -> dict[int, list[tuple[date, date]]]:
        """By reporting period, the supplied periods (end excluded) that make it up, in order."""
        found: dict[int, list[tuple[date, date]]] = {}
        for start, end, index in sorted(self.spans.pairs):
            found.setdefault(index, []).append((start, end))
        return found


@dataclass(frozen=True, eq=False)
class Segment:
    """The reporting periods for which one version of the formula holds. no_formula: there is none then."""

    formula: str | None
    checked: Checked | None
    indices: tuple[int, ...]
    lookups: tuple[Lookup, ...]
    each: bool = False
    """Whether the figure is made of the ratios of single members."""

    @cached_property
    def data_sets(self) -> tuple[DataSet, ...]:
        """The data sets of the components, each once."""
        return tuple({lookup.data_set.code: lookup.data_set for lookup in self.lookups}.values())

    @cached_property
    def stated(self) -> bool:
        """Whether the figure is a statement (yes/no, stage, date, text)."""
        return len(self.lookups) == 1 and self.lookups[0].measure.value_kind in STATED


def segments(ask: Ask, definitions: Definitions, codes_of: Callable[[str], Codes]) -> tuple[Segment, ...]:
    """The ask by version of the formula, with the items that it needs."""
    by_version: dict[str | None, list[int]] = {}
    for index, asked in enumerate(ask.periods):
        version = definitions.version_on(ask.indicator, asked.span.last_day)
        by_version.setdefault(version.formula if version else None, []).append(index)
    return tuple(
        _segment(ask, formula, tuple(indices), definitions, codes_of) for formula, indices in by_version.items()
    )


def _segment(
    ask: Ask, formula: str | None, indices: tuple[int, ...], definitions: Definitions, codes_of: Callable[[str], Codes]
) -> Segment:
    if formula is None:
        return Segment(None, None, indices, ())
    indicator = definitions.indicators[ask.indicator]
    checked = definitions.checked(ask.indicator, ask.periods[indices[0]].span.last_day)
    components = definitions.formula(formula).components
    each = indicator.ratio != "of-sums" and indicator.ratio_over is not None
    stated = len(components) == 1 and _measure(definitions, components[0]).value_kind in STATED
    lookups = tuple(
        _lookup(ask, indicator, component, components, indices, definitions, codes_of, each, stated)
        for component in components
    )
    return Segment(formula, checked, indices, lookups, each)


def _measure(definitions: Definitions, component: Component) -> Measure:
    measure = definitions.measure(component.data_set, component.measure)
    assert measure is not None, f"{component} was checked when it was written"
    return measure


def role_of(data_set: DataSet, dimension: str) -> DataSetDimension | str:
    """The role in which a data set has a dimension, or why it cannot be told, in words."""
    found = [role for role in data_set.dimensions if role.dimension == dimension]
    exact = [role for role in found if role.role == dimension]
    if len(found) == 1 or exact:
        return (exact or found)[0]
    if found:
        return f"has it {len(found)} times ({', '.join(role.role for role in found)})"
    return ""


def _lookup(
    ask: Ask,
    indicator: Indicator,
    component: Component,
    components: tuple[Component, ...],
    indices: tuple[int, ...],
    definitions: Definitions,
    codes_of: Callable[[str], Codes],
    each: bool,
    stated: bool,
) -> Lookup:
    data_set = definitions.data_sets[component.data_set]
    measure = _measure(definitions, component)
    codes = codes_of(data_set.code)
    lack, lacks_filter = "", False
    axis_of: dict[str, Axis] = {}
    axes: list[str | None] = []
    filters: dict[str, list[Where]] = {}

    def lacking(dimension: str, why: str) -> str:
        name = definitions.dimensions[dimension].dimension.name.lower()
        return (
            f"{data_set.name} {why}, so it cannot be told which." if why else f"{data_set.name} is not held by {name}."
        )

    for axis in ask.axes:
        role = role_of(data_set, axis.dimension)
        if isinstance(role, str):
            lack = lack or lacking(axis.dimension, role)
            axes.append(None)
        else:
            axis_of[role.role] = axis
            axes.append(role.role)
    for where in ask.filters:
        role = role_of(data_set, where.dimension)
        if isinstance(role, str):
            lack, lacks_filter = lacking(where.dimension, role), True
        else:
            filters.setdefault(role.role, []).append(where)
    for name, members in component.where:
        filters.setdefault(name, []).append(Where(codes.roles[name].dimension, members))
    each_role = ""
    if each:
        each_role = indicator.ratio_over or ""
        if each_role not in codes.roles:
            lack, lacks_filter = f"{data_set.name} has no {each_role}, over which the ratio is taken.", True
        else:
            within = axis_of.get(each_role)
            assert not isinstance(within, EachAxis)
            axis_of[each_role] = EachAxis(codes.roles[each_role].dimension, within)
    supplied = codes.holdings.periods.get(measure.code, ())
    spans = _only(
        span_map(measure, data_set, supplied, [asked.span for asked in ask.periods], definitions.calendars), indices
    )
    held = tuple((role, tuple(found)) for role, found in sorted(filters.items()))
    blank = Lookup(component, measure, data_set, None, None, tuple(axes), held, spans, lack, lacks_filter, each_role)
    if lacks_filter or not spans.pairs:
        return blank
    item, own = _items(ask, indicator, component, components, codes, measure, axis_of, axes, filters, spans, stated,
                       definitions, each_role)  # fmt: skip
    return Lookup(component, measure, data_set, item, own, tuple(axes), held, spans, lack, lacks_filter, each_role)


def _only(spans: SpanMap, indices: tuple[int, ...]) -> SpanMap:
    wanted = set(indices)
    return SpanMap(
        tuple(pair for pair in spans.pairs if pair[2] in wanted),
        *(tuple(each for each in found if each[0] in wanted) for found in (spans.refused, spans.notes, spans.waiting)),
    )


def _items(
    ask: Ask,
    indicator: Indicator,
    component: Component,
    components: tuple[Component, ...],
    codes: Codes,
    measure: Measure,
    axis_of: dict[str, Axis],
    axes: Sequence[str | None],
    filters: dict[str, list[Where]],
    spans: SpanMap,
    stated: bool,
    definitions: Definitions,
    each_role: str,
) -> tuple[Item, Item | None]:
    published = {role for role in codes.roles if codes.has_published(role)}
    tells_own = not stated and (measure.over_members == "none" or bool(published))
    constrained = {*axis_of, *filters}
    roles = sorted(constrained | published | (
        # A figure that may not be added stands for the whole of a role only where a single code is ever supplied.
        {role for role in codes.roles if len(codes.holdings.codes_of.get((measure.code, role), ())) > 1}
        if tells_own else set()
    ))  # fmt: skip

    def slot(role: str, exact: bool) -> Slot:
        only = codes.holdings.codes_of.get((measure.code, role), ())
        return Slot(
            axis_of.get(role), tuple(filters.get(role, ())), ask.totals and role in axis_of, exact,
            only[0] if exact and len(only) == 1 else None,
        )  # fmt: skip

    item_axes = [role for role in axes if role is not None]
    if each_role and each_role not in item_axes:
        item_axes.append(each_role)
    partners = _partners(component, components, definitions)
    complete: tuple[str, ...] = ()
    if indicator.missing == "skip" and len(partners) > 1 and not stated:
        complete = tuple(sorted(partners))
    distinct = measure.over_members == "distinct"
    item = Item(
        codes.data_set.code,
        measure.code,
        tuple(item_axes),
        tuple((role, slot(role, False)) for role in roles),
        spans,
        "sum" if distinct else measure.over_members,
        over_time=measure.over_time,
        texts=stated,
        of=(measure.of or "") if distinct else "",
        whole=distinct and measure.over_time == "distinct",
        complete=complete,
        paired=len(partners) > 1 and not complete and indicator.missing == "unknown",
    )
    if not tells_own or distinct:
        return item, None
    own = Item(
        item.data_set, item.measure, item.axes, tuple((role, slot(role, True)) for role in roles), spans, "none",
        over_time=item.over_time, complete=complete, paired=item.paired,
    )  # fmt: skip
    return item, own


def _partners(component: Component, components: tuple[Component, ...], definitions: Definitions) -> set[str]:
    """Measures of the formula that are supplied slice by slice beside this one, itself included: of the same data set
    and slice, adding up in the same way, where a slice without a row is not a zero."""
    measure = _measure(definitions, component)
    if measure.no_row_means == "zero" or measure.over_members in ("none", "distinct"):
        return {measure.code}
    found = {measure.code}
    for other in components:
        if other.data_set == component.data_set and other.where == component.where:
            beside = _measure(definitions, other)
            if (beside.no_row_means, beside.over_members, beside.over_time) == (
                measure.no_row_means, measure.over_members, measure.over_time,
            ):  # fmt: skip
                found.add(beside.code)
    return found


def supply_grain(codes: Codes, measure: str, start: date, end: date) -> str:
    """The length of period in which a measure is mostly supplied within some days; the data set's own where there is
    none."""
    found = Counter(
        each.grain for each in codes.holdings.periods.get(measure, ()) if start <= each.start and each.end <= end
    )
    return found.most_common(1)[0][0] if found else codes.data_set.grain
