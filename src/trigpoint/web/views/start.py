"""The first page of a new installation: name the partnership and its partners, and be its first administrator.

Its address holds a word that `trigpoint serve` says where it was started, so that only who installed it begins it.
"""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from trigpoint.access.models import User
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.logo import BadLogo, joined, keep_logo, require_logo
from trigpoint.catalogue.starters import STARTERS
from trigpoint.catalogue.starting import (
    STATUSES,
    Administrator,
    AlreadyStarted,
    BadStart,
    NewPartnership,
    is_started,
    problems_of,
    start,
)
from trigpoint.web.new_password import again_field, check_password, password_field

KEPT_AS = "start"
"""The secret of the installation that stands in the address."""

MONTHS = (
    ("04-01", "1 April"), ("01-01", "1 January"), ("07-01", "1 July"), ("08-01", "1 August"), ("09-01", "1 September"),
    ("10-01", "1 October"),
)  # fmt: skip
LABELS = {"exceeding": "Better than target", "on_target": "On target", "within_tolerance": "Within tolerance", "off_target": "Off target"}  # fmt: skip


class StartForm(forms.Form):
    """What the page asks. What a partnership may be is checked as `start` checks it, in one pass with the rest."""

    name = forms.CharField(label="What is the partnership called?", max_length=200)
    partners = forms.CharField(
        label="Who are the partners?",
        help_text="One on each line, as people call them.",
        widget=forms.Textarea({"rows": 5}),
    )
    starter = forms.ChoiceField(
        label="What do you start from?", widget=forms.RadioSelect, initial="balanced-scorecard",
        choices=[(one.code, f"{one.name}. {one.says}") for one in STARTERS.values()],
    )  # fmt: skip
    year_starts = forms.ChoiceField(label="When does the financial year start?", choices=MONTHS)
    exceeding = forms.CharField(label=LABELS["exceeding"], max_length=40, initial="Exceeding")
    on_target = forms.CharField(label=LABELS["on_target"], max_length=40, initial="Green")
    within_tolerance = forms.CharField(label=LABELS["within_tolerance"], max_length=40, initial="Amber")
    off_target = forms.CharField(label=LABELS["off_target"], max_length=40, initial="Red")
    tolerance = forms.DecimalField(
        label="How far short of a target is still within tolerance?", initial=5, min_value=0, max_value=100,
        help_text="As a percentage of the target. Each indicator can have another rule later.",
    )  # fmt: skip
    colour = forms.CharField(
        label="Your colour", required=False, max_length=7,
        help_text="For buttons and links, as #1d70b8: dark enough to be read on white. Empty: Trigpoint’s own.",
    )  # fmt: skip
    logo = forms.FileField(
        label="Your logo", required=False, help_text="A PNG or JPEG of at most 1 MB. It can also be set later."
    )
    administrator_name = forms.CharField(label="Your name", max_length=200)
    username = forms.CharField(
        label="User name",
        max_length=150,
        help_text="To sign in with: letters, digits, dots and dashes. It stays.",
        validators=[
            UnicodeUsernameValidator(message="A user name holds only letters, digits and @ . + - _, and no spaces.")
        ],
    )
    email = forms.EmailField(label="E-mail address", required=False, max_length=254)
    password = password_field()
    again = again_field()

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        person = User(
            username=sent.get("username", ""), name=sent.get("administrator_name", ""), email=sent.get("email", "")
        )
        check_password(self, sent, person)
        if sent.get("logo"):
            try:
                sent["picture"] = joined(sent["logo"].chunks())
                require_logo(sent["picture"])
            except BadLogo as bad:
                self.add_error("logo", str(bad))
        if not {"name", "partners", "year_starts", "starter", "tolerance", *STATUSES} - sent.keys():
            self.refuse(problems_of(self.partnership()))
        return sent

    def partnership(self) -> NewPartnership:
        """What is said of the partnership."""
        sent = self.cleaned_data
        partners = tuple(line.strip() for line in sent["partners"].splitlines() if line.strip())
        words = tuple(sent[status] for status in STATUSES)
        return NewPartnership(
            sent["name"],
            partners,
            sent["year_starts"],
            words,
            sent["tolerance"],
            sent["starter"],
            sent.get("colour", ""),
        )

    def refuse(self, problems: dict[str, str]) -> None:
        """Put what is wrong beside the fields that it is about."""
        for name, said in problems.items():
            field = "off_target" if name == "words" else name
            self.add_error(field if field in self.fields else None, said)


@login_not_required
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, word: str) -> HttpResponse:
    """Ask, make the partnership, and go in as its administrator. Does not exist once there is one."""
    if is_started() or not secrets.compare_digest(word.encode(), settings.INSTALLATION.secret(KEPT_AS).encode()):
        raise Http404("There is nothing to begin here. If there is a partnership already, sign in.")
    form = StartForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            user = start(
                form.partnership(),
                Administrator(sent["username"], sent["administrator_name"], sent["email"], sent["password"]),
            )
        except BadStart as refused:
            form.refuse(refused.problems)
        except AlreadyStarted as late:
            raise Http404(str(late)) from late
        else:
            if "picture" in sent:
                keep_logo(OPERATOR, sent["picture"])
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            messages.success(request, f"{sent['name']} begins. Add its people, then its indicators and data.")
            return redirect("home")
    return render(request, "web/start.html", {"form": form}, status=400 if form.errors else 200)
