"""What I am told, how and when not; and, for administrators, which rules only make noise and on which days nobody is mailed."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trigpoint.access.permissions import require
from trigpoint.manage.about import BadText
from trigpoint.manage.calendars import calendar_made_at
from trigpoint.manage.models import MailWhen, NewsKind
from trigpoint.manage.news.choices import (
    LONGEST_WAIT,
    choice_of,
    choose,
    holidays_of,
    may_be,
    rules_of,
    scopes_of,
    set_telling_rules,
    telling_rules,
)
from trigpoint.manage.news.noise import LOOKS_BACK, Told, noise
from trigpoint.outbox.writing import mail_is_set
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import Crumb
from trigpoint.web.components.tables import download_asked, plain_view
from trigpoint.web.frame import page
from trigpoint.web.indicator.forms import a_day
from trigpoint.web.visit import visit


def _hour(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": "Choose an hour.", "invalid": "That is no time of day."},
    )  # fmt: skip


class ChoiceForm(forms.Form):
    """How and when somebody is told."""

    mail = forms.ChoiceField(label="By e-mail", choices=MailWhen.choices, widget=forms.RadioSelect)
    quiet_from = _hour("Quiet from")
    quiet_until = _hour("Quiet until")
    away_from = a_day("Away from")
    away_until = a_day("Away until")


class RulesForm(forms.Form):
    """How the partnership tells its people."""

    holidays = forms.CharField(
        label="Days on which nobody is mailed", required=False, widget=forms.Textarea({"rows": 8}), max_length=4000,
        help_text="Bank holidays and the like, a day on each line, as 2026-12-25. Weekends are left out by themselves.",
    )  # fmt: skip
    escalate_after = forms.IntegerField(
        label="Tell others after so many days", min_value=0, max_value=LONGEST_WAIT,
        help_text="When whoever answers for a figure does nothing, the analysts and administrators of their organisation "
        "are told. 0: never.",
    )  # fmt: skip

    def clean_holidays(self) -> list[date]:
        found = []
        for line in self.cleaned_data["holidays"].split():
            try:
                found.append(date.fromisoformat(line))
            except ValueError as error:
                raise forms.ValidationError(f"“{line[:40]}” is not a day. Write it as 2026-12-25.") from error
        return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """The rules as a grid: a line for each kind of news, a column for what it is wanted of."""
    return show_choices(request)


def show_choices(request: HttpRequest, made: str = "") -> HttpResponse:
    """The same page. made: the address of a calendar that was just made, shown this once; then nothing else was sent."""
    here = visit(request)
    require(here.viewer, "read")
    choice = choice_of(here.viewer)
    scopes = scopes_of(here.viewer, here.definitions, here.today)
    rules = rules_of(choice)
    form = ChoiceForm(
        initial={
            name: getattr(choice, name) for name in ("mail", "quiet_from", "quiet_until", "away_from", "away_until")
        }
    )
    if request.method == "POST" and not made:
        form = ChoiceForm(request.POST)
        rules = frozenset(
            (kind, scope) for kind, _, scope in (text.partition(":") for text in request.POST.getlist("rule"))
        )
        if form.is_valid():
            try:
                choose(here.viewer, here.definitions, here.today, rules=rules, **form.cleaned_data)
            except BadText as mistake:
                form.add_error(None, str(mistake))
            else:
                messages.success(request, "Kept. It holds from the next news on.")
                return redirect("news-choices")
    return render(
        request,
        "web/news_choices.html",
        page(
            here, "home", "What I am told", help_page="news", uses=None, form=form, scopes=scopes,
            headline="Told once, when something turns: not while it stays.",
            grid=[
                (kind.label, [(scope, name, f"{kind.value}:{scope}", (kind.value, scope) in rules, may_be(kind, scope)) for scope, name in scopes])
                for kind in NewsKind
            ],
            mails=mail_is_set(), address=request.user.email, calendar_made_at=calendar_made_at(here.viewer), address_made=made,
            crumbs=[Crumb("Home", reverse("home")), Crumb("News", reverse("news")), Crumb("What I am told")],
        ),
        status=400 if form.errors else 200,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Of each kind of news, how much was told and acted on; and the days and the patience of the partnership."""
    here = visit(request)
    told = noise(here.viewer)
    kept = telling_rules()
    form = RulesForm(
        initial={"holidays": "\n".join(map(str, sorted(holidays_of(kept)))), "escalate_after": kept.escalate_after}
    )
    if request.method == "POST":
        form = RulesForm(request.POST)
        if form.is_valid():
            try:
                set_telling_rules(here.viewer, **form.cleaned_data)
            except BadText as mistake:
                form.add_error("holidays", str(mistake))
            else:
                messages.success(request, "Kept.")
                return redirect("news-rules")
    table = _table(told)
    if file := download_asked(request, {"news": table}):
        return file
    return render(
        request,
        "web/news_rules.html",
        page(
            here, "home", "What makes noise", help_page="news", uses=None, form=form,
            headline=_headline(told), table=plain_view(table, id="noise", compact=False),
            crumbs=[Crumb("Home", reverse("home")), Crumb("News", reverse("news")), Crumb("What makes noise")],
        ),
        status=400 if form.errors else 200,
    )  # fmt: skip


def _headline(told: list[Told]) -> str:
    made = sum(one.made for one in told)
    if not made:
        return f"Nothing was told in the last {LOOKS_BACK.days} days."
    acted = sum(one.acknowledged + one.passed_on for one in told)
    loud = [one.kind.label.lower() for one in told if one.is_noise]
    said = f"Of {made:,} pieces of news in the last {LOOKS_BACK.days} days, {acted:,} were acted on"
    return f"{said}; little more than noise: {', '.join(f'“{word}”' for word in loud)}." if loud else f"{said}."


def _table(told: list[Told]) -> Table:
    columns = (
        Column("kind", "News", wide=True), Column("made", "Told", "number"), Column("acknowledged", "Acknowledged", "number"),
        Column("passed", "Passed on", "number"), Column("snoozed", "Put off", "number"),
        Column("ignored", "Untouched for a fortnight", "number"), Column("share", "Acted on"),
    )  # fmt: skip
    rows = [
        {
            "kind": one.kind.label, "made": one.made, "acknowledged": one.acknowledged, "passed": one.passed_on,
            "snoozed": one.snoozed, "ignored": one.ignored,
            "share": "Too few to say" if one.share is None else f"{one.share:.0%}{', noise' if one.is_noise else ''}",
        }
        for one in told
    ]  # fmt: skip
    notes = ("Counts of the whole partnership: who read and did what is theirs alone.",)
    return Table("What became of the news", columns, rows, notes=notes, name="news")
