"""Which entries of the trail somebody sees: administrators and people of the whole partnership all of them, people of an
organisation what concerns it, and everybody what they did themselves. Who may open the trail at all is `see-audit`."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from trigpoint.access.loading import providers_of
from trigpoint.access.models import AuditEntry, Membership, User
from trigpoint.access.permissions import MAY, may, require
from trigpoint.access.viewers import Viewer
from trigpoint.definitions.whole import Definitions

SHARED = ("definition-set",)
"""Kinds that concern every partner alike."""


def entries_for(viewer: Viewer, definitions: Definitions) -> QuerySet[AuditEntry]:
    """The entries that the viewer may see, newest first. Raises NotAllowed for who may see none.

    An organisation's own are: its people; uploads to data sets that it provides (of those that it provides in part, what
    its own people did); and what else its people did. A colleague's upload of another partner's data is that partner's.
    """
    require(viewer, "see-audit")
    entries = AuditEntry.objects.select_related("who").order_by("-at", "-pk")
    if _sees_all(viewer):
        return entries
    own = [one for one in viewer.organisations if may(viewer, "see-audit", one)]
    whole, part = _provided(definitions, frozenset(own))
    by_sources = [code for code, source in definitions.sources.items() if source.data_set in whole | part]
    colleague = Q(who__in=Membership.objects.filter(organisation__in=own).values("user"))
    named = User.objects.filter(memberships__organisation__in=own).values("username")
    theirs = (
        Q(kind__in=SHARED)
        | Q(kind="person", subject__in=named)
        | Q(kind="data-set", subject__in=whole)
        | (Q(kind="data-set", subject__in=part) & colleague)
        | (Q(kind="upload", detail__source__in=by_sources) & colleague)
        | (~Q(kind__in=("person", "data-set", "upload")) & colleague)
    )
    return entries.filter(theirs | Q(who_id=viewer.user_id))


def _sees_all(viewer: Viewer) -> bool:
    roles = MAY["see-audit"][1]
    return viewer.everything or may(viewer, "manage-people") or any(("", role) in viewer.memberships for role in roles)


def _provided(definitions: Definitions, own: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The data sets that organisations provide wholly, and those that they provide with others."""
    whole, part = set(), set()
    for code, data_set in definitions.data_sets.items():
        providers = providers_of(definitions, data_set)
        if data_set.provider in own or (providers and providers <= own and data_set.provider_dimension is None):
            whole.add(code)
        elif providers & own or data_set.provider_dimension is not None:
            part.add(code)
    return frozenset(whole), frozenset(part)
