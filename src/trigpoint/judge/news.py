"""What a process chart and the last step say together, in words that never contradict one another.

The chart looks at many periods and the direction at two. A figure that has slid for a year and was a little better last
month is worse than usual *and* better than the period before: both are true, and only one sentence says so.
"""

from __future__ import annotations

from trigpoint.judge.direction import Way
from trigpoint.judge.spc import ASSURANCE_WORDS, VARIATION_WORDS, Variation, Xmr


def news_words(variation: Variation | None, way: Way) -> str:
    """What the newest figure is beside usual variation, in a sentence's middle; '' where that cannot be told.

    way: of the last step, from the period before.
    """
    if variation is None:
        return ""
    if variation == "concern" and way == "better":
        return "worse than usual, though better than the period before"
    if variation == "improvement" and way == "worse":
        return "better than usual, though worse than the period before"
    return VARIATION_WORDS[variation]


def chart_words(process: Xmr, way: Way) -> str:
    """The same, with whether the target will be met as things are; or why the chart says nothing."""
    if process.variation is None:
        return process.reason
    assurance = "" if process.assurance is None else f"; {ASSURANCE_WORDS[process.assurance]}"
    return news_words(process.variation, way) + assurance
