"""Texts that mean periods: as people type them, and as files label them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.definitions.periods import BadPeriod, Calendars
from trigpoint.definitions.sources import LabelRule

APRIL = Calendars()


def read(text, year="financial-year", **options):
    """Code and state of a file's label."""
    found = APRIL.read_label(text, year=year, **options)
    return found.period.code, found.state


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2019-03", "2019-03"),
        ("March 2019", "2019-03"),
        ("Mar-19", "2019-03"),
        ("mar 2019", "2019-03"),
        ("Sept 2019", "2019-09"),
        ("2019 March", "2019-03"),
        ("19-Mar", "2019-03"),
        ("03/2019", "2019-03"),
        ("2019/03", "2019-03"),
        ("2019-3", "2019-03"),
        ("201903", "2019-03"),
        ("2019-03-01", "2019-03"),
        ("2019-03-01 00:00:00", "2019-03"),
        ("1 March 2019", "2019-03"),
        ("March 1st, 2019", "2019-03"),
        ("31/03/2019", "2019-03"),
        ("20190301", "2019-03"),
        ("2018-19", "2018-19"),
        ("2018/19", "2018-19"),
        ("2018–19", "2018-19"),
        ("2018/2019", "2018-19"),
        ("18/19", "2018-19"),
        ("201819", "2018-19"),
        ("FY2018/19", "2018-19"),
        ("financial year 2018/19", "2018-19"),
        ("2018-19 financial year", "2018-19"),
        ("year ending March 2019", "2018-19"),
        ("12 months to 31 March 2019", "2018-19"),
        ("year ending June 2019", "2018-07-01..2019-06-30"),
        ("2010/11", "2010-2011"),
        ("academic year 2018/19", "2018-19a"),
        ("2018-19a", "2018-19a"),
        ("2018", "2018"),
        ("Q2 2018/19", "2018-Q2"),
        ("2018-19 Q2", "2018-Q2"),
        ("Quarter 2, 2018/19", "2018-Q2"),
        ("H1 2018/19", "2018-H1"),
        ("2019-W05", "2019-W05"),
        ("week 5 2019", "2019-W05"),
        ("week commencing 4 February 2019", "2019-W06"),
        ("w/e 10 Feb 2019", "2019-W06"),
        ("2018-04..2019-03", "2018-04-01..2019-03-31"),
        ("April 2014 to March 2017", "2014-04-01..2017-03-31"),
        ("Apr 2014 - Mar 2017", "2014-04-01..2017-03-31"),
        ("April to June 2019", "2019-04-01..2019-06-30"),
        ("October to March 2019", "2018-10-01..2019-03-31"),
        ("1 March 2019 to 15 March 2019", "2019-03-01..2019-03-15"),
        ("2014/15 to 2016/17", "2014-04-01..2017-03-31"),
    ],
)
def test_people_write_periods_in_many_ways(text, code):
    assert APRIL.parse(text).code == code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2018-13", "2018-13 is not a month: months run 01 to 12. The year that starts in 2018 is written 2018-19."),
        ("2018-20", r"2018-20 is not a year: .* 2018-19. Write a range of years as 2018-19\.\.2019-20"),
        ("13/2019", "not a month"),
        ("2019-02-30", "no day of the calendar"),
        ("01/03/2019", r"the day or the month first: write 2019-03-01"),
        ("Q2 2018", "write Q2 2018/19 or Q2 2017/18"),
        ("Q5 2018/19", "a year has 4 of them"),
        ("2018-Q0", "a year has 4 of them"),
        ("H3 2018/19", "a year has 2 of them"),
        ("Q1 2018/20", "written 2018-19"),
        ("2019-W53", "2019 has weeks 1 to 52"),
        ("FY2018", "may start or end in 2018: write 2018-19 or 2017-18"),
        ("FY2018/20", "written 2018-19"),
        ("calendar year 2018/19", "two years"),
        ("2019-03..2018-03", "ends before it starts"),
        ("43525", "not a period that can be read"),
        ("0", "a year has four digits"),
        ("0218", "slip of the pen"),
        ("", "The period is empty"),
        ("w/c 2019-03", "names no day of a week"),
        ("last month", "Write a month as 2019-03"),
        ("2018-19-20", "no day of the calendar"),
        ("2019.." * 600 + "2019", "no period has so many"),
        ("2019..2020..2021", "more than a first and a last"),
        ("week of " * 500 + "4 February 2019", "no period has so many"),
        ("week of week of 4 February 2019", "not a period that can be read"),
        ("week of 4 feb 2019 to week of 11 feb 2019 to week of 18 feb 2019", "not a period that can be read"),
    ],
)
def test_a_period_that_does_not_exist_is_refused_with_what_to_write(text, said):
    with pytest.raises(BadPeriod, match=said):
        APRIL.parse(text)


@given(st.text(max_size=25))
def test_any_text_is_read_or_refused(text):
    for reader in (APRIL.parse, APRIL.read_label):
        with suppress(BadPeriod):
            reader(text)


@given(st.from_regex(r"[0-9]{1,4}[-/ .]?(Q|W|H|Mar|to)?[0-9]{0,4}[-/ ]?[0-9]{0,4}( \([A-Za-z]+\))?", fullmatch=True))
def test_anything_like_a_label_is_read_or_refused(text):
    test_any_text_is_read_or_refused.hypothesis.inner_test(text)


@pytest.mark.parametrize("text", ["2019.." * 600 + "2019", "week of " * 500 + "2019-02-04", "to " * 5000, "9" * 5000])
def test_a_label_however_long_is_refused_in_a_sentence_or_two(text):
    for refuse in (APRIL.parse, APRIL.read_label):
        with pytest.raises(BadPeriod) as refusal:
            refuse(text)
        assert len(str(refusal.value)) < 400


@pytest.mark.parametrize("text", ["last:" + "9" * 5000, "last:0000000001", "2019.." * 600 + "2019"])
def test_a_span_however_long_is_refused_or_read(text):
    with suppress(BadPeriod):
        APRIL.parse_span(text, "month", APRIL.parse("2019-03"))


class TestLabelsOfYears:
    """What a label of years means follows from the measure's year type."""

    @pytest.mark.parametrize(
        ("text", "year", "code", "state"),
        [
            ("2023", "financial-year", "2022-23", None),
            ("2023", "academic-year", "2022-23a", None),
            ("2023", "calendar-year", "2023", None),
            ("2023/24", "academic-year", "2023-24a", None),
            ("2015-16", "financial-year", "2015-16", None),
            ("2015-16", "calendar-year", "2015-01-01..2016-12-31", None),
            ("2014-16", "calendar-year", "2014-01-01..2016-12-31", None),
            ("2023-24 (OT)", "financial-year", "2023-24", None),
            ("2025 (Rev)", "academic-year", "2024-25a", "revised"),
            ("2021 (Final)", "academic-year", "2020-21a", "final"),
            ("2025 (prov)", "academic-year", "2024-25a", "provisional"),
            ("2025 provisional", "academic-year", "2024-25a", "provisional"),
            ("2016-17 (OT, provisional)", "financial-year", "2016-17", "provisional"),
            ("2013/14-15/16", "financial-year", "2013-04-01..2016-03-31", None),
            ("2013/14-15/16", "academic-year", "2013-09-01..2016-08-31", None),
        ],
    )
    def test_is_read(self, text, year, code, state):
        assert read(text, year) == (code, state)

    @pytest.mark.parametrize(
        ("text", "year", "said"),
        [
            ("0", "academic-year", "a year has four digits"),
            ("2014-16", "financial-year", "label rule"),
            ("2015/16", "calendar-year", "of calendar years"),
            ("2013/14-15/16", "calendar-year", "of calendar years"),
            ("2013/15-15/16", "financial-year", "not a range of years"),
            ("2010-11", "financial-year", "may be a month of 2010 or a span of years"),
            ("2008-10", "calendar-year", "may be a month of 2008 or a span of years"),
            ("2025 (guess)", "academic-year", "what its words in brackets mean is not known"),
            ("Q2 2018/19", "academic-year", "of the financial or the academic year"),
        ],
    )
    def test_is_refused(self, text, year, said):
        with pytest.raises(BadPeriod, match=said):
            read(text, year)

    def test_the_data_sets_grain_tells_a_year_from_a_month(self):
        assert read("2010-11", grain="financial-year") == ("2010-2011", None)
        assert read("2010-11", grain="month") == ("2010-11", None)
        assert read("201011", "academic-year", grain="academic-year") == ("2010-11a", None)

    def test_a_bare_year_of_a_year_that_starts_in_january(self):
        january = Calendars(financial_start=(1, 1))
        assert january.read_label("2018", year="financial-year").period.code == "2018f"


class TestLabelsOfDays:
    @pytest.mark.parametrize(
        ("text", "order", "grain", "code"),
        [
            ("01/03/2019", "day-first", "month", "2019-03"),
            ("01/03/2019", "month-first", "month", "2019-01"),
            ("01.03.19", "day-first", "month", "2019-03"),
            ("19/03/01", "year-first", "month", "2019-03"),
            ("13/03/2019", None, "month", "2019-03"),
            ("03/13/2019", None, "month", "2019-03"),
            ("03/03/2019", None, "month", "2019-03"),
            ("2019-03-01", None, "month", "2019-03"),
            ("2019-03-01", None, "week", "2019-W09"),
            ("2019-03-01", None, "quarter", "2018-Q4"),
            ("2019-03-01T00:00:00", None, None, "2019-03"),
            ("43525", None, "month", "2019-03"),
            ("43525.0", None, "month", "2019-03"),
        ],
    )
    def test_a_day_means_the_period_that_it_lies_in(self, text, order, grain, code):
        assert read(text, date_order=order, grain=grain) == (code, None)

    def test_a_day_of_unknown_order_is_refused(self):
        with pytest.raises(BadPeriod, match="write 2019-03-01"):
            read("01/03/2019")

    def test_a_day_that_breaks_the_stated_order_is_refused(self):
        with pytest.raises(BadPeriod, match="no day of the calendar"):
            read("03/13/2019", date_order="day-first")
        with pytest.raises(BadPeriod, match="does not begin with its year"):
            read("01/03/2019", date_order="year-first")

    def test_a_day_is_no_range(self):
        with pytest.raises(BadPeriod, match="first and last day"):
            read("2019-03-01", grain="range")

    @given(st.dates(date(1900, 3, 1), date(2150, 1, 1)))
    def test_a_spreadsheets_day_number_is_the_day(self, day):
        number = (day - date(1899, 12, 30)).days
        if 10_000 <= number <= 99_999:
            assert APRIL.read_label(str(number), grain="week").period.contains(day)


def test_quarters_of_calendar_years_are_told_by_the_measure():
    assert read("2018 Q2", "calendar-year") == ("2018-Q1", None)
    assert read("2018-Q2", "calendar-year") == ("2018-Q1", None)
    assert read("2018-Q2", "financial-year") == ("2018-Q2", None)
    with pytest.raises(BadPeriod, match="starts on another day"):
        Calendars(financial_start=(4, 6)).read_label("2018 Q2", year="calendar-year")


class TestRules:
    def test_a_rule_says_what_a_label_means(self):
        rules = (LabelRule(matches=r"(\d{4})-(\d\d) outturn of year", period="{1}/{2}", state="final"),)
        assert read("2018-19 outturn of year", rules=rules) == ("2018-19", "final")

    def test_a_rule_may_name_its_groups(self):
        rules = (LabelRule(matches=r"P(?P<m>\d\d) (?P<y>\d{4})", period="{y}-{m}"),)
        assert read("P03 2019", rules=rules) == ("2019-03", None)

    def test_a_rule_may_only_set_the_grain_or_the_state(self):
        assert read("2018", rules=(LabelRule(matches=r"\d{4}", grain="calendar-year"),)) == ("2018", None)
        assert read("2018", rules=(LabelRule(matches=r"\d{4}", state="estimate"),)) == ("2017-18", "estimate")

    def test_a_rule_rejects_with_its_own_reason(self):
        rules = (LabelRule(matches="0", reject="The publisher left the year out."),)
        with pytest.raises(BadPeriod, match="It is rejected: The publisher left the year out"):
            read("0", rules=rules)

    def test_the_first_rule_that_matches_the_whole_label_holds(self):
        rules = (
            LabelRule(matches="201", period="2001"),
            LabelRule(matches="2018", period="1918"),
            LabelRule(matches=".*", period="1818"),
        )
        assert read("2018", rules=rules) == ("1918", None)

    def test_a_rule_that_cannot_be_followed_is_refused(self):
        with pytest.raises(BadPeriod, match="uses a group that the pattern has not"):
            read("2018", rules=(LabelRule(matches="2018", period="{3}"),))
        with pytest.raises(BadPeriod, match="names the grain 'fortnight', which there is not"):
            read("2018", rules=(LabelRule(matches="2018", grain="fortnight"),))
