"""Police and fire: crimes and incidents one by one, and what was done about them."""

from __future__ import annotations

import numpy as np

from trigpoint.demo.generate.chance import Counts, line, of_total, only_noise, season, split
from trigpoint.demo.generate.clock import MONTHS
from trigpoint.demo.generate.places import ISLAND, names_of
from trigpoint.demo.generate.world import Sheet, World, grid, labels, texts

BURGLARY_MEAN, BURGLARY_SPREAD, BURGLARY_AT_LAST = 63, 14, 75
"""Home burglaries a month vary round 63; the last month has 75 against a target of 66: red, and nothing but noise."""

MONTHLY = {
    "violence-injury": (232, 252), "violence-no-injury": (405, 418), "robbery": (15, 14), "burglary-other": (34, 27),
    "vehicle": (118, 101), "shoplifting": (148, 236), "other-theft": (231, 208), "criminal-damage": (214, 176),
    "public-order": (122, 128), "drugs-supply": (22, 27), "drugs-possession": (57, 49),
}  # fmt: skip
"""Offences a month at the start and at the end of the six years."""

WITHOUT_VICTIM = ("drugs-supply", "drugs-possession", "public-order", "shoplifting")
OUTCOMES = ("No suspect found", "Under investigation", "Charged", "Community resolution", "Victim did not support")


def crimes(world: World) -> Sheet:
    """One row a crime: its beat, offence, victim's number (blank where there is none), outcome and officer."""
    rng, places, names = world.chance("crimes"), world.places, names_of("offence", "offence-type")
    monthly = _monthly(world, list(names))
    month, offence = grid(*monthly.shape)
    month, offence = np.repeat(month, monthly.ravel()), np.repeat(offence, monthly.ravel())
    weight = places.people.sum(1) * places.deprived(0.62)
    weight[places.codes.index(ISLAND)] *= 0.3
    ward = rng.choice(len(places), size=month.size, p=weight / weight.sum())
    beats = [places.beats[code] for code in places.codes]
    second = rng.random(month.size) < 0.5
    beat = np.where(second, texts([b[-1] for b in beats])[ward], texts([b[0] for b in beats])[ward])
    # A few people in each ward suffer again and again: draws from a small pool, most often from its front.
    pool = (places.people.sum(1)[ward] * 0.55).astype(int)
    person = (pool * rng.random(month.size) ** 2.2).astype(int)
    victim = texts([""])[np.zeros_like(month)]
    has = ~np.isin(np.array(list(names))[offence], WITHOUT_VICTIM)
    victim[has] = [f"V{w:02d}{p:05d}" for w, p in zip(ward[has], person[has], strict=True)]
    number = np.arange(month.size)
    return Sheet(
        month,
        {
            "crime_ref": texts([f"FC/{n:07d}" for n in number]),
            "month_recorded": labels(world.clock.months, lambda m: f"{m:%Y-%m}")[month],
            "beat": beat,
            "offence": texts(list(names.values()))[offence],
            "crimes": np.ones_like(month),
            "victim_urn": np.where(has, victim, None),
            "victims": np.ones_like(month),
            "outcome": texts(OUTCOMES)[rng.choice(5, size=month.size, p=[0.42, 0.14, 0.12, 0.08, 0.24])],
            "officer": texts([f"PC{n:04d}" for n in rng.integers(1, 620, month.size)]),
        },
    )


def _monthly(world: World, offences: list[str]) -> Counts:
    """Offences by month and type."""
    rng = world.chance("crimes by month")
    months = np.zeros((MONTHS, len(offences)), dtype=np.int64)
    for place, offence in enumerate(offences):
        if offence == "burglary-home":
            months[:, place] = only_noise(MONTHS, BURGLARY_MEAN, BURGLARY_SPREAD, BURGLARY_AT_LAST, rng)
        else:
            first, last = MONTHLY[offence]
            high, depth = (12, 0.05) if "theft" in offence or offence == "shoplifting" else (7, 0.06)
            months[:, place] = rng.poisson(
                line([(0, first * 0.93), (0.25, first), (1, last)], MONTHS) * season(world.calendar_months, high, depth)
            )
    return months


def disorder(world: World) -> Sheet:
    """Anti-social behaviour by ward and kind; wards and kinds without any have no row."""
    rng, places, kinds = world.chance("disorder"), world.places, names_of("asb-kind", "kind")
    total = line([(0, 690), (1, 590)], MONTHS) * season(world.calendar_months, 7, 0.14)
    where = (places.people.sum(1) * places.deprived(0.55))[:, None] * np.array([0.55, 0.17, 0.16, 0.12])[None, :]
    incidents = rng.poisson(total[:, None, None] * (where / where.sum())[None, :, :])
    attended = rng.binomial(incidents, 0.52)
    minutes = rng.poisson(attended * line([(0, 36.5), (1, 33.2)], MONTHS)[:, None, None])
    month, ward, kind = grid(*incidents.shape)
    sheet = Sheet(
        month,
        {
            "Month": labels(world.clock.months, lambda m: f"{m:%b %Y}")[month],
            "Ward": texts(places.names)[ward],
            "Class": texts(list(kinds.values()))[kind],
            "Incidents": incidents.ravel(),
            "Attended": attended.ravel(),
            "Response minutes": minutes.ravel(),
        },
    )
    some = incidents.ravel() > 0
    return Sheet(month[some], sheet.chosen(some))


def domestic_abuse(world: World) -> Sheet:
    """Referrals and repeats by district: in the smaller districts too few repeats to show."""
    rng, places = world.chance("domestic-abuse"), world.places
    names = list(places.district_names.values())
    own = np.array([list(places.district_names).index("saltwythe" if d == "fenmoor" else d) for d in places.district])
    where = np.bincount(own, weights=places.people.sum(1) * places.deprived(0.45))
    total = rng.poisson(line([(0, 84), (1, 102)], MONTHS))
    referrals = np.stack([split(int(n), where, rng) for n in total])
    share = line([(0, 0.315), (1, 0.27)], MONTHS)
    even = np.ones(len(names))
    repeats = np.stack([of_total(round(r.sum() * s), r, even, rng) for r, s in zip(referrals, share, strict=True)])
    month, district = grid(*referrals.shape)
    return Sheet(
        month,
        {
            "Month": labels(world.clock.months, lambda m: f"{m:%b-%Y}")[month],
            "District": texts(names)[district],
            "Referrals": referrals.ravel(),
            "Repeat referrals": repeats.ravel(),
        },
    )


def fire_incidents(world: World) -> Sheet:
    """One row an incident that the fire service went to."""
    rng, places, kinds = world.chance("fire-incidents"), world.places, names_of("fire-kind", "fire-type")
    monthly = {
        "home-accidental": (22, 18.5), "home-deliberate": (3, 2.6), "other-building": (11, 10), "vehicle-fire": (16, 15),
        "outdoor-deliberate": (34, 27), "outdoor-accidental": (18, 19), "road-collision": (22, 21), "flooding": (12, 15),
        "rescue": (19, 24), "false-automatic": (66, 58), "false-good-intent": (31, 29),
    }  # fmt: skip
    mean = np.stack([line([(0, a), (1, b)], MONTHS) for a, b in (monthly[k] for k in kinds)], axis=1)
    high = [7 if k.startswith("outdoor") else 1 for k in kinds]
    mean *= np.stack([season(world.calendar_months, h, 0.32 if h == 7 else 0.08) for h in high], axis=1)
    counts = rng.poisson(mean)
    month, kind = grid(*counts.shape)
    month, kind = np.repeat(month, counts.ravel()), np.repeat(kind, counts.ravel())
    weight = places.people.sum(1) * places.deprived(0.3)
    ward = rng.choice(len(places), size=month.size, p=weight / weight.sum())
    burning = np.isin(np.array(list(kinds))[kind], ["home-accidental", "home-deliberate", "other-building"])
    crash = np.array(list(kinds))[kind] == "road-collision"
    return Sheet(
        month,
        {
            "Incident no": texts([f"FF{n:06d}" for n in range(1, month.size + 1)]),
            "Month": labels(world.clock.months, lambda m: f"{m:%B %Y}")[month],
            "Ward code": texts(places.numbers)[ward],
            "Incident type": texts(list(kinds.values()))[kind],
            "Casualties": rng.poisson(np.where(burning, 0.065, np.where(crash, 0.6, 0.0))),
            "Response (min)": 3 + rng.poisson(np.where(ward == places.codes.index(ISLAND), 14, 5.6)),
        },
    )


def home_safety(world: World) -> Sheet:
    """Home safety visits and alarms by ward."""
    rng, places = world.chance("home-safety"), world.places
    where = places.people[:, 3:].sum(1) * places.deprived(0.2)
    total = line([(0, 460), (0.2, 560), (1, 640)], MONTHS) * season(world.calendar_months, 10, 0.07)
    visits = np.stack([split(round(n), where, rng) for n in total])
    risk = rng.binomial(visits, np.broadcast_to(line([(0, 0.52), (1, 0.64)], MONTHS)[:, None], visits.shape))
    alarms = rng.binomial(visits * 2, 0.62)
    month, ward = grid(*visits.shape)
    return Sheet(
        month,
        {
            "Month": labels(world.clock.months, lambda m: f"{m:%B %Y}")[month],
            "Ward": texts(places.names)[ward],
            "Visits": visits.ravel(),
            "High-risk visits": risk.ravel(),
            "Alarms fitted": alarms.ravel(),
        },
    )
