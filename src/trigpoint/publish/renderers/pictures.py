"""Pictures for documents that hold no SVG that every reader can show."""

from __future__ import annotations

import io
from functools import lru_cache

import vl_convert
from PIL import Image, UnidentifiedImageError

MOST_ACROSS = 1200


@lru_cache(maxsize=512)
def png_of_svg(svg: str, scale: float = 4) -> bytes:
    """A small drawing as a bitmap, sharp enough for paper."""
    return vl_convert.svg_to_png(svg, scale=scale)


def as_png(picture: bytes) -> bytes:
    """A picture that somebody gave, as PNG and no larger than paper needs; b'' where it is damaged or there is none."""
    if not picture:
        return b""
    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
            opened.thumbnail((MOST_ACROSS, MOST_ACROSS))
            out = io.BytesIO()
            opened.convert("RGBA").save(out, "PNG")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return b""
    return out.getvalue()
