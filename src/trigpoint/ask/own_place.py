"""A limited viewer's own place: where pages, mails and news start for who may not ask for the whole."""

from __future__ import annotations

from trigpoint.access.viewers import Viewer
from trigpoint.ask.windows import Pairs
from trigpoint.definitions.whole import Definitions


def own_place(viewer: Viewer, definitions: Definitions) -> Pairs:
    """The viewer's own place: of each breakdown in which they are limited, the first of what they may ask for."""
    found = []
    for dimension, members in viewer.scopes:
        tree = definitions.dimensions.get(dimension)
        first = next((code for code in tree.members if code in members), None) if tree else None
        if first is not None:
            found.append((dimension, first))
    return tuple(sorted(found))
