"""My own settings: how pages look to me, screens that I named, my keys for programs, and my password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from trigpoint.access import audit
from trigpoint.access.absences import absences_of
from trigpoint.access.models import Role
from trigpoint.access.permissions import may
from trigpoint.access.tokens import make_token, tokens_of, withdraw_token
from trigpoint.access.viewers import viewer_of
from trigpoint.manage.own_addresses import is_own
from trigpoint.manage.portfolios import remove_view, require_sharing, save_view, views_of
from trigpoint.mistakes import Mistake
from trigpoint.web.frame import page
from trigpoint.web.indicator.forms import owners
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.views.absences import AwayForm
from trigpoint.web.visit import Visit, visit

YEAR = 365 * 24 * 3600
LOOKS = {"theme": ("light", "dark"), "rows": ("roomy", "compact")}
"""The cookies that hold how pages look, and what each may hold; none is as the reader's own system has it."""


class LookForm(forms.Form):
    """How pages look."""

    theme = forms.ChoiceField(
        label="Colours",
        required=False,
        widget=forms.RadioSelect,
        choices=[("", "As my system has it"), ("light", "Light"), ("dark", "Dark")],
    )
    rows = forms.ChoiceField(
        label="Rows of tables",
        required=False,
        widget=forms.RadioSelect,
        choices=[("roomy", "Roomy"), ("compact", "Compact")],
    )


class KeyForm(forms.Form):
    """A new key for a program."""

    name = forms.CharField(
        label="What it is for", max_length=100, help_text="Such as: monthly workbook of the housing team."
    )
    days = forms.TypedChoiceField(
        label="Until when it works",
        coerce=int,
        initial=365,
        choices=[(30, "For 30 days"), (365, "For a year"), (3 * 365, "For three years")],
    )
    may_load = forms.BooleanField(label="It may also take in data", required=False)


class ViewForm(forms.Form):
    """A screen to keep under a name."""

    name = forms.CharField(label="Name", max_length=150)
    path = forms.CharField(label="Address within Trigpoint", max_length=2000, help_text="It begins with /.")
    shared = forms.BooleanField(label="Others may find it in the catalogue", required=False)


@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """My settings."""
    return _show(request)


@require_POST
def save_look(request: HttpRequest) -> HttpResponse:
    """Keep how pages look to me: with me, and in the browser so that pages are drawn so from the start."""
    form = LookForm(request.POST)
    if not form.is_valid():
        return _show(request, look=form, status=400)
    request.user.settings = {**request.user.settings, **form.cleaned_data}
    request.user.save(update_fields=["settings"])
    messages.success(request, "Saved.")
    return with_look(redirect("me"), form.cleaned_data)


def with_look(response: HttpResponse, settings: dict[str, Any]) -> HttpResponse:
    """The response with cookies for how pages look to a person, from their settings."""
    for name, allowed in LOOKS.items():
        if settings.get(name) in allowed:
            response.set_cookie(name, settings[name], max_age=YEAR, samesite="Lax")
        elif name in settings:
            response.delete_cookie(name, samesite="Lax")
    return response


@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep a screen under a name: `name`, `path`, `shared`. Any screen may send one here."""
    require_sharing(viewer_of(request.user), bool(request.POST.get("shared")))
    form = ViewForm(request.POST)
    if form.is_valid():
        try:
            save_view(viewer_of(request.user), **form.cleaned_data)
        except Mistake as mistake:
            form.add_error("path", str(mistake))
    if not form.is_valid():
        return _show(request, view=form, status=400)
    messages.success(request, f"Kept as “{form.cleaned_data['name']}”.")
    return redirect("me")


@require_POST
def forget_view(request: HttpRequest) -> HttpResponse:
    """Forget a saved view."""
    if (number := number_sent(request.POST.get("view"))) is not None:
        remove_view(viewer_of(request.user), number)
        messages.success(request, "The view is removed.")
    target = request.POST.get("next", "")
    return redirect(target if is_own(target) else "me")


@require_POST
@never_cache
@sensitive_post_parameters()
def new_key(request: HttpRequest) -> HttpResponse:
    """Make a key. It stands on the page that answers, and never again."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _show(request, key=form, status=400)
    viewer = viewer_of(request.user)
    wanted = form.cleaned_data
    made = make_token(
        viewer, request.user, wanted["name"], may_load=wanted["may_load"] and may(viewer, "load"), days=wanted["days"]
    )
    return _show(request, made=made)


@require_POST
def end_key(request: HttpRequest) -> HttpResponse:
    """Take a key out of use."""
    if (number := number_sent(request.POST.get("key"))) is not None:
        withdraw_token(viewer_of(request.user), number)
        messages.success(request, "The key works no longer.")
    return redirect("me")


@require_POST
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """Change my password; other browsers in which I am signed in are signed out."""
    form = PasswordChangeForm(request.user, request.POST)
    if not form.is_valid():
        return _show(request, password=form, status=400)
    form.save()
    update_session_auth_hash(request, form.user)
    audit.record(viewer_of(request.user), "change-password", "person", request.user.get_username())
    messages.success(request, "Your password is changed.")
    return redirect("me")


def _show(request: HttpRequest, *, made: str = "", status: int = 200, **forms_: forms.Form) -> HttpResponse:
    here = visit(request)
    user = request.user
    loads = may(here.viewer, "load")
    key = forms_.get("key") or KeyForm(auto_id="key_%s")
    if not loads:
        del key.fields["may_load"]
    password = forms_.get("password")
    if password is None and user.has_usable_password():
        password = PasswordChangeForm(user, auto_id="password_%s")
    if password is not None:
        password.fields["old_password"].widget.attrs.pop("autofocus", None)
    context = page(
        here, "", "Your settings", kind=user.title, help_page="signing-in", uses=None,
        roles=_roles(here), scopes=_scopes(here),
        look=forms_.get("look") or LookForm(initial=_look(request), auto_id="look_%s"),
        view=forms_.get("view") or ViewForm(auto_id="view_%s"), views=views_of(here.viewer),
        key=key, keys=tokens_of(here.viewer), made=made, password=password,
        managed=user.managed.filter(is_active=True).order_by("name", "username"),
        person=user, absences=absences_of(user), form=AwayForm(user, owners()) if may(here.viewer, "read") else None,
    )  # fmt: skip
    return render(request, "web/me.html", context, status=status)


def _look(request: HttpRequest) -> dict[str, str]:
    return {
        "theme": request.COOKIES.get("theme", request.user.settings.get("theme", "")),
        "rows": request.COOKIES.get("rows", request.user.settings.get("rows", "")) or "roomy",
    }


def _roles(here: Visit) -> list[str]:
    tree = here.definitions.organisations
    return [
        f"{Role(role).label}, {tree.name(where) if where and tree is not None else where or 'the partnership'}"
        for where, role in sorted(here.viewer.memberships)
    ]


def _scopes(here: Visit) -> list[str]:
    found = []
    for dimension, members in here.viewer.scopes:
        tree = here.definitions.dimensions.get(dimension)
        if tree is not None:
            found.append(f"{tree.dimension.name}: {', '.join(tree.name(code) for code in sorted(members))}")
    return found
