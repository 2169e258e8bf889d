"""For whom a report is: a viewer who sees what all of its readers may see, and who of them may open it."""

from __future__ import annotations

from django.db.models import Q

from trigpoint.access.models import Role
from trigpoint.access.viewers import Viewer
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.models import Audience
from trigpoint.publish.models import ForReaders


def reader_of(one: ForReaders, name: str = "") -> Viewer:
    """Somebody of whom it is known only that the report is for them: who issues it may see more, and it is not in it."""
    if one.audience == Audience.PUBLIC:
        return Viewer(None, name, public=True)
    organisation = one.organisation if one.audience == Audience.OWN_ORGANISATION else ""
    return Viewer(None, name, frozenset({(organisation, Role.BOARD_MEMBER.value)}))


def readers_words(one: ForReaders, definitions: Definitions) -> str:
    """The readers in words: the partnership, the public, or an organisation's name."""
    if one.audience == Audience.OWN_ORGANISATION:
        tree = definitions.organisations
        return tree.name(one.organisation) if tree and one.organisation in tree.members else one.organisation
    return "the public" if one.audience == Audience.PUBLIC else "the partnership"


def open_to(viewer: Viewer) -> Q:
    """Which rows of ForReaders a viewer may read. A person with limits reads only what is open to the public: the rest
    holds figures of places for which they may not ask."""
    if viewer.everything:
        return Q()
    found = Q(audience=Audience.PUBLIC)
    if viewer.memberships and not viewer.scopes:
        found |= Q(audience=Audience.PARTNERSHIP)
        found |= Q(audience=Audience.OWN_ORGANISATION, organisation__in=viewer.organisations)
    return found
