"""Makes the sample partnership in an installation, through the actions that people use, in the order in which it happened."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone

from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, Viewer, viewer_of
from trigpoint.catalogue import changing
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.catalogue.snapshots import in_force
from trigpoint.catalogue.targets import Aim, Wish, set_targets, target_of
from trigpoint.definitions.partnership import COMMENTARY_HEADINGS
from trigpoint.definitions.periods import Period
from trigpoint.demo import aims, people, tellings, writings
from trigpoint.demo.commentary import comments
from trigpoint.demo.folder import definitions_for
from trigpoint.demo.generate import last_month_but_one, supplies
from trigpoint.demo.leisure_sheet import NAME as LEISURE_SHEET
from trigpoint.demo.leisure_sheet import leisure_sheet
from trigpoint.demo.meetings import meet
from trigpoint.demo.responsible import answer_for
from trigpoint.demo.undertake import undertake
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile
from trigpoint.intake.uploads import keep_scorecard
from trigpoint.manage.about import About
from trigpoint.manage.closing import actions as closing
from trigpoint.manage.closing.year_ahead import Chosen
from trigpoint.manage.commentary import approve_commentary, send_back_commentary, write_commentary
from trigpoint.manage.forecasts import forecast_outturn
from trigpoint.manage.news.choices import choose, set_telling_rules
from trigpoint.manage.news.handling import acknowledge, pass_on, snooze, waiting
from trigpoint.manage.news.making import make_news
from trigpoint.manage.notes import add_link, add_note
from trigpoint.manage.portfolios import follow, save_view

SEED = 2009

Say = Callable[[str], None]


def make(say: Say, until: date | None = None, seed: int = SEED, password: str | None = None) -> None:
    """Make it, telling each step. until: a day of the last month that has figures; None: the last month but one.

    password: everybody's, where people sign in to it; None: nobody can but by becoming somebody.
    """
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
        viewers = _add_people(password)
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
    say("Closing the year before last")
    _close(viewers, until)
    say("Telling people what turned")
    _tell(viewers, until)
    keep_scorecard(viewers["h.quill"], ContentFile(leisure_sheet(until, seed), LEISURE_SHEET))


def _add_people(password: str | None) -> dict[str, Viewer]:
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
            password=password,
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
    for expected in aims.expectations(until):
        _expect(viewers, expected, until)
    _propose_targets(viewers, until)
    answer_for(viewers, until)
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


def _close(viewers: dict[str, Viewer], until: date) -> None:
    """The year before last, closed in the summer after it; last year is still to be closed."""
    year = _year(until, -2)
    at = timezone.make_aware(datetime.combine(year.end + timedelta(days=104), time(10)))
    shown = closing.preview(viewers["h.quill"], year.code, Chosen())
    done = closing.close(viewers["h.quill"], shown.pk, "e.varga", at=at)
    closing.confirm(viewers["e.varga"], done.pk, at=at + timedelta(days=3))


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


def _year(until: date, later: int = 0) -> Period:
    calendars = in_force().calendars
    return calendars.shift(calendars.containing(until, "financial-year"), later)


def _expect(viewers: dict[str, Viewer], one: aims.Expecting, until: date) -> None:
    about = About(one.indicator, framework=one.framework, item=one.indicator, period=_year(until).code)
    figures = {"value": one.low} if one.high is None else {"low": one.low, "high": one.high}
    forecast_outturn(viewers[one.by], about, **figures, confidence=one.confidence, reason=one.reason, at=one.at)


def _propose_targets(viewers: dict[str, Viewer], until: date) -> None:
    """Next year's targets as one change, to which one of the partners who were asked has agreed."""
    definitions, year = in_force(), _year(until, 1)
    indicators, calendars = definitions.indicators, definitions.calendars
    wishes = [
        Wish(code, year, Aim(value), like=target_of(indicators[code], calendars, _year(until), {}, None))
        for code, value in aims.PROPOSED
    ]
    label = calendars.label(year, short=True)
    title = f"Targets of Fenmoor Together agreement for {label}"
    change = set_targets(viewers["h.quill"], wishes, title=title, note="As talked over with the leads in autumn.")
    changing.propose(viewers["h.quill"], change.pk, aims.ASKED)
    changing.say(viewers["n.aldous"], change.pk, "hospitals", agrees=True)


def _whose(viewer: Viewer, audience: str) -> str:
    """The organisation that a text is for, where it is for the writer's own alone."""
    return min(viewer.organisations, default="") if audience == "own-organisation" else ""
