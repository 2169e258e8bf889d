"""Where a piece of news leads: to the page of its indicator, action, project or risk, and to where its figure comes from."""

from __future__ import annotations

from django.urls import reverse

from trigpoint.definitions.spans import BadPeriod
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import slice_pairs
from trigpoint.manage.models import News, NewsKind
from trigpoint.web.context import Context
from trigpoint.web.links import commentary_href, explain_href, indicator_href

WITHOUT_FIGURE = (NewsKind.OVERDUE, NewsKind.LATE, NewsKind.AT_RISK)
"""Kinds that are about an undertaking, about what has not come, or about a year that is not over."""


def piece_href(piece: News) -> str:
    """What the piece is about: the action, project or risk, the page of the commentary that is asked for, or the indicator."""
    if piece.undertaking is not None:
        return reverse(piece.undertaking.kind, args=[piece.undertaking_id])
    context = _context(piece)
    if piece.kind == NewsKind.COMMENTARY:
        return commentary_href(context, piece.indicator, framework=piece.framework or None)
    return indicator_href(context, piece.indicator, framework=piece.framework or None)


def figure_href(definitions: Definitions, piece: News) -> str:
    """The explanation of its figure; '' for what has none."""
    if piece.kind in WITHOUT_FIGURE or piece.indicator not in definitions.indicators:
        return ""
    try:
        period = definitions.calendars.parse(piece.period)
    except BadPeriod:
        return ""
    return explain_href(_context(piece), piece.indicator, period, framework=piece.framework or None)


def _context(piece: News) -> Context:
    return Context(where=slice_pairs(piece.slice))
