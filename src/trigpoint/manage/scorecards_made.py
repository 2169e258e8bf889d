"""Making a scorecard of a spreadsheet: its definitions put in force, its figures taken in, its comments kept; or none of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from trigpoint.access import audit
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.definition_sets import Placed, change_documents, path_of
from trigpoint.catalogue.models import Entry, Load
from trigpoint.catalogue.snapshots import in_force
from trigpoint.catalogue.starting import SET
from trigpoint.definitions.document import Document
from trigpoint.definitions.whole import Definitions, build
from trigpoint.definitions.yaml_files import SourceDocument, read_text, write
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.models import Upload
from trigpoint.intake.scorecard_sheets.documents import Made
from trigpoint.intake.scorecard_sheets.trial import CannotBeMade, file_of, require_whole
from trigpoint.intake.uploads import let_go, require_making, supplied
from trigpoint.manage.about import About
from trigpoint.manage.notes import LONGEST, add_notes


def laid_with(made: Made) -> Definitions:
    """What would be in force. Raises BadDefinitions with every fault of the whole."""
    return build(({**in_force().by_key} | {one.identity: one for one in made.documents}).values())


def make_scorecard(viewer: Viewer, upload: Upload, made: Made) -> Load:
    """Put the definitions in force, take the figures in, and keep the comments as notes; the load of the figures.

    Everything is tried first with nothing changed. Where the figures cannot be taken in all the same (a full disk), the
    definitions are taken back. Raises NotAllowed, BadDefinitions, CannotBeMade, Decided and what taking data in raises.
    """
    require_making(viewer)
    supplied(upload)
    with file_of(made) as file:
        require_whole(made, laid_with(made), file)
        placed, before = _placed(made.documents)
        note = f"Made of the spreadsheet {upload.name}."
        if change_documents(viewer, placed, note=note).snapshot is None:
            raise CannotBeMade(f"{upload.name} was made a scorecard of just now.")
        try:
            load = take_in_files(viewer, made.source.code, [file], note=note).load
            assert load is not None
        except BaseException:
            _take_back(viewer, placed, before)
            raise
    with transaction.atomic():
        texts = [(about, part) for about, text in _remarks(made) for part in _parts(text)]
        add_notes(viewer, texts)
        let_go(upload, load)
        audit.record(
            viewer, "make-scorecard", "data-set", made.data_set.code, load=load.pk, file=upload.name,
            indicators=len(made.items), figures=made.figures, notes=len(texts),
        )  # fmt: skip
    return load


def _placed(documents: Sequence[Document]) -> tuple[list[Placed], list[Placed]]:
    """The documents where they are to stand, and what stands there of them now. One query."""
    keys = {one.identity for one in documents}
    rows = Entry.objects.filter(until=None, code__in={code for _, code in keys}).select_related("document")
    have = {(row.kind, row.code): row for row in rows if (row.kind, row.code) in keys}
    placed = []
    for one in documents:
        entry = have.get(one.identity)
        path, name = (entry.path, entry.set_name) if entry else (path_of(one), SET)
        placed.append(Placed(name, SourceDocument(path, write(one), one)))
    before = [Placed(row.set_name, read_text(row.document.text, row.path)) for row in have.values()]
    return placed, before


def _take_back(viewer: Viewer, placed: Sequence[Placed], before: Sequence[Placed]) -> None:
    was = {one.source.document.identity for one in before}
    new = {one.source.document.identity for one in placed} - was
    change_documents(viewer, before, new, note="Taken back: the figures could not be taken in.")


def _remarks(made: Made) -> list[tuple[About, str]]:
    return [
        (About(indicator=code, period=period), f"From the spreadsheet: {text}") for code, period, text in made.notes
    ]


def _parts(text: str) -> list[str]:
    """A comment in pieces that a note may hold."""
    return [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)]
