"""Where figures and names lead: every figure to its explanation, every indicator to its page, the context carried along."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from trigpoint.definitions.periods import Period
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
    """The page of an indicator with the form open in which a `note` or the `commentary` is written."""
    return f"{indicator_href(context, code, framework=framework, write=what, **own)}#write-{what}"


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
