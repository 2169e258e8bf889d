"""When somebody may be disturbed: hours of the clock on the wall, weekends, holidays, across the change to summer time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from trigpoint.manage.news.hours import digest_is_due, is_quiet, is_working_day, next_open

LONDON = ZoneInfo("Europe/London")
CHRISTMAS = frozenset({date(2026, 12, 25)})


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("when", "quiet"),
    [
        ((2026, 11, 25, 7, 59), True), ((2026, 11, 25, 8, 0), False), ((2026, 11, 25, 17, 59), False),
        ((2026, 11, 25, 18, 0), True), ((2026, 11, 28, 12, 0), True), ((2026, 12, 25, 12, 0), True),
    ],
)  # fmt: skip
def test_evenings_weekends_and_holidays_are_quiet(when: tuple[int, ...], quiet: bool) -> None:
    assert is_quiet(at(*when), time(18), time(8), CHRISTMAS) is quiet


def test_quiet_hours_may_lie_within_a_day_or_not_be() -> None:
    assert is_quiet(at(2026, 11, 25, 12, 30), time(12), time(13), ())
    assert not is_quiet(at(2026, 11, 25, 13, 0), time(12), time(13), ())
    assert not is_quiet(at(2026, 11, 25, 3, 0), time(0), time(0), ())


def test_eight_is_eight_on_either_side_of_the_change_to_summer_time() -> None:
    friday, monday = datetime(2026, 3, 27, 8, 0, tzinfo=UTC), datetime(2026, 3, 30, 7, 0, tzinfo=UTC)
    for instant in (friday, monday):
        assert not is_quiet(instant.astimezone(LONDON), time(18), time(8), ())
        assert digest_is_due(instant.astimezone(LONDON), None, ())
    assert is_quiet(datetime(2026, 3, 30, 6, 59, tzinfo=UTC).astimezone(LONDON), time(18), time(8), ())


def test_the_mail_of_the_day_goes_once_a_working_day() -> None:
    assert not digest_is_due(at(2026, 11, 25, 7, 59), None, ())
    assert digest_is_due(at(2026, 11, 25, 8, 0), date(2026, 11, 24), ())
    assert not digest_is_due(at(2026, 11, 25, 16, 0), date(2026, 11, 25), ())
    assert not digest_is_due(at(2026, 12, 25, 9, 0), None, CHRISTMAS)
    assert not digest_is_due(at(2026, 11, 29, 9, 0), None, ())
    assert is_working_day(date(2026, 11, 27), ())


def test_the_next_open_hour_is_by_the_clock_on_the_wall() -> None:
    def opens(*when: int) -> datetime:
        return next_open(at(*when), time(18), time(8), CHRISTMAS)

    assert opens(2026, 11, 25, 12, 0) == at(2026, 11, 25, 12, 0)
    assert opens(2026, 11, 25, 7, 0) == at(2026, 11, 25, 8, 0)
    assert opens(2026, 12, 24, 19, 0) == at(2026, 12, 28, 8, 0)
    monday = opens(2026, 3, 27, 19, 0)
    assert monday.astimezone(UTC) == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)
