"""The one door: every figure that anybody sees comes from `answer`, with the viewer's limits applied inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.ask.answered import Answered, Made, measures_of, rule_set_for
from trigpoint.ask.facts_cache import FactsCache
from trigpoint.ask.lateness import with_supply_states
from trigpoint.ask.settled import settled
from trigpoint.ask.shares import with_shares
from trigpoint.catalogue import ledger
from trigpoint.catalogue.closed_periods import ClosedSpan, closed_spans
from trigpoint.catalogue.snapshots import definitions as definitions_of
from trigpoint.catalogue.snapshots import definitions_under, newest
from trigpoint.cube.engine import Engine
from trigpoint.cube.explanation import Explanation
from trigpoint.cube.holdings import Supplied
from trigpoint.cube.planning import begun
from trigpoint.cube.question import BadQuestion, Question
from trigpoint.definitions.periods import Period
from trigpoint.definitions.release_rules import under_rules_of
from trigpoint.definitions.rules import ImprovedOnLastYear
from trigpoint.definitions.whole import Definitions
from trigpoint.store.table import FactStore, TableVersion

_facts = FactsCache()


@cache
def engine() -> Engine:
    """The engine of this process."""
    return Engine(settings.INSTALLATION.scratch)


@cache
def store() -> FactStore:
    """The fact store of this installation."""
    return FactStore(settings.INSTALLATION.facts)


@dataclass(frozen=True)
class Moment:
    """By what an instant is known again later, to the figure: the snapshot, and the version of each table."""

    at: datetime
    snapshot: int
    versions: tuple[tuple[str, int], ...]


_moment: ContextVar[Moment | None] = ContextVar("moment", default=None)


@dataclass(frozen=True)
class Known:
    """What was known at one instant: definitions, and the version of each table.

    rules: the snapshot by whose rules it is decided who may see what: always today's. today: the day on which it is
    judged what is late, and what may be seen yet. at: the moment, where it is another than now. closed: the periods that were.
    """

    snapshot: int
    rules: int
    definitions: Definitions
    versions: dict[str, int]
    as_at: date | None
    today: date
    at: datetime | None = None
    closed: tuple[ClosedSpan, ...] = ()

    @property
    def day(self) -> date:
        """The day whose knowledge it is."""
        return self.as_at or self.today

    def table(self, data_set: str) -> TableVersion | None:
        """The files of a data set's table at its version, or None where nothing had come yet."""
        version = self.versions.get(data_set, -1)
        if version < 0 or data_set not in self.definitions.data_sets:
            return None
        return store().table(self.definitions.data_sets[data_set]).files(version)


def known(as_at: date | None = None) -> Known:
    """What was known at the end of a day (None: now, or at the moment that `at_moment` holds). Three queries.

    Raises NoDefinitions.
    """
    rules, instant, held = newest(), None, _moment.get()
    if as_at is None and held is not None:
        number = held.snapshot
        today = timezone.localdate(held.at)
        return Known(
            number,
            rules,
            definitions_under(number, rules),
            dict(held.versions),
            None,
            today,
            held.at,
            closed_spans(held.at),
        )
    if as_at is not None:
        instant = ledger.end_of_day(as_at, definitions_of(rules).calendars.timezone)
    number = rules if instant is None else newest(instant)
    versions = ledger.versions(instant)
    return Known(
        number,
        rules,
        definitions_under(number, rules),
        versions,
        as_at,
        timezone.localdate(),
        closed=closed_spans(instant),
    )


def moment(at: datetime | None = None) -> Moment:
    """What is known now, or was known at an instant, so that it can be asked again. Two queries. Raises NoDefinitions."""
    return Moment(at or timezone.now(), newest(at), tuple(sorted(ledger.versions(at).items())))


@contextmanager
def at_moment(chosen: Moment) -> Iterator[None]:
    """Within it, what is asked as known now is asked as known at that moment: a load in between changes nothing of it.

    Who may see what is decided by today's rules, and what was not to be seen yet then is not seen.
    """
    before = _moment.set(chosen)
    try:
        yield
    finally:
        _moment.reset(before)


Freshness = Callable[[datetime | None], Mapping[str, datetime]]
"""When each data set last changed, as known at an instant."""


def answer(questions: Sequence[Question], viewer: Viewer) -> list[Answered]:
    """Answer questions, in one batch: each data set is asked once for all that share its breakdown.

    The answers come in the order of the questions. Raises NotAllowed for a viewer who may see no figures, and
    BadQuestion where a question cannot be asked at all; a single figure that cannot be had is a cell that says why.
    """
    require(viewer, "read")
    results: list[Answered | None] = [None] * len(questions)
    # Several states of knowledge may be one for freshness: it is asked once of each.
    fresh = cache(ledger.freshness)
    for as_at in dict.fromkeys(question.as_at for question in questions):
        chosen = [i for i, question in enumerate(questions) if question.as_at == as_at]
        state = known(as_at)
        asked = [questions[i] for i in chosen]
        found = _with_shares(state, _answered(state, asked, viewer, _facts, state, fresh), viewer, fresh)
        for i, one in zip(chosen, found, strict=True):
            results[i] = one
    return [result for result in results if result is not None]


def _with_shares(state: Known, found: list[Answered], viewer: Viewer, fresh: Freshness) -> list[Answered]:
    """The answers, with the shares by which targets are apportioned to what they are of."""

    def answer_by(definitions: Definitions, questions: Sequence[Question]) -> list[Answered]:
        return _answered(replace(state, definitions=definitions), questions, viewer, _facts, state, fresh)

    return with_shares(found, answer_by)


def answer_under(definitions: Definitions, questions: Sequence[Question], viewer: Viewer) -> list[Answered]:
    """Answer questions by definitions that are not in force (yet), over the figures held now; nothing of it is kept.

    Who may see what is decided by the rules in force. Raises as `answer`.
    """
    require(viewer, "read")
    state = known()
    tried = replace(state, definitions=under_rules_of(definitions, state.definitions))
    return _answered(tried, questions, viewer, FactsCache(), state, ledger.freshness)


def _answered(
    state: Known, questions: Sequence[Question], viewer: Viewer, facts: FactsCache, held: Known, fresh: Freshness
) -> list[Answered]:
    """Answer questions on one state of knowledge; what is not in the cache is asked of the engine in one batch.

    held: by whose definitions it is told since when anything is held.
    """
    if not questions:
        return []
    today = state.today
    for question in questions:
        _require_known(question, state.definitions)
    questions = [_with_last_year(question, state.definitions) for question in questions]
    limits = viewer.limits(today)
    used = [_used(question, state) for question in questions]
    keys = [
        (question, state.snapshot, state.rules, tables, limits)
        for question, tables in zip(questions, used, strict=True)
    ]
    found = [facts.get(key) for key in keys]
    missing = [i for i, one in enumerate(found) if one is None]
    if missing:
        tables = {code: table for i in missing for code, _ in used[i] if (table := state.table(code)) is not None}
        answers = engine().answer([questions[i] for i in missing], state.definitions, tables, limits)
        for i, one in zip(missing, answers, strict=True):
            facts.put(keys[i], one)
            found[i] = one
    made = Made(state.snapshot, state.versions, fresh(state.at), state.as_at)

    def span_held(data_set: str, measure: str) -> tuple[date, date] | None:
        span = _held(held, data_set).get(measure) if data_set in held.definitions.data_sets else None
        return (span[0], span[1].end) if span else None

    return [
        Answered(
            settled(with_supply_states(one, state.definitions, state.day, span_held), state.closed),
            state.definitions,
            made,
            today,
        )
        for one in found
        if one is not None
    ]


def ask(question: Question, viewer: Viewer) -> Answered:
    """Answer one question. See `answer`."""
    return answer([question], viewer)[0]


_spans: dict[tuple[int, str, int, date], dict[str, tuple[date, Supplied]]] = {}


def _held(state: Known, data_set: str) -> dict[str, tuple[date, Supplied]]:
    """By measure, the first day for which a version of a data set's table holds anything, and the last period that has
    begun for which it does."""
    today = state.day
    key = (state.snapshot, data_set, state.versions.get(data_set, -1), today)
    if key not in _spans:
        if len(_spans) > 4096:
            _spans.clear()
        held = engine().holdings(state.definitions.data_sets[data_set], state.table(data_set))
        _spans[key] = {
            measure: (min(one.start for one in supplied), max(begun(supplied, today), key=lambda one: one.end))
            for measure, supplied in held.periods.items()
            if supplied
        }
    return _spans[key]


def newest_periods(
    indicators: Sequence[str], as_at: date | None = None, under: Definitions | None = None
) -> dict[str, Period]:
    """The newest whole period, in its own grain, for which anything was supplied for each indicator; no query once warm.

    under: the definitions by which the indicators are worked out, where those are not the ones in force. Indicators
    without any figures are left out.
    """
    state = known(as_at)
    definitions = under or state.definitions
    calendars = state.definitions.calendars
    found: dict[str, Period] = {}
    for code in indicators:
        grain = definitions.indicators[code].grain
        for data_set, measure in measures_of(definitions, code):
            if data_set not in state.definitions.data_sets:
                continue
            span = _held(state, data_set).get(measure.code)
            if span is None:
                continue
            last = span[1]
            if grain == "range":
                period = Period(last.start, last.end, "range", calendars.financial_start)
            else:
                period = calendars.containing(last.end - timedelta(days=1), grain)
                if period.end > last.end:
                    period = calendars.shift(period, -1)
            if code not in found or period > found[code]:
                found[code] = period
    return found


def explain(question: Question, viewer: Viewer, *, rows: int = 100) -> Explanation:
    """Walk the one figure of a question down to formula, components, biggest contributors and source rows.

    Source rows are shown with the data set's permission only, and each look is logged. Raises as `answer`, and
    BadQuestion where the question has not exactly one figure.
    """
    require(viewer, "read")
    state = known(question.as_at)
    _require_known(question, state.definitions)
    used = [code for code, _ in _used(question, state)]
    tables = {code: table for code in used if (table := state.table(code)) is not None}
    explanation = engine().explain(question, state.definitions, tables, viewer.limits(timezone.localdate()), rows=rows)
    for code in used:
        if viewer.everything or code in viewer.sources:
            audit.record(viewer, "see-source-rows", "data-set", code, indicator=question.indicators[0])
    return explanation


def _require_known(question: Question, definitions: Definitions) -> None:
    for code in question.indicators:
        if code not in definitions.indicators:
            raise BadQuestion(f"There is no indicator “{code}”{_then(question)}.")
    if question.framework is not None and question.framework not in definitions.frameworks:
        raise BadQuestion(f"There is no framework “{question.framework}”{_then(question)}.")
    if question.rule_set is not None and question.rule_set not in definitions.rule_sets:
        raise BadQuestion(f"There is no status rule “{question.rule_set}”{_then(question)}.")


def _with_last_year(question: Question, definitions: Definitions) -> Question:
    """The question, with last year's figure beside each where its rule judges by it and the periods do not hold it."""
    rule_sets = (rule_set_for(definitions, question, code) for code in question.indicators)
    judged_by_it = any(rule_set and isinstance(rule_set.rule, ImprovedOnLastYear) for rule_set in rule_sets)
    if "last-year" in question.compare or not judged_by_it:
        return question
    calendars = definitions.calendars
    asked = set(question.periods)
    if asked and calendars.same_last_year(max(asked)) in asked:
        return question
    return replace(question, compare=(*question.compare, "last-year"))


def _then(question: Question) -> str:
    return f" as known on {question.as_at:%-d %B %Y}" if question.as_at else ""


def _used(question: Question, state: Known) -> tuple[tuple[str, int], ...]:
    """(data set, version) of each table that the question reads, whatever the definition's version in time."""
    used = {code for indicator in question.indicators for code, _ in measures_of(state.definitions, indicator)}
    return tuple(sorted((code, state.versions.get(code, -1)) for code in used))
