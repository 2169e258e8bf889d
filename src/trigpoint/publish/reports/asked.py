"""What a report was asked for: by whom, of which period, organisation and framework, as known on which day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from trigpoint.access.viewers import Viewer
from trigpoint.ask.door import newest_periods
from trigpoint.ask.readings import Reading
from trigpoint.ask.windows import reporting_end
from trigpoint.catalogue.ledger import end_of_day
from trigpoint.definitions.faults import did_you_mean
from trigpoint.definitions.frameworks import Framework
from trigpoint.definitions.periods import Grain, Period
from trigpoint.definitions.whole import Definitions
from trigpoint.mistakes import Mistake
from trigpoint.publish.blocks import NothingToShow
from trigpoint.publish.reports.leads import Lead, leads


class BadReport(Mistake):
    """A report that cannot be made as it was asked for; the message says what can."""


def nowhere(reading: Reading) -> str:
    """A document on paper leads nowhere."""
    return ""


@dataclass(frozen=True)
class Asked:
    """period: None is the newest month that has figures. organisation, framework: codes, '' where none was named.

    today: where the partnership is; made_at: the instant. to_indicator, to_figure: addresses, for a page.
    moment: the instant whose knowledge is shown, where it is neither now nor a day's end. readers: for whom it is made,
    where that is not its maker: "the partnership". named: whether persons may be named in it as leads.
    """

    viewer: Viewer
    definitions: Definitions
    today: date
    made_at: datetime
    period: Period | None = None
    organisation: str = ""
    framework: str = ""
    as_at: date | None = None
    to_indicator: Callable[[Reading], str] = nowhere
    to_figure: Callable[[Reading], str] = nowhere
    moment: datetime | None = None
    readers: str = ""
    named: bool = True

    @property
    def known_day(self) -> date:
        """The day whose knowledge is shown."""
        return self.as_at or self.today

    @property
    def known_at(self) -> datetime | None:
        """The instant whose knowledge is shown; None is now."""
        return self.moment if self.as_at is None else end_of_day(self.as_at, self.definitions.calendars.timezone)

    @property
    def made_by(self) -> str:
        """The name of who makes it; '' where that is no person but the command line."""
        return self.viewer.name if self.viewer.user_id is not None else ""

    @property
    def made_for(self) -> str:
        """On what figures the report rests: a report holds what its maker, or those for whom it is, may see."""
        if self.readers:
            return f"Made for {self.readers}, from the figures that all of these readers may see."
        if not self.made_by:
            return "Made on the command line, from all figures that are held."
        return f"Made by {self.made_by}, from the figures that they may see."

    @cached_property
    def leads(self) -> dict[str, Lead]:
        """Who leads on each indicator. One query."""
        found = leads(self.definitions, self.known_day)
        return found if self.named else {code: replace(one, person="") for code, one in found.items()}

    def reporting_period(self, indicators: list[str]) -> Period:
        """The period that the report is of: the one asked for, or the newest month that has figures and is over; the newest
        quarter, or half-year, where none of the indicators is reported by anything shorter."""
        if self.period is not None:
            if self.period.start > self.known_day:
                label = self.definitions.calendars.label(self.period)
                day = f"as known on {self.as_at:%-d %B %Y}" if self.as_at else "yet"
                raise NothingToShow(
                    f"The report would be blank: nothing is known of {label} {day}. Choose an earlier period."
                )
            return self.period
        newest = newest_periods(indicators, self.as_at)
        end = reporting_end(self.definitions, indicators, newest, None, self.known_day)
        grains = {self.definitions.indicators[code].grain for code in indicators}
        whole: Grain = "quarter" if grains <= {"quarter", "half"} else "month"
        if grains == {"half"}:
            whole = "half"
        return self.definitions.calendars.containing(end, whole)

    def require_figures(self, readings: Sequence[Reading], period: Period, whose: str) -> None:
        """Raise NothingToShow unless some figure ends within the reporting period, or is known to be late for it."""
        if any(
            one.has_figure and (one.overdue is not None or period.start < one.period.end <= period.end)
            for one in readings
        ):
            return
        label = self.definitions.calendars.label(period)
        raise NothingToShow(
            f"The report would be blank: {whose} has no figure of {label}. "
            "Choose another period, or see under Data what has not come in."
        )

    def before(self, period: Period) -> date:
        """The last day of the month before a reporting period: what was known then is what the last report could say."""
        calendars = self.definitions.calendars
        return calendars.shift(calendars.containing(period.last_day, "month"), -1).last_day

    def organisation_name(self, code: str = "") -> str:
        """The name of an organisation; raises BadReport where there is none, or none was named."""
        code = code or self.organisation
        tree = self.definitions.organisations
        partners = partners_of(self.definitions)
        there_are = ", ".join(f"{name} ({one})" for one, name in partners.items()) or "none is defined"
        if not code:
            raise BadReport(f"Say whose report it is. The organisations are: {there_are}.")
        if tree is None or code not in tree.members:
            hint = did_you_mean(code, partners)
            raise BadReport(f"There is no organisation “{code[:60]}”. {hint or f'There are: {there_are}.'}")
        return tree.members[code].name


def partners_of(definitions: Definitions) -> dict[str, str]:
    """The names of the partners by code: the members at the top of the dimension of organisations."""
    tree = definitions.organisations
    if tree is None:
        return {}
    top = tree.dimension.levels[0].code
    found = {member.code: member.name for member in tree.members.values() if member.level == top}
    # Where one member stands for the whole partnership, the partners are those beneath it.
    if len(found) == 1 and len(tree.dimension.levels) > 1:
        below = tree.dimension.levels[1].code
        return {member.code: member.name for member in tree.members.values() if member.level == below}
    return found


def frameworks_of(definitions: Definitions, owner: str, day: date) -> list[Framework]:
    """The frameworks of an organisation ('': of the partnership) in force on a day, the one with most items first."""
    found = [
        framework
        for framework in definitions.frameworks.values()
        if (framework.owner or "") == owner and framework.years.holds_on(day)
    ]
    return sorted(found, key=lambda framework: -len(definitions.places[framework.code]))
