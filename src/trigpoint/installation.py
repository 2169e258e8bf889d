"""An installation: the folder (`TRIGPOINT_HOME`) that holds a partnership's database, facts, files and secret key.

Found before Django starts, so nothing of Django is imported here.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from trigpoint.mistakes import Mistake

DEFAULT_HOME = "trigpoint-home"
TRAINING_MARK = "training.txt"
"""The file in a home folder by which it is one to practise in: `trigpoint training` makes it."""


class NoInstallation(Mistake):
    """The folder cannot serve as an installation. The message says why and what to do."""


@dataclass(frozen=True)
class Installation:
    """Paths of one installation. `facts` may be an object store's URL, set by TRIGPOINT_FACTS."""

    home: Path

    @property
    def database_url(self) -> str:
        return os.environ.get("TRIGPOINT_DATABASE_URL") or f"sqlite:///{self.home / 'trigpoint.sqlite3'}"

    @property
    def facts(self) -> str:
        return os.environ.get("TRIGPOINT_FACTS") or str(self.home / "facts")

    @property
    def files(self) -> Path:
        """Supplied files, rejects and attachments."""
        return self.home / "files"

    @property
    def scratch(self) -> Path:
        """Staging and spill; may be emptied whenever nothing runs."""
        return self.home / "scratch"

    @property
    def is_for_training(self) -> bool:
        """Whether people practise here: what they do is undone by a reset."""
        return (self.home / TRAINING_MARK).is_file()

    def secret(self, name: str) -> str:
        """A secret of this installation, made at first use in a file that only its owner may read."""
        path = self.home / "secrets" / name
        if not path.exists():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            # O_EXCL: two processes that start together must end with one secret.
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                return path.read_text().strip()
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(50))
        return path.read_text().strip()


def home_of(home: str | os.PathLike[str] | None = None) -> Path:
    """The folder meant: `home`, else TRIGPOINT_HOME, else ./trigpoint-home."""
    return Path(home or os.environ.get("TRIGPOINT_HOME") or DEFAULT_HOME).expanduser().absolute()


def find(home: str | os.PathLike[str] | None = None) -> Installation:
    """The installation at `home`, else at TRIGPOINT_HOME, else in ./trigpoint-home; its folders are made.

    Raises NoInstallation where the folder cannot be made or written.
    """
    path = home_of(home)
    try:
        for folder in (path, path / "files", path / "scratch"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    except OSError as error:
        raise NoInstallation(
            f"The folder {path} cannot be used for an installation: {error.strerror}. "
            "Name another with --home, or set TRIGPOINT_HOME."
        ) from error
    if not os.access(path, os.W_OK):
        raise NoInstallation(
            f"The folder {path} cannot be written to. Name another with --home, or set TRIGPOINT_HOME."
        )
    return Installation(path)
