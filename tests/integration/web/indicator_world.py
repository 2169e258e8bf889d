"""A small partnership with figures: two places, two months of waits (one corrected), calls, and a plan that is in or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.ask import door
from trigpoint.ask.facts_cache import FactsCache
from trigpoint.catalogue import snapshots
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.installation import find
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile

DOCUMENTS = {
    "partnership": """
kind: partnership
code: marsh
name: Marsh Together
organisation_dimension: organisation
""",
    "organisation": """
kind: dimension
code: organisation
name: Organisation
plural: Organisations
nature: organisation
levels: [{code: partner, name: Partner, plural: Partners}]
""",
    "organisations": """
kind: members
code: organisations
name: Partners
dimension: organisation
members:
  - {code: council, name: Marsh Council, level: partner}
  - {code: trust, name: Marsh Hospitals, level: partner}
""",
    "place": """
kind: dimension
code: place
name: Place
plural: Places
nature: place
levels:
  - {code: county, name: County, plural: Counties}
  - {code: district, name: District, plural: Districts}
""",
    "places": """
kind: members
code: places
name: Places
dimension: place
members:
  - {code: marsh, name: Marsh, level: county}
  - {code: north, name: North Marsh, level: district, parent: marsh}
  - {code: south, name: South Marsh, level: district, parent: marsh}
""",
    "waits": """
kind: data-set
code: waits
name: Waits
provider: trust
grain: month
dimensions: [{dimension: place, level: district}]
measures:
  - {code: seen, name: People seen, unit: people, over_members: sum, over_time: sum}
  - {code: in-time, name: Seen in time, unit: people, over_members: sum, over_time: sum}
""",
    "waits-file": """
kind: source
code: waits-file
name: The monthly file of waits
data_set: waits
period: {column: Month}
dimensions: {place: {column: Place}}
wide:
  - {column: Seen, measure: seen}
  - {column: In time, measure: in-time}
""",
    "plans": """
kind: data-set
code: plans
name: Plans
grain: month
dimensions: [{dimension: organisation, level: partner}]
measures:
  - {code: plan, name: Plan in place, unit: partners, value_kind: yes-no, over_members: none, over_time: last}
""",
    "plans-file": """
kind: source
code: plans-file
name: The file of plans
data_set: plans
period: {column: Month}
dimensions: {organisation: {column: Partner}}
wide: [{column: Plan, measure: plan}]
""",
    "board": """
kind: rule-set
code: board
name: Board
rule: {method: absolute-tolerance, amber: 5}
""",
    "strict": """
kind: rule-set
code: strict
name: Strict
rule: {method: absolute-tolerance, amber: 1}
""",
    "in-time": """
kind: indicator
code: in-time
name: Seen in time
description: Of the people seen, the share seen in time.
value_kind: percentage
unit: "%"
polarity: high
formula: 100 * waits.in-time / waits.seen
grain: month
owner: trust
rule_set: board
targets: [{type: single, period: 2018-19, value: 95}]
worked_example: {given: {waits.in-time: 90, waits.seen: 100}, gives: 90}
""",
    "people-seen": """
kind: indicator
code: people-seen
name: People seen
value_kind: number
unit: people
decimals: 0
polarity: none
formula: waits.seen
grain: month
""",
    "plan-in-place": """
kind: indicator
code: plan-in-place
name: Plan in place
value_kind: yes-no
unit: partners
polarity: high
formula: plans.plan
grain: month
""",
    "own-district": """
kind: comparator
code: own-district
name: Its own district
dimension: place
against: {type: parent, level: district}
""",
    "scorecard": """
kind: framework
code: scorecard
name: The scorecard
roll_up: worst
rule_set: strict
nodes:
  - code: care
    name: Good care
    items: [{indicator: in-time}]
""",
}

FEBRUARY_AND_MARCH = """Month,Place,Seen,In time
2019-02,north,100,96
2019-02,south,300,288
2019-03,north,100,98
2019-03,south,300,272
"""
CORRECTED = "Month,Place,Seen,In time\n2019-02,south,300,258\n"
PLANS = "Month,Partner,Plan\n2019-03,council,yes\n2019-03,trust,no\n"

FIRST_KNOWN = datetime(2019, 4, 10, 12, tzinfo=UTC)
CORRECTED_ON = datetime(2019, 4, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def marsh_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The partnership, in an installation of its own: made once a module, in a transaction that is taken back."""
    folder = tmp_path_factory.mktemp("marsh-home")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "INSTALLATION", find(folder / "home"))
        patch.setattr(settings, "MEDIA_ROOT", folder / "files")
        patch.setattr(door, "_facts", FactsCache())
        door.engine.cache_clear()
        door.store.cache_clear()
        snapshots.definitions.cache_clear()
        documents = folder / "marsh"
        documents.mkdir()
        for name, text in DOCUMENTS.items():
            (documents / f"{name}.yaml").write_text(text.lstrip())
        apply_definitions(OPERATOR, documents, at=datetime(2019, 1, 1, tzinfo=UTC))
        supply(folder, "waits-file", FEBRUARY_AND_MARCH, FIRST_KNOWN)
        supply(folder, "waits-file", CORRECTED, CORRECTED_ON)
        supply(folder, "plans-file", PLANS, FIRST_KNOWN)
        yield folder
        transaction.set_rollback(True)
        door.engine.cache_clear()
        door.store.cache_clear()


@pytest.fixture
def marsh(marsh_once: Path, db: None) -> Path:
    """The same for one test, whose own changes are taken back after it."""
    return marsh_once


def supply(folder: Path, source: str, text: str, at: datetime) -> None:
    """Take a file in, as it came at an instant."""
    path = folder / f"{source}-{at:%Y%m%d}.csv"
    path.write_text(text)
    take_in_files(OPERATOR, source, [SuppliedFile.at(path)], at=at)


def signed_in(username: str, *memberships: tuple[str, str], sources: tuple[str, ...] = ()) -> Client:
    """A browser of somebody with these memberships."""
    person = save_person(OPERATOR, username, name=username.title(), memberships=memberships, sources=sources)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def lead(marsh: Path) -> Client:
    """An indicator lead of the hospitals, who may see the source rows of waits."""
    return signed_in("lena", ("trust", "indicator-lead"), sources=("waits",))


@pytest.fixture
def reader(marsh: Path) -> Client:
    """A member of the board, who reads."""
    return signed_in("ravi", ("council", "board-member"))


@pytest.fixture
def stranger(marsh: Path) -> Client:
    """Somebody with no part in the partnership."""
    return signed_in("sam")
