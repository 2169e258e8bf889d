"""Composing reports: which blocks stand in one, in which order, for whom, and when it is due. Each change is one action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.models import User
from trigpoint.access.permissions import may, require
from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.catalogue.snapshots import in_force
from trigpoint.manage.about import BadText, require_audience
from trigpoint.publish.models import Report
from trigpoint.publish.reports.block_kinds import KINDS
from trigpoint.publish.reports.material import options_of
from trigpoint.publish.reports.readers import open_to

MOST_BLOCKS = 30
LONGEST = 10_000
FIRST = ("cover", "contents", "summary", "exceptions", "scorecard", "risks", "changed", "appendix")
"""What a new report begins with: a board pack."""

ALONE = ("cover", "contents", "appendix")
"""What stands once in a report at the most."""


def composed(viewer: Viewer) -> list[Report]:
    """The reports that the viewer may compose, by name; none for who may not."""
    if not may(viewer, "issue-report"):
        return []
    return list(Report.objects.filter(_own(viewer)).select_related("owner").order_by("name"))


def composed_report(viewer: Viewer, pk: int) -> Report:
    """One of them. Raises NotAllowed, and BadText where there is none."""
    require(viewer, "issue-report")
    one = Report.objects.filter(_own(viewer), pk=pk).select_related("owner").first()
    if one is None:
        raise BadText("There is no such report, or it is not open to you.")
    return one


@transaction.atomic
def add_report(viewer: Viewer, name: str, *, audience: str, organisation: str = "") -> Report:
    """Begin a report, as a board pack: its blocks are then changed. Raises NotAllowed and BadText."""
    require(viewer, "issue-report")
    owner = viewer.user_id
    if owner is None:
        raise BadText("A report has an owner: sign in to compose one.")
    _require_readers(viewer, audience, organisation)
    report = Report.objects.create(
        name=_name(name), audience=audience, organisation=organisation, owner_id=owner, made_at=timezone.now(),
        blocks=[{"kind": kind, "options": {}} for kind in FIRST],
    )  # fmt: skip
    audit.record(viewer, "add-report", "report", str(report.pk))
    return report


@transaction.atomic
def change_report(
    viewer: Viewer, pk: int, *, name: str, audience: str, organisation: str, owner: str, every: str, days: int
) -> Report:
    """Change what a report is called, for whom it is, who owns it, and when it is due. Raises NotAllowed and BadText."""
    report = _changing(viewer, pk)
    if (audience, organisation) != (report.audience, report.organisation):
        _require_readers(viewer, audience, organisation)
    report.name, report.audience, report.organisation = _name(name, report.pk), audience, organisation
    person = User.objects.filter(username=owner, is_active=True).first()
    if person is None or not may(viewer_of(person), "issue-report"):
        raise BadText("Choose an owner who may issue reports: an analyst or an administrator.")
    if every not in Report.Every.values or not 0 <= days <= 90:
        raise BadText("Choose how often from the list, and at most 90 days after the period's end.")
    if every and every != report.every:
        report.scheduled_on = timezone.localdate()
    report.owner, report.every, report.days = person, every, days
    report.save()
    audit.record(viewer, "change-report", "report", str(pk), every=every, days=days)
    return report


@transaction.atomic
def add_block(viewer: Viewer, pk: int, kind: str) -> int:
    """Add a block: a cover and contents at the head, anything else at the end, before an appendix; gives its place."""
    report = _changing(viewer, pk)
    if kind not in KINDS:
        raise BadText("Choose a block from the list.")
    kinds = [block["kind"] for block in report.blocks]
    if kind in ALONE and kind in kinds:
        raise BadText(f"There is a block “{KINDS[kind].name}” already, and one is enough.")
    if len(kinds) >= MOST_BLOCKS:
        raise BadText(f"A report has at most {MOST_BLOCKS} blocks.")
    place = len(kinds) - (kinds[-1:] == ["appendix"])
    if kind in ("cover", "contents"):
        place = int(kind == "contents" and kinds[:1] == ["cover"])
    _keep(viewer, report, [*report.blocks[:place], {"kind": kind, "options": {}}, *report.blocks[place:]])
    return place


@transaction.atomic
def move_block(viewer: Viewer, pk: int, place: int, by: int) -> None:
    """Move a block up (by -1) or down (by 1)."""
    report = _changing(viewer, pk)
    blocks = list(report.blocks)
    to = place + by
    if not 0 <= place < len(blocks) or not 0 <= to < len(blocks) or by not in (-1, 1):
        raise BadText("It cannot be moved further. Open the page again: somebody may have changed the report.")
    blocks[place], blocks[to] = blocks[to], blocks[place]
    _keep(viewer, report, blocks)


@transaction.atomic
def take_block_out(viewer: Viewer, pk: int, place: int) -> None:
    """Take a block out."""
    report = _changing(viewer, pk)
    if not 0 <= place < len(report.blocks):
        raise BadText("There is no such block. Open the page again: somebody may have changed the report.")
    _keep(viewer, report, [*report.blocks[:place], *report.blocks[place + 1 :]])


@transaction.atomic
def set_options(viewer: Viewer, pk: int, place: int, kind: str, options: Mapping[str, str]) -> None:
    """Choose what a block is about. kind: as it was seen, so that another block is not changed in its stead."""
    report = _changing(viewer, pk)
    if not 0 <= place < len(report.blocks) or report.blocks[place]["kind"] != kind:
        raise BadText("Somebody changed the blocks since you opened the page. Look at them again, then choose.")
    kept = {name: options.get(name, "").strip() for name in KINDS[kind].options}
    definitions = in_force()
    if (code := kept.get("framework")) and code not in definitions.frameworks:
        raise BadText("Choose a scorecard from the list.")
    if "indicator" in kept and kept["indicator"] not in definitions.indicators:
        raise BadText("Choose an indicator from the list.")
    if any(len(text) > LONGEST for text in kept.values()):
        raise BadText(f"A text has at most {LONGEST:,} characters.")
    blocks: list[dict[str, Any]] = list(report.blocks)
    blocks[place] = {"kind": kind, "options": kept}
    _keep(viewer, report, blocks)


def unfinished(report: Report) -> list[str]:
    """What is still to be chosen before the report can be made, in words. Pure."""
    return [
        f"Choose the indicator of block {place}."
        for place, block in enumerate(report.blocks, start=1)
        if block["kind"] == "indicator" and not options_of(block).get("indicator")
    ]


def _keep(viewer: Viewer, report: Report, blocks: list[dict[str, Any]]) -> None:
    kinds = [block["kind"] for block in blocks]
    if "cover" in kinds[1:]:
        raise BadText("A cover is the first page. Leave it there, or take it out.")
    if "contents" in kinds and kinds.index("contents") > int(kinds[0] == "cover"):
        raise BadText("The contents stand at the head, after the cover. Leave them there, or take them out.")
    report.blocks = blocks
    report.save(update_fields=["blocks"])
    audit.record(viewer, "change-report", "report", str(report.pk), blocks=kinds)


def _changing(viewer: Viewer, pk: int) -> Report:
    require(viewer, "issue-report")
    one = Report.objects.select_for_update().filter(_own(viewer), pk=pk).first()
    if one is None:
        raise BadText("There is no such report, or it is not open to you.")
    return one


def _own(viewer: Viewer) -> Q:
    """The reports for readers of whom the viewer is one, and their own."""
    return open_to(viewer) | Q(owner_id=viewer.user_id)


def _name(name: str, own: int | None = None) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 150:
        raise BadText("Give the report a name, of at most 150 characters.")
    if Report.objects.filter(name=name).exclude(pk=own).exists():
        raise BadText(f"There is a report “{name}” already. Give this one another name.")
    return name


def _require_readers(viewer: Viewer, audience: str, organisation: str) -> None:
    require_audience(viewer, audience, organisation)
    if audience == "own-organisation" and not organisation:
        raise BadText("Choose whose own report it is.")
