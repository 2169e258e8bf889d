"""Targets on pages: looked at by year, set in one go, agreed by partners, revised with the first kept, and for smaller places."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.forms import form_of
from reference.pages import words
from reference.vale import DOCUMENTS, months, supply

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, viewer_of
from trigpoint.ask.answered import terms_of
from trigpoint.ask.door import ask
from trigpoint.catalogue.definition_sets import Placed, change_documents
from trigpoint.catalogue.ledger import end_of_day
from trigpoint.catalogue.models import Change
from trigpoint.catalogue.snapshots import in_force
from trigpoint.cube.question import By, Question, Where
from trigpoint.definitions.yaml_files import read_text
from trigpoint.manage.about import About
from trigpoint.manage.forecasts import forecast_outturn, forecasts_of
from trigpoint.manage.models import OutturnForecast

DISTRICTS = ("east", "west", "north", "south", "mid")
WAITED = {-4: 30, -3: 26, -2: 22, -1: 18}
"""Of a hundred in each district a month, by how many years ago: 70%, 74%, 78% and 82% were seen in time."""

CAME = """
kind: indicator
code: people-came
name: People who came
value_kind: number
unit: people
decimals: 0
polarity: high
formula: waits.came
grain: month
owner: health
rule_set: board
targets:
  - type: single
    period: '{this}'
    value: 6600
    smaller_places: apportioned
    apportioned_by: waits.came
  - type: single
    period: '{before}'
    value: 7000
    agreed_by: [health, council]
    agreed_on: 2020-03-01
    reward: {{grant: 100000, baseline: 5000}}
"""

AREAS = DOCUMENTS["areas"] + "".join(
    f"  - {{code: {code}, name: {code.title()} Vale, level: district, parent: vale}}\n" for code in DISTRICTS[2:]
)
SIDES = """
kind: group-set
code: sides
name: Sides
dimension: area
groups:
  - {code: all, name: All districts, members: [east, west, north, south, mid]}
"""
ALL = """
kind: comparator
code: all-districts
name: All districts
dimension: area
against: {type: group, group_set: sides, group: all}
"""


def person(username: str, memberships: list[tuple[str, str]]) -> Client:
    save_person(OPERATOR, username, name=username.title(), memberships=memberships, password="a long password")
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def years() -> dict[int, object]:
    """The financial years by how many there are from the one that runs."""
    calendars = in_force().calendars
    now = calendars.containing(timezone.localdate(), "financial-year")
    return {n: calendars.shift(now, n) for n in range(-5, 3)}


def define(*texts: str) -> None:
    """Put definitions in force as they are written."""
    given = (read_text(text.lstrip(), "made.yaml") for text in texts)
    change_documents(OPERATOR, [Placed("vale", one) for one in given])


def monthly() -> str:
    """The months of four years: the same in each of a year, and in north, south and mid one more and one fewer waited."""
    more = {"east": 0, "west": 0, "north": 1, "south": -1, "mid": 0}
    lines = ["Month,District,Came,Waited"]
    for ago, waited in WAITED.items():
        day: date = years()[ago].start  # type: ignore[attr-defined]
        for _ in range(12):
            lines += [f"{day:%Y-%m},{code},100,{waited + more[code]}" for code in DISTRICTS]
            day = (day + timedelta(days=32)).replace(day=1)
    return "\n".join(lines)


@pytest.fixture
def lived(vale, tmp_path: Path) -> None:
    """The Vale with five districts, four whole years, and targets for this year only."""
    now = years()[0].code  # type: ignore[attr-defined]
    before = years()[-1].code  # type: ignore[attr-defined]
    seen = DOCUMENTS["seen-in-time"].replace("2000-01..2099-12", f"'{now}'")
    framework = DOCUMENTS["agreement"].replace(
        "items: [{indicator: seen-in-time}]", "items: [{indicator: seen-in-time}, {indicator: people-came}]"
    )
    define(AREAS, SIDES, ALL, CAME.format(this=now, before=before), seen, framework)
    supply(tmp_path, "waits-file", monthly())


@pytest.fixture
def analyst(lived) -> Client:
    """Puts definitions in force for the whole partnership."""
    return person("analyst", [("", "analyst")])


def short(ago: int) -> str:
    return in_force().calendars.label(years()[ago], short=True)  # type: ignore[arg-type]


def table(client: Client, **more: str) -> dict[str, dict]:
    page = client.get("/targets/", {"framework": "agreement", "download": "json", **more})
    return {row["name"]: row for row in json.loads(page.content)["rows"]}


def proposed(client: Client, *of: str, **rule: str):
    return client.get("/targets/set/", {"framework": "agreement", "of": of, **rule})


def draft(client: Client, page, address: str, **changed: str | list[str]) -> Change:
    """Send the form of a page on as it stands, with some controls otherwise."""
    sent = {**form_of(page, "aim-0"), **changed}
    kept = client.post(address, sent)
    assert kept.status_code == 302, words(kept)
    return Change.objects.get(pk=kept["Location"].rstrip("/").split("/")[-1])


def set_by(client: Client, *of: str, changed: dict[str, str | list[str]] | None = None, **rule: str) -> Change:
    page = proposed(client, *of, **rule)
    return draft(client, page, page.wsgi_request.get_full_path(), **({"take": list(of)} | (changed or {})))


def put_in_force(client: Client, change: Change) -> None:
    page = client.post(f"/catalogue/changes/{change.pk}/", {"do": "in-force"}, follow=True)
    assert "It is in force from now on." in words(page)


def next_target(code: str):
    period = years()[1].code  # type: ignore[attr-defined]
    return next(one for one in in_force().indicators[code].targets if one.period == period)


# The page


def test_the_page_tells_outturns_targets_gaps_and_who_agreed(lived, reader: Client) -> None:
    page = words(reader.get("/targets/?framework=agreement"))
    assert f"2 of 3 have no target for {short(1)}." in page
    assert "Set targets" not in page  # a reader may not
    rows = table(reader)
    seen, came = rows["Seen in time"], rows["People who came"]
    old, new = f"outturn-{years()[-2].start.year}", f"outturn-{years()[-1].start.year}"  # type: ignore[attr-defined]
    assert (seen[old], seen[new]) == (78, 82)
    assert came[new] == 6000  # five districts, a hundred a month
    assert (seen["this"], seen["next"], came["this"]) == ("at least 95%", "No target", "at least 6,600 people")
    assert rows["Empty posts"]["next"] == "at most 20 posts"
    gaps = words(reader.get("/targets/?framework=agreement&show=gaps"))
    assert "Empty posts" not in gaps


def test_the_year_before_says_what_the_reward_came_to_and_what_is_not_known(lived, reader: Client) -> None:
    """From 5,000 to 7,000, and 6,000 came: half of the enhancement, which is under the floor of 60%."""
    before = years()[-1].code  # type: ignore[attr-defined]
    page = words(reader.get(f"/targets/?framework=agreement&year={before}"))
    assert "50% of the enhancement achieved: under the 60% floor, nothing is paid" in page
    assert "Reward grant earned: £0, which is £0 for People who came." in page
    assert table(reader, year=before)["People who came"]["agreed"].startswith(
        f"{short(-1)}: Vale Health and Vale Council, 1 March 2020"
    )
    code = "people-came"
    text = CAME.format(this=before, before=years()[0].code).replace("6600", "6100")  # type: ignore[attr-defined]
    define(text)
    now = words(reader.get("/targets/?framework=agreement"))
    assert "Reward grant earned: £0. Not known yet: People who came; at most £100,000 more." in now
    assert code in in_force().indicators


def test_the_page_is_found_and_asks_no_more_the_more_there_is(lived, reader: Client) -> None:
    assert 'href="/targets/?framework=agreement"' in reader.get("/scorecards/agreement/").content.decode()
    assert 'href="/targets/"' in reader.get("/").content.decode()
    assert "/indicators/seen-in-time/targets/" in reader.get("/indicators/seen-in-time/").content.decode()
    reader.get("/targets/?framework=agreement")
    with CaptureQueriesContext(connection) as asked:
        reader.get("/targets/?framework=agreement")
    assert len(asked) < 25


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/targets/?framework=nowhere", 404),
        ("/targets/?year=9999-00", 400),
        ("/targets/?year=2019-03", 400),
        ("/targets/?year=1066-67", 400),
        ("/targets/?framework=agreement&year=2030-31", 200),
        ("/targets/set/?framework=agreement&rule=percent&percent=lots&of=in-time", 400),
        ("/targets/set/?framework=agreement&rule=places&comparator=nobody&of=seen-in-time", 400),
        ("/targets/set/?framework=agreement&rule=same&of=nothing", 400),
        ("/indicators/seen-in-time/targets/?revise=99999999999999999999", 404),
        ("/indicators/seen-in-time/targets/?revise=7", 404),
        ("/indicators/nothing/targets/", 404),
        ("/indicators/seen-in-time/targets/places/?by=area:moon", 400),
    ],
)
def test_an_address_that_asks_for_nothing_is_answered_in_words(analyst: Client, address: str, status: int) -> None:
    assert analyst.get(address).status_code == status


# Setting the next year's


def test_nothing_is_set_while_an_earlier_day_is_looked_at(analyst: Client) -> None:
    day = timezone.localdate().isoformat()
    for address in ("/targets/set/?framework=agreement", "/indicators/seen-in-time/targets/places/?by=area:district"):
        page = analyst.get(f"{address}&as-at={day}")
        assert page.status_code == 400
        assert "You look at what was known on a day that is over." in words(page)
    assert "Set targets" not in words(analyst.get(f"/targets/?framework=agreement&as-at={day}"))


def test_the_last_outturn_improved_by_so_many_per_cent_is_one_change(analyst: Client) -> None:
    page = proposed(analyst, "seen-in-time", "people-came", rule="percent", percent="5")
    told = words(page)
    assert f"82.0% in {short(-1)}, and 5% of it more; looser than the target before, at least 95%." in told
    assert "take" not in form_of(page, "aim-0"), "what is looser than before is ticked by nobody but a person"
    both = ["seen-in-time", "people-came"]
    change = draft(analyst, page, page.wsgi_request.get_full_path(), reason="As agreed in March.", take=both)
    assert not any(one.period == years()[1].code for one in in_force().indicators["seen-in-time"].targets)  # type: ignore[attr-defined]
    assert [part.code for part in change.parts.all()] == ["seen-in-time", "people-came"]
    assert change.note.startswith("As agreed in March.\nSeen in time: 82.0% in")
    put_in_force(analyst, change)
    seen, came = next_target("seen-in-time"), next_target("people-came")
    assert (seen.value, seen.type, seen.smaller_places) == (86.1, "single", "inherited") or float(seen.value) == 86.1
    assert (came.value, came.smaller_places, came.apportioned_by) == (6300, "apportioned", "waits.came")
    assert f"Every indicator that can be aimed at has a target for {short(1)}." in words(
        analyst.get("/targets/?framework=agreement")
    )


def test_partners_who_were_asked_stand_in_the_targets_when_they_come_into_force(analyst: Client) -> None:
    health, council = person("hal", [("health", "analyst")]), person("cy", [("council", "analyst")])
    agreed_before = in_force().indicators["seen-in-time"].life.agreed_by
    change = set_by(analyst, "seen-in-time", rule="same")
    address = f"/catalogue/changes/{change.pk}/"
    analyst.post(address, {"do": "propose", "partner": ["health", "council"]})
    assert "have not agreed" in words(analyst.post(address, {"do": "in-force"}))
    for client, code in ((health, "health"), (council, "council")):
        client.post(address, {"do": "say", "organisation": code, "agrees": "yes"})
    put_in_force(analyst, change)
    target = next_target("seen-in-time")
    assert (target.agreed_by, target.agreed_on) == (("health", "council"), timezone.localdate())
    # Who agreed to the definition, and to the target of this year, did not agree to it today.
    indicator = in_force().indicators["seen-in-time"]
    assert indicator.life.agreed_by == agreed_before
    assert indicator.targets[0].agreed_on is None
    day = f"{timezone.localdate():%-d %B %Y}"
    assert f"Vale Health and Vale Council, {day}" in table(analyst)["Seen in time"]["agreed"]


def test_a_trend_is_carried_on_with_its_sum_in_words(analyst: Client) -> None:
    """70, 74, 78 and 82%: two years later 90%."""
    page = proposed(analyst, "seen-in-time", rule="trend")
    assert (
        f"The middle line (Theil-Sen) through 4 years, {short(-4)} to {short(-1)}: up 4 points a year; looser"
        in words(page)
    )
    assert form_of(page, "aim-0")["aim-0"] == ["90"]


def test_where_a_rule_gives_nothing_it_says_why_and_the_row_is_not_ticked(analyst: Client) -> None:
    page = proposed(analyst, "seen-in-time", "people-came", rule="places", comparator="all-districts")
    told = words(page)
    # Of 82, 82, 82, 81 and 83% the upper quartile is 82%.
    assert f"The edge of the best quarter of 5 places (All districts) in {short(-1)}; looser" in told
    assert "No figure: its figures add up over places, so that a smaller place would always seem better" in told
    form = form_of(page, "aim-0")
    assert (form["aim-0"], form["aim-1"]) == (["82"], [""])
    assert "take" not in form


def test_who_may_not_see_all_places_is_not_told_the_best_of_those_they_may(lived) -> None:
    save_person(
        OPERATOR,
        "east",
        name="East",
        memberships=[("", "analyst")],
        scopes={"area": ["east"]},
        password="a long password",
    )
    client = Client()
    client.force_login(User.objects.get(username="east"))
    page = words(proposed(client, "seen-in-time", rule="places", comparator="all-districts"))
    assert "not all of the places are yours to see" in page or "no year that is over has a figure" in page


def test_a_figure_may_be_overtyped_and_an_empty_box_is_to_be_agreed(analyst: Client) -> None:
    change = set_by(
        analyst, "seen-in-time", "people-came", rule="same", changed={"aim-0": "93.5%", "aim-1": ""}
    )  # fmt: skip
    assert "Seen in time: typed by hand." in change.note
    assert "People who came: to be agreed." in change.note
    put_in_force(analyst, change)
    assert float(next_target("seen-in-time").value) == 93.5
    assert next_target("people-came").type == "to-be-agreed"
    assert table(analyst)["People who came"]["next"] == "To be agreed"
    # What was to be agreed is replaced when it is agreed, and keeps how smaller places share it.
    put_in_force(analyst, set_by(analyst, "people-came", rule="hand", changed={"aim-0": "6,400"}))
    now = next_target("people-came")
    assert (now.type, now.value, now.smaller_places) == ("single", 6400, "apportioned")
    assert "has one: revise it on its own page" in words(analyst.get("/targets/set/?framework=agreement"))
    assert proposed(analyst, "people-came", rule="same").status_code == 400


def test_what_is_not_ticked_is_left_and_nothing_ticked_is_said(analyst: Client) -> None:
    page = proposed(analyst, "seen-in-time", "people-came", rule="same")
    address = page.wsgi_request.get_full_path()
    change = draft(analyst, page, address, take=["people-came"])
    assert [part.code for part in change.parts.all()] == ["people-came"]
    refused = analyst.post(address, {**form_of(page, "aim-0"), "take": []})
    assert refused.status_code == 400
    assert "Tick at least one indicator to set." in words(refused)


@pytest.mark.parametrize("typed", ["lots", "1e9", "9" * 40, "1.1234567", "--1"])
def test_a_figure_that_is_none_is_said_beside_its_box_and_nothing_is_drafted(analyst: Client, typed: str) -> None:
    page = proposed(analyst, "seen-in-time", rule="hand")
    refused = analyst.post(page.wsgi_request.get_full_path(), {**form_of(page, "aim-0"), "aim-0": typed})
    assert refused.status_code == 400
    assert "is no number" in words(refused)
    assert not Change.objects.exists()


def test_a_profile_has_points_that_come_to_the_years_target(analyst: Client) -> None:
    page = proposed(analyst, "seen-in-time", "people-came", rule="percent", percent="5", profile="yes")
    told = words(page)
    assert f"12 points in the shape of {short(-1)}, which average to 86.1%." in told
    assert f"12 points in the shape of {short(-1)}, which add up to 6,300 people." in told
    both = ["seen-in-time", "people-came"]
    put_in_force(analyst, draft(analyst, page, page.wsgi_request.get_full_path(), take=both))
    came = next_target("people-came")
    assert (came.type, len(came.profile), sum(point.value for point in came.profile)) == ("profiled", 12, 6300)
    assert came.value == 6300
    assert table(analyst)["People who came"]["next"] == "at least 6,300 people"


def test_a_range_is_given_a_range(analyst: Client) -> None:
    now = years()[0].code  # type: ignore[attr-defined]
    define(DOCUMENTS["empty-posts"].replace("polarity: low", "polarity: range").replace(
        "{type: single, period: 2000-01..2099-12, value: 20}", f"{{type: range, period: '{now}', low: 10, high: 20}}"))  # fmt: skip
    page = proposed(analyst, "empty-posts", rule="same")
    form = form_of(page, "aim-0-low")
    assert (form["aim-0-low"], form["aim-0-high"]) == (["10"], ["20"])
    address = page.wsgi_request.get_full_path()
    for low, high, said in (("20", "10", "The lower end is not below the upper."), ("5", "", "A range has two ends")):
        assert said in words(analyst.post(address, {**form, "aim-0-low": low, "aim-0-high": high}))
    kept = analyst.post(address, {**form, "aim-0-low": "8"})
    put_in_force(analyst, Change.objects.get(pk=kept["Location"].rstrip("/").split("/")[-1]))
    target = next_target("empty-posts")
    assert (target.type, target.low, target.high) == ("range", 8, 20)
    refused = words(proposed(analyst, "empty-posts", rule="percent", percent="2"))
    assert refused  # it has one now: nothing is ticked that could be set


def test_readers_may_not_set_and_leads_may_only_draft(lived, reader: Client, lead: Client) -> None:
    assert reader.get("/targets/set/?framework=agreement").status_code == 403
    assert reader.get("/indicators/seen-in-time/targets/places/").status_code == 403
    assert reader.post("/indicators/seen-in-time/targets/?revise=0", {"aim": "1"}).status_code == 403
    change = set_by(lead, "seen-in-time", rule="same")
    page = lead.post(f"/catalogue/changes/{change.pk}/", {"do": "in-force"}, follow=True)
    assert page.status_code == 403


# Revising


def revise(client: Client, **changed: str):
    address = "/indicators/seen-in-time/targets/?revise=0"
    sent = {**form_of(client.get(address), "reason"), "aim": "90", "reason": "Two surgeries closed.", **changed}
    return client.post(address, sent)


def test_a_revision_stands_beside_what_was_first_agreed(analyst: Client, reader: Client) -> None:
    page = words(analyst.get("/indicators/seen-in-time/targets/?revise=0"))
    assert "It was first agreed as 95%" in page
    kept = revise(analyst)
    put_in_force(analyst, Change.objects.get(pk=kept["Location"].rstrip("/").split("/")[-1]))
    target = in_force().indicators["seen-in-time"].targets[0]
    assert (target.value, target.revisions[0].value, target.revisions[0].by) == (95, 90, "Analyst")
    shown = reader.get("/indicators/seen-in-time/?framework=agreement")
    told = words(shown)
    day = f"{timezone.localdate():%-d %B %Y}"
    assert f"revised on {day} from at least 95% by Analyst: Two surgeries closed." in told
    assert "Target as first" in shown.content.decode()  # on the chart
    assert f"90% on {day} by Analyst: Two surgeries closed." in words(reader.get("/indicators/seen-in-time/targets/"))
    assert table(reader)["Seen in time"]["this"] == f"at least 90%, revised on {day}"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"aim": ""}, "Say what the target is to be from then on."),
        ({"aim": "ninety"}, "“ninety” is no number."),
        ({"reason": " "}, "Say why it is revised"),
        ({"on": ""}, "Choose the day from which it holds."),
        ({"on": "2026-02-31"}, "That is no day of the calendar."),
        ({"on": "9999-01-01"}, "That day is too far away."),
    ],
)
def test_a_revision_that_cannot_be_is_said_and_nothing_is_drafted(analyst: Client, wrong: dict, said: str) -> None:
    page = revise(analyst, **wrong)
    assert page.status_code == 400
    assert said in words(page)
    assert not Change.objects.exists()


def test_a_second_revision_is_no_earlier_than_the_first(analyst: Client) -> None:
    kept = revise(analyst)
    put_in_force(analyst, Change.objects.get(pk=kept["Location"].rstrip("/").split("/")[-1]))
    assert "Choose that day or a later one." in words(revise(analyst, on="2020-01-01"))


# Smaller places


def places(client: Client, code: str = "people-came", **more: str):
    return client.get(f"/indicators/{code}/targets/places/", {"by": "area:district", **more})


def test_places_are_given_targets_of_their_own_a_row_each(analyst: Client) -> None:
    page = places(analyst, "seen-in-time")
    assert "East Vale 82.0% at least 95%" in words(page)  # inherited
    change = draft(analyst, page, page.wsgi_request.get_full_path(), **{"aim-0": "91", "aim-1": "92"})
    put_in_force(analyst, change)
    own = {tuple(t.where.items()): t.value for t in in_force().indicators["seen-in-time"].targets if t.where}
    assert own == {(("area", "east"),): 91, (("area", "west"),): 92}
    again = words(places(analyst, "seen-in-time"))
    assert "91%, its own" in again
    assert "Has one of its own: revise that one" in again


def test_a_target_is_shared_out_and_the_shares_add_up(analyst: Client) -> None:
    page = places(analyst, way="share")
    told = words(page)
    assert "20.0% of 6,600 people" in told
    form = form_of(page, "aim-0")
    assert [form[f"aim-{n}"] for n in range(5)] == [["1320"]] * 5
    refused = words(places(analyst, "seen-in-time", way="share"))
    assert "Only a figure that adds up over places can be shared out" in refused


def test_every_place_may_inherit_the_target_above(analyst: Client) -> None:
    page = places(analyst, way="inherit")
    assert "The same as above, at least 6,600 people" in words(page)
    kept = analyst.post(page.wsgi_request.get_full_path())
    put_in_force(analyst, Change.objects.get(pk=kept["Location"].rstrip("/").split("/")[-1]))
    target = in_force().indicators["people-came"].targets[0]
    assert (target.smaller_places, target.apportioned_by) == ("inherited", None)


def test_an_apportioned_target_is_a_share_of_the_measure_and_adds_up(lived) -> None:
    """In the last month that came east and west had a hundred each, so each has half of what the whole is to have."""
    period = years()[0]
    question = Question(("people-came",), "financial-year", (period,), by=(By("area", "district"),))  # type: ignore[arg-type]
    told = ask(question, OPERATOR)
    targets = {told.facts.members[i][0]: told.target(i) for i in range(len(told))}
    assert targets["east"].words == "at least 3,300 people"
    assert targets["east"].notes == ("a share of 50.0% of the target above",)
    held = [one.value for one in targets.values() if one is not None and one.value is not None]
    assert sum(held) == 6600


# What the lead expects of the year

SEEN = "/indicators/seen-in-time/?framework=agreement"


def say(client: Client, **changed: str):
    year = years()[0].code  # type: ignore[attr-defined]
    sent = {
        "do": "forecast", "year": year, "value": "91", "low": "", "high": "", "confidence": "medium",
        "reason": "The hub opens in May.", "audience": "partnership:",
    }  # fmt: skip
    return client.post(SEEN, sent | changed)


def test_the_lead_says_what_the_year_comes_to_and_the_status_stays_as_it_is(
    lived, lead: Client, reader: Client
) -> None:
    before = json.loads(reader.get("/scorecards/agreement/?open=all&download=json").content)["rows"]
    assert say(lead).status_code == 302
    said = "Lena Lead expects 91% (fairly sure): The hub opens in May"
    page = words(reader.get(SEEN))
    assert f"{said}. Their own judgement: the status is calculated without it." in page
    assert "Say what you expect" not in page  # a reader may not
    after = json.loads(reader.get("/scorecards/agreement/?open=all&download=json").content)["rows"]
    assert before == after
    assert said in words(reader.get("/scorecards/agreement/?open=all&expected=yes"))
    assert table(reader)["Seen in time"]["expected"] == said


def test_the_board_report_tells_it_beside_what_needs_attention(lived, lead: Client, reader: Client, tmp_path) -> None:
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    supply(
        tmp_path,
        "waits-file",
        "\n".join(["Month,District,Came,Waited", *(f"{last:%Y-%m},{one},100,60" for one in DISTRICTS)]),
    )
    say(lead)
    report = words(reader.get("/reports/board/?part=2"))
    assert "The lead expects of the year" in report
    assert "Lena Lead expects 91% (fairly sure): The hub opens in May" in report


def test_the_newest_counts_and_those_before_stay(lived, lead: Client, reader: Client) -> None:
    say(lead)
    say(lead, value="", low="88", high="90", confidence="high", reason="It does not open.")
    page = words(reader.get(SEEN))
    now, then = "Lena Lead expects 88 to 90% (sure): It does not open.", "Lena Lead expects 91% (fairly sure)"
    assert page.index(now) < page.index(then)
    assert "What was expected before (1)" in page
    assert [row.reason for row in OutturnForecast.objects.order_by("pk")] == [
        "The hub opens in May.",
        "It does not open.",
    ]
    assert AuditEntry.objects.filter(action="forecast-outturn", who__username="lead").count() == 2


def test_as_known_on_an_earlier_day_it_is_what_was_expected_then(lived, lead: Client, reader: Client) -> None:
    day = timezone.localdate() - timedelta(days=3)
    at = timezone.now() - timedelta(days=5)
    user = User.objects.get(username="lead")
    year = years()[0].code  # type: ignore[attr-defined]
    about = About(indicator="seen-in-time", framework="agreement", item="seen-in-time", period=year)
    forecast_outturn(viewer_of(user), about, value=Decimal(89), confidence="low", reason="Too early to say.", at=at)
    say(lead)
    told = forecasts_of(OPERATOR, ["seen-in-time"], year, known_at=end_of_day(day, in_force().calendars.timezone))
    found = told.get("seen-in-time", ())
    assert found is not None
    assert found.words(terms_of(in_force(), "seen-in-time")) == "Lena Lead expects 89% (not sure): Too early to say"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": ""}, "Say what you expect: one figure, or from one to another."),
        ({"low": "80", "high": "90"}, "Give one figure, or from one to another, and not both."),
        ({"value": "", "low": "90", "high": "80"}, "The lower end is not below the upper."),
        ({"value": "", "low": "90"}, "Say what you expect"),
        ({"value": "lots"}, "Type a number in digits"),
        ({"value": "1" * 30}, "Ensure that there are no more than"),
        ({"confidence": ""}, "Say how sure you are."),
        ({"confidence": "certain"}, "certain is not one of the available choices"),
        ({"reason": " "}, "Say why you expect it"),
        ({"year": "2001-02"}, "2001-02 is not one of the available choices"),
    ],
)
def test_a_forecast_that_cannot_be_is_said_and_not_kept(lived, lead: Client, wrong: dict, said: str) -> None:
    page = say(lead, **wrong)
    assert page.status_code == 400
    assert said in words(page)
    assert not OutturnForecast.objects.exists()


def test_only_its_lead_analysts_and_administrators_forecast(lived, reader: Client, steward: Client) -> None:
    other = person("other", [("council", "indicator-lead")])  # leads on nothing here
    for client in (reader, steward, other):
        assert say(client).status_code == 403
        assert "Say what you expect" not in words(client.get(SEEN))
    assert say(person("ann", [("", "analyst")])).status_code == 302
    assert say(person("ada", [("", "administrator")])).status_code == 302
    assert OutturnForecast.objects.count() == 2


def test_a_forecast_for_one_organisation_is_read_there_alone(lived, lead: Client, reader: Client) -> None:
    say(lead, audience="own-organisation:health")
    assert "Lena Lead expects" in words(lead.get(SEEN))
    for address in (SEEN, "/scorecards/agreement/?open=all&expected=yes", "/targets/?framework=agreement"):
        assert "Lena Lead expects" not in words(reader.get(address))


def test_the_years_target_of_the_whole_is_its_own_whether_or_not_the_whole_is_named(lived) -> None:
    """The Vale is all that there is: to ask for it by name is to ask for everything."""
    year, month = years()[0], in_force().calendars.parse(months(timezone.localdate())[-1])
    whole, named = (
        ask(Question(("people-came",), "month", (month,), where=where), OPERATOR).year_target(0, year)  # type: ignore[arg-type]
        for where in ((), (Where("area", ("vale",)),))
    )
    assert (named.words, named.reach, named.notes) == (whole.words, "own", whole.notes)


def test_a_places_share_of_the_year_is_not_taken_from_one_month_of_what_adds_up(lived) -> None:
    """East has half of a month's people; how many of the year's it will have is known when the year is over."""
    year, month = years()[0], in_force().calendars.parse(months(timezone.localdate())[-1])
    told = ask(Question(("people-came",), "month", (month,), where=(Where("area", ("east",)),)), OPERATOR)
    assert told.year_target(0, year).words == "no target: its share of the whole target is not known"  # type: ignore[arg-type]


def test_a_change_of_targets_says_what_it_was_and_would_be_in_words(analyst: Client) -> None:
    change = set_by(analyst, "people-came", rule="same")
    told = words(analyst.get(f"/catalogue/changes/{change.pk}/"))
    assert f"Target for {short(1)} not said 6,600 people; for smaller places a share of it" in told
    assert "type: single" not in told
