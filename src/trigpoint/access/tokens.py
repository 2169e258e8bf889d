"""Keys to the API: shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import Token, User
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer

PREFIX = "trig_"


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def make_token(viewer: Viewer, user: User, name: str, *, may_load: bool = False, days: int = 365) -> str:
    """A new key that acts as `user`; returned once, never again. Only for oneself, or by an administrator."""
    if viewer.user_id != user.pk:
        require(viewer, "manage-people")
    key = PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(
        user=user, name=name, hash=_hash(key), may_load=may_load, expires_at=timezone.now() + timedelta(days=days)
    )
    audit.record(viewer, "make-token", "person", user.username, name=name, may_load=may_load, days=days)
    return key


def tokens_of(viewer: Viewer) -> list[Token]:
    """The viewer's own keys, newest first."""
    return list(Token.objects.filter(user_id=viewer.user_id).order_by("-created_at"))


def withdraw_token(viewer: Viewer, pk: int) -> None:
    """Take one of the viewer's own keys out of use for good; one that is not theirs is left alone."""
    token = Token.objects.select_related("user").filter(pk=pk, user_id=viewer.user_id).first()
    if token is not None:
        token.delete()
        audit.record(viewer, "withdraw-token", "person", token.user.username, name=token.name)


def token_for(key: str) -> Token | None:
    """The valid token of a key, or None. Notes the use, at most once a minute."""
    now = timezone.now()
    token = Token.objects.select_related("user").filter(hash=_hash(key), user__is_active=True).first()
    if token is None or (token.expires_at is not None and token.expires_at <= now):
        return None
    if token.used_at is None or now - token.used_at > timedelta(minutes=1):
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return token
