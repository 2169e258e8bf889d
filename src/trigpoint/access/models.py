"""People, what they may do (roles), which cells they may ask for (scopes), and the trail of what was done."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person, or an account that stands for a program. May serve several organisations (see Membership)."""

    name = models.CharField(max_length=200, help_text="As shown on pages.")
    title = models.CharField(max_length=200, blank=True, help_text="What they do.")
    visited_at = models.DateTimeField(
        null=True, blank=True, help_text="The visit before this one: Home says what changed since."
    )
    visiting_since = models.DateTimeField(null=True, blank=True)
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="managed",
        help_text="Sees what they owe, and their own objectives.",
    )  # fmt: skip
    settings = models.JSONField(default=dict, blank=True, help_text="Theme, density, remembered context.")

    def __str__(self) -> str:
        return self.name or self.username


class Role(models.TextChoices):
    BOARD_MEMBER = "board-member", "Board member"
    ANALYST = "analyst", "Analyst"
    INDICATOR_LEAD = "indicator-lead", "Indicator lead"
    DATA_STEWARD = "data-steward", "Data steward"
    ADMINISTRATOR = "administrator", "Administrator"


class Membership(models.Model):
    """A person's role in an organisation (blank: in the partnership), between dates."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=20, choices=Role)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="one_membership")
        ]


class Scope(models.Model):
    """A member within which, and beneath which, a person may ask for figures. None for a dimension: not limited."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="scopes")
    dimension = models.CharField(max_length=100)
    member = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "dimension", "member"], name="one_scope")]


class Absence(models.Model):
    """That a person is away from one day to another, both included, and who stands in. Ended early, its last day moves."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(User, on_delete=models.CASCADE, related_name="deputyships")
    first = models.DateField()
    last = models.DateField()
    said_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["deputy", "last"])]
        ordering: ClassVar = ["first"]


class SourcePermission(models.Model):
    """That a person may see the source records of a data set. Each look is logged."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="source_permissions")
    data_set = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "data_set"], name="one_source_permission")]


class Token(models.Model):
    """A key to the API, acting as a person with at most that person's rights. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    hash = models.CharField(max_length=64, unique=True)
    may_load = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


class AuditEntry(models.Model):
    """Who did what to what, and when. Never changed."""

    at = models.DateTimeField(db_index=True)
    who = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    as_name = models.CharField(max_length=200, help_text="Their name then; or 'command line'.")
    action = models.CharField(max_length=60)
    kind = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "subject"]), models.Index(fields=["action", "at"])]
