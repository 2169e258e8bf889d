"""Commentary: one text for an item, slice, period and audience, under the partnership's headings; written, proposed, and
approved or sent back. Each change of its words is a further version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.permissions import NotAllowed, require
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.partnership import COMMENTARY_HEADINGS
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import About, BadText, readable, require_audience, require_within
from trigpoint.manage.approvers import approvers
from trigpoint.manage.asked_for import is_asked_for
from trigpoint.manage.clean_text import clean
from trigpoint.manage.models import Commentary, CommentaryState
from trigpoint.manage.told import state_of

LONGEST = 4_000

Parts = Sequence[tuple[str, str]]
"""(heading, text), in order."""


class ChangedMeanwhile(BadText):
    """Somebody else wrote a version since the viewer opened theirs; theirs is not lost, and nothing is overwritten."""


class BadPart(BadText):
    """What is wrong with the text under one heading."""

    def __init__(self, heading: str, message: str) -> None:
        super().__init__(message)
        self.heading = heading


def headings(definitions: Definitions, before: Commentary | None = None) -> tuple[str, ...]:
    """Under which headings a text is written: the partnership's, then others under which its last version has words."""
    partnership = definitions.partnership
    own = partnership.commentary_headings if partnership else COMMENTARY_HEADINGS
    older = [heading for heading, _ in before.parts if heading not in own] if before is not None else []
    return (*own, *older)


@transaction.atomic
def write_commentary(
    viewer: Viewer,
    about: About,
    parts: Iterable[tuple[str, str]],
    *,
    after_version: int,
    propose: bool = False,
    audience: str = "partnership",
    organisation: str = "",
    at: datetime | None = None,
) -> Commentary:
    """Write the next version of a text, as a draft or (`propose`) for approval; a draft that is not changed is proposed as
    it is. after_version: the one that the viewer saw (0: none yet). at: when, for history that is brought in.

    Raises NotAllowed, BadText, BadPart, and ChangedMeanwhile where a newer version exists.
    """
    require(viewer, "comment")
    require_audience(viewer, audience, organisation)
    require_within(viewer, about)
    definitions = in_force()
    same = Commentary.objects.filter(**about.fields(), audience=audience, organisation=organisation)
    newest = same.order_by("-version").select_related("author").first()
    if newest is not None and newest.version != after_version:
        raise ChangedMeanwhile(
            f"{newest.author} changed this commentary at {timezone.localtime(newest.at):%H:%M on %-d %B %Y}, while you "
            "were writing. Their text is shown beside yours: bring the two together and save again."
        )
    written = _written(definitions, parts, newest)
    if propose:
        _require_all(viewer, definitions, about, written)
    when = at or timezone.now()
    if newest is not None and newest.parts == [list(part) for part in written]:
        state = state_of(newest)
        if state in (CommentaryState.APPROVED, CommentaryState.PROPOSED) or not propose:
            raise BadText("Nothing is changed. Change the text first, or go back.")
        if state == CommentaryState.DRAFT:
            return _proposed(viewer, newest, when)
    try:
        with transaction.atomic():
            made = Commentary.objects.create(
                **about.fields(), parts=[list(part) for part in written],
                version=(newest.version if newest else 0) + 1,
                audience=audience, organisation=organisation, author_id=viewer.user_id, at=when,
            )  # fmt: skip
    except IntegrityError:
        raise ChangedMeanwhile(
            "Somebody else saved this commentary at the same moment. Their text is shown beside yours: bring the two "
            "together and save again."
        ) from None
    audit.record(viewer, "write-commentary", "indicator", about.indicator, period=about.period, version=made.version)
    return _proposed(viewer, made, when) if propose else made


@transaction.atomic
def approve_commentary(viewer: Viewer, pk: int, *, at: datetime | None = None) -> Commentary:
    """Approve a text that waits: from now on it is what everybody reads. Raises NotAllowed, BadText, ChangedMeanwhile."""
    return _decided(viewer, pk, CommentaryState.APPROVED, "", at)


@transaction.atomic
def send_back_commentary(viewer: Viewer, pk: int, reason: str, *, at: datetime | None = None) -> Commentary:
    """Send a text that waits back to its author, who reads why. Raises NotAllowed, BadText, ChangedMeanwhile."""
    reason = clean(reason)
    if not reason:
        raise BadText("Say why you send it back: what is missing, or wrong.")
    if len(reason) > LONGEST:
        raise BadText(f"The reason has {len(reason):,} characters; {LONGEST:,} is the most.")
    return _decided(viewer, pk, CommentaryState.SENT_BACK, reason, at)


def require_decider(viewer: Viewer, pk: int, *, at: datetime | None = None) -> None:
    """Raise NotAllowed for who may not approve a text or send it back, and BadText where there is none for them to read."""
    row = readable(Commentary.objects.filter(pk=pk), viewer).first()
    if row is None:
        raise BadText("There is no such commentary, or it is not open to you.")
    if not approvers(in_force(), timezone.localdate(at)).may(viewer, row):
        raise NotAllowed(
            "Only whom the definitions name for it may approve this commentary, and nobody their own words."
        )


def _written(
    definitions: Definitions, parts: Iterable[tuple[str, str]], newest: Commentary | None
) -> list[tuple[str, str]]:
    """The parts with words under them, cleaned, in the order of the headings."""
    known = headings(definitions, newest)
    texts: dict[str, str] = {}
    for heading, text in parts:
        text = clean(text)
        if not text:
            continue
        if heading not in known:
            raise BadPart(heading, f"There is no heading “{heading[:80]}” any more. Move its text under another.")
        if len(text) > LONGEST:
            raise BadPart(
                heading, f"“{heading}” has {len(text):,} characters; {LONGEST:,} is the most. Attach a file instead."
            )
        texts[heading] = text
    if not texts:
        raise BadPart(known[0], "The commentary is empty. Write something, or go back.")
    return [(heading, texts[heading]) for heading in known if heading in texts]


def _require_all(viewer: Viewer, definitions: Definitions, about: About, written: Parts) -> None:
    """Where a status rule asks for the text, each of the partnership's headings has words under it."""
    empty = [heading for heading in headings(definitions) if heading not in dict(written)]
    if empty and is_asked_for(viewer, definitions, about):
        raise BadPart(
            empty[0],
            f"The status of this figure asks for a commentary under each heading: write under “{empty[0]}”, or save a draft.",
        )


def _proposed(viewer: Viewer, row: Commentary, when: datetime) -> Commentary:
    row.proposed_by_id, row.proposed_at = viewer.user_id, when
    row.save(update_fields=["proposed_by", "proposed_at"])
    audit.record(viewer, "propose-commentary", "indicator", row.indicator, period=row.period, version=row.version)
    return row


def _decided(viewer: Viewer, pk: int, decision: CommentaryState, reason: str, at: datetime | None) -> Commentary:
    when = at or timezone.now()
    require_decider(viewer, pk, at=when)
    row = Commentary.objects.select_for_update(of=("self",)).get(pk=pk)
    same = Commentary.objects.filter(
        indicator=row.indicator, data_set=row.data_set, framework=row.framework, item=row.item, slice=row.slice,
        period=row.period, audience=row.audience, organisation=row.organisation,
    )  # fmt: skip
    if same.filter(version__gt=row.version).exists():
        raise ChangedMeanwhile("Somebody changed this commentary since you opened it. Read the new text first.")
    if state_of(row) != CommentaryState.PROPOSED:
        raise ChangedMeanwhile(
            "This commentary waits for approval no longer: somebody has decided, or it is a draft again."
        )
    row.decision, row.reason, row.decided_by_id, row.decided_at = decision, reason, viewer.user_id, when
    row.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    # The reason is read where the text is: the trail goes further than its readers.
    did = "approve-commentary" if decision == CommentaryState.APPROVED else "send-back-commentary"
    audit.record(viewer, did, "indicator", row.indicator, period=row.period, version=row.version)
    return row
