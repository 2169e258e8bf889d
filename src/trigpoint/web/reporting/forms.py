"""The forms of composed reports, issues and meetings."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from trigpoint.access.models import Membership, User
from trigpoint.access.permissions import MAY
from trigpoint.access.viewers import Viewer
from trigpoint.definitions.whole import Definitions
from trigpoint.publish.composing import ALONE
from trigpoint.publish.models import Issue, Report
from trigpoint.publish.reports.block_kinds import KINDS
from trigpoint.web.indicator.forms import AudienceForm, a_day, owners

PUBLIC_HINT = "It holds what all of these readers may see, and nothing else, whoever issues it."


class ReportForm(AudienceForm):
    """A report that is begun."""

    name = forms.CharField(label="Name", max_length=150, error_messages={"required": "Give the report a name."})
    field_order = ("name", "audience")

    def __init__(self, viewer: Viewer, names: dict[str, str], *args, **kwargs) -> None:
        super().__init__(viewer, names, *args, **kwargs)
        self.fields["audience"].label, self.fields["audience"].help_text = "For whom", PUBLIC_HINT


class SettingsForm(ReportForm):
    """What a report is called, for whom, whose it is, and when it is due."""

    owner = forms.ChoiceField(label="Who issues it", help_text="They are told when it is due.")
    every = forms.ChoiceField(
        label="When it is due", choices=Report.Every.choices, required=False,
        help_text="It then waits as a draft under Reports. Nothing goes out by itself.",
    )  # fmt: skip
    days = forms.IntegerField(label="Days after the end of the month or quarter", min_value=0, max_value=90)
    field_order = ("name", "audience", "owner", "every", "days")

    def __init__(self, report: Report, viewer: Viewer, names: dict[str, str], *args, **kwargs) -> None:
        kwargs.setdefault(
            "initial",
            {"name": report.name, "audience": f"{report.audience}:{report.organisation}", "owner": report.owner.username,
             "every": report.every, "days": report.days},
        )  # fmt: skip
        super().__init__(viewer, names, *args, auto_id="settings-%s", **kwargs)
        owner, audience = self.fields["owner"], self.fields["audience"]
        assert isinstance(owner, forms.ChoiceField)
        assert isinstance(audience, forms.ChoiceField)
        owner.choices = _issuers(report)
        now = f"{report.audience}:{report.organisation}"
        if now not in dict(audience.choices):
            audience.choices = [*audience.choices, (now, f"Only {report.organisation}")]


class BlockForm(forms.Form):
    """What is chosen for a block."""

    def __init__(self, place: int, kind: str, definitions: Definitions, *args, **kwargs) -> None:
        super().__init__(*args, auto_id=f"block-{place}-%s", **kwargs)
        options = KINDS[kind].options
        if "framework" in options:
            frameworks = [(code, one.name) for code, one in definitions.frameworks.items()]
            self.fields["framework"] = forms.ChoiceField(
                label="Scorecard", required=False, choices=[("", "The partnership's largest"), *frameworks]
            )
        if "indicator" in options:
            names = sorted(
                ((code, one.name) for code, one in definitions.indicators.items()), key=lambda one: one[1].casefold()
            )
            self.fields["indicator"] = forms.ChoiceField(
                label="Indicator", choices=[("", "Choose"), *names], error_messages={"required": "Choose an indicator."}
            )
        if "heading" in options:
            hint = "Empty: the indicator's name." if kind == "indicator" else ""
            self.fields["heading"] = forms.CharField(label="Heading", max_length=200, required=False, help_text=hint)
        if "text" in options:
            label = "A line of your own" if kind == "cover" else "Text"
            widget = forms.TextInput() if kind == "cover" else forms.Textarea({"rows": 6})
            hint = "" if kind == "cover" else "Plain words: each line is a paragraph of its own."
            self.fields["text"] = forms.CharField(
                label=label, max_length=10_000, required=False, widget=widget, help_text=hint
            )


class AddBlockForm(forms.Form):
    """A further block."""

    kind = forms.ChoiceField(label="Add a block")

    def __init__(self, report: Report, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        control = self.fields["kind"]
        assert isinstance(control, forms.ChoiceField)
        has = {block["kind"] for block in report.blocks}
        control.choices = [
            (one.kind, one.name) for one in KINDS.values() if one.kind not in ALONE or one.kind not in has
        ]


class IssueForm(forms.Form):
    """A report is issued."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Give the issue a title."})


class MeetingForm(AudienceForm):
    """A meeting is written down."""

    name = forms.CharField(
        label="Meeting", max_length=150, help_text="Meetings of the same name follow one another: the next shows what the last decided.",
        error_messages={"required": "Say what the meeting is called."},
    )  # fmt: skip
    day = a_day("Day", "Choose the day of the meeting.")
    pack = forms.TypedChoiceField(label="Pack before it", coerce=int, required=False, empty_value=None)
    field_order = ("name", "day", "pack", "audience")

    def __init__(self, viewer: Viewer, names: dict[str, str], packs: Iterable[Issue], *args, **kwargs) -> None:
        super().__init__(viewer, names, *args, **kwargs)
        self.fields["audience"].label = "Who may read about it"
        offer_packs(self, packs)


class PackForm(forms.Form):
    """Another pack is laid before a meeting."""

    pack = forms.TypedChoiceField(label="Pack before it", coerce=int, required=False, empty_value=None)

    def __init__(self, packs: Iterable[Issue], *args, **kwargs) -> None:
        super().__init__(*args, auto_id="pack-%s", **kwargs)
        offer_packs(self, packs)


class DecisionForm(forms.Form):
    """A decision, and the action that arises from it."""

    text = forms.CharField(
        label="What was decided", widget=forms.Textarea({"rows": 3}), max_length=4000,
        error_messages={"required": "Write what was decided."},
    )  # fmt: skip
    by = forms.CharField(label="Who decided or moved it", max_length=200, required=False)
    action = forms.CharField(
        label="What is to be done",
        max_length=200,
        required=False,
        help_text="Where an action arises; else leave it empty.",
    )
    owner = forms.ChoiceField(label="Who does it", required=False)
    due = a_day("By when")
    indicator = forms.ChoiceField(label="Figure that it is about", required=False)

    def __init__(self, definitions: Definitions, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        owner, indicator = self.fields["owner"], self.fields["indicator"]
        assert isinstance(owner, forms.ChoiceField)
        assert isinstance(indicator, forms.ChoiceField)
        owner.choices = [("", "Choose"), *owners()]
        names = sorted((one.name, code) for code, one in definitions.indicators.items())
        indicator.choices = [("", "None"), *((code, name) for name, code in names)]


def offer_packs(form: forms.Form, packs: Iterable[Issue]) -> None:
    """Fill the form's `pack`."""
    control = form.fields["pack"]
    assert isinstance(control, forms.ChoiceField)
    control.choices = [("", "None"), *((one.pk, f"{one.title}, issued {one.at.date():%-d %B %Y}") for one in packs)]


def _issuers(report: Report) -> list[tuple[str, str]]:
    roles = MAY["issue-report"][1]
    people = User.objects.filter(
        is_active=True, pk__in=Membership.objects.filter(role__in=roles).values("user")
    ).order_by("name", "username")
    found = [(person.username, str(person)) for person in people]
    now = (report.owner.username, str(report.owner))
    return found if now in found else [now, *found]
