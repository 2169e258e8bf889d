"""Definition sets as folders of YAML: one document a file, read with all faults of all files at once.

The text of each file is kept beside its document, so that an export gives the same bytes back.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from trigpoint.definitions.document import Document
from trigpoint.definitions.faults import BadDefinitions, Fault
from trigpoint.definitions.reading import document_of
from trigpoint.definitions.schema import json_schema
from trigpoint.definitions.yaml_syntax import Unreadable, read
from trigpoint.definitions.yaml_writing import write

__all__ = ["SourceDocument", "json_schema", "read_folder", "read_text", "write"]

ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document and the file that it came from. path: within its folder, with slashes. text: verbatim."""

    path: str
    text: str
    document: Document


def read_folder(folder: str | Path) -> list[SourceDocument]:
    """All definitions of a folder and its subfolders, in the order of their paths.

    Files that do not end in .yaml or .yml, and hidden ones, are left alone. Raises BadDefinitions with every fault of
    every file.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise BadDefinitions([Fault(str(folder), None, None, "", "There is no such folder.", "Give a folder of YAML.")])
    documents: list[SourceDocument] = []
    faults: list[Fault] = []
    for name in files_of(folder):
        try:
            text = _decoded((folder / name).read_bytes(), name)
            documents.append(read_text(text, name))
        except OSError as error:
            faults.append(Fault(name, None, None, "", f"The file cannot be read: {error.strerror}.", ""))
        except BadDefinitions as bad:
            faults.extend(bad.faults)
    if not documents and not faults:
        message = "The folder holds no definitions."
        faults.append(Fault(str(folder), None, None, "", message, "Definitions are files that end in .yaml."))
    if faults:
        raise BadDefinitions(faults)
    return documents


def read_text(text: str, path: str) -> SourceDocument:
    """The definition that one file's text holds. Raises BadDefinitions with every fault of it."""
    try:
        raw, place, faults = read(text, path)
    except Unreadable as error:
        raise BadDefinitions([error.fault]) from error
    document, more = document_of(raw, place, path)
    if faults or more or document is None:
        raise BadDefinitions([*faults, *more])
    return SourceDocument(path, text, document)


def files_of(folder: Path) -> Iterator[str]:
    """The definition files of a folder by their paths within it, in order."""
    found: list[str] = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        named = (Path(root) / name for name in names if name.lower().endswith(ENDINGS) and not name.startswith("."))
        found.extend(path.relative_to(folder).as_posix() for path in named)
    yield from sorted(found)


def _decoded(content: bytes, path: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "The file is not in UTF-8."
        instead = "Save it as UTF-8 (in the editor's 'Save as')."
        raise BadDefinitions([Fault(path, line, None, "", message, instead)]) from error
