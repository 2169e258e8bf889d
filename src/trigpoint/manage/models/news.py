"""What people are told, and how."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.db import models

from trigpoint.manage.models.undertakings import Undertaking


class NewsKind(models.TextChoices):
    TURNED = "turned", "It turned off target"
    WORSE = "worse", "A real change for the worse"
    BETTER = "better", "A real change for the better"
    AT_RISK = "at-risk", "Its year's target is missed, or likely to be"
    LATE = "late", "It was not reported by its day"
    RESTATED = "restated", "A figure known before was changed"
    COMMENTARY = "commentary", "Commentary is asked of me"
    OVERDUE = "overdue", "An action of mine is late"


class News(models.Model):
    """Something told to a person, once: of a kind, about an indicator, slice and period, and what it turned into.

    limits: what the person could ask for when it was told. What was told under other limits is not shown: its words hold figures.
    """

    class Handled(models.TextChoices):
        NOT = "", "Not yet"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        PASSED_ON = "passed-on", "Passed on"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news")
    kind = models.CharField(max_length=20, choices=NewsKind)
    indicator = models.CharField(max_length=100)
    framework = models.CharField(max_length=100, blank=True)
    slice = models.CharField(max_length=500, blank=True)
    period = models.CharField(max_length=60, blank=True)
    turned = models.CharField(max_length=100)
    undertaking = models.ForeignKey(Undertaking, null=True, on_delete=models.CASCADE, related_name="+")
    says = models.CharField(max_length=500, help_text="The first line, with the reason.")
    more = models.TextField(blank=True)
    limits = models.CharField(max_length=64)
    answers = models.BooleanField(default=False, help_text="Whether the person answers for it.")
    at = models.DateTimeField()
    passed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    handled = models.CharField(max_length=20, choices=Handled, blank=True)
    handled_at = models.DateTimeField(null=True)
    snoozed_until = models.DateField(null=True)
    snoozes = models.IntegerField(default=0)
    escalated_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "kind", "indicator", "slice", "period", "turned"], name="never_twice_the_same_news"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "handled", "at"]), models.Index(fields=["kind", "at"])]


class LookedFor(models.Model):
    """Whoever news is looked for. known: what was known at the last look, so that it can be asked again: at, snapshot, versions."""

    looked_on = models.DateField(null=True, help_text="The last day on which news was looked for.")
    known = models.JSONField(null=True)

    class Meta:
        abstract = True


class MailWhen(models.TextChoices):
    NEVER = "never", "On the page only"
    DAILY = "daily", "Once a working day, all together"
    AT_ONCE = "at-once", "At once"


class NewsChoice(LookedFor):
    """What a person wants to be told, how, and when not. rules: "kind:scope" texts; None: as everybody until they choose."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news_choice")
    rules = models.JSONField(null=True)
    mail = models.CharField(max_length=10, choices=MailWhen, default=MailWhen.DAILY)
    quiet_from = models.TimeField(default=time(18))
    quiet_until = models.TimeField(default=time(8))
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)
    digest_on = models.DateField(null=True, help_text="The day of the last mail of the day.")


class TellingRules(models.Model):
    """How the partnership tells its people: one row. holidays: days without mail, as ISO texts."""

    holidays = models.JSONField(default=list)
    escalate_after = models.IntegerField(default=0, help_text="Days; 0: never.")


class CalendarKey(models.Model):
    """The secret in the address of a person's calendar. Only its hash is kept, and a new one ends the one before."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key")
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class Channel(LookedFor):
    """A program or chat that is told the news of one scorecard, as a reader of one organisation sees it (blank: of the partnership)."""

    class Form(models.TextChoices):
        JSON = "json", "JSON, signed, for a program"
        TEAMS = "teams", "A card for Microsoft Teams"
        SLACK = "slack", "A message for Slack"

    name = models.CharField(max_length=100, unique=True)
    url = models.CharField(max_length=500)
    form = models.CharField(max_length=10, choices=Form)
    organisation = models.CharField(max_length=100, blank=True)
    framework = models.CharField(max_length=100)
    kinds = models.JSONField(default=list)
    secret = models.CharField(max_length=64, help_text="With which calls are signed.")
    made_at = models.DateTimeField()


class ChannelNews(models.Model):
    """What a channel was told, so that it is never told twice."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="told")
    kind = models.CharField(max_length=20, choices=NewsKind)
    indicator = models.CharField(max_length=100)
    slice = models.CharField(max_length=500, blank=True)
    period = models.CharField(max_length=60, blank=True)
    turned = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel", "kind", "indicator", "slice", "period", "turned"], name="never_twice_to_a_channel"
            )
        ]
