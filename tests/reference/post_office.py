"""A real server of mail in the test's own process, which can be stopped, started and told to refuse."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from trigpoint.mail_server import MailServer, read_mail_server


class PostOffice:
    """letters: what it took in, oldest first. refuses: what it answers to an address, by address.

    breaks_off_after: with how many letters taken in it breaks off, in the middle of whoever sends more.
    """

    site = "https://vale.example"

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.letters: list[EmailMessage] = []
        self.refuses: dict[str, str] = {}
        self.breaks_off_after: int | None = None
        self._controller: Controller | None = None

    @property
    def server(self) -> MailServer:
        """What the settings hold of it."""
        found = read_mail_server(
            f"smtp://127.0.0.1:{self.port}/?tls=none", "Trigpoint <trigpoint@vale.example>", self.site
        )
        assert found is not None
        return found

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.breaks_off_after is not None and len(self.letters) >= self.breaks_off_after:
            server.transport.abort()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 Taken"
