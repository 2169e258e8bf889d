"""What goes wrong with a supply as a whole, said in plain English: what, where, and what to do.

A fault of one row is a reject (see `rejects`); these stop the whole supply, and nothing of it is kept.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from trigpoint.mistakes import Mistake

WHO_KEEPS = "an analyst or an administrator"
"""Who may change definitions, as those are told who may not."""

FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class IntakeError(Mistake):
    """A supply that cannot be taken in, for a reason that its supplier or the steward can mend."""


class CannotRead(IntakeError):
    """A file that cannot be read: `problem` says what and where, `what_to_do` how to mend it."""

    def __init__(self, file: str, problem: str, what_to_do: str = "", where: str = "") -> None:
        self.file, self.problem, self.what_to_do, self.where = file, problem, what_to_do, where
        place = f"{file}, {where}" if where else file
        super().__init__(f"{place}: {problem}" + (f" {what_to_do}" if what_to_do else ""))


class DoesNotFit(IntakeError):
    """A file that does not have the columns that its source asks for, or a source that does not fit its data set.

    `problems` holds all of them, so that one look is enough.
    """

    def __init__(self, subject: str, problems: tuple[str, ...]) -> None:
        self.subject, self.problems = subject, problems
        super().__init__(f"{subject}: " + " ".join(problems))


class NoRoom(IntakeError):
    """The disk (or what this program may use of it) is full."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no room left on the disk that holds {folder}. Nothing was taken in and nothing was changed. "
            "Free some space there, then supply the file again."
        )


class TooMuch(IntakeError):
    """The work needs more memory than it is allowed."""


@contextmanager
def said_plainly(folder: Path) -> Iterator[None]:
    """Turns what the disk and the engine say of want of room into NoRoom or TooMuch; `folder` holds the staging."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        if "max_temp_directory_size" in str(error) or "temp" in str(error).lower():
            raise NoRoom(folder) from error
        raise TooMuch(
            "The file needs more memory than a load may use. Nothing was changed. Supply it in parts, "
            "or let loads use more memory."
        ) from error
    except (duckdb.IOException, duckdb.FatalException, pa.ArrowInvalid) as error:
        if "No space left" in str(error) or "File too large" in str(error) or "Disk quota" in str(error):
            raise NoRoom(folder) from error
        raise
    except OSError as error:
        if error.errno in FULL_DISK:
            raise NoRoom(folder) from error
        raise
