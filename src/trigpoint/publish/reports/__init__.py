"""Reports: one module a report. A further report is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trigpoint.publish.blocks import Document
from trigpoint.publish.reports import board, partner
from trigpoint.publish.reports.asked import Asked, BadReport


@dataclass(frozen=True, slots=True)
class Report:
    """name: in addresses and commands. describes: one sentence on what is in it. by: whether it is of one organisation."""

    name: str
    title: str
    describes: str
    build: Callable[[Asked], Document]
    of_organisation: bool = False


REPORTS: tuple[Report, ...] = (
    Report(
        "board",
        "Board report",
        "Monthly: a page that says it all, then what needs attention and why, the scorecard, what changed and what is "
        "late.",
        board.build,
    ),
    Report(
        "partner",
        "Partner report",
        "One organisation's indicators: what it leads on, what it defines, and what its data go into.",
        partner.build,
        of_organisation=True,
    ),
)


def report(name: str) -> Report:
    """The report of a name. Raises BadReport."""
    found = next((one for one in REPORTS if one.name == name), None)
    if found is None:
        raise BadReport(f"There is no report “{name[:40]}”. There are: {', '.join(one.name for one in REPORTS)}.")
    return found
