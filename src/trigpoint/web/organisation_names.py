"""Organisations as people call them."""

from __future__ import annotations

from trigpoint.definitions.whole import Definitions


def organisation_name(definitions: Definitions, code: str | None) -> str:
    """The name of an organisation; '' for none."""
    tree = definitions.organisations
    return "" if not code else tree.name(code) if tree and code in tree.members else code
