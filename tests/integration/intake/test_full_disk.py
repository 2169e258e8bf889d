"""A disk that fills up at any step: said in plain words, nothing half-done, nothing left lying about."""

from __future__ import annotations

import errno
from typing import Any

import duckdb
import pytest
from clinic_world import GOOD, Clinics

from trigpoint.intake import prepare as preparing
from trigpoint.intake.faults import NoRoom, TooMuch, said_plainly

STEPS = ("read_meanings", "run_checks", "place_rows", "write_facts", "gather")
FULL = (
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EDQUOT, "Disk quota exceeded"),
    duckdb.IOException('IO Error: Could not write file "staging.duckdb": No space left on device'),
    duckdb.OutOfMemoryException("failed to offload data block: max_temp_directory_size reached"),
)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", FULL, ids=lambda error: type(error).__name__ + str(error)[:20])
def test_nothing_is_left_of_a_load_that_the_disk_had_no_room_for(
    clinics: Clinics, monkeypatch: pytest.MonkeyPatch, step: str, error: Exception
) -> None:
    def full(*arguments: Any) -> None:
        raise error

    monkeypatch.setattr(preparing, step, full)
    with pytest.raises(NoRoom, match=r"no room left on the disk that holds .*work-1\. Nothing was taken in"):
        clinics.prepare(GOOD)
    assert not list(clinics.root.glob("work-*"))
    assert clinics.table.version() == -1


def test_the_staging_spills_to_disk_rather_than_grow_in_memory(clinics: Clinics) -> None:
    rows = "".join(f"{1900 + i // 12}-{i % 12 + 1:02},A01,{i},{'9' * (i % 12)}1\n" for i in range(2400))
    prepared = clinics.prepare("Month,Clinic,Seen,Waited\n" + rows * 40, memory_limit="100MB")
    assert prepared.account.supplied == 96_000


def test_want_of_memory_is_told_from_want_of_room(clinics: Clinics) -> None:
    with pytest.raises(TooMuch, match="Supply it in parts"), said_plainly(clinics.root):
        raise duckdb.OutOfMemoryException("could not allocate block of size 256.0 KiB (95.2 MiB/95.3 MiB used)")


def test_other_faults_are_not_taken_for_a_full_disk(clinics: Clinics) -> None:
    with pytest.raises(duckdb.IOException, match="corrupt"), said_plainly(clinics.root):
        raise duckdb.IOException("corrupt file")
