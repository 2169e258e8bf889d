"""The Board of the sample partnership meets: its packs, what it decided, and what became of it; through people's own actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.logo import keep_logo
from trigpoint.demo.emblem import emblem
from trigpoint.demo.generate.clock import Clock
from trigpoint.manage.models import State
from trigpoint.manage.undertakings import move_on
from trigpoint.publish.composing import add_block, add_report, change_report, move_block, set_options
from trigpoint.publish.issues.issuing import issue_report
from trigpoint.publish.meetings import decide, hold_meeting

BOARD = "Fenmoor Together Board"
FOREWORD = (
    "The Board is asked to note how the agreement stands, to agree on what is to be done about what is off target, and to "
    "hear what became of what it decided last time.\n"
    "Figures are those that had come in when this pack was issued."
)


def meet(viewers: Mapping[str, Viewer], until: date) -> None:
    """The pack of the quarter that was restated after the Board had met about it; the newest pack, and the meeting to come."""
    clock, analyst = Clock(until), viewers["h.quill"]
    keep_logo(viewers["e.varga"], emblem())
    pack = add_report(analyst, "Board pack", audience="partnership")
    place = add_block(analyst, pack.pk, "text")
    set_options(analyst, pack.pk, place, "text", {"heading": "What the Board is asked to do", "text": FOREWORD})
    for step in range(place - 2):
        move_block(analyst, pack.pk, place - step, -1)
    change_report(
        analyst,
        pack.pk,
        name="Board pack",
        audience="partnership",
        organisation="",
        owner="h.quill",
        every="quarter",
        days=45,
    )
    met = clock.board_met
    month = clock.end(clock.restated_quarter[1])
    first = issue_report(
        analyst, pack.pk, f"{month:%Y-%m}", f"Board pack, {month:%B %Y}", at=_at(met, -6)
    )  # fmt: skip
    meeting = hold_meeting(analyst, BOARD, met, pack=first.pk, at=_at(met, 0))
    decide(
        analyst, meeting.pk, "The Board notes that fewer people wait to leave hospital than a year ago.", by="All partners",
        at=_at(met, 0, 15),
    )  # fmt: skip
    hub = decide(
        analyst, meeting.pk, "The hospitals and the council open one hub for people who are ready to leave hospital.",
        by="Proposed by Dr Nasreen Aldous", action="One hub for leaving hospital: agree who staffs it", owner="c.hartnell",
        due=met + timedelta(days=40), indicator="delayed-discharges", at=_at(met, 0, 16),
    )  # fmt: skip
    check = decide(
        analyst, meeting.pk, "Whoever supplies figures of discharges checks them against the wards before each Board.",
        by="Councillor Petra Lindow", action="Check discharges against the wards", owner="o.whitlock",
        due=met + timedelta(days=20), indicator="delayed-discharges", at=_at(met, 0, 17),
    )  # fmt: skip
    assert check.action_id is not None
    assert hub.action_id is not None
    move_on(
        viewers["o.whitlock"], check.action_id, "Two departments had been left out. The quarter was sent again.",
        state=State.DONE, after=1, at=_at(met, 13),
    )  # fmt: skip
    move_on(
        viewers["c.hartnell"], hub.action_id, "Staff named by both; the room is still to be found.", state=State.UNDER_WAY,
        after=1, at=_at(met, 19),
    )  # fmt: skip
    newest = issue_report(analyst, pack.pk, f"{until:%Y-%m}", f"Board pack, {until:%B %Y}")
    hold_meeting(analyst, BOARD, timezone.localdate() + timedelta(days=6), pack=newest.pk)


def _at(day: date, days: int, hour: int = 10) -> datetime:
    return datetime.combine(day + timedelta(days=days), time(hour, 0), tzinfo=UTC)
