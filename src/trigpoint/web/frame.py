"""What every page's frame shows, beside the page itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template context of the top bar and footer; the page's own context says the rest."""
    return {"demo": settings.DEMO}
