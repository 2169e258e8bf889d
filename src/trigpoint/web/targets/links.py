"""Where an indicator's page leads for its targets."""

from __future__ import annotations

from django.urls import reverse

from trigpoint.access.permissions import may
from trigpoint.ask.histories import History
from trigpoint.web.targets.words import can_be_revised
from trigpoint.web.visit import Visit


def targets_link(here: Visit, history: History) -> tuple[str, str]:
    """(address, words): the form that revises the target in force for who may, else the list of all."""
    code = history.indicator.code
    path = reverse("indicator-targets", args=[code])
    target = history.reading.target
    agreed = target.agreed if target else None
    targets = history.definitions.indicators[code].targets
    writes = here.known_at is None and may(here.viewer, "propose-definitions")
    if writes and agreed in targets and agreed is not None and can_be_revised(agreed):
        return here.context.url(path, revise=str(targets.index(agreed))), "Revise this target"
    return here.context.url(path), "All its targets"
