"""The definitions that use another one, or that it uses, with their pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trigpoint.catalogue.entries import KIND_NAMES, PARTNER
from trigpoint.catalogue.uses import ORGANISATION
from trigpoint.web.links import definition_href
from trigpoint.web.visit import Visit

SHOWN_USES = 12


@dataclass(frozen=True)
class Use:
    """Definitions of one kind that use this one: what they are called, and each as (name, address)."""

    kind: str
    links: tuple[tuple[str, str], ...]
    more: int


def uses_by_kind(here: Visit, identities: Iterable[tuple[str, str]]) -> list[Use]:
    """Definitions (and partners) with their pages, by kind."""
    found: dict[str, list[tuple[str, str]]] = {}
    tree = here.definitions.organisations
    for kind, code in identities:
        if kind == ORGANISATION:
            name = tree.name(code) if tree else code
            found.setdefault(PARTNER, []).append((name, definition_href(PARTNER, code)))
        elif (document := here.definitions.by_key.get((kind, code))) is not None:
            found.setdefault(kind, []).append((document.name, definition_href(kind, code)))
    uses = []
    for kind in (kind for kind in KIND_NAMES if kind in found):
        links = sorted(found[kind], key=lambda link: link[0].casefold())
        uses.append(Use(KIND_NAMES[kind][len(links) > 1], tuple(links[:SHOWN_USES]), max(0, len(links) - SHOWN_USES)))
    return uses
