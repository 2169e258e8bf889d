"""What is used and what never is: looks at kinds of page, kept as counts of groups of people and never of a person.

A process counts in memory; `keep` adds its counts to the database now and then. No group of fewer than five people is told
apart: those of small groups count together, and so that nobody can take one number from another, that remainder is of five
people at least, or joined by the smallest group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Min, Sum
from django.utils import timezone

from trigpoint.access.models import Membership, Role
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer, held_on
from trigpoint.catalogue.uses import data_sets_of
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.models import LookCount

FEWEST = 5
"""People of which a group must be to be told apart."""

LOOKED_BACK = 90
"""Days over which it is said what is used."""

KEPT = 400
"""Days after which counts are removed."""

ORDER = tuple(Role.values[::-1])
"""Of several roles, as which a person counts: the one that does most."""


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a page, of nobody: on a day, by somebody of a role and an organisation. subject: what the page is about."""

    day: date
    route: str
    subject: str
    role: str
    organisation: str


@dataclass(frozen=True)
class Adoption:
    """Of the last LOOKED_BACK days. since: the first day that is counted at all; None: nothing is yet.

    routes, roles, organisations: looks by code; '' are small groups together. unseen: indicators, scorecards and reports
    without a look; unread: data sets that no indicator is worked out from. enough: whether there are people enough to count.
    """

    since: date | None
    enough: bool
    routes: Mapping[str, int]
    roles: Mapping[str, int]
    organisations: Mapping[str, int]
    unseen_indicators: tuple[str, ...]
    unseen_scorecards: tuple[str, ...]
    unseen_reports: tuple[str, ...]
    unread: tuple[str, ...]


def counted_as(memberships: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The one role and the one organisation as which a person counts. memberships: (organisation, role). Pure."""
    held = sorted(memberships, key=lambda pair: (ORDER.index(pair[1]), pair[0] == "", pair[0]))
    role = held[0][1] if held else ""
    return role, next((organisation for organisation, _ in sorted(held) if organisation), "")


def told_apart(people: Mapping[str, int]) -> frozenset[str]:
    """The groups that are told apart, of all by how many people each has: all others count together. Pure."""
    shown = {group: number for group, number in people.items() if group and number >= FEWEST}
    rest = sum(people.values()) - sum(shown.values())
    while shown and 0 < rest < FEWEST:
        smallest = min(shown, key=lambda group: (shown[group], group))
        rest += shown.pop(smallest)
    return frozenset(shown)


@transaction.atomic
def keep(counted: Mapping[Look, int]) -> None:
    """Add counts to those kept. Three queries and one statement; nothing where fewer than five people have a role."""
    roles, organisations = _people()
    if not counted or sum(roles.values()) < FEWEST:
        return
    apart = {"role": told_apart(roles), "organisation": told_apart(organisations)}
    rows: Counter[tuple[date, str, str, str, str]] = Counter()
    for look, number in counted.items():
        rows[look.day, look.route, look.subject, "everybody", ""] += number
        for of, group in (("role", look.role), ("organisation", look.organisation)):
            # By group no page is told apart by what it is about: a subject is of few.
            rows[look.day, look.route, "", of, group if group in apart[of] else ""] += number
    table = connection.ops.quote_name(LookCount._meta.db_table)
    group_column = connection.ops.quote_name("group")
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (day, route, subject, of, {group_column}, looks) VALUES (%s, %s, %s, %s, %s, %s) "  # noqa: S608 - our own names
            f"ON CONFLICT (day, route, subject, of, {group_column}) DO UPDATE SET looks = {table}.looks + excluded.looks",
            [(*row, number) for row, number in sorted(rows.items())],
        )
    LookCount.objects.filter(day__lt=timezone.localdate() - timedelta(days=KEPT)).delete()


def adoption(viewer: Viewer, definitions: Definitions, reports: Iterable[str], today: date) -> Adoption:
    """What is used and what is not. reports: all that there are, by name. Raises NotAllowed."""
    require(viewer, "manage-people")
    rows = LookCount.objects.filter(day__gt=today - timedelta(days=LOOKED_BACK))
    everybody = rows.filter(of="everybody")
    seen = set(everybody.exclude(subject="").values_list("route", "subject").distinct())

    def unseen(route: Iterable[str], codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(code for code in codes if not any((one, code) in seen for one in route))

    in_use = {data_set for code in definitions.indicators for data_set in data_sets_of(definitions, code)}
    return Adoption(
        LookCount.objects.aggregate(first=Min("day"))["first"],
        sum(_people()[0].values()) >= FEWEST,
        _sums(everybody, "route"), _sums(rows.filter(of="role"), "group"), _sums(rows.filter(of="organisation"), "group"),
        unseen(
            ("indicator", "explain"), (code for code, one in definitions.indicators.items() if one.life.state == "in-force")
        ),
        unseen(("scorecard", "board"), definitions.frameworks), unseen(("report", "report-file"), reports),
        tuple(code for code in definitions.data_sets if code not in in_use),
    )  # fmt: skip


def _sums(rows, by: str) -> dict[str, int]:
    return dict(rows.values_list(by).annotate(total=Sum("looks")).order_by("-total", by))


def _people() -> tuple[Counter[str], Counter[str]]:
    """How many people count as each role, and as of each organisation, today. One query."""
    held: dict[int, list[tuple[str, str]]] = {}
    rows = Membership.objects.filter(held_on(timezone.localdate()), user__is_active=True)
    for user, organisation, role in rows.values_list("user_id", "organisation", "role"):
        held.setdefault(user, []).append((organisation, role))
    counted = [counted_as(memberships) for memberships in held.values()]
    return Counter(role for role, _ in counted), Counter(organisation for _, organisation in counted)
