"""Choosing a password by a link that came by mail: for who was invited, and for who forgot theirs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from trigpoint.access.invitations import BadLink, choose_password, forgotten, who_may_choose
from trigpoint.access.models import User
from trigpoint.outbox.writing import mail_is_set
from trigpoint.web.new_password import again_field, check_password, password_field


class ForgottenForm(forms.Form):
    """Whose password it is."""

    named = forms.CharField(label="Your user name or e-mail address", max_length=254)


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    password = password_field()
    again = again_field()

    def __init__(self, user: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        check_password(self, sent, self.user)
        return sent


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link. What is answered is the same whether or not there is such a person."""
    form = ForgottenForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    if asked:
        forgotten(form.cleaned_data["named"], request)
    return render(
        request, "web/forgotten_password.html", {"form": form, "asked": asked, "mails": mail_is_set()},
        status=400 if form.errors else 200,
    )  # fmt: skip


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, word: str) -> HttpResponse:
    """The page to which the link leads."""
    try:
        user = who_may_choose(word)
        form = PasswordForm(user, request.POST or None)
        if request.method == "POST" and form.is_valid():
            choose_password(word, form.cleaned_data["password"])
            messages.success(request, f"Your password is kept. Sign in as {user.username}.")
            return redirect("sign-in")
    except BadLink as over:
        return render(request, "web/choose_password.html", {"over": str(over), "mails": mail_is_set()}, status=404)
    return render(
        request, "web/choose_password.html", {"form": form, "person": user}, status=400 if form.errors else 200
    )
