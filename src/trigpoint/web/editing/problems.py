"""What is wrong with a form of definitions, beside the control that it is about and in the form's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from trigpoint.catalogue.entries import KIND_NAMES
from trigpoint.definitions.checks import all_findings
from trigpoint.definitions.collected import Definitions
from trigpoint.definitions.document import Document
from trigpoint.definitions.kinds import Shape
from trigpoint.definitions.reading import file_path, worded
from trigpoint.web.editing.controls import Control, Rows
from trigpoint.web.editing.form import Form, Read
from trigpoint.web.editing.wording import in_page_words

Problems = dict[str, list[str]]
"""By the name of a control or row what is wrong with it; under '' what is about none."""

MOST_ELSEWHERE = 8
"""Faults of other definitions that are told of."""


def made(form: Form, read: Read, model: type[BaseModel]) -> tuple[BaseModel | None, Problems]:
    """The definition (or part) of a class that a form makes, or None and what is wrong with it by itself."""
    problems: Problems = {name: [said] for name, said in read.unreadable.items()}
    try:
        document = model.model_validate(read.raw, by_alias=True, by_name=False)
    except ValidationError as error:
        document = None
        for detail in error.errors(include_url=False):
            path = file_path(detail["loc"], Shape(models=(model,)))
            name = read.name_at(path)
            if name not in problems:
                problems.setdefault(name, []).append(_said(form, detail, path, name))
    return (None, problems) if problems else (document, {})


def faults_within(
    given: Definitions, document: Document, form: Form, read: Read, above: tuple[str | int, ...] = ()
) -> Problems:
    """What is wrong with a definition among all others. given: with it in its place. above: where in the document the form's
    part of it stands."""
    problems: Problems = {}
    elsewhere = []
    for finding in all_findings(given):
        if finding.document is document and finding.where[: len(above)] == above:
            name = read.name_at(finding.where[len(above) :])
            problems.setdefault(name, []).append(_in_words(form, f"{finding.message} {finding.instead}".strip()))
        else:
            kind = KIND_NAMES[finding.document.identity[0]][0].lower()
            elsewhere.append(
                f"The {kind} “{finding.document.name}” could not stay as it is: {in_page_words(finding.message)}"
            )
    if elsewhere:
        more = len(elsewhere) - MOST_ELSEWHERE
        problems.setdefault("", []).extend(elsewhere[:MOST_ELSEWHERE])
        if more > 0:
            problems[""].append(f"And {more} more faults of other definitions.")
    return problems


def _said(form: Form, detail: Any, path: tuple[str | int, ...], name: str) -> str:
    part = _part(form, name)
    asked = part.label if part else str(path[-1]) if path else "This"
    if detail["type"] in ("missing", "union_tag_not_found") or detail.get("input") == "":
        at = "Add at least one" if isinstance(part, Rows) else "Say"
        return f"{at}: {asked[:1].lower()}{asked[1:]}."
    if detail["type"] == "too_short" and isinstance(part, Rows):
        return f"Add at least one {part.one}."
    message, instead = worded(detail, path)
    return _in_words(form, f"{message} {instead}".strip())


def _part(form: Form, name: str) -> Control | Rows | None:
    """The control or list of that name; a row's own controls by the name of the row before."""
    for section in form.layout:
        for part in section.parts:
            if part.key == name:
                return part
            if isinstance(part, Rows) and name.startswith(f"{part.key}."):
                rest = name.removeprefix(f"{part.key}.").partition(".")[2]
                return next((control for control in part.controls if control.key == rest), part)
    return None


def _in_words(form: Form, said: str) -> str:
    """A fault as a file's author reads it, with keys by the names that the form gives them."""
    labels = dict(_labels(form))
    said = re.sub(r"'([a-z_]+)'", lambda found: f"“{labels[found[1]]}”" if found[1] in labels else found[0], said)
    said = in_page_words(said)
    return re.sub(
        r"\b(Say|Write|Add) ([a-z_]+): ", lambda found: f"{found[1]} for “{labels.get(found[2], found[2])}”: ", said
    )


def _labels(form: Form) -> Iterator[tuple[str, str]]:
    for section in form.layout:
        for part in section.parts:
            if isinstance(part, Rows):
                yield from ((control.path[-1], control.label) for control in part.controls)
        for part in section.parts:
            yield part.path[-1], part.label
