"""What the forms of the partnership itself and of responsibilities ask."""

from __future__ import annotations

from trigpoint.definitions.rules import Status
from trigpoint.web.editing.choice_words import STATUSES
from trigpoint.web.editing.controls import Control, Rows, Section


def _status(status: Status) -> tuple[Control, ...]:
    word = STATUSES[status]
    return (
        Control(f"status_words.{status}.word", f"{word}: word", width="20"),
        Control(f"status_words.{status}.letter", f"{word}: letter in print", width="2"),
        Control(f"status_words.{status}.colour", f"{word}: colour", "As #1d70b8. Empty: the usual.", width="10"),
    )


PARTNERSHIP = (
    Section("The partnership", (
        Control("name", "Name"),
        Control("description", "What it is", long=True),
        Control("organisation_dimension", "The breakdown that holds its partners", names="dimension"),
        Control("colour", "Its colour", "As #1d70b8, dark enough to be read on white. Empty: Trigpoint’s own.", width="10"),
    )),
    Section("Its words", (
        *_status("exceeding"), *_status("on_target"), *_status("within_tolerance"), *_status("off_target"),
        Control("levels", "What the levels of a scorecard are called", "One on each line, the top one first."),
    )),
    Section("Its year", (
        Control("financial_year_starts", "Financial year starts", "Month and day: 04-01.", width="5"),
        Control("academic_year_starts", "Academic year starts", "Month and day: 09-01.", width="5"),
        Control("week_starts", "A week starts on"),
        Control("timezone", "Time zone", "Europe/London", width="20"),
    ), folded=True),
    Section("Fields of its own for indicators", (
        Rows("indicator_fields", "Fields", "field", (
            Control("name", "Name", width="20"),
            Control("code", "Code", width="10"),
            Control("type", "Holds"),
            Control("choices", "Choices", "One on each line.", when=("type", ("choice",))),
            Control("help", "What to write in it", long=True),
        )),
    ), folded=True),
)  # fmt: skip

RESPONSIBILITIES = (
    Section("Who answers for what", (
        Control("name", "Name of this list"),
        Control("description", "What is to be known of it", long=True),
        Rows("responsibilities", "People", "part", (
            Control("person", "Who", names="person"),
            Control("role", "What they do"),
            Control("indicator", "For an indicator", names="indicator"),
            Control("data_set", "Or a data set", names="data-set"),
            Control("framework", "Or in a scorecard", names="framework"),
            Control("node", "There, only this part", "Its code.", width="20", seldom=True),
            Control("organisation", "Or all of a partner’s", names="organisation"),
            Control("where", "For one place only", "As “Area: East Vale”.", names="slice", seldom=True),
            Control("deputy_for", "Stands in for", names="person", when=("role", ("deputy",))),
            Control("from", "From (first day)", seldom=True),
            Control("to", "To (last day)", seldom=True),
        ), least=1),
    )),
)  # fmt: skip
