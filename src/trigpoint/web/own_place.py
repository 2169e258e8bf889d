"""Where the context starts for a person who may not ask for the whole: at their own place, alike on every screen.

To start at the whole would show such a person refusals on one page and, where a level is open to all, figures of
another place than on the next.
"""

from __future__ import annotations

from collections.abc import Iterable

from trigpoint.access.viewers import Viewer
from trigpoint.ask.windows import Pairs, held_by
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import listed
from trigpoint.web.context import Context

MOST_NAMED = 5


def start_at(context: Context, own: Pairs) -> Context:
    """The context, at the viewer's own place in each breakdown in which it names none."""
    for dimension, member in own:
        if context.member(dimension) is None:
            context = context.at(dimension, member)
    return context


def without_unheld(context: Context, own: Pairs, indicators: Iterable[str], definitions: Definitions) -> Context:
    """The context without the viewer's own place where figures are not kept by it: these the viewer may see whole."""
    held = {dimension for code in indicators for dimension in held_by(definitions, code)}
    for dimension, member in own:
        if dimension not in held and context.member(dimension) == member:
            context = context.at(dimension, None)
    return context


def may_ask_for(
    viewer: Viewer, definitions: Definitions, dimension: str
) -> tuple[frozenset[str], frozenset[str]] | None:
    """What a limited viewer may choose in a breakdown: what is theirs with all within it, and what is open to everybody.

    None where the viewer is not limited in it.
    """
    members = dict(viewer.scopes).get(dimension)
    tree = definitions.dimensions.get(dimension)
    if members is None or tree is None:
        return None
    theirs = {code for one in members if one in tree.members for code in tree.beneath(one)}
    opened = {
        level.partition(".")[2]
        for data_set in definitions.data_sets.values()
        for level in data_set.release.open_levels
        if level.startswith(f"{dimension}.")
    }
    public = {code for code, member in tree.members.items() if member.level in opened}
    return frozenset(theirs), frozenset(public - theirs)


def said(viewer: Viewer, definitions: Definitions) -> str:
    """What a limited viewer may ask for, in a sentence; '' for who is not limited."""
    names = []
    for dimension, members in viewer.scopes:
        tree = definitions.dimensions.get(dimension)
        if tree is not None and any(code in tree.members for code in members):
            names.append(listed([tree.name(code) for code in tree.members if code in members], MOST_NAMED))
    if not names:
        return ""
    return f"You may ask for {listed(names)} only, and for what lies within: pages start there."
