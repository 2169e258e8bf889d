"""What people write beside figures, and what they keep for themselves."""

from __future__ import annotations

from datetime import time
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
    action = models.ForeignKey(Action, null=True, on_delete=models.CASCADE, related_name="+")
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


class MailWhen(models.TextChoices):
    NEVER = "never", "On the page only"
    DAILY = "daily", "Once a working day, all together"
    AT_ONCE = "at-once", "At once"


class NewsChoice(models.Model):
    """What a person wants to be told, how, and when not. rules: "kind:scope" texts; None: as everybody until they choose."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news_choice")
    rules = models.JSONField(null=True)
    mail = models.CharField(max_length=10, choices=MailWhen, default=MailWhen.DAILY)
    quiet_from = models.TimeField(default=time(18))
    quiet_until = models.TimeField(default=time(8))
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)
    looked_on = models.DateField(null=True, help_text="The last day on which news was looked for.")
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


class Channel(models.Model):
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
    looked_on = models.DateField(null=True)


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
