"""An account adds up or is not given."""

from __future__ import annotations

import pytest

from trigpoint.intake.account import Account, DoesNotAddUp


def test_every_row_is_in_one_place() -> None:
    account = Account(supplied=10, loaded=4, unchanged=3, corrected=1, rejected=2)
    assert account.taken == 5
    assert account.in_words() == "10 rows supplied = 4 loaded + 3 unchanged + 1 corrected + 2 rejected"


def test_superseded_rows_are_said_only_where_there_are_any() -> None:
    assert Account(2, 1, 0, 0, 0, 1).in_words().endswith("0 rejected + 1 superseded")


@pytest.mark.parametrize("counts", [(10, 4, 3, 1, 1), (1, 2, 0, 0, -1), (0, 0, 0, 0, 1)])
def test_a_row_left_out_or_counted_twice_is_a_fault_of_ours(counts: tuple[int, int, int, int, int]) -> None:
    with pytest.raises(DoesNotAddUp):
        Account(*counts)
