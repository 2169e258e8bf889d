"""Commentary, from being asked for to being read: written, sent for approval, sent back, approved, changed; and its lists."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.pages import words
from reference.vale import months, supply, waits
from report_world import analyst as analyst_of_all
from report_world import issued

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, viewer_of
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.catalogue.snapshots import in_force
from trigpoint.manage.about import About
from trigpoint.manage.commentary import write_commentary
from trigpoint.manage.models import Commentary, Kind
from trigpoint.manage.told import told
from trigpoint.manage.undertakings import raise_undertaking
from trigpoint.publish.blocks import TextBy
from trigpoint.publish.produce import report_document

WRITE = "/indicators/seen-in-time/commentary/?framework=agreement"
PAGE = "/indicators/seen-in-time/?framework=agreement"
HEADINGS = ("Why", "What we are doing", "When it will recover")
APPROVER = """
kind: responsibilities
code: approves
name: Who approves
responsibilities:
  - {person: reader, role: approver, framework: agreement}
"""


def owed(client: Client) -> str:
    """What Home says that its reader owes."""
    return words(client.get("/")).partition("What I owe")[2].partition("What changed")[0]


def sent(do: str, after: int = 0, **texts: str) -> dict[str, str]:
    """What the form sends. texts: by the first word of the heading; else each of them says something."""
    said = {heading.split()[-1].lower(): f"About {heading.lower()}." for heading in HEADINGS} | texts
    boxes = {f"text:{heading}": said[heading.split()[-1].lower()] for heading in HEADINGS}
    return {"do": do, "after": str(after), "period": months(timezone.localdate())[-1], **boxes}


def decision(do: str, **more: str) -> dict[str, str]:
    return {"do": do, "version": str(Commentary.objects.order_by("-version")[0].pk)} | more


@pytest.fixture
def approver(vale, signed_in, tmp_path: Path) -> Client:
    """Who is named for the agreement: a member of the board, who writes no commentary."""
    name_approver(tmp_path)
    return signed_in("reader")


def name_approver(folder: Path, text: str = APPROVER) -> None:
    documents = folder / "more"
    documents.mkdir()
    (documents / "approves.yaml").write_text(text.lstrip())
    apply_definitions(OPERATOR, documents, note="Who approves.")


@pytest.fixture
def analyst(vale) -> Client:
    """Who approves where nobody is named."""
    return of_role("anna", "analyst")


def of_role(username: str, role: str, organisation: str = "") -> Client:
    person = save_person(OPERATOR, username, name=username.title(), memberships=[(organisation, role)])
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def colleague(vale) -> Client:
    """Another who may write."""
    return of_role("carl", "indicator-lead", "health")


def test_a_commentary_goes_from_a_draft_to_what_everybody_reads(
    approver: Client, lead: Client, steward: Client, colleague: Client
) -> None:
    assert lead.post(WRITE, sent("save", why="The east had no doctor.")).status_code == 302
    assert "The east had no doctor." in words(lead.get(WRITE))
    assert "Draft" in words(lead.get(PAGE))
    # Who may write or approve sees the draft, marked so; others see nothing of it.
    for sees in (colleague, approver):
        assert "The east had no doctor." in words(sees.get(PAGE))
        assert "seen by those who may write or approve it" in words(sees.get(PAGE))
    for address in (PAGE, WRITE, "/commentary/?show=draft", "/"):
        assert "The east had no doctor." not in words(steward.get(address))
    assert "in time waits for you" not in owed(approver)

    lead.post(WRITE, sent("propose", 1, why="The east had no doctor."))
    assert Commentary.objects.count() == 1, "what is not changed is no further version"
    assert "Commentary on Seen in time waits for you" in owed(approver)
    assert "Commentary on Seen in time" not in owed(lead)
    assert "For Rita Reader to approve" in words(lead.get(WRITE))
    assert "The east had no doctor." not in words(steward.get(PAGE))

    assert approver.post(WRITE, decision("approve")).status_code == 302
    assert "in time waits for you" not in owed(approver)
    page = words(steward.get(PAGE))
    for part in ("Why The east had no doctor.", "What we are doing About what we are doing."):
        assert part in page
    assert [one.action for one in AuditEntry.objects.filter(action__endswith="commentary").order_by("pk")] == [
        "write-commentary", "propose-commentary", "approve-commentary",
    ]  # fmt: skip


def test_what_is_sent_back_comes_home_with_the_reason(approver: Client, lead: Client, steward: Client) -> None:
    lead.post(WRITE, sent("propose"))
    refused = approver.post(WRITE, decision("send-back", reason=" "))
    assert refused.status_code == 400
    assert "Say why you send it back" in words(refused)
    approver.post(WRITE, decision("send-back", reason="Which ward?"))
    assert "Commentary on Seen in time was sent back" in owed(lead)
    assert "Which ward?" in owed(lead)
    assert "Which ward?" in words(lead.get(WRITE))
    assert "Which ward?" not in json.dumps([one.detail for one in AuditEntry.objects.all()])
    assert "Which ward?" not in words(steward.get(WRITE))
    lead.post(WRITE, sent("propose", 1, why="Ward four."))
    assert "sent back" not in owed(lead)
    assert "waits for you" in owed(approver)
    page = lead.get(WRITE).content.decode()
    assert "<ins>Ward four.</ins>" in page
    assert "<del>About why.</del>" in page


def test_readers_go_on_seeing_what_was_approved_until_a_change_of_it_is(
    approver: Client, lead: Client, steward: Client
) -> None:
    lead.post(WRITE, sent("propose", why="First."))
    approver.post(WRITE, decision("approve"))
    lead.post(WRITE, sent("propose", 1, why="Second."))
    for reader_of in (steward.get(PAGE), steward.get(WRITE)):
        assert "First." in words(reader_of)
        assert "Second." not in words(reader_of)
    assert "a newer version: waiting for approval" in words(lead.get(PAGE))
    approver.post(WRITE, decision("approve"))
    assert "Second." in words(steward.get(PAGE))
    assert "First." in words(steward.get(WRITE)), "it stays among the versions"


def test_reports_hold_what_is_approved_alone_under_its_headings(approver: Client, lead: Client) -> None:
    def in_report() -> list[TextBy]:
        document = report_document(OPERATOR, "board", period, framework="agreement")
        return [block for block in document.blocks if isinstance(block, TextBy)]

    period = months(timezone.localdate())[-1]
    lead.post(WRITE, sent("propose", why="The east had no doctor."))
    assert in_report() == []
    approver.post(WRITE, decision("approve"))
    (text,) = in_report()
    assert text.parts[0] == ("Why", "The east had no doctor.")
    assert [heading for heading, _ in text.parts] == list(HEADINGS)


def test_a_draft_may_leave_headings_empty_and_what_a_rule_asks_for_may_not(lead: Client) -> None:
    assert lead.post(WRITE, sent("save", recover="")).status_code == 302
    refused = lead.post(WRITE, sent("propose", 1, recover=""))
    assert refused.status_code == 400
    assert "write under “When it will recover”, or save a draft" in words(refused)
    assert lead.post(WRITE, sent("propose", 1)).status_code == 302
    # Outside the agreement no rule asks for one.
    assert lead.post(WRITE.partition("?")[0], sent("propose", recover="")).status_code == 302
    empty = lead.post(WRITE, sent("save", 2, why=" ", doing="\u200b", recover=""))
    assert "The commentary is empty." in words(empty)


def test_the_headings_are_the_partnerships_and_older_ones_keep_their_texts(
    lead: Client, steward: Client, tmp_path: Path
) -> None:
    lead.post(WRITE, sent("save", why="Old words."))
    Commentary.objects.update(parts=[["", "Words without a heading."], ["Why", "Old words."]], decision="approved",
                              decided_at=timezone.now(), proposed_at=timezone.now())  # fmt: skip
    name_approver(tmp_path, "kind: partnership\ncode: vale\nname: The Vale\norganisation_dimension: organisation\n"
                            "commentary_headings: [What happened, What next]")  # fmt: skip
    assert "Words without a heading." in words(steward.get(PAGE))
    form = lead.get(WRITE).content.decode()
    for box in ("text:What happened", "text:What next", "text:", "text:Why"):
        assert f'name="{box}"' in form
    page = lead.post(WRITE, {**sent("save", 1), "text:Another": "Of a heading that is no more."})
    assert page.status_code == 400
    assert "There is no heading “" in words(page)
    assert "Of a heading that is no more." in page.content.decode(), "what was written is not lost"


@pytest.mark.parametrize("do", ["save", "propose", "insert"])
def test_who_may_not_write_is_refused(approver: Client, do: str) -> None:
    assert approver.get(WRITE).status_code == 200
    assert "Save as a draft" not in words(approver.get(WRITE))
    assert approver.post(WRITE, {**sent(do), "insert": "A fact."}).status_code == 403
    assert not Commentary.objects.exists()


def test_only_whom_the_definitions_name_approves(
    approver: Client, lead: Client, analyst: Client, colleague: Client
) -> None:
    lead.post(WRITE, sent("propose"))
    for client in (lead, analyst, colleague):
        assert "Approve it" not in words(client.get(WRITE))
        assert client.post(WRITE, decision("approve")).status_code == 403
        assert client.post(WRITE, decision("send-back", reason="No.")).status_code == 403
    assert "Approve it" in words(approver.get(WRITE))


def test_where_nobody_is_named_analysts_and_administrators_approve(
    lead: Client, reader: Client, analyst: Client
) -> None:
    lead.post(WRITE, sent("propose"))
    assert "an analyst or administrator to approve" in words(lead.get(WRITE))
    assert reader.post(WRITE, decision("approve")).status_code == 403
    assert analyst.post(WRITE, decision("approve")).status_code == 302
    assert Commentary.objects.get().decided_by == User.objects.get(username="anna")


def test_an_approver_does_not_approve_their_own_words(vale, lead: Client, analyst: Client, tmp_path: Path) -> None:
    name_approver(tmp_path, APPROVER.replace("reader", "lead"))
    lead.post(WRITE, sent("propose"))
    assert "Approve it" not in words(lead.get(WRITE))
    assert lead.post(WRITE, decision("approve")).status_code == 403
    assert analyst.post(WRITE, decision("approve")).status_code == 302


def test_who_stands_in_for_the_approver_approves(vale, signed_in, lead: Client, tmp_path: Path) -> None:
    deputy = "  - {person: steward, role: deputy, framework: agreement, deputy_for: reader}\n"
    name_approver(tmp_path, APPROVER + deputy)
    lead.post(WRITE, sent("propose"))
    assert signed_in("steward").post(WRITE, decision("approve")).status_code == 302


def test_an_approver_who_has_left_holds_nothing_up(approver: Client, lead: Client, analyst: Client) -> None:
    User.objects.filter(username="reader").update(is_active=False)
    lead.post(WRITE, sent("propose"))
    assert analyst.post(WRITE, decision("approve")).status_code == 302


def test_what_an_organisation_keeps_to_itself_is_approved_within_it(
    approver: Client, lead: Client, analyst: Client
) -> None:
    own = f"{WRITE}&readers=own-organisation:health"
    lead.post(own, sent("propose", why="Only for us."))
    assert Commentary.objects.get().organisation == "health"
    for outside in (approver, analyst):
        assert "Only for us." not in words(outside.get(own))
        assert outside.post(own, decision("approve")).status_code == 400
    inside = of_role("hanna", "administrator", "health")
    assert inside.post(own, decision("approve")).status_code == 302


def test_two_who_write_at_once_lose_neither(lead: Client, colleague: Client) -> None:
    lead.post(WRITE, sent("save", why="Theirs."))
    page = colleague.post(WRITE, sent("save", why="Mine."))
    assert page.status_code == 400
    assert "Lena Lead changed this commentary at" in words(page)
    assert "Theirs." in words(page)
    assert "Mine." in page.content.decode()
    seen = re.search(r'name="after" value="(\d+)"', page.content.decode())
    assert seen is not None
    colleague.post(WRITE, sent("save", int(seen[1]), why="Both."))
    assert [one.parts[0][1] for one in Commentary.objects.order_by("version")] == ["Theirs.", "Both."]


def test_what_was_changed_since_is_not_approved_unread(approver: Client, lead: Client) -> None:
    lead.post(WRITE, sent("propose"))
    seen = decision("approve")
    lead.post(WRITE, sent("save", 1, why="Quite another."))
    page = approver.post(WRITE, seen, follow=True)
    assert "Somebody changed this commentary since you opened it." in words(page)
    assert not Commentary.objects.filter(decision="approved").exists()
    assert "in time waits for you" not in owed(approver)
    twice = decision("approve")
    assert "it is a draft again" in words(approver.post(WRITE, twice, follow=True))


def test_facts_to_start_from_are_sentences_with_where_they_are_shown(
    lead: Client, reader: Client, tmp_path: Path
) -> None:
    raise_undertaking(
        viewer_of(User.objects.get(username="reader")), Kind.ACTION, About("seen-in-time"), "Open at weekends", owner="lead",
        due=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    month, before = (in_force().calendars.label(in_force().calendars.parse(one))
                     for one in months(timezone.localdate())[:-3:-1])  # fmt: skip
    page = words(lead.get(WRITE))
    for fact in (
        f"{month}: amber: 93.5% against 95%, within the 5-point tolerance of Board.",
        f"93.5% in {month}, against 97.0% in the period before ({before}): worse by 3.5 points.",
        f"Of the districts, East Vale fell most: from 97.0% in {before} to 90.0% in {month}.",
        "Action: Open at weekends (to do, due by",
    ):
        assert fact in page
    assert "Facts to start from" not in words(reader.get(WRITE))
    supply(tmp_path, "waits-file", waits(timezone.localdate(), last_waited=20))
    # What stood before today is another day's knowledge: a correction of today's upload tells of no earlier state.
    assert "88.5%" in words(lead.get(WRITE))


def test_a_fact_is_copied_into_the_text_without_scripts(lead: Client) -> None:
    page = lead.post(WRITE, {**sent("insert", why="So far."), "insert": "93.5% <b>in</b> March."})
    assert page.status_code == 200
    box = page.content.decode().partition('name="text:Why"')[2].partition("</textarea>")[0]
    assert "So far.\n93.5% &lt;b&gt;in&lt;/b&gt; March." in box
    assert not Commentary.objects.exists()


def test_actions_that_readers_of_the_text_may_not_read_are_no_facts_for_it(lead: Client) -> None:
    viewer, day = viewer_of(User.objects.get(username="lead")), timezone.localdate()
    for title, audience, organisation in (
        ("Ours alone", "own-organisation", "health"),
        ("All of us", "partnership", ""),
    ):
        raise_undertaking(
            viewer, Kind.ACTION, About("seen-in-time"), title, owner="lead", due=day, audience=audience,
            organisation=organisation,
        )  # fmt: skip
    own, all_, public = (
        words(lead.get(f"{WRITE}&readers={readers}"))
        for readers in ("own-organisation:health", "partnership:", "public:")
    )
    told_of = [
        [title for title in ("Ours alone", "All of us") if f"Action: {title}" in page] for page in (own, all_, public)
    ]
    assert told_of == [["Ours alone", "All of us"], ["All of us"], []]


def test_the_text_of_the_period_before_stands_beside_it(lead: Client) -> None:
    before = months(timezone.localdate())[-2]
    lead.post(f"{WRITE}&period={before}", {**sent("save", why="It was the snow."), "period": before})
    page = words(lead.get(WRITE))
    assert "It was the snow." in page.partition("What was said of")[2]
    assert "Draft; Lena Lead" in page.partition("What was said of")[2]


def test_pasted_text_comes_out_clean_and_a_script_stays_text(lead: Client) -> None:
    lead.post(WRITE, sent("save", why="•\t“Beds”\u00a0were\u200b full…\r\n\r\n\r\n<script>alert(1)</script>"))
    assert Commentary.objects.get().parts[0][1] == '- "Beds" were full…\n\n<script>alert(1)</script>'
    page = lead.get(WRITE).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"text:Why": "x" * 4_001}, 400),
        ({"text:Why": "x" * 100_000}, 400),
        ({"after": "x"}, 400),
        ({"after": ""}, 400),
        ({"period": "1999-01"}, 400),
        ({"period": "nonsense"}, 400),
        ({"do": "publish"}, 302),
        ({f"text:{n}": "x" for n in range(200)}, 400),
    ],
)
def test_whatever_is_sent_is_answered(lead: Client, more: dict[str, str], status: int) -> None:
    assert lead.post(WRITE, sent("save") | more).status_code == status


@pytest.mark.parametrize("version", ["", "0", "x", "9" * 30, "999999"])
def test_a_version_that_is_not_there_is_said_so(approver: Client, version: str) -> None:
    assert approver.post(WRITE, {"do": "approve", "version": version}).status_code == 400


def test_the_list_tells_what_is_asked_for_and_whose_turn_it_is(approver: Client, lead: Client, steward: Client) -> None:
    def rows(show: str, client: Client = lead) -> list[tuple[str, str]]:
        found = json.loads(client.get(f"/commentary/?show={show}&download=json").content)["rows"]
        return [(row["state"], row["owes"]) for row in found if row["name"] == "Seen in time"]

    assert rows("asked") == [("Asked for", "Lena Lead")]
    assert rows("mine") == [("Asked for", "Lena Lead")]
    assert "One is asked for and not written; none waits for approval." in words(lead.get("/commentary/"))
    lead.post(WRITE, sent("save"))
    assert (rows("asked"), rows("draft")) == ([], [("Draft", "Lena Lead")])
    assert rows("asked", steward) == [("Asked for", "Lena Lead")], "of a draft others are not told"
    lead.post(WRITE, sent("propose", 1))
    assert rows("waiting") == rows("mine", approver) == [("Waiting for approval", "Rita Reader")]
    approver.post(WRITE, decision("approve"))
    assert rows("approved", steward) == [("Approved", "")]
    lead.post(WRITE, sent("save", 1, why="Another."))
    assert rows("approved") == [("Draft; an earlier one is approved", "Lena Lead")]
    before = months(timezone.localdate())[-2]
    assert rows(f"approved&period={before}") == []


def test_it_is_known_on_a_day_as_it_was_approved_then(vale, analyst: Client, lead: Client) -> None:
    viewer, definitions = viewer_of(User.objects.get(username="steward")), in_force()
    lead.post(WRITE, sent("propose", why="First."))
    analyst.post(WRITE, decision("approve"))
    lead.post(WRITE, sent("propose", 1, why="Second."))
    analyst.post(WRITE, decision("approve"))
    now = timezone.now()
    for version, days in ((1, 9), (2, 4)):
        Commentary.objects.filter(version=version).update(
            at=now - timedelta(days=days), proposed_at=now - timedelta(days=days),
            decided_at=now - timedelta(days=days - 2),
        )  # fmt: skip

    def then(days: int) -> list[str]:
        found = told(viewer, definitions, indicators=["seen-in-time"], known_at=now - timedelta(days=days))
        return [one.approved.row.parts[0][1] for one in found if one.approved]

    assert [then(days) for days in (8, 6, 3, 1)] == [[], ["First."], ["First."], ["Second."]]


def test_nobody_writes_of_a_place_that_they_may_not_see(lead: Client) -> None:
    person = User.objects.get(username="lead")
    save_person(
        OPERATOR, "lead", name=person.name, memberships=[("health", "indicator-lead")], scopes={"area": ["east"]}
    )
    page = lead.post(f"{WRITE}&area=west", sent("save"))
    assert page.status_code == 403
    assert "You may not see the figures of this place" in words(page)
    assert lead.post(f"{WRITE}&area=east", sent("save")).status_code == 302
    assert Commentary.objects.get().slice == "area=east"


def test_news_of_it_is_told_when_it_is_approved(reader: Client, lead: Client, analyst: Client) -> None:
    lead.post(WRITE, sent("propose", why="The east had no doctor."))
    assert "a commentary by" not in words(reader.get("/"))
    analyst.post(WRITE, decision("approve"))
    assert "Seen in time: a commentary by Lena Lead" in words(reader.get("/"))


def test_a_place_outside_ones_limits_is_not_read_of(vale, signed_in, lead: Client, analyst: Client) -> None:
    west = f"{WRITE}&area=west"
    lead.post(west, sent("propose", why="The west was flooded."))
    analyst.post(west, decision("approve"))
    easterner = signed_in("easterner")
    for address in (PAGE, west, "/commentary/?show=approved", "/"):
        assert "The west was flooded." not in words(easterner.get(address))


def test_more_texts_and_versions_take_no_more_queries(lead: Client, analyst: Client) -> None:
    viewer = viewer_of(User.objects.get(username="lead"))

    def queries(address: str) -> int:
        lead.get(address)  # what was done is said once
        with CaptureQueriesContext(connection) as found:
            assert lead.get(address).status_code == 200
        return len(found)

    lead.post(WRITE, sent("propose"))
    analyst.post(WRITE, decision("approve"))
    addresses = (PAGE, WRITE, "/commentary/?show=approved", "/")
    few = [queries(address) for address in addresses]
    last, before = months(timezone.localdate())[-1], months(timezone.localdate())[-2]
    for period, first in ((last, 1), (before, 0)):
        about = About("seen-in-time", framework="agreement", item="seen-in-time", period=period)
        for number in range(first, first + 5):
            parts = [(heading, f"Number {number}.") for heading in HEADINGS]
            write_commentary(viewer, about, parts, after_version=number, propose=True)
    assert [queries(address) for address in addresses] == few


def test_what_went_out_in_a_pack_is_issued_and_a_change_of_it_is_a_draft_again(
    approver: Client, lead: Client, reader: Client
) -> None:
    lead.post(WRITE, sent("propose"))
    approver.post(WRITE, decision("approve"))
    assert "issued in" not in words(reader.get(WRITE))
    issue = issued(analyst_of_all())
    assert f"issued in {issue.title}" in words(reader.get(WRITE))
    assert "Version 1: issued in Board pack, first issue" in words(lead.get(WRITE))
    assert re.search(r"Seen in time .*?Issued", words(lead.get("/commentary/?show=approved")))
    lead.post(WRITE, sent("save", after=1, why="It was the lift."))
    told_ = words(lead.get(WRITE))
    assert "Version 2: draft" in told_
    assert "Version 1: issued" in told_
