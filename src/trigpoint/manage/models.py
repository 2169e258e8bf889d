"""What people write beside figures, and what they keep for themselves."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Audience(models.TextChoices):
    OWN_ORGANISATION = "own-organisation", "Own organisation"
    PARTNERSHIP = "partnership", "The partnership"
    PUBLIC = "public", "The public"


class AboutFigure(models.Model):
    """What a text or file is about: an indicator, perhaps for a slice and a period, perhaps in a framework's place.

    `slice` is the canonical text of the filters, "dimension=member" joined by commas in order of dimension.
    """

    indicator = models.CharField(max_length=100, blank=True)
    data_set = models.CharField(max_length=100, blank=True)
    framework = models.CharField(max_length=100, blank=True)
    item = models.CharField(max_length=100, blank=True)
    slice = models.CharField(max_length=500, blank=True)
    period = models.CharField(max_length=60, blank=True)
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.PARTNERSHIP)
    organisation = models.CharField(
        max_length=100, blank=True, help_text="Whose own, for the audience 'own organisation'."
    )
    not_before = models.DateField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Note(AboutFigure):
    """A short remark. Withdrawn ones stay in the trail, but are not shown."""

    text = models.TextField(max_length=4000)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["indicator", "period"])]


class Attachment(AboutFigure):
    """A file beside a figure, kept under the installation's files by its hash."""

    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["indicator", "period"])]


class Link(AboutFigure):
    """A page elsewhere that has to do with a figure."""

    url = models.URLField(max_length=1000)
    title = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["indicator", "period"])]


class Commentary(AboutFigure):
    """A version of the one text for an item, slice, period and audience; the newest version is the text."""

    text = models.TextField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "framework", "item", "slice", "period", "audience", "organisation", "version"],
                name="one_commentary_version",
            )
        ]


class ActionState(models.TextChoices):
    TO_DO = "to-do", "To do"
    UNDER_WAY = "under-way", "Under way"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class Action(AboutFigure):
    """What somebody undertakes to do by a day, because of a figure. Owner, day and state are as its last step left them."""

    title = models.CharField(max_length=200)
    details = models.TextField(max_length=4000, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions")
    due = models.DateField()
    state = models.CharField(max_length=20, choices=ActionState, default=ActionState.TO_DO)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["indicator"]), models.Index(fields=["owner", "state", "due"])]


class ActionStep(models.Model):
    """One step of an action, the first of them its raising: what was said, and how it stood after. Never changed."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(max_length=4000, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    state = models.CharField(max_length=20, choices=ActionState)
    number = models.IntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["action", "number"], name="one_step_a_number")]
        ordering: ClassVar = ["number"]


class Confidence(models.TextChoices):
    HIGH = "high", "High: I would be surprised by anything else"
    MEDIUM = "medium", "Medium: more likely than not"
    LOW = "low", "Low: it may well come otherwise"


class OutturnForecast(AboutFigure):
    """What somebody expects a year (`period`) to come to, in their own judgement. Never changed: the newest counts."""

    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=24, decimal_places=6, null=True, help_text="With `high`, in place of `value`.")
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    confidence = models.CharField(max_length=10, choices=Confidence)
    reason = models.TextField(max_length=2000)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["indicator", "period"])]


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
