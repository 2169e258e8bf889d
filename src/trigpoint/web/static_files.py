"""Static files as they stand now: a running server goes on when they are built anew beneath it."""

from __future__ import annotations

import os
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise reads the list of files when it starts, and answers from that list for ever after. A file that is gone,
    another or new since then is looked for again; one that is nowhere is answered as any page that is not there."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        url = request.path_info
        if url.startswith(self.static_prefix):
            known = self.files.get(url)
            if known is None or not _is_as_it_was(known):
                self.files.pop(url, None)
                known = self.find_file(url)
                if known is not None:
                    self.files[url] = known
            if known is not None:
                try:
                    return self.serve(known, request)
                except FileNotFoundError:  # It went this very moment.
                    self.files.pop(url, None)
        return self.get_response(request)


def _is_as_it_was(known: Any) -> bool:
    """Whether each form of the file (plain, compressed) still has the size that will be said of it."""
    try:
        return all(
            os.stat(path).st_size == int(dict(headers)["Content-Length"])
            for _, path, headers in getattr(known, "alternatives", ())
        )
    except FileNotFoundError:
        return False
