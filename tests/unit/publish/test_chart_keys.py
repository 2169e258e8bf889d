"""What marks in a chart over time mean is said beneath it, of those that are in it; names at line ends are whole."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from trigpoint.publish import charts


def chart(*changes: dict[str, Any], name: str = "The Vale") -> charts.Chart:
    """Three months of figures, the last few with something more of a mark."""
    plain: list[dict[str, Any]] = [{"label": label, "value": Decimal(90)} for label in ("Jan", "Feb", "Mar")]
    for at, change in enumerate(changes):
        plain[at] |= change
    points = [charts.Point(**one) for one in plain]
    return charts.line_over_time(title="It held", subtitle="%", points=points, name=name, notes=("Told beside.",))


def test_a_plain_line_needs_no_key():
    assert chart().notes == ("Told beside.",)
    assert chart({"target": Decimal(95)}).notes == ("Told beside.",)


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ({"news": "better"}, "Triangle up, blue: better than usual."),
        ({"news": "worse"}, "Triangle down, orange: worse than usual."),
        ({"target": Decimal(95), "amber": Decimal(90)}, "Shaded band: within tolerance."),
        ({"state": "provisional"}, "Hollow dot: provisional or an estimate."),
        ({"lower": Decimal(88), "upper": Decimal(92)}, "Upright bar: range of uncertainty."),
        ({"restated_from": Decimal(91)}, "Cross: what it was before it was restated."),
        ({"note": "Snow."}, "Flag: a note or an action."),
        ({"changed": "Counts urgent care too"}, "Dotted upright line: the definition changed."),
    ],
)
def test_each_mark_that_is_in_the_chart_is_explained_and_no_other(mark, said):
    assert chart({}, mark).notes == (said, "Told beside.")


def test_all_marks_stand_in_one_line():
    key = chart({"news": "worse"}, {"note": "Snow."}).notes[0]
    assert key == "Triangle down, orange: worse than usual; flag: a note or an action."


def test_a_mark_of_a_missing_figure_is_not_drawn_and_not_explained():
    assert chart({"value": None, "news": "worse", "state": "estimate"}).notes == ("Told beside.",)


@pytest.mark.parametrize("name", ["Fenmoor Together", "Households at high risk"])
def test_the_name_at_the_end_of_a_line_is_whole_where_there_is_room(name):
    drawn = charts.to_svg(chart(name=name))
    assert f">{name}<" in drawn
    assert "…<" not in drawn
