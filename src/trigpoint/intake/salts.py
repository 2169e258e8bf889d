"""The keys of pseudonyms: one a data set, made when first needed. To erase a key makes its pseudonyms meaningless."""

from __future__ import annotations

import secrets

from trigpoint.intake.models import Salt


def salt_of(data_set: str) -> bytes:
    """The key of a data set's pseudonyms."""
    salt, _ = Salt.objects.get_or_create(data_set=data_set, defaults={"key": secrets.token_hex(32)})
    return bytes.fromhex(salt.key)
