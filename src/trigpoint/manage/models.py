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


class Kind(models.TextChoices):
    """What an undertaking is."""

    ACTION = "action", "Action"
    PROJECT = "project", "Project"
    RISK = "risk", "Risk"


class State(models.TextChoices):
    """How an undertaking stands; which of these a kind has is said in `manage.undertakings`."""

    TO_DO = "to-do", "To do"
    UNDER_WAY = "under-way", "Under way"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class Undertaking(AboutFigure):
    """What somebody answers for until a day, because of figures: an action, a project, or a risk that is watched.

    Owner, day, state and project are as its last step left them. due: of a project its end, of a risk its next review.
    """

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ACTION)
    title = models.CharField(max_length=200)
    details = models.TextField(max_length=4000, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="undertakings")
    due = models.DateField()
    state = models.CharField(max_length=20, choices=State, default=State.TO_DO)
    project = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="actions")
    note = models.ForeignKey(
        Note, on_delete=models.PROTECT, null=True, related_name="actions", help_text="That it was raised from."
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["indicator"]), models.Index(fields=["owner", "state", "due"])]


class Step(models.Model):
    """One step of an undertaking, the first of them its raising: what was said, and how it stood after. Never changed."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.CASCADE, related_name="steps")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(max_length=4000, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    state = models.CharField(max_length=20, choices=State)
    start = models.DateField(null=True, help_text="Of a project.")
    project = models.ForeignKey(
        Undertaking, on_delete=models.PROTECT, null=True, related_name="+", help_text="That an action belongs to."
    )
    number = models.IntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["undertaking", "number"], name="one_step_a_number")]
        ordering: ClassVar = ["number"]


class Likelihood(models.IntegerChoices):
    RARE = 1, "Rare"
    UNLIKELY = 2, "Unlikely"
    POSSIBLE = 3, "Possible"
    LIKELY = 4, "Likely"
    ALMOST_CERTAIN = 5, "Almost certain"


class Impact(models.IntegerChoices):
    SLIGHT = 1, "Slight"
    MINOR = 2, "Minor"
    MODERATE = 3, "Moderate"
    MAJOR = 4, "Major"
    SEVERE = 5, "Severe"


class Score(models.Model):
    """How a risk was scored at a step: before anything is done about it, and with the controls that there are."""

    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="score")
    likelihood_before = models.IntegerField(choices=Likelihood)
    impact_before = models.IntegerField(choices=Impact)
    likelihood = models.IntegerField(choices=Likelihood)
    impact = models.IntegerField(choices=Impact)
    controls = models.TextField(max_length=4000, blank=True)
    target = models.IntegerField(null=True, help_text="The score after control that is aimed at.")

    @property
    def before(self) -> int:
        """Likelihood times impact, before control."""
        return self.likelihood_before * self.impact_before

    @property
    def after(self) -> int:
        """Likelihood times impact, after control."""
        return self.likelihood * self.impact


class HeldForATime(models.Model):
    """A row that is never changed but ended, with another in its place, so that each day of the past is known as it was."""

    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Milestone(HeldForATime):
    """What a project reaches by a day. done: the day on which it was reached."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=200)
    due = models.DateField()
    done = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["due", "pk"]


class Concern(HeldForATime):
    """What an undertaking should move or bears upon: an indicator, or a node of a framework."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.CASCADE, related_name="concerns")
    indicator = models.CharField(max_length=100, blank=True)
    framework = models.CharField(max_length=100, blank=True)
    node = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["indicator"])]


class Wait(HeldForATime):
    """An action or project that can go on only when another is done."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.CASCADE, related_name="waits")
    awaited = models.ForeignKey(Undertaking, on_delete=models.CASCADE, related_name="awaited_by")


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
