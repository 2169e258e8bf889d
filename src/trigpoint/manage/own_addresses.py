"""Which addresses lead to screens of this product: what people save, share or are sent back to goes nowhere else."""

from __future__ import annotations

import unicodedata

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000


def is_own(address: str) -> bool:
    """Whether a browser that follows the address stays here.

    Browsers drop tabs and line breaks from an address and read a backslash as a slash: what looks like a path may then
    name another site.
    """
    return (
        address.startswith("/")
        and len(address) <= LONGEST
        and "\\" not in address
        and not any(unicodedata.category(letter).startswith("C") for letter in address)
        and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    )
