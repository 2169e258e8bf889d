"""A person's own: the indicators that they follow, in their order, and the screens that they named."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import BadText
from trigpoint.manage.models import PortfolioItem, SavedView
from trigpoint.manage.own_addresses import is_own


def portfolio(viewer: Viewer) -> list[PortfolioItem]:
    """What the viewer follows, in their order."""
    return list(PortfolioItem.objects.filter(owner_id=viewer.user_id)) if viewer.user_id else []


@transaction.atomic
def follow(viewer: Viewer, indicator: str, slice_: str = "") -> PortfolioItem:
    """Put an indicator at the end of the viewer's portfolio; one that is there already stays where it is.

    Raises NotAllowed, and BadText for a slice that there is not.
    """
    require(viewer, "read")
    if why := no_such_slice(in_force(), slice_):
        raise BadText(f"That cannot be followed: {why}.")
    last = PortfolioItem.objects.filter(owner_id=viewer.user_id).aggregate(last=Max("position"))["last"]
    item, _ = PortfolioItem.objects.get_or_create(
        owner_id=viewer.user_id,
        indicator=indicator,
        slice=slice_,
        defaults={"position": 0 if last is None else last + 1},
    )
    return item


def no_such_slice(definitions: Definitions, slice_: str) -> str:
    """Why there is no such slice by some definitions, in words; '' where there is. Definitions change under what is kept."""
    for pair in filter(None, slice_.split(",")):
        dimension, equals, member = pair.partition("=")
        tree = definitions.dimensions.get(dimension)
        if tree is None or not equals:
            return f"figures are not broken down by “{dimension[:60]}”"
        if member not in tree.members and member != "unknown":
            return f"there is no {tree.dimension.name.lower()} “{member[:60]}”"
    return ""


def unfollow(viewer: Viewer, indicator: str, slice_: str = "") -> None:
    """Take an indicator from the viewer's portfolio."""
    PortfolioItem.objects.filter(owner_id=viewer.user_id, indicator=indicator, slice=slice_).delete()


@transaction.atomic
def move(viewer: Viewer, pk: int, by: int) -> None:
    """Move an item of the viewer's portfolio up (-1) or down (1); at either end it stays."""
    items = portfolio(viewer)
    at = next((i for i, item in enumerate(items) if item.pk == pk), None)
    if at is None or not 0 <= at + by < len(items):
        return
    items[at], items[at + by] = items[at + by], items[at]
    for position, item in enumerate(items):
        item.position = position
    PortfolioItem.objects.bulk_update(items, ["position"])


def require_sharing(viewer: Viewer, shared: bool) -> None:
    """Raise NotAllowed where a view would be shared by who may write nothing that others read."""
    if shared:
        require(viewer, "annotate")


@transaction.atomic
def save_view(viewer: Viewer, name: str, path: str, *, shared: bool = False) -> SavedView:
    """Keep a screen's address under a name; the same name again replaces it.

    Raises NotAllowed for who would share it and may not write for others, and BadText for an address that is not within
    the product.
    """
    require_sharing(viewer, shared)
    name = name.strip()[:150]
    if not name:
        raise BadText("Give the view a name.")
    if not is_own(path):
        raise BadText("Only screens of this product can be saved as views.")
    view, _ = SavedView.objects.update_or_create(
        owner_id=viewer.user_id,
        name=name,
        defaults={"path": path, "shared": shared, "saved_at": timezone.now()},
    )
    return view


def views_of(viewer: Viewer) -> list[SavedView]:
    """The viewer's own saved views, by name."""
    return list(SavedView.objects.filter(owner_id=viewer.user_id).order_by("name"))


def views_found_by(viewer: Viewer) -> list[SavedView]:
    """The views that the viewer finds: their own, and those that others share; by name."""
    found = SavedView.objects.filter(Q(shared=True) | Q(owner_id=viewer.user_id)).select_related("owner")
    return sorted(found, key=lambda view: view.name.casefold())


def remove_view(viewer: Viewer, pk: int) -> None:
    """Forget one of the viewer's own views; one that is not theirs is left alone."""
    SavedView.objects.filter(owner_id=viewer.user_id, pk=pk).delete()
