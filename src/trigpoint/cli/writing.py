"""Where a command writes what it made, and as what kind of file."""

from __future__ import annotations

from pathlib import Path

import typer

from trigpoint.mistakes import Mistake


class CannotWrite(Mistake):
    """A file that could not be written."""

    exit_code = 1


def format_of(said: str | None, out: Path | None, usual: str) -> str:
    """The format that is said; else the ending of the file that is to be written; else the usual one.

    Raises Mistake where the two contradict each other: a PDF that is named .docx opens nowhere.
    """
    ending = "" if out is None or out.is_dir() else out.suffix.removeprefix(".").casefold()
    if said and ending and said.casefold() != ending:
        raise Mistake(
            f"{out} ends in .{ending}, and --format says {said}. Let them say the same, or leave --format out."
        )
    return (said or ending or usual).casefold()


def put(content: str | bytes, out: Path | None) -> None:
    """Write to the file, or to standard output. Raises Mistake where the file cannot be written."""
    data = content.encode() if isinstance(content, str) else content
    if out is None:
        if isinstance(content, str):
            typer.echo(content, nl=not content.endswith("\n"))
        else:
            typer.echo(data, nl=False)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written: {error.strerror}. Name another file with --out.") from error
