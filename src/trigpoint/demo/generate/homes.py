"""The housing association: repairs, lettings and rent."""

from __future__ import annotations

import numpy as np

from trigpoint.demo.generate.chance import Counts, line, of_total, season, split
from trigpoint.demo.generate.clock import MONTHS
from trigpoint.demo.generate.world import Sheet, World, grid, labels, texts

HOMES = 8_400
DECLINE = 15
"""Months over which repairs in time fall, each below the one before, and yet stay above the target of 90%."""


def homes_by_ward(world: World) -> Counts:
    """Homes owned, by ward: most where people are poor, none in the twelve best-off wards."""
    places = world.places
    weight = np.where(places.fifth == 5, 0.0, places.people.sum(1) * places.deprived(0.7))
    return np.rint(HOMES * weight / weight.sum()).astype(np.int64)


def in_time(world: World) -> np.ndarray:
    """Repairs finished in time, in per cent by month."""
    rng = world.chance("repairs in time")
    steady = 96.6 + rng.choice([-1, 1], MONTHS - DECLINE) * rng.uniform(0.1, 0.55, MONTHS - DECLINE)
    return np.concatenate([steady, np.linspace(96.2, 91.3, DECLINE)])


def repairs(world: World) -> Sheet:
    """Repairs by ward and priority."""
    rng = world.chance("repairs")
    own = homes_by_ward(world)
    wards = np.flatnonzero(own)
    share = np.array([0.2, 0.24, 0.56])
    total = 1980 * season(world.calendar_months, 1, 0.09) * line([(0, 0.93), (1, 1.06)], MONTHS)
    raised = np.stack([split(round(n), own[wards][:, None] * share[None, :], rng) for n in total])
    finished = rng.binomial(raised, 0.985)
    hold = np.broadcast_to(np.array([1.02, 1.0, 0.985]), finished.shape[1:])
    done = np.stack(
        [of_total(round(f.sum() * p / 100), f, hold, rng) for f, p in zip(finished, in_time(world), strict=True)]
    )
    length = np.array([1.0, 4.6, 16.5])[None, None, :] * line([(0, 1), (0.8, 0.98), (1, 1.12)], MONTHS)[:, None, None]
    days = rng.poisson(finished * length)
    month, ward, priority = grid(*raised.shape)
    return Sheet(
        month,
        {
            "Month": labels(world.clock.months, lambda m: f"{m:%b %Y}")[month],
            "Ward": texts(world.places.names)[wards[ward]],
            "Priority": texts(["P1 Emergency", "P2 Urgent", "P3 Routine"])[priority],
            "Raised": raised.ravel(),
            "Completed": finished.ravel(),
            "Completed in target": done.ravel(),
            "Total days": days.ravel(),
        },
    )


def lettings(world: World) -> Sheet:
    """Homes, empty homes, relets and rent by ward. Relets take longer and longer; rent comes in well."""
    rng = world.chance("lettings")
    own = homes_by_ward(world)
    wards = np.flatnonzero(own)
    count = np.broadcast_to(own[wards], (MONTHS, wards.size)).copy()
    empty = rng.binomial(
        count, np.broadcast_to(line([(0, 0.014), (0.7, 0.0145), (1, 0.0172)], MONTHS)[:, None], count.shape)
    )
    relets = np.stack([split(round(n), own[wards].astype(float), rng) for n in line([(0, 78), (1, 84)], MONTHS)])
    length = line([(0, 24), (0.6, 24.5), (1, 28.4)], MONTHS)[:, None]
    days = rng.poisson(relets * length)
    rent = line([(0, 388.0), (1, 467.0)], MONTHS)[:, None] * np.random.default_rng(2).uniform(0.93, 1.07, wards.size)
    due = np.round(count * rent, 2)
    collected = np.round(due * (line([(0, 0.976), (1, 0.987)], MONTHS)[:, None] + rng.normal(0, 0.006, due.shape)), 2)
    arrears = np.round(due * line([(0, 0.345), (1, 0.322)], MONTHS)[:, None] * rng.uniform(0.94, 1.06, due.shape), 2)
    month, ward = grid(*count.shape)
    return Sheet(
        month,
        {
            "Month": labels(world.clock.months, lambda m: f"{m:%b %Y}")[month],
            "Ward": texts(world.places.names)[wards[ward]],
            "Homes": count.ravel(),
            "Empty": empty.ravel(),
            "Relets": relets.ravel(),
            "Relet days": days.ravel(),
            "Rent due £": due.ravel(),
            "Rent collected £": collected.ravel(),
            "Arrears £": arrears.ravel(),
        },
    )


def corrections(world: World, sheet: Sheet) -> dict[str, list]:
    """Twelve rows of the last month but one sent again: three good ones, and nine that cannot be taken in as they are."""
    rows = sheet.part(MONTHS - 2, MONTHS - 2)
    twelve = {name: [v.item() if hasattr(v, "item") else v for v in column[:12]] for name, column in rows.items()}
    twelve["Rent collected £"][0] = round(twelve["Rent collected £"][0] + 1284.5, 2)
    twelve["Relets"][1] += 1
    twelve["Relet days"][1] += 31
    twelve["Ward"][3] = "Fishergat"
    twelve["Ward"][4] = "Gasworks"
    twelve["Empty"][5] = twelve["Homes"][5] + 4
    twelve["Relet days"][6] = -14
    twelve["Rent due £"][7] = "tbc"
    twelve["Rent due £"][8] = None
    twelve["Month"][9] = f"31/{9 if world.clock.months[-2].month in (4, 6, 9, 11) else 2:02d}/{world.clock.until.year}"
    twelve["Homes"][10] = "2O4"
    twelve["Ward"][11] = "Total of above"
    return twelve
