"""Commentary: the page on which one is written and approved, and what is asked for, drafted and approved in a period."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from trigpoint.access.permissions import require
from trigpoint.ask.readings import wanted_of
from trigpoint.judge.numbers import number_in_words
from trigpoint.manage.about import BadText, require_now, require_within
from trigpoint.manage.commentary import (
    BadPart,
    ChangedMeanwhile,
    approve_commentary,
    require_decider,
    send_back_commentary,
    write_commentary,
)
from trigpoint.manage.following import own_frameworks
from trigpoint.web.about_readings import periods_to, uses
from trigpoint.web.commentary.forms import FIRST, CommentaryForm, SendBackForm
from trigpoint.web.commentary.page import CommentaryPage
from trigpoint.web.commentary.table import NONE, SHOWN, Line, commentary_table, lines
from trigpoint.web.components.page import Crumb, Tab
from trigpoint.web.components.tables import download_asked, table_view
from trigpoint.web.file_names import named
from trigpoint.web.frame import page
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.views.indicator import known_indicator
from trigpoint.web.visit import Visit, visit


@require_GET
def commentaries(request: HttpRequest) -> HttpResponse:
    """The commentary of a period over the viewer's scorecards, by `show`: asked for, drafts, waiting, approved, or mine."""
    here = visit(request)
    require(here.viewer, "read")
    show = request.GET.get("show", "asked")
    show = show if show in dict(SHOWN) else "asked"
    found = lines(here)
    chosen = [one for one in found if show in one.shows]
    table = commentary_table(here, chosen, dict(SHOWN)[show])
    if file := download_asked(request, named(here, {"table": table}, ())):
        return file
    return render(
        request,
        "web/commentary_list.html",
        page(
            here, "home", "Commentary", headline=_headline(found), help_page="commentary", uses=_uses(here),
            periods=periods_to(here.definitions.calendars, here.today),
            tabs=[
                Tab(label, here.here(show=code), code == show, sum(code in one.shows for one in found))
                for code, label in SHOWN
            ],
            table=table_view(request, table, id="commentary", show_caption=False) if table.rows else None, empty=NONE[show],
            crumbs=[Crumb("Home", here.context.url(reverse("home"))), Crumb("Commentary")],
        ),
    )  # fmt: skip


def _uses(here: Visit) -> tuple[str, ...]:
    codes = {
        one.indicator for one in wanted_of(here.definitions, own_frameworks(here.viewer, here.definitions, here.today))
    }
    return tuple(one for one in uses(here.definitions, codes) if one != "compare")


def _headline(found: Sequence[Line]) -> str:
    owed, waiting = (sum(code in one.shows for one in found) for code in ("asked", "waiting"))
    if not owed and not waiting:
        return "No commentary is owed, and none waits for approval."
    first = f"{number_in_words(owed, start=True)} {'is' if owed == 1 else 'are'}" if owed else "None is"
    then = f"{number_in_words(waiting)} {'waits' if waiting == 1 else 'wait'}" if waiting else "none waits"
    return f"{first} asked for and not written; {then} for approval."


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, code: str) -> HttpResponse:
    """One commentary: the figure, the text with its versions, and the forms for who may write or approve it."""
    here = visit(request)
    known_indicator(here.definitions, code)
    here = here.about([code])
    require(here.viewer, "read")
    one = CommentaryPage(here, code)
    if request.method != "POST":
        return render(request, "web/commentary.html", one.context(one.form(), SendBackForm()))
    require_now(here.known_at)
    what = request.POST.get("do", "")
    if what in ("approve", "send-back"):
        return _decide(one, what)
    require(here.viewer, "comment")
    require_within(here.viewer, one.about)
    form = CommentaryForm(one.headings, request.POST.copy(), asked=one.asked)
    if sentence := request.POST.get("insert", ""):
        box = FIRST + one.headings[0]
        form.data[box] = "\n".join(part for part in (form.data.get(box, ""), sentence[:1000]) if part.strip())
        return render(request, "web/commentary.html", one.context(form, SendBackForm()))
    if form.is_valid() and _saved(one, form, propose=what == "propose"):
        messages.success(request, "It waits for approval." if what == "propose" else "The draft is kept.")
        return redirect(one.href)
    one = CommentaryPage(here, code)  # with what somebody else wrote meanwhile
    form.data["after"], form.data["period"] = str(one.after), one.period.code
    return render(request, "web/commentary.html", one.context(form, SendBackForm(), refused=True), status=400)


def _saved(one: CommentaryPage, form: CommentaryForm, *, propose: bool) -> bool:
    """Whether the text is kept; if not the form says why."""
    if form.cleaned_data["period"] != one.period.code:
        label = one.here.definitions.calendars.label(one.period)
        form.add_error(
            None, f"Another figure came to stand here while you wrote: it is of {label}. Look, then save again."
        )
        return False
    first = FIRST + form.headings[0]
    try:
        write_commentary(
            one.here.viewer,
            one.about,
            form.parts,
            after_version=form.cleaned_data["after"],
            propose=propose,
            **one.readers,
        )
    except ChangedMeanwhile as mistake:
        form.add_error(first, str(mistake))
    except BadPart as mistake:
        form.add_error(FIRST + mistake.heading, str(mistake))
    except BadText as mistake:
        form.add_error(first, str(mistake))
    else:
        return True
    return False


def _decide(one: CommentaryPage, what: str) -> HttpResponse:
    """Approve the version that was seen, or send it back."""
    request, viewer = one.here.request, one.here.viewer
    pk = number_sent(request.POST.get("version")) or 0
    require_decider(viewer, pk)
    form = SendBackForm(request.POST if what == "send-back" else None)
    said = ""
    try:
        if what == "approve":
            approve_commentary(viewer, pk)
            said = "It is approved: from now on everybody reads it."
        elif form.is_valid():
            send_back_commentary(viewer, pk, form.cleaned_data["reason"])
            said = "It is sent back, with your reason."
    except ChangedMeanwhile as mistake:
        messages.error(request, str(mistake))
        return redirect(one.href)
    except BadText as mistake:
        if what == "approve":
            raise
        form.add_error("reason", str(mistake))
    if said:
        messages.success(request, said)
        return redirect(one.href)
    return render(request, "web/commentary.html", one.context(one.form(), form, refused=True), status=400)
