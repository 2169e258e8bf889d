"""Issues: what went out stays as it was, can be asked again to the byte, says what was restated since, and tells nobody more
than its readers may see."""

from __future__ import annotations

import io
import json

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pptx import Presentation
from pypdf import PdfReader
from reference.pages import words
from reference.vale import months, supply
from web.report_world import analyst, browser_of, issued, pack, redefine, restate

from trigpoint.access.models import AuditEntry
from trigpoint.access.permissions import NotAllowed
from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.door import store
from trigpoint.catalogue.snapshots import in_force
from trigpoint.manage.about import BadText
from trigpoint.publish.composing import add_block, set_options
from trigpoint.publish.issues import kept
from trigpoint.publish.issues.issuing import (
    NoSuchIssue,
    document_of,
    file_of,
    issue_of,
    issue_report,
    issues,
    reissue,
    restated_since,
    since_last,
)
from trigpoint.publish.models import Issue
from trigpoint.publish.renderers import RENDERERS


def figure(issue: Issue, indicator: str) -> str:
    found = json.loads(issue.figures)["figures"]
    return next(one["value"] for one in found if one["indicator"] == indicator and one.get("stands"))


def text_of(content: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_a_second_issue_from_the_same_versions_is_the_same_to_the_byte(vale):
    one = issued(analyst())
    assert reissue(one) == one.figures
    again = issue_report(analyst(), one.report_id, one.period, "Board pack, again")
    assert again.figures == one.figures
    assert again.figures_hash == one.figures_hash


def test_it_is_still_the_same_after_a_load_a_definition_and_a_compaction(vale, tmp_path):
    viewer = analyst()
    one = issued(viewer)
    restate(tmp_path, 20)
    redefine(viewer, "indicator", "seen-in-time", "value: 95", "value: 80")
    redefine(viewer, "indicator", "empty-posts", "formula: posts.empty", "formula: 2 * posts.empty")
    for code in ("waits", "posts"):
        store().table(in_force().data_sets[code]).compact(1)
    assert reissue(one) == one.figures
    assert figure(one, "seen-in-time") == "93.5"
    later = issue_report(viewer, one.report_id, one.period, "Later")
    assert (figure(later, "seen-in-time"), figure(later, "empty-posts")) == ("88.5", "36")


def test_opened_again_it_says_what_it_said(vale, tmp_path):
    viewer = analyst()
    one = issued(viewer)
    before = file_of(viewer, one, "pdf")[1]
    restate(tmp_path, 20)
    assert file_of(viewer, issue_of(viewer, one.pk), "pdf")[1] == before
    page = browser_of(viewer).get(f"/reports/issues/{one.pk}/?part=2").content.decode()
    assert "93.5%" in browser_of(viewer).get(f"/reports/issues/{one.pk}/?part=3").content.decode() + page
    for kind in RENDERERS:
        assert file_of(viewer, one, kind.ending)[1]


def test_a_figure_that_was_restated_since_is_marked_with_both_values(vale, tmp_path):
    viewer = analyst()
    one = issued(viewer)
    assert restated_since(one) == []
    client = browser_of(viewer)
    assert "Nothing in it has been restated" in client.get(f"/reports/issues/{one.pk}/").content.decode()
    restate(tmp_path, 20)
    (found,) = restated_since(one)
    assert (found.before["value"], found.after["value"]) == ("93.5", "88.5")
    page = " ".join(client.get(f"/reports/issues/{one.pk}/").content.decode().split())
    assert "One figure in it has been restated since" in page
    assert "93.5%" in page
    assert "88.5%" in page


def test_a_figure_whose_indicator_is_gone_is_said_to_be(vale):
    viewer = analyst()
    one = issued(viewer)
    found = [{**entry, "indicator": "gone"} for entry in json.loads(one.figures)["figures"]]
    Issue.objects.filter(pk=one.pk).update(figures=json.dumps({"figures": found, "parts": []}))
    differ = restated_since(Issue.objects.get(pk=one.pk))
    assert differ
    assert all(each.after is None for each in differ)


def test_what_is_asked_for_the_mark_does_not_grow_with_the_figures(vale, tmp_path):
    one = issued(analyst())
    restated_since(one)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        restated_since(one)
    assert len(asked) <= 10


def test_beside_the_last_issue_stand_what_differs_and_what_turned(vale, tmp_path):
    viewer = analyst()
    first = issued(viewer)
    assert since_last(viewer, first) is None
    restate(tmp_path, 40)
    second = issue_report(viewer, first.report_id, first.period, "Second")
    beside = since_last(viewer, second)
    assert beside is not None
    assert beside.last == first
    (differ,) = beside.differ
    assert differ.turned
    assert (differ.before["status"], differ.after["status"]) == ("within_tolerance", "off_target")
    page = browser_of(viewer).get(f"/reports/issues/{second.pk}/").content.decode()
    assert "Board pack, first issue" in page


def test_what_was_restated_between_two_issues_stands_beside_what_the_last_one_said(vale, tmp_path):
    """97% of the month before was 83.5% by the time of the next pack: to 93.5% it rose, and did not fall."""
    viewer = analyst()
    before, last = months(timezone.localdate())[-2:]
    report = pack(viewer)
    issue_report(viewer, report.pk, before, "The month before")
    supply(tmp_path, "waits-file", f"Month,District,Came,Waited\n{before},east,100,30")
    second = issue_report(viewer, report.pk, last, "The last month")
    beside = since_last(viewer, second)
    assert beside is not None
    (differ,) = [one for one in beside.differ if one.before["indicator"] == "seen-in-time"]
    assert [one["value"] for one in (differ.before, differ.meanwhile, differ.after)] == ["97", "83.5", "93.5"]
    told = words(browser_of(viewer).get(f"/reports/issues/{second.pk}/"))
    assert "one was restated between the two" in told
    assert "The same period, restated" in told


def test_only_its_readers_open_it_and_nobody_learns_that_there_is_one(vale, signed_in):
    viewer = analyst("health")
    one = issued(viewer, audience="own-organisation", organisation="health")
    assert list(issues(viewer)) == [one]
    for username in ("reader", "easterner", "stranger"):
        response = signed_in(username).get(f"/reports/issues/{one.pk}/")
        assert response.status_code in (400, 403, 404), username
        assert "Board pack" not in response.content.decode()
    assert signed_in("steward").get(f"/reports/issues/{one.pk}/").status_code == 200
    assert signed_in("steward").get(f"/reports/issues/{one.pk}.pdf").status_code == 200


def test_a_person_with_limits_does_not_open_what_holds_the_whole(vale, signed_in):
    one = issued(analyst())
    assert signed_in("easterner").get(f"/reports/issues/{one.pk}/").status_code != 200
    assert signed_in("reader").get(f"/reports/issues/{one.pk}/").status_code == 200


def everything_in(viewer, one: Issue) -> str:
    return one.figures + kept.kept(one.document).decode() + text_of(file_of(viewer, one, "pdf")[1])


@pytest.mark.parametrize(("audience", "organisation"), [("public", ""), ("partnership", "")])
def test_nothing_hidden_from_its_readers_is_in_it_whoever_issues_it(vale, audience, organisation):
    """The issuer is of the health board and sees its own figures; the readers may not."""
    hidden = "\nrelease: {audience: own-organisation}\n"
    redefine(OPERATOR, "data-set", "waits", "\nprovider: health\n", f"\nprovider: health{hidden}")
    viewer = analyst("health")
    if audience == "public":
        redefine(
            OPERATOR, "data-set", "posts", "\nprovider: council\n", "\nprovider: council\nrelease: {audience: public}\n"
        )
        redefine(OPERATOR, "indicator", "empty-posts", "decimals: 0", "decimals: 0\naudience: public")
    one = issued(viewer, audience=audience, organisation=organisation)
    said = everything_in(viewer, one)
    assert "93.5" not in said
    assert '"value":"18"' in said
    if audience == "public":
        assert "Lena Lead" not in said
        assert "LenaLead" not in said


def test_what_is_kept_from_the_readers_since_is_not_told_by_asking_again(vale):
    viewer = analyst()
    one = issued(viewer)
    redefine(
        OPERATOR,
        "data-set",
        "waits",
        "\nprovider: health\n",
        "\nprovider: health\nrelease: {audience: own-organisation}\n",
    )
    assert "93.5" not in reissue(one)


def test_who_issues_must_have_the_right_and_say_what_is_still_to_be_chosen(vale):
    viewer = analyst()
    report = pack(viewer)
    for person in ("reader", "lead", "steward"):
        from trigpoint.access.models import User
        from trigpoint.access.viewers import viewer_of

        with pytest.raises(NotAllowed):
            issue_report(viewer_of(User.objects.get(username=person)), report.pk, "", "Mine")
    place = add_block(viewer, report.pk, "indicator")
    with pytest.raises(BadText, match="Choose the indicator of block"):
        issue_report(viewer, report.pk, "", "Unfinished")
    set_options(viewer, report.pk, place, "indicator", {"indicator": "empty-posts"})
    with pytest.raises(BadText, match="title"):
        issue_report(viewer, report.pk, "", " ")
    assert not Issue.objects.exists()
    with pytest.raises(NoSuchIssue):
        issue_of(viewer, 1)


def test_each_issue_is_in_the_trail_by_its_number(vale):
    one = issued(analyst())
    entry = AuditEntry.objects.get(action="issue-report")
    assert (entry.subject, entry.detail["figures"]) == (str(one.pk), one.figures_hash)


def test_the_pack_has_a_cover_contents_with_pages_and_letters(vale):
    viewer = analyst()
    one = issued(viewer)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(file_of(viewer, one, "pdf")[1])).pages]
    assert "The Vale" in pages[0]
    assert "Board pack, first issue" in pages[0]
    assert "Page" not in pages[0]
    assert "Contents" in pages[1]
    assert f"Page 2 of {len(pages)}" in pages[1]
    assert "Appendix: all indicators" in pages[1]
    assert any("A Amber" in " ".join(page.split()) for page in pages)
    word = docx.Document(io.BytesIO(file_of(viewer, one, "docx")[1]))
    assert any(
        "PAGEREF" in (node.text or "")
        for node in word.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instrText")
    )
    slides = Presentation(io.BytesIO(file_of(viewer, one, "pptx")[1])).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[0] == "Board pack, first issue"
    assert any(title.startswith("None of the two indicators needs attention") for title in titles)
    assert all(slide.has_notes_slide for slide in list(slides)[1:])


def test_a_kept_document_is_the_same_when_it_is_read_again(vale):
    document = document_of(issued(analyst()))
    assert kept.read_document(kept.write_document(document)) == document


def test_a_file_that_was_changed_behind_our_back_is_not_taken_for_the_issue(vale):
    viewer = analyst()
    one = issued(viewer)
    kept._path(one.document).write_bytes(b"{}")
    with pytest.raises(kept.Lost, match="changed since"):
        document_of(one)


def test_what_statuses_were_called_when_it_was_issued_they_are_called_in_it(vale, tmp_path):
    viewer = analyst()
    first = issued(viewer)
    restate(tmp_path, 40)
    second = issue_report(viewer, first.report_id, first.period, "Second")
    redefine(
        viewer,
        "partnership",
        "vale",
        "name: The Vale\n",
        "name: The Vale\nstatus_words: {within_tolerance: {word: Watch, letter: W}}\n",
    )
    told = words(browser_of(viewer).get(f"/reports/issues/{second.pk}/"))
    assert "Amber" in told
    assert "Watch" not in told
