"""Making a report: the one action that the page, the command line and whatever sends reports call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.ask.door import known
from trigpoint.ask.readings import Reading
from trigpoint.definitions.periods import Period
from trigpoint.publish.blocks import Document
from trigpoint.publish.renderers import renderer
from trigpoint.publish.reports import report
from trigpoint.publish.reports.asked import Asked, nowhere


def report_document(
    viewer: Viewer,
    name: str,
    period: Period | str | None = None,
    organisation: str = "",
    as_at: date | None = None,
    *,
    framework: str = "",
    to_indicator: Callable[[Reading], str] = nowhere,
    to_figure: Callable[[Reading], str] = nowhere,
) -> Document:
    """A report as blocks, before it is any kind of file.

    name: board or partner. period: None is the newest month with figures; a text is read as people write it.
    organisation, framework: codes, '' for the partnership and its largest framework. as_at: as known at the end of a
    day. to_indicator, to_figure: addresses for a page.
    Raises NotAllowed, BadPeriod, BadReport, NoSuchFramework, and NothingToShow rather than a blank report.
    """
    require(viewer, "make-report")
    chosen = report(name)
    definitions = known(as_at).definitions
    if isinstance(period, str):
        period = definitions.calendars.parse(period) if period else None
    now = timezone.localtime(timezone=ZoneInfo(definitions.calendars.timezone))
    asked = Asked(
        viewer, definitions, timezone.localdate(), now, period, organisation, framework, as_at, to_indicator, to_figure
    )
    return chosen.build(asked)


def make_report(
    viewer: Viewer,
    name: str,
    period: Period | str | None = None,
    organisation: str = "",
    ending: str = "pdf",
    as_at: date | None = None,
    *,
    framework: str = "",
) -> tuple[str, bytes]:
    """A report as a file: (its name, its bytes); and an entry in the trail. See `report_document` for the rest.

    ending: pdf, docx, xlsx or odt; raises NoSuchFormat for another.
    """
    kind = renderer(ending)
    document = report_document(viewer, name, period, organisation, as_at, framework=framework)
    content = kind.render(document)
    audit.record(
        viewer,
        "make-report",
        "report",
        name,
        of=document.subtitle,
        organisation=organisation,
        framework=framework,
        ending=kind.ending,
        as_at=as_at.isoformat() if as_at else None,
    )
    return kind.file_name(document), content
