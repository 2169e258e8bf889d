"""The emblem of the sample partnership: a drawing of our own, so that its pages and packs show what a logo does there."""

from __future__ import annotations

from trigpoint.publish.renderers.pictures import png_of_svg

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="220" height="72" viewBox="0 0 220 72">'
    '<path d="M8 60 36 12 64 60Z" fill="none" stroke="#5f3577" stroke-width="6" stroke-linejoin="round"/>'
    '<path d="M20 60q8-12 16 0t16 0" fill="none" stroke="#2a7a78" stroke-width="5" stroke-linecap="round"/>'
    '<circle cx="36" cy="34" r="5" fill="#5f3577"/>'
    '<text x="78" y="36" font-family="Liberation Sans, Arial" font-size="26" font-weight="700" fill="#231d29">Fenmoor</text>'
    '<text x="78" y="60" font-family="Liberation Sans, Arial" font-size="20" fill="#2a7a78">Together</text></svg>'
)


def emblem() -> bytes:
    """The emblem as a PNG."""
    return png_of_svg(DRAWING)
