"""What is done about a figure: actions, projects and risks, with their steps, milestones and what they wait for."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from trigpoint.manage.models.about import AboutFigure, Note


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
