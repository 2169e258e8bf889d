"""The forms beside a figure: a note, a link, a file, an action; each asks who may read it."""

from __future__ import annotations

from django import forms

from trigpoint.access.models import User
from trigpoint.access.viewers import Viewer
from trigpoint.manage.attachments import LARGEST, STARTS_WITH
from trigpoint.manage.models import Confidence

OWN = "own-organisation"


def readers_offered(viewer: Viewer, names: dict[str, str]) -> list[tuple[str, str]]:
    """(code, name) of those for whom the viewer may write: the partnership, an organisation of theirs, the public."""
    own = [(f"{OWN}:{code}", f"Only {names.get(code, code)}") for code in sorted(viewer.organisations)]
    return [("partnership:", "The partnership"), *own, ("public:", "The public")]


class AudienceForm(forms.Form):
    """Who may read what is written; the organisations are those of the writer."""

    audience = forms.ChoiceField(label="Who may read it")

    def __init__(self, viewer: Viewer, names: dict[str, str], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        control = self.fields["audience"]
        assert isinstance(control, forms.ChoiceField)
        control.choices = readers_offered(viewer, names)

    @property
    def readers(self) -> dict[str, str]:
        """audience and organisation, as actions take them."""
        audience, _, organisation = self.cleaned_data["audience"].partition(":")
        return {"audience": audience, "organisation": organisation}


ABOUT = (("period", "This period"), ("all", "The indicator, whatever the period"))


class NoteForm(AudienceForm):
    text = forms.CharField(
        label="Note", widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "Write the note first."}
    )
    about = forms.ChoiceField(label="About", choices=ABOUT, required=False)
    field_order = ("text", "about", "audience")


class LinkForm(AudienceForm):
    url = forms.CharField(
        label="Web address", max_length=1000, error_messages={"required": "Give the web address, such as https://…"}
    )
    title = forms.CharField(label="What it is", max_length=200, required=False)
    field_order = ("url", "title", "audience")


class FileForm(AudienceForm):
    file = forms.FileField(
        label="File",
        help_text=f"Up to {LARGEST // 1024 // 1024} MB: {', '.join(STARTS_WITH)}",
        error_messages={"required": "Choose a file first."},
    )
    field_order = ("file", "audience")


def a_day(label: str, required: str = "", help_text: str = "") -> forms.DateField:
    """A day of the calendar. required: what is said where none is chosen; '' asks for none."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=bool(required),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": "That is no day of the calendar."},
    )


BY_WHEN = "Choose the day by which it is to be done."


class ActionForm(AudienceForm):
    title = forms.CharField(
        label="What is to be done",
        max_length=200,
        error_messages={"required": "Say in a few words what is to be done."},
    )
    owner = forms.ChoiceField(label="Who does it", error_messages={"required": "Choose who is to do it."})
    due = a_day("By when", BY_WHEN)
    details = forms.CharField(
        label="How, and what it should move", widget=forms.Textarea({"rows": 3}), required=False, max_length=4000
    )
    note = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("title", "owner", "due", "details", "audience")

    def __init__(self, viewer: Viewer, names: dict[str, str], *args, **kwargs) -> None:
        super().__init__(viewer, names, *args, **kwargs)
        offer_owners(self)


def offer_owners(form: forms.Form, now: User | None = None) -> None:
    """Fill the form's `owner`: who it is now (None: to be chosen), and all who can be asked."""
    control = form.fields["owner"]
    assert isinstance(control, forms.ChoiceField)

    def choices() -> list[tuple[str, str]]:
        if now is None:
            return [("", "Choose"), *owners()]
        kept, found = (now.username, str(now)), owners()
        return found if kept in found else [kept, *found]

    control.choices = choices


def _figure(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=21, decimal_places=6,
        error_messages={"invalid": "Type a number in digits, such as 91.5."},
    )  # fmt: skip


class ForecastForm(AudienceForm):
    """What a year is expected to come to: one figure, or from one to another."""

    year = forms.ChoiceField(label="Year")
    value = _figure("Figure")
    low = _figure("Or from")
    high = _figure("To")
    confidence = forms.ChoiceField(
        label="How sure you are",
        choices=Confidence,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how sure you are."},
    )
    reason = forms.CharField(
        label="Why", widget=forms.Textarea({"rows": 3}), max_length=2000,
        error_messages={"required": "Say why you expect it: a figure without a reason persuades nobody."},
    )  # fmt: skip
    field_order = ("year", "value", "low", "high", "confidence", "reason", "audience")

    def offer(self, years: list[tuple[str, str]]) -> ForecastForm:
        """The form with the years that may be chosen in it."""
        control = self.fields["year"]
        assert isinstance(control, forms.ChoiceField)
        control.choices = years
        return self


def owners() -> list[tuple[str, str]]:
    """(user name, name) of those who can be asked to do something: people with a role, who can sign in. One query."""
    people = User.objects.filter(is_active=True, memberships__isnull=False).distinct().order_by("name", "username")
    return [(person.username, str(person)) for person in people]


FORMS: dict[str, type[AudienceForm]] = {
    "note": NoteForm,
    "link": LinkForm,
    "file": FileForm,
    "action": ActionForm,
    "forecast": ForecastForm,
}
