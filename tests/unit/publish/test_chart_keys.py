"""What marks in a chart over time mean is said beneath it, of those that are in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest

from trigpoint.publish import charts

SVG = "{http://www.w3.org/2000/svg}"


def chart(*changes: dict[str, Any]) -> charts.Chart:
    """Three months of figures, the last few with something more of a mark."""
    plain: list[dict[str, Any]] = [{"label": label, "value": Decimal(90)} for label in ("Jan", "Feb", "Mar")]
    for at, change in enumerate(changes):
        plain[at] |= change
    points = [charts.Point(**one) for one in plain]
    return charts.line_over_time(title="It held", subtitle="%", points=points, name="The Vale", notes=("Told beside.",))


def key(drawn: charts.Chart) -> list[tuple[str, str]]:
    return [(mark.called, mark.meaning) for mark in drawn.key]


def test_a_plain_line_needs_no_key():
    assert key(chart()) == []
    assert key(chart({"target": Decimal(95)})) == []
    assert "Marks" not in chart().alternative


MARKS = [
    ({"news": "better"}, "triangle up, blue", "better than usual"),
    ({"news": "worse"}, "triangle down, orange", "worse than usual"),
    ({"target": Decimal(95), "amber": Decimal(90)}, "shaded band", "within tolerance"),
    ({"state": "provisional"}, "hollow dot", "provisional or an estimate"),
    ({"lower": Decimal(88), "upper": Decimal(92)}, "upright bar", "range of uncertainty"),
    ({"restated_from": Decimal(91)}, "cross", "what it was before it was restated"),
    ({"note": "Snow."}, "flag", "a note, action or milestone"),
    ({"changed": "Counts urgent care too"}, "dotted upright line", "the definition changed"),
]


@pytest.mark.parametrize(("mark", "called", "meaning"), MARKS)
def test_each_mark_that_is_in_the_chart_is_explained_and_no_other(mark, called, meaning):
    drawn = chart({}, mark)
    assert key(drawn) == [(called, meaning)]
    assert drawn.alternative.endswith(f" Marks: {called}, {meaning}.")
    assert drawn.notes == ("Told beside.",)


def test_a_mark_of_a_missing_figure_is_not_drawn_and_not_explained():
    assert key(chart({"value": None, "news": "worse", "state": "estimate"})) == []


def test_a_picture_that_stands_alone_has_its_key_beneath_it_and_one_in_a_page_leaves_it_to_the_page():
    marked = chart({"news": "worse"}, {"note": "Snow."})
    alone, document = charts.to_svg(marked), charts.to_svg(marked, titled=False, keyed=True)
    for picture in (alone, document):
        assert words_of(picture)[-2:] == ["worse than usual", "a note, action or milestone"]
    assert "worse than usual" not in words_of(charts.to_svg(marked, titled=False))
    assert height_of(document) > height_of(charts.to_svg(marked, titled=False))
    assert charts.to_png(marked, titled=False, keyed=True) != charts.to_png(marked, titled=False)


def test_a_long_key_takes_as_many_lines_as_it_needs():
    marked = chart(*({name: value for change, *_ in MARKS[at::3] for name, value in change.items()} for at in range(3)))
    assert len(marked.key) == len(MARKS)
    wide, narrow = (charts.to_svg(marked, width=width, titled=False, keyed=True) for width in (640, 320))
    assert len(key_lines(wide)) < len(key_lines(narrow)) < len(MARKS)


def words_of(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def height_of(svg: str) -> float:
    return float(ElementTree.fromstring(svg).get("height", "0"))


def key_lines(svg: str) -> set[str]:
    """The heights at which the marks of the key stand."""
    placed = [group for group in ElementTree.fromstring(svg).findall(f"{SVG}g") if group.get("transform")]
    return {group.get("transform", "").rpartition(",")[2] for group in placed[-len(MARKS) :]}
