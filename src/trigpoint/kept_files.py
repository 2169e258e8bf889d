"""Files kept by the hash of what they hold: the same content once, and never half of it."""

from __future__ import annotations

import hashlib
from pathlib import Path


def keep_by_hash(folder: Path, content: bytes | bytearray) -> str:
    """Keep content in a folder; gives its SHA-256 in hexadecimal, under which `path_by_hash` finds it."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_by_hash(folder, digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.replace(path)
    return digest


def path_by_hash(folder: Path, digest: str) -> Path:
    """Where content of a hash is kept in a folder, or would be."""
    return folder / digest[:2] / digest
