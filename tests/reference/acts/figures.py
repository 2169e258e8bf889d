"""Acts on and beside figures: notes, forecasts, following, commentary, targets; and asking for what is missing."""

from __future__ import annotations

from reference.acts.act import (
    ADMINISTRATORS,
    ANALYSTS,
    EVERYBODY,
    OTHER_PLACES,
    PROPOSERS,
    WRITERS,
    Act,
    Area,
    Door,
    Whose,
)

PAGE = "/indicators/seen-in-time/"
SEEN = f"{PAGE}?area=west"
TEXT = f"{PAGE}commentary/?framework=agreement"
SET = "/targets/set/?framework=agreement&rule=hand&of=seen-in-time"
PLACES = f"{PAGE}targets/places/"


def _beside(says: str, what: str, sent: dict[str, str], may: frozenset[str] = EVERYBODY, **more) -> Act:
    whole = {"do": what, "period": "{month}", "audience": "partnership:"} | sent
    return Act(says, "indicator", SEEN, whole, may, limits=OTHER_PLACES, **more)


def _taken_off(kind: str) -> Act:
    return Act(
        f"Take a {kind} off the page", "indicator", PAGE, {"do": "withdraw", "kind": kind, "pk": f"{{{kind}}}"},
        ADMINISTRATORS, Whose.WHOLE, besides="Whoever put it there", theirs=("reader",),
    )  # fmt: skip


def _own(says: str, route: str, address: str, sent: dict[str, str]) -> Act:
    return Act(says, route, address, sent, door=Door.SIGNED_IN)


BESIDE: Area = (
    "Beside a figure",
    (
        _beside("Write a note", "note", {"text": "A ward was closed."}),
        _beside("Keep a link", "link", {"url": "https://example.org/plan"}),
        _beside("Attach a file", "file", {}, files={"file": ("plan.txt", b"More beds from January.")}),
        _beside("Raise an action", "action", {"title": "Open at weekends", "owner": "lead", "due": "{soon}"}),
        _beside(
            "Say what its year is expected to come to", "forecast",
            {"year": "{this_year}", "value": "91", "confidence": "medium", "reason": "The hub opens in May."},
            ANALYSTS, besides="Whoever leads on the indicator", theirs=("lead",),
        ),
        _taken_off("note"),
        _taken_off("link"),
        _taken_off("file"),
    ),
)  # fmt: skip

FOLLOWING: Area = (
    "What I follow",
    (
        Act("Follow an indicator, on its page", "indicator", SEEN, {"do": "follow"}, EVERYBODY),
        Act("Follow it no longer, on its page", "indicator", SEEN, {"do": "unfollow"}, EVERYBODY),
        Act("Follow an indicator by its name", "follow", "/portfolio/follow/", {"indicator": "Seen in time"}, EVERYBODY),
        _own("Take an indicator off my own list", "unfollow", "/portfolio/unfollow/", {"indicator": "seen-in-time"}),
        _own("Move an indicator within my own list", "move", "/portfolio/move/", {"up": "1"}),
        _own("Say that I have seen what changed", "seen", "/seen/", {}),
    ),
)  # fmt: skip

COMMENTARY: Area = (
    "Commentary",
    (
        Act(
            "Write the commentary of a figure, as a draft", "write-commentary", f"{TEXT}&area=west",
            {"do": "save", "text:Why": "Said.", "after": "0", "period": "{month}"}, WRITERS, limits=OTHER_PLACES,
        ),
        Act(
            "Send a commentary for approval", "write-commentary", f"{TEXT}&area=west",
            {"do": "propose", "text:Why": "Said.", "after": "0", "period": "{month}"}, WRITERS, limits=OTHER_PLACES,
        ),
        Act(
            "Begin a commentary with a sentence that is offered", "write-commentary", TEXT,
            {"insert": "It is worse than last month.", "after": "0"}, WRITERS,
        ),
        Act(
            "Approve a commentary for which nobody is named", "write-commentary", TEXT,
            {"do": "approve", "version": "{version}"}, ANALYSTS, Whose.OWN,
        ),
        Act(
            "Send a commentary back", "write-commentary", TEXT,
            {"do": "send-back", "version": "{version}", "reason": ""}, ANALYSTS, Whose.OWN,
        ),
    ),
)  # fmt: skip

TARGETS: Area = (
    "Targets",
    (
        Act("Open the page that sets next year’s targets", "set-targets", SET, None, PROPOSERS),
        Act("Draft next year’s targets of a scorecard", "set-targets", SET, {"take": []}, PROPOSERS),
        Act(
            "Draft the revision of a target", "indicator-targets", f"{PAGE}targets/?revise=0",
            {"aim": "96", "on": "", "reason": ""}, PROPOSERS,
        ),
        Act("Open the page that sets targets of smaller places", "place-targets", PLACES, None, PROPOSERS),
        Act("Draft targets of smaller places", "place-targets", PLACES, {"aim-0": ""}, PROPOSERS),
    ),
)  # fmt: skip

AREAS: tuple[Area, ...] = (BESIDE, COMMENTARY, TARGETS, FOLLOWING)
