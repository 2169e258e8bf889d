"""Files say in their names of which period they are and, where a past day is asked for, as known on which day."""

from __future__ import annotations

import pytest
from data_world import newest_month
from django.utils import timezone


def name_of(answer) -> str:
    return answer["Content-Disposition"].partition('filename="')[2].rstrip('"')


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/scorecards/agreement/?download=csv", "scorecard-agreement-{}.csv"),
        ("/indicators/seen-in-time/?download-series=xlsx", "seen-in-time-all-{}.xlsx"),
        ("/indicators/seen-in-time/?area=east&download-series=csv", "seen-in-time-east-{}.csv"),
        ("/indicators/seen-in-time/?picture=main.svg", "seen-in-time-main-{}.svg"),
        ("/indicators/seen-in-time/explain/?download-by-area=csv", "seen-in-time-by-area-{}.csv"),
        ("/explore/?indicator=seen-in-time&by=area:district&download=json", "seen-in-time-{}.json"),
        ("/explore/?indicator=seen-in-time&by=area:district&picture=svg", "seen-in-time-{}.svg"),
        ("/reports/board.docx?framework=agreement", "board-report-agreement-{}.docx"),
    ],
)
def test_a_file_is_named_with_its_period_and_the_day_asked_for(reader, address, name):
    today = timezone.localdate().isoformat()
    named = name.format(newest_month())
    assert name_of(reader.get(address)) == named
    past = f"{address}{'&' if '?' in address else '?'}as-at={today}"
    stem, _, ending = named.rpartition(".")
    assert name_of(reader.get(past)) == f"{stem}-as-known-on-{today}.{ending}"


def test_a_file_over_several_periods_is_named_with_the_first_and_the_last(reader):
    answer = reader.get("/explore/?indicator=seen-in-time&by=period&last=3&download=csv")
    first, _, last = name_of(answer).removeprefix("seen-in-time-").removesuffix(".csv").partition("-to-")
    assert first < last == newest_month()


def test_a_period_that_was_chosen_is_the_one_named(reader):
    name = name_of(reader.get("/indicators/seen-in-time/?period=2025-12&download-series=csv"))
    assert name == "seen-in-time-all-2025-12.csv"
