"""Periods: their laws, and the calendars of partnerships whose years start on other days."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trigpoint.definitions.partnership import Partnership
from trigpoint.definitions.periods import BadPeriod, Calendars, Period

APRIL = Calendars()
BLOCKS = ["week", "month", "quarter", "half", "financial-year", "academic-year", "calendar-year"]
DAYS = st.dates(date(1802, 1, 1), date(2190, 12, 31))

calendars = st.builds(
    Calendars,
    financial_start=st.tuples(st.integers(1, 12), st.integers(1, 28)),
    academic_start=st.tuples(st.integers(1, 12), st.integers(1, 28)),
    week_starts=st.sampled_from(["monday", "sunday"]),
)


@st.composite
def placed(draw: st.DrawFn) -> tuple[Calendars, Period]:
    """Calendars, and a period of any grain in them."""
    calendar = draw(calendars)
    if draw(st.booleans()):
        start, end = sorted((draw(DAYS), draw(DAYS)))
        assume(start < end)
        return calendar, calendar.period(start, end, "range")
    return calendar, calendar.containing(draw(DAYS), draw(st.sampled_from(BLOCKS)))


def in_months(period: Period) -> bool:
    """Whether a range starts and ends on the same day of a month."""
    return period.start.day == period.end.day <= 28


class TestLaws:
    @given(placed())
    def test_a_code_is_read_back_as_the_period(self, given_):
        calendar, period = given_
        assert calendar.parse(period.code) == period

    @given(placed(), st.integers(-40, 40))
    def test_shifting_back_undoes_shifting(self, given_, n):
        calendar, period = given_
        try:
            moved = calendar.shift(period, n)
        except BadPeriod:
            return  # a range of centuries, moved beyond the year 9999
        assert moved.grain == period.grain
        # A range of odd days that happens to land on whole months is moved on by months from there.
        assume(moved.grain != "range" or in_months(moved) == in_months(period))
        assert calendar.shift(moved, -n) == period

    @given(placed().filter(lambda given_: given_[1].grain != "range"))
    def test_the_next_period_starts_where_this_one_ends(self, given_):
        calendar, period = given_
        assert calendar.shift(period, 1).start == period.end

    @given(placed(), st.sampled_from(BLOCKS))
    def test_parts_tile_the_whole_or_are_refused(self, given_, grain):
        calendar, period = given_
        assume((period.end - period.start).days < 4000)
        try:
            parts = calendar.parts(period, grain)
        except BadPeriod:
            return
        assert parts[0].start == period.start
        assert parts[-1].end == period.end
        assert all(before.end == after.start for before, after in pairwise(parts))
        assert {part.grain for part in parts} == {grain}

    @given(calendars, DAYS, st.sampled_from(BLOCKS))
    def test_the_period_containing_a_day_contains_it(self, calendar, day, grain):
        period = calendar.containing(day, grain)
        assert period.contains(day)
        assert not calendar.shift(period, 1).contains(day)
        assert calendar.containing(period.start, grain) == calendar.containing(period.last_day, grain) == period

    @given(calendars, DAYS, st.sampled_from([("financial-year", n, g) for n, g in ((2, "half"), (4, "quarter"))]))
    def test_a_financial_year_has_two_halves_and_four_quarters(self, calendar, day, case):
        year, count, grain = case
        assert len(calendar.parts(calendar.containing(day, year), grain)) == count

    @given(placed())
    def test_the_same_period_last_year_is_about_a_year_before(self, given_):
        calendar, period = given_
        before = calendar.same_last_year(period)
        assert before.grain == period.grain
        assert 357 <= (period.start - before.start).days <= 371


@pytest.mark.parametrize(
    ("start", "end", "grain", "code", "label", "short"),
    [
        ("2019-03-01", "2019-04-01", "month", "2019-03", "March 2019", "Mar 2019"),
        ("2019-01-01", "2019-04-01", "quarter", "2018-Q4", "Q4 2018/19", "Q4 2018/19"),
        ("2018-10-01", "2019-04-01", "half", "2018-H2", "H2 2018/19", "H2 2018/19"),
        ("2018-04-01", "2019-04-01", "financial-year", "2018-19", "financial year 2018/19", "2018/19"),
        ("2010-04-01", "2011-04-01", "financial-year", "2010-2011", "financial year 2010/11", "2010/11"),
        ("1999-04-01", "2000-04-01", "financial-year", "1999-00", "financial year 1999/00", "1999/00"),
        ("2018-09-01", "2019-09-01", "academic-year", "2018-19a", "academic year 2018/19", "2018/19"),
        ("2018-01-01", "2019-01-01", "calendar-year", "2018", "2018", "2018"),
        ("2019-02-04", "2019-02-11", "week", "2019-W06", "week of 4 February 2019", "w/c 4 Feb 2019"),
        ("2018-12-31", "2019-01-07", "week", "2019-W01", "week of 31 December 2018", "w/c 31 Dec 2018"),
        (
            "2014-04-01", "2017-04-01", "range",
            "2014-04-01..2017-03-31", "April 2014 to March 2017", "Apr 2014 – Mar 2017",
        ),
        (
            "2019-01-15", "2019-02-04", "range",
            "2019-01-15..2019-02-03", "15 January 2019 to 3 February 2019", "15 Jan 2019 – 3 Feb 2019",
        ),
    ],
)  # fmt: skip
def test_how_each_grain_is_written_and_said(start, end, grain, code, label, short):
    period = APRIL.period(date.fromisoformat(start), date.fromisoformat(end), grain)
    assert (period.code, APRIL.label(period), APRIL.label(period, short=True)) == (code, label, short)


def test_quarters_follow_the_partnerships_own_year():
    july = Calendars(financial_start=(7, 1))
    assert july.containing(date(2019, 1, 15), "quarter").code == "2018-Q3"
    assert APRIL.containing(date(2019, 1, 15), "quarter").code == "2018-Q4"
    assert july.parse("Q1 2018/19").start == date(2018, 7, 1)


def test_a_tax_year_starts_on_the_sixth():
    tax = Calendars(financial_start=(4, 6))
    assert tax.containing(date(2019, 4, 5), "financial-year").code == "2018-19"
    assert tax.containing(date(2019, 4, 6), "financial-year").code == "2019-20"
    with pytest.raises(BadPeriod, match="cannot be divided into whole months"):
        tax.parts(tax.parse("2018-19"), "month")


def test_a_year_that_starts_in_january_is_told_from_the_calendar_year():
    january = Calendars(financial_start=(1, 1), academic_start=(1, 1))
    codes = [january.containing(date(2018, 5, 1), grain).code for grain in BLOCKS[4:]]
    assert codes == ["2018f", "2018a", "2018"]


def test_weeks_may_start_on_sunday():
    sunday = Calendars(week_starts="sunday")
    week = sunday.containing(date(2019, 2, 9), "week")
    assert (week.start, week.last_day, week.code) == (date(2019, 2, 3), date(2019, 2, 9), "2019-W06")


def test_calendars_of_a_partnership():
    own = Partnership(
        kind="partnership", code="p", name="P", financial_year_starts="07-01", academic_year_starts="08-15",
        week_starts="sunday", timezone="Australia/Sydney",
    )  # fmt: skip
    assert Calendars.of(own) == Calendars((7, 1), (8, 15), "sunday", "Australia/Sydney")
    assert Calendars.of(None) == Calendars((4, 1), (9, 1), "monday", "Europe/London")


def test_a_day_ends_at_the_partnerships_own_midnight():
    late = datetime(2019, 6, 30, 23, 30, tzinfo=UTC)
    assert APRIL.day_of(late) == date(2019, 7, 1)
    assert Calendars(timezone="UTC").day_of(late) == date(2019, 6, 30)
    with pytest.raises(BadPeriod):
        APRIL.day_of(late.replace(tzinfo=None))


def test_year_to_date_runs_from_the_financial_years_start():
    assert APRIL.year_to_date(APRIL.parse("2018-12")).code == "2018-04-01..2018-12-31"
    assert APRIL.year_to_date(APRIL.parse("2019-03")).code == "2018-04-01..2019-03-31"
    assert APRIL.year_to_date(APRIL.parse("2019-04")).code == "2019-04-01..2019-04-30"


def test_a_rolling_twelve_months_ends_with_the_period():
    assert APRIL.rolling(APRIL.parse("2018-06"), 12).code == "2017-07-01..2018-06-30"
    with pytest.raises(BadPeriod):
        APRIL.rolling(APRIL.parse("2018-06"), 0)


def test_week_53_is_compared_with_week_52():
    assert APRIL.same_last_year(APRIL.parse("2020-W53")).code == "2019-W52"
    assert APRIL.same_last_year(APRIL.parse("2020-W09")).code == "2019-W09"


def test_a_range_moves_by_its_own_length():
    assert APRIL.shift(APRIL.parse("2014-15..2016-17"), 1).code == "2017-04-01..2020-03-31"
    assert APRIL.shift(APRIL.parse("2019-01-30..2019-02-05"), -1).code == "2019-01-23..2019-01-29"


def test_weeks_do_not_fit_in_a_month_and_what_does_is_said():
    with pytest.raises(BadPeriod, match=r"March 2019 cannot be divided into whole weeks; 2019-W09\.\.2019-W13 can\."):
        APRIL.parts(APRIL.parse("2019-03"), "week")


def test_what_is_no_period_is_refused():
    with pytest.raises(BadPeriod, match="before it starts"):
        Period(date(2019, 1, 2), date(2019, 1, 2), "range")
    with pytest.raises(BadPeriod, match="is not a month"):
        APRIL.period(date(2019, 1, 4), date(2019, 2, 4), "month")
    with pytest.raises(BadPeriod, match="many ranges"):
        APRIL.containing(date(2019, 1, 4), "range")
    with pytest.raises(BadPeriod, match="1 to 9999"):
        APRIL.shift(APRIL.parse("2019-W01"), 10_000_000)
    with pytest.raises(BadPeriod, match="1 to 9999"):
        APRIL.shift(APRIL.parse("2019"), 10_000)


class TestSpans:
    def test_a_span_is_cut_into_the_periods_asked_for(self):
        assert [p.code for p in APRIL.parse_span("2018-04..2018-06", "month")] == ["2018-04", "2018-05", "2018-06"]
        assert [p.code for p in APRIL.parse_span("2018-19", "quarter")] == [f"2018-Q{n}" for n in (1, 2, 3, 4)]
        assert len(APRIL.parse_span("2018-19", "month")) == 12
        assert [p.code for p in APRIL.parse_span("2016-17..2017-18", "academic-year")] == ["2016-17a", "2017-18a"]
        assert [p.code for p in APRIL.parse_span("2018-19", "range")] == ["2018-04-01..2019-03-31"]

    def test_a_year_that_looks_like_a_month_is_a_year_where_years_are_asked_for(self):
        assert [p.code for p in APRIL.parse_span("2010-11", "financial-year")] == ["2010-2011"]
        assert [p.code for p in APRIL.parse_span("2010-11", "month")] == ["2010-11"]
        assert [p.code for p in APRIL.parse_span("2008-09..2010-11", "financial-year")] == [
            "2008-2009", "2009-2010", "2010-2011",
        ]  # fmt: skip

    def test_the_last_so_many_end_with_the_newest(self):
        newest = APRIL.parse("2019-03")
        assert [p.code for p in APRIL.parse_span("last:3", "month", newest)] == ["2019-01", "2019-02", "2019-03"]
        assert [p.code for p in APRIL.parse_span("last:2", "quarter", newest)] == ["2018-Q3", "2018-Q4"]

    def test_a_quarter_that_is_not_over_is_not_among_the_last(self):
        assert [p.code for p in APRIL.parse_span("last:1", "quarter", APRIL.parse("2019-02"))] == ["2018-Q3"]

    @pytest.mark.parametrize(
        ("text", "grain", "said"),
        [
            ("last:12", "month", "no figure yet"),
            ("last:0", "month", "asks for no period"),
            ("2019-03", "financial-year", "whole financial years; 2018-19 can"),
            ("2018", "financial-year", r"2017-18\.\.2018-19 can"),
        ],
    )
    def test_what_cannot_be_cut_is_refused(self, text, grain, said):
        newest = APRIL.parse("2019-03") if text == "last:0" else None
        with pytest.raises(BadPeriod, match=said):
            APRIL.parse_span(text, grain, newest)
