"""A supply's way into the store: what it loads, leaves, corrects and rejects, and an account that adds up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from clinic_world import GOOD, LONG, NOON, Clinics, measure

from trigpoint.intake.account import Account
from trigpoint.intake.commit import NotAccepted, take_in
from trigpoint.intake.faults import DoesNotFit, IntakeError
from trigpoint.intake.placing import SeveralExtracts

LATER = NOON + timedelta(hours=1)


def test_a_wide_row_becomes_a_fact_for_each_measure(clinics: Clinics) -> None:
    done = clinics.load('Month,Clinic,Seen,Waited\nJan 2019,Appleby,"1,234",-\n')
    assert done.account == Account(supplied=1, loaded=1, unchanged=0, corrected=0, rejected=0)
    month = (date(2019, 1, 1), date(2019, 2, 1), "month", "Jan 2019", "A01")
    assert clinics.facts(
        "measure",
        "period_start",
        "period_end",
        "grain",
        "period_label",
        "dim_clinic",
        "value",
        "nothing",
        "provider",
        "line",
    ) == {
        ("seen", *month, Decimal(1234), None, "A01", 2),
        ("waited", *month, None, "not-published", "A01", 2),
    }


def test_a_long_row_becomes_one_fact(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(base=LONG)
    done = clinics.load(
        "Month,Clinic,Item,Value\n2019-01,A01,People seen,100\n2019-01,A01,waited,7\n2019-01,A01,sighed,3\n"
    )
    assert done.account == Account(supplied=3, loaded=2, unchanged=0, corrected=0, rejected=1)
    assert clinics.facts("measure", "value") == {("seen", Decimal(100)), ("waited", Decimal(7))}


def test_the_same_file_again_changes_nothing_and_makes_no_version(clinics: Clinics) -> None:
    clinics.load(GOOD)
    version = clinics.table.version()
    again = clinics.load(GOOD, at=LATER)
    assert again.account == Account(supplied=3, loaded=0, unchanged=3, corrected=0, rejected=0)
    assert again.commit is not None
    assert not again.commit.changed
    assert clinics.table.version() == version


def test_a_row_is_corrected_if_any_of_its_figures_is(clinics: Clinics) -> None:
    clinics.load(GOOD)
    done = clinics.load("Month,Clinic,Seen,Waited\n2019-01,A01,100,8\n2019-03,A01,1,1\n2019-01,B02,80,3\n", at=LATER)
    assert done.account == Account(supplied=3, loaded=1, unchanged=1, corrected=1, rejected=0)


def test_an_older_extract_that_comes_late_is_superseded(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(extract_date_column="Extract")
    head = "Month,Clinic,Seen,Waited,Extract\n"
    clinics.load(head + "2019-01,A01,100,7,2019-03-01\n")
    late = clinics.load(head + "2019-01,A01,90,6,2019-02-01\n", at=LATER)
    assert late.account == Account(supplied=1, loaded=0, unchanged=0, corrected=0, rejected=0, superseded=1)
    assert clinics.facts("measure", "value") == {("seen", Decimal(100)), ("waited", Decimal(7))}


def test_rows_of_several_extracts_are_refused_for_a_load_has_one_place_in_the_order(
    clinics_with: Callable[..., Clinics],
) -> None:
    clinics = clinics_with(extract_date_column="Extract")
    with pytest.raises(SeveralExtracts, match=r"2 extract dates \('Extract': 2019-02-01, 2019-03-01\)"):
        clinics.prepare("Month,Clinic,Seen,Waited,Extract\n2019-01,A01,1,1,2019-03-01\n2019-01,B02,1,1,2019-02-01\n")


def test_a_repeated_row_is_unchanged_and_a_contradicting_pair_is_rejected(clinics: Clinics) -> None:
    prepared = clinics.prepare(GOOD + "2019-01,A01,100,7\n2019-01,B02,80,4\n")
    assert prepared.account == Account(supplied=5, loaded=2, unchanged=1, corrected=0, rejected=2)
    assert prepared.repeats == 1
    assert [reject.row for reject in prepared.rejects.every()] == [3, 6]


def test_the_same_fact_in_two_files_is_said_with_both_their_names(clinics: Clinics) -> None:
    first = clinics.file(GOOD, "first.csv")
    second = clinics.file("Month,Clinic,Seen,Waited\n2019-01,A01,101,7\n", "second.csv")
    rejects = list(clinics.prepare(first, second).rejects.every())
    assert [(reject.file, reject.row, reject.text) for reject in rejects] == [
        ("first.csv", 2, "row 2 of second.csv"),
        ("second.csv", 2, "row 2 of first.csv"),
    ]


def test_a_file_supplied_twice_in_one_supply_counts_once(clinics: Clinics) -> None:
    prepared = clinics.prepare(clinics.file(GOOD, "a.csv"), clinics.file(GOOD, "b.csv"))
    assert prepared.account.supplied == 3
    assert prepared.warnings == ("b.csv is the same file as a.csv and was passed over.",)


def test_periods_that_have_not_begun_are_said_and_kept(clinics: Clinics) -> None:
    # The file arrives on 1 April 2019.
    prepared = clinics.prepare(
        "Month,Clinic,Seen,Waited\n2019-04,A01,1,1\n2019-05,A01,1,1\n2019-05,C03,1,1\n2091-01,A01,1,1\n"
    )
    assert prepared.account.loaded == 4
    assert prepared.warnings == (
        "3 of its rows are of May 2019 and January 2091, which have not begun. Is that a plan, or a slip in a date? Taken "
        "in, they are kept, and are not shown as the latest before their time.",
    )


def test_files_of_one_supply_may_order_their_columns_differently(clinics: Clinics) -> None:
    prepared = clinics.prepare(clinics.file(GOOD), clinics.file("Waited;SEEN; clinic ;Month\n9;9;C03;2019-01\n"))
    assert prepared.account == Account(supplied=4, loaded=4, unchanged=0, corrected=0, rejected=0)


def test_all_faults_of_a_row_come_in_one_pass_and_it_is_rejected_once(clinics: Clinics) -> None:
    prepared = clinics.prepare("Month,Clinic,Seen,Waited\nnever,nowhere,lots,few\n")
    assert prepared.account.rejected == 1
    assert [(group.kind, group.faults, group.rows) for group in prepared.rejects.groups] == [
        ("period", 1, 1),
        ("code", 1, 1),
        ("figure", 2, 1),
    ]


def test_a_supply_of_rejects_only_commits_nothing(clinics: Clinics) -> None:
    done = clinics.load("Month,Clinic,Seen,Waited\nnever,nowhere,lots,few\n")
    assert done.commit is None
    assert done.account == Account(supplied=1, loaded=0, unchanged=0, corrected=0, rejected=1)


def test_a_preview_changes_nothing_and_says_what_would_change(clinics: Clinics) -> None:
    clinics.load(GOOD)
    prepared = clinics.prepare("Month,Clinic,Seen,Waited\n2019-01,A01,100,8\n", at=LATER)
    assert prepared.diff is not None
    changed = prepared.diff.changed().to_pylist()
    assert [(row["measure"], row["old_value"], row["value"]) for row in changed] == [("waited", Decimal(7), Decimal(8))]
    assert ("waited", "A01", Decimal(7)) in clinics.facts("measure", "dim_clinic", "value")
    prepared.discard()
    assert not prepared.folder.exists()


def test_the_supplied_texts_are_gone_once_a_supply_is_prepared(clinics: Clinics) -> None:
    prepared = clinics.prepare(GOOD)
    assert sorted(path.name for path in prepared.folder.iterdir()) == ["preview", "staged"]


def test_a_code_that_nobody_knows_is_kept_and_counted_as_unknown_where_the_source_says_so(
    clinics_with: Callable[..., Clinics],
) -> None:
    clinics = clinics_with(dimensions={"clinic": {"column": "Clinic"}})
    prepared = clinics.prepare(GOOD + "2019-02,Z99,1,1\n")
    assert prepared.account.rejected == 0
    assert prepared.warnings == (
        "1 row has a code in 'clinic' that nobody knows yet and is counted under Unknown: 'Z99' (1).",
    )
    take_in(prepared, clinics.table, 1)
    assert ("Z99",) in clinics.facts("dim_clinic")


def test_a_code_of_another_system_is_kept_as_supplied_and_names_become_codes(
    clinics_with: Callable[..., Clinics],
) -> None:
    clinics = clinics_with(
        data={"dimensions": [{"dimension": "clinic", "level": "clinic", "scheme": "old"}]},
        dimensions={"clinic": {"column": "Clinic", "unknown": "reject", "aliases": {"Brough surgery": "B02"}}},
    )
    clinics.load("Month,Clinic,Seen,Waited\n2019-01,17,1,1\n2019-01,brough surgery,1,1\n2019-01,APPLEBY  clinic,1,1\n")
    assert clinics.facts("dim_clinic") == {("17",), ("B02",), ("A01",)}


def test_a_replacement_removes_what_it_no_longer_holds(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(data={"load": "replace", "provider_dimension": None, "provider": "A01"})
    clinics.load(GOOD)
    done = clinics.load("Month,Clinic,Seen,Waited\n2019-01,A01,100,7\n2019-02,A01,110,9\n", at=LATER)
    assert done.commit is not None
    assert done.commit.facts.removed == 2
    assert ("B02",) not in clinics.facts("dim_clinic")


def test_a_replacement_with_rejected_rows_must_be_accepted(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(data={"load": "replace", "provider_dimension": None})
    clinics.load(GOOD)
    mistaken = "Month,Clinic,Seen,Waited\n2019-01,A01,100,7\n2019-01,B02,eighty,3\n"
    with pytest.raises(NotAccepted, match="1 of its rows are rejected"):
        clinics.load(mistaken, at=LATER)
    assert ("B02",) in clinics.facts("dim_clinic")
    assert clinics.load(mistaken, at=LATER, accept=True).commit is not None


def test_a_replacement_that_would_remove_other_providers_figures_must_be_accepted(
    clinics_with: Callable[..., Clinics],
) -> None:
    clinics = clinics_with(data={"load": "replace"})
    clinics.load(GOOD)
    crossed = "Month,Clinic,Seen,Waited\n2019-01,B02,80,3\n2019-02,A01,110,9\n"
    with pytest.raises(NotAccepted, match="does not have every provider in every period: 2 figures"):
        clinics.load(crossed, at=LATER)


def test_events_are_told_apart_by_content_and_equal_ones_counted_each(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(
        data={"rows": "events", "measures": [measure("visits"), measure("minutes")]},
        wide=[{"column": "Minutes", "measure": "minutes"}],
        counts_rows="visits",
        period={"column": "Day", "date_order": "day-first"},
    )
    file = "Day,Clinic,Minutes\n01/02/2019,A01,20\n01/02/2019,A01,20\n02/02/2019,A01,5\n"
    assert clinics.load(file).account == Account(supplied=3, loaded=3, unchanged=0, corrected=0, rejected=0)
    facts = clinics.facts("measure", "period_start", "row_key", "value")
    assert sum(value for code, _, _, value in facts if code == "visits") == 3
    assert {day for _, day, _, _ in facts} == {date(2019, 2, 1)}
    # The same file again, or one that overlaps it, adds only what is new.
    more = clinics.load(file + "03/02/2019,A01,5\n", at=LATER)
    assert more.account == Account(supplied=4, loaded=1, unchanged=3, corrected=0, rejected=0)


def test_events_with_a_key_are_told_apart_by_it(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(
        data={"rows": "events", "kept": [{"code": "reference", "name": "Reference"}], "key": ["reference"]},
        other_columns=[{"column": "Ref", "does": "keep", "as": "reference"}],
    )
    head = "Month,Clinic,Seen,Waited,Ref\n"
    prepared = clinics.prepare(head + "2019-01,A01,1,1,x1\n2019-01,A01,1,1,x2\n2019-01,A01,1,1,\n")
    assert prepared.account == Account(supplied=3, loaded=2, unchanged=0, corrected=0, rejected=1)
    take_in(prepared, clinics.table, 1)
    assert clinics.facts("row_key", "kept_reference") == {("x1", "x1"), ("x2", "x2")}


def test_every_check_that_a_source_can_make(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(
        checks=[
            {"type": "required", "column": "Name"},
            {"type": "range", "column": "Seen", "minimum": 0, "maximum": 500},
            {"type": "allowed", "column": "Kind", "values": ["walk-in", "booked"], "why": "See the guide"},
            {"type": "unique", "column": "Ref"},
            {"type": "not-above", "column": "Waited", "than": "Seen"},
            {"type": "range", "column": "Waited", "maximum": 50, "does": "warn"},
        ]
    )
    prepared = clinics.prepare(
        "Month,Clinic,Seen,Waited,Name,Kind,Ref\n"
        "2018-01,A01,100,7,x,walk-in,1\n"
        "2018-02,A01,100,7,,booked,2\n"
        "2018-03,A01,501,7,x,booked,3\n"
        "2018-04,A01,100,7,x,bookd,4\n"
        "2018-05,A01,100,7,x,booked,5\n"
        "2018-06,A01,100,7,x,booked,5\n"
        "2018-07,A01,100,101,x,booked,7\n"
        "2018-08,A01,100,60,x,booked,\n"
    )
    assert [(r.row, r.letter, r.text, r.expected, r.nearest) for r in prepared.rejects.every()] == [
        (3, "E", "", "a value", None),
        (4, "C", "501", "from 0 to 500", None),
        (5, "F", "bookd", "one of walk-in, booked", "booked"),
        (6, "G", "5", "a value that stands in one row only", None),
        (7, "G", "5", "a value that stands in one row only", None),
        (8, "D", "101 against 100", "no more than 'Seen'", None),
    ]
    assert prepared.account == Account(supplied=8, loaded=2, unchanged=0, corrected=0, rejected=6)
    assert prepared.warnings == (
        "In 2 rows 'Waited' should be at most 50, and is not. The first: visits.csv row 8, visits.csv row 9.",
    )


def test_state_footnote_limits_and_base_come_with_the_figure(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(
        data={
            "measures": [measure("satisfied", unit="%", value_kind="percentage", over_members="none", over_time="none")]
        },
        wide=[{"column": "Satisfied", "measure": "satisfied"}],
        state_column="Status",
        state="final",
        footnote_column="Note",
        lower_column="Low",
        upper_column="High",
        base_column="Asked",
    )
    clinics.load(
        "Month,Clinic,Satisfied,Status,Note,Low,High,Asked\n"
        '2019-01,A01,82.5%,Provisional,New survey,80.1,84.9,"1,204"\n'
        "2019-02 (Rev),A01,7.0000000000000007E-2,,,,,9\n"
        "2019-03,A01,80,,,,,\n"
    )
    columns = ("published", "state", "footnote", "lower", "upper", "base")
    assert clinics.facts(*columns) == {
        (82.5, "provisional", "New survey", 80.1, 84.9, 1204.0),
        (0.07, "revised", None, None, None, 9.0),
        (80.0, "final", None, None, None, None),
    }


def test_value_kinds_that_are_no_numbers(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(
        data={
            "measures": [
                measure("open", value_kind="yes-no", over_members="none", over_time="last"),
                measure("plan", value_kind="stage", stages=["Draft", "Agreed"], over_members="none", over_time="none"),
                measure("inspected", value_kind="date", over_members="none", over_time="none"),
            ]
        },
        period={"column": "Month", "date_order": "day-first"},
        wide=[{"column": code.capitalize(), "measure": code} for code in ("open", "plan", "inspected")],
    )
    prepared = clinics.prepare(
        "Month,Clinic,Open,Plan,Inspected\n2019-01,A01,Yes,agreed,31/01/2019\n2019-01,B02,perhaps,Agred,31/02/2019\n"
    )
    assert [(r.letter, r.text, r.nearest) for r in prepared.rejects.every()] == [
        ("C", "perhaps", None),
        ("D", "Agred", "Agreed"),
        ("E", "31/02/2019", None),
    ]
    take_in(prepared, clinics.table, 1)
    assert clinics.facts("measure", "value", "text") == {
        ("open", Decimal(1), None),
        ("plan", None, "Agreed"),
        ("inspected", None, "2019-01-31"),
    }


def test_figures_in_thousands_are_multiplied_exactly(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(wide=[{"column": "Seen", "measure": "seen", "multiply": 1000}])
    clinics.load("Month,Clinic,Seen\n2019-01,A01,1.234567\n")
    assert clinics.facts("value") == {(Decimal("1234.567"),)}


def test_a_source_that_does_not_fit_its_data_set_says_all_that_does_not(clinics_with: Callable[..., Clinics]) -> None:
    clinics = clinics_with(
        wide=[{"column": "Seen", "measure": "sene"}],
        other_columns=[{"column": "Age", "does": "keep", "as": "ages"}, {"column": "DoB", "does": "drop"}],
        checks=[{"type": "required", "column": "DoB"}],
    )
    # The definitions' own checks refuse such a source too; a file must not be read by one all the same.
    from trigpoint.intake.plan import plan_source

    with pytest.raises(DoesNotFit) as refusal:
        plan_source(clinics.source, clinics.data_set)
    assert len(refusal.value.problems) == 3
    assert "'sene', which the data set has not. The nearest is 'seen'" in str(refusal.value)


def test_no_file_at_all_and_a_missing_one_are_said(clinics: Clinics) -> None:
    with pytest.raises(IntakeError, match="No file was supplied"):
        clinics.prepare()
    gone = clinics.file(GOOD)
    gone.path.unlink()
    with pytest.raises(IntakeError, match="there is no such file"):
        clinics.prepare(gone)
