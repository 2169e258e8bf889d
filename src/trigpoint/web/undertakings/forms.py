"""The forms of actions, projects and risks: to raise one, to take its next step, and to say what it bears upon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms

from trigpoint.access.viewers import Viewer
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.models import Impact, Kind, Likelihood, State
from trigpoint.manage.risks import Scored
from trigpoint.manage.standing import Standing
from trigpoint.manage.undertakings import STATES
from trigpoint.web.indicator.forms import BY_WHEN, AudienceForm, a_day, offer_owners
from trigpoint.web.undertakings.parts import parts_offered

BY = {
    Kind.ACTION: ("By when", BY_WHEN, "Who does it"),
    Kind.PROJECT: ("Ends on", "Choose the day on which the project ends.", "Who leads it"),
    Kind.RISK: ("Next review", "Choose the day of the next review.", "Who watches it"),
}
"""Of each kind: what its day is called, what is said where none is chosen, and what its owner is called."""


class ScoreForm(forms.Form):
    """How a risk is scored, before and after control."""

    likelihood_before = forms.TypedChoiceField(label="How likely, before control", coerce=int)
    impact_before = forms.TypedChoiceField(label="How harmful, before control", coerce=int)
    controls = forms.CharField(
        label="Controls", widget=forms.Textarea({"rows": 3}), required=False, max_length=4000,
        help_text="What is done so that it is less likely, or harms less.",
    )  # fmt: skip
    likelihood = forms.TypedChoiceField(label="How likely, after control", coerce=int)
    impact = forms.TypedChoiceField(label="How harmful, after control", coerce=int)
    target = forms.IntegerField(
        label="Score aimed at", required=False, min_value=1, max_value=25,
        help_text="Likelihood times impact, from 1 to 25; 15 and more is high.",
    )  # fmt: skip
    score_fields = ("likelihood_before", "impact_before", "controls", "likelihood", "impact", "target")

    def offer_scores(self) -> None:
        """Fill the choices: each step of the scale with its word."""
        for name, scale in (("likelihood", Likelihood), ("impact", Impact)):
            for field in (name, f"{name}_before"):
                control = self.fields[field]
                assert isinstance(control, forms.ChoiceField)
                control.choices = [("", "Choose"), *((value, f"{value} {label}") for value, label in scale.choices)]

    @property
    def scored(self) -> Scored:
        sent = self.cleaned_data
        return Scored(
            sent["likelihood_before"], sent["impact_before"], sent["likelihood"], sent["impact"], sent["controls"].strip(),
            sent["target"],
        )  # fmt: skip


class BearsUponForm(forms.Form):
    """Which figures something should move, and which part of a scorecard it bears upon."""

    figures = forms.MultipleChoiceField(
        label="Figures that it should move", widget=forms.CheckboxSelectMultiple, required=False
    )
    node = forms.ChoiceField(label="Part of a scorecard", required=False)

    def offer(self, definitions: Definitions, kept: Iterable[str] = ()) -> None:
        """Fill the choices. kept: indicators that are chosen already, however they are defined now."""
        names = {code: one.name for code, one in definitions.indicators.items()}
        names |= {code: code for code in kept if code not in names}
        figures, node = self.fields["figures"], self.fields["node"]
        assert isinstance(figures, forms.ChoiceField)
        assert isinstance(node, forms.ChoiceField)
        figures.choices = sorted(names.items(), key=lambda pair: pair[1].casefold())
        node.choices = [
            ("", "None"),
            *parts_offered(definitions),
        ]

    @property
    def nodes(self) -> list[tuple[str, str]]:
        framework, _, node = self.cleaned_data["node"].partition(":")
        return [(framework, node)] if node else []


class RaiseForm(AudienceForm, ScoreForm, BearsUponForm):
    """What a project or a risk is raised with."""

    title = forms.CharField(max_length=200)
    details = forms.CharField(widget=forms.Textarea({"rows": 4}), required=False, max_length=4000)
    start = a_day("Starts on", "Choose the day on which the project starts.")
    due = a_day("")
    owner = forms.ChoiceField()
    field_order = (
        "title", "details", "owner", "start", "due", *ScoreForm.score_fields, "figures", "node", "audience",
    )  # fmt: skip

    def __init__(self, kind: Kind, definitions: Definitions, viewer: Viewer, names, *args, **kwargs) -> None:
        super().__init__(viewer, names, *args, **kwargs)
        own = {
            Kind.PROJECT: ("Project", "Say in a few words what the project is called.", "Purpose", "Figures that it should move"),
            Kind.RISK: ("What may happen", "Say in a few words what may happen.", "Because of what, and to what effect", "Figures that it would harm"),
        }  # fmt: skip
        title, missing, details, figures = own[kind]
        day, no_day, owner = BY[kind]
        fields = self.fields
        fields["title"].label, fields["title"].error_messages["required"] = title, missing
        fields["details"].label, fields["figures"].label = details, figures
        fields["due"].label, fields["due"].required = day, True
        fields["due"].error_messages["required"] = no_day
        fields["owner"].label, fields["owner"].error_messages["required"] = owner, "Choose who it is from the list."
        if kind == Kind.PROJECT:
            for name in self.score_fields:
                del fields[name]
        else:
            del fields["start"]
            self.offer_scores()
        self.offer(definitions)
        offer_owners(self)


class StepForm(ScoreForm):
    """The next step of an action, a project or a risk."""

    text = forms.CharField(label="How it goes", widget=forms.Textarea({"rows": 4}), required=False, max_length=4000)
    state = forms.ChoiceField(label="State")
    start = a_day("Starts on", "Choose the day on which the project starts.")
    due = a_day("")
    owner = forms.ChoiceField()
    project = forms.TypedChoiceField(label="Part of a project", coerce=int, required=False, empty_value=0)
    after = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("text", "state", *ScoreForm.score_fields, "start", "due", "owner", "project")

    def __init__(self, one: Standing, projects: Sequence[Standing], *args, **kwargs) -> None:
        kwargs.setdefault("initial", _as_it_stands(one))
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["text"].help_text = (
            "When it is scored anew, put off, passed on or closed: why."
            if one.kind == Kind.RISK
            else "When it is done, dropped, put off or passed on: why, and what came of it."
        )
        state, project = fields["state"], fields["project"]
        assert isinstance(state, forms.ChoiceField)
        assert isinstance(project, forms.ChoiceField)
        state.choices = [(code, State(code).label) for code in STATES[one.kind]]
        fields["due"].label, fields["due"].error_messages["required"], fields["owner"].label = BY[one.kind]
        fields["due"].required = True
        if one.kind == Kind.RISK:
            self.offer_scores()
        else:
            for name in self.score_fields:
                del fields[name]
        if one.kind != Kind.PROJECT:
            del fields["start"]
        belongs = one.last.project_id
        hidden = belongs and belongs not in {each.pk for each in projects}  # who may not read it leaves it as it is
        if one.kind == Kind.ACTION and not hidden:
            project.choices = [("", "None"), *((each.pk, each.title) for each in projects)]
        else:
            del fields["project"]
        offer_owners(self, one.last.owner)


def _as_it_stands(one: Standing) -> dict[str, object]:
    last = one.last
    now: dict[str, object] = {
        "state": last.state, "due": last.due, "owner": last.owner.username, "after": last.number, "start": last.start,
        "project": last.project_id or "",
    }  # fmt: skip
    if one.kind == Kind.RISK:
        now |= {name: getattr(one.score, name) for name in ScoreForm.score_fields}
    return now


class FiguresForm(BearsUponForm):
    """What an undertaking bears upon from now on."""

    def __init__(self, one: Standing, definitions: Definitions, *args, **kwargs) -> None:
        kept = [code for code in one.figures if code != one.undertaking.indicator]
        node = ":".join(one.nodes[0]) if one.nodes else ""
        kwargs.setdefault("initial", {"figures": kept, "node": node})
        super().__init__(*args, auto_id="figures-%s", **kwargs)
        self.offer(definitions, kept)


class MilestoneForm(forms.Form):
    """A further milestone."""

    name = forms.CharField(
        label="Milestone", max_length=200, error_messages={"required": "Say in a few words what is reached."}
    )
    due = a_day("By when", "Choose the day by which it is reached.")


class ChangedMilestoneForm(forms.Form):
    """A milestone is reached, moved or dropped."""

    milestone = forms.IntegerField(widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label="What happened", choices=(("reached", "It is reached"), ("moved", "It has another day"), ("dropped", "It is dropped"))
    )  # fmt: skip
    day = a_day("On which day", help_text="On which it was reached, or by which it is to be.")
    why = forms.CharField(label="Why", max_length=1000, required=False, help_text="Where it is moved or dropped.")


class WaitForm(forms.Form):
    """What it waits for."""

    awaited = forms.TypedChoiceField(
        label="Waits for", coerce=int, error_messages={"required": "Choose what it waits for from the list."}
    )

    def __init__(self, offered: Iterable[Standing], *args, **kwargs) -> None:
        super().__init__(*args, auto_id="wait-%s", **kwargs)
        control = self.fields["awaited"]
        assert isinstance(control, forms.ChoiceField)
        control.choices = [("", "Choose"), *((one.pk, f"{one.title} ({one.kind.label.lower()})") for one in offered)]
