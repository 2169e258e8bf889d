"""What every definition shares: a frozen value with a closed schema, a code and a name.

A definition set is a folder of YAML files, one document a file; `kind` says which class reads it.
Knows nothing of files, line numbers or databases (see `yaml_files`) nor of other documents (see `whole`).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100),
    Field(description="A short, stable identifier: letters, digits, dots, dashes and underscores."),
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Number = Decimal


def code_from(name: str) -> str:
    """A code made of a name: "Children's Fire & Rescue" is childrens-fire-and-rescue.

    '' where the name has no letter of the Latin alphabet and no digit.
    """
    spelt = name.replace("&", " and ").replace("'", "").replace("’", "")
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100].rstrip("-")


class Value(BaseModel):
    """A frozen part of a document. An unknown key is an error; lists are tuples, so that values hash."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Dated(Value):
    """A part that holds between two dates, both included; an absent date is open."""

    start: date | None = Field(None, alias="from", description="First day on which this holds.")
    end: date | None = Field(None, alias="to", description="Last day on which this holds.")

    def holds_on(self, day: date) -> bool:
        """Whether `day` lies within the dates."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Document(Value):
    """One file of a definition set. `kind` is a literal in each subclass."""

    code: Code
    name: Name
    description: Text = Field("", description="What this is, in plain words.")

    @property
    def identity(self) -> tuple[str, str]:
        """(kind, code): unique in a definition set."""
        return (self.kind, self.code)  # type: ignore[attr-defined]
