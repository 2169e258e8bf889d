"""What a scorecard sheet is taken to say: its head, its rows and its cells, decided without reading or keeping anything."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from trigpoint.definitions.periods import Calendars
from trigpoint.definitions.whole import Definitions, build
from trigpoint.intake.scorecard_sheets.aims import aims_of
from trigpoint.intake.scorecard_sheets.cells import Cell, Sheet
from trigpoint.intake.scorecard_sheets.documents import Wishes, make, problems_of
from trigpoint.intake.scorecard_sheets.elsewhere import Elsewhere, said_in
from trigpoint.intake.scorecard_sheets.heads import propose
from trigpoint.intake.scorecard_sheets.kinds import polarity_of
from trigpoint.intake.scorecard_sheets.plans import Plan, plan_of
from trigpoint.intake.scorecard_sheets.spans import period_of

CALENDARS = Calendars()


def sheet(*rows: tuple[object, ...], merged: tuple[tuple[int, int, int, int], ...] = (), first: int = 1) -> Sheet:
    """A sheet of rows: numbers and texts as they are, cells of one's own as given, None for an empty one."""
    cells = {}
    for row, texts in enumerate(rows, first):
        for column, text in enumerate(texts, 1):
            if text is None:
                continue
            given = (
                text
                if isinstance(text, dict)
                else {"text": str(text), "kind": "text" if isinstance(text, str) else "number"}
            )
            cells[row, column] = Cell(row, column, **{"text": "", **given})
    return Sheet("Sheet1", ("Sheet1",), cells, merged)


def share(value: float, decimals: int = 1) -> dict[str, object]:
    return {"text": repr(value), "kind": "number", "percent": True, "decimals": decimals}


HEAD = ("Ref", "Indicator", "Good is", "Q1 2023/24", "Q2 2023/24")


def plan(*rows: tuple[object, ...], head: tuple[object, ...] = HEAD) -> Plan:
    return plan_of(sheet(head, *rows), CALENDARS)


def told_by(one: Sheet) -> Elsewhere:
    return said_in(one, propose(one, CALENDARS))


def texts(one: Plan, row: int = 0) -> list[str]:
    return [figure.text for figure in one.decided[row].figures]


def whys(one: Plan) -> dict[str, str]:
    return {left.place: left.why for left in one.left_out}


@pytest.mark.parametrize(
    ("text", "above", "code"),
    [
        ("Q1", "2023/24", "2023-Q1"), ("Quarter 4 (Jan to Mar)", "2023-24", "2023-Q4"), ("Apr-23", "", "2023-04"),
        ("Mar", "2023/24", "2024-03"), ("2023/24 outturn", "", "2023-24"), ("2010-11", "", "2010-2011"),
        ("2024-04-01", "", "2024-04"), ("Actual", "Q1 2023/24", "2023-Q1"), ("2023/24 Q3", "", "2023-Q3"),
        ("Target (2023/24)", "", "2023-24"), ("Q2 (2023/24)", "", "2023-Q2"),
        ("Apr to Jun", "2023/24", "2023-Q1"), ("April to June 2023", "", "2023-Q1"), ("Q1 Apr-Jun", "2023/24", "2023-Q1"),
        ("1st quarter", "2023/24", "2023-Q1"), ("Quarter two", "2023/24", "2023-Q2"), ("Q1 FY23/24", "", "2023-Q1"),
        ("H2", "2023/24", "2023-H2"), ("Year 2023/24", "", "2023-24"), ("Mar to May", "2023/24", None), ("May to June 2023", "", None),
        ("2019", "", None), ("Q1 2019", "", None), ("Q1", "2019", None), ("85", "", None), ("Indicator", "2023/24", None),
        ("", "", None), ("Q5", "2023/24", None), ("x" * 5000, "", None),
    ],
)  # fmt: skip
def test_a_heading_means_one_period_or_none(text: str, above: str, code: str | None) -> None:
    found = period_of(CALENDARS, text, above)
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Higher", "high"), ("Bigger is better", "high"), ("Maximise", "high"), ("↑", "high"), ("HIGH", "high"),
        ("Low", "low"), ("Lower is better", "low"), ("Minimise", "low"), ("Fewer", "low"), ("Contextual", "none"),
        ("", None), ("Good", None), ("Highly relevant", None), ("Within range", "range"), ("Maintain", None), ("n/a", None),
    ],
)  # fmt: skip
def test_what_is_good_is_read_where_it_is_plain_and_never_guessed(text: str, polarity: str | None) -> None:
    assert polarity_of(text) == polarity


def test_the_head_may_stand_beneath_a_title_and_be_of_two_rows() -> None:
    one = plan_of(
        sheet(
            ("Performance report",), (),
            ("Ref", "Measure", "2022/23", None, "2023/24", None),
            (None, None, "Q3", "Q4", "Q1", "Q2"),
            ("A1", "Trees planted", 1, 2, 3, 4),
            merged=((3, 3, 3, 4), (3, 5, 3, 6), (3, 1, 4, 1), (3, 2, 4, 2)),
        ),
        CALENDARS,
    )  # fmt: skip
    assert (one.layout.first, one.layout.last, one.layout.shape) == (3, 4, "across")
    assert [figure.period.code for figure in one.decided[0].figures] == ["2022-Q3", "2022-Q4", "2023-Q1", "2023-Q2"]


def test_a_year_that_is_not_merged_holds_until_the_next() -> None:
    one = plan_of(
        sheet(
            ("Indicator", "2022/23", None, "2023/24", None),
            (None, "Q3", "Q4", "Q1", "Q2"),
            ("Trees planted", 1, 2, 3, 4),
        ),
        CALENDARS,
    )
    assert [figure.period.code for figure in one.decided[0].figures] == ["2022-Q3", "2022-Q4", "2023-Q1", "2023-Q2"]


def test_actual_and_target_may_stand_side_by_side_in_each_quarter() -> None:
    one = plan_of(
        sheet(
            ("Indicator", "Q1 2023/24", None, "Q2 2023/24", None), (None, "Actual", "Target", "Actual", "Target"),
            ("Trees planted", 9, 10, 12, 11), merged=((1, 2, 1, 3), (1, 4, 1, 5)),
        ),
        CALENDARS,
    )  # fmt: skip
    assert texts(one) == ["9", "12"]
    assert [(t.period, t.value) for t in one.decided[0].targets] == [("2023-Q1", Decimal(10)), ("2023-Q2", Decimal(11))]


def test_a_years_figure_beside_its_quarters_is_left_out_and_said() -> None:
    one = plan(("A1", "Trees planted", "High", 1, 2, 3), head=(*HEAD, "2023/24"))
    assert texts(one) == ["1", "2"]
    assert one.layout.columns[-1].why == "the figures here are of quarters, and this is not one"


def test_shares_of_one_are_percentages_as_their_reader_sees_them() -> None:
    one = plan(("A1", "Calls answered", "High", share(0.857), share(1.0, 0)), ("A2", "Bins", "High", "85%", "7.5 %"))
    assert texts(one) == ["85.7%", "100%"]
    assert (one.decided[0].unit, one.decided[0].decimals) == ("%", 1)
    assert [figure.read.published for figure in one.decided[1].figures] == [85.0, 7.5]


def test_a_share_that_does_not_say_that_it_is_one_is_not_taken() -> None:
    one = plan(("A1", "Calls answered", "High", share(0.857), 0.9), ("A2", "% of bins", "High", 0.5, 80))
    assert texts(one) == ["85.7%"]
    assert whys(one)["E2"] == "It may be 0.9% or 90%: say which under “Units that the sheet does not say”."
    assert texts(one, 1) == ["0.5", "80"], "beside 80 it is half of one per cent"


@pytest.mark.parametrize(
    ("unit", "said", "aim"), [("% of 1", ["5%", "6%"], 4), ("% as written", ["0.05%", "0.06%"], Decimal("0.04"))]
)
def test_what_bare_shares_mean_is_asked_and_holds_for_figures_and_targets(unit, said, aim) -> None:
    rows = sheet((*HEAD, "Target 2023/24"), ("A1", "Days lost", "Low", 0.05, 0.06, 0.04))
    (unsaid,) = plan_of(rows, CALENDARS).decided
    assert not unsaid.doubtful, "nothing says that it is a percentage at all"
    assert plan_of(rows, CALENDARS, units={2: "%"}).decided[0].doubtful
    one = plan_of(rows, CALENDARS, units={2: unit})
    assert texts(one) == said
    assert ([target.value for target in one.decided[0].targets], one.decided[0].unit) == ([aim], "%")
    assert not one.left_out


def test_percentages_shown_whole_keep_the_place_by_which_they_move() -> None:
    assert plan(("A1", "Calls answered", "High", share(0.843, 0), share(0.845, 0))).decided[0].decimals == 1
    assert plan(("A1", "Calls answered", "High", share(0.84, 0), share(0.85, 0))).decided[0].decimals == 0


def test_a_range_that_no_column_states_is_said() -> None:
    one = plan(("A1", "Staff", "Within range", 2154, 2160))
    assert (
        whys(one)["Row 2"] == "Good is within a range, and no column states the range. Set it as a target afterwards."
    )


def test_how_it_is_worked_out_and_whence_is_taken_from_another_sheet() -> None:
    told = told_by(
        sheet(
            ("Ref", "Indicator", "Data source", "Definition"), ("A1", "Trees", "Parks system", "Count for the quarter.")
        )
    )
    one = plan_of(sheet(HEAD, ("A1", "Trees", "High", 1, 2)), CALENDARS, elsewhere=told)
    made = make(one.decided, Wishes("Trees"), Definitions([]), "trees.xlsx")
    (indicator,) = [document for document in made.documents if document.kind == "indicator"]
    assert (indicator.methodology, indicator.source_note) == (
        "Count for the quarter.",
        "Source in the sheet: Parks system.",
    )


def test_kinds_of_nothing_are_told_apart_and_all_cells_accounted_for() -> None:
    one = plan(
        ("A1", "Trees", "High", "n/a", "<5"), ("A2", "Homes", "High", "-", "tbc"), ("A3", "Bins", "High", "many", 3)
    )
    assert [figure.nothing for each in one.decided for figure in each.figures] == [
        "not-applicable", "hidden", "no-data", "not-published", None,
    ]  # fmt: skip
    assert one.account is not None
    assert (one.account.filled, one.account.figures, one.account.nothing, one.account.left) == (6, 1, 4, 1)
    assert whys(one)["D4"].startswith("A number")


def test_stages_are_told_from_colours_among_figures() -> None:
    one = plan(("A1", "Plan", None, "R", "green"), ("A2", "Trees", "High", "Amber", 4))
    assert (one.decided[0].kind, texts(one)) == ("stage", ["Red", "Green"])
    assert whys(one) == {"D3": "A colour’s name instead of a figure: a status is worked out here."}


def test_errors_and_uncounted_formulas_are_not_taken() -> None:
    bad = {"text": "#REF!", "kind": "error"}
    one = plan(("A1", "Trees", "High", bad, {"text": "=A1+B1", "kind": "uncounted"}), ("A2", bad, "High", 1, 2))
    assert "mend the formula" in whys(one)["D2"]
    assert "let it count" in whys(one)["E2"]
    assert "no indicator’s name" in whys(one)["Row 3"]
    assert one.account is not None
    assert one.account.left == one.account.filled == 4


def test_themes_totals_and_notes_are_told_from_indicators() -> None:
    one = plan(
        ("1", "Safe and well"), ("A1", "Trees", "High", 1, 2), ("A2", "Total crime", "Low", 3, 4), (None, "Total", None, 4, 6),
        ("Homes",), ("Streets",), ("A3", "Potholes", "Low", 5, 6), ("Note: not audited.",),
    )  # fmt: skip
    assert [(each.row.theme, each.row.name) for each in one.decided] == [
        ("1 Safe and well", "Trees"), ("1 Safe and well", "Total crime"), ("Streets", "Potholes"),
    ]  # fmt: skip
    assert {place: why.split(":")[0].split(",")[0] for place, why in whys(one).items()} == {
        "Row 5": "A total row", "Row 6": "A heading with no indicator straight beneath it.", "Row 9": "A note",
    }  # fmt: skip


def test_names_and_periods_that_stand_twice_are_refused_with_their_rows() -> None:
    twice = plan(("A1", "Trees", "High", 1, 2), ("A2", "trees ", "High", 1, 2))
    assert [line.split(",")[0] for line in twice.problems] == ["The name “Trees” stands in rows 2 and 3"]
    long = ("KPI", "Quarter", "Actual")
    again = plan(("Trees", "Q1 2023/24", 1), ("Trees", "Q1 2023/24", 2), head=long)
    assert again.problems == ("“Trees” has 2 figures of Q1 2023/24, in rows 2 and 3. Leave one in the sheet.",)
    assert again.account is None


def test_dates_three_months_apart_are_asked_about_and_not_taken_for_months() -> None:
    days = [({"text": f"2023-{month:02}-30", "kind": "date"}) for month in (3, 6, 9, 12)]
    one = plan(*(("Trees", day, 1) for day in days), head=("KPI", "Date", "Actual"))
    assert "may mean those months or quarters" in one.problems[0]


def test_targets_that_are_the_same_all_year_are_one_target() -> None:
    rows = [("Trees", f"Q{n} 2023/24", 10, n) for n in range(1, 5)] + [
        ("Trees", "Q1 2024/25", 12, 9),
        ("Trees", "Q2 2024/25", "≥ 13", 9),
    ]
    one = plan(*rows, head=("KPI", "Quarter", "Target", "Actual"))
    assert [(t.period, t.value) for t in one.decided[0].targets] == [
        ("2023-24", Decimal(10)), ("2024-Q1", Decimal(12)), ("2024-Q2", Decimal(13)),
    ]  # fmt: skip


def test_a_target_or_baseline_without_a_year() -> None:
    one = plan(("A1", "Trees", "High", 1, 2, 10, 8), head=(*HEAD, "Target", "Baseline"))
    assert [(t.period, t.value) for t in one.decided[0].targets] == [("2023-24", Decimal(10))]
    assert one.decided[0].baselines == ()
    assert "does not say of which year" in whys(one)["G2"]


def test_a_sheet_of_something_else_says_what_is_missing() -> None:
    one = plan_of(sheet(("Dear all,",), ("please find attached",)), CALENDARS)
    assert one.problems[0] == "No column is taken for the indicators’ names. Choose the one that is."
    assert "No figures are found" in one.problems[1]
    assert one.account is None


def test_a_second_table_of_other_periods_is_refused_and_the_same_head_passed_over() -> None:
    again = plan(("A1", "Trees", "High", 1, 2), HEAD, ("A2", "Homes", "High", 3, 4))
    assert [texts(again), texts(again, 1)] == [["1", "2"], ["3", "4"]]
    assert whys(again) == {"Row 3": "The head again."}
    other = plan(("A1", "Trees", "High", 1, 2), (*HEAD[:3], "Q3 2023/24", "Q4 2023/24"), ("A2", "Homes", "High", 3, 4))
    assert other.problems == (
        "Row 3 is the head of another table, of other periods. Bring each table as a sheet of its own.",
    )


def test_a_figure_that_is_merged_over_quarters_is_of_none_of_them() -> None:
    one = plan_of(
        sheet(HEAD, ("A1", "Trees", "High", 9), ("A2", "Homes", "High", 3, 4), merged=((2, 4, 2, 5),)), CALENDARS
    )
    assert one.decided[0].figures == ()
    assert "merged with others" in whys(one)["D2"]
    assert one.account is not None
    assert (one.account.filled, one.account.left) == (3, 1)


def test_what_is_shown_in_millions_is_not_taken_for_ones() -> None:
    one = plan(("A1", "Spent", "Low", {"text": "1200000", "kind": "number", "scaled": True}, 4))
    assert "in thousands or millions" in whys(one)["D2"]


def test_a_third_row_that_is_worked_out_is_left_out_of_pairs() -> None:
    head = ("Measure", "", "Q1 2023/24", "Q2 2023/24")
    rows = (("Trees", "Actual", 9, 12), (None, "Target", 10, 10), (None, "Variance", -1, 2))
    one = plan(*rows, head=head)
    assert (one.layout.shape, texts(one)) == ("pairs", ["9", "12"])
    assert whys(one) == {"Row 4": "“Variance” is neither an actual nor a target."}


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Ref No.", "reference"), ("KPI number", "reference"), ("Key performance indicator", "name"), ("Measure description", "name"),
        ("Responsible officer", "lead"), ("Accountable director", "lead"), ("Lead organisation", "partner"), ("Good performance is", "polarity"),
        ("Unit of measurement", "unit"), ("Corporate priority", "theme"), ("Annual target 2023/24", "target"), ("2023/24 target", "target"),
        ("RAG against target", ""), ("Performance against target", ""), ("Target met?", ""), ("% of target", ""), ("Year to date", ""),
        ("Direction of travel", ""), ("Q2 RAG", "status"), ("Status", "status"), ("Q2 2023/24 commentary", "comment"), ("Latest comments", "comment"),
        ("Baseline (2018/19)", "baseline"), ("Shoe size", ""), ("2023/24 total", ""),
    ],
)  # fmt: skip
def test_a_column_is_told_by_its_heading(heading: str, role: str) -> None:
    one = plan(("A1", "Trees", "High", 1, 2, "x"), head=(*HEAD, heading))
    found = {column.heading: column for column in one.layout.columns}[heading]
    if role in ("reference", "name", "polarity"):
        one = plan(("A1", "Trees", 1, 2), head=(heading, "Q1 2023/24", "Q2 2023/24"))
        found = one.layout.columns[0]
    assert found.role == role


def test_a_comment_of_a_quarter_stays_with_it() -> None:
    one = plan(("A1", "Trees", "High", 1, 2, "Planted early"), head=(*HEAD, "Q1 2023/24 commentary"))
    assert [(period and period.code, cell.text) for period, cell in one.decided[0].row.comments] == [
        ("2023-Q1", "Planted early")
    ]


WORDS = (
    "Ref", "Indicator", "Good is", "Q1", "Q2", "2023/24", "Q1 2023/24", "Target", "Actual", "Total", "High", "Low", "%", "85%", "n/a",
    "<5", "R", "Green", "note", "Comments", "Lead", "Unit", "Apr-23", "Period", "Baseline 2018/19", "A1", "B2", "Trees", "£12", "1e999",
)  # fmt: skip
HEADS = ("Ref", "Indicator", "Good is", "Q1 2023/24", "Q2 2023/24", "Unit", "Target", "Comments", "Quarter", "Actual")


def any_cell(chance: random.Random) -> object:
    """A text, a number or something amiss; or nothing."""
    kind = chance.random()
    if kind < 0.25:
        return None
    if kind < 0.6:
        return {"text": chance.choice(WORDS), "colour": chance.choice(("", "red"))}
    if kind < 0.9:
        number = chance.choice((0.5, 1, 12, 85.25, -3, 1e20, 0.0))
        return {
            "text": repr(number),
            "kind": "number",
            "percent": chance.random() < 0.3,
            "decimals": chance.choice((None, 1)),
        }
    return {"text": "#REF!", "kind": chance.choice(("error", "uncounted", "date"))}


@pytest.mark.parametrize("seed", range(0, 400, 50))
def test_whatever_stands_in_a_sheet_is_accounted_for_and_makes_no_faulty_definition(seed: int) -> None:
    """An account that does not add up raises, and so does `build`."""
    for number in range(seed, seed + 50):
        chance = random.Random(number)
        width = chance.randint(2, 8)
        rows = [tuple(any_cell(chance) for _ in range(width)) for _ in range(chance.randint(1, 8))]
        head = tuple(chance.choice(HEADS) for _ in range(width))
        one = plan_of(sheet(head, *rows, merged=((2, 1, 2, 1 + chance.randint(0, 3)),)), CALENDARS)
        wishes = Wishes("Plan", {each.row.row: "high" for each in one.decided})
        if not one.problems and not problems_of(one.decided, wishes, Definitions([])):
            assert one.account is not None
            made = make(one.decided, wishes, Definitions([]), "sheet.xlsx")
            assert made.figures == one.account.figures + one.account.nothing
            build(made.documents)


MONTHS = ("Apr", "May", "Jun")


def blocks(*rows: tuple[object, ...], title: str = "Performance 2025/26") -> Sheet:
    """Three rows an indicator, months across, and the year only in the title."""
    return sheet((title,), (), ("Ref", "Indicator", "Good", "", *MONTHS), *rows)


THREE_ROWS = (
    ("A1", "Homes let", "High", "Actual", 417, 436, 424), ("A1", "Homes let", "High", "Target", 400, 400, 400),
    ("A1", "Homes let", "High", "Last year", 390, 395, 401),
)  # fmt: skip


def test_the_year_of_months_is_read_above_the_table_and_last_years_row_is_of_last_year() -> None:
    one = plan_of(blocks(*THREE_ROWS), CALENDARS)
    assert (one.layout.shape, one.layout.year) == ("pairs", "2025/26")
    assert {figure.period.code: figure.text for figure in one.decided[0].figures} == {
        "2025-04": "417", "2025-05": "436", "2025-06": "424", "2024-04": "390", "2024-05": "395", "2024-06": "401",
    }  # fmt: skip
    assert one.account is not None


@pytest.mark.parametrize("title", ["Performance", "Performance 2024/25 and 2025/26"])
def test_a_year_that_is_not_said_once_is_asked_and_can_be_given(title: str) -> None:
    asked = plan_of(blocks(*THREE_ROWS, title=title), CALENDARS)
    assert asked.layout.year == ""
    assert "nothing above them says of which" in asked.problems[0]
    given = plan_of(blocks(*THREE_ROWS, title=title), CALENDARS, year="2025/26")
    assert given.problems == ()
    assert given.decided[0].figures[0].period.code == "2025-04"


def test_a_year_has_its_own_figure_before_the_one_that_stands_for_comparison() -> None:
    """Both years stand in the sheet: last year's row says one figure again, and another otherwise."""
    head = ("Indicator", "Good is", "", "Q1 2023/24", "Q1 2024/25")
    one = plan_of(
        sheet(head, ("Trees", "High", "Actual", 5, 7), ("Trees", "High", "Target", 6, 6), ("Trees", "High", "Last year", None, 5)),
        CALENDARS,
    )  # fmt: skip
    assert texts(one) == ["5", "7"]
    assert whys(one)["E4"] == "The same figure of Q1 2023/24 stands in D2."
    other = plan_of(
        sheet(head, ("Trees", "High", "Actual", 5, 7), ("Trees", "High", "Target", 6, 6), ("Trees", "High", "Last year", None, 4)),
        CALENDARS,
    )  # fmt: skip
    assert texts(other) == ["5", "7"]
    assert whys(other)["E4"] == "Another figure of Q1 2023/24 stands in D2, as that year’s own."


LIST = ("Ref", "Description", "Good is", "Period", "Actual", "Target")


def listed(*rows: tuple[object, ...]) -> Plan:
    return plan_of(sheet(LIST, *rows), CALENDARS)


def test_an_indicator_that_is_renamed_stays_one_under_its_newest_name() -> None:
    one = listed(
        ("C1", "Young people not in work", "Low", "Q1 2023/24", 4.5, 4),
        ("C1", "Young people not in work or school", "Low", "Q2 2023/24", 4.1, 4),
    )
    (only,) = one.decided
    assert (only.row.name, texts(one)) == ("Young people not in work or school", ["4.5", "4.1"])
    why = "So until Q1 2023/24. Its figures are taken; now it says “Young people not in work or school”."
    assert whys(one)["Row 2"] == why
    assert only.row.remarks == ["It was called “Young people not in work” until Q1 2023/24."]


def test_who_leads_now_is_who_led_in_the_newest_period() -> None:
    one = plan_of(
        sheet(
            ("Ref", "Description", "Lead officer", "Good is", "Period", "Actual"),
            ("C1", "Trees", "Beatrix", "High", "Q2 2023/24", 5), ("C1", "Trees", "Harriet", "High", "Q1 2023/24", 4),
        ),
        CALENDARS,
    )  # fmt: skip
    assert one.decided[0].row.said["lead"] == "Beatrix"
    assert whys(one)["Row 3"] == "So until Q1 2023/24. Its figures are taken; now it says “Beatrix”."


def test_one_figure_said_twice_is_taken_once_and_two_are_refused() -> None:
    same = listed(("C1", "Trees", "High", "Q1 2023/24", 5, 4), ("C1", "Trees", "High", "Q1 2023/24", 5, 4))
    assert (same.problems, texts(same)) == ((), ["5"])
    other = listed(("C1", "Trees", "High", "Q1 2023/24", 5, 4), ("C1", "Trees", "High", "Q1 2023/24", 6, 4))
    assert other.problems == ("“Trees” has 2 figures of Q1 2023/24, in rows 2 and 3. Leave one in the sheet.",)


@pytest.mark.parametrize(
    ("cell", "text", "state", "comment"),
    [
        ("365*", "365", "", "Marked * in the spreadsheet."), ("11.2***", "11.2", "", "Marked *** in the spreadsheet."),
        ("86.9 (p)", "86.9", "provisional", ""), ("1,234 (provisional)", "1,234", "provisional", ""),
        ("40 (est.)", "40", "estimate", ""),
    ],
)  # fmt: skip
def test_a_mark_behind_a_figure_is_told_from_the_figure(cell: str, text: str, state: str, comment: str) -> None:
    one = plan(("A1", "Trees planted*", "High", cell, 400))
    (first, _) = one.decided[0].figures
    assert (first.text, first.state, first.comment, first.nothing) == (text, state, comment, None)
    assert one.decided[0].row.name == "Trees planted"


def test_a_mark_leads_to_the_note_beneath_the_table() -> None:
    one = plan(
        ("A1", "Repeat victims**", "Low", "365*", 400), ("A2", "Trees", "High", 1, 2),
        ("* Value restated after checks.",), ("** Not comparable with years before.",),
    )  # fmt: skip
    assert one.decided[0].figures[0].comment == "Value restated after checks."
    assert one.decided[0].row.remarks == ["Not comparable with years before."]
    assert one.decided[1].row.remarks == []


def test_a_note_on_a_cell_is_the_comment_of_its_figure_and_else_said_to_be_left() -> None:
    noted = {"text": "12", "kind": "number", "note": "Two days had been left out."}
    named = {"text": "Trees planted", "kind": "text", "note": "Counted in spring."}
    one = plan(("A1", named, "High", noted, 400))
    assert one.decided[0].figures[0].comment == "Two days had been left out."
    assert whys(one)["B2"].startswith("A note on this cell")


def test_a_target_that_is_to_come_is_to_be_agreed_and_one_in_words_is_said_to_be_left() -> None:
    head = (*HEAD, "Target 2023/24")
    one = plan(("A1", "Trees", "High", 1, 2, "TBC"), ("A2", "Plan", "High", "On track", "Late", "Complete"), head=head)
    assert [target.type for target in one.decided[0].targets] == ["to-be-agreed"]
    assert one.decided[1].targets == ()
    assert whys(one)["F3"].startswith("A target in words")


def test_a_unit_that_the_sheet_does_not_say_can_be_said() -> None:
    sheet_ = sheet(HEAD, ("A1", "Exclusions", "Low", 0.05, 0.06), ("A2", "Trees (kg)", "High", 5, 6))
    assert plan_of(sheet_, CALENDARS).decided[0].unit == "number"
    said = plan_of(sheet_, CALENDARS, units={2: "per 1,000"})
    assert [(one.unit, one.kind) for one in said.decided] == [("per 1,000", "number"), ("kg", "number")]


@pytest.mark.parametrize("cell", ["c. 60", "60 (of 70)", "60 (low)", "about 60*"])
def test_what_is_no_known_mark_is_not_taken_for_one(cell: str) -> None:
    one = plan(("A1", "Trees planted", "High", cell, 400))
    assert texts(one) == ["400"]
    assert "A number was expected" in whys(one)["D2"]


def test_times_are_seconds_and_words_and_dates_are_what_they_are() -> None:
    def of(kind: str, text: str) -> dict[str, object]:
        return {"text": text, "kind": kind}

    one = plan(
        ("A1", "Minutes to arrive", "Low", of("time", "00:08:25"), of("time", "00:08:21")),
        ("A2", "Plan", "High", "On track", "Slipping"),
        ("A3", "Opening day", "Low", of("date", "2025-10-31"), of("date", "2025-11-28")),
        ("A4", "Station", "", of("date", "2026-02-27"), "Spring 2026"),
    )
    assert [(each.kind, each.unit) for each in one.decided] == [
        ("duration", "seconds"), ("text", ""), ("date", "date"), ("text", ""),
    ]  # fmt: skip
    assert [figure.read.published for figure in one.decided[0].figures] == [505.0, 501.0]
    assert [figure.read.text for figure in one.decided[2].figures] == ["2025-10-31", "2025-11-28"]
    assert [each.polarity for each in one.decided] == ["low", "none", "low", "none"]


def test_a_range_is_aimed_at_where_within_it_is_good() -> None:
    one = plan(("A1", "Turnover", "Within range", 11, 10, "10-12"), ("A2", "Leavers", "Low", 4, 5, "4 to 6"), head=(*HEAD, "Target 2023/24"))  # fmt: skip
    (first,), (second,) = (each.targets for each in one.decided)
    assert (first.type, first.low, first.high, first.period) == ("range", Decimal(10), Decimal(12), "2023-24")
    assert aims_of((first,), one.decided[0].polarity) == (first,)
    assert aims_of((second,), "low") == ()


QUARTERS = tuple(f"Q{n} {year}" for year in ("2022/23", "2023/24") for n in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("name", "figures", "period"),
    [
        ("Homes built (cumulative)", (40, 70, 90, 180, 30, 60, 90, 170), "2023-Q4"),
        ("Homes built", (40, 70, 90, 180, 30, 60, 90, 170), "2023-Q4"),
        ("Homes built", (40, 45, 41, 48, 50, 52, 49, 51), "2023-24"),
        ("Homes built", (40, 45, 50, 55, 60, 65, 70, 75), "2023-24"),
    ],
)
def test_of_what_runs_up_through_a_year_the_years_target_is_that_of_its_end(name: str, figures: tuple[int, ...], period: str) -> None:  # fmt: skip
    """Its first quarter would otherwise be red in every year."""
    one = plan_of(
        sheet(("Indicator", "Good is", *QUARTERS, "Target 2023/24"), (name, "High", *figures, 200)), CALENDARS
    )
    assert [target.period for target in one.decided[0].targets] == [period]
    assert one.decided[0].runs_up == (period == "2023-Q4")
    assert one.decided[0].measure("homes").cumulative == one.decided[0].runs_up


def test_one_target_merged_over_all_months_of_a_year_is_of_the_year() -> None:
    months = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
    one = plan_of(
        sheet(
            ("Performance 2025/26",), ("Indicator", "Good", "", *months), ("Homes", "High", "Actual", *range(12)),
            ("Homes", "High", "Target", "Year-end target: 240"), merged=((4, 4, 4, 15),),
        ),
        CALENDARS,
    )  # fmt: skip
    assert [(target.period, target.value) for target in one.decided[0].targets] == [("2026-03", Decimal(240))]


def test_what_another_sheet_says_of_indicators_holds_where_the_list_says_nothing() -> None:
    defined = told_by(
        sheet(("Ref", "Indicator", "Unit", "Polarity"), ("C1", "Trees", "trees", "High"), ("C2", "Bins", "%", "Low"))
    )
    figures = sheet(
        ("Ref", "Description", "Period", "Actual"), ("C1", "Trees", "Q1 2023/24", 5), ("C2", "Bins", "Q1 2023/24", 80),
    )  # fmt: skip
    one = plan_of(figures, CALENDARS, elsewhere=defined)
    assert [(each.unit, each.polarity) for each in one.decided] == [("trees", "high"), ("%", "low")]
    assert one.defined == 2
    assert told_by(figures) == {}, "a sheet of figures is no list of definitions"
