"""What the catalogue keeps: definitions as documents, the snapshots in force, and the ledger of loads.

Definitions are documents, not rows of fields: YAML, edit pages, history, difference and as-at are then one mechanism.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Document(models.Model):
    """An immutable definition, addressed by the hash of its text. `text` is the file as its author wrote it."""

    hash = models.CharField(primary_key=True, max_length=64)
    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    text = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "code"])]


class Snapshot(models.Model):
    """The definitions in force from `made_at` until the next snapshot."""

    made_at = models.DateTimeField(db_index=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    set_name = models.CharField(max_length=200, blank=True, help_text="The definition set that was applied.")


class Entry(models.Model):
    """That a document was in force from one snapshot until (not with) another."""

    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=100)
    path = models.CharField(max_length=300, help_text="The file's path in its definition set.")
    set_name = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    since = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    until = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=Q(until__isnull=True), name="one_document_in_force"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "code", "since"])]


class ChangeState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Proposed"
    IN_FORCE = "in-force", "In force"
    GIVEN_UP = "given-up", "Given up"


class Change(models.Model):
    """What somebody would change in the definitions: a draft, then perhaps proposed to partners, then in force or given up.

    asked: the partners who are asked to agree, by code. snapshot: the one that it made when it came into force.
    """

    title = models.CharField(max_length=300)
    note = models.TextField(blank=True, max_length=2000)
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    asked = models.JSONField(default=list)
    snapshot = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "changed_at"])]

    @property
    def by(self) -> str:
        """Who began it, as pages say it."""
        return str(self.author) if self.author else "the command line"


class ChangePart(models.Model):
    """One definition of a change as it would be. text '': it would be withdrawn. base: the document that was in force when
    it was written, by hash; '' where there was none."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    base = models.CharField(max_length=64, blank=True)
    path = models.CharField(max_length=300)
    set_name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "kind", "code"], name="one_part_a_definition")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "code"])]
        ordering: ClassVar = ["pk"]


class Opinion(models.Model):
    """What a partner says of a proposed change: the newest of each counts."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="opinions")
    organisation = models.CharField(max_length=100)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    agrees = models.BooleanField()
    remark = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering: ClassVar = ["at", "pk"]


class Load(models.Model):
    """One line of the ledger: what was taken in, by whom, and which table version holds it since when.

    Written as `pending` before the fact store commits and as `done` after, so that a crash between the two is seen
    and mended at the next start. Counts are of supplied rows: supplied = loaded + unchanged + corrected + rejected
    (+ superseded, by a supply of later precedence that came before).
    """

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        FAILED = "failed"

    data_set = models.CharField(max_length=100)
    source = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    started_at = models.DateTimeField()
    known_on = models.DateTimeField(null=True, help_text="From when its figures are known.")
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="loads")
    note = models.TextField(blank=True)
    failure = models.TextField(blank=True)
    version_before = models.IntegerField(default=-1)
    version_after = models.IntegerField(null=True)
    supplied = models.BigIntegerField(default=0)
    loaded = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    corrected = models.BigIntegerField(default=0)
    superseded = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    removed = models.BigIntegerField(default=0, help_text="Facts that a replacement no longer holds.")
    first_day = models.DateField(null=True, help_text="Start of the earliest period supplied.")
    last_day = models.DateField(null=True, help_text="End (excluded) of the latest period supplied.")
    lock = models.CharField(max_length=40, blank=True, help_text="Held by the process that works on it while pending.")
    left_at = models.DateTimeField(null=True, help_text="From when its rejected rows are left as they are.")
    mends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="mended_by")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["data_set", "known_on"]), models.Index(fields=["state"])]

    @property
    def dated(self) -> datetime:
        """The instant by which pages date it: from when its figures are known; until it is taken in, when it began."""
        return self.known_on or self.started_at


class LoadFile(models.Model):
    """A supplied file of a load, kept as it came."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="files")
    ordinal = models.IntegerField()
    name = models.CharField(max_length=300)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_as = models.CharField(
        max_length=300, blank=True, help_text="Path under the installation's files; blank: not kept."
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["load", "ordinal"], name="one_file_an_ordinal")]


class ClosedPeriod(models.Model):
    """That the figures of a period are settled: from `closed_at` until `reopened_at`, no load changes them. `end` is excluded."""

    period = models.CharField(max_length=60)
    start = models.DateField()
    end = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, max_length=2000, help_text="Why it was reopened.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period"], condition=Q(reopened_at__isnull=True), name="closed_once")
        ]
