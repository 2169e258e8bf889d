"""The partnership itself: its name, its words, its year, and the fields that it adds to indicators."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from trigpoint.definitions.document import Code, Document, Name, Text, Value

MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]

COMMENTARY_HEADINGS = ("Why", "What we are doing", "When it will recover")
"""Under which headings a commentary is written where the partnership sets no others."""


class StatusWord(Value):
    """How the partnership says one status: a word, a letter for print, a colour."""

    word: Name
    letter: Annotated[str, StringConstraints(min_length=1, max_length=2)]
    colour: Colour | None = None


class StatusWords(Value):
    """The partnership's own words for each status."""

    exceeding: StatusWord = StatusWord(word="Exceeding", letter="G+")
    on_target: StatusWord = StatusWord(word="Green", letter="G")
    within_tolerance: StatusWord = StatusWord(word="Amber", letter="A")
    off_target: StatusWord = StatusWord(word="Red", letter="R")


class OwnField(Value):
    """A field that this partnership adds to every indicator."""

    code: Code
    name: Name
    type: Literal["text", "number", "date", "yes-no", "choice"] = "text"
    choices: tuple[Name, ...] = ()
    help: Text = ""


class Partnership(Document):
    """The partnership: one document a set, or none in a set that is laid over another."""

    kind: Literal["partnership"]
    timezone: str = "Europe/London"
    financial_year_starts: MonthDay = "04-01"
    academic_year_starts: MonthDay = "09-01"
    week_starts: Literal["monday", "sunday"] = "monday"
    colour: Colour | None = Field(None, description="Its own colour, for buttons, links and the covers of reports.")
    status_words: StatusWords = StatusWords()
    levels: tuple[Name, ...] = Field(
        ("Theme", "Outcome", "Objective"), description="What the levels of frameworks are called, top first."
    )
    commentary_headings: tuple[Name, ...] = Field(
        COMMENTARY_HEADINGS,
        min_length=1,
        max_length=8,
        description="Under which headings a commentary is written, in their order.",
    )
    indicator_fields: tuple[OwnField, ...] = ()
    organisation_dimension: Code | None = Field(None, description="The dimension whose members are the partners.")
