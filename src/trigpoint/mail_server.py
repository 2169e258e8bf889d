"""The server that sends e-mail, as the environment names it. Read with the settings, so nothing of Django is imported here.

What is wrong with it is said without its address: that holds a password.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from trigpoint.mistakes import Mistake

TIMEOUT = 20
"""Seconds after which a server that does not answer counts as down."""


class BadMailServer(Mistake):
    """The settings of e-mail cannot be used; the message says which and why."""


@dataclass(frozen=True)
class MailServer:
    """options: of Django's SMTP backend. sender: the address that mail comes from."""

    options: dict[str, Any]
    sender: str


def read_site(url: str) -> str:
    """The address of the product, to which links lead from outside of it, without a slash at its end; '' where none is set.

    Raises BadMailServer.
    """
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        raise BadMailServer(
            "TRIGPOINT_URL is no address. Set it to that of the product, to which links lead: https://trigpoint.example.org."
        )
    return url.rstrip("/")


def read_mail_server(url: str, sender: str, site: str) -> MailServer | None:
    """The server, or None where no mail is sent. site: as `read_site` read it. All three are needed together.

    Raises BadMailServer.
    """
    if not url:
        return None
    if "@" not in parseaddr(sender)[1]:
        raise BadMailServer(
            "Set TRIGPOINT_MAIL_FROM to the address that mail comes from: Trigpoint <trigpoint@example.org>."
        )
    if not site:
        raise BadMailServer(
            "Set TRIGPOINT_URL to the address of the product, to which links lead: https://trigpoint.example.org."
        )
    return MailServer(_options(url), sender)


def _options(url: str) -> dict[str, Any]:
    """What Django's SMTP backend is told. Encrypted unless `tls=none` says otherwise."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    asked = parse_qs(parts.query) if host else {}
    tls = asked.get("tls", ["starttls"])[-1]
    if not host or parts.scheme not in ("smtp", "smtps") or set(asked) - {"tls"} or tls not in ("starttls", "none"):
        raise BadMailServer(
            "TRIGPOINT_MAIL_URL is no server of mail. Write smtp://user:password@host:587, smtps://host:465, or "
            "smtp://host:25/?tls=none for one that does not encrypt."
        )
    encrypted = parts.scheme == "smtps"
    return {
        "host": host, "port": port or (465 if encrypted else 587), "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""), "use_ssl": encrypted, "use_tls": not encrypted and tls == "starttls",
        "timeout": TIMEOUT,
    }  # fmt: skip
