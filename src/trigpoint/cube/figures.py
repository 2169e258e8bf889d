"""The figures of an ask: each cell's components put through the formula, or the reason why there is no figure.

Components of different data sets meet only here, cell by cell, each already aggregated on its own grain: there is no join
of rows in which one could be counted twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from trigpoint.cube.agreement import one_sided, unlike
from trigpoint.cube.answer import TOTAL, Nothing
from trigpoint.cube.asks import Ask, Lookup, Segment
from trigpoint.cube.cells import Constraint, constraint_of, selection
from trigpoint.cube.coverage import coverage_of, reported
from trigpoint.cube.fetching import CellKey, Fetched
from trigpoint.cube.figure import Context, Figure
from trigpoint.cube.permission import family_of, why_not
from trigpoint.cube.places import EachAxis, GroupAxis
from trigpoint.cube.reach import beyond_reach
from trigpoint.cube.readings import Reading, missing, read_number, read_texts, state_of
from trigpoint.cube.single_members import SingleMembers
from trigpoint.cube.zeros import with_zeros
from trigpoint.definitions.formula import Component, Missing, evaluate
from trigpoint.definitions.periods import Period

REFUSALS: tuple[Nothing, ...] = ("not-permitted", "hidden", "not-applicable", "not-additive")
"""Kinds of nothing that no rule for missing components may overlook, the weightiest first."""


class Figures:
    """The figures of one ask."""

    def __init__(self, ask: Ask, segments: Sequence[Segment], fetched: Fetched, context: Context) -> None:
        self._ask, self._fetched, self._context = ask, fetched, context
        self._segment_of = {index: segment for segment in segments for index in segment.indices}
        self._single = SingleMembers(ask, fetched, context)
        self._made_before: dict[CellKey, Figure] = {}
        self._constraints: dict[tuple[Lookup, tuple[str, ...], Period | None], dict[str, tuple[Constraint, ...]]] = {}
        self._dated = any(isinstance(axis, GroupAxis) for axis in ask.axes)

    def keys_found(self) -> list[set[str]]:
        """For each axis, the members that turned up in the data."""
        found: list[set[str]] = [set() for _ in self._ask.axes]
        for segment in dict.fromkeys(self._segment_of.values()):
            for lookup in segment.lookups:
                if lookup.item is None:
                    continue
                keys: Iterable[CellKey] = (
                    self._fetched.said.get(lookup.item, {})
                    if segment.stated
                    else self._fetched.parts.get(lookup.item, {})
                )
                places = [position for position, role in enumerate(lookup.axes) if role is not None]
                for _, targets in keys:
                    for position, target in zip(places, targets, strict=False):
                        found[position].add(EachAxis.split(target)[0])
        return found

    def figure(self, index: int, key: tuple[str, ...]) -> Figure:
        """The figure of a reporting period (by index) and a member an axis."""
        at = (index, key)
        if at not in self._made_before:
            self._made_before[at] = self._figure(index, key)
        return self._made_before[at]

    def _figure(self, index: int, key: tuple[str, ...]) -> Figure:
        ask, context = self._ask, self._context
        span = ask.periods[index].span
        segment = self._segment_of[index]
        indicator = context.definitions.indicators[ask.indicator]
        if not context.limits.everything:
            chosen = selection(ask.axes, key, ask.filters, context.definitions, span.start, span.last_day)
            reason = why_not(
                context.limits, indicator, segment.data_sets, chosen, span, context.definitions, context.families
            )
            if reason:
                return Figure(nothing="not-permitted", reason=reason)
        if segment.formula is None or segment.checked is None:
            label = context.definitions.calendars.label(span)
            return Figure(
                nothing="not-applicable", reason=f"No definition of {indicator.name} was in force in {label}."
            )
        broken, notes = self._version_notes(span)
        if broken:
            return Figure(nothing="not-additive", reason=broken)
        for lookup in segment.lookups:
            if lookup.lacks_filter or (lookup.lack and self._names_lacking(lookup, key)):
                return Figure(nothing="not-applicable", reason=lookup.lack)
        readings = tuple((lookup.component, self._reading(lookup, segment, index, key)) for lookup in segment.lookups)
        coverage = coverage_of(
            segment, readings, index, span, lambda lookup: self.constraints(lookup, index, key), context
        )
        made = self._made(segment, readings, index, key)
        rank = max(reading.rank for _, reading in readings) if made.nothing in (None, "not-published") else 0
        every_note = [*notes, *(note for _, reading in readings for note in reading.notes)]
        if made.footnote:
            every_note.append(made.footnote)
        made.coverage = coverage if made.nothing not in ("not-additive", "not-applicable") else None
        made.state = state_of(rank)
        made.footnote = " ".join(dict.fromkeys(every_note)) if every_note else ""
        made.readings = readings
        return made

    @staticmethod
    def _names_lacking(lookup: Lookup, key: tuple[str, ...]) -> bool:
        return any(role is None and code != TOTAL for role, code in zip(lookup.axes, key, strict=True))

    def _version_notes(self, span: Period) -> tuple[str, list[str]]:
        """Why a span may not be answered as one, or what a reader must know of changes of the definition within it."""
        notes = []
        for version in self._context.definitions.versions(self._ask.indicator):
            if version.start is not None and span.start < version.start <= span.last_day:
                day = f"{version.start.day} {version.start:%B %Y}"
                if version.breaks_trend:
                    return f"It was worked out in another way from {day}: figures before and from that day may not be taken " \
                           "together.", []  # fmt: skip
                notes.append(f"Worked out throughout as defined from {day}.")
        return "", notes

    def constraints(self, lookup: Lookup, index: int, key: tuple[str, ...]) -> dict[str, tuple[Constraint, ...]]:
        """By role of a component's data set, the members that the cell is made of."""
        span = self._ask.periods[index].span
        at = (lookup, key, span if self._dated else None)
        if at not in self._constraints:
            self._constraints[at] = self._constraints_of(lookup, span, key)
        return self._constraints[at]

    def _constraints_of(self, lookup: Lookup, span: Period, key: tuple[str, ...]) -> dict[str, tuple[Constraint, ...]]:
        found: dict[str, list[Constraint]] = {}
        for role, wheres in lookup.filters:
            found[role] = [where.members for where in wheres]
        for axis, role_, code in zip(self._ask.axes, lookup.axes, key, strict=True):
            constraint = constraint_of(axis, code, self._context.definitions, span.start, span.last_day)
            if role_ is not None and constraint is not None:
                found.setdefault(role_, []).append(constraint)
        return {role: tuple(constraints) for role, constraints in found.items()}

    def _reading(self, lookup: Lookup, segment: Segment, index: int, key: tuple[str, ...]) -> Reading:
        refused = lookup.refused.get(index)
        if refused:
            return missing("not-additive", refused)
        constraints = self.constraints(lookup, index, key)
        release = self._context.releases.get(lookup.data_set.code)
        if release is not None and release.protects(lookup.measure.code):
            spells = lookup.spells.get(index, [])
            if lookup.measure.over_time == "last":
                spells = spells[-1:]
            why = release.hides(lookup.measure.code, spells, constraints)
            if why:
                return missing("hidden", why)
        reading = self._read(lookup, segment, index, key, constraints)
        rule = lookup.data_set.small_numbers
        protected = rule is not None and release is not None and release.protects(lookup.measure.code)
        if protected and rule and reading.value is not None and 0 < reading.value < rule.below:
            # A count made in another way than by adding (distinct people) may be small where its parts were not.
            return missing("hidden", "Small numbers: hidden, so that nobody can be recognised by it.")
        note = lookup.notes.get(index)
        return replace(reading, notes=(*reading.notes, note)) if note else reading

    def _read(
        self,
        lookup: Lookup,
        segment: Segment,
        index: int,
        key: tuple[str, ...],
        constraints: Mapping[str, tuple[Constraint, ...]],
    ) -> Reading:
        waiting = lookup.waiting.get(index, "")
        if lookup.item is None:
            found = missing("no-data", waiting or f"No figure of {lookup.measure.name} was supplied.")
        elif segment.each:
            return self._single.reading(lookup, index, key)
        else:
            at = (index, tuple(code for code, role in zip(key, lookup.axes, strict=True) if role is not None))
            if segment.stated:
                return read_texts(lookup.measure, self._fetched.said.get(lookup.item, {}).get(at, ()))
            part = self._fetched.part(lookup.item, at)
            own = self._fetched.part(lookup.own, at) if lookup.own else None
            span = self._ask.periods[index].span
            calendars = self._context.definitions.calendars
            indicator = self._context.definitions.indicators[self._ask.indicator]
            found = read_number(
                lookup.measure,
                part,
                own,
                span,
                calendars,
                lambda: self._own_name(lookup, constraints),
                in_part=indicator.missing != "unknown",
            )
            if part is None and found.nothing == "no-data" and (beyond := self._beyond(lookup, span, constraints)):
                return missing("not-applicable", beyond)
            if lookup.measure.no_row_means == "zero" and lookup.measure.over_members != "none":
                found = with_zeros(lookup.measure, found, part, reported(lookup, span, constraints, self._context))
        if found.nothing == "no-data" and waiting:
            return replace(found, reason=waiting)
        return found

    def _beyond(self, lookup: Lookup, span: Period, constraints: Mapping[str, tuple[Constraint, ...]]) -> str:
        context = self._context
        return beyond_reach(
            context.codes[lookup.data_set.code],
            constraints,
            lambda dimension: family_of(dimension, span.last_day, context.definitions, context.families),
        )

    def _own_name(self, lookup: Lookup, constraints: Mapping[str, tuple[Constraint, ...]]) -> str:
        names = [
            self._context.codes[lookup.data_set.code].tree(role).name(member)
            for role, found in constraints.items()
            for members in found[-1:]
            for member in members
        ]
        return " and ".join(names) or "the whole"

    def _made(
        self, segment: Segment, readings: Sequence[tuple[Component, Reading]], index: int, key: tuple[str, ...]
    ) -> Figure:
        for kind in REFUSALS:
            for lookup, (_, reading) in zip(segment.lookups, readings, strict=True):
                if reading.nothing == kind and (kind in ("hidden", "not-additive")):
                    summed = kind == "not-additive" and lookup.measure.over_members == "none"
                    return Figure(nothing=kind, reason=reading.reason, summed=summed)
        if segment.stated:
            reading = readings[0][1]
            return Figure(
                reading.value, text=reading.text, counts=reading.counts, nothing=reading.nothing, reason=reading.reason
            )
        if segment.each:
            return self._single.figure(segment, index, key)
        indicator = self._context.definitions.indicators[self._ask.indicator]
        absent = [reading for _, reading in readings if reading.value is None]
        if absent and (indicator.missing != "zero" or len(absent) == len(readings)):
            withheld = next((reading for reading in absent if reading.withheld), None)
            told = withheld or absent[0]
            return Figure(nothing=_weightiest(absent), reason=told.reason, summed=withheld is not None)
        apart = unlike(segment, readings) or one_sided(segment, readings, indicator.missing)
        if apart:
            return Figure(nothing="no-data", reason=apart)
        assert segment.checked is not None
        assert segment.formula is not None
        numbers = {component: reading.exact for component, reading in readings}
        value = self._evaluated(segment, numbers, indicator.missing)
        whole = {component: number or Decimal(0) for component, number in numbers.items()}
        numerator = denominator = None
        if segment.checked.denominator is not None and segment.checked.numerator is not None:
            numerator, denominator = segment.checked.numerator.value(whole), segment.checked.denominator.value(whole)
        if value is None:
            return Figure(
                nothing="not-applicable", reason="There was nothing to divide by: the denominator is 0.",
                numerator=numerator, denominator=denominator,
            )  # fmt: skip
        footnote = ""
        if absent:
            names = ", ".join(
                lookup.measure.name
                for lookup, (_, reading) in zip(segment.lookups, readings, strict=True)
                if reading.value is None
            )
            footnote = f"Counts as 0, as its definition says, what is missing: {names}."
        alone = readings[0][1] if len(readings) == 1 else None
        plain = alone is not None and segment.checked.shape == "single"
        return Figure(
            alone.value if plain and alone else value, numerator, denominator,
            base=alone.base if alone else None, lower=alone.lower if plain and alone else None,
            upper=alone.upper if plain and alone else None, footnote=footnote,
        )  # fmt: skip

    def _evaluated(
        self, segment: Segment, numbers: Mapping[Component, Decimal | None], rule: Missing
    ) -> Decimal | None:
        if segment.checked is not None and segment.checked.shape == "single" and len(numbers) == 1:
            (only,) = numbers.values()
            return only
        return evaluate(self._context.definitions.formula(segment.formula or ""), numbers, rule)


def _weightiest(readings: Iterable[Reading]) -> Nothing:
    kinds = [reading.nothing for reading in readings]
    order: tuple[Nothing, ...] = (*REFUSALS, "not-published", "no-data")
    return next((kind for kind in order if kind in kinds), "no-data")
