"""Taking data in: what people, commands, calls and the demo do. Permission, ledger and trail round `intake.prepare`."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from filelock import FileLock

from trigpoint.access.loading import require_load, require_parts
from trigpoint.access.viewers import Viewer
from trigpoint.ask.door import store
from trigpoint.catalogue import ledger
from trigpoint.catalogue.closed_periods import settling
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.sources import Source
from trigpoint.definitions.whole import Definitions
from trigpoint.intake.account import Account
from trigpoint.intake.closed import require_open
from trigpoint.intake.commit import take_in
from trigpoint.intake.faults import said_plainly
from trigpoint.intake.models import FaultGroup
from trigpoint.intake.personal import holds_people
from trigpoint.intake.plan import plan_source
from trigpoint.intake.prepare import prepare
from trigpoint.intake.rejects import Rejects
from trigpoint.intake.salts import salt_of
from trigpoint.intake.supply import Prepared, SuppliedFile
from trigpoint.mistakes import Mistake


class NoSuchSource(Mistake):
    """A source that is not defined; the message names those that are."""


@dataclass(frozen=True)
class Outcome:
    """What became of a supply, or (load None) what taking it in would do.

    rejects lists faults while `kept`'s files last. changed: whether any figure is other than before.
    """

    source: str
    data_set: DataSet
    account: Account
    rejects: Rejects
    warnings: tuple[str, ...]
    cautions: tuple[str, ...]
    load: Load | None
    changed: bool

    @property
    def rejected(self) -> int:
        return self.account.rejected


def source_of(definitions: Definitions, code: str) -> tuple[Source, DataSet]:
    """A source and its data set. Raises NoSuchSource."""
    source = definitions.sources.get(code)
    if source is None:
        there_are = ", ".join(sorted(definitions.sources)) or "none yet"
        hint = did_you_mean(code, definitions.sources)
        raise NoSuchSource(f"There is no source “{code}”. {hint or f'There are: {there_are}.'}")
    return source, definitions.data_sets[source.data_set]


@contextmanager
def prepared_supply(
    viewer: Viewer,
    source_code: str,
    files: Sequence[SuppliedFile],
    *,
    at: datetime | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Iterator[Prepared]:
    """Read, check and compare files, changing nothing; what was written for it is removed afterwards.

    Of two statements of a figure the later holds: what was typed has its place in that order by when it was.
    Raises NotAllowed (also for files that hold what others provide), NoSuchSource, PeriodClosed, and IntakeError for files
    that cannot be read.
    """
    definitions = in_force()
    source, data_set = source_of(definitions, source_code)
    require_load(viewer, definitions, data_set)
    folder = settings.INSTALLATION.scratch / f"supply-{uuid.uuid4().hex}"
    with working_in(folder):
        prepared = prepare(
            source,
            data_set,
            definitions,
            files,
            store().table(data_set),
            folder,
            arrival=at or min((one.said_at for one in files if one.said_at is not None), default=timezone.now()),
            salt=salt_of(data_set.code) if holds_people(plan_source(source, data_set)) else None,
            progress=progress,
        )
        try:
            require_parts(viewer, definitions, data_set, prepared.parts, removed=prepared.removed())
            require_open(prepared, definitions)
            yield prepared
        finally:
            prepared.discard()


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Marks a folder of the scratch space as in use, for as long as this process lives: a sweep leaves it alone."""
    with _held(folder.with_suffix(".lock")):
        yield


@contextmanager
def _held(lock: Path) -> Iterator[None]:
    """A lock that is gone again afterwards, whatever happened."""
    try:
        with FileLock(lock):
            yield
    finally:
        lock.unlink(missing_ok=True)


def take_in_files(
    viewer: Viewer,
    source_code: str,
    files: Sequence[SuppliedFile],
    *,
    note: str = "",
    accept: bool = False,
    dry_run: bool = False,
    at: datetime | None = None,
    mends: Load | None = None,
    progress: Callable[[str, int], None] | None = None,
    keep_rejects_in: Path | None = None,
) -> Outcome:
    """Take files in, all or nothing, and account for every row.

    accept: despite cautions (a replacement that would remove much). dry_run: only say what would change. at: when it
    came, for history that is brought in. mends: the load whose rejected rows these are. keep_rejects_in: where a dry
    run leaves its rejects.
    Raises NotAllowed, NoSuchSource, and IntakeError (PeriodClosed among them) or StoreError with nothing kept.
    """
    with prepared_supply(viewer, source_code, files, at=at, progress=progress) as prepared:
        if dry_run:
            rejects = _moved(prepared.rejects, keep_rejects_in) if keep_rejects_in else prepared.rejects
            changed = prepared.diff is None or prepared.diff.changes
            return _outcome(prepared, prepared.account, rejects, None, changed)
        token = uuid.uuid4().hex
        with _held(lock_path(token)):
            load = ledger.begin(
                viewer,
                prepared.data_set.code,
                source_code,
                [
                    ledger.SuppliedFile(seen.name, seen.size, seen.sha256, _kept_as(token, i, seen.name))
                    for i, seen in enumerate(prepared.files)
                ],
                note=note,
                mends=mends,
                lock=token,
            )
            try:
                with said_plainly(settings.INSTALLATION.home):
                    rejects = _keep(token, prepared)
                    table = store().table(prepared.data_set)
                    with settling():
                        # Again, for a period that somebody closed while the file was read.
                        require_open(prepared, in_force())
                        taken = take_in(prepared, table, load.pk, _told(viewer, note), accept=accept)
            except BaseException as error:
                # What the store committed is settled by the ledger's next start; what it refused is said here.
                if store().table(prepared.data_set).committed(load.pk) is None:
                    ledger.fail(load, str(error) or type(error).__name__)
                    shutil.rmtree(folder_of(token), ignore_errors=True)
                raise
            version = store().table(prepared.data_set).version()
            commit = taken.commit
            with transaction.atomic():
                _write_fault_groups(load, rejects)
                ledger.finish(
                    viewer,
                    load,
                    asdict(taken.account) | {"removed": commit.facts.removed if commit else 0},
                    versions=(commit.previous_version, commit.version) if commit else (version, version),
                    span=(prepared.first_day, prepared.last_day) if prepared.first_day else None,
                    known_on=at,
                )
        return _outcome(prepared, taken.account, rejects, load, commit is not None and commit.changed)


def folder_of(token: str) -> Path:
    """Where a load's supplied files and rejects are kept, by its lock's token."""
    return Path(settings.INSTALLATION.files / "loads" / token)


def lock_path(token: str) -> Path:
    """The lock that the process which works on a load holds; the system frees it when the process dies."""
    return Path(settings.INSTALLATION.scratch / f"load-{token}.lock")


def _kept_as(token: str, ordinal: int, name: str) -> str:
    return f"loads/{token}/{ordinal}{Path(name).suffix.lower()}"


def _told(viewer: Viewer, note: str) -> dict[str, str]:
    return {"by": viewer.name, "note": note}


def _keep(token: str, prepared: Prepared) -> Rejects:
    """Keep the supplied files as they came (unless they hold what must not be kept), and the rejects."""
    folder = folder_of(token)
    folder.mkdir(parents=True, mode=0o700)
    source, data_set = source_of(in_force(), prepared.source)
    if not holds_people(plan_source(source, data_set)):
        for i, seen in enumerate(prepared.files):
            shutil.copyfile(seen.path, settings.INSTALLATION.files / _kept_as(token, i, seen.name))
    return _moved(prepared.rejects, folder)


def _moved(rejects: Rejects, folder: Path) -> Rejects:
    """The rejects with their files copied into `folder`."""
    if not rejects.rows:
        return rejects
    folder.mkdir(parents=True, exist_ok=True)
    complete = Path(shutil.copy(rejects.complete, folder / "rejects.parquet")) if rejects.complete else None
    files = tuple(
        Path(shutil.copy(path, folder / f"rejected-{i}{path.suffix}")) if path else None
        for i, path in enumerate(rejects.files)
    )
    return Rejects(rejects.rows, rejects.faults, rejects.groups, complete, files)


def _write_fault_groups(load: Load, rejects: Rejects) -> None:
    FaultGroup.objects.bulk_create(
        FaultGroup(
            load=load,
            kind=group.kind,
            column=group.examples[0].column or "" if group.examples else "",
            rows=group.rows,
            example=group.examples[0].text if group.examples else "",
            expected=group.examples[0].expected if group.examples else "",
            what_to_do=group.examples[0].what_to_do if group.examples else "",
        )
        for group in rejects.groups
    )


def _outcome(prepared: Prepared, account: Account, rejects: Rejects, load: Load | None, changed: bool) -> Outcome:
    return Outcome(
        prepared.source, prepared.data_set, account, rejects, prepared.warnings, prepared.cautions, load, changed
    )
