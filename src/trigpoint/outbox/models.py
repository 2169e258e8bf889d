"""What waits to be sent, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Message(models.Model):
    """An e-mail. Its text is forgotten once it is sent: it may hold figures, or a link that lets somebody in."""

    to = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
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
