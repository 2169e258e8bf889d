"""What is kept of reports and of the meetings that they are for: reports as they are composed, issues that never change."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from trigpoint.manage.models import Audience, Commentary, Undertaking


class ForReaders(models.Model):
    """What some people may read. organisation: whose own, for the audience 'own organisation'."""

    audience = models.CharField(max_length=20, choices=Audience, default=Audience.PARTNERSHIP)
    organisation = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True


class Report(ForReaders):
    """A report that somebody composed: blocks in their order, {"kind": …, "options": {…}}, for one audience."""

    class Every(models.TextChoices):
        NEVER = "", "Only when somebody issues it"
        MONTH = "month", "Each month"
        QUARTER = "quarter", "Each quarter"

    name = models.CharField(max_length=150, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports")
    blocks = models.JSONField(default=list)
    every = models.CharField(max_length=10, choices=Every, blank=True)
    days = models.IntegerField(default=10, help_text="After the period's end, until it is drafted.")
    scheduled_on = models.DateField(null=True, help_text="Since when; periods that were due before are not drafted.")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """That a report is due for a period by its schedule, and waits for somebody to issue it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="drafts")
    period = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "period"], name="one_draft_a_period")]


class Issue(ForReaders):
    """A report as it went out: never changed. blocks: as it was composed then.

    at, snapshot, versions: by what its figures are asked again. figures: their canonical JSON; figures_hash: its SHA-256.
    document, pdf: the hashes under which the printed blocks and the PDF are kept among the installation's files. texts: the
    versions of commentary that stand in it.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="issues")
    title = models.CharField(max_length=200)
    period = models.CharField(max_length=60)
    blocks = models.JSONField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    snapshot = models.IntegerField()
    versions = models.JSONField()
    figures = models.TextField()
    figures_hash = models.CharField(max_length=64)
    document = models.CharField(max_length=64)
    pdf = models.CharField(max_length=64)
    texts = models.ManyToManyField(Commentary, related_name="issues")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Meeting(ForReaders):
    """A meeting, with the pack that it has before it. Meetings of one name and audience follow one another."""

    name = models.CharField(max_length=150)
    day = models.DateField()
    pack = models.ForeignKey(Issue, null=True, on_delete=models.PROTECT, related_name="meetings")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.day:%-d %B %Y}"


class Decision(models.Model):
    """What a meeting decided, and the action that arose from it, where one did. by: as people say who decided it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    text = models.TextField(max_length=4000)
    by = models.CharField(max_length=200, blank=True)
    action = models.ForeignKey(Undertaking, null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
