"""Acts on actions, projects and risks; on periods that are closed; and on news."""

from __future__ import annotations

from reference.acts.act import ADMINISTRATORS, ANALYSTS, EVERYBODY, Act, Area, Door, Whose

WHOSE = "Who does it, who stands in for them, and who raised it"
STEP = {"text": "Two people asked.", "state": "under-way", "due": "{soon}", "owner": "lead", "after": "1"}


def _moved(says: str, kind: str, sent: dict[str, str | list[str]], route: str = "", address: str = "") -> Act:
    return Act(
        says, route or kind, address or f"/{kind}s/{{{kind}}}/", sent, ADMINISTRATORS, Whose.WHOLE,
        besides=WHOSE, theirs=("lead", "reader"),
    )  # fmt: skip


def _milestone(says: str, how: str) -> Act:
    sent = {"do": "changed-milestone", "milestone": "{milestone}", "how": how, "day": "{today}", "why": "It is so."}
    return _moved(says, "project", sent)


def _raised(what: str, says: str, sent: dict[str, str]) -> tuple[Act, ...]:
    address = f"/{what}s/new/"
    return (
        Act(f"Open the page that {says}", f"new-{what}", address, None, EVERYBODY),
        Act(f"{'Start' if what == 'project' else 'Add'} a {what}", f"new-{what}", address, sent, EVERYBODY),
    )


WORK: Area = (
    "Actions, projects and risks",
    (
        *_raised("project", "starts a project", {"title": "A new ward", "audience": "partnership:"}),
        *_raised("risk", "adds a risk", {"title": "The ward floods", "audience": "partnership:"}),
        _moved("Take the next step of an action", "action", {"do": "step", **STEP}),
        _moved("Say which figures an action should move", "action", {"do": "figures", "figures": ["empty-posts"]}),
        _moved("Say that an action waits for another", "action", {"do": "wait", "awaited": ""}),
        _moved("Say that an action waits no longer", "action", {"do": "stop-waiting", "awaited": "{project}"}),
        _moved(
            "Move an action on the board", "action", {"state": "done", "after": "2", "text": "It is open."},
            "move-card", "/actions/{action}/move/",
        ),
        _moved("Take the next step of a project", "project", {"do": "step", **STEP}),
        _moved("Say which figures a project should move", "project", {"do": "figures", "figures": ["empty-posts"]}),
        _moved("Say that a project waits for an action", "project", {"do": "wait", "awaited": ""}),
        _moved("Add a milestone", "project", {"do": "milestone", "name": "It opens", "due": "{soon}"}),
        _milestone("Say that a milestone is reached", "reached"),
        _milestone("Give a milestone another day", "moved"),
        _milestone("Drop a milestone", "dropped"),
        _moved("Review a risk", "risk", {"do": "step", **STEP}),
        _moved("Say which figures a risk would harm", "risk", {"do": "figures", "figures": ["empty-posts"]}),
    ),
)  # fmt: skip

YEAR, UNCONFIRMED, CLOSED = "/closing/{year}/", "/closing/{unconfirmed}/", "/closing/{year_closed}/"

CLOSING: Area = (
    "Closing periods",
    (
        Act("Open the list of periods to close", "closing", "/closing/", None, ANALYSTS, Whose.WHOLE),
        Act("Open the page that closes a period", "close-period", YEAR, None, ANALYSTS, Whose.WHOLE),
        Act("See what closing a period would do", "close-period", YEAR, {"do": "preview"}, ANALYSTS, Whose.WHOLE),
        Act(
            "Close a period, as they previewed it themselves", "close-period", YEAR, {"do": "close", "confirmer": ""},
            ANALYSTS, Whose.WHOLE,
        ),
        Act("Undo a closing", "close-period", UNCONFIRMED, {"do": "undo"}, ANALYSTS, Whose.WHOLE),
        Act(
            "Confirm a closing", "close-period", UNCONFIRMED, {"do": "confirm"},
            besides="The person who was named for it", theirs=("administrator",),
        ),
        Act("Reopen a closed period", "close-period", CLOSED, {"do": "reopen", "reason": ""}, ADMINISTRATORS, Whose.WHOLE),
    ),
)  # fmt: skip


def _rule(says: str, route: str, sent: dict[str, str] | None) -> Act:
    return Act(says, route, f"/news/{route.removeprefix('news-')}/", sent, ADMINISTRATORS, Whose.WHOLE)


NEWS: Area = (
    "News",
    (
        Act("Acknowledge a piece of my own news", "news", "/news/", {"acknowledge": "1"}, EVERYBODY),
        Act("Put a piece of my own news off", "news", "/news/", {"later": "1", "until": ""}, EVERYBODY),
        Act("Pass a piece of my own news on", "news", "/news/", {"pass": "1", "to": ""}, EVERYBODY),
        Act("Open the page that chooses what I am told", "news-choices", "/news/choices/", None, EVERYBODY),
        Act("Choose what I am told", "news-choices", "/news/choices/", {"mail": ""}, EVERYBODY),
        Act("Make the address of my own calendar", "make-calendar", "/news/calendar/", {}, EVERYBODY),
        Act("End the address of my own calendar", "make-calendar", "/news/calendar/", {"does": "end"}, door=Door.SIGNED_IN),
        _rule("Open the page of which news is noise", "news-rules", None),
        _rule("Set on which days nobody is mailed, and when others are told", "news-rules", {"escalate_after": "14"}),
        _rule("Open the page of channels", "news-channels", None),
        _rule("Add a channel that is told news", "news-channels", {"name": ""}),
        _rule("End a channel", "news-channels", {"end": "{channel}"}),
    ),
)  # fmt: skip

AREAS: tuple[Area, ...] = (WORK, CLOSING, NEWS)
