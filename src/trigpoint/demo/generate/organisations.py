"""What the partners say of themselves: people, money, invoices, contacts, volunteers, plans."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from trigpoint.demo.generate.chance import line, season
from trigpoint.demo.generate.clock import MONTHS, quarter_label
from trigpoint.demo.generate.places import ISLAND, members, names_of
from trigpoint.demo.generate.world import Sheet, World, grid, labels, texts

STAFF = {
    "council": 2600,
    "hospitals": 2500,
    "health-board": 760,
    "police": 980,
    "fire": 300,
    "homes": 210,
    "voluntary-sector": 32,
}
SICK = {
    "council": 0.84,
    "hospitals": 0.9,
    "health-board": 0.78,
    "police": 0.76,
    "fire": 0.61,
    "homes": 0.68,
    "voluntary-sector": 0.4,
}
"""Days lost a month for each full-time post."""

SPENDERS = ("council", "homes", "fire")
NOT_YET = {1: ("homes",), 0: ("homes", "voluntary-sector")}
"""Partners whose workforce return had not come, by months before the last: the last month has five of seven."""


def lowest_units() -> dict[str, str]:
    """Partner by team, or by service where a service has no teams."""
    found = members("organisation-members").members
    parent = {m.code: m.parent for m in found}
    lowest = [m.code for m in found if m.level != "partner" and m.code not in parent.values()]

    def partner(code: str) -> str:
        return code if parent[code] is None else partner(str(parent[code]))

    return {code: partner(code) for code in lowest}


def workforce(world: World) -> Sheet:
    """People, posts, sickness, leavers and agency staff by team and staff group; some partners are late."""
    rng, units = world.chance("workforce"), lowest_units()
    groups = list(names_of("staff-group", "group").values())
    codes, partner = list(units), list(units.values())
    share = np.array([STAFF[p] / partner.count(p) for p in partner]) * rng.uniform(0.6, 1.4, len(codes))
    for p, people in STAFF.items():
        own = np.array([q == p for q in partner])
        share[own] *= people / share[own].sum()
    mix = np.array([0.56, 0.25, 0.08, 0.11])
    heads = np.maximum(
        1, np.rint(share[None, :, None] * mix * line([(0, 0.98), (1, 1.0)], MONTHS)[:, None, None])
    ).astype(int)
    posts = np.round(heads * rng.uniform(0.86, 0.93, heads.shape), 1)
    rate = np.array([SICK[p] for p in partner])[None, :, None] * season(world.calendar_months, 1, 0.13)[:, None, None]
    lost = np.round(posts * rate * np.array([1.12, 0.88, 0.7, 0.95]) * rng.gamma(18, 1 / 18, heads.shape), 1)
    leavers = rng.binomial(heads, 0.0089)
    agency = rng.poisson(heads * np.array([0.55, 0.4, 0.05, 0.1]), heads.shape) * rng.integers(130, 260, heads.shape)
    month, unit, group = grid(*heads.shape)
    names = {m.code: m.name for m in members("organisation-members").members}
    sheet = Sheet(
        month,
        {
            "Month": labels(world.clock.months, lambda m: f"{m:%Y-%m}")[month],
            "Team code": texts(codes)[unit],
            "Team": texts([names[c] for c in codes])[unit],
            "Staff group": texts(groups)[group],
            "Headcount": heads.ravel(),
            "FTE": posts.ravel(),
            "Days lost": lost.ravel(),
            "Leavers": leavers.ravel(),
            "Agency £": agency.ravel(),
        },
    )
    missing = np.zeros(month.size, dtype=bool)
    for before, late in NOT_YET.items():
        missing |= (month == MONTHS - 1 - before) & np.isin(np.array(partner)[unit], late)
    return Sheet(month[~missing], sheet.chosen(~missing))


def spending(world: World) -> Sheet:
    """Budget and spending by team and kind, in thousands of pounds."""
    rng = world.chance("spending")
    codes = [code for code, partner in lowest_units().items() if partner in SPENDERS]
    kinds = names_of("spend-type", "type")
    size = rng.uniform(180, 640, len(codes))
    size[[code.startswith("adult-care") for code in codes]] *= 2.4
    mix = np.array([0.52, 0.028, 0.07, 0.045, 0.127, 0.21])
    grown = 1.034 ** (np.arange(MONTHS) // 12)
    budget = np.round(size[None, :, None] * mix * grown[:, None, None], 1)
    over = line([(0, 0.992), (0.5, 1.004), (0.85, 1.003), (1, 1.018)], MONTHS)[:, None, None]
    spend = np.round(budget * over * rng.normal(1, 0.03, budget.shape), 1)
    month, unit, kind = grid(*budget.shape)
    return Sheet(
        month,
        {
            "Period": labels(world.clock.months, lambda m: f"{m:%b-%y}")[month],
            "Cost centre": texts(codes)[unit],
            "Subjective": texts(list(kinds.values()))[kind],
            "Budget £000": budget.ravel(),
            "Actual £000": spend.ravel(),
        },
    )


def payments(world: World) -> Sheet:
    """Invoices, contacts, calls and complaints by partner."""
    rng, partners = world.chance("payments"), names_of("organisation", "partner")
    size = np.array([1900, 1500, 420, 480, 210, 260, 40])
    invoices = rng.poisson(size, (MONTHS, 7))
    on_time = rng.binomial(
        invoices, np.broadcast_to(line([(0, 0.957), (0.7, 0.975), (1, 0.966)], MONTHS)[:, None], invoices.shape)
    )
    contacts = rng.poisson(size * 4.4, (MONTHS, 7))
    at_once = rng.binomial(
        contacts, np.array([0.8, 0.74, 0.77, 0.71, 0.83, 0.79, 0.86]) * line([(0, 0.95), (1, 1.0)], MONTHS)[:, None]
    )
    calls = rng.binomial(contacts, 0.58)
    waited = rng.poisson(
        calls * np.array([92, 104, 80, 61, 38, 83, 45]) * line([(0, 1.12), (1, 0.98)], MONTHS)[:, None]
    )
    complaints = rng.poisson(size * 0.043, (MONTHS, 7))
    in_time = rng.binomial(
        complaints, np.broadcast_to(line([(0, 0.85), (1, 0.905)], MONTHS)[:, None], complaints.shape)
    )
    month, partner = grid(MONTHS, 7)
    return Sheet(
        month,
        {
            "Month": labels(world.clock.months, lambda m: f"{m:%B %Y}")[month],
            "Partner": texts(list(partners.values()))[partner],
            "Invoices": invoices.ravel(),
            "Within 30 days": on_time.ravel(),
            "Contacts": contacts.ravel(),
            "Resolved first time": at_once.ravel(),
            "Calls answered": calls.ravel(),
            "Seconds waited": waited.ravel(),
            "Complaints": complaints.ravel(),
            "Answered in time": in_time.ravel(),
        },
    )


def volunteering(world: World) -> Sheet:
    """Volunteers and hours by district and kind, each quarter. `when` is the quarter's last month."""
    rng, places = world.chance("volunteering"), world.places
    names = {**places.district_names, ISLAND: "Gannet Island"}
    kinds = names_of("activity", "activity")
    quarters = world.clock.quarters
    own = [*places.district, ISLAND]
    size = np.array([sum(p for d, p in zip(own, places.people.sum(1), strict=False) if d == c) for c in names]) + 1500
    mean = 3950 * size[None, :, None] / size.sum() * np.array([0.26, 0.14, 0.27, 0.21, 0.12])
    people = np.maximum(1, rng.poisson(mean * line([(0, 0.72), (0.4, 0.9), (1, 1.01)], len(quarters))[:, None, None]))
    hours = rng.poisson(people * np.array([22, 19, 27, 26, 30]))
    groups = rng.poisson(size[None, :, None] / size.sum() * 41 * np.ones((len(quarters), 1, 5)))
    quarter, place, kind = grid(*people.shape)
    said = labels([q for q, _ in quarters], quarter_label)
    flood = (np.array(list(names))[place] == "thornmarsh") & (quarter == len(quarters) - 3)
    return Sheet(
        np.array([last for _, last in quarters])[quarter],
        {
            "Quarter": said[quarter],
            "District": texts(list(names.values()))[place],
            "Kind": texts(list(kinds.values()))[kind],
            "Volunteers": people.ravel(),
            "Hours": hours.ravel(),
            "Worth £": np.round(hours * 12.6, 2).ravel(),
            "Groups helped": groups.ravel(),
            "Remark": np.where(flood, "The flood closed two centres for three weeks.", None),
        },
    )


STAGES = ("Not started", "Designing", "Piloting", "Rolling out", "Part of the day job")
CARBON = ("No plan", "Baseline known", "Plan agreed", "Under way", "On course")
RISKS = {
    "council": "Care providers may hand back contracts before the new rates are agreed.",
    "hospitals": "The older wing needs a new roof before winter.",
    "health-board": "Two practices on the coast may close.",
    "police": "A third of response officers have under two years' service.",
    "fire": "On-call stations cannot fill weekday crews.",
    "homes": "The repairs contractor's accounts are late.",
    "voluntary-sector": "The county grant ends in March and its successor is not agreed.",
}


def milestones(world: World) -> Sheet:
    """What each partner says each quarter of its plans: yes or no, stages, a day, a sentence."""
    partners = names_of("organisation", "partner")
    rows: dict[str, list[Any]] = {name: [] for name in (
        "Quarter", "Partner", "Continuity plan tested", "Sharing agreement signed", "Joint working", "Estate review due",
        "Main risk", "Carbon plan",
    )}  # fmt: skip
    when = []
    quarters = world.clock.quarters
    for n, (first, last) in enumerate(quarters):
        to_go = len(quarters) - 1 - n
        for place, (code, name) in enumerate(partners.items()):
            stage = int(np.clip((22 - to_go - place * 1.6) / 5.2, 0, 4))
            review = date(world.clock.year + 1, 3, 31) if place < 4 else date(world.clock.year + 1, 3 * (place - 2), 30)
            values = [
                quarter_label(first), name, "Yes" if (n * 5 + place * 3) % 7 > 2 - (n > 14) else "No",
                "Yes" if to_go < 12 - place * 2 else "No", STAGES[stage], "not yet" if to_go > 9 else review.isoformat(),
                RISKS[code] if to_go < 6 else "Nothing beyond the usual.", CARBON[int(np.clip((20 - to_go - place) / 4.5, 0, 4))],
            ]  # fmt: skip
            for column, value in zip(rows.values(), values, strict=True):
                column.append(value)
            when.append(last)
    return Sheet(np.array(when), rows)
