"""Each story of the sample is found where the tour says, by one who looks: through the door, and on the pages.

That the stories are in the files is shown beside, in the unit tests; here, that the product tells them.
"""

from __future__ import annotations

import html
import re
from datetime import date
from itertools import pairwise

import pytest
from django.test import Client
from integration.demo.conftest import TODAY

from trigpoint.access.models import User
from trigpoint.access.viewers import OPERATOR
from trigpoint.ask.answered import Answered
from trigpoint.ask.door import ask
from trigpoint.ask.reading import read_question
from trigpoint.ask.readings import Reading, Wanted
from trigpoint.ask.scorecards import scorecard
from trigpoint.ask.standing import read
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.snapshots import in_force
from trigpoint.demo.stories import Story, stories

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def told(sample: date) -> dict[str, Story]:
    """The stories by their codes."""
    return {story.code: story for story in stories(sample)}


def reading(story: Story, number: int = 0, *, framework: str | None = None, as_at: date | None = None) -> Reading:
    """The story's indicator, read at its period in its place."""
    definitions = in_force()
    wanted = Wanted(story.indicators[number], (), framework or story.framework or None)
    period = definitions.calendars.parse(story.period)
    [found] = read(OPERATOR, definitions, [wanted], period=period, as_at=as_at, today=TODAY.date())
    return found


def broken_down(story: Story, **more: object) -> Answered:
    question = read_question(in_force(), story.indicators[:1], by=[story.by], period=story.period, **more)
    return ask(question, OPERATOR)


def page(path: str, **parameters: str) -> str:
    """What the partnership's analyst reads on a page, without its tags."""
    client = Client()
    client.force_login(User.objects.get(username="h.quill"))
    response = client.get(path, parameters)
    assert response.status_code == 200, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.unescape(response.content.decode())))


def test_two_rules_judge_one_figure_differently(told: dict[str, Story]) -> None:
    found = reading(told["two-rules"])
    assert float(found.cell.value) == pytest.approx(91.6, abs=0.05)
    assert found.status == "within_tolerance"
    assert found.judged_by("service").status == "off_target"


def test_only_noise_is_red_and_usual(told: dict[str, Story]) -> None:
    found = reading(told["only-noise"])
    assert found.status == "off_target"
    assert found.usual is True


def test_a_hidden_decline_is_green_and_no_longer_usual(told: dict[str, Story]) -> None:
    found = reading(told["hidden-decline"])
    assert found.status in ("on_target", "exceeding")
    values = [value for _, value in found.series][-13:]
    assert all(later < earlier for earlier, later in pairwise(values))
    assert found.process.variation == "concern"


def test_the_gap_widens_beneath_a_green_headline(told: dict[str, Story]) -> None:
    story = told["widening-gap"]
    assert reading(story).status in ("on_target", "exceeding")
    years = [f"{year}-{(year + 1) % 100:02d}" for year in range(2021, 2026)]
    gaps = []
    for year in years:
        question = read_question(in_force(), story.indicators[:1], by=[story.by], period=year)
        facts = ask(question, OPERATOR).facts
        value = dict(zip((members[0] for members in facts.members), facts.value, strict=True))
        gaps.append(value["fifth-5"] - value["fifth-1"])
    assert all(later > earlier for earlier, later in pairwise(gaps)), gaps


def test_a_restated_quarter_was_green_on_the_boards_day(told: dict[str, Story]) -> None:
    story = told["restated"]
    definitions = in_force()
    now, then = (
        ask(
            read_question(definitions, story.indicators, period=story.period, as_at=day, framework=story.framework),
            OPERATOR,
        )
        for day in (None, story.as_at)
    )
    assert then.judgement(0).status in ("on_target", "exceeding")
    assert now.judgement(0).status == "off_target"
    assert now.facts.denominator[0] == then.facts.denominator[0] or now.facts.value[0] > then.facts.value[0]


def test_a_survey_is_too_small_to_judge(told: dict[str, Story]) -> None:
    found = reading(told["too-small"])
    assert found.status == "too_small"
    assert found.cell.base == 23
    assert found.cell.lower is not None
    assert found.cell.upper is not None


def test_a_reward_is_just_missed(told: dict[str, Story]) -> None:
    story = told["reward-missed"]
    text = page(f"/indicators/{story.indicators[0]}/", period=story.period, framework=story.framework)
    [said] = re.findall(r"Reward grant (.*?\.) ", text)
    assert re.search(r"\b59(\.\d)?%", said), said
    assert "60%" in said


def test_a_lead_is_three_cycles_late_and_not_red(told: dict[str, Story]) -> None:
    story = told["three-late"]
    for number, indicator in enumerate(story.indicators):
        assert reading(story, number).status == "late", indicator
        question = read_question(in_force(), [indicator], by=["period"], period="2026-05..2026-09")
        nothing = ask(question, OPERATOR).facts.nothing
        assert nothing[:1] == [None]
        assert nothing.count("late") == 3
        assert nothing[-1] in ("not-yet-due", "late")
    assert "Late" in page(f"/scorecards/{story.framework}/", period=story.period)


def test_a_trend_breaks_where_its_definition_changed(told: dict[str, Story]) -> None:
    story = told["broken-trend"]
    found = reading(story)
    values = {period.code: value for period, value in found.series}
    if "2024-03" in values and "2024-04" in values:
        assert values["2024-03"] - values["2024-04"] > 12
    text = page(f"/indicators/{story.indicators[0]}/", period=story.period)
    assert "asked for" in text or "definition" in text.casefold()


def test_a_basket_is_green_by_weight_and_red_by_its_worst(told: dict[str, Story]) -> None:
    story = told["basket"]
    definitions = in_force()
    period = definitions.calendars.parse(story.period)
    worst = scorecard(OPERATOR, definitions, story.framework, period=period, today=TODAY.date())
    weighed = scorecard(OPERATOR, definitions, "fenmoor-together-agreement", period=period, today=TODAY.date())
    assert worst.rolled[story.node].status == "off_target"
    assert weighed.rolled["homes-to-rely-on"].status in ("on_target", "exceeding")
    assert worst.rolled[story.node].pulled_down


def test_rejected_rows_wait(told: dict[str, Story]) -> None:
    load = Load.objects.filter(data_set=told["rejected-rows"].data_set, rejected__gt=0).latest("pk")
    assert (load.supplied, load.rejected) == (12, 9)


def test_better_than_target_and_getting_worse(told: dict[str, Story]) -> None:
    found = reading(told["better-but-worse"])
    assert found.status in ("on_target", "exceeding")
    assert found.process.variation == "concern"


def test_small_districts_are_hidden_and_the_county_is_shown(told: dict[str, Story]) -> None:
    story = told["hidden-small"]
    facts = broken_down(story).facts
    assert facts.nothing.count("hidden") >= 2, "one alone would be the county less the rest"
    county = ask(read_question(in_force(), story.indicators, period=story.period), OPERATOR)
    assert county.facts.value[0] is not None


def test_five_of_seven_partners_have_reported(told: dict[str, Story]) -> None:
    found = reading(told["five-of-seven"])
    assert tuple(found.cell.coverage) == (5, 7)
    assert found.status == "incomplete"


def test_a_theme_has_no_outcome(told: dict[str, Story]) -> None:
    story = told["no-outcome"]
    definitions = in_force()
    card = scorecard(OPERATOR, definitions, story.framework, today=TODAY.date())
    assert story.node in [node.code for node in card.without_outcome]


def test_the_same_figure_stands_under_two_names(told: dict[str, Story]) -> None:
    text = page("/catalogue/health/")
    definitions = in_force()
    for code in told["same-twice"].indicators:
        assert definitions.indicators[code].name in text


def test_every_story_opens_where_it_is_told(told: dict[str, Story]) -> None:
    for story in told.values():
        for code in story.indicators:
            text = page(f"/indicators/{code}/", period=story.period)
            assert in_force().indicators[code].name in text
        if story.framework:
            page(f"/scorecards/{story.framework}/", period=story.period)
