"""What waits to be sent, and what became of it."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from django.db import models


class Message(models.Model):
    """An e-mail, or a call of another program. Its text is forgotten once it is sent: it may hold figures, or a link that lets somebody in."""

    class Way(models.TextChoices):
        MAIL = "mail", "E-mail"
        CALL = "call", "Post to a program"

    way = models.CharField(max_length=10, choices=Way, default=Way.MAIL)
    to = models.CharField(max_length=500, help_text="An e-mail address, or the address that is called.")
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(help_text="Of a call, its JSON.")
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, help_text="Of a call, its signature.")
    why = models.CharField(max_length=40, help_text="What it is about, in a word or two, for administrators.")
    message_id = models.CharField(
        max_length=200, help_text="The same at every try, so that a copy is known as one by whoever receives two."
    )
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Not tried before.")
    tries = models.IntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, help_text="Until when the process that sends it may take.")
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why the last try failed.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sent_at", "given_up_at", "due_at"])]

    @property
    def receiver(self) -> str:
        """To whom, for administrators: of a call the host alone, for the rest of such an address is often a secret."""
        return self.to if self.way == self.Way.MAIL else urlsplit(self.to).hostname or ""
