"""The partner report: the indicators that one organisation leads on, owns or supplies data for, in the Board's grammar."""

from __future__ import annotations

from trigpoint.ask.answered import measures_of
from trigpoint.ask.attention import triage
from trigpoint.ask.readings import Reading, Wanted
from trigpoint.ask.standing import read
from trigpoint.definitions.frameworks import Framework
from trigpoint.publish.blocks import Block, Document, Heading, NothingToShow, PageBreak, Paragraph
from trigpoint.publish.reports import parts, pressing
from trigpoint.publish.reports.asked import Asked, frameworks_of
from trigpoint.publish.reports.restated import restated_since

GROUPS = (
    ("leads", "What we lead on", "Each is judged as in the framework that it stands in."),
    ("owns", "What we define", "Another organisation, or nobody by name, leads on these."),
    ("supplies", "What our data go into", "Where figures are kept by organisation, these are our own alone."),
)


def build(asked: Asked) -> Document:
    """The report of one organisation. Raises BadReport without one, and NothingToShow where it has no indicators."""
    name = asked.organisation_name()
    groups = _groups(asked)
    wanted = [one for group in groups.values() for one in group]
    if not wanted:
        raise NothingToShow(
            f"A partner report would be blank: {name} leads on no indicator, and supplies data for none. "
            "Say under Catalogue who leads, or choose another organisation."
        )
    period = asked.reporting_period(list(dict.fromkeys(one.indicator for one in wanted)))
    label = asked.definitions.calendars.label(period)
    readings = read(asked.viewer, asked.definitions, wanted, period=period, as_at=asked.as_at, today=asked.today)
    asked.require_figures(readings, period, name)
    found = iter(readings)
    by_group: dict[str, list[Reading]] = {key: [next(found) for _ in group] for key, group in groups.items()}
    sorted_out = triage(readings)
    restated = restated_since(asked.viewer, readings, asked.before(period), period=period, today=asked.today)
    blocks: list[Block] = [
        *pressing.summary(asked, sorted_out, period),
        *parts.late_blocks(asked, readings),
        PageBreak(),
        *pressing.in_full(asked, sorted_out, period, name),
    ]
    for key, heading, note in GROUPS:
        if by_group[key]:
            caption = f"{heading}, {label}"
            table = parts.items_table(asked, by_group[key], period, caption, heading)
            blocks += [Heading(heading), Paragraph(note), table]
    blocks += [
        *parts.changed_blocks(asked, readings, restated, period),
        PageBreak(on_paper=False),
        *parts.all_blocks(asked, readings, period),
    ]
    return Document(
        "Partner report",
        f"{label[0].upper()}{label[1:]}: {name}",
        asked.definitions.partnership.name if asked.definitions.partnership else name,
        asked.made_at,
        blocks,
        asked.as_at,
        parts.how_made(asked, readings, period),
        f"partner-report-{asked.organisation}-{period.code}",
        made_by=asked.made_by,
    )


def _groups(asked: Asked) -> dict[str, list[Wanted]]:
    """The indicators of the organisation, each in one group only."""
    definitions, ours = asked.definitions, asked.organisation
    day = asked.period.last_day if asked.period is not None else asked.known_day
    frameworks = [*frameworks_of(definitions, "", day), *frameworks_of(definitions, ours, day)]
    groups: dict[str, list[Wanted]] = {key: [] for key, _, _ in GROUPS}
    for code, indicator in definitions.indicators.items():
        if indicator.life.state == "retired":
            continue
        place = _place(asked, frameworks, code)
        leads_here = place is not None and place[2] == ours
        lead = asked.leads.get(code)
        if leads_here or (lead is not None and lead.organisation == ours and lead.person):
            groups["leads"].append(Wanted(code, place[1] if place else (), place[0] if place else None))
        elif indicator.owner == ours:
            groups["owns"].append(Wanted(code, place[1] if place else (), place[0] if place else None))
        elif _supplies(asked, code):
            where = _our_own(asked, code) or (place[1] if place else ())
            groups["supplies"].append(Wanted(code, where, place[0] if place else None))
    return groups


def _place(
    asked: Asked, frameworks: list[Framework], indicator: str
) -> tuple[str, tuple[tuple[str, str], ...], str | None] | None:
    """(framework, slice, lead) of an indicator's place: one that we lead on, else the first."""
    found = [
        (framework.code, tuple(sorted(item.place.where.items())), item.place.lead)
        for framework in frameworks
        for item in asked.definitions.places[framework.code]
        if item.place.indicator == indicator
    ]
    return next((one for one in found if one[2] == asked.organisation), found[0] if found else None)


def _supplies(asked: Asked, indicator: str) -> bool:
    definitions, ours = asked.definitions, asked.organisation
    for data_set, measure in measures_of(definitions, indicator):
        if definitions.data_sets[data_set].provider == ours:
            return True
        for expected in definitions.expected_supplies.get(data_set, ()):
            if expected.provider == ours and (not expected.measures or measure.code in expected.measures):
                return True
    return False


def _our_own(asked: Asked, indicator: str) -> tuple[tuple[str, str], ...]:
    """Our own slice, where all of the indicator's data are kept by organisation."""
    tree = asked.definitions.organisations
    if tree is None:
        return ()
    code = tree.dimension.code
    sets = [asked.definitions.data_sets[one] for one, _ in measures_of(asked.definitions, indicator)]
    by_organisation = all(any(role.dimension == code for role in one.dimensions) for one in sets)
    return ((code, asked.organisation),) if sets and by_organisation else ()
