"""The one character that no database keeps in a text (PostgreSQL refuses it, others cut the text there), refused at the gate."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from trigpoint.mistakes import Mistake

NULL = "\x00"


class NullCharacter(Mistake):
    """A text that was sent holds a null character."""

    def __init__(self) -> None:
        super().__init__("The address, or what was sent, holds a null character, which no text may hold. Take it out.")


def refuse_in_address(request: HttpRequest) -> None:
    """Raises NullCharacter where the path or a parameter holds one."""
    if NULL in request.path or _holds(request.GET):
        raise NullCharacter


def refuse_in_form(request: HttpRequest) -> None:
    """Raises NullCharacter where a form's field or the name of a file holds one; what files hold is their readers' to judge."""
    names = (file.name or "" for _, files in request.FILES.lists() for file in files)
    if _holds(request.POST) or any(NULL in name for name in names):
        raise NullCharacter


def _holds(sent: QueryDict) -> bool:
    return any(NULL in text for name, texts in sent.lists() for text in (name, *texts))
