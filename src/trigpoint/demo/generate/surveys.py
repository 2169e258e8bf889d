"""The residents' survey, and rates that others publish: figures that come worked out."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np

from trigpoint.demo.generate.world import Sheet, World

QUESTIONS = {
    "Q1 Safe after dark": (66.4, 67.9, 68.3, 5.5), "Q2 Satisfied with area": (78.2, 79.3, 80.6, 4.5),
    "Q3 Can influence decisions": (29.1, 30.2, 31.4, 1.5), "Q4 Feel they belong": (61.5, 62.8, 64.9, -1.0),
    "Q5 Volunteer monthly": (23.6, 24.9, 26.2, 3.5), "Q6 Treated with respect": (69.8, 70.2, 68.9, 4.0),
}  # fmt: skip
"""Per cent in the three surveys, and points between one deprivation fifth and the next."""

DISTRICT_BASE = {"alderwick": 712, "brackenholt": 405, "caldermere": 398, "saltwythe": 331, "thornmarsh": 84}
"""Answers in the last survey: in Thornmarsh too few to judge."""

READY = ((31, 67.7), (28, 71.4), (23, 73.9))
"""Care leavers interviewed, and the per cent who feel ready: too few to judge in each survey."""

Columns = dict[str, list[Any]]


def survey_years(world: World) -> list[int]:
    """The years in which the three surveys' financial years start."""
    return [world.clock.year - 5, world.clock.year - 3, world.clock.year - 1]


def resident_survey(world: World) -> Sheet:
    """Per cent, limits and base by question and area. `when` counts the surveys from 0."""
    rng, places = world.chance("resident-survey"), world.places
    columns: Columns = {n: [] for n in ("Survey year", "Area", "Question", "%", "Lower", "Upper", "Base", "Note")}
    when = []
    for survey, year in enumerate(survey_years(world)):
        come = world.clock.yearly([date(year + 1, 3, 31)], 93)
        if not come:
            continue
        for question, (*percent, step) in QUESTIONS.items():
            county = percent[survey]
            areas = [("Fenmoor", county, 1930)]
            for code, name in places.district_names.items():
                own = np.array([d == code for d in places.district])
                lean = float((places.fifth[own] - 3).mean()) * step
                areas.append(
                    (
                        name,
                        county + lean + rng.normal(0, 1.2),
                        DISTRICT_BASE[code] + 40 * (2 - survey) * (code != "thornmarsh"),
                    )
                )
            for fifth in range(1, 6):
                name = ("Most deprived fifth", "Second fifth", "Middle fifth", "Fourth fifth", "Least deprived fifth")[
                    fifth - 1
                ]
                areas.append((name, county + (fifth - 3) * step + rng.normal(0, 0.8), 352 + int(rng.integers(0, 60))))
            areas.append(("Peer counties", county + rng.normal(0.6, 1.0), 21300))
            for area, value, base in areas:
                _add(columns, year, area, question, value, base)
                when.append(survey)
        base, value = READY[survey]
        _add(columns, year, "Fenmoor", "C1 Ready to live alone", value, base, "Interviews, not post.")
        when.append(survey)
    return Sheet(np.array(when), columns)


def _add(
    columns: Columns, year: int, area: str, question: str, value: float, base: int, note: str | None = None
) -> None:
    """A row with the 95% limits of Wilson (1927) for a share of `base` answers."""
    p, z = value / 100, 1.96
    middle = (p + z * z / (2 * base)) / (1 + z * z / base)
    half = z / (1 + z * z / base) * math.sqrt(p * (1 - p) / base + z * z / (4 * base * base))
    row = (
        f"{year}/{(year + 1) % 100:02d}", area, question, round(value, 1),
        round(100 * (middle - half), 1), round(100 * (middle + half), 1), base, note,
    )  # fmt: skip
    for column, each in zip(columns.values(), row, strict=True):
        column.append(each)


RATES = {
    "Employment rate 16-64 (%)": (74.2, 76.1, 75.8, 1.3, 1), "Children in low income (%)": (21.3, 19.4, 18.8, -2.6, 1),
    "Under-75 mortality (DSR)": (352, 331, 322, -26, 0), "Healthy life expectancy (years)": (62.1, 62.9, 63.4, 1.5, 1),
    "Smoking prevalence (%)": (15.2, 12.9, 12.6, -1.6, 1), "Median weekly pay, full time (£)": (561, 689, 702, 22, 2),
    "CO2 per head (t)": (5.52, 4.51, 4.37, 0.18, 2),
}  # fmt: skip
"""The county in the first and the last year, its peers in the last, the step by deprivation, and decimals."""


def life_chances(world: World) -> Sheet:
    """Published rates by calendar year and area. `when` counts the years from 0."""
    rng, places = world.chance("life-chances"), world.places
    last = world.clock.until.year - 1
    days = [date(year, 12, 31) for year in range(last - 5, last + 1)]
    years = [day.year for day in world.clock.yearly(days, 243)]
    columns: Columns = {n: [] for n in ("Year", "Area", "Indicator", "Value", "Lower CI", "Upper CI", "Note")}
    when = []
    for n, year in enumerate(years):
        for indicator, (first, now, peers, step, places_after) in RATES.items():
            county = first + (now - first) * n / max(1, len(years) - 1)
            areas = [("Fenmoor", county)]
            for code, name in places.district_names.items():
                lean = float((places.fifth[[d == code for d in places.district]] - 3).mean()) * step
                areas.append((name, county + lean + rng.normal(0, abs(step) * 0.15)))
            areas.append(("Peer counties", county + (peers - now) * (0.5 + 0.5 * n / max(1, len(years) - 1))))
            for area, value in areas:
                wide = abs(value) * (0.008 if area in ("Fenmoor", "Peer counties") else 0.022)
                bounds = (round(value - wide, 2), round(value + wide, 2))
                withheld = indicator.startswith("Smoking") and area == "Thornmarsh" and n < 2
                row = (
                    str(year), area, indicator, "-" if withheld else round(value, places_after),
                    None if withheld else bounds[0], None if withheld else bounds[1],
                    "Too few were asked." if withheld else None,
                )  # fmt: skip
                for column, each in zip(columns.values(), row, strict=True):
                    column.append(each)
                when.append(n)
    return Sheet(np.array(when), columns)
