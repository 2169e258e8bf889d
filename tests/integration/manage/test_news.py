"""Told in time, once, and only what one may see: what is news of the Vale's figures, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reference.vale import months

from trigpoint.access.models import AuditEntry, Membership, Scope, User
from trigpoint.access.permissions import NotAllowed
from trigpoint.access.viewers import Viewer
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.partnership import COMMENTARY_HEADINGS
from trigpoint.manage.about import About, BadText
from trigpoint.manage.commentary import write_commentary
from trigpoint.manage.milestones import add_milestone
from trigpoint.manage.models import Kind, News, NewsChoice, NewsKind, Undertaking
from trigpoint.manage.news.choices import ANSWERED, PORTFOLIO, choose, of_framework, set_telling_rules
from trigpoint.manage.news.escalation import escalate
from trigpoint.manage.news.handling import acknowledge, news_of, pass_on, snooze, waiting
from trigpoint.manage.news.making import make_news
from trigpoint.manage.news.noise import noise
from trigpoint.manage.portfolios import follow
from trigpoint.manage.undertakings import raise_undertaking

As = Callable[[str], Viewer]
TODAY = timezone.localdate()


@pytest.fixture
def next_month() -> str:
    """The month after the last one that has figures."""
    first = TODAY.replace(day=1)
    return f"{first - timedelta(days=1):%Y-%m}"


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let it be noon of a day."""

    def let_it_be(day: date) -> None:
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        monkeypatch.setattr(timezone, "now", lambda: noon)

    return let_it_be


def told(username: str, *kinds: str) -> list[str]:
    rows = News.objects.filter(owner__username=username)
    return list((rows.filter(kind__in=kinds) if kinds else rows).order_by("pk").values_list("says", flat=True))


def wants(viewer: Viewer, *rules: tuple[str, str], **more) -> NewsChoice:
    usual = {"mail": "daily", "quiet_from": time(18), "quiet_until": time(8), "away_from": None, "away_until": None}
    return choose(viewer, in_force(), TODAY, rules=rules, **(usual | more))


def test_what_turned_is_told_to_who_follows_it_with_its_reason(as_person: As, turns_red) -> None:
    follow(as_person("reader"), "seen-in-time")
    turns_red()
    make_news()
    (says,) = told("reader", NewsKind.TURNED)
    month = in_force().calendars.label(in_force().calendars.parse(months(TODAY)[-1]))
    assert says.startswith(f"Seen in time turned red in {month}: 68.5%")
    assert "95%" in says


def test_the_same_is_never_told_twice(as_person: As, turns_red) -> None:
    follow(as_person("reader"), "seen-in-time")
    turns_red()
    assert make_news() > 0
    for _ in range(2):
        assert make_news() == 0
    turns_red(3)
    make_news()
    turns_red(60)
    make_news()
    assert len(told("reader", NewsKind.TURNED)) == 1


def test_what_stood_so_before_is_no_news(as_person: As, turns_red) -> None:
    turns_red()
    Load.objects.filter(known_on__gte=timezone.now() - timedelta(days=1)).update(
        known_on=timezone.now() - timedelta(days=3)
    )
    follow(as_person("reader"), "seen-in-time")
    make_news()
    assert told("reader") == []


def test_a_figure_that_was_known_and_is_another_now_is_restated(as_person: As, turns_red) -> None:
    turns_red(11)
    make_news()
    (says,) = told("lead", NewsKind.RESTATED)
    assert "was restated: 93.0% in" in says
    assert "where it was 97.0%" in says


def test_what_turned_is_not_told_again_of_the_next_month_on_the_next_look(
    as_person: As, supplies, next_month: str
) -> None:
    follow(as_person("reader"), "seen-in-time")
    supplies({months(TODAY)[-1]: 60})
    make_news()
    supplies({next_month: 60})
    make_news()
    (says,) = told("reader", NewsKind.TURNED)
    assert in_force().calendars.label(in_force().calendars.parse(months(TODAY)[-1])) in says
    assert len(told("reader", NewsKind.WORSE)) == 0


def test_what_recovered_and_turned_again_is_told_again(as_person: As, supplies, next_month: str, on_day) -> None:
    follow(as_person("reader"), "seen-in-time")
    for days, figures in enumerate(({months(TODAY)[-1]: 60}, {months(TODAY)[-1]: 3}, {next_month: 60})):
        on_day(TODAY + timedelta(days=days))
        supplies(figures)
        make_news()
    assert len(told("reader", NewsKind.TURNED)) == 2


def test_an_earlier_figure_that_is_restated_after_a_later_one_is_told(as_person: As, supplies) -> None:
    for month in months(TODAY)[-1:-3:-1]:
        supplies({month: 11})
        make_news()
    labels = [in_force().calendars.label(in_force().calendars.parse(month)) for month in months(TODAY)[-1:-3:-1]]
    says = told("lead", NewsKind.RESTATED)
    assert len(says) == 2
    for label, one in zip(labels, says, strict=True):
        assert f"in {label}, where it was" in one


def test_what_is_overdue_is_told_on_its_day_though_nobody_has_reported(as_person: As, on_day) -> None:
    make_news()
    assert told("lead", NewsKind.LATE) == []
    first_late = (TODAY.replace(day=1) + timedelta(days=32)).replace(day=1)
    for day, late in ((first_late - timedelta(days=1), 0), (first_late, 1), (first_late + timedelta(days=1), 1)):
        on_day(day)
        make_news()
        assert len(told("lead", NewsKind.LATE)) == late
    month = in_force().calendars.containing(TODAY, "month")
    assert News.objects.get(owner__username="lead", kind=NewsKind.LATE).period == month.code


def test_commentary_is_asked_of_who_leads_unless_it_is_written(as_person: As, turns_red) -> None:
    write_commentary(
        as_person("lead"), About("seen-in-time", framework="agreement", item="seen-in-time", period=months(TODAY)[-1]),
        [(heading, "It was the snow.") for heading in COMMENTARY_HEADINGS], after_version=0, propose=True,
    )  # fmt: skip
    turns_red()
    make_news()
    assert told("lead", NewsKind.COMMENTARY) == []
    assert told("lead", NewsKind.TURNED)


def test_commentary_that_is_asked_for_is_told(as_person: As, turns_red) -> None:
    turns_red(12)
    make_news()
    (says,) = told("lead", NewsKind.COMMENTARY)
    assert says.startswith("Commentary is asked for on Seen in time")
    assert "It is amber: 92.5% against 95%" in says
    assert told("reader", NewsKind.COMMENTARY) == []


def test_what_turned_and_wants_commentary_is_one_piece_of_news(as_person: As, turns_red) -> None:
    turns_red()
    make_news()
    turned = News.objects.get(owner__username="lead", kind=NewsKind.TURNED)
    assert turned.more.endswith("A real change for the worse. Commentary is asked for.")
    assert told("lead", NewsKind.COMMENTARY, NewsKind.WORSE) == []


def test_a_real_change_is_told_where_nothing_turned(as_person: As, turns_red) -> None:
    wants(as_person("lead"), (NewsKind.WORSE, ANSWERED))
    turns_red()
    make_news()
    (says,) = told("lead", NewsKind.WORSE)
    assert says.startswith("Seen in time: a real change for the worse, 68.5% in")


def test_a_person_sees_only_their_own_place(as_person: As, turns_red) -> None:
    follow(as_person("easterner"), "seen-in-time")
    turns_red()
    make_news()
    (says,) = told("easterner", NewsKind.TURNED)
    assert says.startswith("Seen in time, East Vale turned red")
    assert "40.0%" in says


def test_who_has_no_role_any_more_is_told_nothing(as_person: As, turns_red) -> None:
    follow(as_person("reader"), "seen-in-time")
    Membership.objects.filter(user__username="reader").delete()
    turns_red()
    make_news()
    assert told("reader") == []


def test_what_was_told_under_other_limits_is_shown_no_more(as_person: As, turns_red) -> None:
    follow(as_person("reader"), "seen-in-time")
    turns_red()
    make_news()
    assert news_of(as_person("reader")).exists()
    Scope.objects.create(user=User.objects.get(username="reader"), dimension="area", member="west")
    assert not news_of(as_person("reader")).exists()


def test_rules_say_what_is_told_of_what(as_person: As, turns_red) -> None:
    wants(as_person("reader"), (NewsKind.TURNED, of_framework("agreement")))
    wants(as_person("lead"), (NewsKind.LATE, ANSWERED))
    turns_red()
    make_news()
    assert len(told("reader", NewsKind.TURNED)) == 1
    assert told("lead", NewsKind.TURNED) == []


@pytest.mark.parametrize(
    "rule", [("nonsense", PORTFOLIO), (NewsKind.TURNED, "framework/none"), (NewsKind.COMMENTARY, PORTFOLIO)]
)
def test_a_rule_that_there_is_not_is_refused(as_person: As, rule: tuple[str, str]) -> None:
    with pytest.raises(BadText):
        wants(as_person("reader"), rule)


def test_days_away_must_be_days(as_person: As) -> None:
    with pytest.raises(BadText, match="back before you go"):
        wants(as_person("reader"), away_from=TODAY, away_until=TODAY - timedelta(days=1))
    with pytest.raises(BadText, match="both"):
        wants(as_person("reader"), away_from=TODAY)


def test_an_action_that_became_late_is_told_to_its_owner_once(as_person: As) -> None:
    action = raise_undertaking(
        as_person("reader"), Kind.ACTION, About("seen-in-time"), "Open at weekends", owner="lead", due=TODAY
    )
    make_news()
    assert told("lead", NewsKind.OVERDUE) == []
    yesterday = TODAY - timedelta(days=1)
    Undertaking.objects.update(due=yesterday)
    action.steps.update(due=yesterday)
    make_news()
    make_news()
    assert told("lead", NewsKind.OVERDUE) == [f"An action is late: Open at weekends, due by {yesterday:%-d %B %Y}"]


def test_a_milestone_that_became_late_is_told_by_its_own_name_and_day(as_person: As, on_day) -> None:
    day, due = timedelta(days=1), TODAY + timedelta(days=60)
    project = raise_undertaking(
        as_person("lead"), Kind.PROJECT, About(), "Open at weekends", owner="lead", start=TODAY, due=due
    )
    for name, by in (("Rota agreed", TODAY), ("Doors open", TODAY + day)):
        add_milestone(as_person("lead"), project.pk, name, by)
    for days in (1, 2, 3):
        on_day(TODAY + days * day)
        make_news()
    assert told("lead", NewsKind.OVERDUE) == [
        f"A milestone is late: Rota agreed, of Open at weekends, due by {TODAY:%-d %B %Y}",
        f"A milestone is late: Doors open, of Open at weekends, due by {TODAY + day:%-d %B %Y}",
    ]


def test_news_of_a_person_takes_as_many_queries_however_much_they_follow(as_person: As, turns_red) -> None:
    follow(as_person("reader"), "seen-in-time")
    turns_red()
    make_news()
    with CaptureQueriesContext(connection) as few:
        make_news()
    for slice_ in ("area=east", "area=west"):
        follow(as_person("reader"), "seen-in-time", slice_)
    follow(as_person("reader"), "empty-posts")
    make_news()
    with CaptureQueriesContext(connection) as many:
        make_news()
    assert len(many) == len(few)


@pytest.fixture
def piece(as_person: As, turns_red) -> News:
    """Something told to who leads."""
    turns_red()
    make_news()
    return News.objects.get(owner__username="lead", kind=NewsKind.TURNED)


def test_what_is_acknowledged_waits_no_more(as_person: As, piece: News) -> None:
    before = waiting(as_person("lead"), TODAY).count()
    assert acknowledge(as_person("lead"), piece.pk)
    assert not acknowledge(as_person("lead"), piece.pk)
    assert waiting(as_person("lead"), TODAY).count() == before - 1


def test_what_is_put_off_waits_again_on_its_day(as_person: As, piece: News) -> None:
    day = TODAY + timedelta(days=3)
    snooze(as_person("lead"), piece.pk, day)
    assert piece not in waiting(as_person("lead"), TODAY)
    assert piece in waiting(as_person("lead"), day)
    for wrong in (TODAY, TODAY + timedelta(days=400)):
        with pytest.raises(BadText):
            snooze(as_person("lead"), piece.pk, wrong)


def test_what_is_passed_on_is_told_to_who_may_see_it(as_person: As, piece: News) -> None:
    with pytest.raises(BadText, match="Ed Easterner may not see this figure"):
        pass_on(as_person("lead"), piece.pk, "easterner")
    for nobody in ("stranger", "nobody", "lead", ""):
        with pytest.raises(BadText):
            pass_on(as_person("lead"), piece.pk, nobody)
    pass_on(as_person("lead"), piece.pk, "reader")
    theirs = news_of(as_person("reader")).get()
    assert (theirs.says, str(theirs.passed_by)) == (piece.says, "Lena Lead")
    assert piece not in waiting(as_person("lead"), TODAY)
    assert AuditEntry.objects.filter(action="pass-on-news").exists()


def test_what_turned_stands_before_what_else_is_told_at_the_same_time(as_person: As, turns_red) -> None:
    turns_red()
    make_news()
    kinds = [piece.kind for piece in news_of(as_person("lead"))]
    assert kinds[0] == NewsKind.TURNED
    assert kinds == sorted(kinds, key=NewsKind.values.index)


def test_nobody_touches_anothers_news(as_person: As, piece: News) -> None:
    other = as_person("reader")
    assert not acknowledge(other, piece.pk)
    with pytest.raises(BadText):
        snooze(other, piece.pk, TODAY + timedelta(days=1))
    with pytest.raises(BadText):
        pass_on(other, piece.pk, "ada")


def test_when_nothing_happens_the_leads_own_organisation_is_told_once(as_person: As, piece: News) -> None:
    set_telling_rules(as_person("ada"), [], 7)
    assert escalate() == 0
    News.objects.update(at=timezone.now() - timedelta(days=8))
    assert escalate() >= 1
    assert escalate() == 0
    says = told("analyst", NewsKind.TURNED)
    assert says == [f"Lena Lead has done nothing for 7 days: {piece.says}"]
    assert told("reader") == told("ada") == []


def test_what_was_acted_on_goes_no_further(as_person: As, piece: News) -> None:
    set_telling_rules(as_person("ada"), [], 7)
    for one in News.objects.filter(owner__username="lead"):
        acknowledge(as_person("lead"), one.pk)
    News.objects.update(at=timezone.now() - timedelta(days=8))
    assert escalate() == 0


def test_which_rules_make_noise_is_counted_for_administrators_alone(as_person: As, piece: News) -> None:
    acknowledge(as_person("lead"), piece.pk)
    for number in range(11):
        News.objects.create(
            owner=piece.owner, kind=NewsKind.LATE, indicator="seen-in-time", turned=str(number), says="Late", limits=piece.limits,
            at=timezone.now() - timedelta(days=20),
        )  # fmt: skip
    by_kind = {one.kind: one for one in noise(as_person("ada"))}
    assert (by_kind[NewsKind.TURNED].made, by_kind[NewsKind.TURNED].acknowledged) == (1, 1)
    assert by_kind[NewsKind.TURNED].share is None
    assert by_kind[NewsKind.LATE].ignored == 11
    assert by_kind[NewsKind.LATE].is_noise
    with pytest.raises(NotAllowed):
        noise(as_person("reader"))
    with pytest.raises(NotAllowed):
        set_telling_rules(as_person("reader"), [], 7)
