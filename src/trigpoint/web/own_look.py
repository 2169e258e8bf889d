"""How a partnership makes the pages its own: its colours as a stylesheet, and its logo, by addresses that change with them."""

from __future__ import annotations

import hashlib

from django.urls import reverse

from trigpoint.catalogue.logo import logo
from trigpoint.definitions.partnership import Partnership


def stylesheet_of(partnership: Partnership | None) -> str:
    """The colours that a partnership sets, for light and dark; '' where it sets none. Pure."""
    if partnership is None:
        return ""
    lines = []
    if colour := partnership.colour:
        lines += [
            f"--accent: light-dark({colour}, color-mix(in srgb, {colour} 35%, white));",
            f"--accent-strong: light-dark(color-mix(in srgb, {colour} 75%, black), color-mix(in srgb, {colour} 20%, white));",
            f"--accent-wash: light-dark(color-mix(in srgb, {colour} 10%, white), color-mix(in srgb, {colour} 30%, #17141b));",
            f"--bar: light-dark(color-mix(in srgb, {colour} 45%, #14101a), color-mix(in srgb, {colour} 20%, #0b090e));",
        ]
    for status in type(partnership.status_words).model_fields:
        if colour := getattr(partnership.status_words, status).colour:
            lines.append(f"--status-{status}: light-dark({colour}, color-mix(in srgb, {colour} 45%, white));")
    return ":root { " + " ".join(lines) + " }" if lines else ""


def colours_href(partnership: Partnership | None) -> str:
    """The address of the partnership's colours; '' where it sets none."""
    css = stylesheet_of(partnership)
    return f"{reverse('partnership-colours')}?v={hashlib.sha256(css.encode()).hexdigest()[:12]}" if css else ""


def logo_href() -> str:
    """The address of the logo; '' where there is none."""
    kept = logo()
    return f"{reverse('partnership-logo')}?v={kept.mark}" if kept else ""
