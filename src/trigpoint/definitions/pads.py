"""Pads: what stands at a level for the members beneath one parent that skip it.

Wards straight beneath the county lie in no district; a pad stands for them among the districts, so that a breakdown by
district still adds up to the whole. Its code is `PARENT·LEVEL`, which no member's can be.
"""

from __future__ import annotations

import re

PAD = "·"


def pad_code(parent: str | None, level: str) -> str:
    """The code of the pad at `level` beneath `parent` (None: at the top)."""
    return f"{parent or ''}{PAD}{level}"


def split_pad(code: str) -> tuple[str | None, str] | None:
    """(parent, level) of a pad's code, or None for any other code."""
    parent, mark, level = code.rpartition(PAD)
    return (parent or None, level) if mark else None


def pad_name(level: str, parent: str | None) -> str:
    """What people call it: "Not in a district". parent: the name of the one beneath which it stands, where it must be
    told from the pads of others: "Fenmoor, not in a district"."""
    words = f"not in {_with_article(level)}"
    return f"{parent}, {words}" if parent else f"N{words[1:]}"


def _with_article(noun: str) -> str:
    """ "a district", "an area", "an NHS region": a name in the middle of a sentence."""
    first = noun.split()[0]
    spelt_out = len(first) > 1 and first.isupper()
    if not spelt_out:
        noun = noun[:1].lower() + noun[1:]
    sounds_open = r"[AEFHILMNORSX]" if spelt_out else r"[aeio]|u(?!ni|se|k)"
    return f"{'an' if re.match(sounds_open, noun) else 'a'} {noun}"
