"""What intake keeps beside the ledger: files that wait for a decision, and the faults of rows that were refused."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from trigpoint.catalogue.models import Load


class Upload(models.Model):
    """A file brought to a page: previewed, then taken in or given up."""

    source = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_as = models.CharField(max_length=300, help_text="Path under the installation's files.")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    load = models.ForeignKey(Load, null=True, on_delete=models.SET_NULL, related_name="+")
    given_up_at = models.DateTimeField(null=True)
    unreadable = models.TextField(blank=True, help_text="Why it cannot be read as its source says; '' where it can.")
    mends = models.ForeignKey(Load, null=True, on_delete=models.SET_NULL, related_name="+")
    typed = models.BooleanField(default=False, help_text="Typed on a page: plain CSV, whatever its source's files are.")
    scorecard = models.BooleanField(default=False, help_text="A spreadsheet of which definitions are to be made.")


class FaultGroup(models.Model):
    """Faults of one kind in one column of a load; the rows themselves stand in the load's rejects file."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="fault_groups")
    kind = models.CharField(max_length=60)
    column = models.CharField(max_length=300, blank=True)
    rows = models.BigIntegerField()
    severity = models.CharField(max_length=10, default="reject", help_text="reject or warning")
    example = models.TextField(blank=True)
    expected = models.TextField(blank=True)
    what_to_do = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-rows"]


class Salt(models.Model):
    """The key of a data set's pseudonyms. To erase it is to make them meaningless for good."""

    data_set = models.CharField(max_length=100, unique=True)
    key = models.CharField(max_length=100)
    made_at = models.DateTimeField(auto_now_add=True)
