"""What is mailed and posted, for administrators: what could not be sent and why, what waits, and a mail to try it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trigpoint.access.mail import mail_of, test_mail, try_again
from trigpoint.outbox.models import Message
from trigpoint.outbox.writing import mail_is_set
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.frame import page
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.visit import visit


class TestMailForm(forms.Form):
    """Where a mail goes that tries whether mail arrives."""

    address = forms.EmailField(label="E-mail address", max_length=254)


@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """The outbox; by POST, a mail is tried again (`again`), or one is written to try it (`address`)."""
    here = visit(request)
    form = TestMailForm(initial={"address": request.user.email})
    known = mail_of(here.viewer)
    if request.method == "POST" and (number := number_sent(request.POST.get("again"))) is not None:
        if try_again(here.viewer, number):
            messages.success(request, "It is tried again within a minute.")
        return redirect("mail")
    if request.method == "POST":
        form = TestMailForm(request.POST)
        if form.is_valid():
            test_mail(here.viewer, form.cleaned_data["address"])
            messages.success(request, "The mail is written, and sent within a minute. What came of it stands below.")
            return redirect("mail")
    table = Table(
        "Mail",
        (Column("to", "To"), Column("what", "About"), Column("written", "Written"), Column("state", "State", wide=True)),
        [{"to": one.receiver, "what": one.why, "written": _when(one.made_at), "state": _state(one)} for one in known],
        notes=("The newest 200. Of what was sent nothing is kept but this.",), name="mail",
    )  # fmt: skip
    if file := download_asked(request, {"mail": table}):
        return file
    given_up = [one for one in known if one.given_up_at is not None]
    waiting = sum(one.sent_at is None for one in known) - len(given_up)
    return render(
        request,
        "web/mail.html",
        page(
            here, "", "What is sent", help_page="mail", uses=None, form=form, is_set=mail_is_set(), given_up=given_up,
            headline=_headline(len(given_up), waiting), table=table_view(request, table, id="mail", show_caption=False) if known else None,
        ),
        status=400 if form.errors else 200,
    )  # fmt: skip


def _headline(given_up: int, waiting: int) -> str:
    if not mail_is_set():
        return "No e-mail is sent from here."
    lost = f"{given_up:,} could not be sent" if given_up else "Nothing was given up"
    return f"{lost}; {waiting:,} {'waits' if waiting == 1 else 'wait'}."


def _state(one: Message) -> str:
    if one.sent_at is not None:
        return f"Sent, {_when(one.sent_at)}"
    tried = f"{one.tries} {'try' if one.tries == 1 else 'tries'}"
    if one.given_up_at is not None:
        return f"Given up after {tried}. {one.reason}"
    return f"Waits; {tried} so far, the next at {_when(one.due_at)}. {one.reason}" if one.tries else "Waits"


def _when(at) -> str:
    return f"{timezone.localtime(at):%-d %B %Y, %H:%M}"
