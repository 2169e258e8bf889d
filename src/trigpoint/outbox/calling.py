"""Calling another program by HTTPS: never one within our own network, unless whoever runs the server says so.

An address is looked up once, checked, and connected to as it was checked: a name that means another machine a moment later
gains nothing. Redirections are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings

from trigpoint.mistakes import Mistake
from trigpoint.outbox.faults import NotSent
from trigpoint.outbox.models import Message

TIMEOUT = 10
"""Seconds of silence."""
LONGEST = 30
"""Seconds in all: who answers a byte at a time would hold up every message that waits behind."""
LATER = (408, 425, 429)
"""Refusals that say: not now."""
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""Newer addresses that stand for the older ones which they hold."""


class BadAddress(Mistake):
    """An address that may not be called; the message says why."""


def require_callable(url: str) -> None:
    """Raise BadAddress for an address that is none, or that may not be called as far as it says by itself."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress("That is no address. It looks like https://example.org/hook.") from error
    private = settings.CALLS_PRIVATE
    if not host or parts.scheme not in (("https", "http") if private else ("https",)) or parts.username:
        raise BadAddress("Write an address that begins with https://, without a user name in it.")
    literal = _literal(host)
    if not private and (host == "localhost" or host.endswith(".localhost") or (literal and not literal.is_global)):
        raise BadAddress("That address lies within the server's own network, which is not called from here.")


def call(message: Message) -> None:
    """Post the message's JSON to its address. Raises NotSent."""
    try:
        require_callable(message.to)
    except BadAddress as refused:
        raise NotSent(str(refused), for_good=True) from refused
    parts = urlsplit(message.to)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    headers = {"Content-Type": "application/json", "User-Agent": "Trigpoint", **message.headers}
    try:
        address = _checked(host, port)
        connection = _Direct(host, port, address, parts.scheme == "https")
        deadline = threading.Timer(LONGEST, connection.break_off)
        deadline.start()
        try:
            connection.request("POST", path, message.text.encode(), headers)
            status = connection.getresponse().status
            if connection.broken_off:
                raise TimeoutError
        finally:
            deadline.cancel()
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        said = getattr(error, "strerror", None) or type(error).__name__
        raise NotSent(f"The address cannot be reached: {said}") from error
    if not 200 <= status < 300:
        raise NotSent(f"The address answered {status}.", for_good=300 <= status < 500 and status not in LATER)


class _Direct(http.client.HTTPConnection):
    """A connection to an address that was checked, under the name that it was asked for by."""

    def __init__(self, host: str, port: int, address: str, encrypted: bool) -> None:
        # By which the name is sent without its port, where that is the usual one.
        self.default_port = http.client.HTTPS_PORT if encrypted else http.client.HTTP_PORT
        super().__init__(host, port, timeout=TIMEOUT)
        self._address, self._encrypted = address, encrypted
        self.broken_off = False

    def connect(self) -> None:
        """Connect to the address, and prove the name to be its own."""
        self.sock = socket.create_connection((self._address, self.port), TIMEOUT)
        if self._encrypted:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def break_off(self) -> None:
        """End it from another thread: whoever reads of it reads its end, which may look like the end of an answer."""
        self.broken_off = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _checked(host: str, port: int) -> str:
    """The address of a host. Raises NotSent where any of its addresses may not be called."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.CALLS_PRIVATE and any((one := _literal(text)) is None or not one.is_global for text in found):
        raise NotSent(
            "That address lies within the server's own network, which is not called from here.", for_good=True
        )
    return found[0]


def _literal(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a text is, or that it stands for; None for a name."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address in TRANSLATED:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address
