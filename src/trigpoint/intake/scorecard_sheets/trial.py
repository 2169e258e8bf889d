"""The figures of a sheet tried against the definitions that are made with them, before anything of either is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from trigpoint.catalogue.models import Load
from trigpoint.definitions.whole import Definitions
from trigpoint.intake.faults import IntakeError
from trigpoint.intake.prepare import prepare
from trigpoint.intake.scorecard_sheets.documents import Made
from trigpoint.intake.supply import SuppliedFile


class CannotBeMade(IntakeError):
    """A sheet of which nothing can be made as it is; the message says why."""


@contextmanager
def file_of(made: Made) -> Iterator[SuppliedFile]:
    """The file of the figures, while it is needed."""
    with tempfile.TemporaryDirectory(dir=settings.INSTALLATION.scratch) as folder:
        path = Path(folder) / "figures.csv"
        path.write_bytes(made.file)
        yield SuppliedFile(path, f"{made.data_set.code}.csv")


def require_whole(made: Made, laid: Definitions, file: SuppliedFile) -> None:
    """Raise CannotBeMade unless each figure would be taken in, by the definitions as they would be."""
    if Load.objects.filter(data_set=made.data_set.code, state=Load.State.DONE).exists():
        raise CannotBeMade(
            f"Figures were taken in before under the name “{made.data_set.name}”, and those would come back. Choose another name."
        )
    prepared = prepare(
        made.source, made.data_set, laid, [file], None, file.path.parent / "trial", arrival=timezone.now()
    )
    try:
        groups = prepared.rejects.groups
        if prepared.account.loaded != made.figures:
            why = groups[0].examples[0] if groups and groups[0].examples else None
            said = f" The first: “{why.text}”, where {why.expected} was expected." if why else ""
            raise CannotBeMade(
                f"Only {prepared.account.loaded:,} of the {made.figures:,} figures could be taken in, so nothing is made.{said}"
            )
    finally:
        prepared.discard()
