"""Static files as built: the manifest says under which content-hashed name each now stands.

A clone in which nothing was built yet serves the hand-written sources themselves; only what comes from npm (form
controls' CSS, htmx, live charts) is then absent, and pages work without it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

BUILT = Path(__file__).parent / "static" / "built"

SOURCES = {"trigpoint.css": "css/trigpoint.css", "trigpoint.js": "js/trigpoint.js"}


def manifest(folder: Path = BUILT) -> dict[str, str]:
    """Plain name -> built name, read again when it was written again. Empty when nothing was built."""
    path = folder / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=4)
def _read(path: Path, written: int) -> dict[str, str]:
    return dict(json.loads(path.read_text("utf-8"))["files"])


def path_of(name: str) -> str:
    """The file's path under the static root, or '' when it is not there in any form."""
    built = manifest().get(name)
    return f"built/{built}" if built else SOURCES.get(name, "")
