"""Renderers: one module a kind of file. A further kind is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trigpoint.mistakes import Mistake
from trigpoint.publish.blocks import Document
from trigpoint.publish.renderers import excel, opendocument, pdf, powerpoint, word
from trigpoint.publish.texts import file_safe


class NoSuchFormat(Mistake):
    """A kind of file that documents are not made in; the message names those that they are."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """ending: of file names, without the dot. name: as people call it. render: the document as that kind of file."""

    ending: str
    media_type: str
    name: str
    render: Callable[[Document], bytes]

    def file_name(self, document: Document) -> str:
        """What the file is called."""
        return f"{file_safe(document.name)}.{self.ending}"


RENDERERS: tuple[Renderer, ...] = (
    Renderer("pdf", "application/pdf", "PDF", pdf.render),
    Renderer("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word", word.render),
    Renderer(
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "PowerPoint",
        powerpoint.render,
    ),
    Renderer("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", excel.render),
    Renderer("odt", "application/vnd.oasis.opendocument.text", "OpenDocument text", opendocument.render),
)


def renderer(ending: str) -> Renderer:
    """The renderer of an ending. Raises NoSuchFormat."""
    found = next((one for one in RENDERERS if one.ending == ending.casefold().removeprefix(".")), None)
    if found is None:
        there_are = ", ".join(f"{one.ending} ({one.name})" for one in RENDERERS)
        raise NoSuchFormat(f"A report cannot be made as “{ending[:20]}”. Choose one of: {there_are}.")
    return found
