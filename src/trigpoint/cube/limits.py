"""What a viewer may ask for: decides which cells, never which rows are summed (every viewer's county is the same)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from trigpoint.definitions.datasets import Audience


@dataclass(frozen=True)
class Limits:
    """scopes: by dimension, the members within which (and beneath which) cells may be asked for; a dimension that is
    absent is not limited. organisations: those the viewer belongs to, for the audience 'own-organisation'.
    audiences: what the viewer may see. sources: data sets whose source records may be seen. today: for not-before.
    everything: no limit of any kind (but small numbers stay hidden).
    """

    today: date
    everything: bool = False
    scopes: tuple[tuple[str, frozenset[str]], ...] = ()
    organisations: frozenset[str] = frozenset()
    audiences: frozenset[Audience] = field(default_factory=lambda: frozenset(["public"]))
    sources: frozenset[str] = frozenset()
