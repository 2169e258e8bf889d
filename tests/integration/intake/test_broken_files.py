"""Every broken file is answered in plain words, with its place; nothing of it is half-done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from broken_files import BROKEN, Broken
from clinic_world import Clinics

from trigpoint.intake.faults import IntakeError
from trigpoint.intake.readers.files import USUAL_LIMITS

REFUSED = [broken for broken in BROKEN if broken.refused]
TAKEN = [broken for broken in BROKEN if not broken.refused]


def test_there_are_enough_kinds_to_be_worth_the_name() -> None:
    assert len({broken.label for broken in BROKEN}) == len(BROKEN) >= 25


@pytest.mark.parametrize("broken", REFUSED, ids=lambda broken: broken.label)
def test_a_file_that_cannot_be_used_is_refused_and_nothing_is_left(
    broken: Broken, clinics_with: Callable[..., Clinics]
) -> None:
    clinics = clinics_with(**broken.source)
    file = clinics.file(broken.content(), broken.name)
    with pytest.raises(IntakeError) as refusal:
        clinics.prepare(file, limits=replace(USUAL_LIMITS, **broken.limits))
    for text in broken.refused:
        assert text in str(refusal.value)
    assert not list(clinics.root.glob("work-*"))
    assert clinics.table.version() == -1


@pytest.mark.parametrize("broken", TAKEN, ids=lambda broken: broken.label)
def test_what_is_good_of_a_file_is_taken_and_the_rest_rejected(
    broken: Broken, clinics_with: Callable[..., Clinics]
) -> None:
    clinics = clinics_with(**broken.source)
    file = clinics.file(broken.content(), broken.name)
    prepared = clinics.prepare(file, limits=replace(USUAL_LIMITS, **broken.limits))
    rejects = list(prepared.rejects.every())
    assert prepared.account.loaded == broken.taken
    assert [(reject.row, reject.letter) for reject in rejects] == [(row, letter) for row, letter, _ in broken.rejected]
    for reject, (_, _, texts) in zip(rejects, broken.rejected, strict=True):
        for text in texts:
            assert text in reject.in_words()
        assert not re.search(r"\b(dimension|member|measure|slice|grain|supplier)s?\b", reject.in_words())
    assert any(broken.warned in warning for warning in prepared.warnings) or not broken.warned
