"""What belongs to one person: objectives, saved views and the portfolio."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Aim(models.TextChoices):
    """How a person's own objective stands."""

    UNDER_WAY = "under-way", "Under way"
    MET = "met", "Met"
    PARTLY_MET = "partly-met", "Partly met"
    NOT_MET = "not-met", "Not met"
    DROPPED = "dropped", "Dropped"


class Objective(models.Model):
    """What a person is to achieve, for their appraisal: of nobody's concern but theirs and their manager's.

    indicator: that it is measured by, if any. framework, node: the part of a scorecard that it supports, if any.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="objectives")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    title = models.CharField(max_length=200)
    words = models.TextField(max_length=4000, blank=True)
    indicator = models.CharField(max_length=100, blank=True)
    framework = models.CharField(max_length=100, blank=True)
    node = models.CharField(max_length=100, blank=True)
    first = models.DateField()

    class Meta:
        ordering: ClassVar = ["first", "pk"]


class ObjectiveUpdate(models.Model):
    """How an objective goes, the first of them its writing: what was said, and its state and last day after. Never changed."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="updates")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(max_length=4000, blank=True)
    state = models.CharField(max_length=20, choices=Aim, default=Aim.UNDER_WAY)
    last = models.DateField()
    number = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["objective", "number"], name="one_objective_update_a_number")
        ]
        ordering: ClassVar = ["number"]


class SavedView(models.Model):
    """A named address of a screen: portfolios are ordered sets of these."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="views")
    name = models.CharField(max_length=150)
    path = models.CharField(max_length=2000, help_text="Path and query within the product.")
    shared = models.BooleanField(default=False, help_text="Whether others find it in the catalogue.")
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "name"], name="one_view_a_name")]


class PortfolioItem(models.Model):
    """An indicator that a person follows, for a slice, in an order of their own."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portfolio")
    indicator = models.CharField(max_length=100)
    slice = models.CharField(max_length=500, blank=True)
    position = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "indicator", "slice"], name="one_portfolio_item")
        ]
        ordering: ClassVar = ["position"]
