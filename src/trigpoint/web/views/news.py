"""What waits for me: each piece of news with its reason first, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trigpoint.access.permissions import may, require
from trigpoint.judge.numbers import number_in_words
from trigpoint.manage.about import BadText
from trigpoint.manage.models import News
from trigpoint.manage.news.handling import acknowledge, news_of, pass_on, snooze, waiting
from trigpoint.web.components.page import Crumb, Empty, Problem, Tab
from trigpoint.web.frame import page
from trigpoint.web.indicator.forms import a_day, owners
from trigpoint.web.news_links import figure_href, piece_href
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.visit import Visit, visit

SHOWN = (("waiting", "Waiting"), ("later", "Put off"), ("over", "Done with"))
A_PAGE = 30
NONE = {
    "waiting": Empty(
        "Nothing waits for you", "You are told when something turns, not while it stays.", achievement=True
    ),
    "later": Empty("Nothing is put off", "What you put off until a day stands here until then."),
    "over": Empty("Nothing here yet", "What you acknowledged or passed on stays here."),
}


class LaterForm(forms.Form):
    """Until when a piece is put off."""

    until = a_day("Until", "Choose the day until which it is put off.")


@dataclass(frozen=True)
class Line:
    """A piece of news as the page shows it. href: what it is about; figure: where its figure comes from, '' for none."""

    piece: News
    href: str
    figure: str
    state: str


@require_http_methods(["GET", "HEAD", "POST"])
def news(request: HttpRequest) -> HttpResponse:
    """The list, by `show`; by POST, something is done about a piece: `acknowledge`, `later` or `pass` holds its number."""
    here = visit(request)
    require(here.viewer, "read")
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            if said := _done(here, request):
                messages.success(request, said)
            return redirect("news")
        except BadText as mistake:
            problems.append(Problem(str(mistake)))
    show = request.GET.get("show", "waiting")
    show = show if show in NONE else "waiting"
    pieces, now = news_of(here.viewer), waiting(here.viewer, here.today)
    chosen = {
        "waiting": now,
        "later": pieces.filter(handled="", snoozed_until__gt=here.today).order_by("snoozed_until", "-at"),
        "over": pieces.exclude(handled=""),
    }[show]
    shown = Paginator(chosen, A_PAGE).get_page(request.GET.get("page"))
    number = now.count()
    return render(
        request,
        "web/news.html",
        page(
            here, "home", "News", headline=_headline(number), help_page="news", uses=None, problems=problems,
            tabs=[Tab(label, f"{reverse('news')}?show={code}", code == show) for code, label in SHOWN],
            lines=[_line(here, one) for one in shown], shown=shown, show=show, empty=NONE[show],
            people=[one for one in owners() if one[0] != request.user.get_username()] if show != "over" else [],
            crumbs=[Crumb("Home", reverse("home")), Crumb("News")], administers=may(here.viewer, "manage-people"),
        ),
        status=400 if problems else 200,
    )  # fmt: skip


def _done(here: Visit, request: HttpRequest) -> str:
    """Do what was asked; what to say of it. Raises BadText."""
    sent = request.POST
    if (number := number_sent(sent.get("acknowledge"))) is not None:
        return "Acknowledged." if acknowledge(here.viewer, number) else ""
    if (number := number_sent(sent.get("later"))) is not None:
        form = LaterForm(sent)
        if not form.is_valid():
            raise BadText(form.errors["until"][0])
        until: date = form.cleaned_data["until"]
        snooze(here.viewer, number, until)
        return f"Put off until {until:%-d %B %Y}."
    if (number := number_sent(sent.get("pass"))) is not None:
        return f"Passed on to {pass_on(here.viewer, number, sent.get('to', ''))}."
    return ""


def _headline(number: int) -> str:
    if not number:
        return "Nothing waits for you."
    return f"{number_in_words(number, start=True)} {'thing waits' if number == 1 else 'things wait'} for you."


def _line(here: Visit, piece: News) -> Line:
    return Line(piece, piece_href(piece), figure_href(here.definitions, piece), _state(piece))


def _state(piece: News) -> str:
    parts = [f"{timezone.localtime(piece.at):%-d %B %Y}"]
    if piece.passed_by is not None:
        parts.append(f"passed on by {piece.passed_by}")
    if piece.handled and piece.handled_at is not None:
        parts.append(f"{piece.get_handled_display().lower()} on {timezone.localtime(piece.handled_at):%-d %B %Y}")
    elif piece.snoozed_until is not None:
        parts.append(f"put off until {piece.snoozed_until:%-d %B %Y}")
    return " · ".join(parts)
