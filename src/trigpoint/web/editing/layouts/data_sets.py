"""What the forms of data sets and of expected supply ask."""

from __future__ import annotations

from trigpoint.web.editing.controls import Control, Rows, Section

DATA_SET = (
    Section("What it is", (
        Control("name", "Name", "As people say it: “Emergency waits”."),
        Control("description", "What it holds", long=True),
        Control("topic", "Topic", width="20"),
        Control("grain", "Comes for each"),
        Control("provider", "Which partner supplies it", names="organisation"),
        Control(
            "provider_dimension", "Or each row is supplied by its own", "The breakdown that says by whom.", names="role",
        ),
    )),
    Section("What it is broken down by", (
        Rows("dimensions", "Breakdowns", "breakdown", (
            Control("dimension", "Breakdown", names="dimension"),
            Control("level", "Rows are supplied for each", "Its level: ward, district. Empty: any.", names="level", width="20"),
            Control("published_levels", "And for these levels, beside the rows", "One on each line. They are never added to the rows.", names="level", seldom=True),
            Control("scheme", "Codes of another system", "When files use codes other than ours.", width="20", seldom=True),
            Control("as", "Called here", "Only where one breakdown stands twice.", width="20", seldom=True),
        ), least=1),
    )),
    Section("What is counted or stated", (
        Rows("measures", "Data items", "data item", (
            Control("name", "Name"),
            Control("code", "Code", "For formulas. Empty: made from the name.", width="10"),
            Control("unit", "Unit", "What one of it is: people, £, days, %.", width="10"),
            Control("value_kind", "Sort of figure"),
            Control("over_members", "Over places and organisations it is"),
            Control("over_time", "Over time it is", "A flow is added up; a stock is the last one."),
            Control("of", "Counted once are", "The kept column that tells people apart.", width="20", when=("over_members", ("distinct",))),
            Control("stages", "Its stages", "One on each line, worst or earliest first.", when=("value_kind", ("stage",))),
            Control("no_row_means", "Without a row it is", seldom=True),
            Control("cumulative", "Each figure is counted from the start of the year on", seldom=True),
            Control("decimals", "Decimal places", width="2", seldom=True),
            Control("description", "What it counts", long=True, seldom=True),
            Control("year", "A year alone, such as 2025-26, is", seldom=True),
        ), "How a data item adds up has no usual answer: a wrong one makes wrong totals.", least=1),
    )),
    Section("Who may see it", (
        Control("release.audience", "Open to"),
        Control("release.not_before_days", "Not before so many days after the period’s end", width="5"),
        Control("release.open_levels", "Totals that all may see", "One on each line: breakdown.level."),
        Control("small_numbers.below", "Hide counts under", "Enough others are hidden that they cannot be worked out.", width="5"),
        Control("small_numbers.measures", "Which counts", "Codes of data items, one on each line."),
        Control("small_numbers.dimensions", "Decided over", "Breakdowns, one on each line."),
    ), folded=True),
    Section("How rows come in", (
        Control("load", "An upload"),
        Control("rows", "A file holds"),
        Rows("kept", "Columns kept beside figures", "column", (
            Control("name", "Name"),
            Control("code", "Code", width="10"),
            Control("personal", "It is about a person, and shown only with permission"),
        )),
        Control("key", "Told apart by", "Codes of kept columns, one on each line."),
        Control("licence", "Licence", long=True),
        Control("source_note", "Where it comes from", "Shown under each chart.", long=True),
    ), folded=True),
)  # fmt: skip

EXPECTED_SUPPLY = (
    Section("What is expected", (
        Control("name", "Name"),
        Control("data_set", "Data set", names="data-set"),
        Rows("supplies", "Supplies", "supply", (
            Control("provider", "From", names="organisation"),
            Control("grain", "For each"),
            Control("due_days", "Due so many days after its end", width="5"),
            Control("from", "From (first day)", seldom=True),
            Control("to", "To (last day)", seldom=True),
            Control("members", "For which of its parts", "Codes, one on each line. Empty: for itself.", seldom=True),
            Control("measures", "Which data items", "Codes, one on each line. Empty: all.", seldom=True),
        ), least=1),
        Control("description", "What is to be known of it", long=True),
    )),
)  # fmt: skip
