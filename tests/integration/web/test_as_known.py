"""What people wrote, as known on a past day: the texts of that day, and nothing that was written after it."""

# Fixtures are imported from the module that makes the partnership.
# ruff: noqa: F401, F811

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from indicator_world import lead, marsh, marsh_once, reader
from reference.pages import words

from trigpoint.access.models import User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, Viewer, viewer_of
from trigpoint.manage.about import About
from trigpoint.manage.commentary import approve_commentary, write_commentary
from trigpoint.manage.models import Commentary, Note
from trigpoint.manage.notes import add_link, add_note
from trigpoint.publish.blocks import TextBy
from trigpoint.publish.produce import report_document

PAGE = "/indicators/in-time/"
ABOUT = About(indicator="in-time", framework="scorecard", item="in-time", period="2019-03")
DAYS = {"first": datetime(2019, 4, 12, 9, tzinfo=UTC), "second": datetime(2019, 4, 22, 9, tzinfo=UTC)}
"""When the two versions were written: one before a correction of the figures, one after."""

pytestmark = pytest.mark.usefixtures("marsh")


@pytest.fixture
def written(lead) -> None:
    """A commentary of two versions, and a note and a link of each day."""
    writer = viewer_of(User.objects.get(username="lena"))
    for after, (which, at) in enumerate(DAYS.items()):
        text = write_commentary(writer, ABOUT, said(f"The {which} text."), after_version=after, propose=True, at=at)
        approve_commentary(analyst(), text.pk, at=at)
        add_note(writer, About(indicator="in-time"), f"The {which} note.", at=at)
        add_link(writer, About(indicator="in-time"), "https://example.org", f"The {which} link", at=at)


def said_in_report(as_at: date | None) -> list[TextBy]:
    document = report_document(OPERATOR, "board", "2019-03", framework="scorecard", as_at=as_at)
    return [block for block in document.blocks if isinstance(block, TextBy)]


def said(text: str) -> list[tuple[str, str]]:
    """A text under its first heading."""
    return [("Why", text)]


def analyst() -> Viewer:
    """Who approves where nobody is named for it."""
    return viewer_of(save_person(OPERATOR, "anna", name="Anna", memberships=[("", "analyst")]))


@pytest.mark.parametrize(
    ("as_at", "texts"),
    [
        (None, ["The second text."]),
        (date(2019, 4, 22), ["The second text."]),
        (date(2019, 4, 21), ["The first text."]),
        (date(2019, 4, 12), ["The first text."]),
        (date(2019, 4, 11), []),
    ],
)
def test_a_report_gives_the_version_of_the_day_it_is_asked_for(written, as_at, texts):
    assert [text.parts for text in said_in_report(as_at)] == [said(text) for text in texts]


def test_a_text_carries_the_day_on_which_it_was_written_where_the_partnership_is(lead):
    # Half past eleven in the evening in London's summer is half past ten by the world's clock.
    at = datetime(2019, 6, 9, 23, 30, tzinfo=UTC)
    writer = viewer_of(User.objects.get(username="lena"))
    text = write_commentary(writer, ABOUT, said("Late."), after_version=0, propose=True, at=at)
    approve_commentary(analyst(), text.pk, at=at)
    (told,) = said_in_report(None)
    assert told.on == date(2019, 6, 10)


def test_the_page_of_an_indicator_shows_what_was_written_by_then(reader, written):
    then = words(reader.get(PAGE, {"as-at": "2019-04-15"}))
    for kind in ("text.", "note.", "link"):
        assert f"The first {kind}" in then
        assert f"The second {kind}" not in then
    assert "what was written later is not shown" in then
    now = words(reader.get(PAGE))
    assert "The second text." in now
    assert "The second note." in now


def test_what_was_not_to_be_read_before_a_day_is_not_read_as_known_before_it(reader, lead):
    writer = viewer_of(User.objects.get(username="lena"))
    add_note(writer, About(indicator="in-time"), "In May only.", not_before=date(2019, 5, 1), at=DAYS["first"])
    assert "In May only." not in words(reader.get(PAGE, {"as-at": "2019-04-15"}))
    assert "In May only." in words(reader.get(PAGE, {"as-at": "2019-05-01"}))


def test_the_past_is_not_written_to(lead, written):
    past = f"{PAGE}?as-at=2019-04-15"
    page = words(lead.get(past))
    assert "Write a note" not in page
    assert "Write the commentary" not in page
    commentary = past.replace("?", "commentary/?")
    then = words(lead.get(f"{commentary}&framework=scorecard"))
    assert "The first text." in then
    assert "The second text." not in then
    assert "Send for approval" not in then
    for address, what in ((past, "note"), (past, "withdraw"), (commentary, "save"), (commentary, "approve")):
        sent = {"do": what, "text": "Into the past", "audience": "partnership:", "kind": "note", "pk": "1"}
        response = lead.post(address, sent)
        assert response.status_code == 400
        assert "Choose “Now” under “As known on”, then write." in words(response)
    assert (Note.objects.count(), Commentary.objects.count()) == (2, 2)


def test_home_as_known_on_a_day_tells_nothing_of_later(reader, written):
    User.objects.filter(username="ravi").update(visited_at=datetime(2019, 4, 11, tzinfo=UTC))
    then = words(reader.get("/", {"as-at": "2019-04-15"}))
    assert "The first note." in then
    assert "The second" not in then
    assert "restated" not in then.partition("What changed")[2].partition("</section>")[0]
