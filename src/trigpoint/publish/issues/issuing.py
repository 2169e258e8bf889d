"""Issuing a report: frozen with the versions that it was made from, opened again as it was, and asked again to the figure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from trigpoint.access import audit
from trigpoint.access.permissions import require
from trigpoint.access.viewers import Viewer
from trigpoint.ask.door import Moment, known, moment
from trigpoint.ask.readings import Wanted
from trigpoint.ask.standing import read
from trigpoint.manage.about import BadText, slice_pairs
from trigpoint.mistakes import Mistake
from trigpoint.publish.blocks import Document, TextBy
from trigpoint.publish.composing import composed_report, unfinished
from trigpoint.publish.issues.figures import (
    Difference,
    added,
    compared,
    figures_of,
    hash_of,
    read_figures,
    restated,
)
from trigpoint.publish.issues.kept import keep, kept, read_document, write_document
from trigpoint.publish.models import Draft, Issue, Report
from trigpoint.publish.renderers import renderer
from trigpoint.publish.reports.composed import Made, compose
from trigpoint.publish.reports.readers import open_to, reader_of


class NoSuchIssue(Mistake):
    """An issue that is not there, or not open to the viewer."""


def preview(
    viewer: Viewer, report: Report, period: str, title: str = "", known_then: Moment | None = None
) -> Made:  # fmt: skip
    """The report as it would go out now, seen as its readers will see it. known_then: as it was known then.

    Raises as `compose`, and BadText.
    """
    require(viewer, "issue-report")
    if missing := unfinished(report):
        raise BadText(" ".join(missing))
    return compose(report, title or report.name, report.blocks, period, moment=known_then, made_by=viewer.name)


def seal(report: Report) -> str:
    """A short text that is another one once the report's blocks or readers are: by it, what was previewed is issued. Pure."""
    told = json.dumps([report.blocks, report.audience, report.organisation], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def issue_report(
    viewer: Viewer, report: int, period: str, title: str, *, seen: str | None = None, at: datetime | None = None
) -> Issue:
    """Issue a report for a period (as people write it; '' is the newest): what it says is kept, and never changed.

    seen: the seal of the report as it was previewed. at: when, for history that is brought in. It holds what its readers may see, whoever issues it. Raises NotAllowed, BadText, BadPeriod and NothingToShow.
    """
    one = composed_report(viewer, report)
    if seen is not None and seen != seal(one):
        raise BadText("Somebody changed the report since you opened this page. Look at it again, then issue it.")
    title = " ".join(title.split())
    if not title or len(title) > 200:
        raise BadText("Give the issue a title, of at most 200 characters.")
    made = preview(viewer, one, period, title, moment(at) if at else None)
    pdf = renderer("pdf").render(made.document)
    figures = _figures(made)
    files = keep(write_document(made.document)), keep(pdf)
    known_at = made.moment
    with transaction.atomic():
        issue = Issue.objects.create(
            report=one, title=title, period=made.material.period.code, blocks=one.blocks, audience=one.audience,
            organisation=one.organisation, author_id=viewer.user_id, at=known_at.at, snapshot=known_at.snapshot,
            versions=dict(known_at.versions), figures=figures, figures_hash=hash_of(figures), document=files[0], pdf=files[1],
        )  # fmt: skip
        issue.texts.set(
            [block.version for block in made.document.blocks if isinstance(block, TextBy) and block.version]
        )
        Draft.objects.filter(report=one, period=issue.period).delete()
        audit.record(viewer, "issue-report", "issue", str(issue.pk), period=issue.period, figures=issue.figures_hash)
    return issue


def issues(viewer: Viewer) -> QuerySet[Issue]:
    """The issues that the viewer may read, the newest first."""
    return Issue.objects.filter(open_to(viewer)).select_related("author", "report")


def went_out(viewer: Viewer, texts: Collection[int]) -> dict[int, Issue]:
    """By the numbers of commentary's versions: the first issue in which each went out, of those that the viewer may read.
    One query."""
    links = Issue.texts.through.objects.filter(commentary_id__in=texts, issue__in=issues(viewer))
    found: dict[int, Issue] = {}
    for link in links.select_related("issue").order_by("issue__at"):
        found.setdefault(link.commentary_id, link.issue)
    return found


def issue_of(viewer: Viewer, pk: int) -> Issue:
    """One issue. Raises NotAllowed and NoSuchIssue."""
    require(viewer, "read")
    one = issues(viewer).filter(pk=pk).first()
    if one is None:
        raise NoSuchIssue("There is no such issue, or it is for other readers than you.")
    return one


def document_of(issue: Issue) -> Document:
    """What the issue said, as it said it."""
    return read_document(kept(issue.document))


def file_of(viewer: Viewer, issue: Issue, ending: str) -> tuple[str, bytes]:
    """The issue as a file: (its name, its bytes), with an entry in the trail. The PDF is the very one that was issued.

    Raises NoSuchFormat.
    """
    kind = renderer(ending)
    document = document_of(issue)
    content = kept(issue.pdf) if kind.ending == "pdf" else kind.render(document)
    audit.record(viewer, "make-report", "issue", str(issue.pk), ending=kind.ending)
    return f"{kind.file_name(document).removesuffix(f'.{kind.ending}')}-{issue.pk}.{kind.ending}", content


def reissue(issue: Issue) -> str:
    """The figures of an issue, asked again by the versions that it was made from: the same text, to the byte.

    Where the rules of who may see what are others since, today's hold: what is hidden now is hidden in it.
    """
    made = compose(issue, issue.title, issue.blocks, issue.period, moment=moment_of(issue))
    return _figures(made)


def moment_of(issue: Issue) -> Moment:
    """By what the figures of an issue are known again."""
    versions: Mapping[str, int] = issue.versions
    return Moment(issue.at, issue.snapshot, tuple(sorted(versions.items())))


def restated_since(issue: Issue) -> list[Difference]:
    """The figures of an issue that are others when they are asked now, as its readers may ask. One batch of questions."""
    state = known()
    definitions = state.definitions
    wanted, then = {}, read_figures(issue.figures)
    for one in then:
        if one.get("stands") and one["indicator"] in definitions.indicators:
            where = slice_pairs(one["slice"])
            if all(dimension in definitions.dimensions for dimension, _ in where):
                framework = one["framework"] if one["framework"] in definitions.frameworks else None
                wanted[one["indicator"], where] = Wanted(one["indicator"], where, framework)
    period = definitions.calendars.parse(issue.period)
    readings = read(reader_of(issue), definitions, list(wanted.values()), period=period, today=timezone.localdate())
    return restated(then, read_figures(figures_of(readings, {})))


@dataclass(frozen=True)
class SinceLast:
    """An issue beside the one before it. differ: figures that stand and are others; new: those that the last had not."""

    last: Issue
    differ: list[Difference]
    new: list[dict[str, object]]

    @property
    def turned(self) -> list[Difference]:
        """Those whose status is another."""
        return [one for one in self.differ if one.turned]


def since_last(viewer: Viewer, issue: Issue) -> SinceLast | None:
    """An issue beside the last one of the same report that the viewer may read; None for the first."""
    last = issues(viewer).filter(report=issue.report, at__lt=issue.at).first()
    if last is None:
        return None
    before, this = read_figures(last.figures), read_figures(issue.figures)
    return SinceLast(last, compared(before, this), added(before, this))


def _figures(made: Made) -> str:
    rolled = {code: card.rolled for code, card in made.material.cards.items()}
    return figures_of(made.material.readings, rolled)
