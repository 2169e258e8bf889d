"""Charts hold to the published schema, leave gaps as gaps, and refuse what would mislead."""

import json
import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import altair
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.publish import charts
from trigpoint.publish.charts import scales
from trigpoint.publish.charts.theme import PALETTE
from trigpoint.publish.table_files import to_csv
from trigpoint.web.components.samples import chart_examples

EXAMPLES = chart_examples()


def layers_of(chart, mark):
    return [layer for layer in chart.spec["layer"] if layer["mark"]["type"] == mark]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_specification_holds_to_the_schema(name):
    spec = charts.to_spec(EXAMPLES[name])
    kind = altair.FacetChart if "facet" in spec else altair.LayerChart
    kind.from_dict(spec, validate=True)
    assert "url" not in json.dumps(spec["config"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_still_picture_obeys_the_content_security_policy_and_the_pages_colours(name):
    svg = charts.to_page_svg(EXAMPLES[name])
    assert svg.startswith("<svg")
    assert not re.search(r"\sstyle=|<script|<style|https?://(?!www\.w3\.org/)", svg)
    for colour in PALETTE:
        assert f'"{colour}"' not in svg.lower()


def test_documents_get_a_picture_with_its_title_inside():
    chart = EXAMPLES["bars"]
    svg = charts.to_svg(chart)
    assert "The council spends most" in svg
    picture = ElementTree.fromstring(svg)
    assert (picture[0].tag.endswith("}title"), picture[0].text) == (True, chart.title)
    assert (picture[1].tag.endswith("}desc"), picture[1].text) == (True, chart.description)
    assert picture.get("role") == "img"
    assert charts.to_png(EXAMPLES["bars"]).startswith(b"\x89PNG")


def test_a_gap_stays_a_gap_and_a_changed_definition_parts_the_line():
    points = [
        charts.Point("Jan", 1),
        charts.Point("Feb", None, nothing="not-published"),
        charts.Point("Mar", 3, changed="Counts urgent care too"),
    ]
    chart = charts.line_over_time(title="t", subtitle="s", points=points)
    line = layers_of(chart, "line")[0]
    assert [row["y"] for row in line["data"]["values"]] == [1.0, None, 3.0]
    assert line["mark"]["invalid"] == "break-paths-filter-domains"
    assert [row["stretch"] for row in line["data"]["values"]] == [0, 0, 1]
    assert "not published" in to_csv(chart.table)
    assert "1 without a figure" in chart.description


def test_the_usual_range_is_drawn_over_the_band_of_tolerance_which_would_hide_it():
    points = [charts.Point(month, Decimal(92), target=Decimal(95), amber=Decimal(90)) for month in ("Jan", "Feb")]
    limits = charts.ProcessLimits([Decimal(92)] * 2, [Decimal(91)] * 2, [Decimal(94)] * 2)
    chart = charts.line_over_time(title="t", subtitle="s", points=points, limits=limits)
    assert chart.spec["layer"][0]["mark"]["type"] == "area"
    assert {94.0, 92.0, 91.0} <= {layer["data"]["values"][0]["y"] for layer in layers_of(chart, "line")}


def test_bars_start_at_nought():
    chart = charts.bars(title="t", subtitle="s", members=[charts.Bar("a", 90), charts.Bar("b", 95)])
    assert chart.spec["layer"][0]["encoding"]["x"]["scale"]["domain"][0] == 0


def test_small_charts_of_bars_share_one_scale_from_nought_and_name_what_has_no_figure():
    panels = [
        charts.BarPanel("North", (charts.Bar("a", 7), charts.Bar("b", None, nothing="late"))),
        charts.BarPanel("South", (charts.Bar("a", 70), charts.Bar("b", 0))),
    ]
    chart = charts.bar_panels(title="t", subtitle="s", panels=panels, unit="calls")
    scales_ = {json.dumps(layer["encoding"]["x"]["scale"]["domain"]) for layer in chart.spec["spec"]["layer"]}
    assert len(scales_) == 1
    low, high = json.loads(scales_.pop())
    assert low == 0
    assert high >= 70
    said = {(row["panel"], row["name"]): row["label"] for row in chart.spec["data"]["values"]}
    assert said == {("North", "a"): "7", ("North", "b"): "late", ("South", "a"): "70", ("South", "b"): "0"}
    assert "the longest is a in South, 70 calls" in chart.description


def test_small_charts_of_bars_have_the_same_names_beside_them():
    panels = [charts.BarPanel("North", (charts.Bar("a", 7),)), charts.BarPanel("South", (charts.Bar("b", 7),))]
    with pytest.raises(charts.chart.BadChart, match="different names"):
        charts.bar_panels(title="t", subtitle="s", panels=panels)


def test_parts_that_do_not_add_up_are_not_drawn():
    with pytest.raises(charts.chart.BadChart, match="do not add up"):
        charts.contributions(title="t", subtitle="s", before=10, before_name="Feb", after=15, after_name="Mar",
                             parts=[charts.Contribution("a", 4)])  # fmt: skip


def test_members_without_a_figure_are_named_with_the_reason():
    chart = charts.dot_plot(
        title="t", subtitle="s", members=[charts.Member("a", 1), charts.Member("b", None, nothing="hidden")]
    )
    assert {"name": "b", "text": "hidden"} in layers_of(chart, "text")[0]["data"]["values"]


def test_long_names_that_begin_alike_keep_rows_of_their_own():
    names = ["Westmere and the Vale of Ashbourne with Netherby and Priory Park, " + end for end in ("north", "south")]
    assert len(set(scales.wrapped(names, 20).values())) == 2


def test_the_newest_period_is_always_written():
    for n in range(1, 80):
        labels = [str(i) for i in range(n)]
        shown = scales.shown_labels(labels)
        assert shown[-1] == labels[-1]
        assert len(shown) % 2 == 1


@given(st.lists(st.decimals(-10_000, 10_000, places=2), min_size=1, max_size=20), st.booleans())
def test_a_scale_has_round_ends_that_hold_every_value(values, zero):
    low, high, step = scales.round_domain(values, zero=zero)
    # Axes are of floating numbers, and 0.03 there is not quite the decimal 0.03.
    assert low <= float(min(values))
    assert float(max(values)) <= high
    assert low < high
    assert not zero or low <= 0 <= high
    assert abs(high / step - round(high / step)) < 1e-6 or min(values) == max(values)
    assert len(scales.tick_values(low, high, step)) <= 12


@given(st.lists(st.tuples(st.floats(0, 100), st.sampled_from([5, 10, 15])), min_size=1, max_size=6))
def test_labels_at_the_ends_of_lines_keep_apart_in_their_own_order(labels):
    wished, rooms = [place for place, _ in labels], [room for _, room in labels]
    middles = scales.spread(wished, rooms, 0, 100)
    ordered = sorted(range(len(wished)), key=lambda i: wished[i])
    for lower, higher in pairwise(ordered):
        assert middles[higher] - middles[lower] >= (rooms[lower] + rooms[higher]) / 2 - 1e-6
    assert min(middles) >= -1e-6
    assert max(middles) <= 100 + 1e-6


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Fenmoor Together", ["Fenmoor Together"]),
        ("Households at high risk", ["Households at", "high risk"]),
        ("Saltwythe, aged 65 and over", ["Saltwythe, aged", "65 and over"]),
        ("Middlemarch Integrated Care Partnership", ["Middlemarch", "Integrated Care", "Partnership"]),
    ],
)
@pytest.mark.parametrize("width", [640, 330])
def test_the_name_at_the_end_of_a_line_is_whole_on_paper_and_on_a_narrow_screen(name, lines, width):
    points = [charts.Point(month, 90, target=95) for month in ("Jan", "Feb")]
    drawn = charts.to_svg(charts.line_over_time(title="t", subtitle="s", points=points, name=name), width=width)
    words = [text for text in ElementTree.fromstring(drawn).itertext() if text.strip()]
    at = words.index(lines[0])
    assert words[at : at + len(lines)] == lines
    assert "…" not in drawn


def test_a_label_with_room_stays_where_it_was_wished():
    assert scales.spread([10, 50], [5, 5], 0, 100) == [10, 50]


def test_a_label_of_two_lines_pushes_its_neighbour_by_half_a_line_more():
    # Both wished 50: fifteen in all, from 42.5 to 57.5, the first of five and the second of ten.
    assert scales.spread([50, 50], [5, 10], 0, 100) == [45, 52.5]


def test_figures_over_time_refuse_columns_of_other_lengths():
    points = [charts.Point("Jan", Decimal(1))]
    with pytest.raises(charts.chart.BadChart, match="another number of periods"):
        charts.line_over_time(title="t", subtitle="s", points=points, comparators=[charts.Line("England", [1, 2])])
    with pytest.raises(charts.chart.BadChart, match="same label"):
        charts.line_over_time(title="t", subtitle="s", points=[*points, *points])
