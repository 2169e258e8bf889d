"""`trigpoint definitions`: check, apply, export a definition set; print the schema that editors use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from trigpoint.cli.session import open_installation

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
) -> None:
    open_installation()
    from trigpoint.access.viewers import OPERATOR
    from trigpoint.catalogue.definition_sets import apply_definitions

    *lines, counts = apply_definitions(OPERATOR, folder, note=note, dry_run=dry_run).in_words()
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


def register(app: typer.Typer) -> None:
    app.add_typer(commands, name="definitions")
