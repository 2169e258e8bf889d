"""Plain values to a document: the form (`form`) and then the models' own conditions, every fault at its line."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from trigpoint.definitions.document import Document
from trigpoint.definitions.faults import Fault, did_you_mean, either, nearest
from trigpoint.definitions.form import Misfit, Path, misfits
from trigpoint.definitions.kinds import KINDS, Shape, shapes, tag_words
from trigpoint.definitions.yaml_syntax import Place

SAID_BY_FORM = frozenset(["missing", "extra_forbidden", "union_tag_invalid", "union_tag_not_found"])
"""Errors of pydantic that `form` has found already, and says better."""


def document_of(raw: Any, place: Place, path: str | None) -> tuple[Document | None, list[Fault]]:
    """The document that plain values make, or None, and every fault."""
    if not isinstance(raw, dict):
        message = "A definition is a set of 'key: value' lines."
        return None, [
            Fault(path, place.line, place.column, "", message, "Start with 'kind: indicator', or another kind.")
        ]
    kind = raw.get("kind")
    if kind not in KINDS:
        return None, [_kind_fault(kind, place, path)]
    shape = Shape(models=(KINDS[kind],))
    found = list(misfits(raw, shape, place))
    document: Document | None = None
    try:
        document = KINDS[kind].model_validate(raw, by_alias=True, by_name=False)
    except ValidationError as error:
        seen = {misfit.path for misfit in found}
        missing = {misfit.path for misfit in found if misfit.message.endswith("missing.")}
        for detail in error.errors(include_url=False):
            at = file_path(detail["loc"], shape)
            if detail["type"] in SAID_BY_FORM or any(at[: len(path_)] == path_ for path_ in seen - missing):
                continue
            if at not in seen:
                found.append(Misfit(at, *worded(detail, at)))
                seen.add(at)
    if not found:
        return document, []
    return None, [fault_at(misfit.path, misfit.message, misfit.instead, place, path, misfit.at_key) for misfit in found]


def fault_at(where: Path, message: str, instead: str, place: Place, path: str | None, at_key: bool = False) -> Fault:
    """A fault at the line and column of what `where` names, or of the deepest part of it that is written."""
    found = place.at(where)
    line, column = found.line, found.column
    if at_key and where:
        line, column = place.at(where[:-1]).keys.get(str(where[-1]), (line, column))
    return Fault(path, line, column, dotted(where), message, instead)


def dotted(where: Path) -> str:
    """`targets.2.value`: items are counted from 1, as people do."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in where)


def file_path(loc: tuple[str | int, ...], shape: Shape) -> Path:
    """The keys in the file behind a place that pydantic names, which also counts branches of unions as steps."""
    path: list[str | int] = []
    steps = list(loc)
    while steps:
        step = steps.pop(0)
        if shape.models:
            model = shape.models[0]
            if shape.tag is not None:
                model = next((m for m in shape.models if step in tag_words(m, shape.tag or "")), model)
                if not steps:
                    break
                step = steps.pop(0)
            if step not in shapes(model):
                break
            path.append(step)
            shape = shapes(model)[str(step)]
        elif shape.item and isinstance(step, int):
            path.append(step)
            shape = shape.item
        elif shape.values and isinstance(step, str):
            path.append(step)
            shape = shape.values
    return tuple(path)


def worded(detail: Any, at: Path) -> tuple[str, str]:
    """(message, instead) for a condition of a model that is not met."""
    context = detail.get("ctx", {})
    name = f"'{at[-1]}'" if at and isinstance(at[-1], str) else "This"
    said = f"{name} is '{detail['input']}'"
    match detail["type"]:
        case "string_pattern_mismatch":
            return f"{said}, which does not have the form asked for.", PATTERNS.get(context.get("pattern"), "")
        case "string_too_short":
            return f"{name} is empty.", "Write something, or leave the line out."
        case "too_short":
            have, least = context["actual_length"], context["min_length"]
            return f"{name} holds {have or 'nothing'}.", f"It needs at least {least}."
        case "string_too_long":
            return f"{name} is longer than {context['max_length']} characters.", "Shorten it."
        case "greater_than":
            return f"{said}.", f"It must be more than {context['gt']}."
        case "greater_than_equal":
            return f"{said}.", f"It must be {context['ge']} or more."
        case "less_than_equal":
            return f"{said}.", f"It must be {context['le']} or less."
        case "value_error":
            return f"{said}: {context['error']}", ""
        case _:
            return f"{said}: {detail['msg']}.", ""


PATTERNS: dict[Any, str] = {
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$": "Use letters, digits, dots, dashes and underscores, and start with a letter or digit.",
    r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$": "Write month and day, such as '04-01'.",
    r"^#[0-9a-fA-F]{6}$": "Write a colour as '#1d70b8', in quotes.",
    r"^https?://": "Write a whole address that starts with https://.",
}


def _kind_fault(kind: Any, place: Place, path: str | None) -> Fault:
    kinds = either(list(KINDS))
    if kind is None or kind == "":
        return Fault(path, place.line, place.column, "kind", "'kind' is missing.", f"Say one of {kinds}.")
    found = place.parts["kind"]
    written = found.written or str(kind)
    guess = did_you_mean(written, KINDS) if nearest(written, KINDS) else ""
    message = f"'{written}' is no kind of definition."
    return Fault(path, found.line, found.column, "kind", message, f"{guess} Say one of {kinds}.".strip())
