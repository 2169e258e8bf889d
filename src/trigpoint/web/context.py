"""The context of a page: period, filters, as-at, comparator. The only thing that reads or writes those parameters.

A filter's parameter is its dimension's code (`?place=fen&period=2019-03`), so an address reads as a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from trigpoint.cube.question import Where
from trigpoint.definitions.comparators import BUILT_IN
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.mistakes import Mistake

PERIOD, AS_AT, COMPARE = "period", "as-at", "compare"
OWN = (PERIOD, AS_AT, COMPARE)


class BadContext(Mistake):
    """An address that asks for something that does not exist; the message says what does."""


@dataclass(frozen=True)
class Context:
    """period: None is the latest. where: (dimension, member) in order of dimension. compare: comparator codes."""

    period: Period | None = None
    where: tuple[tuple[str, str], ...] = ()
    as_at: date | None = None
    compare: tuple[str, ...] = ()

    @property
    def filters(self) -> tuple[Where, ...]:
        return tuple(Where(dimension, (member,)) for dimension, member in self.where)

    def member(self, dimension: str) -> str | None:
        """The member that the context filters a dimension by, or None."""
        return dict(self.where).get(dimension)

    def parameters(self) -> list[tuple[str, str]]:
        """The context as parameters of an address, in a fixed order; what is as usual is left out."""
        found: list[tuple[str, str]] = []
        if self.period is not None:
            found.append((PERIOD, self.period.code))
        found.extend(self.where)
        if self.as_at is not None:
            found.append((AS_AT, self.as_at.isoformat()))
        if self.compare:
            found.append((COMPARE, ",".join(self.compare)))
        return found

    def url(self, path: str, **more: str | None) -> str:
        """An address that carries the context. `more`: a page's own parameters; None leaves one out."""
        found = self.parameters() + [(k.replace("_", "-"), v) for k, v in more.items() if v not in (None, "")]
        return f"{path}?{urlencode(found)}" if found else path

    def at(self, dimension: str, member: str | None) -> Context:
        """The same context with another member of a dimension; None takes the filter away."""
        rest = [pair for pair in self.where if pair[0] != dimension]
        return replace(self, where=tuple(sorted([*rest, (dimension, member)] if member else rest)))

    def during(self, period: Period | None) -> Context:
        """The same context in another period."""
        return replace(self, period=period)

    def known_on(self, day: date | None) -> Context:
        """The same context as known on another day."""
        return replace(self, as_at=day)

    def against(self, compare: tuple[str, ...]) -> Context:
        """The same context with other comparators."""
        return replace(self, compare=compare)


def read_context(parameters: Mapping[str, str], definitions: Definitions, today: date) -> Context:
    """The context of an address.

    Raises BadContext for a period, member, day or comparator that does not exist, naming the nearest that does.
    """
    period = None
    if text := parameters.get(PERIOD, ""):
        try:
            period = definitions.calendars.parse(text)
        except Mistake as mistake:
            raise BadContext(str(mistake)) from mistake
    where = []
    for dimension, tree in sorted(definitions.dimensions.items()):
        code = parameters.get(dimension, "")
        if not code:
            continue
        if code != "unknown" and code not in tree.members:
            near = [member.name for member in tree.nearest(code, 3)]
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise BadContext(f"There is no {tree.dimension.name.lower()} “{code[:60]}”.{hint}")
        where.append((dimension, code))
    compare = tuple(dict.fromkeys(c for c in parameters.get(COMPARE, "").split(",") if c))
    for code in compare:
        if code not in BUILT_IN and code not in definitions.comparators:
            raise BadContext(
                f"There is no comparator “{code[:60]}”. There are: {', '.join([*BUILT_IN, *definitions.comparators])}."
            )
    return Context(period, tuple(where), read_day(parameters.get(AS_AT, ""), today), compare)


def read_day(text: str, today: date) -> date | None:
    """The day in an `as-at` parameter; None when it is empty. Raises BadContext for no day, or one to come."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadContext(f"“{text[:40]}” is not a day. Write it as {today.isoformat()}.") from error
    if day > today:
        raise BadContext(f"Nothing is known yet as on {day:%-d %B %Y}: that day is still to come.")
    return day
