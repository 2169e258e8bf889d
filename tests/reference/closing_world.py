"""What tests of closing a year start from: the Vale, with a plan, a part, a supply and targets that end with last year."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.test import Client
from django.utils import timezone

from reference.vale import DOCUMENTS, months
from trigpoint.access.models import User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_definitions
from trigpoint.catalogue.snapshots import in_force
from trigpoint.definitions.periods import Period
from trigpoint.intake.actions import take_in_files
from trigpoint.intake.supply import SuppliedFile

PEOPLE = {
    "ana": ("Ana Analyst", [("", "analyst")]),
    "abe": ("Abe Administrator", [("", "administrator")]),
    "local": ("Lou Local", [("health", "analyst")]),
}


def last_year() -> Period:
    """The financial year that is over."""
    calendars = in_force().calendars
    return calendars.shift(calendars.containing(timezone.localdate(), "financial-year"), -1)


def a_month_of(year: Period) -> str:
    """A month of the year that the Vale has figures of."""
    return next(
        month for month in months(timezone.localdate()) if year.contains(year.start.fromisoformat(f"{month}-01"))
    )


def year_that_ends(folder: Path) -> Period:
    """Lay over the Vale what ends with last year; its people too."""
    year = last_year()
    first, last = year.start.isoformat(), year.last_day.isoformat()
    label = f"{year.start.year}/{year.end.year % 100:02d}"
    documents = DOCUMENTS | {
        "waits-source": f"{DOCUMENTS['waits-source'].rstrip()}\nstate: provisional\n",
        "posts-expected": f"""
kind: expected-supply
code: posts-expected
name: Posts, monthly
data_set: posts
supplies:
  - {{provider: council, grain: month, due_days: 400, from: {first}, to: {last}}}
""",
        "delivery": f"""
kind: framework
code: delivery-{year.code}
name: Delivery plan {label}
years: {{from: {first}, to: {last}}}
roll_up: worst
rule_set: board
nodes:
  - code: doing
    name: What we do
    items: [{{indicator: seen-in-time}}, {{indicator: empty-posts, due: {year.code}}}]
""",
        "leads": f"""
kind: responsibilities
code: leads
name: Who leads
responsibilities:
  - {{person: lead, role: lead, indicator: seen-in-time, from: {first}, to: {last}}}
  - {{person: lead, role: checker, framework: delivery-{year.code}}}
""",
        "empty-posts": DOCUMENTS["empty-posts"].replace("period: 2000-01..2099-12", f"period: {year.code}"),
    }
    place = folder / "vale"
    place.mkdir()
    for name, text in documents.items():
        (place / f"{name}.yaml").write_text(text.lstrip())
    apply_definitions(OPERATOR, place, note="The year.")
    for username, (name, memberships) in PEOPLE.items():
        save_person(OPERATOR, username, name=name, memberships=memberships, password="a long password")
    return year


def supply_waits(folder: Path, rows: str, by=OPERATOR):
    """Take a file of emergency waits in: lines of month, district, came, waited."""
    path = folder / f"waits-{abs(hash(rows))}.csv"
    path.write_text(f"Month,District,Came,Waited\n{rows}\n")
    return take_in_files(by, "waits-file", [SuppliedFile.at(path)], accept=True)


def browser(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def yesterday() -> str:
    return (timezone.localdate() - timedelta(days=1)).isoformat()
