"""Who may do what: one table, read by every action. The same table is the guide's page about roles."""

from __future__ import annotations

from trigpoint.access.models import Role
from trigpoint.access.viewers import Viewer
from trigpoint.mistakes import Mistake

EVERYBODY = frozenset(Role.values)

MAY: dict[str, tuple[str, frozenset[str]]] = {
    "read": ("See figures, within their scope and audience", EVERYBODY),
    "annotate": ("Write notes and attach files to figures", EVERYBODY),
    "act": ("Raise actions, projects and risks, and move on those that are theirs", EVERYBODY),
    "comment": (
        "Write the commentary of an item",
        frozenset({Role.INDICATOR_LEAD, Role.ANALYST, Role.ADMINISTRATOR}),
    ),
    "approve": (
        "Approve commentary for which nobody is named",
        frozenset({Role.ANALYST, Role.ADMINISTRATOR}),
    ),
    "forecast": (
        "Say what they expect the year of an indicator to come to: leads of their own, analysts of any",
        frozenset({Role.INDICATOR_LEAD, Role.ANALYST, Role.ADMINISTRATOR}),
    ),
    "load": ("Take in the data that their organisation provides", frozenset({Role.DATA_STEWARD, Role.ADMINISTRATOR})),
    "apply-definitions": ("Put definitions in force", frozenset({Role.ANALYST, Role.ADMINISTRATOR})),
    "propose-definitions": (
        "Draft changes of definitions, and propose them to partners",
        frozenset({Role.INDICATOR_LEAD, Role.DATA_STEWARD, Role.ANALYST, Role.ADMINISTRATOR}),
    ),
    "agree-definitions": (
        "Agree to proposed definitions for their own organisation",
        frozenset({Role.BOARD_MEMBER, Role.INDICATOR_LEAD, Role.ANALYST, Role.ADMINISTRATOR}),
    ),
    "close-periods": (
        "Close a month, a quarter or a year, undo it, and confirm it where they are named",
        frozenset({Role.ANALYST, Role.ADMINISTRATOR}),
    ),
    "reopen-periods": ("Reopen a period that is closed, with a reason", frozenset({Role.ADMINISTRATOR})),
    "make-report": ("Make reports", EVERYBODY),
    "issue-report": (
        "Compose reports for others, issue them, and write down what a meeting decided",
        frozenset({Role.ANALYST, Role.ADMINISTRATOR}),
    ),
    "see-audit": ("See who changed and loaded what", frozenset({Role.DATA_STEWARD, Role.ANALYST, Role.ADMINISTRATOR})),
    "manage-people": ("Add people, and say what they may see and do", frozenset({Role.ADMINISTRATOR})),
}


FOR_ALL = frozenset({"manage-people", "close-periods", "reopen-periods"})
"""What reaches everybody's rights or data, so that a role in one organisation, which is for its own data only, is not enough."""

WITHOUT_LIMITS = frozenset({"apply-definitions", "issue-report"})
"""What would carry somebody over their own limits: a tree of members decides what a limit covers, and a report for others
is composed as they see it."""


class NotAllowed(Mistake):
    """The viewer may not do this. The message says who may."""


def may(viewer: Viewer, action: str, organisation: str | None = None) -> bool:
    """Whether the viewer may do `action` (a key of MAY) in an organisation; None: in any at all, but for FOR_ALL.

    Which data somebody may take in is decided by `access.loading`.
    """
    _, roles = MAY[action]
    organisation = "" if action in FOR_ALL else organisation
    if viewer.public:
        return action == "read"
    if viewer.scopes and action in WITHOUT_LIMITS:
        return False
    return viewer.everything or any(viewer.has(role, organisation) for role in roles)


def require(viewer: Viewer, action: str, organisation: str | None = None) -> None:
    """Raise NotAllowed unless the viewer may do `action`."""
    if may(viewer, action, organisation):
        return
    does, roles = MAY[action]
    if viewer.scopes and action in WITHOUT_LIMITS:
        raise NotAllowed(
            f"You may not do this: “{does[0].lower()}{does[1:]}” is not for a person who may see only a part of the figures."
        )
    who = " or ".join(sorted(Role(role).label.lower() for role in roles))
    where = " in the whole partnership" if action in FOR_ALL else f" of {organisation}" if organisation else ""
    raise NotAllowed(f"You may not do this: “{does[0].lower()}{does[1:]}” is for a person with the role {who}{where}.")
