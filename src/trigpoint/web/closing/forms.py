"""The forms of closing a period: what is carried forward, who confirms it, and why it is reopened."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from trigpoint.access.models import User
from trigpoint.catalogue.closed_periods import LONGEST_REASON
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.closing.year_ahead import Chosen, ending_frameworks, retirable, without_target, year_ahead


class StepsForm(forms.Form):
    """What is done for the next year; steps for which there is nothing to do are not offered."""

    frameworks = forms.MultipleChoiceField(
        label="Scorecards that end with the year go on", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Each gets a successor: the same tree, the next twelve months.",
    )  # fmt: skip
    responsibilities = forms.BooleanField(
        label="Carry forward who answers for what", required=False,
        help_text="What ends with the year, and what belongs to a scorecard that goes on.",
    )  # fmt: skip
    supplies = forms.BooleanField(label="Carry forward the expected supply that ends with the year", required=False)
    targets = forms.BooleanField(required=False, help_text="Each as “to be agreed”, for the same place.")
    retire = forms.MultipleChoiceField(
        label="Indicators to retire", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="They end with the year. Their history stays to be asked.",
    )  # fmt: skip

    def __init__(self, definitions: Definitions, year: Period, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ending = ending_frameworks(definitions, year)
        targets = sum(map(len, without_target(definitions, year).values()))
        self._offer("frameworks", [(one.code, one.name) for one in ending])
        indicators = [(code, definitions.indicators[code].name) for code in retirable(definitions)]
        self._offer("retire", sorted(indicators, key=lambda pair: pair[1].casefold()))
        going_on = tuple(one.code for one in ending)
        for name in ("responsibilities", "supplies"):
            if not year_ahead(definitions, year, Chosen(frameworks=going_on, **{name: True})).documents[len(ending) :]:
                del self.fields[name]
        if targets:
            several = "a target that nothing follows" if targets == 1 else f"{targets} targets that nothing follows"
            self.fields["targets"].label = f"Propose the next year’s: {several}"
        else:
            del self.fields["targets"]

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        control = self.fields[name]
        assert isinstance(control, forms.ChoiceField)
        control.choices = choices
        if not choices:
            del self.fields[name]

    @classmethod
    def all_of(cls, definitions: Definitions, year: Period) -> StepsForm:
        """Everything ticked that goes on; nobody's indicator is retired unasked."""
        ending = [one.code for one in ending_frameworks(definitions, year)]
        return cls(
            definitions,
            year,
            initial={"frameworks": ending, "responsibilities": True, "supplies": True, "targets": True},
        )

    @property
    def chosen(self) -> Chosen:
        sent = self.cleaned_data
        return Chosen(
            tuple(sent.get("frameworks", ())), sent.get("responsibilities", False), sent.get("supplies", False),
            sent.get("targets", False), tuple(sent.get("retire", ())),
        )  # fmt: skip


class ConfirmerForm(forms.Form):
    """Who is to confirm a closing."""

    confirmer = forms.ChoiceField(
        label="Who confirms it", error_messages={"required": "Choose who is to confirm it."},
        help_text="Until then it can be undone as a whole. Another analyst or administrator of the partnership.",
    )  # fmt: skip

    def __init__(self, people: Sequence[User], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        control = self.fields["confirmer"]
        assert isinstance(control, forms.ChoiceField)
        control.choices = [("", "Choose"), *((one.username, str(one)) for one in people)]


class ReopenForm(forms.Form):
    """Why a closed period is reopened."""

    reason = forms.CharField(
        label="Why it is reopened", widget=forms.Textarea({"rows": 3}), max_length=LONGEST_REASON,
        error_messages={"required": "Say why it is reopened: what has to be changed, and who asks for it."},
        help_text="It stands in the trail. Loads can then change its figures until it is closed again.",
    )  # fmt: skip
