"""Acts on reports and meetings, on people and the partnership itself, and on one's own settings."""

from __future__ import annotations

from reference.acts.act import ADMINISTRATORS, ANALYSTS, AUDITORS, EVERYBODY, SOME_PLACES, Act, Area, Door, Whose

COMPOSED, OWN_REPORT = "/reports/composed/{report}/", "/reports/composed/{own_report}/"


def _composed(says: str, sent: dict[str, str] | None) -> Act:
    return Act(says, "compose-report", COMPOSED, sent, ANALYSTS, limits=SOME_PLACES)


REPORTS: Area = (
    "Reports",
    (
        Act("Open the page that begins a report", "new-report", "/reports/new/", None, ANALYSTS, limits=SOME_PLACES),
        Act("Begin a report", "new-report", "/reports/new/", {"name": ""}, ANALYSTS, limits=SOME_PLACES),
        _composed("Open a report that is composed for the partnership", None),
        _composed("Change for whom a report is, and when it is due", {"do": "settings", "name": ""}),
        _composed("Choose what a block is about", {"do": "options:1", "kind": "text", "heading": "Foreword"}),
        _composed("Add a block", {"do": "add", "kind": "text"}),
        _composed("Move a block up", {"do": "up:3"}),
        _composed("Move a block down", {"do": "down:3"}),
        _composed("Take a block out", {"do": "out:3"}),
        Act(
            "Compose a report that is for one organisation alone", "compose-report", OWN_REPORT,
            {"do": "add", "kind": "text"}, ANALYSTS, Whose.THERE, besides="Whoever issues it", theirs=("health-analyst",),
        ),
        Act("See a report before it is issued", "preview-report", f"{COMPOSED}preview/", None, ANALYSTS, limits=SOME_PLACES),
        Act("Issue a report", "preview-report", f"{COMPOSED}preview/", {"title": ""}, ANALYSTS, limits=SOME_PLACES),
    ),
)  # fmt: skip

MEETINGS: Area = (
    "Meetings",
    (
        Act("Open the page that writes a meeting down", "new-meeting", "/meetings/new/", None, ANALYSTS, limits=SOME_PLACES),
        Act("Write a meeting down", "new-meeting", "/meetings/new/", {"name": ""}, ANALYSTS, limits=SOME_PLACES),
        Act(
            "Write a decision down", "meeting", "/meetings/{meeting}/", {"do": "decide", "text": ""}, ANALYSTS,
            limits=SOME_PLACES,
        ),
        Act(
            "Lay another report before a meeting", "meeting", "/meetings/{meeting}/", {"do": "pack", "pack": ""}, ANALYSTS,
            limits=SOME_PLACES,
        ),
    ),
)  # fmt: skip


def _managed(says: str, route: str, address: str, sent: dict[str, str] | None) -> Act:
    return Act(says, route, address, sent, ADMINISTRATORS, Whose.WHOLE)


def _away(says: str, sent: dict[str, str] | None) -> Act:
    return Act(
        says,
        "away",
        "/people/lead/away/",
        sent,
        ADMINISTRATORS,
        Whose.WHOLE,
        besides="They themselves",
        theirs=("lead",),
    )


def _objective(says: str, sent: dict[str, str] | None) -> Act:
    return Act(
        says, "objectives", "/people/lead/objectives/", sent, besides="They themselves, and their manager",
        theirs=("lead", "administrator"),
    )  # fmt: skip


HAND_OVER = "/people/lead/hand-over/"

PEOPLE: Area = (
    "People",
    (
        _managed("Open the form that adds a person", "person", "/people/new/", None),
        _managed("Add a person", "person", "/people/new/", {"username": "newcomer"}),
        _managed("Change what a person may see and do", "person", "/people/lead/", {"name": ""}),
        _managed("Send an invitation", "send-invitation", "/people/stranger/invite/", {}),
        _managed("Name who manages a person", "name-manager", "/people/steward/manager/", {"manager": "lead"}),
        _managed("Open the page that hands over", "hand-over", HAND_OVER, None),
        _managed(
            "Hand over what somebody answers for", "hand-over", f"{HAND_OVER}?to=reader&day={{today}}", {"why": ""}
        ),
        _away("Open the page of a person’s absences", None),
        _away("Say when a person is away and who stands in", {"deputy": ""}),
        _away("End an absence", {"end": "{absence}"}),
        _objective("Read a person’s own objectives", None),
        _objective("Write an objective of a person", {"title": ""}),
        _objective("Say how an objective goes", {"objective": "{objective}", "text": ""}),
    ),
)

PARTNERSHIP: Area = (
    "The partnership",
    (
        _managed("Open the page of how the partnership looks", "partnership", "/partnership/", None),
        _managed("Set the logo", "partnership", "/partnership/", {}),
        _managed("Take the logo down", "partnership", "/partnership/", {"do": "take-down"}),
        _managed("See what mail is sent", "mail", "/mail/", None),
        _managed("Send a mail to try it", "mail", "/mail/", {"address": ""}),
        _managed("Try a mail again", "mail", "/mail/", {"again": "{mail}"}),
        _managed("See which pages are used", "adoption", "/adoption/", None),
        Act("See the trail: who changed and loaded what", "trail", "/trail/", None, AUDITORS),
        Act("Begin a partnership, where there is one already", "start", "/start/word/", {}, besides="Nobody"),
    ),
)


def _own(says: str, route: str, address: str, sent: dict[str, str] | None, door: Door = Door.SIGNED_IN) -> Act:
    return Act(says, route, address, sent, door=door)


SETTINGS: Area = (
    "My own settings, and signing in",
    (
        _own("Open my own settings", "me", "/me/", None),
        _own("Choose how pages look to me", "save-look", "/me/look/", {"theme": "dark", "rows": "compact"}),
        _own("Keep a view of my own", "keep-view", "/me/views/", {"name": "Waits", "path": "/explore/"}),
        Act(
            "Share a view of my own with others", "keep-view", "/me/views/",
            {"name": "Waits", "path": "/explore/", "shared": "on"}, EVERYBODY,
        ),
        _own("Save what Explore shows as a view of my own", "explore", "/explore/?indicator=seen-in-time", {"name": "Waits"}),
        Act(
            "Save what Explore shows as a view, and share it with others", "explore", "/explore/?indicator=seen-in-time",
            {"name": "Waits", "shared": "on"}, EVERYBODY,
        ),
        _own("Forget a view of my own", "forget-view", "/me/views/forget/", {"view": "1"}),
        _own("Make a key of my own for a program", "new-key", "/me/keys/", {"name": "A workbook", "days": "30"}),
        _own("End a key of my own", "end-key", "/me/keys/end/", {"key": "1"}),
        _own("Change my own password", "change-password", "/me/password/", {"old_password": ""}),
        Act("Go along a tour", "tour-step", "/help/tours/step/", {"role": "board-member", "stop": "0"}, EVERYBODY),
        _own("Sign out", "sign-out", "/sign-out/", {}, Door.ANYBODY),
        _own("Sign in", "sign-in", "/sign-in/", {"username": "lead"}, Door.ANYBODY),
        _own("Ask for a new password", "forgotten-password", "/forgotten/", {"named": ""}, Door.ANYBODY),
        _own("Choose a password by a link that came by mail", "choose-password", "/choose-password/{invited}/", {}, Door.ANYBODY),
        Act("Become somebody else without a password", "become", "/become/", {"username": "lead"}, besides="Nobody, save in the demo on the machine itself"),
    ),
)  # fmt: skip

AREAS: tuple[Area, ...] = (REPORTS, MEETINGS, PEOPLE, PARTNERSHIP, SETTINGS)
