"""What is said about a figure: notes, files, links, commentary and the lead's forecast."""

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


class CommentaryState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Waiting for approval"
    APPROVED = "approved", "Approved"
    SENT_BACK = "sent-back", "Sent back"


class Commentary(AboutFigure):
    """A version of the one text for an item, slice, period and audience. Its words are never changed: what changes them
    is the next version. It is a draft until somebody proposes it, then waits until it is approved or sent back.

    parts: [heading, text] in order, as the headings were when it was written; texts from before there were headings have
    one part whose heading is ''.
    """

    parts = models.JSONField(default=list)
    version = models.IntegerField(default=1)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(
        max_length=20, choices=[(one.value, one.label) for one in (CommentaryState.APPROVED, CommentaryState.SENT_BACK)], blank=True
    )  # fmt: skip
    reason = models.TextField(max_length=4000, blank=True, help_text="Why it was sent back.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "framework", "item", "slice", "period", "audience", "organisation", "version"],
                name="one_commentary_version",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["indicator", "period"])]

    @property
    def text(self) -> str:
        """All of it as plain text, each part under its heading."""
        return "\n\n".join(f"{heading}\n{text}" if heading else text for heading, text in self.parts)

    @property
    def key(self) -> tuple[str, ...]:
        """Which text this is a version of."""
        return (
            self.indicator, self.framework, self.item, self.slice, self.period, self.audience, self.organisation
        )  # fmt: skip


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
