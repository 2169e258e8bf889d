"""What every data set is made from: the clock, the places, a seed; and the sheet that each is made into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.random import Generator

from trigpoint.demo.generate.chance import Counts, Numbers, chance
from trigpoint.demo.generate.clock import MONTHS, Clock
from trigpoint.demo.generate.places import Places, places


@dataclass(frozen=True)
class World:
    """Everything that is decided before a figure is drawn."""

    seed: int
    clock: Clock

    @cached_property
    def places(self) -> Places:
        return places()

    def chance(self, name: str) -> Generator:
        """The data set's own stream of chance."""
        return chance(self.seed, name)

    @cached_property
    def calendar_months(self) -> list[int]:
        """1 to 12, by month."""
        return [m.month for m in self.clock.months]

    @cached_property
    def people(self) -> Numbers:
        """People by month, ward and age: a slow growth, faster among the old."""
        years = np.arange(MONTHS)[:, None, None] / 12
        growth = np.array([0.001, 0.002, 0.003, 0.014, 0.022])[None, None, :]
        return self.places.people[None, :, :] * (1 + growth * (years - MONTHS / 12))

    def march(self, years_ago: int) -> int:
        """The place of the March that ended the financial year so many years before the current one."""
        month = self.clock.months[0].replace(year=self.clock.year + 1 - years_ago, month=3)
        return self.clock.index(month)


@dataclass(frozen=True)
class Sheet:
    """Columns of a supply, and of each row the place of its month (or of its period's last month) in time."""

    when: Counts
    columns: dict[str, Any]

    def part(self, first: int, last: int) -> dict[str, Any]:
        """The columns of the rows of months first to last, both included."""
        return self.chosen((self.when >= first) & (self.when <= last))

    def chosen(self, rows: Any) -> dict[str, Any]:
        """The columns of the rows that a mask (or places) chooses."""
        return {name: np.asarray(column)[rows] for name, column in self.columns.items()}


def grid(*lengths: int) -> tuple[Counts, ...]:
    """For each combination of places along axes, the place on each: the rows of a full table, in order."""
    return tuple(axis.ravel() for axis in np.indices(lengths))


def labels(months: Sequence[Any], say: Callable[[Any], str]) -> Any:
    """Period labels by month, as an array of texts."""
    return np.array([say(month) for month in months], dtype=object)


def texts(values: Sequence[str]) -> Any:
    """Texts as an array that can be chosen from by place."""
    return np.array(list(values), dtype=object)
