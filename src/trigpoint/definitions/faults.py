"""What is wrong with a definition set, said so that its author can mend it: which file, where, what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from trigpoint.mistakes import Mistake

SIMILAR_ENOUGH = 60
"""Out of 100 (rapidfuzz WRatio): a suggestion less like what was written is more puzzling than none."""

LONGEST_NAME = 300
"""Letters beyond which a text is no slip of anybody's pen, and takes long to compare with all that there is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one document.

    path: the file, or None when the document came from elsewhere. line, column: 1-based, or None.
    where: keys from the document's top, dotted (`targets.2.value`), or the document's kind and code.
    message: what is wrong. instead: what to write, or ''.
    """

    path: str | None
    line: int | None
    column: int | None
    where: str
    message: str
    instead: str = ""

    def __str__(self) -> str:
        place = self.path or ""
        if self.line is not None:
            place += f":{self.line}" + (f":{self.column}" if self.column is not None else "")
        parts = [part for part in (place, self.where, self.message) if part]
        return ": ".join(parts) + (f" {self.instead}" if self.instead else "")


class BadDefinitions(Mistake):
    """Definitions that cannot be taken. `faults` holds all of them, in the order of files and lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: list[Fault] = in_order(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Each fault once, by file, line and column; those of no file last."""
    return sorted(
        dict.fromkeys(faults),
        key=lambda fault: (fault.path is None, fault.path or "", fault.line or 0, fault.column or 0),
    )


def nearest(written: str, choices: Iterable[str], n: int = 1) -> list[str]:
    """The choices most like what was written, best first; none when nothing is alike, or what was written is no name."""
    if len(written) > LONGEST_NAME:
        return []
    pool = list(dict.fromkeys(choices))
    lowered = [choice.casefold() for choice in pool]
    found = process.extract(written.casefold(), lowered, scorer=fuzz.WRatio, limit=n, score_cutoff=SIMILAR_ENOUGH)
    return [pool[index] for _, _, index in found]


def did_you_mean(written: str, choices: Iterable[str]) -> str:
    """A sentence that offers the nearest choice, or '' when nothing is alike."""
    found = nearest(written, choices)
    return f"Did you mean '{found[0]}'?" if found else ""


def either(words: Sequence[str]) -> str:
    """The words as English lists choices: a, b or c."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " or " + words[-1]
