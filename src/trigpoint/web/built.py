"""Static files as built: the manifest says under which content-hashed name each now stands.

A clone in which nothing was built yet serves the hand-written sources themselves; only what comes from npm (form
controls' CSS, htmx, live charts) is then absent, and pages work without it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

BUILT = Path(__file__).parent / "static" / "built"

SOURCES = {"trigpoint.css": "css/trigpoint.css", "trigpoint.js": "js/trigpoint.js"}


@cache
def manifest(folder: Path = BUILT) -> dict[str, str]:
    """Plain name -> built name. Empty when nothing was built."""
    try:
        return dict(json.loads((folder / "manifest.json").read_text("utf-8"))["files"])
    except FileNotFoundError:
        return {}


def path_of(name: str) -> str:
    """The file's path under the static root, or '' when it is not there in any form."""
    built = manifest().get(name)
    return f"built/{built}" if built else SOURCES.get(name, "")
