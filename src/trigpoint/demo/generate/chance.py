"""Seeded chance: counts that look counted and still add up to what a story needs."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]


def chance(seed: int, name: str) -> Generator:
    """A stream of its own for each data set, so that a change to one leaves the others as they are."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def split(total: int, weights: Numbers, rng: Generator) -> Counts:
    """`total` shared out at random by weight; adds up to it exactly."""
    return rng.multinomial(total, weights.ravel() / weights.sum()).reshape(weights.shape).astype(np.int64)


def of_total(total: int, among: Counts, likelihood: Numbers, rng: Generator) -> Counts:
    """`total` taken from `among` (at most that many of each) by likelihood; adds up to it exactly.

    Raises ValueError when there are not so many.
    """
    if total > int(among.sum()):
        raise ValueError(f"{total} cannot be taken from {int(among.sum())}")
    scale = total / max(float((among * likelihood).sum()), 1e-9)
    taken = rng.binomial(among, np.clip(likelihood * scale, 0, 0.995)).astype(np.int64)
    while (short := total - int(taken.sum())) != 0:
        room = (among - taken) if short > 0 else taken
        step = rng.multivariate_hypergeometric(room.ravel(), min(abs(short), int(room.sum()))).reshape(among.shape)
        taken += step if short > 0 else -step
    return taken


def line(points: Sequence[tuple[float, float]], n: int) -> Numbers:
    """A series of `n` through (place from 0 to 1, value) points."""
    at, value = zip(*points, strict=True)
    return np.interp(np.linspace(0, 1, n), at, value)


def season(months: Sequence[int], high: int, depth: float) -> Numbers:
    """Factors round 1 by month of the year, highest in month `high`."""
    turn = 2 * np.pi * (np.asarray(months) - high) / 12
    return 1 + depth * np.cos(turn)


def only_noise(n: int, mean: int, spread: int, last: int, rng: Generator) -> Counts:
    """A steady series with nothing in it but chance, by any of the usual rules, that ends with `last`.

    Never more than three on one side of the mean nor three moves one way in a row; all within `spread` of the mean.
    Four on one side could fall three times and then have nowhere to go: such a series could not be continued.
    """
    values: list[int] = [last]
    tries = 0
    while len(values) < n:
        tries += 1
        if tries % 200 == 0:
            # Four on one side that fall (or rise) three times leave no next value: take another way.
            del values[max(1, len(values) - 4) :]
        value = int(np.clip(round(rng.normal(mean, spread * 0.52)), mean - spread, mean + spread))
        trial = [*values, value]
        sides = [np.sign(v - mean) for v in trial[-4:]]
        moves = [np.sign(b - a) for a, b in zip(trial[-5:], trial[-4:], strict=False)]
        runs_on = len(sides) == 4 and abs(sum(sides)) == 4
        drifts = len(moves) == 4 and abs(sum(moves)) == 4
        if value != mean and not runs_on and not drifts and value != values[-1]:
            values.append(value)
    return np.array(values[::-1], dtype=np.int64)
