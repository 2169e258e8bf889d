"""The partnership's logo: a small picture, known by what it holds and never by its name."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from trigpoint.access import audit
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.mistakes import Mistake

LARGEST = 1024 * 1024
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
MOST_ACROSS = 4_000
FOLDER = "logo"
KINDS = {"logo.png": "image/png", "logo.jpg": "image/jpeg"}


class BadLogo(Mistake):
    """A picture that cannot be the logo; the message says why."""


@dataclass(frozen=True)
class Logo:
    """The logo as it is kept. mark: another for another picture, so that addresses of it can be kept."""

    path: Path
    media_type: str
    mark: str


def logo() -> Logo | None:
    """The logo that is kept, or None."""
    for name, media_type in KINDS.items():
        path = settings.INSTALLATION.files / FOLDER / name
        if path.exists():
            held = path.stat()
            return Logo(path, media_type, f"{held.st_mtime_ns:x}-{held.st_size:x}")
    return None


def keep_logo(viewer: Viewer, content: bytes) -> None:
    """Keep a picture as the logo, in place of the one before. Raises NotAllowed and BadLogo."""
    require(viewer, "manage-people")
    name = require_logo(content)
    folder = settings.INSTALLATION.files / FOLDER
    folder.mkdir(mode=0o750, exist_ok=True)
    part = folder / "logo.part"
    part.write_bytes(content)
    part.replace(folder / name)
    for other in KINDS.keys() - {name}:
        (folder / other).unlink(missing_ok=True)
    audit.record(viewer, "keep-logo", "partnership", "", sha256=hashlib.sha256(content).hexdigest())


@transaction.atomic
def take_logo_down(viewer: Viewer) -> None:
    """Show no logo any more. Raises NotAllowed."""
    require(viewer, "manage-people")
    for name in KINDS:
        (settings.INSTALLATION.files / FOLDER / name).unlink(missing_ok=True)
    audit.record(viewer, "take-logo-down", "partnership", "")


def read_logo(path: Path) -> bytes:
    """The picture in a file. Raises BadLogo where it cannot be the logo."""
    try:
        content = path.read_bytes()[: LARGEST + 1]
    except OSError as error:
        raise BadLogo(f"{path} cannot be read: {error.strerror}.") from error
    require_logo(content)
    return content


def joined(chunks: Iterable[bytes]) -> bytes:
    """What was sent, no more of it than tells that it is too large."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > LARGEST:
            break
    return bytes(content)


def require_logo(content: bytes) -> str:
    """Under what name a picture is kept, by what it is. Raises BadLogo where it cannot be the logo."""
    if not content:
        raise BadLogo("Choose a picture: a PNG or a JPEG.")
    if len(content) > LARGEST:
        raise BadLogo("The picture is larger than 1 MB. Save it smaller.")
    if content.startswith(PNG) and content[12:16] == b"IHDR" and len(content) > 33:
        across, down = struct.unpack(">II", content[16:24])
        if not 0 < across <= MOST_ACROSS or not 0 < down <= MOST_ACROSS:
            raise BadLogo(f"The picture is {across:,} by {down:,} dots; {MOST_ACROSS:,} are the most either way.")
        return "logo.png"
    if content.startswith(JPEG) and content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return "logo.jpg"
    raise BadLogo("That is no PNG or JPEG picture, or it is damaged. Other kinds, SVG too, are not taken.")
