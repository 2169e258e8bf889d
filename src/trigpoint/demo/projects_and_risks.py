"""The projects of the sample partnership, its risks, and what waits for what: plain data. Days are told from its first."""

from __future__ import annotations

from dataclasses import dataclass

from trigpoint.manage.models import State
from trigpoint.manage.risks import Scored


@dataclass(frozen=True)
class Goal:
    """A milestone: due and done in days from the first on which somebody may look; done None: not yet."""

    name: str
    due: int
    done: int | None = None


@dataclass(frozen=True)
class Project:
    """A project as it was started, its milestones, the last word on it, and the titles of its actions."""

    by: str
    title: str
    purpose: str
    owner: str
    start: int
    due: int
    figures: tuple[str, ...]
    goals: tuple[Goal, ...]
    said: str
    actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Review:
    """A review of a risk: on which day, what was found, how it was scored then, and when the next one is due."""

    on: int
    said: str
    score: Scored
    next: int
    state: State = State.OPEN


@dataclass(frozen=True)
class Risk:
    """A risk as it was first scored, and its reviews. node: of the agreement, that it bears upon."""

    by: str
    title: str
    cause: str
    owner: str
    added: int
    review: int
    figures: tuple[str, ...]
    score: Scored
    node: str = ""
    reviews: tuple[Review, ...] = ()


PROJECTS = (
    Project(
        "p.lindow", "Home first: leave hospital within a day of being ready",
        "Beds are full because people wait for care at home. Three teams become one, with one list and one manager.",
        "n.aldous", -120, 150, ("delayed-discharges", "four-hour-waits", "delay-days"),
        (
            Goal("One list of everybody who is ready", -85, -88), Goal("One team in the west", -40, -31),
            Goal("One team in the east", -6), Goal("Weekend discharges in both hospitals", 45),
            Goal("First review by the Board", 120),
        ),
        "The west has worked as one team for a month. The east waits for a manager.",
        ("Care at home in the east: buy forty places", "Open the discharge hub at weekends"),
    ),
    Project(
        "r.tilbrook", "Empty homes: let again in three weeks",
        "Each week that a home stands empty costs rent, and a family a home.", "d.frost", -100, 80,
        ("relet-days", "empty-homes"),
        (
            Goal("Gas and electric checks on one visit", -60, -64), Goal("Viewings while the work is done", 10),
            Goal("Keys handed over on the day of signing", 60),
        ),
        "One visit saves five days. Viewings begin with the homes of the coast.",
        ("Second gas engineer for empty homes",),
    ),
)  # fmt: skip

RISKS = (
    Risk(
        "n.aldous", "Care agencies give back contracts over the winter",
        "Pay rises more slowly than in shops. Then there are fewer places at home, and beds fill again.", "c.hartnell",
        -90, 10, ("delayed-discharges", "supported-at-home"), Scored(4, 5, 4, 4, "Fees rise in April; a reserve list of six agencies.", 8),
        "home-when-ready",
        (Review(-20, "Two of nine have given notice. The reserve list holds for now.", Scored(5, 5, 4, 5, "Fees rise now rather than in April; a reserve list of six agencies.", 10), 10),),
    ),
    Risk(
        "h.quill", "Sheets kept on paper are lost or come late",
        "One steward enters them all. Without that person the figure cannot be trusted.", "k.ashdown", -60, -3,
        ("smoke-alarms",), Scored(4, 3, 3, 3, "A second person is trained.", 4),
    ),
    Risk(
        "r.tilbrook", "Agency staff cost more than the savings bring", "Posts stay empty for longer than was planned.",
        "r.tilbrook", -80, 40, ("agency-spend", "budget-variance"), Scored(4, 4, 3, 4, "Each new contract is signed by the director.", 8),
        "", (Review(-15, "Down for the second month: fewer contracts were signed.", Scored(4, 4, 2, 4, "Each new contract is signed by the director.", 8), 40),),
    ),
    Risk(
        "d.frost", "A flood makes the homes on the quay unfit to live in", "The sea wall at Saltwythe is forty years old.",
        "d.frost", -70, 100, ("empty-homes",), Scored(2, 5, 2, 4, "Pumps, and a list of homes that can be used at once."),
    ),
    Risk(
        "i.kell", "The county's new station opens late", "The builder went out of business.", "i.kell", -75, -30,
        ("crime-rate",), Scored(3, 3, 3, 2, "Desks in the town hall."), "",
        (Review(-32, "It opened on Monday.", Scored(1, 3, 1, 2, "Desks in the town hall."), -30, State.CLOSED),),
    ),
)  # fmt: skip

WAITS = (
    ("Open the discharge hub at weekends", "Care at home in the east: buy forty places"),
    ("Empty homes: let again in three weeks", "Second gas engineer for empty homes"),
)
"""(title of what waits, of what it waits for)."""
