"""Who calls: a key, or the person who is signed in."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from trigpoint.access.models import Token, User
from trigpoint.access.permissions import NotAllowed, require
from trigpoint.access.tokens import token_for
from trigpoint.access.viewers import Viewer, viewer_of


class Key(HttpBearer):
    """A key in the Authorization header. One that is not valid is refused, whoever is signed in."""

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        found = token_for(token.strip())
        if found is None:
            raise AuthenticationError
        return found


class SignedIn(APIKeyCookie):
    """The session of the pages; calls that change something need its CSRF token too."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        user = request.user
        return None if isinstance(user, AnonymousUser) or not user.is_active else user


def viewer_of_call(request: HttpRequest) -> Viewer:
    """The viewer as whom the call acts; one who may read. Raises NotAllowed."""
    caller = request.auth  # type: ignore[attr-defined]
    viewer = viewer_of(caller.user if isinstance(caller, Token) else caller)
    require(viewer, "read")
    return viewer


def require_key_may_load(request: HttpRequest) -> None:
    """Raise NotAllowed for a key that was not made for taking data in, whatever its person may do."""
    caller = request.auth  # type: ignore[attr-defined]
    if isinstance(caller, Token) and not caller.may_load:
        raise NotAllowed(
            "This key may only read. Make one that may take data in: trigpoint people token USERNAME --may-load."
        )
