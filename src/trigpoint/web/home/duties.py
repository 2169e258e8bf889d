"""What I owe: actions, projects and reviews of risks, data to supply, rows to correct, commentary to write or to approve,
closings to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.urls import reverse
from django.utils import timezone

from trigpoint.access.loading import may_mend
from trigpoint.access.permissions import may
from trigpoint.ask.owed import owed, provided_by
from trigpoint.ask.readings import Reading
from trigpoint.catalogue.mending import waiting
from trigpoint.catalogue.models import Load
from trigpoint.judge.numbers import listed
from trigpoint.manage.approvers import Approvers, approvers
from trigpoint.manage.asked_for import commentary_beside
from trigpoint.manage.closing.actions import closings
from trigpoint.manage.models import ClosingState, CommentaryState, Kind
from trigpoint.manage.standing import Standing, standing
from trigpoint.manage.told import undecided
from trigpoint.web.indicator.beside import where_words
from trigpoint.web.links import commentary_href, text_href
from trigpoint.web.undertakings.words import UNTIL, href_of
from trigpoint.web.visit import Visit

SOON = 14
"""Days before its day from which an action, milestone or review stands here."""

MOST_REJECTED, MOST_LOOKED_AT = 5, 100
"""Uploads with rejected rows that are told of, and the newest that are looked at for them."""


@dataclass(frozen=True)
class Duty:
    """Something that the viewer owes. late: it is overdue."""

    what: str
    detail: str
    href: str
    action: str
    late: bool = False


def duties(here: Visit, in_frameworks: Sequence[Reading], mine: frozenset[str]) -> list[Duty]:
    """All of it. in_frameworks: the readings of the viewer's scorecards. mine: indicators that the viewer leads on."""
    return [
        *_undertaken(here), *_supplies(here), *_rejected(here), *_commentary(here, in_frameworks, mine), *_closings(here),
    ]  # fmt: skip


def _undertaken(here: Visit) -> list[Duty]:
    """What the viewer undertook to do or to watch, where its day or that of a milestone is over or near; by day."""
    if here.viewer.user_id is None:
        return []
    soon = here.today + timedelta(days=SOON)
    found = []
    for one in standing(here.viewer, here.today, owner=here.viewer.user_id):
        if one.open:
            found += [(due, duty) for due, duty in _of(one, here.today) if due <= soon]
    return [duty for _, duty in sorted(found, key=lambda pair: pair[0])]


def _of(one: Standing, today: date) -> Iterator[tuple[date, Duty]]:
    """What is owed of one undertaking, each by its day."""
    href, late = href_of(one), one.last.due < today
    ahead, behind = UNTIL[one.kind]
    does = "Review" if one.kind == Kind.RISK else "Open"
    said = f"{behind if late else ahead} {one.last.due:%-d %B %Y}; {one.state.lower()}"
    yield one.last.due, Duty(one.title, said, href, does, late)
    for milestone in one.milestones:
        if milestone.done is None:
            over = milestone.due < today
            said = f"milestone of {one.title}, {'was due on' if over else 'due by'} {milestone.due:%-d %B %Y}"
            yield milestone.due, Duty(milestone.name, said, href, "Open", over)


def _supplies(here: Visit) -> list[Duty]:
    """What the viewer's organisations are to supply, for those who take data in."""
    organisations = {one for one in here.viewer.organisations if may(here.viewer, "load", one)}
    tree, calendars = here.definitions.organisations, here.definitions.calendars
    found = []

    def grouping(one):
        return (one.late, one.data_set.code, one.organisation)

    for _, several in groupby(sorted(owed(organisations, here.today), key=grouping), grouping):
        group = sorted(several, key=lambda one: one.period)
        first = group[0]
        periods = listed([calendars.label(one.period) for one in group])
        said = f"due by {first.day:%-d %B %Y}"
        if first.late:
            said = f"was due by {first.day:%-d %B %Y}" if len(group) == 1 else f"the first was {said}"
        whose = f"{tree.name(first.organisation)}, " if tree is not None and len(organisations) > 1 else ""
        found.append((
            not first.late, first.day,
            Duty(first.data_set.name, f"{whose}{periods}; {said}", reverse("upload"), "Upload", first.late),
        ))  # fmt: skip
    return [duty for _, _, duty in sorted(found, key=lambda one: one[:2])]


def _rejected(here: Visit) -> list[Duty]:
    """Rows that could not be taken in and wait for a correction."""
    organisations = [one for one in here.viewer.organisations if may(here.viewer, "load", one)]
    if not organisations:
        return []
    newest = Load.objects.filter(
        state=Load.State.DONE, rejected__gt=0, data_set__in=provided_by(here.definitions, organisations)
    ).order_by("-known_on")[:MOST_LOOKED_AT]
    mine = [
        (load, mending)
        for load, mending in waiting(newest)
        if load.data_set in here.definitions.data_sets
        and may_mend(here.viewer, here.definitions, here.definitions.data_sets[load.data_set], load.loaded_by_id)
    ]
    return [
        Duty(
            f"{here.definitions.data_sets[load.data_set].name}: {load.rejected:,} "
            f"{'row' if load.rejected == 1 else 'rows'} rejected",
            f"{f'{mending.in_words()}; ' if mending.mended else ''}of {load.supplied:,}, uploaded on {timezone.localtime(load.dated):%-d %B %Y}",
            reverse("load", args=[load.pk]), "Correct", True,
        )
        for load, mending in mine[:MOST_REJECTED]
    ]  # fmt: skip


def _commentary(here: Visit, readings: Sequence[Reading], mine: frozenset[str]) -> list[Duty]:
    """Commentary that was sent back to the viewer, that waits for the viewer to approve it, and that a status rule asks of
    the viewer, as who leads on the indicator."""
    who = approvers(here.definitions, here.today)
    sent_back, waiting = [], []
    for one in undecided(here.viewer, here.definitions, here.known_at, who):
        row, indicator = one.row, here.definitions.indicators.get(one.row.indicator)
        href = text_href(here.definitions, here.context, row)
        if indicator is None or not href:
            continue
        about, own = where_words(here.definitions, row), row.author_id == here.viewer.user_id
        if one.state == CommentaryState.SENT_BACK and own:
            said = f"{about}; by {row.decided_by}: {row.reason}"
            sent_back.append(Duty(f"Commentary on {indicator.name} was sent back", said, href, "Mend"))
        elif one.state == CommentaryState.PROPOSED and not own and who.may(here.viewer, row):
            waiting.append(
                Duty(f"Commentary on {indicator.name} waits for you", f"{about}; by {row.author}", href, "Approve")
            )
    return [*sent_back, *waiting, *_asked_for(here, readings, mine, who)]


def _closings(here: Visit) -> Iterator[Duty]:
    """The closings that the viewer is named to confirm."""
    if not may(here.viewer, "close-periods"):
        return
    calendars = here.definitions.calendars
    for one in closings().filter(state=ClosingState.CLOSED, confirmer_id=here.viewer.user_id):
        label = calendars.label(calendars.parse(one.period))
        href = reverse("close-period", args=[one.period])
        yield Duty(f"Confirm that {label} is closed", f"closed by {one.begun_by}", href, "Look")


def _asked_for(here: Visit, readings: Sequence[Reading], mine: frozenset[str], who: Approvers) -> list[Duty]:
    if not may(here.viewer, "comment"):
        return []
    found = {}
    own = [one for one in readings if one.indicator.code in mine]
    for one in commentary_beside(here.viewer, here.definitions, own, here.known_at, who):
        sent_back = any(
            text.newest.state == CommentaryState.SENT_BACK and text.newest.row.author_id == here.viewer.user_id
            for text in one.told
        )
        if not one.owed or sent_back:
            continue
        reading, framework = one.reading, here.definitions.frameworks[one.reading.wanted.framework or ""]
        period = here.definitions.calendars.label(reading.period)
        href = commentary_href(here.context, reading.indicator.code, framework=framework.code, period=reading.period)
        found[reading.indicator.code, framework.code] = Duty(
            f"Commentary on {reading.indicator.name}", f"{period}, in {framework.name}: {reading.judgement.sum}",
            href, "Finish" if one.told else "Write",
        )  # fmt: skip
    return list(found.values())
