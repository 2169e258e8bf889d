"""Every address of the product that answers with a page, by name; and the routes that do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trigpoint.catalogue.entries import KIND_NAMES
from trigpoint.web.editing.kinds import WRITTEN
from trigpoint.web.urls import urlpatterns

A_CODE_OF = {
    "indicator": "seen-in-time",
    "data-set": "waits",
    "partner": "health",
    "framework": "agreement",
    "dimension": "area",
    "source": "waits-file",
    "rule-set": "board",
    "comparator": "whole",
    "group-set": "sides",
    "mapping": "old-districts",
    "expected-supply": "waits-expected",
    "responsibilities": "leads",
    "members": "areas",
    "partnership": "vale",
}
ANSWERS = "/explore/?indicator=seen-in-time"

SCREENS: dict[str, dict[str, str]] = {
    "home": {"home": "/", "a stop of a tour": "/?tour=board-member:1", "nothing defined yet": "/?as-at={yesterday}"},
    "scorecards": {"scorecards": "/scorecards/"},
    "scorecard": {
        "scorecard": "/scorecards/agreement/",
        "scorecard by another rule": "/scorecards/agreement/?rule=service",
        "scorecard with what leads expect": "/scorecards/agreement/?open=all&expected=yes",
    },
    "board": {"board": "/scorecards/agreement/board/"},
    "indicator": {
        "indicator": "/indicators/seen-in-time/",
        "indicator in a scorecard": "/indicators/seen-in-time/?framework=agreement&compare=whole",
        "indicator without places": "/indicators/empty-posts/",
    },
    "actions": {
        "actions": "/actions/",
        "actions done": "/actions/?show=over",
        "off target without an action": "/actions/?show=without",
        "what actions moved": "/actions/?show=moved",
        "actions as a board": "/actions/?view=board",
        "actions as a timeline": "/actions/?view=timeline",
        "actions of a part": "/actions/?framework=agreement&node=in-time",
    },
    "action": {"action": "/actions/{action}/"},
    "new-project": {"new project": "/projects/new/?figure=seen-in-time"},
    "project": {"project": "/projects/{project}/"},
    "risks": {"risks": "/risks/", "risks as a matrix": "/risks/?show=matrix", "no risk closed": "/risks/?show=closed"},
    "new-risk": {"new risk": "/risks/new/"},
    "risk": {"risk": "/risks/{risk}/"},
    "commentary": {
        "commentary asked for": "/commentary/",
        "commentary that waits": "/commentary/?show=waiting",
        "no commentary": "/commentary/?show=mine&period=2015-01",
    },
    "write-commentary": {
        "commentary to write": "/indicators/empty-posts/commentary/?framework=agreement",
        "commentary that waits for approval": "/indicators/seen-in-time/commentary/?framework=agreement",
        "commentary approved and changed": "/indicators/seen-in-time/commentary/?framework=agreement&period={month_before}",
    },
    "closing": {"closing periods": "/closing/"},
    "close-period": {
        "a year to close": "/closing/{year}/",
        "a month to close": "/closing/{month_before}/",
        "a year that is closed": "/closing/{year_closed}/",
    },
    "news": {"news": "/news/", "news before": "/news/?show=over", "news put off": "/news/?show=later"},
    "news-choices": {"what news": "/news/choices/"},
    "news-channels": {"channels": "/news/channels/"},
    "news-rules": {"which news is noise": "/news/rules/"},
    "targets": {
        "targets": "/targets/?framework=agreement",
        "targets without the next": "/targets/?framework=agreement&show=gaps",
    },
    "set-targets": {
        "targets to be set": "/targets/set/?framework=agreement",
        "targets proposed": "/targets/set/?framework=agreement&rule=same&of=seen-in-time&of=empty-posts",
        "targets to be typed": "/targets/set/?framework=agreement&rule=hand&of=seen-in-time&of=empty-posts",
    },
    "indicator-targets": {
        "targets of an indicator": "/indicators/seen-in-time/targets/",
        "revision of a target": "/indicators/seen-in-time/targets/?revise=0",
    },
    "place-targets": {"targets of places": "/indicators/seen-in-time/targets/places/"},
    "explain": {"explain": "/indicators/seen-in-time/explain/"},
    "explore": {
        "explore, empty": "/explore/",
        "explore, one figure": ANSWERS,
        "explore, grid and chart": f"{ANSWERS}&by=area:district&columns=period",
        "explore, refused": f"{ANSWERS}&by=organisation",
    },
    "catalogue": {
        "catalogue": "/catalogue/",
        "search": "/catalogue/?q=emergancy",
        "search in vain": "/catalogue/?q=zzzz",
    },
    "health": {"health": "/catalogue/health/"},
    "definition": {f"definition of a {kind}": f"/catalogue/{kind}/{A_CODE_OF[kind]}/" for kind in KIND_NAMES},
    "make": {"what can be made": "/catalogue/new/"},
    "make-definition": {"new indicator": "/catalogue/new/indicator/", "new scorecard": "/catalogue/new/framework/"},
    "change-definition": {f"change of a {kind}": f"/catalogue/{kind}/{A_CODE_OF[kind]}/change/" for kind in WRITTEN},
    "write-values": {
        "areas to be added": "/catalogue/dimension/area/values/new/",
        "change of an area": "/catalogue/dimension/area/values/east/",
    },
    "definition-sheets": {"definitions as sheets": "/catalogue/sheets/"},
    "definition-sheet": {"targets as a sheet": "/catalogue/sheets/targets/"},
    "definition-text": {"definition as text": "/catalogue/rule-set/board/text/"},
    "changes": {"changes": "/catalogue/changes/", "changes given up": "/catalogue/changes/?show=given-up"},
    "change": {
        "change proposed": "/catalogue/changes/{change}/",
        "change in force": "/catalogue/changes/{change_in_force}/",
    },
    "data": {"data": "/data/"},
    "data-set": {"data set": "/data/sets/waits/"},
    "type-figures": {"figures to type": "/data/sets/waits/type/"},
    "upload": {"upload": "/data/upload/", "upload of a mended file": "/data/upload/?mends={load}"},
    "upload-preview": {
        "upload preview": "/data/upload/{upload}/",
        "upload that needs a source": "/data/upload/{proposal}/?data-set=waits",
    },
    "bring-sheet": {"spreadsheet to be brought": "/data/sheet/"},
    "sheet": {
        "spreadsheet brought": "/data/sheet/{sheet}/",
        "spreadsheet that cannot be made": "/data/sheet/{bad_sheet}/",
    },
    "load": {"account with rejects": "/data/loads/{load}/", "account with records": "/data/loads/{load}/?rows=1"},
    "partnership": {"partnership": "/partnership/"},
    "people": {"people": "/people/"},
    "person": {"person": "/people/lead/", "person to be added": "/people/new/"},
    "away": {"absence": "/people/lead/away/"},
    "hand-over": {
        "hand over": "/people/lead/hand-over/",
        "what would pass": "/people/lead/hand-over/?to=steward&day={today}",
    },
    "objectives": {"own objectives": "/people/lead/objectives/"},
    "owed": {"what I owe": "/owed/", "what somebody owes": "/owed/?person=lead"},
    "responsibilities": {
        "who answers for what": "/responsibilities/",
        "gaps of responsibility": "/responsibilities/?show=gaps&role=lead",
    },
    "cascade": {
        "cascade": "/cascade/",
        "cascade upwards": "/cascade/?show=up",
        "gaps of the cascade": "/cascade/?show=gaps",
        "cascade from a part": "/cascade/?part=agreement:in-time",
    },
    "trail": {"trail": "/trail/"},
    "adoption": {"what is used": "/adoption/"},
    "mail": {"mail": "/mail/"},
    "reports": {"reports": "/reports/"},
    "report": {
        "board report": "/reports/board/",
        "partner report": "/reports/partner/?organisation=health",
        "report of nobody yet": "/reports/partner/",
    },
    "issues": {"issued reports": "/reports/issues/"},
    "issue": {
        "issue": "/reports/issues/{issue}/",
        "issue that was restated": "/reports/issues/{restated_issue}/?part=2",
    },
    "new-report": {"report to be begun": "/reports/new/"},
    "compose-report": {"report as it is composed": "/reports/composed/{report}/"},
    "preview-report": {"report before it is issued": "/reports/composed/{report}/preview/"},
    "meetings": {"meetings": "/meetings/"},
    "new-meeting": {"meeting to be written down": "/meetings/new/?pack={issue}"},
    "meeting": {"meeting": "/meetings/{meeting}/"},
    "me": {"me": "/me/"},
    "help": {"help": "/help/", "help, searched": "/help/?q=status"},
    "help-words": {"words": "/help/words/", "words searched in vain": "/help/words/?q=zzzz"},
    "tours": {"tours": "/help/tours/"},
    "help-page": {"help page": "/help/tutorial/"},
    "sign-in": {"sign-in": "/sign-in/"},
    "forgotten-password": {"forgotten password": "/forgotten/"},
    "choose-password": {
        "choose a password": "/choose-password/{invited}/",
        "link that works no longer": "/choose-password/nothing/",
    },
    "style-guide": {"style guide": "/style-guide/"},
    "api": {"programming interface": "/api/"},
    "errors": {
        "error 400": "/?period=nonsense",
        "error 403": "/data/upload/999/",
        "error 404": "/no/such/page/",
    },
}
"""By route, then by a name of its own: addresses with everything on the page. In braces: what `live_in` made."""

NO_PAGE = frozenset({
    "help-picture", "indicator-file", "fault-list", "rejected-file", "report-file", "issue-file",
    "leave-rejected", "seen", "follow", "unfollow", "move", "move-card", "save-look", "keep-view", "forget-view", "new-key", "end-key", "change-password",
    "sign-out", "become", "start", "withdraw-definition", "partnership-colours", "partnership-logo", "send-invitation", "make-calendar", "calendar",
    "name-manager", "tour-step",
})  # fmt: skip
"""Routes that answer with a file, do something and lead on to a page, or are there only before there is a partnership."""


def routes() -> Iterator[str]:
    """The routes of all screens, to see that none is left out."""
    for pattern in urlpatterns:
        assert pattern.name, pattern
        yield pattern.name


def filled(written: str, numbers: Mapping[str, object], username: str = "") -> str:
    """An address with what stands in braces in it, as that person has it. numbers: what `live_in` made, by name; what is
    each person's own with their user name before it."""
    anybodys = {
        name.removeprefix("administrator_"): number
        for name, number in numbers.items()
        if name.startswith("administrator_")
    }
    own = {name.removeprefix(f"{username}_"): number for name, number in numbers.items()}
    return written.format_map({**anybodys, **own})
