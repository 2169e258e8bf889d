"""What the form of an indicator asks."""

from __future__ import annotations

from trigpoint.definitions.whole import Definitions
from trigpoint.web.editing.controls import Control, Rows, Section

WHAT = Section("What it is", (
    Control("name", "Name", "As people say it: “Seen within four hours”."),
    Control("short_name", "Short name", "For narrow columns and charts.", width="20"),
    Control("description", "What it measures", long=True),
    Control("why", "Why it matters", long=True),
    Control("owner", "Which partner answers for it", names="organisation"),
    Control("topic", "Topic", "Indicators of one topic are found together.", width="20"),
))  # fmt: skip

WORKED_OUT = Section("How it is worked out", (
    Control("value_kind", "What sort of figure it is"),
    Control("unit", "Unit", "What the figure is in: %, days, £, people, per 1,000.", width="10"),
    Control("decimals", "Decimal places", width="2"),
    Control("polarity", "What is good"),
    Control("grain", "Reported each"),
    Control(
        "formula", "Formula", "Data items with + − × ÷, written + - * /. Names are offered as you type.", long=True, formula=True,
    ),
    Control(
        "worked_example.given", "Worked example: given", "One data item on each line with a number, as “waits.came: 2000”.",
        long=True, names="item",
    ),
    Control("worked_example.gives", "Worked example: gives", "What the figure must then be.", width="10"),
))  # fmt: skip

FINER = Section("Finer points of working it out", (
    Rows("versions", "Formulas of other times", "formula", (
        Control("formula", "Formula", long=True, formula=True),
        Control("from", "From (first day)"),
        Control("to", "To (last day)"),
        Control("breaks_trend", "Figures before it cannot be compared with those after"),
        Control("note", "What changed", long=True),
    ), "Where it was worked out otherwise once. Then leave the formula above empty, and give each here its days."),
    Control("ratio", "Over several places or periods"),
    Control("ratio_over", "For an average or sum of ratios: over which breakdown", names="role"),
    Control("missing", "Where a data item is missing"),
    Control("minimum_base", "Not judged when fewer than", "Of what the figure is divided by.", width="5"),
    Control("collected", "Collected each", "When not in each period in which it is reported."),
    Control("every", "Reported every so many periods", width="2"),
    Control("appears_after_days", "Appears so many days after the period’s end", width="5"),
), folded=True)  # fmt: skip

TARGET = Rows("targets", "Targets", "target", (
    Control("type", "Sort of target"),
    Control("period", "For", "A period or a span: 2026-27, or 2026-04..2027-03.", width="20"),
    Control("value", "Value", width="10", when=("type", ("single", "cumulative", "minimum", "stretch", "baseline-year"))),
    Control("low", "From", width="10", when=("type", ("range",))),
    Control("high", "To", width="10", when=("type", ("range",))),
    Control(
        "profile", "Its points", "One on each line: period | value.", columns=("period", "value"),
        when=("type", ("profiled", "cumulative")),
    ),
    Control("where", "For one place or organisation only", "As “Area: East Vale”; more than one on lines of their own.", names="slice", seldom=True),
    Control("framework", "In one scorecard only", names="framework", seldom=True),
    Control("day", "For a date: the day aimed at", seldom=True),
    Control("stage", "For stages: the stage aimed at", width="20", seldom=True),
    Control("smaller_places", "What smaller places have", seldom=True),
    Control("apportioned_by", "Shared out by", "A data item, such as people.all.", width="20", when=("smaller_places", ("apportioned",)), seldom=True),
    Control("agreed_by", "Agreed by", names="organisation", seldom=True),
    Control("agreed_on", "Agreed on", seldom=True),
    Control(
        "revisions", "Revised since", "One on each line: day | value | why | by whom. A range has its two ends after that. The target above stays as it was agreed.",
        columns=("on", "value", "reason", "by", "low", "high", "day", "stage"), seldom=True,
    ),
), "What is aimed at, one for each year or span.")  # fmt: skip

JUDGED = Section("What is aimed at, and how it is judged", (
    Control("rule_set", "Status rule", "Within a scorecard, the scorecard’s own rule holds.", names="rule-set"),
    TARGET,
    Rows("baselines", "Baselines", "baseline", (
        Control("period", "Period", width="20"),
        Control("value", "Figure", "Empty: as held for that period.", width="10"),
        Control("where", "For one place or organisation only", names="slice"),
    )),
    Control("comparators", "Compared with", names="comparator"),
    Control("trajectory", "The path by which it is to get there", "One on each line: period | value.", columns=("period", "value")),
))  # fmt: skip

SEEN = Section("Who may see it, and when", (
    Control("audience", "Open to"),
    Control("not_before_days", "Not before so many days after the period’s end", width="5"),
), folded=True)  # fmt: skip

WORDS = Section("More words about it", (
    Control("methodology", "How it is done in detail", long=True),
    Control("source_note", "Where the figures come from", "Shown under each chart.", long=True),
    Control("caveats", "What to be careful about", long=True),
    Control("links", "Pages elsewhere", "One address on each line."),
    Control("tags", "Tags", "One on each line."),
    Control("chain", "Its place between what is put in and what comes out"),
    Rows("references", "What others call it", "name", (
        Control("scheme", "List", "National Indicator, say.", width="20"),
        Control("code", "Number or code", width="10"),
        Control("from", "From (first day)"),
        Control("to", "To (last day)"),
    )),
    Control(
        "partner_variations", "How a partner works it out differently", "One partner on each line: “Vale Health: counts from arrival”.",
        names="organisation", long=True,
    ),
), folded=True)  # fmt: skip

LIFE = Section("Its life", (
    Control("life.state", "It is", "A draft comes into force when its change does."),
    Control("life.retired_on", "Retired on", "The last day for which it is reported.", when=("life.state", ("retired",))),
    Control("life.replaced_by", "Replaced by", names="indicator", when=("life.state", ("retired",))),
    Control("life.proxy_for", "Stands for", "Where it is read in place of what cannot be measured.", names="indicator"),
), folded=True)  # fmt: skip


def indicator(definitions: Definitions) -> tuple[Section, ...]:
    """The sections, with the partnership's own fields where it has some."""
    own = definitions.partnership.indicator_fields if definitions.partnership else ()
    fields = tuple(
        Control(
            f"fields.{each.code}", each.name, each.help, field_type=each.type, field_choices=each.choices,
        )
        for each in own
    )  # fmt: skip
    ours = (Section("The partnership’s own fields", fields),) if fields else ()
    return (WHAT, WORKED_OUT, JUDGED, *ours, FINER, SEEN, WORDS, LIFE)
