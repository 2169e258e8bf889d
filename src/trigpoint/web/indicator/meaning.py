"""What an indicator is: definition, formula in words, worked example, versions, people, targets, reward and forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from trigpoint.access.models import User
from trigpoint.ask.answered import measures_of
from trigpoint.ask.components import name_of
from trigpoint.ask.histories import History
from trigpoint.ask.outturn import outturn_forecast
from trigpoint.definitions.describing import Row, describe
from trigpoint.definitions.formula import Component, in_words
from trigpoint.definitions.indicators import Indicator
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.forecast import Forecast
from trigpoint.judge.numbers import format_date, plain
from trigpoint.judge.reward import RewardEarned
from trigpoint.judge.terms import Terms
from trigpoint.publish.tables import Table
from trigpoint.web.indicator.targets import targets_table
from trigpoint.web.indicator.year_so_far import reward_so_far


@dataclass(frozen=True)
class Person:
    """Somebody who answers for it. href: '' where they are not a user here."""

    role: str
    name: str
    href: str
    where: str


@dataclass(frozen=True)
class VersionRow:
    """How it was worked out between dates."""

    when: str
    words: str
    formula: str
    note: str
    breaks: bool


@dataclass(frozen=True)
class Example:
    """A worked example: each component with its number, the sum ('' where there is none to do), and what comes out."""

    given: tuple[tuple[str, str], ...]
    worked: str
    gives: str


@dataclass(frozen=True)
class Meaning:
    indicator: Indicator
    words: str
    formula: str
    example: Example | None
    versions: tuple[VersionRow, ...]
    references: tuple[str, ...]
    life: str
    owner: str
    people: tuple[Person, ...]
    targets: Table | None
    reward: RewardEarned | None
    reward_of: str
    forecast: Forecast | None
    forecast_of: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    definition_href: str


def meaning(history: History, today: date) -> Meaning:
    """What the disclosure at the foot of the page says. One query: the names of people."""
    definitions = history.definitions
    indicator = definitions.indicators[history.indicator.code]
    version = definitions.version_on(indicator.code, history.reading.period.last_day) or definitions.version_on(
        indicator.code, None
    )
    reward, reward_of = reward_so_far(history)
    outturn, outturn_of = outturn_forecast(history.reading)
    organisations = definitions.organisations
    return Meaning(
        indicator=indicator,
        words=in_words(definitions.formula(version.formula), lambda c: name_of(definitions, c)) if version else "",
        formula=version.formula if version else "",
        example=_example(definitions, indicator, version.formula if version else None),
        versions=_versions(definitions, indicator),
        references=tuple(f"{r.scheme} {r.code}{_dates(r.start, r.end, before=', ')}" for r in indicator.references),
        life=_life(definitions, indicator),
        owner=organisations.name(indicator.owner) if organisations and indicator.owner else "",
        people=_people(definitions, indicator, today),
        targets=targets_table(definitions, indicator),
        reward=reward,
        reward_of=reward_of,
        forecast=outturn,
        forecast_of=outturn_of,
        facts=tuple((label, text) for label, text in (
            ("Why it matters", indicator.why), ("How it is measured", indicator.methodology),
            ("Source", indicator.source_note), ("Know this first", indicator.caveats),
        ) if text),
        rows=tuple(describe(indicator, definitions)),
        definition_href=reverse("definition", args=["indicator", indicator.code]),
    )  # fmt: skip


def _example(definitions: Definitions, indicator: Indicator, formula: str | None) -> Example | None:
    example = indicator.worked_example
    if example is None or formula is None:
        return None
    parsed = definitions.formula(formula)
    given = {name.replace(" ", ""): value for name, value in example.given.items()}

    def value_of(component: Component) -> Decimal | None:
        for key in (str(component), f"{component.data_set}.{component.measure}"):
            if key.replace(" ", "") in given:
                return given[key.replace(" ", "")]
        return None

    def number(component: Component) -> str:
        value = value_of(component)
        return "?" if value is None else plain(value)

    shown = tuple((name_of(definitions, c), number(c)) for c in parsed.components)
    terms = Terms.of(indicator)
    gives = "no figure" if example.gives is None else terms.say(example.gives)
    return Example(shown, "" if parsed.works_nothing_out else in_words(parsed, number, signs=True), gives)


def _versions(definitions: Definitions, indicator: Indicator) -> tuple[VersionRow, ...]:
    versions = definitions.versions(indicator.code)
    if len(versions) < 2:
        return ()
    return tuple(
        VersionRow(
            _dates(v.start, v.end) or "From the start",
            in_words(definitions.formula(v.formula), lambda c: name_of(definitions, c)),
            v.formula, v.note, v.breaks_trend,
        )
        for v in reversed(versions)
    )  # fmt: skip


def _dates(start: date | None, end: date | None, before: str = "") -> str:
    if start and end:
        return f"{before}{format_date(start)} to {format_date(end)}"
    if start:
        return f"{before}from {format_date(start)}"
    return f"{before}until {format_date(end)}" if end else ""


def _life(definitions: Definitions, indicator: Indicator) -> str:
    life, organisations = indicator.life, definitions.organisations
    words = {
        "in-force": "In force",
        "draft": "Draft",
        "proposed": "Proposed",
        "agreed": "Agreed",
        "retired": "Retired",
    }[life.state]
    if life.agreed_by and organisations:
        words += ", agreed by " + ", ".join(organisations.name(code) for code in life.agreed_by)
    if life.retired_on:
        words += f" on {format_date(life.retired_on)}"
    for text, code in (("replaced by", life.replaced_by), ("stands in for", life.proxy_for)):
        if code:
            other = definitions.indicators.get(code)
            words += f", {text} {other.name if other else code}"
    return words


def _people(definitions: Definitions, indicator: Indicator, today: date) -> tuple[Person, ...]:
    data_sets = {code for code, _ in measures_of(definitions, indicator.code)}
    placed = {
        (framework, item.place.item) for framework, items in definitions.places.items()
        for item in items if item.place.indicator == indicator.code
    }  # fmt: skip
    found = [
        r for r in definitions.responsibilities
        if r.holds_on(today) and (
            r.indicator == indicator.code
            or (r.framework is not None and (r.framework, r.node or "") in placed)
            or (r.data_set in data_sets and r.indicator is None and r.role != "lead")
        )
    ]  # fmt: skip
    names = {
        user.username: user.name or user.username
        for user in User.objects.filter(username__in={r.person for r in found})
    }
    organisations = definitions.organisations
    words = {
        "lead": "Lead",
        "provider": "Provides the data",
        "checker": "Checks the data",
        "approver": "Approves",
        "deputy": "Deputy",
    }
    people = []
    for r in found:
        where = organisations.name(r.organisation) if organisations and r.organisation else ""
        href = reverse("person", args=[r.person]) if r.person in names else ""
        people.append(Person(words[r.role], names.get(r.person, r.person), href, where))
    return tuple(dict.fromkeys(people))
