"""Changing definitions on pages: drafted, proposed to partners, agreed by them, put in force; nothing half-done.

A change holds whole documents as they would be, each with the one it was written over, so that what somebody else
changed meanwhile is seen and never overwritten unawares.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.permissions import NotAllowed, may, require
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.definition_sets import Applied, Placed, change_documents, path_of
from trigpoint.catalogue.models import Change, ChangePart, ChangeState, Entry, Opinion
from trigpoint.catalogue.snapshots import in_force
from trigpoint.catalogue.starting import SET
from trigpoint.definitions.agreeing import as_agreed
from trigpoint.definitions.changes import Held
from trigpoint.definitions.document import Document
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.whole import Definitions, build
from trigpoint.definitions.yaml_files import SourceDocument, read_text, write
from trigpoint.mistakes import Mistake

OPEN = (ChangeState.DRAFT, ChangeState.PROPOSED)
LONGEST_NOTE = 2_000


class BadChange(Mistake):
    """A change that cannot be kept, proposed or put in force as it is; the message says why."""


class ChangedSince(BadChange):
    """Somebody changed a definition after the draft of it was begun; nothing is overwritten unawares."""


@dataclass(frozen=True)
class Wanted:
    """A definition as somebody wants it. text: its file; '' withdraws it. base: the hash of the document in force that
    was before them, '' where there was none."""

    kind: str
    code: str
    text: str
    base: str = ""


def changes_seen(viewer: Viewer) -> QuerySet[Change]:
    """The changes that the viewer may see: proposals and what came into force are everybody's, drafts their author's and
    theirs who put definitions in force."""
    rows = Change.objects.select_related("author", "snapshot").prefetch_related(
        "parts", Prefetch("opinions", Opinion.objects.select_related("person"))
    )
    if viewer.everything or may(viewer, "apply-definitions"):
        return rows
    if not may(viewer, "read"):
        return rows.none()
    return rows.filter(Q(author_id=viewer.user_id) | Q(state__in=(ChangeState.PROPOSED, ChangeState.IN_FORCE)))


def open_changes_of(viewer: Viewer, kind: str, code: str) -> list[Change]:
    """The drafts and proposals that would change a definition, newest first."""
    rows = changes_seen(viewer).filter(state__in=OPEN, parts__kind=kind, parts__code=code)
    return list(rows.distinct().order_by("-changed_at"))


def may_write(viewer: Viewer, change: Change) -> bool:
    """Whether the viewer may write this change further, propose it and give it up: its author, and administrators."""
    if change.state not in OPEN or not may(viewer, "propose-definitions"):
        return False
    return viewer.everything or change.author_id == viewer.user_id or may(viewer, "manage-people")


@transaction.atomic
def draft(viewer: Viewer, wanted: Sequence[Wanted], *, title: str, note: str = "", pk: int | None = None) -> Change:
    """Keep definitions as they would be, as a draft; nothing is in force by it. pk: the draft to write further; one that
    was proposed is a draft again, and what partners said of it is of no account any more.

    Raises NotAllowed; BadDefinitions with every fault of the whole that would result; BadChange where nothing is changed.
    """
    require(viewer, "propose-definitions")
    if len(note) > LONGEST_NOTE:
        raise BadChange(f"The reason has {len(note):,} characters; {LONGEST_NOTE:,} is the most.")
    change = None if pk is None else _own(viewer, pk)
    have = entries_in_force(wanted)
    laid(wanted)
    if all(one.text == _text_in_force(have, one) for one in wanted):
        raise BadChange("That says the same as what is in force: there is nothing to change.")
    now = timezone.now()
    if change is None:
        change = Change(author_id=viewer.user_id, begun_at=now)
    change.title, change.note, change.asked = title[:300], note.strip(), []
    change.state, change.changed_at = ChangeState.DRAFT, now
    change.save()
    change.opinions.all().delete()
    change.parts.all().delete()
    ChangePart.objects.bulk_create((_part(change, one, have) for one in wanted), batch_size=200)
    return change


def laid(wanted: Iterable[Wanted]) -> Definitions:
    """What would be in force. Raises BadDefinitions with every fault of the whole, and BadChange for the wrong text."""
    held: dict[tuple[str, str], Held] = dict(in_force().by_key)
    for one in wanted:
        if one.text:
            source = read_text(one.text, f"{one.kind} {one.code}")
            if source.document.identity != (one.kind, one.code):
                raise BadChange(f"The text is of another definition than the {one.kind} “{one.code}”.")
            held[one.kind, one.code] = source
        elif held.pop((one.kind, one.code), None) is None:
            raise BadChange(f"There is no {one.kind} “{one.code}” to withdraw.")
    return build(held.values())


def wanted_of(change: Change) -> list[Wanted]:
    """The definitions as a change would have them."""
    return [Wanted(part.kind, part.code, part.text, part.base) for part in change.parts.all()]


def over_what_is_in_force(documents: Sequence[Document]) -> list[Wanted]:
    """Definitions as a change wants them, each written over what is in force of it now. One query."""
    wanted = [Wanted(*one.identity, write(one)) for one in documents]
    have = entries_in_force(wanted)
    return [replace(one, base=_base(have, one.kind, one.code)) for one in wanted]


def stale_parts(change: Change) -> tuple[ChangePart, ...]:
    """The parts of a change whose definition somebody changed after they were written."""
    return _stale(change, entries_in_force(change.parts.all()))


@transaction.atomic
def write_over(viewer: Viewer, pk: int) -> Change:
    """Let the author's text stand over what somebody changed since the draft was begun, having seen it."""
    change = _own(viewer, pk)
    have = entries_in_force(change.parts.all())
    for part in _stale(change, have):
        part.base = _base(have, part.kind, part.code)
        part.save(update_fields=["base"])
    return change


@transaction.atomic
def propose(viewer: Viewer, pk: int, partners: Sequence[str]) -> Change:
    """Ask partners to agree to a draft. partners: organisations by code, one at least.

    Raises NotAllowed, and BadChange for a partner that there is not, or that nobody can speak for.
    """
    change = _own(viewer, pk)
    tree = in_force().organisations
    asked = list(dict.fromkeys(partners))
    if not asked:
        raise BadChange("Choose at least one partner to ask. Without asking anybody, put it in force.")
    for code in asked:
        if tree is None or code not in tree.members:
            raise BadChange(f"There is no partner “{code[:60]}” to ask.")
    change.state, change.asked, change.changed_at = ChangeState.PROPOSED, asked, timezone.now()
    change.save(update_fields=["state", "asked", "changed_at"])
    audit.record(viewer, "propose-definitions", "change", str(change.pk), title=change.title, asked=asked)
    return change


@transaction.atomic
def say(viewer: Viewer, pk: int, organisation: str, *, agrees: bool, remark: str = "") -> Opinion:
    """Agree for a partner to a proposed change, or not, with a remark.

    Raises NotAllowed for who does not speak for that partner, and BadChange.
    """
    change = _seen(viewer, pk)
    if change.state != ChangeState.PROPOSED or organisation not in change.asked:
        raise BadChange("This is not asked of that partner, or not any more.")
    if not may_say(viewer, organisation):
        raise NotAllowed("Only somebody with a role in that partner that may agree to definitions can speak for it.")
    remark = remark.strip()
    if not agrees and not remark:
        raise BadChange("Say what is in the way, so that the proposal can be mended.")
    if len(remark) > LONGEST_NOTE:
        raise BadChange(f"The remark has {len(remark):,} characters; {LONGEST_NOTE:,} is the most.")
    opinion = Opinion.objects.create(
        change=change, organisation=organisation, person_id=viewer.user_id, at=timezone.now(), agrees=agrees, remark=remark
    )  # fmt: skip
    audit.record(viewer, "agree-definitions", "change", str(pk), organisation=organisation, agrees=agrees)
    return opinion


def may_say(viewer: Viewer, organisation: str) -> bool:
    """Whether the viewer speaks for a partner: by a role in that partner itself, not in the whole partnership."""
    return organisation in viewer.organisations and may(viewer, "agree-definitions", organisation)


def opinions_of(change: Change) -> dict[str, Opinion | None]:
    """By partner asked, the newest that it said of the proposal; None where it said nothing yet."""
    newest_of = {opinion.organisation: opinion for opinion in change.opinions.all()}
    return {code: newest_of.get(code) for code in change.asked}


def not_agreed(change: Change) -> tuple[str, ...]:
    """The partners asked who have not agreed."""
    return tuple(code for code, opinion in opinions_of(change).items() if opinion is None or not opinion.agrees)


@transaction.atomic
def put_in_force(viewer: Viewer, pk: int) -> Applied:
    """Put a change in force, whole or not at all.

    Raises NotAllowed; ChangedSince where what it was written over is not in force any more; BadChange where a partner
    who was asked has not agreed; BadDefinitions.
    """
    require(viewer, "apply-definitions")
    change = Change.objects.select_for_update(of=("self",)).filter(pk=pk, state__in=OPEN).first()
    if change is None:
        raise BadChange("There is no such change to put in force. Perhaps somebody has done it already.")
    if missing := not_agreed(change):
        raise BadChange(
            f"{len(missing)} of the {len(change.asked)} partners asked have not agreed. Wait for them, or write the draft "
            "further and ask again."
        )
    have = entries_in_force(change.parts.all())
    if stale := _stale(change, have):
        raise ChangedSince(
            f"{_called(have, stale[0])} was changed by somebody else after this was written. See what they changed, then "
            "keep theirs or write over it."
        )
    placed, withdrawn = [], []
    for part in change.parts.all():
        if part.text:
            placed.append(Placed(part.set_name, _agreed(read_text(part.text, part.path), change.asked)))
        else:
            withdrawn.append((part.kind, part.code))
    done = change_documents(viewer, placed, withdrawn, note=change.note)
    change.state, change.changed_at, change.snapshot_id = ChangeState.IN_FORCE, timezone.now(), done.snapshot
    change.save(update_fields=["state", "changed_at", "snapshot"])
    return done


@transaction.atomic
def give_up(viewer: Viewer, pk: int) -> None:
    """Give a draft or proposal up; it stays to be read by its author."""
    change = _own(viewer, pk)
    change.state, change.changed_at = ChangeState.GIVEN_UP, timezone.now()
    change.save(update_fields=["state", "changed_at"])
    audit.record(viewer, "give-up-change", "change", str(pk), title=change.title)


def _seen(viewer: Viewer, pk: int) -> Change:
    change = changes_seen(viewer).filter(pk=pk).first()
    if change is None:
        raise BadChange("There is no such change, or it is not open to you.")
    return change


def _own(viewer: Viewer, pk: int) -> Change:
    """A change that the viewer may write further. Raises NotAllowed and BadChange."""
    change = _seen(viewer, pk)
    if change.state not in OPEN:
        raise BadChange(f"This change is {change.get_state_display().lower()}, and written no further.")
    if not may_write(viewer, change):
        raise NotAllowed(
            "Only who began a change, or an administrator, may write it further, propose it or give it up."
        )
    return change


def entries_in_force(wanted: Iterable[Wanted | ChangePart]) -> dict[tuple[str, str], Entry]:
    """The entries in force of some definitions, by kind and code. One query."""
    keys = {(one.kind, one.code) for one in wanted}
    rows = Entry.objects.filter(until=None, kind__in={kind for kind, _ in keys}, code__in={code for _, code in keys})
    return {key: row for row in rows.select_related("document") if (key := (row.kind, row.code)) in keys}


def _agreed(source: SourceDocument, asked: Sequence[str]) -> SourceDocument:
    """A definition as it comes into force, with who agreed to it."""
    document = source.document
    if not isinstance(document, Indicator):
        return source
    agreed = as_agreed(in_force().indicators.get(document.code), document, asked, timezone.localdate())
    return source if agreed == document else SourceDocument(source.path, write(agreed), agreed)


def _part(change: Change, one: Wanted, have: dict[tuple[str, str], Entry]) -> ChangePart:
    entry = have.get((one.kind, one.code))
    document = None if entry else read_text(one.text, "").document
    return ChangePart(
        change=change, kind=one.kind, code=one.code, text=one.text, base=one.base,
        path=entry.path if entry else path_of(document), set_name=entry.set_name if entry else SET,
    )  # fmt: skip


def _base(have: dict[tuple[str, str], Entry], kind: str, code: str) -> str:
    entry = have.get((kind, code))
    return entry.document_id if entry else ""


def _text_in_force(have: dict[tuple[str, str], Entry], one: Wanted) -> str:
    entry = have.get((one.kind, one.code))
    return entry.document.text if entry else ""


def _stale(change: Change, have: dict[tuple[str, str], Entry]) -> tuple[ChangePart, ...]:
    return tuple(part for part in change.parts.all() if part.base != _base(have, part.kind, part.code))


def _called(have: dict[tuple[str, str], Entry], part: ChangePart) -> str:
    entry = have.get((part.kind, part.code))
    return f"“{entry.document.name}”" if entry else f"“{part.code}”"
