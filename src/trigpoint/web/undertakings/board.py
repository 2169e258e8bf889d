"""Actions and projects as a board: a column a state, and on each card the way to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from trigpoint.manage.models import State
from trigpoint.manage.standing import Standing
from trigpoint.manage.undertakings import DOES, may_move
from trigpoint.web.undertakings.tables import beneath_of
from trigpoint.web.undertakings.words import href_of
from trigpoint.web.visit import Visit

RECENT = 90
"""Days for which what is done or dropped stays on the board."""


@dataclass(frozen=True)
class Card:
    """One action or project. moves: (state, its word) of the states that the viewer may move it to."""

    one: Standing
    href: str
    beneath: str
    moves: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BoardColumn:
    """A state and the cards in it."""

    code: str
    name: str
    cards: tuple[Card, ...]


def board(
    here: Visit, chosen: Sequence[Standing], waits: Mapping[int, Sequence[Standing]], *, recent: bool = True
) -> list[BoardColumn]:
    """The columns. recent: of what is over, only what ended lately."""
    since = here.today - timedelta(days=RECENT)
    zone = here.definitions.calendars.day_of
    shown = [one for one in chosen if one.open or not recent or zone(one.last.at) >= since]
    return [
        BoardColumn(
            state, State(state).label, tuple(_card(here, one, waits) for one in shown if one.last.state == state)
        )
        for state in DOES
    ]  # fmt: skip


def _card(here: Visit, one: Standing, waits: Mapping[int, Sequence[Standing]]) -> Card:
    movable = here.known_at is None and may_move(here.viewer, one.undertaking)
    moves = tuple((state, str(State(state).label)) for state in DOES if state != one.last.state) if movable else ()
    return Card(one, href_of(one), beneath_of(one, waits.get(one.pk, ())), moves)
