"""Files beside figures: checked by content, kept by hash, given back only as downloads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.kept_files import keep_by_hash, path_by_hash
from trigpoint.manage.about import About, BadText, require_audience, require_within
from trigpoint.manage.models import Attachment

LARGEST = 20 * 1024 * 1024

STARTS_WITH: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", (b"PK\x03\x04",)),
    ".odt": ("application/vnd.oasis.opendocument.text", (b"PK\x03\x04",)),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", (b"PK\x03\x04",)),
    ".csv": ("text/csv", ()),
    ".txt": ("text/plain", ()),
}
"""Endings that are taken, the media type each is given back with, and how its content must begin."""


@transaction.atomic
def attach(
    viewer: Viewer,
    about: About,
    name: str,
    chunks: Iterable[bytes],
    *,
    audience: str = "partnership",
    organisation: str = "",
) -> Attachment:
    """Keep a file beside a figure. `chunks`: its content.

    Raises NotAllowed, and BadText for one too large, of a kind not taken, or whose content is not what its name says.
    """
    require(viewer, "annotate")
    require_within(viewer, about)
    require_audience(viewer, audience, organisation)
    name = Path(name.replace("\\", "/")).name[-200:]
    ending = Path(name).suffix.lower()
    if ending not in STARTS_WITH:
        raise BadText(
            f"A file that ends in “{ending or name}” cannot be attached. Taken are: {', '.join(STARTS_WITH)}."
        )
    media_type, begins = STARTS_WITH[ending]
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > LARGEST:
            raise BadText(f"{name} is larger than {LARGEST // 1024 // 1024} MB. Put it elsewhere and add a link to it.")
    if not content:
        raise BadText(f"{name} is empty.")
    if begins and not content.startswith(begins):
        raise BadText(f"{name} is not what its ending says: its content is not {ending[1:]}.")
    digest = keep_by_hash(Path(settings.MEDIA_ROOT), content)
    kept = Attachment.objects.create(
        **about.fields(),
        name=name,
        size=len(content),
        sha256=digest,
        media_type=media_type,
        audience=audience,
        organisation=organisation,
        author_id=viewer.user_id,
        at=timezone.now(),
    )
    audit.record(viewer, "attach", "indicator", about.indicator, attachment=kept.pk)
    return kept


def path_of(sha256: str) -> Path:
    """Where an attachment's content is kept."""
    return path_by_hash(Path(settings.MEDIA_ROOT), sha256)
