"""What the words of definitions are called on forms: by key, each choice in plain English."""

from __future__ import annotations

PERIODS = {
    "week": "Week", "month": "Month", "quarter": "Quarter", "half": "Half-year", "financial-year": "Financial year",
    "academic-year": "Academic year", "calendar-year": "Calendar year", "range": "A span of its own each time",
}  # fmt: skip

ADDING_UP = {
    "sum": "Added up", "mean": "The average", "minimum": "The lowest", "maximum": "The highest", "last": "The last one",
    "distinct": "Each counted once", "none": "Never: shown as supplied only",
}  # fmt: skip

STATUSES = {
    "exceeding": "Better than target", "on_target": "On target", "within_tolerance": "Within tolerance",
    "off_target": "Off target",
}  # fmt: skip

ROLL_UPS = {
    "weight": "By weight", "worst": "As bad as its worst", "count": "By how many are on target",
}  # fmt: skip

WORDS: dict[str, dict[str, str]] = {
    "grain": PERIODS,
    "collected": PERIODS,
    "over_members": ADDING_UP,
    "over_time": ADDING_UP,
    "status": STATUSES,
    "comment_required_when": STATUSES,
    "roll_up": ROLL_UPS,
    "polarity": {
        "high": "High is good", "low": "Low is good", "range": "Good within a range", "none": "Neither is good or bad",
    },
    "ratio": {
        "of-sums": "Add up first, then divide (usual)", "mean-of-ratios": "The average of each one's ratio",
        "sum-of-ratios": "The sum of each one's ratio",
    },
    "missing": {
        "unknown": "The figure is not known (usual)", "zero": "It counts as nought", "skip": "Its part is left out",
    },
    "no_row_means": {"unknown": "Not known (usual)", "zero": "Nought"},
    "state": {
        "draft": "Draft", "proposed": "Proposed", "agreed": "Agreed", "in-force": "In force", "retired": "Retired",
    },
    "audience": {
        "own-organisation": "The organisation that answers for it", "partnership": "The whole partnership",
        "public": "The public",
    },
    "load": {
        "upsert": "New and corrected rows come in, others stay (usual)", "replace": "It replaces the periods that it holds",
        "append": "Its rows are added to those that are there",
    },
    "rows": {"slices": "One row for each place and period (usual)", "events": "Many rows: one for each event or person"},
    "smaller_places": {
        "own": "None, unless they have their own", "inherited": "The same", "apportioned": "A share of it",
    },
    "type": {
        "single": "One value", "profiled": "A point for each period", "cumulative": "A running total through the year",
        "minimum": "A floor", "stretch": "A stretch, beside the main one", "range": "Between two values",
        "baseline-year": "No worse than the baseline", "to-be-agreed": "To be agreed",
        "member": "One place or organisation", "parent": "The one above it", "group": "A group", "neighbours": "Its most alike",
        "text": "Text", "number": "Number", "date": "Date", "yes-no": "Yes or no", "choice": "One of a list",
    },
    "method": {
        "percentage-tolerance": "Amber within so many per cent of the target",
        "absolute-tolerance": "Amber within so much of the target", "improved-on-last-year": "Better than the year before",
        "banded": "By bands of your own", "contextual": "Shown for context, never judged",
        "total": "All of them together", "median": "The middle one of theirs",
    },
    "of": {"value": "The figure", "percent-of-target": "The figure as a percentage of its target"},
    "nature": {
        "place": "Places", "organisation": "Organisations", "service": "Services", "client-group": "Groups of people",
        "deprivation": "How deprived a place is", "other": "Something else",
    },
    "role": {
        "lead": "Leads", "provider": "Provides the data", "checker": "Checks", "approver": "Approves", "deputy": "Stands in",
    },
    "value_kind": {
        "number": "Number", "percentage": "Percentage", "money": "Money", "ratio": "Ratio", "duration": "Length of time",
        "date": "Date", "yes-no": "Yes or no", "stage": "Stage", "text": "Text",
    },
    "week_starts": {"monday": "Monday", "sunday": "Sunday"},
    "year": PERIODS,
}  # fmt: skip


def choice_word(key: str, choice: str) -> str:
    """What a choice of a key is called."""
    return WORDS.get(key, {}).get(choice) or choice.replace("-", " ").replace("_", " ").capitalize()
