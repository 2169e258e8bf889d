"""What is owed of data: supplies that have not come, and rows that wait for a correction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.urls import reverse
from django.utils import timezone

from trigpoint.access.loading import may_load, may_mend, named_for, providers_of
from trigpoint.access.permissions import may
from trigpoint.ask.owed import Owed, owed, provided_by
from trigpoint.catalogue.mending import waiting
from trigpoint.catalogue.models import Load
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import listed
from trigpoint.web.owing.duty import Debtor, Duty
from trigpoint.web.visit import Visit

MOST_REJECTED, MOST_LOOKED_AT = 5, 100
"""Uploads with rejected rows that are told of, and the newest that are looked at for them."""


def supplies(here: Visit, debtors: Sequence[Debtor]) -> Iterator[Duty]:
    """What their organisations are to supply, for those who take data in; and what they are named to supply themselves."""
    loads = {one.person.pk: _loads_for(one) for one in debtors}
    own = {one.person.pk: _named_for(one, here.definitions) for one in debtors}
    tree, calendars = here.definitions.organisations, here.definitions.calendars

    def grouping(one: Owed) -> tuple[bool, str, str]:
        return (one.late, one.data_set.code, one.organisation)

    asked = frozenset().union(*loads.values(), *(providers for named in own.values() for providers in named.values()))
    found = sorted(owed(asked, here.today), key=grouping)
    for (late, code, organisation), several in groupby(found, grouping):
        group = sorted(several, key=lambda one: one.period)
        first = group[0]
        periods = listed([calendars.label(one.period) for one in group])
        said = f"due by {first.day:%-d %B %Y}"
        if late:
            said = f"was due by {first.day:%-d %B %Y}" if len(group) == 1 else f"the first was {said}"
        uploads = may_load(here.viewer, here.definitions, first.data_set)
        href = reverse("upload") if uploads else reverse("data-set", args=[code])
        for one in debtors:
            theirs = loads[one.person.pk] | own[one.person.pk].get(code, frozenset())
            if organisation in theirs:
                whose = f"{tree.name(organisation)}, " if tree is not None and len(theirs) > 1 else ""
                does = "Upload" if uploads else "Open"
                yield Duty("Data", first.data_set.name, f"{whose}{periods}; {said}", first.day, href, does, one, late)


def rejected(here: Visit, debtors: Sequence[Debtor]) -> Iterator[Duty]:
    """Rows that could not be taken in and wait for a correction."""
    loads = {one.person.pk: _loads_for(one) for one in debtors}
    organisations = frozenset().union(*loads.values())
    if not organisations:
        return
    newest = Load.objects.filter(
        state=Load.State.DONE, rejected__gt=0, data_set__in=provided_by(here.definitions, organisations)
    ).order_by("-known_on")[:MOST_LOOKED_AT]
    told = dict.fromkeys((one.person.pk for one in debtors), 0)
    for load, mending in waiting(newest):
        data_set = here.definitions.data_sets.get(load.data_set)
        if data_set is None:
            continue
        what = f"{data_set.name}: {load.rejected:,} {'row' if load.rejected == 1 else 'rows'} rejected"
        mended = f"{mending.in_words()}; " if mending.mended else ""
        said = f"{mended}of {load.supplied:,}, uploaded on {timezone.localtime(load.dated):%-d %B %Y}"
        does = "Correct" if may_mend(here.viewer, here.definitions, data_set, load.loaded_by_id) else "Open"
        for one in debtors:
            mends = loads[one.person.pk] and may_mend(one.viewer, here.definitions, data_set, load.loaded_by_id)
            if mends and told[one.person.pk] < MOST_REJECTED:
                told[one.person.pk] += 1
                href = reverse("load", args=[load.pk])
                yield Duty("Rows to correct", what, said, None, href, does, one, late=True)


def _named_for(one: Debtor, definitions: Definitions) -> dict[str, frozenset[str]]:
    """The data sets that somebody is named to provide, with the organisations that they come from."""
    return {
        data_set.code: providers_of(definitions, data_set)
        for data_set in definitions.data_sets.values()
        if any(part.role == "provider" for part in named_for(one.viewer, definitions, data_set))
    }


def _loads_for(one: Debtor) -> frozenset[str]:
    """The organisations for which somebody takes data in."""
    return frozenset(code for code in one.viewer.organisations if may(one.viewer, "load", code))
