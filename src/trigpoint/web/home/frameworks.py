"""The scorecards that a person looks at: those of the partnership and of the organisations that the person belongs to."""

from __future__ import annotations

from trigpoint.definitions.frameworks import Framework
from trigpoint.web.visit import Visit


def own_frameworks(here: Visit, organisations: frozenset[str] | None = None) -> list[str]:
    """The frameworks in force of the partnership and of some organisations (None: those of the viewer)."""
    own = here.viewer.organisations if organisations is None else organisations

    def is_own(framework: Framework) -> bool:
        return framework.owner is None or framework.owner in own

    return [code for code, one in here.definitions.frameworks.items() if is_own(one) and one.years.holds_on(here.today)]
