"""Home: what needs me first, in my order, with what I owe; and empty lists that say that they are good news."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.pages import words
from reference.vale import months, supply, waits

from trigpoint.access.models import Token, User
from trigpoint.access.viewers import viewer_of
from trigpoint.catalogue.models import Load
from trigpoint.intake.models import FaultGroup
from trigpoint.manage.about import About
from trigpoint.manage.commentary import write_commentary
from trigpoint.manage.models import PortfolioItem, SavedView
from trigpoint.manage.notes import add_note
from trigpoint.manage.portfolios import follow, portfolio, save_view


def part(response, title: str) -> str:
    """The text of one section of the page, by its heading."""
    found = re.search(rf"<h2 id=[^>]*>{title}</h2>(.*?)</section>", response.content.decode(), re.DOTALL)
    assert found is not None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group(1)))


def user(username: str) -> User:
    return User.objects.get(username=username)


def test_a_real_change_for_the_worse_is_told_before_the_colour_does(reader):
    page = reader.get("/")
    line = part(page, "Not off target, but worse than usual")
    assert "within its tolerance, but a real change for the worse" in line
    assert "Seen in time" not in part(page, "Needs attention")
    assert "red under Service" in line


def test_the_headline_counts_each_indicator_once(reader):
    page = words(reader.get("/"))
    assert "None of the two indicators needs attention." in page


def test_nothing_that_needs_attention_is_an_achievement_and_says_so(reader, tmp_path):
    supply(tmp_path, "waits-file", waits(timezone.localdate(), last_waited=2))
    page = reader.get("/")
    assert "Nothing needs attention" in part(page, "Needs attention")
    assert b"empty-achievement" in page.content


def test_what_is_off_target_stands_there_with_its_reason_its_owner_and_one_action(reader, tmp_path):
    supply(tmp_path, "waits-file", waits(timezone.localdate(), last_waited=40))
    line = part(reader.get("/"), "Needs attention")
    # 43 of 200 waited.
    for said in ("Red", "Seen in time", "78.5%", "at least 95%", "new", "Lena Lead", "Note on Seen in time"):
        assert said in line


def test_what_one_answers_for_stands_first_under_a_heading_of_its_own(lead, reader, tmp_path):
    supply(tmp_path, "waits-file", waits(timezone.localdate(), last_waited=40))
    assert part(lead.get("/"), "Needs attention").split()[0] == "Yours"
    assert "Yours" not in part(reader.get("/"), "Needs attention")


def test_a_portfolio_is_followed_ordered_and_left(reader):
    assert "You follow no indicator yet" in part(reader.get("/"), "My portfolio")
    reader.post("/portfolio/follow/", {"indicator": "Seen in time"})
    reader.post("/portfolio/follow/", {"indicator": "empty-posts"})
    rows = part(reader.get("/"), "My portfolio")
    assert rows.index("Seen in time") < rows.index("Empty posts")
    second = portfolio(viewer_of(user("reader")))[1]
    reader.post("/portfolio/move/", {"up": second.pk})
    rows = part(reader.get("/"), "My portfolio")
    assert rows.index("Empty posts") < rows.index("Seen in time")
    reader.post("/portfolio/unfollow/", {"indicator": "empty-posts"})
    assert "Empty posts" not in part(reader.get("/"), "My portfolio")


def test_what_is_followed_for_a_place_is_read_for_that_place(reader):
    follow(viewer_of(user("reader")), "seen-in-time", "area=east")
    rows = part(reader.get("/"), "My portfolio")
    assert "East Vale" in rows
    assert "90.0%" in rows


def test_following_what_there_is_none_of_names_the_nearest(reader):
    page = reader.post("/portfolio/follow/", {"indicator": "Seen in tim"}, follow=True)
    assert "There is no indicator “Seen in tim”" in words(page)


def test_one_cannot_be_sent_elsewhere_after_following(reader):
    page = reader.post("/portfolio/follow/", {"indicator": "empty-posts", "next": "//evil.example/"})
    assert page["Location"] == "/#portfolio"


def test_a_steward_sees_what_is_overdue_and_by_when_it_was_due(steward):
    owed = part(steward.get("/"), "What I owe")
    # The months are supplied up to the one before last; the last one was due on the day it ended.
    assert "Emergency waits" in owed
    assert "was due by" in owed


def test_only_those_who_take_data_in_owe_supplies(reader, lead):
    assert "You owe nothing" in part(reader.get("/"), "What I owe")
    assert "Emergency waits" not in part(lead.get("/"), "What I owe").replace("Emergency waits, monthly", "")


def test_rejected_rows_wait_until_a_correction_came(steward, tmp_path):
    supply(tmp_path, "waits-file", waits(timezone.localdate()) + "\n2019-01,nowhere at all,many,few")
    load = Load.objects.order_by("-pk").first()
    assert load.rejected == 1
    assert FaultGroup.objects.filter(load=load).exists()
    assert "Emergency waits: 1 row rejected" in part(steward.get("/"), "What I owe")
    Load.objects.create(
        data_set="waits", source="waits-file", state=Load.State.DONE, started_at=timezone.now(), mends=load,
        supplied=1, corrected=1,
    )  # fmt: skip
    assert "rejected" not in part(steward.get("/"), "What I owe")


def test_a_rule_asks_the_lead_for_commentary_until_it_is_written(lead):
    assert "Commentary on Seen in time" in part(lead.get("/"), "What I owe")
    about = About(indicator="seen-in-time", framework="agreement", item="seen-in-time",
                  period=months(timezone.localdate())[-1])  # fmt: skip
    parts = [(heading, "Ten more waited.") for heading in ("Why", "What we are doing", "When it will recover")]
    write_commentary(viewer_of(user("lead")), about, parts, after_version=0)
    assert "Finish : Commentary on Seen in time" in part(lead.get("/"), "What I owe")
    write_commentary(viewer_of(user("lead")), about, parts, after_version=1, propose=True)
    assert "Commentary on Seen in time" not in part(lead.get("/"), "What I owe")


def test_what_changed_is_told_since_the_visit_before(reader, tmp_path):
    User.objects.filter(username="reader").update(visited_at=timezone.now())
    assert "Nothing changed since you were last here" in part(reader.get("/"), "What changed")
    supply(tmp_path, "waits-file", waits(timezone.localdate(), last_waited=41))
    add_note(viewer_of(user("lead")), About(indicator="seen-in-time"), "The east had no doctor.")
    changed = part(reader.get("/"), "What changed")
    assert "Emergency waits: 1 row corrected" in changed
    assert "Seen in time: a note by Lena Lead" in changed
    assert "The east had no doctor." in changed


def test_notes_for_others_are_not_told(stranger, reader):
    viewer = viewer_of(user("lead"))
    add_note(viewer, About(indicator="seen-in-time"), "Only ours.", audience="own-organisation", organisation="health")
    assert "Only ours." not in words(reader.get("/"))


def test_saying_that_one_has_seen_it_starts_anew_and_looking_does_not(reader):
    before = user("reader").visited_at
    reader.get("/")
    assert user("reader").visited_at == before
    reader.post("/seen/")
    assert timezone.now() - user("reader").visited_at < timedelta(minutes=1)


def test_signing_in_turns_the_visit_that_was_into_the_one_before(client, vale):
    last = timezone.now() - timedelta(days=3)
    User.objects.filter(username="reader").update(visiting_since=last)
    client.post("/sign-in/", {"username": "reader", "password": "a long password"})
    assert user("reader").visited_at == last
    client.post("/sign-out/")
    client.post("/sign-in/", {"username": "reader", "password": "a long password"})
    assert user("reader").visited_at == last


def test_a_person_without_a_role_sees_no_figure(stranger):
    assert "93.5" not in words(stranger.get("/"))


def test_looking_writes_nothing_and_the_queries_do_not_grow_with_what_is_followed(reader):
    reader.get("/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            reader.get("/")
        said = [query["sql"].split()[0] for query in queries]
        assert not {"INSERT", "UPDATE", "DELETE"} & set(said)
        counts.append(len(said))
        for code in ("seen-in-time", "empty-posts"):
            follow(viewer_of(user("reader")), code)
    assert counts[0] == counts[1] <= 25


@pytest.mark.parametrize("place", ["/", "/scorecards/", "/me/"])
def test_each_page_asks_to_sign_in_first(client, vale, place):
    assert client.get(place)["Location"].startswith("/sign-in/")


def test_nobody_becomes_somebody_else_outside_the_demo(client, vale):
    assert client.post("/become/", {"username": "reader"}).status_code == 404


def test_a_key_is_shown_once_and_can_be_ended(reader):
    page = reader.post("/me/keys/", {"name": "My workbook", "days": "30"})
    shown = re.search(r"trig_[\w-]+", page.content.decode())
    assert shown is not None
    again = reader.get("/me/").content.decode()
    assert shown.group() not in again
    assert "My workbook" in again
    reader.post("/me/keys/end/", {"key": Token.objects.get().pk})
    assert not Token.objects.exists()


def test_nobody_ends_anothers_key(reader, steward):
    steward.post("/me/keys/", {"name": "Theirs", "days": "30", "may_load": "on"})
    key = Token.objects.get()
    assert key.may_load
    reader.post("/me/keys/end/", {"key": key.pk})
    assert Token.objects.filter(pk=key.pk).exists()


def test_a_reader_cannot_make_a_key_that_takes_data_in(reader):
    reader.post("/me/keys/", {"name": "Mine", "days": "30", "may_load": "on"})
    assert not Token.objects.get().may_load


def test_how_pages_look_is_kept_with_the_person_and_in_the_browser(reader):
    saved = reader.post("/me/look/", {"theme": "dark", "rows": "compact"})
    assert saved.cookies["theme"].value == "dark"
    assert user("reader").settings == {"theme": "dark", "rows": "compact"}
    assert 'data-theme="dark" data-rows="compact"' in reader.get("/me/").content.decode()


def test_saved_views_are_kept_within_the_product_and_forgotten(reader):
    reader.post("/me/views/", {"name": "The board's", "path": "/scorecards/agreement/"})
    refused = reader.post("/me/views/", {"name": "Elsewhere", "path": "https://evil.example/"})
    assert refused.status_code == 400
    assert "Only screens of this product" in words(refused)
    view = save_view(viewer_of(user("reader")), "The board's", "/scorecards/agreement/board/")
    assert "/scorecards/agreement/board/" in reader.get("/me/").content.decode()
    reader.post("/me/views/forget/", {"view": view.pk})
    assert "The board&#x27;s" not in reader.get("/me/").content.decode()


@pytest.mark.parametrize(
    "slice_", ["area=nowhere", "moon=far", "area", "organisation=nobody", "area=east,area=nowhere"]
)
def test_what_does_not_exist_cannot_be_followed(reader, slice_):
    answer = reader.post("/portfolio/follow/", {"indicator": "seen-in-time", "slice": slice_}, follow=True)
    assert "That cannot be followed" in words(answer)
    assert not PortfolioItem.objects.filter(owner=user("reader")).exists()


@pytest.mark.parametrize("slice_", ["area=nowhere", "moon=far"])
def test_what_was_followed_and_is_there_no_more_is_said_beside_what_still_is(reader, slice_):
    follow(viewer_of(user("reader")), "empty-posts")
    PortfolioItem.objects.create(owner=user("reader"), indicator="seen-in-time", slice=slice_, position=9)
    answer = reader.get("/")
    assert answer.status_code == 200
    assert "Empty posts" in part(answer, "My portfolio")
    assert "Seen in time is not shown as you followed it" in words(answer)
    reader.post("/portfolio/unfollow/", {"indicator": "seen-in-time", "slice": slice_})
    assert "not shown as you followed it" not in words(reader.get("/"))


def test_a_breakdown_that_the_figures_do_not_have_is_no_fault_of_the_page(reader):
    follow(viewer_of(user("reader")), "seen-in-time", "organisation=health")
    answer = reader.get("/")
    assert answer.status_code == 200
    assert "Seen in time" in part(answer, "My portfolio")


@pytest.mark.parametrize(
    "path",
    ["/\t/evil.example/phish", "/\n/evil.example", "/\r/evil.example", "//evil.example", "/\\evil.example", "https://evil.example",
     "/\x0b/evil.example", "/\u0085/evil.example", "evil.example", "/ok\u202e", "///evil.example"],
)  # fmt: skip
def test_no_address_of_another_site_is_saved_shared_or_followed(reader, signed_in, path):
    answer = reader.post("/me/views/", {"name": "Look", "path": path, "shared": "on"})
    assert answer.status_code == 400
    SavedView.objects.create(owner=user("reader"), name="Older look", path=path, shared=True, saved_at=timezone.now())
    assert "Older look" not in words(signed_in("lead").get("/catalogue/?q=older"))
    back = reader.post("/portfolio/unfollow/", {"indicator": "seen-in-time", "slice": "", "next": path})
    assert back["Location"] == "/#portfolio"


def test_an_address_of_this_product_is_saved_and_found_by_others(reader, signed_in):
    path = "/indicators/seen-in-time/?area=east&period=2024-01"
    assert reader.post("/me/views/", {"name": "Our look", "path": path, "shared": "on"}).status_code == 302
    assert b"/indicators/seen-in-time/?area=east" in signed_in("lead").get("/catalogue/?q=our+look").content
