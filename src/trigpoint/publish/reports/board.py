"""The monthly Board report: one page that says it all, then what needs attention, the scorecard, what changed, what is late."""

from __future__ import annotations

from trigpoint.ask.scorecards import framework_of, scorecard
from trigpoint.definitions.frameworks import Framework
from trigpoint.publish.blocks import Block, Document, Heading, NothingToShow, PageBreak
from trigpoint.publish.reports import parts, pressing
from trigpoint.publish.reports.asked import Asked, frameworks_of
from trigpoint.publish.reports.restated import restated_since


def build(asked: Asked) -> Document:
    """The report on a framework of the partnership, or of an organisation where one is named.

    Raises NothingToShow, NoSuchFramework and BadReport.
    """
    framework = _framework(asked)
    places = asked.definitions.places[framework.code]
    codes = list(dict.fromkeys(item.place.indicator for item in places))
    period = asked.reporting_period(codes)
    card = scorecard(
        asked.viewer, asked.definitions, framework.code, period=period, as_at=asked.as_at, today=asked.today
    )
    readings = list(card.readings.values())
    label = asked.definitions.calendars.label(period)
    subtitle = f"{label[0].upper()}{label[1:]}: {framework.name}"
    asked.require_figures(readings, period, framework.name)
    since = asked.before(period)
    restated = restated_since(asked.viewer, readings, since, period=period, today=asked.today)
    partnership = asked.definitions.partnership
    whose = asked.organisation_name(framework.owner) if framework.owner else (partnership.name if partnership else "")
    blocks: list[Block] = [
        *pressing.summary(asked, card.triage, period),
        Heading("How each part stands"),
        *parts.parts_table(asked, framework, card.rolled),
        PageBreak(),
        *pressing.in_full(asked, card.triage, period, whose),
        PageBreak(on_paper=False),
        *parts.scorecard_blocks(asked, framework, card.readings, card.rolled, period),
        *parts.changed_blocks(asked, readings, restated, period),
        *parts.late_blocks(asked, readings),
        PageBreak(on_paper=False),
        *parts.all_blocks(asked, readings, period),
    ]
    return Document(
        "Board report",
        subtitle,
        whose,
        asked.made_at,
        blocks,
        asked.as_at,
        parts.how_made(asked, readings, period),
        f"board-report-{framework.code}-{period.code}",
        made_by=asked.made_by,
    )


def _framework(asked: Asked) -> Framework:
    if asked.framework:
        return framework_of(asked.definitions, asked.framework)
    whose = asked.organisation_name() if asked.organisation else "the partnership"
    day = asked.period.last_day if asked.period is not None else asked.known_day
    found = frameworks_of(asked.definitions, asked.organisation, day)
    if not found:
        raise NothingToShow(
            f"A Board report would be blank: no framework of {whose} was in force on {day:%-d %B %Y}. "
            "Choose another period, or the partner report."
        )
    return found[0]
