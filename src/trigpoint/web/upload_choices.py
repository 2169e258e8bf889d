"""The ways in which an uploaded file may be read: the sources of what one may take in, and proposals of new ones."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from trigpoint.access.loading import may_load
from trigpoint.access.viewers import Viewer
from trigpoint.definitions.whole import Definitions
from trigpoint.intake.models import Upload
from trigpoint.web.visit import Visit

PROPOSE = "propose:"


def sources_for(viewer: Viewer, definitions: Definitions) -> list[tuple[str, str, str]]:
    """(code, name, data set's name) of the sources by which the viewer may load."""
    found = []
    for source in definitions.sources.values():
        data_set = definitions.data_sets[source.data_set]
        if may_load(viewer, definitions, data_set):
            found.append((source.code, source.name, data_set.name, data_set.code))
    return sorted(found, key=lambda one: (one[2], one[1]))


def otherwise(here: Visit, kept: Upload, *, other_sources: bool = True) -> dict[str, Any]:
    """What can be done with a file that cannot be used: where to send another, and other ways to read it, where the way was
    what was wrong."""
    into = kept.mends.data_set if kept.mends else ""
    sources = [one for one in sources_for(here.viewer, here.definitions) if into in ("", one[3])]
    sets = [] if into else sorted({(name, code) for _, _, name, code in sources})
    again = {"source": kept.source, "mends": str(kept.mends_id or "")}
    asked = urlencode({name: value for name, value in again.items() if value})
    again_href = f"{reverse('upload')}?{asked}" if asked else reverse("upload")
    if not other_sources:
        return {"again_href": again_href}
    return {
        "sources": [(code, f"{name} ({data_set})") for code, name, data_set, _ in sources if code != kept.source],
        "proposals": [(f"{PROPOSE}{code}", name) for name, code in sets],
        "again_href": again_href,
    }
