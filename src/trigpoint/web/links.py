"""Where figures and names lead: every figure to its explanation, every indicator to its page, the context carried along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse

from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import slice_pairs
from trigpoint.manage.models import Commentary
from trigpoint.mistakes import Mistake
from trigpoint.web.context import Context

Pairs = Iterable[tuple[str, str]]
"""(dimension, member code)."""


def indicator_href(
    context: Context,
    code: str,
    *,
    framework: str | None = None,
    period: Period | None = None,
    where: Pairs = (),
    **own: str | None,
) -> str:
    """The page of an indicator, in its place of a framework where one is meant.

    period, where: laid over those of the context. own: further parameters of that page (`by`, `rule`, `show`).
    """
    here = context.during(period) if period is not None else context
    return _at(here, where).url(reverse("indicator", args=[code]), framework=framework, **own)


def write_href(context: Context, code: str, what: str, *, framework: str | None = None, **own: str | None) -> str:
    """The page of an indicator with the form open in which a `note` or an `action` is written."""
    return f"{indicator_href(context, code, framework=framework, write=what, **own)}#write-{what}"


def commentary_href(
    context: Context,
    code: str,
    *,
    framework: str | None = None,
    period: Period | None = None,
    where: Pairs = (),
    readers: str | None = None,
) -> str:
    """Where the commentary on a figure is written, approved and read with its versions. readers: for whom, as an address
    says it: `own-organisation:health`; None is the partnership."""
    here = context.during(period) if period is not None else context
    return _at(here, where).url(reverse("write-commentary", args=[code]), framework=framework, readers=readers)


def text_href(definitions: Definitions, context: Context, text: Commentary) -> str:
    """The page of a commentary, from whatever page; '' where it is about no period, or about what is defined no more."""
    where = slice_pairs(text.slice)
    framework = text.framework or None
    if (
        not text.period
        or text.indicator not in definitions.indicators
        or text.framework not in ("", *definitions.frameworks)
        or any(dimension not in definitions.dimensions for dimension, _ in where)
    ):
        return ""
    try:
        period = definitions.calendars.parse(text.period)
    except Mistake:
        return ""
    readers = None if text.audience == "partnership" else f"{text.audience}:{text.organisation}"
    # What the page is filtered by is not what the text is about.
    plain = replace(context, where=(), compare=())
    return commentary_href(plain, text.indicator, framework=framework, period=period, where=where, readers=readers)


def definition_href(kind: str, code: str) -> str:
    """The page of a definition or partner, without a context: of an indicator, the page of its figures."""
    return reverse("indicator", args=[code]) if kind == "indicator" else reverse("definition", args=[kind, code])


def explain_href(
    context: Context,
    indicator: str,
    period: Period | None = None,
    where: Pairs = (),
    members: Pairs = (),
    *,
    framework: str | None = None,
    grain: str | None = None,
) -> str:
    """Where one figure comes from.

    period: None is the context's, or the newest. where: the filters of its question; members: of the axes, one member
    each (no totals). Both are laid over the context's own. grain: `ytd` or `rolling-12`, for a figure to date.
    """
    here = context.during(period) if period is not None else context
    here = _at(_at(here, where), members)
    return here.url(reverse("explain", args=[indicator]), framework=framework, grain=grain)


def _at(context: Context, pairs: Pairs) -> Context:
    for dimension, member in pairs:
        context = context.at(dimension, member)
    return context
