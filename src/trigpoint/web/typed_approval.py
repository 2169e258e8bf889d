"""Approving the figures that were typed: which wait, who typed them, and who may say that they are final."""

from __future__ import annotations

from dataclasses import dataclass

from trigpoint.access.permissions import NotAllowed
from trigpoint.catalogue.models import Load
from trigpoint.intake.typed import Cell, Sheet
from trigpoint.intake.typed_held import Held, seal, waiting
from trigpoint.judge.numbers import listed
from trigpoint.manage.approvers import approvers
from trigpoint.web.visit import Visit


@dataclass(frozen=True)
class Approval:
    """What waits to be approved. by: who typed it, in words. who: who approves it instead of the viewer; '' where the
    viewer may. seal: of the figures as they are now."""

    cells: tuple[Cell, ...]
    by: str
    who: str
    seal: str


def approval_of(here: Visit, sheet: Sheet, now: Held) -> Approval:
    """What of the figures held now waits to be approved, by whom, and whether the viewer may. Three queries, where any."""
    cells = tuple(waiting(sheet, now))
    if not cells:
        return Approval((), "", "", "")
    loads = Load.objects.filter(pk__in={now.loads[cell] for cell in cells}).select_related("loaded_by")
    people = {load.loaded_by_id: str(load.loaded_by) for load in loads if load.loaded_by is not None}
    typists, code = set(people), sheet.data_set.code
    who = approvers(here.definitions, here.today)
    named = [str(person) for person in who.of_figures(code, typists)]
    others = listed(named) if named else "somebody else who takes this data set in"
    return Approval(
        cells, listed(list(people.values())) or "the command line",
        "" if who.may_settle(here.viewer, code, typists) else others, seal(now, cells),
    )  # fmt: skip


def refusal(approval: Approval, seen: str) -> str | None:
    """Why the figures are not approved, in words; None where they are. seen: the seal that stood on the page.

    Raises NotAllowed for whom they are not to approve.
    """
    if not approval.cells:
        return "Nothing waits to be approved here: it was approved before, or typed anew."
    if approval.who:
        raise NotAllowed(
            f"You may not approve these figures: {approval.who} does. Whoever typed a figure does not approve it."
        )
    if seen != approval.seal:
        return "The figures were changed since you opened this page. Look at them again, then approve them."
    return None
