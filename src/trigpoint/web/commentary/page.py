"""The page of one commentary: the figure that stands, the text on it with its versions, and the facts to start from."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone

from trigpoint.access.permissions import may
from trigpoint.ask.histories import History, Looked, history
from trigpoint.definitions.periods import Period
from trigpoint.manage.about import About
from trigpoint.manage.approvers import ANYBODY, approvers
from trigpoint.manage.asked_for import asks
from trigpoint.manage.commentary import headings
from trigpoint.manage.models import CommentaryState, Kind
from trigpoint.manage.standing import Standing, standing
from trigpoint.manage.told import Told, Version, told
from trigpoint.mistakes import Mistake
from trigpoint.publish.issues.issuing import went_out
from trigpoint.web.about_readings import dimensions_of
from trigpoint.web.commentary.facts import facts
from trigpoint.web.commentary.forms import CommentaryForm, SendBackForm, texts_of
from trigpoint.web.commentary.versions import shown_versions
from trigpoint.web.components.page import Crumb, Notice, Tab
from trigpoint.web.frame import page
from trigpoint.web.indicator.beside import about_of, names_of_own
from trigpoint.web.indicator.forms import readers_offered
from trigpoint.web.indicator.head import head
from trigpoint.web.links import commentary_href, indicator_href
from trigpoint.web.visit import Visit


class CommentaryPage:
    """What the page is about: the figure that stands, the text on it for some readers, and all that is said around it."""

    def __init__(self, here: Visit, code: str) -> None:
        self.here, self.code = here, code
        context, asked, day = here.context, here.request.GET, _day(here)
        self.looked = Looked(
            code, context.period, context.where, context.as_at, framework=asked.get("framework") or None
        )
        self.history: History = history(here.viewer, here.definitions, self.looked, today=here.today)
        self.period: Period = self.history.reading.period
        self.about: About = about_of(here.definitions, self.looked, self.period.code, self.history.place)
        self.offered = readers_offered(here.viewer, names_of_own(here.viewer, here.definitions))
        wanted = asked.get("readers", "")
        self.chosen = wanted if wanted in dict(self.offered) else self.offered[0][0]
        audience, _, organisation = self.chosen.partition(":")
        self.readers = {"audience": audience, "organisation": organisation}
        self.who = approvers(here.definitions, day)
        texts = told(here.viewer, here.definitions, indicators=[code], known_at=here.known_at, who=self.who)
        self.same = [one for one in texts if self._is_same(one)]
        self.text = next((one for one in self.same if one.about.period == self.period.code), None)
        self.headings = headings(here.definitions, self.text.newest.row if self.text else None)

    def _is_same(self, one: Told) -> bool:
        """Whether a text is the same one as the page's, of whatever period."""
        row, about = one.newest.row, self.about
        mine = (about.framework, about.item, about.slice, *self.readers.values())
        return (row.framework, row.item, row.slice, row.audience, row.organisation) == mine

    @property
    def after(self) -> int:
        """The newest version that there is, 0 for none."""
        return self.text.newest.row.version if self.text else 0

    @property
    def href(self) -> str:
        """This page, with the period that it is of: it stays so when newer figures come."""
        return self._href_for(self.chosen)

    def _href_for(self, readers: str) -> str:
        own = None if readers == self.offered[0][0] else readers
        return commentary_href(
            self.here.context, self.code, framework=self.looked.framework, period=self.period, readers=own
        )

    def form(self) -> CommentaryForm:
        """The form with the newest version in it."""
        texts = texts_of(self.text.newest.row.parts) if self.text else {}
        first = {**texts, "after": self.after, "period": self.period.code}
        return CommentaryForm(self.headings, initial=first, asked=self.asked)

    @property
    def asked(self) -> bool:
        """Whether the status of the figure asks for a commentary."""
        return asks(self.history.reading)

    def context(self, form: CommentaryForm, send_back: SendBackForm, *, refused: bool = False) -> dict[str, object]:
        """The template's. refused: something was sent that the forms say is wrong."""
        here, told_, past = self.here, self.history, self.here.known_at is not None
        label = here.definitions.calendars.label(self.period)
        newest = self.text.newest if self.text else None
        waits = newest is not None and newest.state == CommentaryState.PROPOSED
        may_write = may(here.viewer, "comment") and not past
        may_decide = newest is not None and waits and not past and self.who.may(here.viewer, newest.row)
        issued = went_out(here.viewer, [one.row.pk for one in self.text.versions]) if self.text else {}
        read = self.text.approved if self.text else None
        beside = indicator_href(here.context, self.code, framework=self.looked.framework)
        framework = here.definitions.frameworks.get(self.looked.framework or "")
        return page(
            here, "scorecards" if framework else "catalogue", f"Commentary on {told_.indicator.name}",
            kind=f"{label[0].upper()}{label[1:]}{f', {framework.name}' if framework else ''}", help_page="commentary",
            uses=("period", "as-at", *dimensions_of(here.definitions, self.code)), periods=self._periods(),
            head=head(told_, here.context, self.looked.framework, None, {}), indicator_href=beside,
            asked=self.asked, newest=newest, draft=self.text.draft if self.text else None,
            approved=read, issue=issued.get(read.row.pk) if read else None, waits=waits,
            sent_back=_sent_back(newest), approver=self.who.words(newest.row) if newest else ANYBODY,
            versions=shown_versions(self.text, issued) if self.text else [], before=self._before(),
            form=form if may_write else None, send_back=send_back if may_decide else None, refused=refused,
            facts=facts(here, told_, self.looked.framework, self._actions()) if may_write or may_decide else [], action_href=self.href,
            reader_tabs=[Tab(name, self._href_for(code), code == self.chosen) for code, name in self.offered],
            crumbs=[
                Crumb("Commentary", here.context.url(reverse("commentary"))), Crumb(told_.indicator.name, beside),
                Crumb("Commentary"),
            ],
        )  # fmt: skip

    def _periods(self) -> tuple[tuple[str, str], ...]:
        """The periods of the figure's series, newest first."""
        asked, label = self.history.reading.answered.facts.asked, self.here.definitions.calendars.label
        return tuple((asked[i].code, label(asked[i])) for i in reversed(self.history.reading.cells))

    def _before(self) -> tuple[Told, str] | None:
        """The same text of the last period before that has one, and which period that is."""
        calendars, found = self.here.definitions.calendars, []
        for one in self.same:
            try:
                period = calendars.parse(one.about.period)
            except Mistake:
                continue  # of no period, or of one that is none any more
            if period.end <= self.period.start:
                found.append((period.end, calendars.label(period), one))
        if not found:
            return None
        _, label, text = max(found, key=lambda each: each[0])
        return text, label

    def _actions(self) -> list[Standing]:
        """The actions about the figure that whoever reads the text may read too."""
        audience, organisation = self.readers["audience"], self.readers["organisation"]
        known = standing(
            self.here.viewer, self.here.today, kinds=[Kind.ACTION], indicator=self.code, known_at=self.here.known_at
        )

        def is_open(one: Standing) -> bool:
            action = one.undertaking
            if action.audience == "public":
                return True
            if action.audience == "partnership":
                return audience != "public"
            return (audience, organisation) == (action.audience, action.organisation)

        return [
            one for one in known if is_open(one) and (one.undertaking.slice or self.about.slice) == self.about.slice
        ]


def _sent_back(newest: Version | None) -> Notice | None:
    """Who sent the newest version back, and why."""
    if newest is None or newest.state != CommentaryState.SENT_BACK:
        return None
    on = timezone.localtime(newest.row.decided_at)
    return Notice(newest.row.reason, f"{newest.row.decided_by} sent it back on {on:%-d %B %Y}", "warning")


def _day(here: Visit) -> date:
    return here.today if here.known_at is None else timezone.localdate(here.known_at)
