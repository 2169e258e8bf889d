"""Applying a definition set, all or nothing, and giving it back as files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.models import Document, Entry, Snapshot
from trigpoint.catalogue.snapshots import NoDefinitions, entries, newest
from trigpoint.definitions.changes import Changes, applied
from trigpoint.definitions.document import Document as DefinitionDocument
from trigpoint.definitions.whole import build
from trigpoint.definitions.yaml_files import SourceDocument, read_folder, read_text
from trigpoint.mistakes import Mistake


class NoSuchSet(Mistake):
    """No definitions were applied under that name; the message says which names there are."""


def text_hash(text: str) -> str:
    """The address of a document: the hash of its text, so that a comment that changed is a new document too."""
    return hashlib.sha256(text.encode()).hexdigest()


class Placed(NamedTuple):
    """A document and the name of the set in which it stands."""

    set_name: str
    source: SourceDocument


def path_of(document: DefinitionDocument) -> str:
    """The path within its set of a document that did not come from a file."""
    kind, code = document.identity
    return f"{kind}.yaml" if kind == "partnership" else f"{kind.rstrip('s')}s/{code}.yaml"


@dataclass(frozen=True)
class Applied:
    """What applying a set changed, or would. withdrawn: (kind, code, name) of what the set no longer holds.

    snapshot: the new one's number; None where nothing changed, or on a dry run.
    """

    changes: Changes
    withdrawn: tuple[tuple[str, str, str], ...]
    snapshot: int | None

    @property
    def nothing(self) -> bool:
        """Whether everything stays exactly as it is."""
        return self.changes.nothing and not self.withdrawn

    def in_words(self) -> list[str]:
        """A line for each document that is added, changed or withdrawn; last a count."""
        *lines, counts = self.changes.in_words()
        lines += [f"- {kind} {code} ({name}): withdrawn" for kind, code, name in self.withdrawn]
        return [*lines, f"{counts}, {len(self.withdrawn)} withdrawn" if self.withdrawn else counts]


def apply_definitions(
    viewer: Viewer, folder: Path, *, note: str = "", dry_run: bool = False, at: datetime | None = None
) -> Applied:
    """Apply a folder of YAML over what is in force: what it holds replaces, what it no longer holds is withdrawn.

    A set is known by its folder's name; what other sets defined stays. at: when it came into force, for history that is
    brought in. Raises NotAllowed, and BadDefinitions with every fault of the whole that would result; then nothing is
    changed. Nothing is changed on a dry run either.
    """
    require(viewer, "apply-definitions")
    return apply_documents(viewer, Path(folder).resolve().name, read_folder(folder), note=note, dry_run=dry_run, at=at)


def apply_documents(
    viewer: Viewer,
    set_name: str,
    incoming: Sequence[SourceDocument],
    *,
    note: str = "",
    dry_run: bool = False,
    at: datetime | None = None,
) -> Applied:
    """The same for documents that were read already."""
    wanted = {source.document.identity for source in incoming}

    def left_out(in_force: Sequence[Entry]) -> list[Entry]:
        return [e for e in in_force if e.set_name == set_name and (e.kind, e.code) not in wanted]

    placed = [Placed(set_name, source) for source in incoming]
    return _lay(viewer, set_name, placed, left_out, note=note, dry_run=dry_run, at=at)


def change_documents(
    viewer: Viewer,
    placed: Sequence[Placed],
    withdrawn: Collection[tuple[str, str]] = (),
    *,
    note: str = "",
    dry_run: bool = False,
) -> Applied:
    """Change, add and withdraw some definitions, and leave all others of their sets as they are.

    withdrawn: by kind and code. Raises as `apply_definitions`.
    """

    def taken_out(in_force: Sequence[Entry]) -> list[Entry]:
        return [e for e in in_force if (e.kind, e.code) in withdrawn]

    label = ", ".join(sorted({one.set_name for one in placed}))[:200] or "withdrawn"
    return _lay(viewer, label, placed, taken_out, note=note, dry_run=dry_run)


def _lay(
    viewer: Viewer,
    label: str,
    placed: Sequence[Placed],
    going: Callable[[Sequence[Entry]], list[Entry]],
    *,
    note: str,
    dry_run: bool,
    at: datetime | None = None,
) -> Applied:
    """Lay documents over what is in force, less those that go, all or nothing. label: what the snapshot says of its set."""
    require(viewer, "apply-definitions")
    with transaction.atomic():
        _one_at_a_time()
        in_force = entries(_newest_or_none())
        gone = going(in_force)
        leaving = {entry.pk for entry in gone}
        changes = applied([_source(e) for e in in_force if e.pk not in leaving], [one.source for one in placed])
        build(changes.result)
        done = Applied(changes, tuple((e.kind, e.code, e.document.name) for e in gone), None)
        if dry_run or (done.nothing and not _moved(in_force, placed)):
            return done
        snapshot = Snapshot.objects.create(
            made_at=at or timezone.now(), made_by_id=viewer.user_id, note=note, set_name=label
        )
        _write(snapshot, in_force, placed, leaving)
        audit.record(
            viewer,
            "apply-definitions",
            "definition-set",
            label,
            snapshot=snapshot.pk,
            added=len(changes.added),
            changed=len(changes.changed),
            withdrawn=len(gone),
        )
    return replace(done, snapshot=snapshot.pk)


def _moved(in_force: Sequence[Entry], placed: Sequence[Placed]) -> bool:
    """Whether any document changes its file or its set, though it says the same."""
    have = {(e.kind, e.code): (e.path, e.set_name) for e in in_force}
    return any(have.get(one.source.document.identity) != (one.source.path, one.set_name) for one in placed)


def export_definitions(set_name: str, folder: Path) -> int:
    """Write the files of a set as they were applied, byte for byte; returns how many.

    Raises NoSuchSet, and Mistake where a file would be overwritten by a different one.
    """
    found = [e for e in entries(newest()) if e.set_name == set_name]
    if not found:
        names = sorted({e.set_name for e in entries(newest())})
        raise NoSuchSet(f"No definition set “{set_name}” is in force. There are: {', '.join(names)}.")
    for entry in found:
        path = folder / entry.path
        content = entry.document.text.encode()
        if path.exists() and path.read_bytes() != content:
            raise Mistake(f"{path} exists and differs. Export to an empty folder.")
    for entry in found:
        path = folder / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(entry.document.text.encode())
    return len(found)


def _write(
    snapshot: Snapshot, now_in_force: Sequence[Entry], placed: Sequence[Placed], leaving: Collection[int]
) -> None:
    """Close the entries that change or leave and open the new ones; a fixed number of statements."""
    wanted = {one.source.document.identity: (one, text_hash(one.source.text)) for one in placed}
    have = {(e.kind, e.code): e for e in now_in_force}
    same = {
        identity
        for identity, (one, hash_) in wanted.items()
        if (e := have.get(identity)) and (e.document_id, e.path, e.set_name) == (hash_, one.source.path, one.set_name)
    }
    closing = [e.pk for e in now_in_force if (e.kind, e.code) in wanted.keys() - same or e.pk in leaving]
    Entry.objects.filter(pk__in=closing).update(until=snapshot)
    opening = [wanted[identity] for identity in wanted.keys() - same]
    Document.objects.bulk_create(
        (
            Document(
                hash=hash_,
                kind=one.source.document.identity[0],
                code=one.source.document.code,
                name=one.source.document.name,
                text=one.source.text,
            )
            for one, hash_ in opening
        ),
        batch_size=500,
        ignore_conflicts=True,
    )
    Entry.objects.bulk_create(
        (
            Entry(
                kind=one.source.document.identity[0],
                code=one.source.document.code,
                path=one.source.path,
                set_name=one.set_name,
                document_id=hash_,
                since=snapshot,
            )
            for one, hash_ in opening
        ),
        batch_size=500,
    )


def _source(entry: Entry) -> SourceDocument:
    return read_text(entry.document.text, entry.path)


def _newest_or_none() -> int | None:
    try:
        return newest()
    except NoDefinitions:
        return None


def _one_at_a_time() -> None:
    """Two people who apply at once must not both build on the same snapshot. SQLite's transactions queue by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x7419])
