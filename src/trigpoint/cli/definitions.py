"""`trigpoint definitions`: check, apply, export a definition set; print the schema that editors use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from trigpoint.cli.load import instant
from trigpoint.cli.session import open_installation, progress
from trigpoint.mistakes import Mistake

commands = typer.Typer(
    no_args_is_help=True, help="Check, apply and export definition sets (folders of YAML).", rich_markup_mode=None
)
Folder = Annotated[Path, typer.Argument(help="The folder of the definition set.")]


@commands.command(help="Look for faults in a definition set by itself; changes nothing and needs no installation.")
def check(folder: Folder) -> None:
    from trigpoint.definitions.whole import build
    from trigpoint.definitions.yaml_files import read_folder

    documents = read_folder(folder)
    build(documents)
    typer.echo(f"{len(documents):,} definitions, no faults.")


@commands.command(help="Apply a definition set over what is in force, all or nothing, and say what changes.")
def apply(
    folder: Folder,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    note: Annotated[str, typer.Option(help="Why, for the history.")] = "",
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Since when it is in force, for history that is brought in later.")
    ] = None,
) -> None:
    at = instant(since)
    open_installation()
    from trigpoint.access.viewers import OPERATOR
    from trigpoint.catalogue.definition_sets import apply_definitions

    *lines, counts = apply_definitions(OPERATOR, folder, note=note, dry_run=dry_run, at=at).in_words()
    for line in lines:
        typer.echo(line)
    typer.echo(f"Would be: {counts}." if dry_run else f"Applied: {counts}.")


@commands.command(help="Write a definition set's files as they were applied, byte for byte.")
def export(
    folder: Annotated[Path, typer.Argument(help="An empty folder, or one that does not exist yet.")],
    name: Annotated[str | None, typer.Option("--set", help="The set's name; absent: the folder's name.")] = None,
) -> None:
    open_installation()
    from trigpoint.catalogue.definition_sets import export_definitions

    count = export_definitions(name or folder.resolve().name, folder)
    typer.echo(f"{count:,} files written to {folder}.")


@commands.command(help="Print the JSON Schema of all definitions.")
def schema() -> None:
    from trigpoint.definitions.yaml_files import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


make = typer.Typer(
    no_args_is_help=True, help="Make a definition set from files that a publisher supplies.", rich_markup_mode=None
)
commands.add_typer(make, name="make")


@make.command(
    name="dfe-lait", help="Make the set of the Local Authority Interactive Tool from its dictionary and lists."
)
def dfe_lait(
    folder: Annotated[Path, typer.Argument(help="The folder with the publisher's files.")],
    out: Annotated[Path, typer.Argument(help="Where the set is written; it may exist.")],
) -> None:
    from trigpoint.intake.dictionaries.dfe_lait_files import make_from_folder, write_to
    from trigpoint.intake.dictionaries.dfe_lait_measures import BadDictionary

    if not folder.is_dir():
        raise Mistake(f"There is no folder {folder}.")
    try:
        with progress("Reading the dictionary"):
            made = make_from_folder(folder)
        count = write_to(made, out)
    except BadDictionary as error:
        raise Mistake(str(error)) from error
    for line in made.notes:
        typer.echo(f"Note: {line}", err=True)
    typer.echo(f"{count:,} definitions written to {out}. Look at them with: trigpoint definitions check {out}")


def register(app: typer.Typer) -> None:
    app.add_typer(commands, name="definitions")
