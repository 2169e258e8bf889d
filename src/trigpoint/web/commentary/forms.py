"""The form in which a commentary is written: a box under each heading; and the one in which it is sent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms

from trigpoint.manage.commentary import LONGEST

FIRST = "text:"
MOST_BOXES = 30


class Box(forms.CharField):
    """Words under one heading. A draft may leave it empty though it is wanted: which ones may be is for the action to say."""

    def validate(self, value: str) -> None:
        """Anything will do."""


class CommentaryForm(forms.Form):
    """after: the version that was seen. period: of which the figure was."""

    after = forms.IntegerField(widget=forms.HiddenInput)
    period = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    use_required_attribute = False

    def __init__(self, headings: Sequence[str], *args, asked: bool = False, **kwargs) -> None:
        """headings: of the boxes. asked: whether each of them is wanted, in the end. What was sent under others, which are set no more, keeps its box: nothing is lost."""
        super().__init__(*args, auto_id="commentary-%s", **kwargs)
        sent = [name.removeprefix(FIRST) for name in self.data if name.startswith(FIRST)][:MOST_BOXES]
        self.headings = tuple(dict.fromkeys((*headings, *sent)))
        for number, heading in enumerate(self.headings):
            self.fields[FIRST + heading] = Box(
                label=heading or "Without a heading",
                required=asked,
                # Twice as much as is kept: what is too long is said where it is cleaned.
                max_length=2 * LONGEST,
                widget=forms.Textarea({"rows": 6 if number == 0 else 4, "id": f"commentary-{number}"}),
            )

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The boxes, in the order of their headings."""
        return [self[FIRST + heading] for heading in self.headings]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """(heading, text), of a form that is valid."""
        return [(heading, self.cleaned_data[FIRST + heading]) for heading in self.headings]


def texts_of(parts: Sequence[Sequence[str]]) -> Mapping[str, str]:
    """The texts of a version, by the name of the box that each begins in."""
    return {FIRST + heading: text for heading, text in parts}


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="What is missing, or wrong", widget=forms.Textarea({"rows": 3}), max_length=LONGEST,
        error_messages={"required": "Say why you send it back: what is missing, or wrong."},
    )  # fmt: skip
