"""What an indicator is: definition, formula in words, worked example, versions, people, targets, reward and forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from trigpoint.access.models import User
from trigpoint.ask.answered import adds_over_time, measures_of
from trigpoint.ask.histories import COUNTED_KINDS, History
from trigpoint.ask.readings import breaks_in, is_complete
from trigpoint.definitions.describing import Row, describe, said
from trigpoint.definitions.formula import Component, in_words
from trigpoint.definitions.indicators import Indicator, Target
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.judge.forecast import Forecast, forecast
from trigpoint.judge.numbers import Number, format_date, plain
from trigpoint.judge.reward import RewardEarned, reward_earned
from trigpoint.judge.targets import Slice, TargetInForce, target_for
from trigpoint.judge.terms import Terms
from trigpoint.publish.cells import Cell
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import DataNote

PERIODS_A_YEAR = {"month": 12, "quarter": 4}


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
    reward, reward_of = _reward(history)
    outturn, outturn_of = _forecast(history)
    organisations = definitions.organisations
    return Meaning(
        indicator=indicator,
        words=in_words(definitions.formula(version.formula), lambda c: component_name(definitions, c)) if version else "",
        formula=version.formula if version else "",
        example=_example(definitions, indicator, version.formula if version else None),
        versions=_versions(definitions, indicator),
        references=tuple(f"{r.scheme} {r.code}{_dates(r.start, r.end, before=', ')}" for r in indicator.references),
        life=_life(definitions, indicator),
        owner=organisations.name(indicator.owner) if organisations and indicator.owner else "",
        people=_people(definitions, indicator, today),
        targets=_targets(definitions, history, indicator),
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


def component_name(definitions: Definitions, component: Component) -> str:
    """What a component is called, with its slice."""
    measure = definitions.measure(component.data_set, component.measure)
    name = measure.name if measure else f"{component.data_set}.{component.measure}"
    slices = []
    for role, members in component.where:
        found = definitions.dimension_role(component.data_set, role)
        tree = definitions.dimensions.get(found.dimension) if found else None
        slices.append(" or ".join(tree.name(member) if tree else member for member in members))
    return f"{name} ({', '.join(slices)})" if slices else name


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

    shown = tuple((component_name(definitions, c), number(c)) for c in parsed.components)
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
            in_words(definitions.formula(v.formula), lambda c: component_name(definitions, c)),
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


def _targets(definitions: Definitions, history: History, indicator: Indicator) -> Table | None:
    if not indicator.targets:
        return None
    terms = history.reading.answered.terms(indicator.code)
    rows: list[dict[str, Cell]] = []
    for target in indicator.targets:
        revised = target.revisions[-1] if target.revisions else None
        slice_ = ", ".join(
            definitions.dimensions[d].name(m) if d in definitions.dimensions else m for d, m in target.where.items()
        )
        framework = definitions.frameworks.get(target.framework or "")
        rows.append(
            {
                "period": target.period, "for": ", ".join(x for x in (slice_, framework.name if framework else "") if x) or "The whole",
                "kind": target.type.replace("-", " "), "original": _aim(target, terms),
                "revised": f"{_aim(revised, terms)} on {format_date(revised.on)} by {revised.by}: {revised.reason}" if revised else "",
                "agreed": format_date(target.agreed_on) if target.agreed_on else "",
            }
        )  # fmt: skip
    columns = (
        Column("period", "Period"), Column("for", "For"), Column("kind", "Kind"), Column("original", "As first agreed"),
        Column("revised", "Revised", wide=True), Column("agreed", "Agreed"),
    )  # fmt: skip
    return Table(f"Targets of {indicator.name}", columns, rows, name=f"{indicator.code}-targets")


def _aim(target: Target, terms: Terms) -> str:
    if target.day is not None:
        return format_date(target.day)
    if target.stage is not None:
        return target.stage
    if target.value is not None:
        return terms.say_aim(target.value)
    if target.low is not None or target.high is not None:
        low, high = (terms.say_aim(v) if v is not None else "" for v in (target.low, target.high))
        return f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
    profile = getattr(target, "profile", ())
    if profile:
        return f"profile of {len(profile)} periods, from {terms.say_aim(profile[0].value)} to {terms.say_aim(profile[-1].value)}"
    return said(target.type) if getattr(target, "type", "") else "to be agreed"


def _reward(history: History) -> tuple[RewardEarned | None, str]:
    target = history.reading.target
    agreed = target.agreed if target else None
    if agreed is None or agreed.reward is None:
        return None, ""
    earned = reward_earned(
        history.reading.cell.value, target.value if target else None, agreed.reward, history.reading.terms
    )
    return earned, history.reading.answered.label(history.reading.period)


def _forecast(history: History) -> tuple[Forecast | None, str]:
    """The year's outturn, where the indicator is reported within the year and its parts make a year."""
    reading, definitions = history.reading, history.definitions
    indicator = definitions.indicators[history.indicator.code]
    periods = PERIODS_A_YEAR.get(indicator.grain)
    if (
        periods is None
        or history.grain != indicator.grain
        or indicator.value_kind in COUNTED_KINDS
        or not reading.has_figure
    ):
        return None, ""
    calendars, facts = definitions.calendars, reading.answered.facts
    year = calendars.containing(reading.period.start, "financial-year")
    held = [i for i in reading.cells if year.start <= facts.asked[i].start and facts.asked[i] <= reading.period]
    asked = [facts.asked[i] for i in held]
    if not asked or asked[0].start != year.start or breaks_in(definitions, indicator.code, asked):
        return None, ""
    outturn = _outturn(definitions, indicator)
    if outturn is None:
        return None, ""
    checked = definitions.checked(indicator.code, reading.period.last_day)
    target = _year_target(history, indicator, year)
    if outturn == "ratio":
        scale = checked.scale if checked else Decimal(1)
        points = [None if (n := facts.numerator[i]) is None else n * scale for i in held]
        bases = [facts.denominator[i] for i in held]
        made = forecast(points, reading.terms, target, periods=periods, outturn="ratio", bases=bases)
    else:
        made = forecast(
            [facts.value[i] for i in held], reading.terms, target, periods=periods, outturn=outturn,
            year_before=_year_before(history, year),
        )  # fmt: skip
    return made, calendars.label(year)


def _year_before(history: History, year: Period) -> list[Number | None]:
    """The figures of the year before within the series, where none is incomplete or worked out otherwise."""
    definitions, facts = history.definitions, history.reading.answered.facts
    before = definitions.calendars.shift(year, -1)
    held = [
        i for i in history.reading.cells if before.start <= facts.asked[i].start and facts.asked[i].end <= before.end
    ]
    if breaks_in(definitions, history.indicator.code, [facts.asked[i] for i in held] + [year]):
        return []
    answered = history.reading.answered
    return [facts.value[i] if is_complete(answered.cell(i)) else None for i in held]


def _outturn(definitions: Definitions, indicator: Indicator):
    measures = [m for _, m in measures_of(definitions, indicator.code)]
    checked = definitions.checked(indicator.code)
    if checked is None or any(m.over_time in ("none", "distinct") for m in measures):
        return None
    if checked.denominator is not None:
        # A year's ratio of sums is the pooled one only where both sides are added up over the year.
        summed = all(m.over_time == "sum" for m in measures)
        return "ratio" if summed and indicator.ratio == "of-sums" else None
    rules = {m.over_time for m in measures}
    if len(rules) != 1:
        return None
    rule = rules.pop()
    return rule if rule in ("sum", "mean", "last") else None


def _year_target(history: History, indicator: Indicator, year: Period) -> TargetInForce | None:
    definitions = history.definitions
    lineage = {}
    for dimension, member in history.where:
        tree = definitions.dimensions[dimension]
        lineage[dimension] = (
            tuple(m.code for m in reversed(tree.lineage(member))) if member in tree.members else (member,)
        )
    return target_for(
        indicator, year, definitions.calendars, Slice(lineage, history.reading.wanted.framework),
        as_of=history.reading.answered.made.as_at, adds_over_time=adds_over_time(definitions, indicator),
        stages=history.reading.terms.stages,
    )  # fmt: skip


def data_notes(history: History) -> tuple[DataNote, ...]:
    """Freshness, coverage, source and definition, in a line each."""
    reading, definitions = history.reading, history.definitions
    notes = []
    data_sets = list(dict.fromkeys(code for code, _ in measures_of(definitions, history.indicator.code)))
    fresh = [day for code in data_sets if (day := reading.answered.made.fresh.get(code))]
    if fresh:
        notes.append(DataNote("Freshness", f"figures last changed on {max(fresh):%-d %B %Y}"))
    coverage = reading.cell.coverage
    if coverage is not None and coverage.expected:
        notes.append(
            DataNote(
                "Coverage",
                f"{coverage.have} of {coverage.expected} expected supplies",
                warn=coverage.have < coverage.expected,
            )
        )
    notes.extend(
        DataNote("Source", definitions.data_sets[code].name, reverse("data-set", args=[code])) for code in data_sets
    )
    version = definitions.version_on(history.indicator.code, reading.period.last_day)
    in_force = f"in force from {format_date(version.start)}" if version and version.start else "in force throughout"
    notes.append(DataNote("Definition", in_force, reverse("definition", args=["indicator", history.indicator.code])))
    if reading.answered.made.as_at is not None:
        notes.append(DataNote("As known on", format_date(reading.answered.made.as_at), warn=True))
    return tuple(notes)
