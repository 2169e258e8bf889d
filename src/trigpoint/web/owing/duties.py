"""What somebody owes, of everything, in one order: what is late first, then by day, then what has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from trigpoint.access.absences import stood_in_for
from trigpoint.access.permissions import may
from trigpoint.access.viewers import viewer_of
from trigpoint.ask.readings import Reading, wanted_of
from trigpoint.ask.standing import read
from trigpoint.catalogue.changing import changes_seen, may_say, not_agreed, opinions_of
from trigpoint.catalogue.models import ChangeState
from trigpoint.intake.uploads import waiting_of
from trigpoint.manage.answering import answers_for
from trigpoint.manage.approvers import Approvers, approvers
from trigpoint.manage.asked_for import commentary_beside
from trigpoint.manage.closing.actions import closings
from trigpoint.manage.following import own_frameworks
from trigpoint.manage.models import ClosingState, CommentaryState, Kind
from trigpoint.manage.standing import Standing, standing
from trigpoint.manage.told import undecided
from trigpoint.web.indicator.beside import where_words
from trigpoint.web.links import commentary_href, indicator_href, text_href
from trigpoint.web.owing.approvals import to_approve
from trigpoint.web.owing.data import rejected, supplies
from trigpoint.web.owing.duty import Debtor, Duty
from trigpoint.web.undertakings.words import UNTIL, href_of
from trigpoint.web.visit import Visit

SOON = timedelta(days=14)
"""How long before its day what is owed stands on Home."""


def debtors_of(here: Visit) -> list[Debtor]:
    """The reader, and those for whom they stand in today: few, each with rights of their own."""
    absences = stood_in_for(here.viewer)
    return [
        Debtor(here.request.user, here.viewer),
        *(Debtor(one.person, viewer_of(one.person), one.last) for one in absences),
    ]


def duties(here: Visit, debtors: Sequence[Debtor], readings: Sequence[Reading] = ()) -> list[Duty]:
    """All that they owe, as far as the reader may read it. readings: those of scorecards that were read already."""
    found = [
        *_undertaken(here, debtors), *supplies(here, debtors), *rejected(here, debtors), *to_approve(here, debtors),
        *_commentary(here, debtors, readings), *_definitions(here, debtors), *_uploads(here, debtors),
        *_closings(here, debtors),
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.late, one.day is None, one.day or here.today))


def near(found: Sequence[Duty], today: date) -> list[Duty]:
    """What is late, falls due within a fortnight, or has no day."""
    return [one for one in found if one.late or one.day is None or one.day <= today + SOON]


def _undertaken(here: Visit, debtors: Sequence[Debtor]) -> Iterator[Duty]:
    """What they undertook to do or to watch."""
    by_person = {one.person.pk: one for one in debtors}
    for one in standing(here.viewer, here.today, owners=by_person):
        if one.open:
            yield from _of(one, by_person[one.last.owner_id], here.today)


def _of(one: Standing, debtor: Debtor, today: date) -> Iterator[Duty]:
    """What is owed of one undertaking: by its own day, and by those of its milestones."""
    href, late = href_of(one), one.last.due < today
    ahead, behind = UNTIL[one.kind]
    does = "Review" if one.kind == Kind.RISK else "Open"
    kind = "Review of a risk" if one.kind == Kind.RISK else one.kind.label
    said = f"{behind if late else ahead} {one.last.due:%-d %B %Y}; {one.state.lower()}"
    yield Duty(kind, one.title, said, one.last.due, href, does, debtor, late)
    for milestone in one.milestones:
        if milestone.done is None:
            over = milestone.due < today
            said = f"milestone of {one.title}, {'was due on' if over else 'due by'} {milestone.due:%-d %B %Y}"
            yield Duty("Milestone", milestone.name, said, milestone.due, href, "Open", debtor, over)


def _commentary(here: Visit, debtors: Sequence[Debtor], given: Sequence[Reading]) -> Iterator[Duty]:
    """Commentary that was sent back, that waits for approval, and that a status rule asks for."""
    who = approvers(here.definitions, here.today)
    yield from _undecided(here, debtors, who)
    yield from _asked_for(here, debtors, given, who)


def _undecided(here: Visit, debtors: Sequence[Debtor], who: Approvers) -> Iterator[Duty]:
    """Commentary that was sent back to who wrote it, and that waits for who approves it."""
    for one in undecided(here.viewer, here.definitions, here.known_at, who):
        row, indicator = one.row, here.definitions.indicators.get(one.row.indicator)
        href = text_href(here.definitions, here.context, row)
        if indicator is None or not href:
            continue
        about = where_words(here.definitions, row)
        for debtor in debtors:
            own = row.author_id == debtor.person.pk
            if one.state == CommentaryState.SENT_BACK and own:
                said = f"{about}; by {row.decided_by}: {row.reason}"
                yield Duty(
                    "Commentary", f"Commentary on {indicator.name} was sent back", said, None, href, "Mend", debtor
                )
            elif one.state == CommentaryState.PROPOSED and not own and who.may(debtor.viewer, row):
                what, said = f"Commentary on {indicator.name} waits for you", f"{about}; by {row.author}"
                yield Duty("Commentary", what, said, None, href, "Approve", debtor)


def _asked_for(here: Visit, debtors: Sequence[Debtor], given: Sequence[Reading], who: Approvers) -> Iterator[Duty]:
    """Commentary that a status rule asks of who leads on the indicator. One batch for what is not read yet."""
    leads = {
        one.person.pk: (
            answers_for(here.definitions, one.person.username, here.today),
            set(own_frameworks(one.viewer, here.definitions, here.today)),
        )
        for one in debtors
        if may(one.viewer, "comment")
    }
    wanted = dict.fromkeys(
        place
        for mine, frameworks in leads.values()
        for place in wanted_of(here.definitions, sorted(frameworks))
        if place.indicator in mine
    )
    have = {reading.wanted for reading in given}
    missing = [one for one in wanted if one not in have]
    context = here.context
    readings = [*given, *read(
        here.viewer, here.definitions, missing, period=context.period, where=here.chosen, where_held=here.at_own,
        as_at=context.as_at, today=here.today,
    )]  # fmt: skip
    asked = commentary_beside(
        here.viewer, here.definitions, [one for one in readings if one.wanted in wanted], here.known_at, who
    )
    writes = may(here.viewer, "comment")
    for each in {(one.reading.indicator.code, one.reading.wanted.framework): one for one in asked if one.owed}.values():
        reading = each.reading
        code, framework = reading.indicator.code, here.definitions.frameworks[reading.wanted.framework or ""]
        href = (
            commentary_href(here.context, code, framework=framework.code, period=reading.period)
            if writes
            else indicator_href(here.context, code, framework=framework.code)
        )
        said = f"{here.definitions.calendars.label(reading.period)}, in {framework.name}: {reading.judgement.sum}"
        does = ("Finish" if each.told else "Write") if writes else "Open"
        back = {text.newest.row.author_id for text in each.told if text.newest.state == CommentaryState.SENT_BACK}
        for one in debtors:
            mine, frameworks = leads.get(one.person.pk, (frozenset(), set()))
            # What was sent back to them stands in the list already.
            if code in mine and framework.code in frameworks and one.person.pk not in back:
                yield Duty("Commentary", f"Commentary on {reading.indicator.name}", said, None, href, does, one)


def _definitions(here: Visit, debtors: Sequence[Debtor]) -> Iterator[Duty]:
    """Proposals to which their organisations are to agree, and their own drafts and proposals that wait for them."""
    tree = here.definitions.organisations
    for change in changes_seen(here.viewer).filter(state__in=(ChangeState.DRAFT, ChangeState.PROPOSED)):
        href, changed = reverse("change", args=[change.pk]), f"{timezone.localtime(change.changed_at):%-d %B %Y}"
        proposed = change.state == ChangeState.PROPOSED
        silent = [code for code, opinion in opinions_of(change).items() if opinion is None] if proposed else []
        for one in debtors:
            for code in silent:
                if may_say(one.viewer, code):
                    name = tree.name(code) if tree is not None else code
                    said = f"proposed by {change.author} on {changed}; {name} has not said whether it agrees"
                    does = "Answer" if may_say(here.viewer, code) else "Open"
                    yield Duty("Definitions to agree", change.title, said, None, href, does, one)
            if change.author_id != one.person.pk:
                continue
            if not proposed:
                yield Duty("Draft", change.title, f"a draft of {changed}, not in force", None, href, "Open", one)
            elif not not_agreed(change):
                said = "all who were asked agree; it can be put in force"
                yield Duty("Draft", change.title, said, None, href, "Open", one)


def _uploads(here: Visit, debtors: Sequence[Debtor]) -> Iterator[Duty]:
    """The reader's own files that wait for a decision: nobody else decides about them."""
    own = next((one for one in debtors if one.person.pk == here.viewer.user_id), None)
    if own is None or not may(here.viewer, "load"):
        return
    for upload in waiting_of(here.viewer)[0]:
        said = f"uploaded on {timezone.localtime(upload.uploaded_at):%-d %B %Y}, not taken in yet"
        yield Duty("File", upload.name, said, None, reverse("upload-preview", args=[upload.pk]), "Decide", own)


def _closings(here: Visit, debtors: Sequence[Debtor]) -> Iterator[Duty]:
    """The closings that they are named to confirm."""
    calendars = here.definitions.calendars
    named = {one.person.pk: one for one in debtors if may(one.viewer, "close-periods")}
    for one in closings().filter(state=ClosingState.CLOSED, confirmer_id__in=named) if named else ():
        label, href = calendars.label(calendars.parse(one.period)), reverse("close-period", args=[one.period])
        said = f"closed by {one.begun_by}"
        yield Duty("Closing", f"Confirm that {label} is closed", said, None, href, "Look", named[one.confirmer_id])
