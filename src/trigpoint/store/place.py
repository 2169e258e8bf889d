"""Where a table's files lie: a folder of this machine, or an object store by URL."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, unquote

from filelock import FileLock, Timeout

from trigpoint.store.faults import StoreBusy, StoreError

LOG = "_delta_log"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a table. path: within the table, with `/`."""

    path: str
    size: int
    changed: datetime


class Place(Protocol):
    """A folder of data files and their log. Paths are within it, with `/`."""

    @property
    def url(self) -> str: ...
    @property
    def options(self) -> dict[str, str] | None: ...
    def has(self, path: str) -> bool: ...
    def target(self, path: str, work: Path) -> Path: ...
    def keep(self, path: str, written: Path) -> None: ...
    def local(self, path: str, work: Path) -> str: ...
    def address(self, path: str) -> str: ...
    def files(self) -> Iterator[StoredFile]: ...
    def remove(self, path: str) -> None: ...
    def lease(self, seconds: float) -> contextlib.AbstractContextManager[Any]: ...


class Folder:
    """A folder of this machine. Writers of it queue on a lock that the operating system lets go of when they die."""

    options: dict[str, str] | None = None

    def __init__(self, root: Path, name: str) -> None:
        self._folder = root / name
        self._lease = root / ".leases" / f"{name}.lock"
        self.url = str(self._folder)

    def has(self, path: str) -> bool:
        return os.path.exists(f"{self.url}/{path}")

    def target(self, path: str, work: Path) -> Path:
        """Where to write the file that will be kept as `path`: in place, seen by nobody until it is committed."""
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def keep(self, path: str, written: Path) -> None:
        """Make sure that the file is on the disk before a commit names it."""
        for each, flags in ((written, os.O_RDONLY), (written.parent, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))):
            with contextlib.suppress(PermissionError):  # Windows opens no folder, and needs no such care
                handle = os.open(each, flags)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)

    def local(self, path: str, work: Path) -> str:
        """A file of this machine with the contents of `path`."""
        return self.address(path)

    def address(self, path: str) -> str:
        """What a reader opens."""
        return f"{self.url}/{unquote(path)}"

    def files(self) -> Iterator[StoredFile]:
        """All data files, committed or not."""
        for found in sorted(self._folder.glob("*/*.parquet")):
            if found.parent.name != LOG:
                with contextlib.suppress(FileNotFoundError):
                    facts = found.stat()
                    changed = datetime.fromtimestamp(facts.st_mtime, UTC)
                    yield StoredFile(found.relative_to(self._folder).as_posix(), facts.st_size, changed)

    def remove(self, path: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            (self._folder / path).unlink()

    @contextlib.contextmanager
    def lease(self, seconds: float) -> Iterator[None]:
        """The right to write, for one writer at a time. Raises StoreBusy after so many seconds."""
        try:
            self._lease.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._lease, timeout=seconds, thread_local=False):
                yield
        except Timeout as error:
            raise StoreBusy(
                f"Another load into {self._folder.name} has been running for more than {seconds:g} seconds. "
                "Wait for it to finish, then load again."
            ) from error


class ObjectStore:
    """A folder of an object store (S3, Azure, Google, or file:// URLs).

    No lease: there, Delta's own commit succeeds only if no other has taken its number, and the loser compares again.
    """

    def __init__(self, root: str, name: str, options: dict[str, str] | None) -> None:
        from obstore.store import from_url

        self.url = f"{root.rstrip('/')}/{quote(name)}"
        self.options = options
        self._store = from_url(self.url, config=options or None, **({"mkdir": True} if root[:5] == "file:" else {}))  # type: ignore[call-overload]

    def has(self, path: str) -> bool:
        import obstore

        try:
            obstore.head(self._store, path)
        except FileNotFoundError:
            return False
        return True

    def target(self, path: str, work: Path) -> Path:
        return work / path.replace("/", "_")

    def keep(self, path: str, written: Path) -> None:
        import obstore

        obstore.put(self._store, path, written)
        written.unlink()

    def local(self, path: str, work: Path) -> str:
        import obstore

        copy = work / ("held_" + path.replace("/", "_"))
        if not copy.exists():
            partial = copy.with_suffix(".part")
            with partial.open("wb") as out:
                for chunk in obstore.get(self._store, path):
                    out.write(chunk)
            partial.rename(copy)
        return str(copy)

    def address(self, path: str) -> str:
        return f"{self.url}/{path}"

    def files(self) -> Iterator[StoredFile]:
        import obstore

        for batch in obstore.list(self._store):
            for found in batch:
                if found["path"].endswith(".parquet") and not found["path"].startswith(LOG):
                    yield StoredFile(found["path"], found["size"], found["last_modified"])

    def remove(self, path: str) -> None:
        import obstore

        with contextlib.suppress(FileNotFoundError):
            obstore.delete(self._store, path)

    def lease(self, seconds: float) -> contextlib.AbstractContextManager[Any]:
        return contextlib.nullcontext()


def place(root: str, name: str, options: dict[str, str] | None) -> Place:
    """Where the table `name` under `root` (a folder's path or a URL) lies."""
    return ObjectStore(root, name, options) if "://" in root else Folder(Path(root).absolute(), name)


def out_of_room(error: OSError) -> StoreError:
    """A failure of the disk in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError("The disk is full. Nothing was loaded. Make room and load again.")
    return StoreError(f"The facts could not be written ({error.strerror or error}). Nothing was loaded.")
