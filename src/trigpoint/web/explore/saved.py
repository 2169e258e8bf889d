"""Views that were saved: keeping the screen under a name, and those that Explore starts with."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html

from trigpoint.manage import portfolios
from trigpoint.manage.about import BadText
from trigpoint.manage.models import SavedView
from trigpoint.web.visit import Visit


@dataclass(frozen=True)
class SavedViews:
    """own: the reader's, by name. others: those that others share, by name."""

    own: list[SavedView]
    others: list[SavedView]


def saved_views(here: Visit) -> SavedViews:
    """The saved views that the reader finds. One query."""
    found = portfolios.views_found_by(here.viewer)
    return SavedViews(
        [view for view in found if view.owner_id == here.viewer.user_id],
        [view for view in found if view.owner_id != here.viewer.user_id],
    )


def save(request: HttpRequest, here: Visit, address: str) -> None:
    """Keep an address under the name that was sent, and say where it is found from now on."""
    try:
        view = portfolios.save_view(
            here.viewer, request.POST.get("name", ""), address, shared=bool(request.POST.get("shared"))
        )
    except BadText as mistake:
        messages.error(request, str(mistake))
        return
    who = "Others find it in the catalogue too." if view.shared else "Only you see it."
    messages.success(
        request,
        format_html(
            "Saved as <a href=\"{}\">{}</a>. It stands where Explore starts, and in the catalogue. {}",
            view.path, view.name, who,
        ),
    )  # fmt: skip
