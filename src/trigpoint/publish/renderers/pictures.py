"""Pictures for documents that hold no SVG that every reader can show."""

from __future__ import annotations

from functools import lru_cache

import vl_convert


@lru_cache(maxsize=512)
def png_of_svg(svg: str, scale: float = 4) -> bytes:
    """A small drawing as a bitmap, sharp enough for paper."""
    return vl_convert.svg_to_png(svg, scale=scale)
