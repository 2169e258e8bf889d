"""Makes the sample partnership in an installation, through the actions that people use, in the order in which it happened."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

from django.utils import timezone

from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, Viewer, viewer_of
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.partnership import COMMENTARY_HEADINGS
from trigpoint.demo import people, tellings, writings
from trigpoint.demo.commentary import comments
from trigpoint.demo.folder import definitions_for
from trigpoint.demo.generate import last_month_but_one, supplies
from trigpoint.demo.meetings import meet
from trigpoint.demo.undertake import undertake
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile
from trigpoint.manage.about import About
from trigpoint.manage.commentary import approve_commentary, send_back_commentary, write_commentary
from trigpoint.manage.news.choices import choose, set_telling_rules
from trigpoint.manage.news.handling import acknowledge, pass_on, snooze, waiting
from trigpoint.manage.news.making import make_news
from trigpoint.manage.notes import add_link, add_note
from trigpoint.manage.portfolios import follow, save_view

SEED = 2009

Say = Callable[[str], None]


def make(say: Say, until: date | None = None, seed: int = SEED) -> None:
    """Make it, telling each step. until: a day of the last month that has figures; None: the last month but one."""
    until = until or last_month_but_one(timezone.localdate())
    with tempfile.TemporaryDirectory(prefix="trigpoint-demo-") as folder:
        say("Writing the files that its partners sent over six years")
        sent = list(supplies(seed, until, Path(folder) / "files"))
        say("Agreeing on definitions")
        start = sent[0].supplied_on - timedelta(days=30)
        apply_definitions(
            OPERATOR, definitions_for(until, Path(folder) / "fenmoor"), note="Agreed by the Board.", at=start
        )
        say("Adding people")
        viewers = _add_people()
        for number, supply in enumerate(sent, start=1):
            say(f"Taking in {supply.path.name} ({number} of {len(sent)})")
            take_in_files(
                viewers[supply.by],
                supply.source,
                [SuppliedFile.at(supply.path)],
                note=supply.note,
                at=supply.supplied_on,
                accept=True,
            )
    say("Writing notes and commentary")
    _write(viewers, until)
    say("Issuing the Board's packs")
    meet(viewers, until)
    say("Telling people what turned")
    _tell(viewers, until)


def _add_people() -> dict[str, Viewer]:
    viewers = {}
    for person in people.PEOPLE:
        user = save_person(
            OPERATOR,
            person.username,
            name=person.name,
            email=person.email,
            title=person.title,
            memberships=person.memberships,
            scopes=person.scopes,
            sources=person.sources,
        )
        viewers[person.username] = viewer_of(user)
        for indicator, slice_ in person.portfolio:
            follow(viewers[person.username], indicator, slice_)
    return viewers


def _write(viewers: dict[str, Viewer], until: date) -> None:
    for note in writings.notes(until):
        about = About(indicator=note.indicator, slice=note.slice, period=note.period)
        whose = _whose(viewers[note.by], note.audience)
        add_note(viewers[note.by], about, note.text, audience=note.audience, organisation=whose, at=note.at)
    for link in writings.links(until):
        add_link(viewers[link.by], About(indicator=link.indicator), link.url, link.title, at=link.at)
    _comment(viewers, until)
    undertake(viewers, until)
    for by, name, path, shared in writings.views():  # the question as an address writes it
        save_view(viewers[by], name, f"/explore/?{path}", shared=shared)


def _comment(viewers: dict[str, Viewer], until: date) -> None:
    versions: Counter[About] = Counter()
    for one in comments(until):
        about = About(indicator=one.indicator, framework=one.framework, item=one.indicator, period=one.period)
        parts = zip(COMMENTARY_HEADINGS, (one.why, one.doing, one.recover), strict=True)
        text = write_commentary(
            viewers[one.by], about, parts, after_version=versions[about], propose=one.proposed, at=one.at
        )
        versions[about] += 1
        if one.decided is None:
            continue
        viewer, at = viewers[one.decided.by], one.decided.at
        if one.decided.reason:
            send_back_commentary(viewer, text.pk, one.decided.reason, at=at)
        else:
            approve_commentary(viewer, text.pk, at=at)


def _tell(viewers: dict[str, Viewer], until: date) -> None:
    """News of the last month, and what people did about it."""
    today = timezone.localdate()
    set_telling_rules(OPERATOR, tellings.BANK_HOLIDAYS, tellings.PATIENCE)
    for wish in tellings.WISHES:
        choose(
            viewers[wish.by], in_force(), today, rules=wish.rules, mail=wish.mail, quiet_from=time(18), quiet_until=time(8),
            away_from=None, away_until=None,
        )  # fmt: skip
    make_news(tellings.told_since(until))
    for deed in tellings.DEEDS:
        viewer = viewers[deed.by]
        piece = waiting(viewer, today).filter(kind=deed.kind).first()
        if piece is None:
            continue
        if deed.does == "acknowledge":
            acknowledge(viewer, piece.pk)
        elif deed.does == "later":
            snooze(viewer, piece.pk, today + timedelta(days=7))
        else:
            pass_on(viewer, piece.pk, deed.to)


def _whose(viewer: Viewer, audience: str) -> str:
    """The organisation that a text is for, where it is for the writer's own alone."""
    return min(viewer.organisations, default="") if audience == "own-organisation" else ""
