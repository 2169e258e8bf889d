"""Who owns a definition, and how fresh the data behind it is, in a line each."""

from __future__ import annotations

from django.urls import reverse

from trigpoint.catalogue import ledger
from trigpoint.catalogue.entries import PARTNER, owner_of
from trigpoint.catalogue.uses import data_sets_of
from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.document import Document
from trigpoint.definitions.indicators import Indicator
from trigpoint.web.components.page import DataNote
from trigpoint.web.links import definition_href
from trigpoint.web.visit import Visit


def data_notes(here: Visit, document: Document) -> list[DataNote]:
    """Freshness and owner, where it has them."""
    found = []
    owner, tree = owner_of(document), here.definitions.organisations
    if owner and tree:
        found.append(DataNote("Owner", tree.name(owner), definition_href(PARTNER, owner)))
    data_sets = [document.code] if isinstance(document, DataSet) else []
    if isinstance(document, Indicator):
        data_sets = list(data_sets_of(here.definitions, document.code))
    fresh = ledger.freshness() if data_sets else {}
    for code in data_sets:
        text = f"{fresh[code]:%-d %B %Y}" if code in fresh else "nothing has come yet"
        found.append(DataNote("Newest upload", text, reverse("data-set", args=[code]), warn=code not in fresh))
    return found
