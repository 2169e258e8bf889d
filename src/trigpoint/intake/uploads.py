"""Files brought to a page: kept until somebody decides, then taken in or given up, and gone."""

from __future__ import annotations

import hashlib
import shutil
import unicodedata
import uuid
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.loading import everywhere, may_load, require_load
from trigpoint.access.models import Role
from trigpoint.access.permissions import NotAllowed, may, require
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.sources import File
from trigpoint.intake.actions import Outcome, source_of, take_in_files
from trigpoint.intake.faults import IntakeError, said_plainly
from trigpoint.intake.models import Upload
from trigpoint.intake.supply import SuppliedFile

KEPT_FOR = timedelta(days=7)
"""How long a file waits for a decision; one forgotten longer is given up, since it may hold what must not be kept."""


class Sent(Protocol):
    """A file as a page receives it."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


class Decided(IntakeError):
    """An upload that was taken in or given up before."""


def plain_name(name: str) -> str:
    """A file's own name without folders, control characters and marks that turn text round; never empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    return clean[-200:] or "file"


def keep_upload(
    viewer: Viewer,
    sent: Sent,
    *,
    source: str = "",
    data_set: str = "",
    mends: Load | None = None,
    typed: bool = False,
) -> Upload:
    """Keep a file that was sent, a piece at a time, until it is decided about. It takes the place of what the same
    person sent before and could not be read.

    typed: what was typed on a page, as plain CSV in the source's columns. source: by which to read it; '' where one is to be proposed for `data_set`. Raises NotAllowed, NoSuchSource, NoRoom
    and IntakeError for an empty file.
    """
    definitions = in_force()
    require_load(viewer, definitions, source_of(definitions, source)[1] if source else definitions.data_sets[data_set])
    return _keep(viewer, sent, source=source, mends=mends, typed=typed)


def keep_scorecard(viewer: Viewer, sent: Sent) -> Upload:
    """Keep a spreadsheet of which definitions are to be made, until it is decided about. Raises NotAllowed, NoRoom and
    IntakeError for an empty file."""
    require_making(viewer)
    return _keep(viewer, sent, scorecard=True)


def may_make(viewer: Viewer) -> bool:
    """Whether the viewer may both put definitions in force and take data in for the whole partnership."""
    return may(viewer, "apply-definitions") and everywhere(viewer)


def require_making(viewer: Viewer) -> None:
    """Raise NotAllowed unless the viewer may make definitions and bring their figures."""
    require(viewer, "apply-definitions")
    if not everywhere(viewer):
        raise NotAllowed(
            "You may not do this: with the definitions come figures, and those are taken in by a data steward or an "
            "administrator of the whole partnership. Make the definitions on their forms, and let one of them bring the figures."
        )


def _keep(viewer: Viewer, sent: Sent, *, source: str = "", **more: Any) -> Upload:
    _give_up_forgotten()
    name = plain_name(sent.name or "")
    folder = settings.INSTALLATION.files / "uploads" / uuid.uuid4().hex
    path = folder / f"0{Path(name).suffix.lower()[:10]}"
    digest, size = hashlib.sha256(), 0
    try:
        with said_plainly(folder):
            folder.mkdir(parents=True, mode=0o700)
            with path.open("wb") as stream:
                for chunk in sent.chunks():
                    stream.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
        if not size:
            raise IntakeError(
                f"{name} is empty: there is nothing in it to take in. Check the file and choose it again."
            )
        _give_up(_open().filter(uploaded_by_id=viewer.user_id).exclude(unreadable=""))
        return Upload.objects.create(
            source=source,
            name=name,
            size=size,
            sha256=digest.hexdigest(),
            kept_as=str(path.relative_to(settings.INSTALLATION.files)),
            uploaded_by_id=viewer.user_id,
            uploaded_at=timezone.now(),
            **more,
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def supplied(upload: Upload) -> SuppliedFile:
    """The kept file. Raises Decided where it is no longer kept."""
    path = settings.INSTALLATION.files / upload.kept_as
    if upload.load_id is not None or upload.given_up_at is not None or not path.exists():
        raise Decided(
            f"{upload.name} was decided about before, and is no longer kept here. Upload it again if need be."
        )
    if not upload.typed:
        return SuppliedFile(path, upload.name)
    return SuppliedFile(path, upload.name, File(), upload.uploaded_at)


def may_decide(viewer: Viewer, upload: Upload) -> bool:
    """Whether the viewer brought the file, or administers where it comes from; they must still be allowed to load."""
    if viewer.everything or (viewer.user_id is not None and upload.uploaded_by_id == viewer.user_id):
        return True
    if not viewer.has(Role.ADMINISTRATOR):
        return False
    source = in_force().sources.get(upload.source)
    return everywhere(viewer) if source is None else may_load(viewer, in_force(), in_force().data_sets[source.data_set])


def take_in_upload(viewer: Viewer, upload: Upload, *, note: str = "", accept: bool = False) -> Outcome:
    """Take the file in and let it go. Raises as `take_in_files`; the file then stays for another try."""
    _require(viewer, upload)
    outcome = take_in_files(viewer, upload.source, [supplied(upload)], note=note, accept=accept, mends=upload.mends)
    let_go(upload, outcome.load)
    return outcome


def waiting_of(viewer: Viewer) -> tuple[list[Upload], list[Upload]]:
    """The viewer's uploads that wait for their decision, and those that cannot be read; newest first."""
    if viewer.user_id is None:
        return [], []
    found = list(_open().filter(uploaded_by_id=viewer.user_id, scorecard=False).order_by("-pk"))
    return [one for one in found if one.source and not one.unreadable], [one for one in found if one.unreadable]


def scorecards_of(viewer: Viewer) -> list[Upload]:
    """The viewer's spreadsheets that wait for their decision, newest first."""
    if viewer.user_id is None:
        return []
    return list(_open().filter(uploaded_by_id=viewer.user_id, scorecard=True).order_by("-pk"))


def let_go(upload: Upload, load: Load) -> None:
    """A file whose figures were taken in by a load is kept here no longer."""
    Upload.objects.filter(pk=upload.pk).update(load=load)
    _remove(upload)


def note_whether_readable(upload: Upload, why: str) -> None:
    """Keep why an upload cannot be read as its source says; '' where it can."""
    if upload.unreadable != why:
        upload.unreadable = why
        upload.save(update_fields=["unreadable"])


def read_as(viewer: Viewer, upload: Upload, source: str) -> None:
    """Read a kept file by another source. Raises NotAllowed, NoSuchSource, and Decided where it is kept no more."""
    _require(viewer, upload)
    supplied(upload)
    definitions = in_force()
    data_set = source_of(definitions, source)[1]
    require_load(viewer, definitions, data_set)
    if upload.mends is not None and upload.mends.data_set != data_set.code:
        raise IntakeError(f"What is mended is {upload.mends.data_set}; “{source}” reads into {data_set.name}.")
    upload.source, upload.unreadable = source, ""
    upload.save(update_fields=["source", "unreadable"])


def give_up(viewer: Viewer, upload: Upload) -> None:
    """Let the file go, with nothing taken in."""
    _require(viewer, upload)
    supplied(upload)
    Upload.objects.filter(pk=upload.pk).update(given_up_at=timezone.now())
    audit.record(viewer, "give-up-upload", "upload", str(upload.pk), source=upload.source)
    _remove(upload)


def _require(viewer: Viewer, upload: Upload) -> None:
    if not may_decide(viewer, upload):
        raise NotAllowed("Only the person who uploaded this file, or an administrator, may decide about it.")


def _remove(upload: Upload) -> None:
    shutil.rmtree((settings.INSTALLATION.files / upload.kept_as).parent, ignore_errors=True)


def _open() -> QuerySet[Upload]:
    return Upload.objects.filter(load=None, given_up_at=None)


def _give_up_forgotten() -> None:
    _give_up(_open().filter(uploaded_at__lt=timezone.now() - KEPT_FOR))


def _give_up(uploads: QuerySet[Upload]) -> None:
    for upload in uploads:
        _remove(upload)
    uploads.update(given_up_at=timezone.now())
