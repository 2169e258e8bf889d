"""Who answers for what, with the gaps; and the cascade from outcomes to plans."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.pages import words
from responsibility_world import plan, user

from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_definitions

__all__ = ["plan"]


def say(tmp_path, lines: str) -> None:
    folder = tmp_path / "said"
    folder.mkdir(exist_ok=True)
    text = f"kind: responsibilities\ncode: leads\nname: Who leads\nresponsibilities:\n{lines}\n"
    (folder / "leads.yaml").write_text(text)
    apply_definitions(OPERATOR, folder, note="Who leads.")


def csv(client, query: str = "") -> list[str]:
    text = client.get(f"/responsibilities/?download-responsibilities=csv{query}").content.decode("utf-8-sig")
    return [
        line
        for line in text.splitlines()
        if line.startswith(("Seen in time", "Empty posts", "Emergency waits", "Posts"))
    ]


def test_who_leads_and_where_nobody_does(reader):
    page = reader.get("/responsibilities/")
    assert "something is amiss with three" in words(page)
    seen = next(line for line in csv(reader) if line.startswith("Seen in time"))
    assert "Lena Lead" in seen
    empty = next(line for line in csv(reader) if line.startswith("Empty posts"))
    assert "Nobody leads" in empty
    assert "Nobody provides it" in next(line for line in csv(reader) if line.startswith("Emergency waits"))


def test_a_closed_account_and_what_ends_soon_are_gaps(reader, tmp_path):
    lead = user("lead")
    lead.is_active = False
    lead.save()
    soon = timezone.localdate() + timedelta(days=20)
    say(tmp_path, f"  - {{person: lead, role: lead, indicator: seen-in-time}}\n  - {{person: reader, role: lead, indicator: empty-posts, to: {soon}}}\n  - {{person: ghost, role: provider, data_set: waits}}")  # fmt: skip
    page = words(reader.get("/responsibilities/?show=gaps"))
    assert "The account of Lena Lead (lead) is closed" in page
    assert f"Rita Reader (lead) ends on {soon:%-d %B %Y}" in page
    assert "There is no account “ghost”" in page


def test_what_ends_soon_and_is_followed_is_no_gap(reader, tmp_path):
    soon = timezone.localdate() + timedelta(days=20)
    say(tmp_path, f"  - {{person: lead, role: lead, indicator: empty-posts, to: {soon}}}\n  - {{person: reader, role: lead, indicator: empty-posts, from: {soon + timedelta(days=1)}}}")  # fmt: skip
    assert "ends on" not in words(reader.get("/responsibilities/"))


def test_it_is_narrowed_to_a_partner_and_a_part(reader):
    assert [line.split(",")[0] for line in csv(reader, "&partner=council")] == ["Empty posts", "Posts"]
    page = words(reader.get("/responsibilities/?role=provider&show=gaps"))
    assert "Nobody leads" not in page
    assert reader.get("/responsibilities/?role=boss").status_code == 400
    assert reader.get("/responsibilities/?partner=nowhere").status_code == 400


def test_who_may_change_it_is_led_to_the_form_and_nobody_else(lead, reader):
    assert "/catalogue/responsibilities/leads/change/" in lead.get("/responsibilities/").content.decode()
    assert "/change/" not in reader.get("/responsibilities/").content.decode()


def test_a_lead_of_all_of_a_part_leads_on_its_indicators(reader, tmp_path):
    say(tmp_path, "  - {person: steward, role: lead, framework: agreement, node: able}")
    assert "Stan Steward" in next(line for line in csv(reader) if line.startswith("Empty posts"))


def test_the_cascade_shows_what_supports_an_outcome_and_what_a_plan_helps(reader, plan):
    page = words(reader.get("/cascade/"))
    assert page.index("Help in time") < page.index("Two doors open")
    assert "Supports it · Aim, Plan of Vale Health" in page
    down = words(reader.get("/cascade/?part=agreement:in-time"))
    assert "Two doors open" in down
    up = words(reader.get("/cascade/?part=health-plan:doors")).split("What it helps")[1]
    assert "It helps" in up
    assert up.index("Help in time") < up.index("Living well")
    assert "Tidy wards" not in up
    assert "/cascade/?part=agreement" in reader.get("/scorecards/agreement/").content.decode()
    assert "/cascade/" in reader.get("/scorecards/").content.decode()


def test_the_gaps_of_the_cascade(reader, plan):
    page = words(reader.get("/cascade/?show=gaps"))
    missing, loose = page.split("Outcomes that nothing supports")[1].split("Parts of plans that support nothing")
    assert "Able to help" in missing
    assert "Help in time" not in missing
    assert "Tidy wards" in loose
    assert "Two doors open" not in loose
    assert "One outcome has nothing that supports it; one part of a plan supports nothing." in page


def test_each_part_says_how_it_stands(reader, plan):
    page = reader.get("/cascade/?part=agreement:in-time")
    card = reader.get("/scorecards/agreement/")
    assert b"status-within_tolerance" in page.content
    assert b"status-within_tolerance" in card.content


def test_the_cascade_before_there_was_a_plan_and_as_a_file(reader, plan):
    assert "Two doors open" in reader.get("/cascade/?download=csv").content.decode("utf-8-sig")
    yesterday = timezone.localdate() - timedelta(days=1)
    assert reader.get(f"/cascade/?as-at={yesterday}").status_code == 200


@pytest.mark.parametrize("part", ["nowhere", "agreement:nowhere"])
def test_a_part_that_there_is_not_is_refused(reader, part):
    assert reader.get(f"/cascade/?part={part}").status_code == 400


def test_a_plan_of_years_that_are_over_is_left_out(reader, tmp_path):
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "old.yaml").write_text(
        "kind: framework\ncode: old\nname: Old plan\nowner: health\nyears: {from: 2001-01-01, to: 2002-01-01}\nroll_up: worst\nrule_set: service\n"
        "nodes: [{code: was, name: What was, supports: [{framework: agreement, node: in-time}], items: [{indicator: seen-in-time}]}]\n"
    )
    apply_definitions(OPERATOR, folder, note="Old.")
    assert "What was" not in words(reader.get("/cascade/"))


def test_the_cascade_asks_all_scorecards_at_once(reader, plan):
    reader.get("/cascade/")
    with CaptureQueriesContext(connection) as queries:
        reader.get("/cascade/")
    assert len(queries) <= 20
