"""Acts on definitions: made, changed, withdrawn, agreed and put in force."""

from __future__ import annotations

from reference.acts.act import ADMINISTRATORS, AGREERS, ANALYSTS, EVERYBODY, PROPOSERS, SOME_PLACES, Act, Area, Whose

NEW, FORM = "/catalogue/new/indicator/", "/catalogue/indicator/seen-in-time/change/"
PLACE = "/catalogue/dimension/area/values/new/"
TEXT, SHEET = "/catalogue/rule-set/board/text/", "/catalogue/sheets/targets/"


def _draft(says: str, route: str, address: str, sent: dict[str, str] | None = None, **more) -> Act:
    return Act(says, route, address, sent, PROPOSERS, **more)


def _change(says: str, sent: dict[str, str | list[str]]) -> Act:
    return Act(
        says, "change", "/catalogue/changes/{change}/", sent, ADMINISTRATORS, Whose.WHOLE,
        besides="Whoever drafted it", theirs=("analyst",),
    )  # fmt: skip


CATALOGUE: Area = (
    "The catalogue",
    (
        Act("Ask for what is missing", "catalogue", "/catalogue/", {"text": "How long people wait for a home"}, EVERYBODY),
        Act(
            "Take off the list what was asked for", "catalogue", "/catalogue/", {"withdraw": "{wanted}"},
            ADMINISTRATORS, Whose.WHOLE, besides="Whoever asked for it", theirs=("reader",),
        ),
    ),
)  # fmt: skip

DRAFTING: Area = (
    "Drafting definitions",
    (
        _draft("Open the list of what can be made", "make", "/catalogue/new/"),
        _draft("Open the form of a new definition", "make-definition", NEW),
        _draft("Draft a new definition", "make-definition", NEW, {"name": ""}),
        _draft("Have a formula checked", "make-definition", NEW, {"act": "formula", "formula": "waits.came"}),
        _draft("Open the form of a change", "change-definition", FORM),
        _draft("Draft a change on a form", "change-definition", FORM, {"name": ""}),
        Act(
            "Write somebody’s draft further", "change-definition", f"{FORM}?draft={{change}}", {"name": ""}, ADMINISTRATORS,
            Whose.WHOLE, besides="Whoever drafted it", theirs=("analyst",),
        ),
        _draft("Open the form that adds areas", "write-values", PLACE),
        _draft("Draft further areas", "write-values", PLACE, {"note": ""}),
        _draft("Open a definition as text", "definition-text", TEXT),
        _draft("Draft a change as text", "definition-text", TEXT, {"text": ""}),
        _draft("Draft the withdrawal of a definition", "withdraw-definition", "/catalogue/comparator/whole/withdraw/", {}),
        _draft("Open the lists of definitions as sheets", "definition-sheets", "/catalogue/sheets/"),
        _draft("Open a list of definitions as a sheet", "definition-sheet", SHEET),
        _draft("Bring a sheet of definitions back", "definition-sheet", SHEET, {}),
    ),
)  # fmt: skip

AGREEING: Area = (
    "Agreeing definitions",
    (
        _change("Ask partners to agree to a draft", {"do": "propose", "partner": []}),
        _change("Write a draft over what was changed meanwhile", {"do": "write-over"}),
        _change("Give a draft up", {"do": "give-up"}),
        Act(
            "Agree to a change for an organisation, or object", "change", "/catalogue/changes/{change}/",
            {"do": "say", "organisation": "health", "agrees": "no", "remark": ""}, AGREERS, Whose.THERE,
        ),
        Act("Put a change in force", "change", "/catalogue/changes/{change}/", {"do": "in-force"}, ANALYSTS, limits=SOME_PLACES),
    ),
)  # fmt: skip

AREAS: tuple[Area, ...] = (CATALOGUE, DRAFTING, AGREEING)
