"""What a person reads on a page."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse


def words(response: HttpResponse) -> str:
    """The text of a page without its markup, in one line."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))
