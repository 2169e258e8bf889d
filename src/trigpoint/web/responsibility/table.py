"""Who answers for each indicator and data set today, and what is amiss: nobody, a closed account, or soon nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from trigpoint.access.models import User
from trigpoint.definitions.responsibilities import Responsibilities, Responsibility
from trigpoint.definitions.whole import Definitions
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table
from trigpoint.web.organisation_names import organisation_name
from trigpoint.web.responsibility.words import PARTS

ENDS_SOON = timedelta(days=30)
NEEDED = {"indicator": "lead", "data-set": "provider"}
"""The part that somebody must have: of an indicator its lead, of a data set who provides it."""


@dataclass(frozen=True)
class Held:
    """A part that somebody has in something. code: of the list in which it stands."""

    one: Responsibility
    code: str


@dataclass(frozen=True)
class Answered:
    """An indicator or a data set, and who answers for it today. gaps: (role, in words)."""

    kind: str
    code: str
    name: str
    partner: str
    held: tuple[Held, ...]
    gaps: tuple[tuple[str, str], ...]


def answered(definitions: Definitions, today: date, people: Mapping[str, tuple[str, bool]]) -> list[Answered]:
    """All of them, by name. people: by user name, the name and whether the account is open."""
    by_subject: dict[tuple[str, str], list[Held]] = {}
    for document in definitions.by_key.values():
        if isinstance(document, Responsibilities):
            for one in document.responsibilities:
                for subject in _subjects(definitions, one):
                    by_subject.setdefault(subject, []).append(Held(one, document.code))
    found = [("indicator", code, one.name, one.owner) for code, one in definitions.indicators.items()]
    found += [("data-set", code, one.name, one.provider) for code, one in definitions.data_sets.items()]
    return [
        _answered(kind, code, name, partner or "", by_subject.get((kind, code), []), today, people)
        for kind, code, name, partner in sorted(found, key=lambda each: each[2].casefold())
    ]


def people_named(definitions: Definitions) -> dict[str, tuple[str, bool]]:
    """Who is named in responsibilities: name, and whether the account is open. One query."""
    names = {one.person for one in definitions.responsibilities}
    rows = User.objects.filter(username__in=names).values_list("username", "name", "is_active")
    return {username: (name or username, active) for username, name, active in rows}


def responsibility_table(
    definitions: Definitions,
    found: Sequence[Answered],
    people: Mapping[str, tuple[str, bool]],
    role: str,
    *,
    may_change: bool,
) -> Table:
    """As a table; role: only that part, '' for every one."""
    roles = [role] if role else list(PARTS)
    columns = [
        Column("name", "What", "link", wide=True), Column("partner", "Partner"), *(Column(one, PARTS[one]) for one in roles),
        Column("gap", "What is amiss"),
    ]  # fmt: skip
    if may_change:
        columns.append(Column("change", "Change", "link", sort=False, in_files=False))
    usual = next((key[1] for key in definitions.by_key if key[0] == "responsibilities"), "")
    rows: list[dict[str, Cell]] = []
    for each in found:
        page = "indicator" if each.kind == "indicator" else "data-set"
        row: dict[str, Cell] = {
            "name": Link(
                each.name, reverse(page, args=[each.code]), "Indicator" if page == "indicator" else "Data set"
            ),
            "partner": organisation_name(definitions, each.partner or None),
            "gap": "; ".join(said for part, said in each.gaps if not role or part == role) or None,
        }
        for part in roles:
            row[part] = ", ".join(_named(each.held, part, people)) or None
        if may_change:
            row["change"] = Link("Change", _change_href(each, role, usual))
        rows.append(row)
    return Table("Who answers for what", tuple(columns), rows, name="responsibilities")


def _answered(
    kind: str, code: str, name: str, partner: str, held: Iterable[Held], today: date, people: Mapping[str, tuple[str, bool]]
) -> Answered:  # fmt: skip
    held = list(held)
    now = [one for one in held if one.one.holds_on(today)]
    # Who leads on the thing itself stands before who leads on all of a theme.
    now.sort(key=lambda one: one.one.framework is not None and one.one.indicator is None)
    gaps = tuple(dict.fromkeys(_gaps(kind, held, now, today, people)))
    return Answered(kind, code, name, partner, tuple(now), gaps)


def _gaps(
    kind: str, held: Sequence[Held], now: Sequence[Held], today: date, people: Mapping[str, tuple[str, bool]]
) -> Iterator[tuple[str, str]]:
    needed = NEEDED[kind]
    if not any(one.one.role == needed for one in now):
        yield needed, "Nobody leads" if needed == "lead" else "Nobody provides it"
    for each in now:
        one, part = each.one, PARTS[each.one.role].lower()
        name, active = people.get(one.person, (one.person, False))
        if not active:
            yield (
                one.role,
                f"The account of {name} ({part}) is closed"
                if one.person in people
                else f"There is no account “{one.person}” ({part})",
            )
        if one.end is not None and one.end <= today + ENDS_SOON and not _followed(held, one, today):
            yield one.role, f"{name} ({part}) ends on {one.end:%-d %B %Y}"


def _followed(held: Sequence[Held], one: Responsibility, today: date) -> bool:
    """Whether somebody has the part on the day after it ends."""
    after = (one.end or today) + timedelta(days=1)
    return any(each.one.role == one.role and each.one.holds_on(after) for each in held)


def _named(held: Sequence[Held], role: str, people: Mapping[str, tuple[str, bool]]) -> Iterator[str]:
    said = {}
    for each in held:
        if each.one.role == role:
            name = people.get(each.one.person, (each.one.person, False))[0]
            stood = each.one.deputy_for
            said[f"{name} for {people.get(stood, (stood, False))[0]}" if stood else name] = None
    yield from said


def _subjects(definitions: Definitions, one: Responsibility) -> Iterator[tuple[str, str]]:
    for code in definitions.answered_for(one):
        yield "indicator", code
    if one.data_set is not None:
        yield "data-set", one.data_set


def _change_href(each: Answered, role: str, usual: str) -> str:
    """The form of the list in which the part stands, or of one where it can be written down."""
    own = [one.code for one in each.held if not role or one.one.role == role] or [one.code for one in each.held]
    code = own[0] if own else usual
    return (
        reverse("change-definition", args=["responsibilities", code])
        if code
        else reverse("make-definition", args=["responsibilities"])
    )
