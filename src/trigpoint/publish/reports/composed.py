"""A composed report as a document: its blocks in their order, from figures that its readers may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from trigpoint.ask import door
from trigpoint.ask.door import Moment, at_moment, known
from trigpoint.catalogue.logo import logo
from trigpoint.definitions.periods import Period
from trigpoint.manage.models import Audience
from trigpoint.publish.blocks import Block, Document, Notice, PageBreak
from trigpoint.publish.models import ForReaders
from trigpoint.publish.reports import parts
from trigpoint.publish.reports.asked import Asked
from trigpoint.publish.reports.block_kinds import KINDS, without_names
from trigpoint.publish.reports.material import Chosen, Material, gather, options_of
from trigpoint.publish.reports.readers import reader_of, readers_words
from trigpoint.publish.texts import file_safe


@dataclass(frozen=True)
class Made:
    """A report that was made: the document, what it was made of, and by what it can be made again."""

    document: Document
    material: Material
    moment: Moment


def compose(
    readers: ForReaders,
    title: str,
    blocks: Sequence[Chosen],
    period: Period | str | None,
    *,
    moment: Moment | None = None,
    made_by: str = "",
) -> Made:
    """Make a report for its readers: nothing that they may not all see is in it, whoever makes it.

    period: None is the newest month that has figures. moment: as it was known then; None: now.
    Raises BadPeriod, and NothingToShow rather than a blank report.
    """
    moment = moment or door.moment()
    with at_moment(moment):
        asked = _asked(readers, moment, period)
        picture = logo()
        wants = {kind.kind: kind.wants for kind in KINDS.values()}
        material = gather(asked, title, blocks, wants, picture.path.read_bytes() if picture else b"")
        asked.require_figures(material.readings, material.period, "it")
        document = _document(material, blocks, made_by if asked.named else "")
    return Made(document, material, moment)


def _asked(readers: ForReaders, moment: Moment, period: Period | str | None) -> Asked:
    state = known()
    definitions = state.definitions
    if isinstance(period, str):
        period = definitions.calendars.parse(period) if period else None
    words = readers_words(readers, definitions)
    at: datetime = moment.at.astimezone(ZoneInfo(definitions.calendars.timezone))
    return Asked(
        reader_of(readers, words), definitions, state.today, at, period,
        moment=moment.at, readers=words, named=readers.audience != Audience.PUBLIC,
    )  # fmt: skip


def _document(material: Material, blocks: Sequence[Chosen], made_by: str) -> Document:
    asked = material.asked
    label = material.label
    made: list[Block] = []
    for place, block in enumerate(blocks):
        kind = KINDS[str(block["kind"])]
        if place:
            before = str(blocks[place - 1]["kind"])
            # A foreword and the summary after it are one page.
            begins = kind.own_page and (before, kind.kind) != ("text", "summary")
            made.append(PageBreak(on_paper=begins or before in ("cover", "contents")))
        made += kind.build(material, options_of(block))
    if material.gone:
        made.append(Notice(f"Not defined any more, and left out: {', '.join(material.gone)}."))
    partnership = asked.definitions.partnership
    return Document(
        material.title,
        # A title that says the period is not followed by the same words again.
        f"For {asked.readers}" if label.casefold() in material.title.casefold() else f"{label[0].upper()}{label[1:]}",
        partnership.name if partnership else "",
        asked.made_at,
        made if asked.named else [without_names(one) for one in made],
        None,
        parts.how_made(asked, material.readings, material.period),
        f"{file_safe(material.title)}-{material.period.code}",
        made_by=made_by,
    )
