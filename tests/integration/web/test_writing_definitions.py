"""Definitions written on pages: drafted on a form, seen for what they would change, agreed by partners, put in force."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from reference.forms import form_of
from reference.pages import words

from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR, viewer_of
from trigpoint.ask.door import store
from trigpoint.catalogue.changing import Wanted, draft
from trigpoint.catalogue.models import Change, ChangeState
from trigpoint.catalogue.snapshots import in_force
from trigpoint.web.editing.kinds import WRITTEN

SEEN = "/catalogue/indicator/seen-in-time/change/"


def person(username: str, memberships: list[tuple[str, str]]) -> Client:
    save_person(OPERATOR, username, name=username.title(), memberships=memberships, password="a long password")
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


@pytest.fixture
def analyst(vale) -> Client:
    """Puts definitions in force for the whole partnership."""
    return person("analyst", [("", "analyst")])


def sent(client: Client, address: str, **changed: str | list[str]) -> dict[str, list[str]]:
    """The form at an address as it stands, with some controls filled in otherwise ("__" stands for a dot)."""
    form = form_of(client.get(address), "kept")
    return form | {
        name.replace("__", "."): value if isinstance(value, list) else [value] for name, value in changed.items()
    }


def drafted(client: Client, address: str, **changed: str | list[str]) -> Change:
    page = client.post(address, sent(client, address, **changed))
    assert page.status_code == 302, words(page)
    return Change.objects.get(pk=page["Location"].rstrip("/").split("/")[-1])


def do(client: Client, change: Change, what: str, **more: str | list[str]):
    return client.post(f"/catalogue/changes/{change.pk}/", {"do": what, **more}, follow=True)


def test_every_form_sent_as_it_stands_says_the_same_as_what_is_in_force(analyst: Client) -> None:
    asked = [document.identity for document in in_force().documents if document.identity[0] in WRITTEN]
    assert {kind for kind, _ in asked} >= {"indicator", "data-set", "framework", "rule-set"}
    for kind, code in asked:
        address = f"/catalogue/{kind}/{code}/change/"
        page = analyst.post(address, sent(analyst, address))
        assert "there is nothing to change yet" in words(page), (kind, code)


def test_a_change_is_seen_in_words_and_figures_before_it_is_in_force(analyst: Client) -> None:
    change = drafted(
        analyst,
        SEEN,
        name="Seen within four hours",
        formula="100 * waits.waited / waits.came",
        note="As the Board asked.",
    )
    page = words(analyst.get(f"/catalogue/changes/{change.pk}/"))
    assert "Name Seen in time Seen within four hours" in page
    assert "1 newest figure would be another" in page
    # 13 of 200 waited in the newest month, so 187 were seen in time.
    assert "93.5%" in page
    assert "6.5%" in page
    assert in_force().indicators["seen-in-time"].name == "Seen in time"

    after = do(analyst, change, "in-force")
    assert "It is in force from now on." in words(after)
    assert in_force().indicators["seen-in-time"].name == "Seen within four hours"
    told = words(analyst.get("/catalogue/indicator/seen-in-time/"))
    assert "Analyst from the set vale: As the Board asked." in told
    assert AuditEntry.objects.filter(action="apply-definitions", who__username="analyst").exists()


def test_what_is_wrong_stands_beside_what_it_is_about_and_nothing_is_lost(analyst: Client) -> None:
    form = sent(analyst, SEEN, formula="100 * waits.wated / waits.came", unit="", decimals="one", name="")
    page = analyst.post(SEEN, form)
    assert page.status_code == 400
    told = words(page)
    assert "“one” is no number: write it in digits, such as 12." in told
    assert "Say: name." in told
    assert "waits.wated" in told
    form = sent(analyst, SEEN, formula="100 * waits.wated / waits.came")
    page = analyst.post(SEEN, form)
    assert 'href="#formula">The data set &#x27;waits&#x27; has no data item &#x27;wated&#x27;.' in page.content.decode()
    assert "Did you mean 'waited'?" in words(page)
    assert "100 * waits.wated / waits.came" in words(page)
    assert not Change.objects.exists()


def test_the_formula_is_said_back_with_its_faults_and_what_its_example_gives(analyst: Client) -> None:
    form = sent(
        analyst, SEEN, act="formula", of="formula", worked_example__given="waits.came: 200\nwaits.waited: 13",
    )  # fmt: skip
    told = words(analyst.post(SEEN, form))
    assert "People who came − People who waited" in told
    assert "With the worked example it gives 93.5 ." in told
    told = words(analyst.post(SEEN, form | {"formula": ["waits.x"]}))
    assert "At letter 1: The data set 'waits' has no data item 'x'." in told
    told = words(analyst.post(SEEN, form | {"formula": ["waits.came"]}))
    assert "The data item is in people and the indicator says '%'." in told


def test_a_new_indicator_gets_its_code_from_its_name_and_may_begin_as_a_copy(analyst: Client) -> None:
    address = "/catalogue/new/indicator/?from=empty-posts"
    change = drafted(analyst, address, name="Posts empty in March")
    do(analyst, change, "in-force")
    made = in_force().indicators["posts-empty-in-march"]
    assert (made.formula, made.targets) == ("posts.empty", in_force().indicators["empty-posts"].targets)
    page = analyst.post(address, sent(analyst, address, name="Posts empty in March"))
    assert "There is a definition with the code “posts-empty-in-march” already" in words(page)


def test_rows_are_added_moved_and_taken_out_without_scripts(analyst: Client) -> None:
    form = sent(analyst, SEEN, act="add:targets")
    page = analyst.post(SEEN, form)
    assert "Target 2" in words(page)
    form = form_of(page, "kept") | {"targets.1.type": ["stretch"], "targets.1.period": ["2000-01..2099-12"], "targets.1.value": ["99"]}  # fmt: skip
    page = analyst.post(SEEN, form | {"act": ["up:targets:1"]})
    form = form_of(page, "kept")
    assert form["rows:targets"] == ["1,0"]
    form = form_of(analyst.post(SEEN, form | {"act": ["out:targets:0"]}), "kept")
    assert analyst.post(SEEN, form).status_code == 302
    (target,) = _document(Change.objects.get()).targets
    assert (target.type, str(target.value)) == ("stretch", "99")


def _document(change: Change):
    from trigpoint.definitions.yaml_files import read_text

    (part,) = change.parts.all()
    return read_text(part.text, part.path).document


def test_an_empty_row_is_passed_over(analyst: Client) -> None:
    form = form_of(analyst.post(SEEN, sent(analyst, SEEN, act="add:targets", name="Otherwise")), "kept")
    assert analyst.post(SEEN, form).status_code == 302
    assert len(_document(Change.objects.get()).targets) == 1


def test_a_place_is_chosen_by_its_name(analyst: Client) -> None:
    change = drafted(analyst, SEEN, targets__0__where="Area: East Vale")
    assert _document(change).targets[0].where == {"area": "east"}
    assert "Area: East Vale" in form_of(analyst.get(f"{SEEN}?draft={change.pk}"), "kept")["targets.0.where"]


def test_of_two_who_change_the_same_the_second_sees_the_first_before_theirs_is_in_force(analyst: Client) -> None:
    other = person("other", [("", "analyst")])
    mine = drafted(analyst, SEEN, why="Waiting harms.")
    theirs = drafted(other, SEEN, name="Seen soon")
    do(other, theirs, "in-force")
    refused = do(analyst, mine, "in-force")
    assert "“Seen soon” was changed by somebody else after this was written" in words(refused)
    assert "Somebody changed it meanwhile" in words(refused)
    assert in_force().indicators["seen-in-time"].why == ""
    assert "The draft now stands over" in words(do(analyst, mine, "write-over"))
    do(analyst, mine, "in-force")
    assert in_force().indicators["seen-in-time"].why == "Waiting harms."


def test_partners_who_are_asked_agree_before_it_is_in_force(analyst: Client, lead: Client) -> None:
    """The lead of Vale Health drafts, both partners are asked, one objects, and in the end both agree."""
    council = person("cora", [("council", "analyst")])
    change = drafted(lead, SEEN, unit="%", description="Seen within four hours of coming.")
    assert "Proposed by Lena Lead" in words(do(lead, change, "propose", partner=["health", "council"]))
    assert "A change is proposed by Lena Lead" in words(analyst.get("/catalogue/indicator/seen-in-time/"))
    assert "2 of the 2 partners asked have not agreed" in words(do(analyst, change, "in-force"))
    assert "Say what is in the way" in words(do(council, change, "say", organisation="council", agrees="no"))
    do(council, change, "say", organisation="council", agrees="no", remark="From arrival, not from coming.")
    assert "From arrival, not from coming." in words(lead.get(f"/catalogue/changes/{change.pk}/"))
    do(council, change, "say", organisation="council", agrees="yes")
    assert "1 of the 2 partners asked have not agreed" in words(do(analyst, change, "in-force"))
    do(lead, change, "say", organisation="health", agrees="yes")
    assert "All partners that were asked have agreed" in words(lead.get(f"/catalogue/changes/{change.pk}/"))
    do(analyst, change, "in-force")
    assert in_force().indicators["seen-in-time"].life.agreed_by == ("health", "council")


def test_nobody_agrees_for_a_partner_that_is_not_theirs(analyst: Client, lead: Client, steward: Client) -> None:
    change = drafted(lead, SEEN, description="Otherwise.")
    do(lead, change, "propose", partner=["council"])
    for who in (lead, analyst, steward):
        refused = do(who, change, "say", organisation="council", agrees="yes")
        assert refused.status_code == 403
    assert not change.opinions.exists()


def test_writing_a_proposal_further_asks_the_partners_anew(lead: Client) -> None:
    change = drafted(lead, SEEN, description="Otherwise.")
    do(lead, change, "propose", partner=["health"])
    do(lead, change, "say", organisation="health", agrees="yes")
    address = f"{SEEN}?draft={change.pk}"
    assert lead.post(address, sent(lead, address, description="Still otherwise.")).status_code == 302
    change.refresh_from_db()
    assert (change.state, change.asked, change.opinions.count()) == (ChangeState.DRAFT, [], 0)


def test_a_lead_drafts_and_puts_nothing_in_force(lead: Client) -> None:
    change = drafted(lead, SEEN, description="Otherwise.")
    page = lead.get(f"/catalogue/changes/{change.pk}/")
    assert "Put it in force" not in words(page)
    assert "In figures" not in words(page)
    assert do(lead, change, "in-force").status_code == 403
    assert in_force().indicators["seen-in-time"].description == ""


def test_a_draft_is_its_authors_own_until_it_is_proposed(lead: Client, steward: Client, reader: Client) -> None:
    change = drafted(lead, SEEN, description="Otherwise.")
    for other in (steward, reader):
        assert other.get(f"/catalogue/changes/{change.pk}/").status_code == 404
        assert "Seen in time" not in words(other.get("/catalogue/changes/"))
    do(lead, change, "propose", partner=["council"])
    assert reader.get(f"/catalogue/changes/{change.pk}/").status_code == 200
    assert do(steward, change, "give-up").status_code == 403


@pytest.mark.parametrize(
    "address", [SEEN, "/catalogue/new/", "/catalogue/new/indicator/", "/catalogue/indicator/seen-in-time/text/"]
)
def test_who_may_not_propose_sees_no_form(reader: Client, stranger: Client, address: str) -> None:
    assert reader.get(address).status_code == 403
    assert stranger.get(address).status_code == 403
    assert "Change it" not in words(reader.get("/catalogue/indicator/seen-in-time/"))


def test_a_definition_that_others_need_is_not_withdrawn(analyst: Client) -> None:
    page = analyst.post("/catalogue/rule-set/board/withdraw/", follow=True)
    assert "It cannot be withdrawn while others need it." in words(page)
    assert not Change.objects.exists()


def test_an_indicator_is_retired_and_one_that_nothing_names_is_withdrawn(analyst: Client) -> None:
    posts = "/catalogue/indicator/empty-posts/change/"
    change = drafted(analyst, posts, life__state="retired", life__retired_on="2026-03-31")
    do(analyst, change, "in-force")
    assert in_force().indicators["empty-posts"].life.state == "retired"
    page = analyst.post("/catalogue/responsibilities/leads/withdraw/", follow=True)
    assert "It would not be in force any more" in words(page)
    do(analyst, Change.objects.latest("pk"), "in-force")
    assert not in_force().responsibilities


def test_a_definition_is_changed_as_text_with_faults_by_line(analyst: Client) -> None:
    address = "/catalogue/rule-set/board/text/"
    text = form_of(analyst.get(address), "text")["text"][0].lstrip("\n")
    page = analyst.post(address, {"text": text.replace("amber: 5", "amber: five")})
    assert page.status_code == 400
    assert "Line 4: 'amber' is 'five', not a number." in words(page)
    assert analyst.post(address, {"text": "# Ours\n" + text.replace("amber: 5", "amber: 4")}).status_code == 302
    do(analyst, Change.objects.get(), "in-force")
    assert str(in_force().rule_sets["board"].rule.amber) == "4"
    assert b"# Ours" in analyst.get("/catalogue/rule-set/board/?file=yaml").content


def test_text_of_another_definition_is_refused(analyst: Client) -> None:
    text = "kind: rule-set\ncode: other\nname: Other\nrule: {method: contextual}\n"
    page = analyst.post("/catalogue/rule-set/board/text/", {"text": text})
    assert "The text is of another definition" in words(page)


def test_what_a_hostile_form_carries_is_refused_or_stays_text(analyst: Client) -> None:
    form = sent(analyst, SEEN, name="<script>alert(1)</script>")
    for kept in ("[]", "{", '{"nonsense": 1}', '{"kind": "rule-set"}', "[" * 100_000):
        assert analyst.post(SEEN, form | {"kept": [kept], "rows:targets": ["0,0,x,-1,999999999"]}).status_code in (
            302,
            400,
        )
    change = drafted(analyst, SEEN, name="<script>alert(1)</script>")
    page = analyst.get(f"/catalogue/changes/{change.pk}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_figures_of_a_draft_keep_to_the_rules_in_force(analyst: Client, lead: Client) -> None:
    """A draft that opens a data set to everybody shows its author nothing before it is in force."""
    waits = "/catalogue/data-set/waits/change/"
    do(analyst, drafted(analyst, waits, release__audience="own-organisation"), "in-force")
    council = person("cora", [("council", "analyst")])
    change = drafted(council, waits, release__audience="public", name="Waits of all")
    assert "93.5" not in words(council.get(f"/catalogue/changes/{change.pk}/"))


def test_a_change_given_up_changes_nothing(lead: Client) -> None:
    change = drafted(lead, SEEN, name="Otherwise")
    assert "The change is given up" in words(do(lead, change, "give-up"))
    assert "written no further" in words(do(lead, change, "propose", partner=["health"]))
    assert "Indicator: Otherwise" in words(lead.get("/catalogue/changes/?show=given-up"))


VALUES = "/catalogue/dimension/area/values"


def test_areas_are_added_several_at_once_and_under_their_names(analyst: Client) -> None:
    form = form_of(analyst.get(f"{VALUES}/new/"), "kept")
    form = form_of(analyst.post(f"{VALUES}/new/", form | {"act": ["add:members"]}), "kept")
    form |= {
        "members.0.name": ["North Vale"], "members.0.level": ["district"], "members.0.parent": ["The Vale"],
        "members.1.name": ["South Vale"], "members.1.level": ["district"], "members.1.parent": ["vale"],
        "members.1.codes": ["ons | E07000001"],
    }  # fmt: skip
    page = analyst.post(f"{VALUES}/new/", form)
    assert page.status_code == 302, words(page)
    do(analyst, Change.objects.get(), "in-force")
    tree = in_force().dimensions["area"]
    assert set(tree.children("vale")) == {"east", "west", "north-vale", "south-vale"}
    assert tree.members["south-vale"].codes[0].code == "E07000001"


def test_further_values_go_into_the_draft_that_is_open(analyst: Client) -> None:
    """Two areas one after the other are one change, that nobody has to put in force in a certain order."""
    for name in ("North Vale", "South Vale"):
        form = form_of(analyst.get(f"{VALUES}/new/"), "kept")
        analyst.post(f"{VALUES}/new/", form | {"members.0.name": [name], "members.0.level": ["district"], "members.0.parent": ["vale"]})  # fmt: skip
    page = words(analyst.get(f"/catalogue/changes/{Change.objects.get().pk}/"))
    assert "North Vale" in page
    assert "South Vale" in page


def test_an_area_moves_to_another_on_a_day(analyst: Client) -> None:
    form = form_of(analyst.get(f"{VALUES}/east/"), "kept") | {
        "members.0.parent": [""], "members.0.memberships": ["vale | | 2025-03-31\nvale | 2025-04-01"],
    }  # fmt: skip
    assert analyst.post(f"{VALUES}/east/", form).status_code == 302
    do(analyst, Change.objects.get(), "in-force")
    east = in_force().dimensions["area"].members["east"]
    assert [str(one.start) for one in east.memberships] == ["None", "2025-04-01"]
    assert east.name == "East Vale"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"members.0.name": ["East Vale"], "members.0.code": ["east"]}, "There is “east” already."),
        ({"members.0.name": ["North"], "members.0.parent": ["Nowhere"]}, "Nowhere"),
        ({"members.0.name": [""], "members.0.short_name": ["N"]}, "Say: name."),
        ({"members.0.name": ["North"], "members.0.from": ["2026-02-30"]}, "is no day of the calendar"),
    ],
)
def test_what_is_wrong_with_an_area_stands_beside_it(analyst: Client, wrong: dict[str, list[str]], said: str) -> None:
    form = form_of(analyst.get(f"{VALUES}/new/"), "kept") | {"members.0.level": ["district"], "members.0.parent": ["vale"]} | wrong  # fmt: skip
    page = analyst.post(f"{VALUES}/new/", form)
    assert page.status_code == 400
    assert said in words(page)


def tree_of(client: Client, address: str, act: str = "", **changed: str) -> dict[str, list[str]]:
    """The framework's form after a button of its tree was pressed."""
    form = form_of(client.get(address), "kept") | {name.replace("__", "."): [text] for name, text in changed.items()}
    return form_of(client.post(address, form | {"act": [act]}), "kept")


AGREEMENT = "/catalogue/framework/agreement/change/"


def test_a_scorecards_tree_is_moved_with_what_lies_beneath(analyst: Client) -> None:
    """Rows: 0 well, 1 in-time, 2 seen-in-time, 3 able, 4 empty-posts."""
    assert tree_of(analyst, AGREEMENT)["rows:rows"] == ["0,1,2,3,4"]
    assert tree_of(analyst, AGREEMENT, "down:rows:0")["rows:rows"] == ["3,4,0,1,2"]
    assert tree_of(analyst, AGREEMENT, "up:rows:3")["rows:rows"] == ["3,4,0,1,2"]
    form = tree_of(analyst, AGREEMENT, "in:rows:3")
    assert (form["rows.3.depth"], form["rows.4.depth"]) == (["1"], ["2"])
    form = tree_of(analyst, AGREEMENT, "back:rows:1")
    assert (form["rows.1.depth"], form["rows.2.depth"]) == (["0"], ["1"])
    assert tree_of(analyst, AGREEMENT, "out:rows:0")["rows:rows"] == ["3,4"]
    assert tree_of(analyst, AGREEMENT, "add-item:rows:0")["rows:rows"] == ["0,5,1,2,3,4"]


def test_a_theme_and_its_indicator_are_added_to_a_scorecard(analyst: Client) -> None:
    form = tree_of(analyst, AGREEMENT, "add:rows")
    form = form_of(
        analyst.post(AGREEMENT, form | {"rows.5.name": ["Waiting less"], "act": ["add-item:rows:5"]}), "kept"
    )
    form["rows.6.indicator"] = ["Seen in time"]
    form["rows.6.code"] = ["waiting"]
    form["rows.6.weight"] = ["2"]
    page = analyst.post(AGREEMENT, form)
    assert page.status_code == 302, words(page)
    do(analyst, Change.objects.get(), "in-force")
    node = in_force().frameworks["agreement"].nodes[-1]
    assert (node.code, node.name, node.items[0].indicator, node.items[0].weight) == ("waiting-less", "Waiting less", "seen-in-time", 2)  # fmt: skip


def test_an_indicator_lies_beneath_a_theme(analyst: Client) -> None:
    form = tree_of(analyst, AGREEMENT, "out:rows:0", rows__4__depth="0")
    page = analyst.post(AGREEMENT, form | {"rows:rows": ["4,3"], "rows.4.depth": ["0"], "act": ["keep"]})
    assert "Put this indicator beneath a theme" in words(page)


def new_data_set(client: Client, **more: str) -> Change:
    return drafted(
        client, "/catalogue/new/data-set/", name="Repairs", grain="month", provider="council", dimensions__0__dimension="organisation",
        measures__0__name="Repairs asked for", measures__0__unit="repairs", measures__0__over_members="sum",
        measures__0__over_time="sum", **more,
    )  # fmt: skip


def test_a_new_data_set_can_be_typed_at_once(analyst: Client) -> None:
    do(analyst, new_data_set(analyst), "in-force")
    source = in_force().sources["repairs-sheet"]
    assert [one.column for one in source.wide] == ["Repairs asked for"]
    council = person("carl", [("council", "data-steward")])
    assert "Type figures" in words(council.get("/data/sets/repairs/"))
    assert "Repairs asked for" in words(council.get("/data/sets/repairs/type/"))


def test_the_file_of_our_own_follows_the_data_set_unless_somebody_wrote_it_otherwise(analyst: Client) -> None:
    do(analyst, new_data_set(analyst), "in-force")
    address = "/catalogue/data-set/repairs/change/"
    do(analyst, drafted(analyst, address, measures__0__name="Repairs reported"), "in-force")
    assert [one.column for one in in_force().sources["repairs-sheet"].wide] == ["Repairs reported"]

    text = form_of(analyst.get("/catalogue/source/repairs-sheet/text/"), "text")["text"][0].lstrip("\n")
    text = text.replace("column: Repairs reported", "column: Jobs")
    analyst.post("/catalogue/source/repairs-sheet/text/", {"text": text})
    do(analyst, Change.objects.latest("pk"), "in-force")
    do(analyst, drafted(analyst, address, measures__0__name="Repairs finished"), "in-force")
    assert [one.column for one in in_force().sources["repairs-sheet"].wide] == ["Jobs"]


def test_what_is_said_of_a_typed_figure_stands_beneath_it(analyst: Client) -> None:
    do(analyst, new_data_set(analyst), "in-force")
    council = person("carl", [("council", "data-steward")])
    form = {"f-0-0": "120", "c-0": "A storm in the first week."}
    preview = council.post("/data/sets/repairs/type/", form, follow=True)
    council.post(preview.redirect_chain[-1][0], {"do": "take-in"}, follow=True)
    page = words(council.get("/data/sets/repairs/type/"))
    assert "Comment on Vale" in page
    held = store().table(in_force().data_sets["repairs"]).rows({}).to_pylist()
    assert [(row["value"], row["footnote"]) for row in held] == [(120, "A storm in the first week.")]


def test_a_draft_of_what_is_not_in_force_yet_is_written_further_as_text(analyst: Client) -> None:
    """A list of values has no form: a new one is written further as text alone."""
    text = "kind: members\ncode: more\nname: More\ndimension: area\nmembers:\n- {code: north, name: North Vale, level: district, parent: vale}\n"
    change = draft(
        viewer_of(User.objects.get(username="analyst")), [Wanted("members", "more", text, "")], title="More areas"
    )
    page = analyst.get(f"/catalogue/changes/{change.pk}/")
    further = re.search(r'href="([^"]+)">Write it further', page.content.decode())
    assert further is not None
    page = analyst.get(further[1])
    assert page.status_code == 200
    assert "North Vale" in page.content.decode()
