"""The headline of a page: how many of the figures that are due need attention, in one sentence made from the counts.

Only figures that are due count: those not yet due, those shown for context and those that the reader may not be shown are
in neither number. A late figure
is named as late. Whether it also needs attention is its rule set's to say, and it is never called poor performance.
What is not off target but worse than usual is said after those that need attention, and is not among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from trigpoint.judge.numbers import number_in_words
from trigpoint.judge.status import StatusCode

NOT_DUE: frozenset[StatusCode] = frozenset({"not_yet_due", "contextual", "hidden"})


@dataclass(frozen=True, slots=True)
class Headline:
    """counts: by status, of all figures. due: how many are due. attention: how many of those need it.

    late: how many are late, whether counted in `attention` or not. new: how many need attention that did not before;
    None where before is not known. slipping: how many are worse than usual, though not off target.
    """

    counts: dict[StatusCode, int]
    due: int
    attention: int
    late: int
    new: int | None
    slipping: int
    sentence: str


def needs_attention(status: StatusCode, late_is_exception: bool = False) -> bool:
    """Whether a figure of that status is an exception under its rule set."""
    return status == "off_target" or (late_is_exception and status == "late")


def headline(
    statuses: Sequence[StatusCode],
    *,
    late_is_exception: Sequence[bool] | bool = False,
    new: Sequence[bool] | None = None,
    slipping: Sequence[bool] = (),
    noun: tuple[str, str] = ("indicator", "indicators"),
    since: str = "this month",
) -> Headline:
    """The headline over figures, one status each.

    late_is_exception: of each figure's rule set, or of all. new: whether each needs attention and did not before (None:
    not known of any). slipping: whether each is worse than usual. noun: one of what is counted, and several. since: when
    what is new became so.
    """
    flags = [late_is_exception] * len(statuses) if isinstance(late_is_exception, bool) else late_is_exception
    counts = Counter(statuses)
    due = sum(number for status, number in counts.items() if status not in NOT_DUE)
    flagged = [needs_attention(status, flag) for status, flag in zip(statuses, flags, strict=True)]
    late_counted = sum(status == "late" and is_flagged for status, is_flagged in zip(statuses, flagged, strict=True))
    fresh = None if new is None else sum(one and is_flagged for one, is_flagged in zip(new, flagged, strict=True))
    attention = sum(flagged)
    worse = sum(slipping)
    sentence = _sentence(attention, due, counts["late"], late_counted, fresh, worse, counts["not_yet_due"], noun, since)
    if hidden := counts["hidden"]:
        sentence += f" {number_in_words(hidden, start=True)}{' more' if due else ''} {'is' if hidden == 1 else 'are'} not shown."
    return Headline(dict(counts), due, attention, counts["late"], fresh, worse, sentence)


def _sentence(
    attention: int,
    due: int,
    late: int,
    late_counted: int,
    new: int | None,
    worse: int,
    waiting: int,
    noun: tuple[str, str],
    since: str,
) -> str:
    one, many = noun
    if due == 0:
        if waiting == 0:
            return f"There are no {many} to judge."
        return f"Nothing is due yet of {number_in_words(waiting)} {one if waiting == 1 else many}."
    if attention == 0:
        text = _none(due, one, many)
    elif attention == due:
        text = (
            f"The only {one} due needs"
            if due == 1
            else f"{'Both' if due == 2 else f'All {number_in_words(due)}'} {many} need"
        )
        text += " attention"
    else:
        verb = "needs" if attention == 1 else "need"
        text = f"{number_in_words(attention, start=True)} of {number_in_words(due)} {many} {verb} attention"
    if late_counted and late_counted == attention:
        text += ", because it is late" if late_counted == 1 else ", all of them late"
    elif late_counted:
        text += f", {number_in_words(late_counted)} of them late"
    if new and attention:
        text += f"; {_be(new) if new < attention or new == 1 else 'both are' if new == 2 else 'all are'} new {since}"
    if worse:
        more = " more" if attention else ""
        text += f". {number_in_words(worse, start=True)}{more} {'is' if worse == 1 else 'are'} worse than usual"
        text += ", though not off target"
    others = late - late_counted
    if others:
        more = " more" if late_counted else ""
        text += f". {number_in_words(others, start=True)}{more} {'is' if others == 1 else 'are'} late"
    return text + "."


def _none(due: int, one: str, many: str) -> str:
    if due == 1:
        return f"The only {one} due needs no attention"
    return f"None of the {number_in_words(due)} {many} needs attention"


def _be(number: int) -> str:
    return f"{number_in_words(number)} {'is' if number == 1 else 'are'}"
