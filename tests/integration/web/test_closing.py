"""A year's end: done, undone as a whole, done again and confirmed; what is closed stays, and the old year reads as it did."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from reference.closing_world import a_month_of, browser, last_year, supply_waits, year_that_ends
from reference.forms import form_of
from reference.pages import words
from reference.vale import DOCUMENTS as VALE
from reference.vale import months

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.viewers import OPERATOR, viewer_of
from trigpoint.ask.door import ask
from trigpoint.catalogue.changing import Wanted, draft, put_in_force
from trigpoint.catalogue.closed_periods import close_figures
from trigpoint.catalogue.definition_sets import apply_documents
from trigpoint.catalogue.models import ClosedPeriod, Entry, Load, Snapshot
from trigpoint.catalogue.snapshots import in_force
from trigpoint.cube.question import Question
from trigpoint.definitions.periods import Period
from trigpoint.definitions.yaml_files import read_text
from trigpoint.intake import actions
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.closed import PeriodClosed
from trigpoint.intake.supply import SuppliedFile
from trigpoint.manage.models import Closing


@pytest.fixture
def year(vale, tmp_path) -> Period:
    found = year_that_ends(tmp_path)
    month = a_month_of(found)
    supply_waits(tmp_path, f"{month},east,100,4\n{month},west,100,3")
    return found


@pytest.fixture
def page(year: Period) -> str:
    return f"/closing/{year.code}/"


def previewed(client, page: str, **changed):
    form = form_of(client.get(page), "targets")
    answer = client.post(page, {**form, **changed, "do": "preview"}, follow=True)
    assert answer.status_code == 200, words(answer)
    return answer


def closed(client, page: str, confirmer: str = "abe", **changed):
    previewed(client, page, **changed)
    answer = client.post(page, {"do": "close", "confirmer": confirmer}, follow=True)
    assert answer.status_code == 200, words(answer)
    return answer


def texts_in_force() -> dict[tuple[str, str], str]:
    return {(e.kind, e.code): e.document.text for e in Entry.objects.filter(until=None).select_related("document")}


def state_of(month: str) -> str | None:
    definitions = in_force()
    period = definitions.calendars.parse(month)
    return ask(Question(indicators=("seen-in-time",), grain="month", periods=(period,)), OPERATOR).cell(0).state


def test_the_page_says_what_the_year_lacks(page: str) -> None:
    said = words(browser("ana").get(page))
    assert "Supplies that have not come" in said
    assert "Figures that are not firm yet: 1 Seen in time" in said
    assert "Targets that are not set for the next year: 1 Empty posts" in said


def test_a_years_end_done_undone_and_done(page: str, year: Period, tmp_path) -> None:
    ana, abe = browser("ana"), browser("abe")
    before, month = texts_in_force(), a_month_of(year)
    calendars = in_force().calendars
    following = calendars.shift(year, 1)

    seen = words(previewed(ana, page, retire=["empty-posts"]))
    assert "Empty posts is retired" in seen
    assert texts_in_force() == before
    seen = words(previewed(ana, page, retire=[]))
    assert "retired" not in seen.split("In definitions")[0]
    assert f"Delivery plan {year.start.year}/{year.end.year % 100:02d} goes on as" in seen
    assert texts_in_force() == before
    assert not ClosedPeriod.objects.exists()

    assert "Abe Administrator is to confirm it" in words(closed(ana, page))
    now = in_force()
    successor = now.frameworks[f"delivery-{following.code}"]
    assert (successor.years.start, successor.years.end) == (following.start, following.last_day)
    assert [place.indicator for place in successor.nodes[0].items] == ["seen-in-time", "empty-posts"]
    assert successor.nodes[0].items[1].due == following.code
    assert [t.type for t in now.indicators["empty-posts"].targets] == ["single", "to-be-agreed"]
    carried = [one for one in now.responsibilities if one.start == following.start]
    assert [(one.person, one.role, one.end) for one in carried] == [("lead", "lead", following.last_day)]
    assert any(one.framework == successor.code for one in now.responsibilities)
    assert now.expected_supplies["posts"][-1].start == following.start
    assert state_of(month) == "final"
    with pytest.raises(PeriodClosed, match=r"figures? of .*closed on"):
        supply_waits(tmp_path, f"{month},east,100,50")

    assert "as they were" in words(ana.post(page, {"do": "undo"}, follow=True))
    assert texts_in_force() == before
    assert state_of(month) == "provisional"
    supply_waits(tmp_path, f"{month},east,100,51")

    closed(ana, page)
    assert abe.post(page, {"do": "confirm"}, follow=True).status_code == 200
    assert ana.post(page, {"do": "undo"}).status_code == 400
    assert f"delivery-{following.code}" in in_force().frameworks
    assert "confirmed by Abe Administrator" in words(ana.get(page))
    did = list(AuditEntry.objects.filter(kind="period").values_list("action", flat=True))
    assert did == ["close-period", "undo-closing", "close-period", "confirm-closing"]


def test_only_the_person_who_was_named_confirms(page: str) -> None:
    ana = browser("ana")
    closed(ana, page)
    assert ana.post(page, {"do": "confirm"}).status_code == 403
    assert "Confirm that" not in words(ana.get(page))
    assert "It waits for you" in words(browser("abe").get(page))
    assert "waits for you to confirm" in words(browser("abe").get("/closing/"))


def test_nobody_confirms_their_own_closing(page: str) -> None:
    ana = browser("ana")
    previewed(ana, page)
    answer = ana.post(page, {"do": "close", "confirmer": "ana"})
    assert answer.status_code == 400
    assert "somebody else who may close" in words(answer)
    assert not ClosedPeriod.objects.exists()


@pytest.mark.parametrize("who", ["reader", "steward", "lead", "local", "stranger"])
def test_others_close_nothing(page: str, who: str) -> None:
    client = browser(who)
    assert client.get(page).status_code == 403
    assert client.get("/closing/").status_code == 403
    assert client.post(page, {"do": "preview"}).status_code == 403


def test_a_supply_of_another_year_or_that_changes_nothing_is_taken_in(page: str, year: Period, tmp_path) -> None:
    closed(browser("ana"), page)
    calendars = in_force().calendars
    later = next(one for one in calendars.parts(calendars.shift(year, 1), "month"))
    month = a_month_of(year)
    done = supply_waits(tmp_path, f"{month},east,100,4\n{later.code},east,100,44")
    assert done.changed
    assert done.account.unchanged == 1


def test_a_whole_supply_is_refused_on_the_page_before_it_is_decided(page: str, year: Period, tmp_path, steward) -> None:
    closed(browser("ana"), page)
    text = f"Month,District,Came,Waited\n{a_month_of(year)},east,100,77\n"
    sent = steward.post(
        "/data/upload/", {"source": "waits-file", "file": SimpleUploadedFile("w.csv", text.encode())}, follow=True
    )
    assert "closed on" in words(sent)
    assert "ask an administrator to reopen" in words(sent)


def test_only_an_administrator_reopens_with_a_reason_and_the_trail_has_it(page: str, year: Period, tmp_path) -> None:
    ana, abe = browser("ana"), browser("abe")
    closed(ana, page)
    assert abe.post(page, {"do": "reopen", "reason": "Too soon."}).status_code == 400
    abe.post(page, {"do": "confirm"})
    assert ana.post(page, {"do": "reopen", "reason": "The hospital counted twice."}).status_code == 403
    assert abe.post(page, {"do": "reopen", "reason": " "}).status_code == 400
    said = words(abe.post(page, {"do": "reopen", "reason": "The hospital counted twice."}, follow=True))
    assert "reopened by Abe Administrator" in said
    assert "The hospital counted twice." in said
    assert AuditEntry.objects.filter(action="reopen-period", detail__reason="The hospital counted twice.").count() == 1
    supply_waits(tmp_path, f"{a_month_of(year)},east,100,50")
    assert state_of(a_month_of(year)) == "provisional"
    assert "See what it would do" in words(ana.get(page))


def test_what_somebody_changed_since_is_not_undone_unless_that_is_said(page: str) -> None:
    ana = browser("ana")
    before = texts_in_force()
    closed(ana, page)
    entry = Entry.objects.select_related("document").get(until=None, kind="indicator", code="empty-posts")
    text = entry.document.text.replace("name: Empty posts", "name: Vacant posts")
    change = draft(OPERATOR, [Wanted("indicator", "empty-posts", text, entry.document_id)], title="Named anew")
    put_in_force(OPERATOR, change.pk)
    refused = ana.post(page, {"do": "undo"})
    assert refused.status_code == 400
    assert "Changed again since it was closed: Vacant posts" in words(refused)
    assert ClosedPeriod.objects.filter(reopened_at=None).exists()
    ana.post(page, {"do": "undo", "also_changed": "on"})
    assert texts_in_force() == before


def test_a_preview_that_was_overtaken_closes_nothing(page: str) -> None:
    ana = browser("ana")
    previewed(ana, page)
    entry = Entry.objects.select_related("document").get(until=None, kind="indicator", code="empty-posts")
    text = entry.document.text.replace("name: Empty posts", "name: Vacant posts")
    put_in_force(OPERATOR, draft(OPERATOR, [Wanted("indicator", "empty-posts", text, entry.document_id)], title="x").pk)
    answer = ana.post(page, {"do": "close", "confirmer": "abe"})
    assert answer.status_code == 400
    assert "changed by somebody else" in words(answer)
    assert not ClosedPeriod.objects.exists()
    previewed(ana, page)
    assert ana.post(page, {"do": "close", "confirmer": "abe"}).status_code == 302


def test_as_known_before_the_year_was_closed_everything_reads_as_it_did(page: str, year: Period) -> None:
    # What was agreed and came, came the day before.
    Snapshot.objects.update(made_at=timezone.now() - timedelta(days=2))
    Load.objects.update(known_on=timezone.now() - timedelta(days=2))
    then = timezone.localdate() - timedelta(days=1)
    ana = browser("ana")
    addresses = [
        f"/scorecards/delivery-{year.code}/",
        "/indicators/seen-in-time/",
        "/catalogue/responsibilities/leads/",
    ]
    plain = [_figures(ana.get(f"{one}?as-at={then}")) for one in addresses]
    closed(ana, page)
    browser("abe").post(page, {"do": "confirm"})
    for one, was in zip(addresses, plain, strict=True):
        assert _figures(ana.get(f"{one}?as-at={then}")).split("\n") == was.split("\n"), one
    following = in_force().calendars.shift(year, 1)
    assert ana.get(f"/scorecards/delivery-{following.code}/").status_code == 200
    assert ana.get(f"/scorecards/delivery-{following.code}/?as-at={then}").status_code in (400, 404)


def _figures(response) -> str:
    assert response.status_code == 200
    # How a definition came to be so is told to this day, on whatever day.
    shown = response.content.decode().split("<main")[1].split("</main>")[0].split("How it came to be so")[0]
    return re.sub(r"<input[^>]*csrf[^>]*>", "", shown)


def test_a_retired_indicator_ends_with_the_year_and_leaves_the_successor(page: str, year: Period) -> None:
    closed(browser("ana"), page, retire=["empty-posts"])
    now = in_force()
    assert (now.indicators["empty-posts"].life.state, now.indicators["empty-posts"].life.retired_on) == (
        "retired",
        year.last_day,
    )
    following = now.calendars.shift(year, 1)
    placed = [item.place.indicator for item in now.places[f"delivery-{following.code}"]]
    assert placed == ["seen-in-time"]
    assert [t.type for t in now.indicators["empty-posts"].targets] == ["single"]


def test_a_period_that_is_closed_while_a_file_is_kept_takes_nothing_of_it(year: Period, tmp_path, monkeypatch) -> None:
    month, keep = in_force().calendars.parse(a_month_of(year)), actions._keep

    def closing_meanwhile(*args):
        close_figures(OPERATOR, month)
        return keep(*args)

    monkeypatch.setattr(actions, "_keep", closing_meanwhile)
    with pytest.raises(PeriodClosed):
        supply_waits(tmp_path, f"{month.code},east,100,50")
    assert Load.objects.latest("pk").state == Load.State.FAILED


def test_a_data_set_that_was_made_after_a_year_was_closed_may_bring_its_history(
    page: str, year: Period, tmp_path
) -> None:
    closed(browser("ana"), page)
    later = [
        read_text(VALE[name].replace("waits", "visits"), f"{name}.yaml") for name in ("waits-data", "waits-source")
    ]
    apply_documents(OPERATOR, "visits", later)
    (tmp_path / "visits.csv").write_text(f"Month,District,Came,Waited\n{a_month_of(year)},east,100,50\n")
    done = take_in_files(OPERATOR, "visits-file", [SuppliedFile.at(tmp_path / "visits.csv")])
    assert done.account.loaded == 1
    with pytest.raises(PeriodClosed):
        supply_waits(tmp_path, f"{a_month_of(year)},east,100,50")


def test_a_month_and_a_quarter_close_their_figures_only(year: Period, tmp_path) -> None:
    ana, month = browser("ana"), a_month_of(year)
    before = texts_in_force()
    page = f"/closing/{month}/"
    ana.post(page, {"do": "preview"})
    ana.post(page, {"do": "close", "confirmer": "abe"})
    assert texts_in_force() == before
    assert state_of(month) == "final"
    quarter = in_force().calendars.containing(in_force().calendars.parse(month).start, "quarter")
    assert ana.get(f"/closing/{quarter.code}/").status_code == 200
    with pytest.raises(PeriodClosed):
        supply_waits(tmp_path, f"{month},east,100,50")


@pytest.mark.parametrize("code", ["nonsense", "2090-91", "2018-W05", "2018", "%00", "2014-04-01..2017-03-31"])
def test_what_cannot_be_closed_is_said(year: Period, code: str) -> None:
    assert browser("ana").get(f"/closing/{code}/").status_code in (400, 404)


@pytest.mark.parametrize("sent", [
    {"do": "preview", "retire": "nothing-such"}, {"do": "preview", "frameworks": "no"}, {"do": "x"}, {}, {"do": "undo"},
    {"do": "close", "confirmer": "abe"}, {"do": "confirm"}, {"do": "reopen", "reason": "x"},
])  # fmt: skip
def test_what_the_page_does_not_offer_is_refused(page: str, sent: dict[str, str]) -> None:
    answer = browser("abe").post(page, sent)
    assert answer.status_code in (400, 403)
    assert not ClosedPeriod.objects.exists()


def test_a_closing_waits_on_home_for_who_is_to_confirm_it(page: str) -> None:
    closed(browser("ana"), page)
    assert "Confirm that financial year" in words(browser("abe").get("/"))
    assert "Confirm that financial year" not in words(browser("ana").get("/"))


def test_a_preview_is_its_authors_own(page: str) -> None:
    previewed(browser("ana"), page)
    assert "Nothing is changed yet" not in words(browser("abe").get(page))
    row = Closing.objects.get()
    assert row.begun_by == User.objects.get(username="ana")


def test_a_year_within_which_a_period_was_closed_closes_the_rest(page: str, year: Period) -> None:
    ana, month = browser("ana"), a_month_of(year)
    ana.post(f"/closing/{month}/", {"do": "preview"})
    ana.post(f"/closing/{month}/", {"do": "close", "confirmer": "abe"})
    closed(ana, page)
    ana.post(page, {"do": "undo"})
    assert [row.period for row in ClosedPeriod.objects.filter(reopened_at=None)] == [month]
    assert last_year() == year
    assert viewer_of(User.objects.get(username="ana")).user_id


def test_a_scorecard_whose_years_are_over_is_read_at_their_end_and_says_so(year: Period, tmp_path) -> None:
    """In its last month all were seen; what came after is for the scorecard of the next year to say."""
    last = f"{year.last_day:%Y-%m}"
    supply_waits(tmp_path, f"{last},east,100,0\n{last},west,100,0")
    ana, plan = browser("ana"), f"/scorecards/delivery-{year.code}/"
    for address in (plan, f"{plan}board/"):
        told = words(ana.get(address))
        assert f"It ran until {year.last_day:%-d %B %Y}, and is shown as it stood at its end." in told
        assert "100.0%" in told
        assert "93.5%" not in told, "the newest figure is of the year that runs"
    assert "Lena Lead" in words(ana.get(plan)), "who led on it then"
    # What is opened from it is read on the same day, and another period can be chosen.
    assert "100.0%" in words(ana.get(f"/indicators/seen-in-time/?framework=delivery-{year.code}")).split("Over time")[0]
    assert "93.5%" in words(ana.get("/indicators/seen-in-time/")).split("Over time")[0]
    newest = months(timezone.localdate())[-1]
    chosen = words(ana.get(f"{plan}?period={newest}"))
    assert "93.5%" in chosen
    assert "It ran until" not in chosen
