"""What leads expect a year to come to, in their own judgement: beside the calculated status and forecast, in place of neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import Role, User
from trigpoint.access.permissions import NotAllowed, may, require
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.snapshots import in_force
from trigpoint.judge.numbers import plain
from trigpoint.judge.terms import Terms
from trigpoint.manage.about import About, BadText, readable, require_audience, require_within, slice_text
from trigpoint.manage.answering import answers_for
from trigpoint.manage.models import Confidence, OutturnForecast

LONGEST = 2_000
LARGEST = Decimal(10) ** 15
UNTOLD = ("date", "stage", "text")
"""Kinds of indicator whose year cannot be told as a figure."""

SURE = {Confidence.HIGH: "sure", Confidence.MEDIUM: "fairly sure", Confidence.LOW: "not sure"}


@dataclass(frozen=True)
class Expected:
    """One forecast as it is shown."""

    row: OutturnForecast

    def figure(self, terms: Terms) -> str:
        """What is expected: 91%, or 90% to 92%."""
        low, high = self.row.low, self.row.high
        if self.row.value is not None:
            return terms.say_aim(self.row.value)
        assert low is not None
        assert high is not None
        return f"{plain(low)} to {terms.say_aim(high)}"

    def words(self, terms: Terms) -> str:
        """In a sentence without its full stop: "Lena Lead expects 91% (fairly sure): the hub opens in May"."""
        reason = " ".join(self.row.reason.split()).rstrip(".")
        return f"{self.row.author} expects {self.figure(terms)} ({SURE[Confidence(self.row.confidence)]}): {reason}"


@dataclass(frozen=True)
class Forecasts:
    """The newest forecasts of a year, by indicator and slice: a year comes to one figure, in whatever scorecard it stands."""

    by_about: Mapping[tuple[str, str], Expected]

    def get(self, indicator: str, where: Sequence[tuple[str, str]]) -> Expected | None:
        """The newest for a slice."""
        return self.by_about.get((indicator, slice_text(tuple(where))))


def may_forecast(viewer: Viewer, indicator: str) -> bool:
    """Whether the viewer may forecast an indicator's outturn: its lead, analysts and administrators. One query at most."""
    if not may(viewer, "forecast"):
        return False
    if viewer.has(Role.ANALYST) or viewer.has(Role.ADMINISTRATOR):
        return True
    username = User.objects.filter(pk=viewer.user_id).values_list("username", flat=True).first()
    return username is not None and indicator in answers_for(in_force(), username, timezone.localdate())


def require_forecast(viewer: Viewer, indicator: str) -> None:
    """Raise NotAllowed for who may not forecast an indicator's outturn."""
    require(viewer, "forecast")
    if not may_forecast(viewer, indicator):
        raise NotAllowed(
            "Only who leads on this indicator, an analyst or an administrator may forecast what its year comes to."
        )


@transaction.atomic
def forecast_outturn(
    viewer: Viewer,
    about: About,
    *,
    value: Decimal | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    confidence: str,
    reason: str,
    audience: str = "partnership",
    organisation: str = "",
    at: datetime | None = None,
) -> OutturnForecast:
    """Keep what is expected of a year (`about.period`): a value, or from low to high. Earlier ones stay as they were.

    at: when, for history that is brought in. Raises NotAllowed, and BadText for what cannot be.
    """
    require_forecast(viewer, about.indicator)
    require_within(viewer, about)
    indicator = in_force().indicators.get(about.indicator)
    if indicator is None or indicator.value_kind in UNTOLD:
        raise BadText("The year of this indicator cannot be told as a figure. Write it in the commentary.")
    require_audience(viewer, audience, organisation)
    reason = reason.strip()
    if confidence not in Confidence.values:
        raise BadText("Say how sure you are.")
    if not reason:
        raise BadText("Say why you expect it: a figure without a reason persuades nobody.")
    if len(reason) > LONGEST:
        raise BadText(f"The reason has {len(reason):,} characters; {LONGEST:,} is the most.")
    if value is None and (low is None or high is None):
        raise BadText("Say what you expect: one figure, or from one to another.")
    if value is not None and (low is not None or high is not None):
        raise BadText("Give one figure, or from one to another, and not both.")
    if low is not None and high is not None and low >= high:
        raise BadText("The lower end is not below the upper. Exchange them, or give one figure.")
    if any(not one.is_finite() or abs(one) >= LARGEST for one in (value, low, high) if one is not None):
        raise BadText("That figure is too large to be meant.")
    row = OutturnForecast.objects.create(
        **about.fields(), value=value, low=low, high=high, confidence=confidence, reason=reason, audience=audience,
        organisation=organisation, author_id=viewer.user_id, at=at or timezone.now(),
    )  # fmt: skip
    audit.record(viewer, "forecast-outturn", "forecast", str(row.pk), indicator=about.indicator, year=about.period)
    return row


def forecasts_of(
    viewer: Viewer, indicators: Sequence[str], year: str, *, known_at: datetime | None = None
) -> Forecasts:
    """The newest forecast of a year (a period's code) that the viewer may read, by what it is about. One query, or two for
    a viewer with limits."""
    rows = readable(OutturnForecast.objects.filter(indicator__in=set(indicators), period=year), viewer, known_at)
    newest = {(row.indicator, row.slice): Expected(row) for row in rows.select_related("author").order_by("at", "pk")}
    return Forecasts(newest)


def told_of(
    viewer: Viewer,
    indicator: str,
    where: Sequence[tuple[str, str]],
    *,
    known_at: datetime | None = None,
) -> dict[str, list[Expected]]:
    """All that was expected of an indicator for a slice, by year and newest first, in whatever scorecard it was said."""
    rows = OutturnForecast.objects.filter(indicator=indicator, slice=slice_text(tuple(where)))
    found: dict[str, list[Expected]] = {}
    for row in readable(rows, viewer, known_at).select_related("author").order_by("-period", "-at", "-pk"):
        found.setdefault(row.period, []).append(Expected(row))
    return found
