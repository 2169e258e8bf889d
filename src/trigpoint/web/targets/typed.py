"""Targets as they are typed: one control, or two for a range, read back as a figure, a day or a stage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from trigpoint.catalogue.targets import Aim
from trigpoint.judge.numbers import plain
from trigpoint.judge.setting import Proposed
from trigpoint.judge.terms import Terms
from trigpoint.mistakes import Mistake

NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


class BadFigure(Mistake):
    """What was typed is no figure of that kind; the message says what is."""


@dataclass(frozen=True)
class Control:
    """One control. kind: figure, date or stage. choices: the stages."""

    name: str
    label: str
    kind: str
    value: str = ""
    choices: tuple[str, ...] = ()
    problem: str = ""

    @property
    def id(self) -> str:
        return self.name


def kind_of(terms: Terms) -> str:
    """As what a target of an indicator is typed."""
    return {"date": "date", "stage": "stage"}.get(terms.value_kind, "figure")


def controls(
    name: str, label: str, terms: Terms, sent: Mapping[str, str], *, is_range: bool, problem: str = ""
) -> tuple[Control, ...]:
    """The controls of one target, with what was sent or proposed in them by `in_controls`."""
    if is_range:
        return (
            Control(f"{name}-low", f"{label}: from", "figure", sent.get(f"{name}-low", ""), problem=problem),
            Control(f"{name}-high", f"{label}: to", "figure", sent.get(f"{name}-high", "")),
        )
    return (Control(name, label, kind_of(terms), sent.get(name, ""), terms.stages, problem),)


def in_controls(name: str, proposed: Proposed, terms: Terms) -> dict[str, str]:
    """A proposed target as the texts of its controls."""
    if proposed.low is not None or proposed.high is not None:
        return {
            f"{name}-low": "" if proposed.low is None else number_typed(proposed.low),
            f"{name}-high": "" if proposed.high is None else number_typed(proposed.high),
        }
    if proposed.value is None:
        return {}
    match terms.value_kind:
        case "date":
            return {name: date.fromordinal(int(proposed.value)).isoformat()}
        case "stage":
            return {name: terms.stages[int(proposed.value) - 1]}
    return {name: number_typed(proposed.value)}


def number_typed(value: Decimal) -> str:
    """A number as it stands in a box: without thousands' commas and noughts that add nothing."""
    return plain(value.normalize()).replace(",", "").replace("\N{MINUS SIGN}", "-")


def read_aim(name: str, sent: Mapping[str, str], terms: Terms, *, is_range: bool) -> Aim:
    """What was typed; nothing at all is a target to be agreed. Raises BadFigure."""
    if is_range:
        low, high = (read_number(sent.get(f"{name}-{end}", "")) for end in ("low", "high"))
        if (low is None) != (high is None):
            raise BadFigure("A range has two ends: type both.")
        if low is not None and high is not None and low >= high:
            raise BadFigure("The lower end is not below the upper.")
        return Aim(low=low, high=high)
    text = sent.get(name, "").strip()
    if not text:
        return Aim()
    match terms.value_kind:
        case "date":
            try:
                return Aim(day=date.fromisoformat(text))
            except ValueError as none:
                raise BadFigure("That is no day of the calendar.") from none
        case "stage":
            if text not in terms.stages:
                raise BadFigure(f"There is no such stage. There are: {', '.join(terms.stages)}.")
            return Aim(stage=text)
    return Aim(value=read_number(text))


def read_number(text: str) -> Decimal | None:
    """A number as people type one: 1,250.5, £40, 93%. Nothing for an empty box. Raises BadFigure."""
    shown = re.sub(r"[,£%\s]", "", text[:60]).replace("\N{MINUS SIGN}", "-")
    if not shown:
        return None
    if not NUMBER.fullmatch(shown):
        raise BadFigure(f"“{text[:40]}” is no number. Type it in digits, with six decimals at most.")
    return Decimal(shown)
