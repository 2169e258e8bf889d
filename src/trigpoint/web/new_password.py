"""A new password on a form, typed twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from trigpoint.access.models import User


def password_field() -> forms.CharField:
    """Where it is typed."""
    return forms.CharField(
        label="Password", widget=forms.PasswordInput({"autocomplete": "new-password"}), strip=False,
        help_text="At least 12 characters.",
    )  # fmt: skip


def again_field() -> forms.CharField:
    """Where it is typed again."""
    return forms.CharField(
        label="The password again", widget=forms.PasswordInput({"autocomplete": "new-password"}), strip=False
    )


def check_password(form: forms.Form, sent: Mapping[str, Any], person: User) -> None:
    """Says on a form with `password` and `again` where they differ, or where the password does for no such person."""
    password = sent.get("password")
    if not password:
        return
    if sent.get("again") and password != sent["again"]:
        form.add_error("again", "The two passwords are not the same.")
    try:
        validate_password(password, person)
    except ValidationError as error:
        form.add_error("password", error)
