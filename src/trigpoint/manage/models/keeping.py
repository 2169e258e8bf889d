"""Closed periods, and how often pages are looked at."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class ClosingState(models.TextChoices):
    PREVIEWED = "previewed", "Previewed"
    CLOSED = "closed", "Closed, to be confirmed"
    UNDONE = "undone", "Undone"
    CONFIRMED = "confirmed", "Closed and confirmed"


class Closing(models.Model):
    """The closing of a month, a quarter or a year: what was chosen, what it did, and how it ended.

    change: what it does to definitions, all in one; inverse: what undid that. closed: the line of the ledger that keeps
    loads out. did: what it carries forward, in words.
    """

    period = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=ClosingState, default=ClosingState.PREVIEWED)
    chosen = models.JSONField(default=dict)
    did = models.JSONField(default=list)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    confirmer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    change = models.ForeignKey("catalogue.Change", null=True, on_delete=models.PROTECT, related_name="+")
    inverse = models.ForeignKey("catalogue.Change", null=True, on_delete=models.PROTECT, related_name="+")
    closed = models.ForeignKey("catalogue.ClosedPeriod", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["period", "state"])]


class LookCount(models.Model):
    """How often a kind of page was looked at on a day, by a group of at least five people. Never of a person.

    of: everybody, role or organisation. group: which; '' holds those whose own group is too small. subject: the code of what
    the page is about.
    """

    day = models.DateField()
    route = models.CharField(max_length=60)
    subject = models.CharField(max_length=100, blank=True)
    of = models.CharField(max_length=12)
    group = models.CharField(max_length=100, blank=True)
    looks = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "route", "subject", "of", "group"], name="one_count_a_day")
        ]
