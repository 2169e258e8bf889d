"""Channels: programs and chats that administrators set, each told the news of one scorecard as a reader sees it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import BadText
from trigpoint.manage.models import Channel
from trigpoint.manage.news.channels import KINDS, add_channel, end_channel
from trigpoint.manage.news.channels import channels as all_channels
from trigpoint.outbox.calling import BadAddress
from trigpoint.outbox.models import Message
from trigpoint.web.components.page import Crumb
from trigpoint.web.frame import page
from trigpoint.web.numbers_sent import number_sent
from trigpoint.web.visit import visit


class ChannelForm(forms.Form):
    """A channel to be added."""

    name = forms.CharField(label="Name", max_length=100, help_text="As you call it: the Board's chat.")
    url = forms.CharField(
        label="Address that is called", max_length=500,
        help_text="It begins with https://. Whoever has it can often write there: it is shown to nobody afterwards.",
    )  # fmt: skip
    form = forms.ChoiceField(label="In which form", widget=forms.RadioSelect, choices=Channel.Form.choices)
    framework = forms.ChoiceField(label="The news of which scorecard")
    organisation = forms.ChoiceField(
        label="As a reader of", required=False,
        help_text="What is open to one organisation alone is told only to its own readers.",
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label="Tell it when", widget=forms.CheckboxSelectMultiple, choices=[(kind.value, kind.label) for kind in KINDS],
        error_messages={"required": "Choose at least one kind of news."},
    )  # fmt: skip

    def __init__(self, definitions: Definitions, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        tree = definitions.organisations
        partners = [] if tree is None else [(code, member.name) for code, member in tree.members.items()]
        chosen = {
            "framework": [(code, one.name) for code, one in definitions.frameworks.items()],
            "organisation": [("", "The whole partnership"), *partners],
        }
        for name, choices in chosen.items():
            control = self.fields[name]
            assert isinstance(control, forms.ChoiceField)
            control.choices = choices


@never_cache
@sensitive_post_parameters("url")
@require_http_methods(["GET", "HEAD", "POST"])
def channels(request: HttpRequest) -> HttpResponse:
    """All of them, with a form for another; by POST one is added, or ended (`end` holds its number)."""
    here = visit(request)
    known = all_channels(here.viewer)
    form, made = ChannelForm(here.definitions), None
    if request.method == "POST" and (number := number_sent(request.POST.get("end"))) is not None:
        if end_channel(here.viewer, number):
            messages.success(request, "It is told nothing more.")
        return redirect("news-channels")
    if request.method == "POST":
        form = ChannelForm(here.definitions, request.POST)
        if form.is_valid():
            try:
                made = add_channel(here.viewer, here.definitions, **form.cleaned_data)
            except BadAddress as mistake:
                form.add_error("url", str(mistake))
            except BadText as mistake:
                form.add_error(None, str(mistake))
            else:
                known, form = all_channels(here.viewer), ChannelForm(here.definitions)
    names = {code: one.name for code, one in here.definitions.frameworks.items()}
    return render(
        request,
        "web/channels.html",
        page(
            here, "home", "Channels", help_page="news", uses=None, form=form, made=made,
            headline="Where news goes besides people: chats and programs.",
            known=[(one, Message(way=Message.Way.CALL, to=one.url).receiver, names.get(one.framework, one.framework)) for one in known],
            crumbs=[Crumb("Home", reverse("home")), Crumb("News", reverse("news")),
                    Crumb("What makes noise", reverse("news-rules")), Crumb("Channels")],
        ),
        status=400 if form.errors else 200,
    )  # fmt: skip
