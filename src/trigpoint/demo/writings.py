"""What the people of the sample partnership wrote, saved views, and the reports that went to the Board: plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from trigpoint.demo.folder import financial_year
from trigpoint.demo.generate.clock import Clock


@dataclass(frozen=True)
class Writing:
    """A note on a figure. period: its code."""

    by: str
    at: datetime
    indicator: str
    text: str
    period: str = ""
    slice: str = ""
    audience: str = "partnership"


@dataclass(frozen=True)
class SharedLink:
    """A page elsewhere that has to do with an indicator."""

    by: str
    at: datetime
    indicator: str
    url: str
    title: str


@dataclass(frozen=True)
class BoardReport:
    """A report that went out. kind: 'board' or 'partner' (then `organisation` says whose)."""

    kind: str
    framework: str
    period: str
    by: str
    at: datetime
    organisation: str = ""


def _at(day: date, hour: int = 10, minute: int = 15) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)


def notes(until: date) -> tuple[Writing, ...]:
    """Notes beside figures, oldest first."""
    clock = Clock(until)
    month, before = f"{until:%Y-%m}", f"{clock.months[-2]:%Y-%m}"
    soon = clock.opens - timedelta(days=9)
    first, _ = clock.restated_quarter
    quarter = f"{financial_year(first)}-Q{(first.month - 4) % 12 // 3 + 1}"
    found = (
        Writing(
            "c.hartnell", _at(date(clock.year - 2, 4, 22)), "assessed-in-28-days",
            "Counted of assessments asked for from this April, so that people who still wait are not left out. The fall"
            " is the definition; the service is the same.", f"{clock.year - 2}-04",
        ),
        Writing(
            "n.aldous", _at(clock.restated, 15, 40), "delayed-discharges",
            "We have sent the quarter again. The wards for older people and for stroke record delays on a system of"
            " their own, which our return did not read. The Board saw well under 7%; it was over 12%.", quarter,
        ),
        Writing(
            "h.quill", _at(clock.restated + timedelta(days=1)), "delayed-discharges",
            "The Board paper for the quarter should go out again with the restated figure beside the one it saw.",
            quarter,
        ),
        Writing(
            "i.kell", _at(soon), "burglary",
            "Over the target, and no more than the usual ups and downs. We are not sending anybody anywhere for this.",
            month,
        ),
        Writing(
            "d.frost", _at(soon + timedelta(days=1)), "repairs-in-time",
            "Still above 90, but look at the line. Two of eleven trades posts have been empty since last summer, and the"
            " contractor's backlog grows.", month,
        ),
        Writing(
            "m.oyelowe", _at(soon + timedelta(days=1), 14), "health-checks-taken-up",
            "The county's figure is a comfort that it should not be. In the poorest wards we are losing people.",
            f"{clock.year - 1}-{clock.year % 100:02d}",
        ),
        Writing(
            "b.renn", _at(clock.opens - timedelta(days=3)), "relet-days",
            "Nine rows of the corrections for last month came back. I have asked the lettings team for the right wards.",
            before, audience="own-organisation",
        ),
        Writing(
            "h.quill", _at(clock.opens - timedelta(days=2)), "smoke-alarms",
            "Asked the prevention team again for its sheets. The steward is on leave and nobody else has the file.",
            month,
        ),
        Writing(
            "w.okoro", _at(clock.opens - timedelta(days=2), 16), "fly-tipping",
            "Fishergate again. The camera on the quay has been out since spring.", month, "area=saltwythe",
        ),
    )  # fmt: skip
    return tuple(sorted(found, key=lambda each: each.at))


def links(until: date) -> tuple[SharedLink, ...]:
    """Pages elsewhere. The addresses are of the reserved domain, and lead nowhere."""
    at = _at(Clock(until).opens - timedelta(days=12))
    return (
        SharedLink("n.aldous", at, "delayed-discharges", "https://hospitals.example/winter-plan", "Winter plan"),
        SharedLink(
            "m.oyelowe", at, "health-checks-taken-up", "https://health.example/outreach", "Outreach in the old docks"
        ),
    )


def views() -> tuple[tuple[str, str, str, bool], ...]:
    """Saved views of the explore page: (owner, name, question as its address writes it, shared)."""
    return (
        (
            "h.quill",
            "Health checks by deprivation",
            "indicator=health-checks-taken-up&by=area:fifth&columns=period&grain=financial-year",
            True,
        ),
        (
            "h.quill",
            "Anti-social behaviour by district and kind",
            "indicator=anti-social-behaviour&by=area:district&columns=asb-kind",
            True,
        ),
        ("d.frost", "Relet days by ward", "indicator=relet-days&by=area:ward&columns=period&grain=quarter", False),
    )


def reports(until: date) -> tuple[BoardReport, ...]:
    """The reports that went out, oldest first: the quarter's Board report on the day of its meeting, and the month's."""
    clock = Clock(until)
    first, _ = clock.restated_quarter
    quarter = f"{financial_year(first)}-Q{(first.month - 4) % 12 // 3 + 1}"
    day = clock.opens - timedelta(days=2)
    return (
        BoardReport("board", "fenmoor-together-agreement", quarter, "h.quill", _at(clock.board_met, 9)),
        BoardReport("board", "balanced-scorecard", f"{until:%Y-%m}", "h.quill", _at(day, 9)),
        BoardReport("partner", "balanced-scorecard", f"{until:%Y-%m}", "h.quill", _at(day, 10), "homes"),
    )
