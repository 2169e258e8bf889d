"""Hospitals, surgeries, the patient register and adult social care."""

from __future__ import annotations

from typing import Any

import numpy as np

from trigpoint.demo.generate.chance import Counts, Numbers, line, of_total, season, split
from trigpoint.demo.generate.clock import MONTHS
from trigpoint.demo.generate.places import AGE_NAMES, AGES, names_of
from trigpoint.demo.generate.world import Sheet, World, grid, labels, texts

FOUR_HOURS_AT_LAST = (93.6, 93.2, 92.8, 92.3, 92.0, 91.6)
"""The last six months of four-hour waits, in per cent: 91.6 is within 5 points of 95, and not within 2 per cent of it."""

LEFT_OUT = ("older-people", "stroke")
"""Departments most of whose delays the hospitals at first left out of the quarter that they restated."""


def emergency_care(world: World) -> Sheet:
    """Attendances, waits over four hours, emergency admissions and falls, by ward and age."""
    rng, places, people = world.chance("emergency-care"), world.places, world.people
    year = (
        season(world.calendar_months, 1, 0.06)[:, None, None]
        * line([(0, 0.86), (0.3, 1), (1, 1.04)], MONTHS)[:, None, None]
    )
    poor = places.deprived(0.28)[None, :, None]
    often = np.array([0.034, 0.027, 0.021, 0.031, 0.062])[None, None, :]
    attendances = rng.poisson(people * often * poor * year)
    within = line([(0, 94.6), (0.35, 92.4), (0.6, 93.8), (0.92, 94.0), (1, 93.6)], MONTHS) + rng.normal(0, 0.35, MONTHS)
    within[-6:] = FOUR_HOURS_AT_LAST
    slow = np.broadcast_to(np.array([0.6, 0.8, 1.0, 1.5, 2.0]), attendances.shape[1:])
    waits = np.stack(
        [of_total(round(a.sum() * (1 - w / 100)), a, slow, rng) for a, w in zip(attendances, within, strict=True)]
    )
    admitted = np.minimum(
        attendances, rng.poisson(people * np.array([0.0042, 0.0036, 0.0055, 0.0162, 0.036]) * poor * year)
    )
    fall = np.array([0, 0, 0, 0.075, 0.19])[None, None, :] * line([(0, 1.12), (1, 0.93)], MONTHS)[:, None, None]
    falls = rng.binomial(admitted, np.broadcast_to(np.clip(fall, 0, 1), admitted.shape))
    month, ward, age = grid(*attendances.shape)
    return Sheet(
        month,
        {
            "Month": labels(world.clock.months, lambda m: f"{m:%B %Y}")[month],
            "Ward code": texts(places.numbers)[ward],
            "Ward": texts(places.names)[ward],
            "Age": texts(["0-17", "18-39", "40-64", "65-84", "85+"])[age],
            "Attendances": attendances.ravel(),
            "Over 4 hours": waits.ravel(),
            "Emergency admissions": admitted.ravel(),
            "Falls admissions": falls.ravel(),
        },
    )


def discharges(world: World) -> tuple[Sheet, Any]:
    """(as they are now known, delays and days as first sent for the quarter that was restated, row by row)."""
    rng, places = world.chance("discharges"), world.places
    departments = names_of("department", "department")
    share = np.array([0.27, 0.17, 0.13, 0.2, 0.14, 0.09])
    older = world.people[:, :, 3:].sum(2) + 0.25 * world.people[:, :, :3].sum(2)
    total = 2400 * season(world.calendar_months, 1, 0.04) * line([(0, 0.94), (1, 1.02)], MONTHS)
    count = np.stack([split(round(n), o[:, None] * share[None, :], rng) for n, o in zip(total, older, strict=True)])
    percent = line([(0, 8.9), (0.5, 7.8), (0.9, 7.2), (1, 7.2)], MONTHS) + rng.normal(0, 0.3, MONTHS)
    last = world.clock.restated_quarter[1]
    percent[last - 2 : last + 1] = 12.4
    percent[last + 1 :] = np.linspace(11.2, 9.8, MONTHS - last - 1)
    hold = np.broadcast_to(np.array([0.5, 3.2, 0.7, 0.35, 0.9, 3.0]), count.shape[1:])
    delayed = np.stack([of_total(round(c.sum() * p / 100), c, hold, rng) for c, p in zip(count, percent, strict=True)])
    length = line([(0, 5.9), (0.8, 5.2), (1, 5.4)], MONTHS)[:, None, None]
    days = delayed + rng.poisson(delayed * (length - 1))
    again = rng.binomial(count, np.broadcast_to(line([(0, 0.104), (1, 0.094)], MONTHS)[:, None, None], count.shape))
    month, ward, department = grid(*count.shape)
    code = np.array(list(departments))[department]
    forgotten = np.isin(code, LEFT_OUT) & (month > last - 3) & (month <= last)
    first_delayed = np.where(forgotten, (delayed.ravel() * 0.15).astype(int), delayed.ravel())
    first_days = np.where(forgotten, np.ceil(first_delayed * 4.6).astype(int), days.ravel())
    name = {**departments, "orthopaedics": "T&O", "stroke": "Stroke/rehab"}
    sheet = Sheet(
        month,
        {
            "Period": labels(world.clock.months, lambda m: f"{m:%b-%y}")[month],
            "Ward": texts(places.numbers)[ward],
            "Department": texts([name[c] for c in departments])[department],
            "Discharges": count.ravel(),
            "Delayed": delayed.ravel(),
            "Delayed days": days.ravel(),
            "Readmitted 30d": again.ravel(),
            "Status": texts(["Final"])[np.zeros_like(month)],
        },
    )
    return sheet, (first_delayed, first_days)


def primary_care(world: World) -> Sheet:
    """Appointments and health checks. The county's uptake rises a little while the poorest wards' falls."""
    rng, places, people = world.chance("primary-care"), world.places, world.people
    often = np.array([0.28, 0.3, 0.42, 0.72, 0.95])[None, None, :]
    asked = rng.poisson(people * often * season(world.calendar_months, 12, 0.05)[:, None, None])
    soon = line([(0, 83.5), (0.6, 85.5), (1, 85.9)], MONTHS) + rng.normal(0, 0.25, MONTHS)
    missed = np.concatenate([3.7 + rng.normal(0, 0.12, MONTHS - 16), np.linspace(3.75, 5.45, 16)])
    even = np.ones(asked.shape[1:])
    within = np.stack([of_total(round(a.sum() * p / 100), a, even, rng) for a, p in zip(asked, soon, strict=True)])
    poor = np.broadcast_to(places.deprived(0.4)[:, None], asked.shape[1:])
    absent = np.stack([of_total(round(a.sum() * p / 100), a, poor, rng) for a, p in zip(asked, missed, strict=True)])
    invited = np.array([0, 0, 0.0125, 0.0085, 0])[None, None, :]
    offered = rng.poisson(people * invited)
    done = rng.binomial(offered, np.broadcast_to(uptake(world)[:, :, None], offered.shape))
    month, ward, age = grid(*asked.shape)
    return Sheet(
        month,
        {
            "month": labels(world.clock.months, lambda m: f"{m:%Y-%m}")[month],
            "ward_name": texts(places.names)[ward],
            "age_group": texts(AGE_NAMES)[age],
            "appointments": asked.ravel(),
            "seen_in_14_days": within.ravel(),
            "not_attended": absent.ravel(),
            "checks_offered": offered.ravel(),
            "checks_done": done.ravel(),
        },
    )


def uptake(world: World) -> Numbers:
    """The likelihood of taking up a health check by month and ward: fifths draw apart while their mean creeps up."""
    middle = line([(0, 0.505), (1, 0.53)], MONTHS)[:, None]
    apart = line([(0, 0.03), (1, 0.15)], MONTHS)[:, None]
    return middle + apart * (world.places.fifth[None, :] - 3) / 2


def population(world: World) -> Sheet:
    """People registered with a practice, by ward and age, each month."""
    people = np.rint(world.people).astype(int)
    month, ward, age = grid(*people.shape)
    return Sheet(
        month,
        {
            "month": labels(world.clock.months, lambda m: f"{m:%Y-%m}")[month],
            "ward_name": texts(world.places.names)[ward],
            "age_group": texts(AGE_NAMES)[age],
            "people": people.ravel(),
        },
    )


ITEMS = (
    "Supported at home",
    "Assessments requested",
    "Assessments completed",
    "Completed in 28 days",
    "Reablement ended (91 days ago)",
    "Still at home after 91 days",
)


def social_care(world: World) -> Sheet:
    """One line a figure. Of assessments finished nine in ten are in time; of those asked for, only three in four."""
    rng, places = world.chance("social-care"), world.places
    grown = world.people[:, :, 1:]
    supported = rng.poisson(grown * np.array([0.0032, 0.0058, 0.029, 0.115]))
    asked = 1 + rng.poisson(grown * np.array([0.00035, 0.0007, 0.0034, 0.0165]) * places.deprived(0.15)[None, :, None])
    even = np.ones(asked.shape[1:])
    finished, in_time = np.zeros_like(asked), np.zeros_like(asked)
    changed = world.march(3) + 1
    of_finished = line([(0, 87.6), (0.6, 89.4), (1, 89.6)], MONTHS) + rng.normal(0, 0.4, MONTHS)
    of_asked = line([(0, 73.5), (changed / MONTHS, 74.0), (0.9, 76.8), (1, 77.2)], MONTHS) + rng.normal(0, 0.35, MONTHS)
    for n in range(MONTHS):
        total = round(asked[n].sum() * of_asked[n] / 100)
        finished[n] = of_total(min(int(asked[n].sum()), round(total * 100 / of_finished[n])), asked[n], even, rng)
        in_time[n] = of_total(total, finished[n], even, rng)
    ended = rng.poisson(grown * np.array([0, 0.0001, 0.0022, 0.0135]))
    home = rng.binomial(ended, np.broadcast_to(line([(0, 0.79), (1, 0.835)], MONTHS)[:, None, None], ended.shape))
    figures: Counts = np.stack([supported, asked, finished, in_time, ended, home], axis=3)
    month, ward, age, item = grid(*figures.shape)
    return Sheet(
        month,
        {
            "Reporting month": labels(world.clock.months, lambda m: f"{m:%m/%Y}")[month],
            "Ward": texts(places.names)[ward],
            "Age group": texts(AGE_NAMES[1:])[age],
            "Item": texts(ITEMS)[item],
            "Number": figures.ravel(),
        },
    )


assert len(AGES) == len(AGE_NAMES)
