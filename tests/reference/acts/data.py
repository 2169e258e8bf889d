"""Acts on data: files that are brought, figures that are typed, what was rejected; and calls of programs."""

from __future__ import annotations

from reference.acts.act import ADMINISTRATORS, EVERYBODY, SOME_PLACES, STEWARDS, Act, Area, Whose

FILE = ("waits.csv", b"Month,District,Came,Waited\n2099-01,nowhere,1,1\n")
UPLOAD, PROPOSAL = "/data/upload/{steward_upload}/", "/data/upload/{steward_proposal}/?data-set=waits"
TYPED, SHEET = "/data/sets/waits/type/", "/data/sheet/{sheet}/"
BOTH = "Who is an analyst and a data steward of the whole partnership"
NAMED = "Whoever is named as provider or approver"
BROUGHT = {"besides": "Whoever uploaded it", "theirs": ("steward",)}


def _typed(says: str, sent: dict[str, str] | None) -> Act:
    return Act(says, "type-figures", TYPED, sent, STEWARDS, Whose.OWN, besides=NAMED)


def _kept(says: str, sent: dict[str, str] | None) -> Act:
    return Act(says, "upload-preview", UPLOAD, sent, ADMINISTRATORS, Whose.OWN, **BROUGHT)


def _made(says: str, sent: dict[str, str] | None) -> Act:
    return Act(
        says,
        "sheet",
        SHEET,
        sent,
        ADMINISTRATORS,
        Whose.WHOLE,
        besides="Whoever brought it",
        theirs=("administrator",),
        limits=SOME_PLACES,
    )


UPLOADS: Area = (
    "Bringing data",
    (
        Act("Open the page of uploading", "upload", "/data/upload/", None, STEWARDS, besides=NAMED),
        Act(
            "Upload a file", "upload", "/data/upload/", {"source": "waits-file"}, STEWARDS, Whose.OWN, besides=NAMED,
            files={"file": FILE},
        ),
        Act("Open the page that mends rejected rows", "upload", "/data/upload/?mends={load}", None, STEWARDS, Whose.OWN),
        Act("Bring rejected rows mended", "upload", "/data/upload/", {"mends": "{load}"}, STEWARDS, Whose.OWN),
        _kept("See what an uploaded file would change", None),
        _kept("Take an uploaded file in", {"do": "take-in"}),
        _kept("Read an uploaded file by another source", {"do": "read-as", "source": "waits-file"}),
        _kept("Give an uploaded file up", {"do": "give-up"}),
        Act(
            "Agree how a file is read that no source fits", "upload-preview", PROPOSAL, {"do": "agree", "text": ""},
            ADMINISTRATORS, Whose.WHOLE, besides="Whoever uploaded it, where they are an analyst too",
            limits=SOME_PLACES,
        ),
        Act(
            "Leave rejected rows as they are", "leave-rejected", "/data/loads/{load}/leave/", {}, STEWARDS, Whose.OWN,
            limits=SOME_PLACES,
        ),
    ),
)  # fmt: skip

TYPING: Area = (
    "Typing figures",
    (
        _typed("Open the page of typing figures", None),
        _typed("Type figures", {}),
        _typed("Approve figures that somebody else typed, where nobody is named for it", {"approve": ""}),
    ),
)

SPREADSHEETS: Area = (
    "A scorecard as a spreadsheet",
    (
        Act("Open the page that brings a spreadsheet", "bring-sheet", "/data/sheet/", None, ADMINISTRATORS, Whose.WHOLE, besides=BOTH, limits=SOME_PLACES),
        Act("Bring a spreadsheet", "bring-sheet", "/data/sheet/", {}, ADMINISTRATORS, Whose.WHOLE, besides=BOTH, limits=SOME_PLACES),
        _made("See what would be made of a spreadsheet", None),
        _made("Make a scorecard of a spreadsheet", {"do": "make", "name": ""}),
        _made("Give a spreadsheet up", {"do": "give-up"}),
    ),
)  # fmt: skip

CALLS: Area = (
    "Calls of programs",
    (
        Act("Ask for figures", "/api/answer", "/api/answer", {"indicator": ["seen-in-time"]}, EVERYBODY),
        Act(
            "Take files in", "/api/loads", "/api/loads", {"source": "waits-file", "dry_run": "true"}, STEWARDS, Whose.OWN,
            files={"files": FILE},
        ),
    ),
)  # fmt: skip

AREAS: tuple[Area, ...] = (UPLOADS, TYPING, SPREADSHEETS, CALLS)
