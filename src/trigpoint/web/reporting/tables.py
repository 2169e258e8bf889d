"""Issues and what became of their figures, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from django.urls import reverse
from django.utils import timezone

from trigpoint.definitions.partnership import StatusWords
from trigpoint.judge.status import Judgement
from trigpoint.manage.about import slice_pairs
from trigpoint.mistakes import Mistake
from trigpoint.publish.cells import Cell, Figure, Link, Status
from trigpoint.publish.from_answers import status_cell
from trigpoint.publish.issues.figures import Difference, Entry
from trigpoint.publish.models import Issue
from trigpoint.publish.renderers import RENDERERS
from trigpoint.publish.reports.parts.cells import first_up
from trigpoint.publish.reports.parts.changed import told_apart
from trigpoint.publish.reports.readers import readers_words
from trigpoint.publish.tables import Column, Table
from trigpoint.web.links import indicator_href
from trigpoint.web.visit import Visit


def issues_table(here: Visit, found: Iterable[Issue]) -> Table:
    """Issues with of when, for whom, by whom, and their files."""
    rows: list[dict[str, Cell]] = []
    for one in found:
        row: dict[str, Cell] = {
            "title": Link(one.title, reverse("issue", args=[one.pk])),
            "of": period_words(here, one.period),
            "readers": first_up(readers_words(one, here.definitions)),
            "at": timezone.localtime(one.at).date(),
            "by": str(one.author) if one.author else "",
        }
        for kind in RENDERERS:
            row[kind.ending] = Link(kind.name, reverse("issue-file", args=[one.pk, kind.ending]))
        rows.append(row)
    columns = (
        Column("title", "Issue", "link"), Column("of", "Of"), Column("readers", "For"), Column("at", "Issued", "date"),
        Column("by", "By"), *(Column(one.ending, f"As {one.name}", "link", sort=False, in_files=False) for one in RENDERERS),
    )  # fmt: skip
    return Table("Reports that were issued", columns, rows, name="issues")


def restated_table(here: Visit, found: Sequence[Difference]) -> Table:
    """The figures of an issue that are others now: as they were issued and as they are."""
    rows: list[dict[str, Cell]] = []
    for one in found:
        was, now = _both(one)
        rows.append(
            {
                "name": _name(here, one.before),
                "of": period_words(here, one.before["period"]),
                "was": was,
                "now": now,
                "stands": "The figure itself" if one.stands else "In its chart or trend",
            }
        )
    columns = (
        Column("name", "Indicator", "link"), Column("of", "Of"), Column("was", "As issued", "figure"),
        Column("now", "Now", "figure"), Column("stands", "Where it is in the report"),
    )  # fmt: skip
    return Table("Figures in it that were restated since", columns, rows, name="restated-since")


def differing_table(here: Visit, found: Sequence[Difference], new: Sequence[Entry], words: StatusWords | None) -> Table:
    """The figures that stand in an issue, beside those of the last one: those that differ, and those that are new. words: what
    statuses were called then."""
    rows: list[dict[str, Cell]] = []
    for one in found:
        was, now = _both(one)
        rows.append(
            {
                "name": _name(here, one.before),
                "was": was.with_period(period_words(here, one.before["period"])),
                "then": _status(words, one.before),
                "meanwhile": figure_of(one.meanwhile) if one.meanwhile else None,
                "now": now.with_period(period_words(here, one.after["period"])) if one.after else now,
                "status": _status(words, one.after) if one.after else None,
            }
        )
    for entry in new:
        now = figure_of(entry).with_period(period_words(here, entry["period"]))
        rows.append({"name": _name(here, entry), "now": now, "status": _status(words, entry)})
    columns = (
        Column("name", "Indicator", "link"), Column("was", "Last issue", "figure"), Column("then", "Status then", "status"),
        Column("meanwhile", "The same period, restated", "figure"), Column("now", "This issue", "figure"),
        Column("status", "Status", "status"),
    )  # fmt: skip
    if not any(row.get("meanwhile") for row in rows):
        columns = tuple(column for column in columns if column.key != "meanwhile")
        rows = [{key: cell for key, cell in row.items() if key != "meanwhile"} for row in rows]
    return Table("What differs from the last issue", columns, rows, name="since-the-last-issue")


def figure_of(entry: Entry) -> Figure:
    """A figure of an issue as it is shown."""
    if not entry["value"]:
        return Figure(None, nothing=entry["nothing"] or "no-data")
    if words := entry.get("words"):
        return Figure(None, words=words)
    try:
        return Figure(Decimal(entry["value"]), entry["unit"], entry["decimals"])
    except InvalidOperation:
        return Figure(None, words=entry["value"])


def period_words(here: Visit, code: str) -> str:
    """A period as people say it; its code where nobody can tell any more."""
    try:
        return first_up(here.definitions.calendars.label(here.definitions.calendars.parse(code)))
    except Mistake:
        return code


def _both(one: Difference) -> tuple[Figure, Figure]:
    was = figure_of(one.before)
    if one.after is None:
        return was, Figure(None, words="not in it any more")
    return told_apart(was, figure_of(one.after)) if one.restated else (was, figure_of(one.after))


def _name(here: Visit, entry: Entry) -> Link:
    code, where = entry["indicator"], slice_pairs(entry["slice"])
    dimensions = here.definitions.dimensions
    beneath = ", ".join(dimensions[one].name(member) for one, member in where if one in dimensions)
    defined = code in here.definitions.indicators and all(one in dimensions for one, _ in where)
    framework = entry["framework"] if entry["framework"] in here.definitions.frameworks else None
    href = indicator_href(here.context, code, framework=framework, where=where) if defined else ""
    return Link(entry["name"], href, beneath)


def _status(words: StatusWords | None, entry: Entry) -> Status | None:
    return status_cell(Judgement(entry["status"], entry["sum"]), words) if "status" in entry else None
