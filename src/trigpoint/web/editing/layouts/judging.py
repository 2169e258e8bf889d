"""What the forms of status rules and comparators ask."""

from __future__ import annotations

from trigpoint.web.editing.controls import Control, Rows, Section

RULE_SET = (
    Section("What it is", (
        Control("name", "Name", "Board, Usual tolerance."),
        Control("description", "What is to be known of it", long=True),
    )),
    Section("How status is given", (
        Control("rule.method", "Rule"),
        Control("rule.amber_percent", "Amber within so many per cent", width="5", when=("rule.method", ("percentage-tolerance", "improved-on-last-year"))),
        Control("rule.exceeding_percent", "Better than target beyond so many per cent", width="5", when=("rule.method", ("percentage-tolerance",))),
        Control("rule.amber", "Amber within", "In the figure’s own unit: points for a percentage.", width="5", when=("rule.method", ("absolute-tolerance",))),
        Control("rule.exceeding", "Better than target beyond", width="5", when=("rule.method", ("absolute-tolerance",))),
        Control("rule.of", "Bands are of", when=("rule.method", ("banded",))),
        Rows("rule.bands", "Bands", "band", (
            Control("status", "Status"),
            Control("low", "From", "Empty: without end.", width="5"),
            Control("high", "To", "Empty: without end.", width="5"),
            Control("includes_low", "“From” itself is in it"),
            Control("includes_high", "“To” itself is in it"),
        ), "Together they hold every figure, and none twice.", when=("rule.method", ("banded",))),
    )),
    Section("When it does not judge, and what it asks for", (
        Control("comment_required_when", "Commentary is asked for when a figure is"),
        Control("late_is_exception", "A figure that is late needs attention too"),
        Control("incomplete_below_percent", "Incomplete, and not judged, under so many per cent of what is expected", width="5"),
        Control("minimum_base", "Not judged when fewer than", "Of what the figure is divided by.", width="5"),
        Control("note", "Note", long=True),
    )),
)  # fmt: skip

COMPARATOR = (
    Section("What it is", (
        Control("name", "Name", "England, Our neighbours."),
        Control("short_name", "Short name", width="20"),
        Control("dimension", "Which breakdown is compared", names="dimension"),
        Control("against.type", "Compared with"),
        Control("against.member", "Which", names="member", when=("against.type", ("member",))),
        Control("against.level", "At level", names="level", when=("against.type", ("parent",))),
        Control("against.hierarchy", "By way", "Only where there are several ways up.", width="20", when=("against.type", ("parent",))),
        Control("against.group_set", "Set of groups", names="group-set", when=("against.type", ("group",))),
        Control("against.group", "Group", "Its code.", width="20", when=("against.type", ("group",))),
        Control(
            "against.neighbours", "Most alike", "One on each line, with its neighbours, nearest first: east: west, south.", long=True,
            when=("against.type", ("neighbours",)),
        ),
        Control("method", "By", "For groups and neighbours."),
        Control("description", "What is to be known of it", long=True),
    )),
)  # fmt: skip
