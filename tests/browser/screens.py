"""A running product with the Vale in it, and browsers in which its people are signed in."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.test import Client
from playwright.sync_api import Browser, BrowserContext
from reference.addresses import filled

from trigpoint.access.models import User

ROOM = {"width": 1280, "height": 900}


@dataclass
class Site:
    """A running product that a whole module looks at. numbers: what stands in braces in its addresses.

    seen: the markup that was looked at already, so that nobody looks at the same again.
    """

    url: str
    numbers: dict[str, str]
    seen: set[object] = field(default_factory=set)

    def address(self, written: str, username: str = "") -> str:
        """An address as that person has it: files that wait for a decision are each one's own."""
        return filled(written, self.numbers, username)

    def context_of(self, browser: Browser, username: str, **look: object) -> BrowserContext:
        """A browser in which that person is signed in; nobody for ''."""
        context = browser.new_context(base_url=self.url, viewport=ROOM, **look)  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        if username:
            client = Client()
            client.force_login(User.objects.get(username=username))
            context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.url}])
        return context
