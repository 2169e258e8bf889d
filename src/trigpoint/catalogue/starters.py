"""What a partnership may start from: the shape of a framework, which it then fills with indicators of its own. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from trigpoint.definitions.document import code_from
from trigpoint.definitions.frameworks import Node, RollUp


@dataclass(frozen=True)
class Starter:
    """A framework to start from. says: what it is, for whoever chooses. nodes: none for no framework at all.

    levels: what its levels are called, top first.
    """

    code: str
    name: str
    says: str
    nodes: tuple[Node, ...] = ()
    levels: tuple[str, ...] = ("Theme", "Outcome", "Objective")
    roll_up: RollUp = "weight"


def _node(name: str, level: str, weight: int = 1, nodes: tuple[Node, ...] = ()) -> Node:
    return Node(code=code_from(name), name=name, level=level, weight=Decimal(weight), nodes=nodes)


def _perspectives() -> tuple[Node, ...]:
    names = ("Customers", "Finance", "Internal processes", "Learning and growth")
    return tuple(_node(name, "Perspective") for name in names)


def _criteria() -> tuple[Node, ...]:
    enablers = ("Leadership", "Strategy", "People", "Partnerships and resources", "Processes, products and services")
    results = (("Customer results", 150), ("People results", 100), ("Society results", 100), ("Business results", 150))
    return (
        _node("Enablers", "Group", 500, tuple(_node(name, "Criterion", 100) for name in enablers)),
        _node("Results", "Group", 500, tuple(_node(name, "Criterion", weight) for name, weight in results)),
    )


def _themes() -> tuple[Node, ...]:
    names = (
        "Children and young people", "Safer and stronger communities", "Healthier communities and older people",
        "Economic development and environment",
    )  # fmt: skip
    return tuple(_node(name, "Theme") for name in names)


STARTERS: dict[str, Starter] = {
    starter.code: starter
    for starter in (
        Starter(
            "balanced-scorecard", "Balanced Scorecard",
            "Four perspectives, as Kaplan and Norton drew them in 1992. Rename them as you like.",
            _perspectives(), ("Perspective", "Objective", "Measure"),
        ),
        Starter(
            "efqm", "EFQM view",
            "The nine criteria of the EFQM Excellence Model of 2013 and their weights, names only.",
            _criteria(), ("Group", "Criterion", "Sub-criterion"),
        ),
        Starter(
            "agreement", "Partnership agreement",
            "Themes, as in a Local Area Agreement of 2007, each with outcomes that you add.",
            _themes(), ("Theme", "Outcome", "Objective"),
        ),
        Starter("blank", "No framework yet", "Indicators first. A framework can be laid over them at any time."),
    )
}  # fmt: skip
"""By code, in the order in which they are offered. EFQM Excellence Model 2013: criteria 1 to 9 of 1,000 points."""
