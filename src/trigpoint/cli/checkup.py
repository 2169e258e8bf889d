"""What `trigpoint doctor` looks at, one function a part of the installation; each says what is wrong and what to do."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from trigpoint.cli.session import pending_migrations
from trigpoint.installation import Installation
from trigpoint.mistakes import Mistake

LEAST_FREE = 500 * 2**20
"""Bytes without which a load of ordinary size fails."""

Grade = Literal["ok", "note", "problem"]


@dataclass(frozen=True)
class Found:
    """What was found of one part. do: what to do about it."""

    part: str
    grade: Grade
    what: str
    do: str = ""


def folder(installation: Installation) -> Iterator[Found]:
    """The installation's folder, and room on its disk."""
    home = installation.home
    unwritable = [path for path in (home, installation.files, installation.scratch) if not os.access(path, os.W_OK)]
    if unwritable:
        yield Found(
            "folder", "problem", f"{unwritable[0]} cannot be written to.", "Give the user who runs it the right."
        )
    else:
        yield Found("folder", "ok", f"{home} can be read and written.")
    free = shutil.disk_usage(home).free
    said = f"{free / 2**30:,.1f} GB free on its disk."
    if free < LEAST_FREE:
        yield Found("disk", "problem", said, "Make room before data are loaded.")
    else:
        yield Found("disk", "ok", said)


def database(installation: Installation) -> Iterator[Found]:
    """Whether the database answers and has the shape that this version needs. Stops the rest where it does not."""
    from django.db import connection
    from django.db.utils import DatabaseError

    try:
        missing = pending_migrations()
    except DatabaseError as error:
        yield Found("database", "problem", f"It cannot be read: {str(error).strip()}.", "See TRIGPOINT_DATABASE_URL.")
        raise Unreadable from error
    if missing:
        yield Found(
            "database",
            "problem",
            f"It lacks {missing} changes of this version.",
            "Any other command brings it up to date: trigpoint serve.",
        )
        raise Unreadable
    yield Found("database", "ok", f"{connection.vendor} answers and is up to date.")


class Unreadable(Exception):
    """Nothing that needs the database can be looked at."""


def definitions_in_force() -> Iterator[Found]:
    """Whether the definitions still hold together by the rules of this version."""
    from trigpoint.catalogue.snapshots import NoDefinitions, in_force
    from trigpoint.definitions.whole import faults_of

    try:
        found = in_force()
    except NoDefinitions as mistake:
        yield Found("definitions", "note", str(mistake))
        return
    except Mistake as mistake:
        yield Found("definitions", "problem", str(mistake), "Apply a mended set: trigpoint definitions apply FOLDER.")
        return
    faults = faults_of(found.documents)
    if faults:
        yield Found(
            "definitions",
            "problem",
            f"{len(faults)} faults; the first: {faults[0].message}",
            "Mend the set, then: trigpoint definitions apply FOLDER.",
        )
    else:
        yield Found("definitions", "ok", f"{len(found.documents):,} are in force, without faults.")


def ledger_and_store() -> Iterator[Found]:
    """Whether the ledger of loads and the fact store tell the same."""
    from trigpoint.catalogue.models import Load
    from trigpoint.catalogue.snapshots import NoDefinitions, in_force
    from trigpoint.intake.adoption import unknown_commits

    try:
        definitions = in_force()
    except NoDefinitions:
        return
    pending = Load.objects.filter(state=Load.State.PENDING).count()
    if pending:
        yield Found(
            "loads",
            "problem",
            f"{pending} are neither finished nor given up: they run now, or were interrupted.",
            "If nothing loads now: trigpoint doctor --mend.",
        )
    unknown = unknown_commits(definitions)
    if unknown:
        numbers = ", ".join(f"{one.commit.load} ({one.data_set})" for one in unknown[:5])
        yield Found(
            "loads",
            "problem",
            f"The fact store holds {len(unknown)} loads that the ledger lacks: {numbers}.",
            "Adopt them: trigpoint doctor --mend.",
        )
    if not pending and not unknown:
        done = Load.objects.filter(state=Load.State.DONE).count()
        yield Found("loads", "ok", f"The ledger's {done:,} agree with the fact store.")


def versions() -> Iterator[Found]:
    """Whether each version that the ledger names can still be read, and whether tables want compacting."""
    from trigpoint.ask.door import store
    from trigpoint.catalogue.models import Load
    from trigpoint.catalogue.snapshots import NoDefinitions, in_force
    from trigpoint.store.faults import StoreError

    try:
        definitions = in_force()
    except NoDefinitions:
        return
    named: dict[str, set[int]] = {}
    done = Load.objects.filter(state=Load.State.DONE, version_after__gte=0)
    for code, version in done.values_list("data_set", "version_after").distinct():
        named.setdefault(code, set()).add(version)
    bad = 0
    for code, numbers in sorted(named.items()):
        if code not in definitions.data_sets:
            yield Found(
                "data", "note", f"{code} has figures, but is no longer defined.", "Apply the set that defines it."
            )
            continue
        table = store().table(definitions.data_sets[code])
        try:
            held = {file for number in numbers for file in table.files(number).files}
        except StoreError as error:
            bad += 1
            yield Found("data", "problem", f"{code}: {error}", "Restore its folder from a backup.")
            continue
        gone = [file for file in held if "://" not in file and not Path(file).exists()]
        if gone:
            bad += 1
            yield Found(
                "data",
                "problem",
                f"{code}: {len(gone)} files are gone, such as {gone[0]}.",
                "Restore them from a backup.",
            )
    if not bad:
        count = sum(len(numbers) for numbers in named.values())
        yield Found("data", "ok", f"{count:,} versions of {len(named)} data sets can be read.")


def file_counts() -> dict[str, int]:
    """The most files that any one partition of each data set's table has."""
    from trigpoint.ask.door import store
    from trigpoint.catalogue.snapshots import NoDefinitions, in_force

    try:
        definitions = in_force()
    except NoDefinitions:
        return {}
    most = {}
    for code, data_set in definitions.data_sets.items():
        files = store().table(data_set).files().files
        most[code] = max(Counter(file.rpartition("/")[0] for file in files).values(), default=0)
    return most


def compaction() -> Iterator[Found]:
    """Whether a table is in so many small files that it reads slowly."""
    from trigpoint.store.rewrite import MOST_FILES

    for code, most in file_counts().items():
        if most > MOST_FILES:
            yield Found("data", "note", f"{code} is in many small files.", "Compact it: trigpoint doctor --mend.")


def pages() -> Iterator[Found]:
    """Whether the static files of the pages are built."""
    from trigpoint.web.built import manifest

    if manifest():
        yield Found("pages", "ok", "Their static files are built.")
    else:
        yield Found(
            "pages", "note", "Their static files are not built: pages work, but without live charts.", "Run: make dev"
        )


def people() -> Iterator[Found]:
    """Whether anybody can sign in."""
    from django.conf import settings

    from trigpoint.access.models import Role, User

    if settings.DEMO:
        return
    administrators = User.objects.filter(is_active=True, memberships__role=Role.ADMINISTRATOR).distinct()
    if not any(user.has_usable_password() for user in administrators):
        yield Found(
            "people",
            "note",
            "No administrator can sign in.",
            "trigpoint people add NAME --name “Full name” --role administrator",
        )
    else:
        yield Found("people", "ok", f"{User.objects.filter(is_active=True).count():,} may sign in.")


def mend() -> Iterator[str]:
    """Settle loads that were interrupted, adopt those that the ledger lacks, compact what is in many files."""
    from trigpoint.ask.door import store
    from trigpoint.catalogue.snapshots import NoDefinitions, in_force
    from trigpoint.intake.adoption import adopt
    from trigpoint.intake.recovery import settle_pending_loads
    from trigpoint.store.rewrite import MOST_FILES

    yield from settle_pending_loads()
    try:
        definitions = in_force()
    except NoDefinitions:
        return
    yield from adopt(definitions)
    for code, most in file_counts().items():
        if most > MOST_FILES:
            written = store().table(definitions.data_sets[code]).compact()
            yield f"{code}: {written} financial years were each put into one file."
