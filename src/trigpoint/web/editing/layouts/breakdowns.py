"""What the forms of breakdowns, of what they hold, and of groups ask."""

from __future__ import annotations

from trigpoint.web.editing.controls import Control, Rows, Section

DIMENSION = (
    Section("What it is", (
        Control("name", "Name", "Of one: Area, Organisation, Care group."),
        Control("plural", "Name of several", "Areas, Organisations, Care groups."),
        Control("nature", "What it tells apart"),
        Control("description", "What is to be known of it", long=True),
    )),
    Section("Its levels", (
        Rows("levels", "Levels", "level", (
            Control("name", "Name", "District", width="20"),
            Control("plural", "Of several", "Districts", width="20"),
            Control("code", "Code", "Empty: made from the name.", width="10"),
        ), "From the largest to the smallest.", least=1),
        Rows("hierarchies", "Ways up through it", "way", (
            Control("name", "Name", width="20"),
            Control("code", "Code", width="10"),
            Control("levels", "Its levels", "Codes, one on each line, the largest first."),
        ), "Only where there is more than one, such as by district and by health board."),
        Control("unknown", "What nobody knows is called", width="20"),
    )),
)  # fmt: skip

GROUP_SET = (
    Section("What it is", (
        Control("name", "Name", "Statistical neighbours, pilot sites."),
        Control("dimension", "Groups of which breakdown", names="dimension"),
        Rows("groups", "Groups", "group", (
            Control("name", "Name", width="20"),
            Control("code", "Code", width="10"),
            Control("members", "Who is in it", "Names or codes, one on each line.", names="member"),
            Control("from", "From (first day)"),
            Control("to", "To (last day)"),
        ), least=1),
        Control("description", "What is to be known of it", long=True),
    )),
)  # fmt: skip

NAME = Control("name", "Name")
CODE = Control("code", "Code", "Empty: made from the name. It stays.", width="10")
REST = (
    Control("level", "Level", names="level"),
    Control("parent", "Part of", "Its name or code.", names="member", width="20"),
    Control("short_name", "Short name", width="20"),
    Control("from", "It is there from", seldom=True),
    Control("to", "It is there to", seldom=True),
    Control("aliases", "Other names in files", "One on each line.", seldom=True),
    Control("codes", "Codes in other systems", "One on each line: system | code | first day | last day.", columns=("scheme", "code", "from", "to"), seldom=True),
    Control(
        "memberships", "Part of others at other times, or another way up",
        "One on each line: part of | first day | last day | way. Then leave “Part of” empty.",
        columns=("parent", "from", "to", "hierarchy"), seldom=True,
    ),
    Control("note", "What is to be known of it", long=True, seldom=True),
)  # fmt: skip


def values(one: str, *, new: bool) -> tuple[Section, ...]:
    """Of what a breakdown holds, new ones or some that there are. one: what one of them is called."""
    controls = (NAME, CODE, *REST) if new else (NAME, *REST)
    return (Section("", (Rows("members", "", one, controls, least=1, fixed=not new),)),)
