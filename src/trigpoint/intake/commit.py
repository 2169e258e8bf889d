"""A prepared supply committed, in one step. Permission, ledger and audit are the caller's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trigpoint.intake.faults import IntakeError, said_plainly
from trigpoint.intake.supply import Prepared, TakenIn
from trigpoint.store.diff import Lines
from trigpoint.store.table import FactTable


class NotAccepted(IntakeError):
    """A supply that would do something that its supplier may not mean, and has not said that it should."""


def take_in(
    prepared: Prepared, table: FactTable, load: int, info: Mapping[str, Any] | None = None, *, accept: bool = False
) -> TakenIn:
    """Commits a prepared supply as the ledger's load of that number: all of it or nothing, compared afresh.

    The account is of what was really done, should another load have come in between. `accept`: take it in despite its
    cautions; else NotAccepted is raised. Raises StoreError.
    """
    if prepared.cautions and not accept:
        raise NotAccepted(" ".join(prepared.cautions))
    if not prepared.staged:
        return TakenIn(prepared.accounted(Lines()), None)
    with said_plainly(prepared.folder):
        commit = table.commit(
            prepared.staged,
            prepared.mode,
            prepared.scope,
            load=load,
            precedence=prepared.precedence,
            info={
                "source": prepared.source,
                "files": [{"name": file.name, "sha256": file.sha256, "rows": file.rows} for file in prepared.files],
                "supplied": prepared.supplied,
                "rejected": prepared.rejects.rows,
                "repeats": prepared.repeats,
                **(info or {}),
            },
            confirm=prepared.dated,
            work=prepared.folder / "commit",
        )
    return TakenIn(prepared.accounted(commit.lines), commit)
