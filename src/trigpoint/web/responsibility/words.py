"""A responsibility in words: as what, for what, and when."""

from __future__ import annotations

from django.urls import reverse

from trigpoint.definitions.frameworks import every_node
from trigpoint.definitions.responsibilities import Responsibility
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.numbers import format_date
from trigpoint.publish.cells import Link
from trigpoint.web.organisation_names import organisation_name

PARTS = {"lead": "Lead", "provider": "Data provider", "checker": "Checker", "approver": "Approver", "deputy": "Deputy"}


def about_link(definitions: Definitions, one: Responsibility) -> Link:
    """What it is for, with its page, and for which partner and place."""
    if one.indicator:
        found = definitions.indicators.get(one.indicator)
        name, href = (found.name if found else one.indicator), reverse("indicator", args=[one.indicator])
    elif one.data_set:
        data_set = definitions.data_sets.get(one.data_set)
        name, href = (data_set.name if data_set else one.data_set), reverse("data-set", args=[one.data_set])
    elif one.framework:
        framework = definitions.frameworks.get(one.framework)
        name, href = (framework.name if framework else one.framework), reverse("scorecard", args=[one.framework])
        if one.node:
            name = f"{name}: {_node(definitions, one.framework, one.node)}"
    else:
        name, href = organisation_name(definitions, one.organisation) or "The partnership", ""
    where = ", ".join(_member_name(definitions, dimension, member) for dimension, member in one.where.items())
    more = [organisation_name(definitions, one.organisation) if one.organisation and href else "", where]
    return Link(name, href, ", ".join(text for text in more if text))


def about_words(definitions: Definitions, one: Responsibility) -> str:
    """What it is for, in one line."""
    link = about_link(definitions, one)
    return ", ".join(filter(None, (link.text, link.beneath)))


def dates_words(one: Responsibility) -> str:
    """When it holds: "From 1 April 2026 to 31 December 2026"."""
    days = [f"from {format_date(one.start)}" if one.start else "", f"to {format_date(one.end)}" if one.end else ""]
    said = " ".join(day for day in days if day) or "always"
    return said[:1].upper() + said[1:]


def _node(definitions: Definitions, framework: str, code: str) -> str:
    """The name of a part of a scorecard, or of the indicator of an item."""
    tree = definitions.frameworks.get(framework)
    nodes = () if tree is None else tuple(every_node(tree.nodes))
    names = {one.code: one.name for one in nodes}
    names |= {
        place.item: definitions.indicators[place.indicator].name
        for one in nodes
        for place in one.items
        if place.indicator in definitions.indicators and place.item not in names
    }
    return names.get(code, code)


def _member_name(definitions: Definitions, dimension: str, member: str) -> str:
    tree = definitions.dimensions.get(dimension)
    return tree.name(member) if tree and member in tree.members else member
