"""What the style guide shows: every component in every state, with names as long as real ones are. All invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

from django import forms

from trigpoint.publish import charts
from trigpoint.publish.cells import STATUS_LOOKS, Bullet, Cell, Direction, Figure, Link, Sparkline, Status, Tags
from trigpoint.publish.tables import Column, Table
from trigpoint.web.components.page import (
    Choice,
    ContextBar,
    ContextItem,
    Crumb,
    DataNote,
    DayForm,
    Empty,
    NavItem,
    Notice,
    Tab,
    TopBar,
)
from trigpoint.web.components.trees import TreeNode

LONG = (
    "Emergency admissions to hospital of people aged 65 and over for acute conditions that should not usually need one"
)
MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
SERIES = [D(v) / 10 for v in (962, 955, 949, 957, 941, 938, 946, 951, 933, 924, 0, 0, 931, 938, 927, 935, 929, 918, 922,
                              912, 904, 897, 889, 866)]  # fmt: skip
VALUES = [v or None for v in SERIES]

TOP_BAR = TopBar(
    partnership="Westmere Partnership",
    home_href="#",
    places=(
        NavItem("Home", "#home", "h"),
        NavItem("Scorecard", "#scorecard", "s", current=True),
        NavItem("Explore", "#explore", "e"),
        NavItem("Catalogue", "#catalogue", "k"),
        NavItem("Data", "#data", "d", count=3),
        NavItem("Reports", "#reports", "r"),
        NavItem("People", "#people", "p"),
    ),
    search_href="#",
    waiting=4,
    waiting_href="#waiting",
    person="Bronwen Featherstonehaugh",
    person_note="Indicator lead, Westmere and Vale Health Board",
    person_links=(NavItem("Your portfolio", "#portfolio"), NavItem("Your details", "#details")),
    sign_out_href="#",
)

CONTEXT_BAR = ContextBar((
    ContextItem(
        "period", "Period", "March 2019",
        tuple(Choice(f"{m} {2017 + (i + 3) // 12 + y}", f"?period={y}-{i}", current=(y == 1 and i == 11),
                     group=f"Financial year {2017 + y}/{18 + y}") for y in (1, 0) for i, m in enumerate(MONTHS)),
        more_href="#periods",
    ),
    ContextItem(
        "place", "Place", "Westmere and the Vale of Ashbourne with Netherby", changed=True, clear_href="?",
        choices=tuple(Choice(name, "?place=x", beneath=kind) for name, kind in (
            ("Westmere", "County"), ("Ashby", "District"), ("Coldbrook", "District"), ("Thornley", "District"),
            ("Westmere and the Vale of Ashbourne with Netherby", "District"), ("Ashby North", "Ward of Ashby"),
            ("Ashby South and Priory Park", "Ward of Ashby"), ("Coldbrook Mills", "Ward of Coldbrook"))),
    ),
    ContextItem("client", "Client group", "Everyone", (Choice("Everyone", "?", current=True), Choice("Aged 65 and over", "?c=65"))),
    ContextItem("as-at", "As known on", "Today", (Choice("Today", "?", current=True),),
                note="Figures as they were known at the end of a day.",
                day=DayForm("as-at", "", "Or a day", "The Board last met on 25 April 2019.")),
    ContextItem("comparator", "Compared with", "England", disabled="Nothing on this page is compared with others."),
))  # fmt: skip

CRUMBS = (Crumb("Scorecard", "#"), Crumb("Healthier lives", "#"), Crumb(LONG))
NOTES = (
    DataNote("Freshness", "March 2019, received 12 April 2019"),
    DataNote("Coverage", "5 of 7 providers", "#", warn=True),
    DataNote("Source", "Hospital episode returns", "#"),
    DataNote("Definition", "version 3, in force from 1 April 2018", "#"),
)

FIGURES: tuple[tuple[str, Figure], ...] = (
    ("A percentage, with its explanation", Figure(D("86.604"), "%", 1, href="#why")),
    ("Money", Figure(1_234_567, "£", href="#why")),
    ("A duration", Figure(D("4.3"), "days", 1)),
    ("A rate", Figure(31, "per 1,000")),
    ("A gap", Figure(D("-8.4"), "points", 1, signed=True)),
    ("Provisional", Figure(D("91.2"), "%", 1, state="provisional")),
    ("Revised, with a footnote", Figure(D("91.2"), "%", 1, state="revised", footnote="Two wards were recounted")),
    ("Incomplete", Figure(12_431, "", 0, coverage=(5, 7))),
    ("Latest available", Figure(D("12.1"), "%", 1, period="March 2018, a year old")),
    ("With limits", Figure(D("72.4"), "%", 1, lower=D("69.8"), upper=D("75.0"))),
    ("No data", Figure(None, nothing="no-data")),
    ("Not yet due", Figure(None, nothing="not-yet-due", reason="Due on 14 May 2019")),
    ("Late", Figure(None, nothing="late", reason="Was due on 12 April 2019")),
    ("Not published", Figure(None, nothing="not-published")),
    ("Not applicable", Figure(None, nothing="not-applicable", reason="No one attended")),
    ("Hidden", Figure(None, nothing="hidden", reason="A small number")),
    ("Cannot be added up", Figure(None, nothing="not-additive", reason="Ask for England’s published figure")),
    ("Not permitted", Figure(None, nothing="not-permitted")),
)
DIRECTIONS = (
    Direction("better", "down", "−1.2 days", "on February 2019", news=True),
    Direction("better", "up"),
    Direction("worse", "down", "−2.3 points", "on February 2019", news=True),
    Direction("worse", "up", "+0.4 days", news=False),
    Direction("same"),
    Direction("changed", "up"),
    Direction("unknown"),
)
SPARKS = (
    Sparkline(VALUES, 95, last_label="March 2019", unit="%", decimals=1),
    Sparkline([3, None, 4, None, 6], last_label="2018/19"),
    Sparkline([None, None]),
)
BULLETS = (
    Bullet(D("97.2"), 95, 0, 100, 90, "exceeding", "%", 1),
    Bullet(D("92.1"), 95, 0, 100, 90, "within_tolerance", "%", 1),
    Bullet(D("61.0"), 95, 0, 100, 90, "off_target", "%", 1),
    Bullet(None, 95),
)
NOTICES = (
    Notice("Figures for February were restated on 20 March 2019.", "What changed", "info", "#", "See what changed"),
    Notice("March 2019 is signed off.", tone="success"),
    Notice("Two of seven providers have not sent March yet. Figures on this page are marked incomplete.", tone="warning"),
    Notice("The file “returns march.csv” has no column “Attendances”. Choose the column that holds them.", "Nothing was loaded",
           "problem", "#", "Choose the column"),
)  # fmt: skip
EMPTIES = (
    Empty("Nothing needs you today", "All 64 indicators that are due are on target or explained.", achievement=True),
    Empty(
        "No report has been issued yet",
        "The first Board report can be made when March is signed off.",
        "#",
        "Make a report",
    ),
)
TABS = (Tab("Overview", "#", True), Tab("Where", "#"), Tab("Against others", "#"), Tab("Notes and actions", "#", count=3),
        Tab("Definition and worked example", "#"))  # fmt: skip

COLUMNS = (
    Column("name", "Indicator", "link"),
    Column("status", "Status", "status"),
    Column("value", "Value", "figure", decimals=1),
    Column("target", "Target", "figure", decimals=1),
    Column("gap", "Gap", "figure"),
    Column("direction", "Direction", "direction"),
    Column("trend", "24 months", "sparkline", sort=False),
    Column("england", "England", "figure", decimals=1),
    Column("due", "Due", "date"),
    Column("owner", "Owner"),
)
NAMES = ("Four-hour waits", LONG, "Homes made decent", "Burglaries", "Delayed transfers of care", "Fires in the home",
         "Volunteers", "Residents who feel safe after dark", "Households in temporary accommodation", "School readiness",
         "Smoking at time of delivery", "Sickness absence")  # fmt: skip


def table() -> Table:
    """A dense table with each status in turn."""
    rows: list[dict[str, Cell]] = []
    for n, (name, code) in enumerate(zip(NAMES, STATUS_LOOKS, strict=True)):
        absent = {"late": "late", "no_data": "no-data", "hidden": "hidden", "not_yet_due": "not-yet-due"}.get(code)
        value = None if absent else D("92.1") - n * 3
        rows.append({
            "name": Link(name, "#", beneath="NI 195, process" if n % 3 == 0 else ""),
            "status": Status(code, why="92.1% against 95%, within the 5-point tolerance of Board", href="#why"),
            "value": Figure(value, "%", 1, absent, href="#why", state="provisional" if n == 2 else None,
                            coverage=(5, 7) if code == "incomplete" else None),
            "target": None if code in {"no_target", "contextual"} else Figure(95, "%", 1),
            "gap": Figure(value - 95, "points", 1, signed=True) if value is not None else None,
            "direction": DIRECTIONS[n % len(DIRECTIONS)],
            "trend": Sparkline([v and v - n for v in VALUES], 95 - n, unit="%", decimals=1),
            "england": Figure(D("88.4") + n, "%", 1),
            "due": date(2019, 4, 12),
            "owner": ("A. Okonkwo-Richardson", "B. Featherstonehaugh")[n % 2],
            "_class": "row-ours" if n == 4 else None,
        })  # fmt: skip
    return Table("Indicators of Healthier lives, Westmere, March 2019", COLUMNS, rows,
                 ("Source: returns of seven providers, received by 12 April 2019.",), "healthier-lives")  # fmt: skip


def _node(key: str, name: str, code: str, *children: TreeNode, open: bool = False, kind: str = "item") -> TreeNode:
    cells: dict[str, Cell] = {
        "name": Link(
            name,
            f"#{key}",
            beneath="Amber, by the weight of its parts: 5 of 9 points. Pulled down by Delayed transfers of care"
            if kind == "theme"
            else "",
        ),
        "status": Status(code, href="#why", beneath="red under Council" if key == "waits" else ""),
        "value": Figure(D("86.6"), "%", 1, href="#why") if kind == "item" else None,
        "target": Figure(95, "%", 1) if kind == "item" else None,
        "gap": Figure(D("-8.4"), "points", 1, signed=True) if kind == "item" else None,
        "direction": DIRECTIONS[len(key) % 4] if kind == "item" else None,
        "trend": SPARKS[0] if kind == "item" else None,
        "owner": "A. Okonkwo-Richardson" if kind == "item" else "",
    }
    return TreeNode(key, cells, children, open, kind)


TREE_COLUMNS = tuple(
    c for c in COLUMNS if c.key in {"name", "status", "value", "target", "gap", "direction", "trend", "owner"}
)
TREE = (
    _node("healthier", "Healthier lives", "within_tolerance",
          _node("hospital", "People go to hospital only when they need to", "off_target",
                _node("waits", "Four-hour waits", "off_target"), _node("emergency", LONG, "within_tolerance"),
                open=True, kind="outcome"),
          _node("home", "People live well at home", "on_target", _node("transfers", "Delayed transfers of care", "late"),
                kind="outcome"),
          open=True, kind="theme"),
    _node("safer", "Safer places", "on_target", _node("burglaries", "Burglaries", "exceeding"), kind="theme"),
)  # fmt: skip


def chart_examples() -> dict[str, charts.Chart]:
    """One chart of each kind."""
    labels = [f"{MONTHS[i % 12]} {2017 + (i + 3) // 12}" for i in range(24)]
    points = [
        charts.Point(
            label, value, target=D(95), amber=D(90), nothing=None if value else "not-published",
            state="provisional" if i == 23 else None, note="Winter pressures: two wards closed" if i == 20 else "",
            changed="Now counts urgent care centres" if i == 14 else "", restated_from=D("94.2") if i == 17 else None,
            news="worse" if i >= 22 else None,
        )
        for i, (label, value) in enumerate(zip(labels, VALUES, strict=True))
    ]  # fmt: skip
    members = [
        charts.Member(name, value, value and value - D("2.5"), value and value + D("2.5"), status, nothing)
        for name, value, status, nothing in (
            ("Ashby", D("92.0"), "within_tolerance", None), ("Coldbrook", D("97.1"), "exceeding", None),
            ("Westmere and the Vale of Ashbourne with Netherby", D("95.4"), "on_target", None),
            ("Thornley", D("81.3"), "off_target", None), ("Selby", None, None, "hidden"))
    ]  # fmt: skip
    everyone = [charts.Member(f"Authority {i}", D(60) + D(i * 37 % 211) / 8) for i in range(150)]
    return {
        "line": charts.line_over_time(
            title="Four-hour waits have missed the target for 22 months, and the last two are news",
            subtitle="Patients seen within four hours, %, Westmere, April 2017 to March 2019",
            points=points, name="Westmere", unit="%", decimals=1,
            comparators=[charts.Line("England", [D("94") - D(i) / 6 for i in range(24)]),
                         charts.Line("Nearest neighbours", [D("93") - D(i) / 9 for i in range(24)])],
            limits=charts.ProcessLimits([D("93.5")] * 24, [D("89.8")] * 24, [D("97.2")] * 24),
        ),
        "dots": charts.dot_plot(
            title="Thornley is furthest from target", subtitle="Patients seen within four hours, %, March 2019, 95% intervals",
            members=members, unit="%", decimals=1, reference=95, reference_name="Target"),
        "strip": charts.strip(
            title="Westmere is 104th of 151", subtitle="Patients seen within four hours, %, all authorities, March 2019",
            members=[*everyone, charts.Member("Westmere", D("66.6"), ours=True)], unit="%", decimals=1,
            reference=D("74.1"), reference_name="England"),
        "bars": charts.bars(
            title="The council spends most", subtitle="£, 2018/19, by partner",
            members=[charts.Bar("Council", 12_400_000), charts.Bar("Hospital", 8_100_000, ours=True),
                     charts.Bar("Police", 2_310_000), charts.Bar("Fire", None, nothing="late")], unit="£"),
        "pairs": charts.bar_panels(
            title="Nuisance is most of it in every district", subtitle="Incidents by district and kind, March 2019",
            panels=[charts.BarPanel(kind, (charts.Bar("Ashby", 40 - n * 12), charts.Bar("Thornley with Netherby", 31 - n * 9),
                    charts.Bar("Selby", None, "late") if n == 1 else charts.Bar("Selby", 0)))
                    for n, kind in enumerate(("Nuisance", "Vehicles", "Aimed at a person and known to the police"))],
            unit="incidents"),
        "many": charts.small_multiples(
            title="Waits grew in every district", subtitle="Patients seen within four hours, %",
            panels=[charts.Panel(n, points) for n in ("Ashby", "Coldbrook", "Thornley", "Selby",
                    "Westmere and the Vale of Ashbourne with Netherby")], unit="%", decimals=1),
        "scatter": charts.scatter(
            title="More deprived wards wait longer", subtitle="Wards of Westmere, March 2019",
            dots=[charts.Dot(f"Ward {i}", D(i % 17 + 3), D((i * 7) % 11 + i % 17) / 2 + 2, i == 5) for i in range(60)],
            x_name="Deprivation score", y_name="Days waited", y_unit="days"),
        "parts": charts.contributions(
            title="Emergency admissions drove most of the rise", subtitle="Bed days, February to March 2019",
            before=10_240, before_name="February 2019", after=11_020, after_name="March 2019",
            parts=[charts.Contribution("Emergency", 910), charts.Contribution("Planned", -240),
                   charts.Contribution("Transfers", 110)], decimals=0),
    }  # fmt: skip


class SampleForm(forms.Form):
    """Each kind of control."""

    name = forms.CharField(label="Name of the target", help_text="As it should be said in reports.")
    value = forms.DecimalField(
        label="Value", error_messages={"invalid": "The value must be a number, such as 95 or 95.5"}
    )
    kind = forms.ChoiceField(label="Kind", choices=[("single", "One value"), ("profiled", "Profiled by month")])
    who = forms.ChoiceField(
        label="Who agreed", widget=forms.RadioSelect, choices=[("board", "The Board"), ("exec", "The executive group")]
    )
    partners = forms.MultipleChoiceField(
        label="For which partners", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("council", "Council"), ("health", "Westmere and Vale Health Board")])  # fmt: skip
    reason = forms.CharField(label="Reason", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="Evidence", required=False)
    tell = forms.BooleanField(label="Tell the leads of what this changes", required=False)


def attention() -> list[dict[str, Any]]:
    """Three lines of Home's list."""
    reasons = ("below usual variation for two months", "new this month; 5 of 7 providers", "three cycles late")
    codes = ("off_target", "incomplete", "late")
    return [
        {"status": Status(code), "name": name, "where": "Westmere and the Vale of Ashbourne with Netherby", "reason": reason,
         "figure": Figure(None if code == "late" else D("86.6"), "%", 1, "late" if code == "late" else None, href="#why"),
         "against": "against 95%", "spark": SPARKS[0], "owner": "A. Okonkwo-Richardson"}
        for name, code, reason in zip((NAMES[0], LONG, NAMES[5]), codes, reasons, strict=True)
    ]  # fmt: skip


TAGS = Tags(("outcome", "NI 195", "own field: priority one"))
