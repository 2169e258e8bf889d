"""A sample that an older version made is brought to the newest shape before it is served."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

OLDER = """
from pathlib import Path
from trigpoint.cli.session import make_ready
make_ready(Path({home!r}))
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("migrate", "intake", "0001", verbosity=0)
"""


def _run(home: Path, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        | {"TRIGPOINT_HOME": str(home)},
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def columns(home: Path) -> set[str]:
    with closing(sqlite3.connect(home / "trigpoint.sqlite3")) as database:
        return {row[1] for row in database.execute("PRAGMA table_info(intake_upload)")}


def test_a_demo_of_before_is_brought_to_the_newest_shape(tmp_path):
    home = tmp_path / "demo"
    _run(home, OLDER.format(home=str(home)))
    (home / "demo.txt").write_text("made")
    assert "unreadable" not in columns(home)

    said = _run(
        home, f"import sys; sys.argv = ['trigpoint', '--home', {str(home)!r}, 'demo', '--make-only']; "
        "from trigpoint.cli import main; main()",
    )  # fmt: skip

    assert "is made already" in said
    assert "unreadable" in columns(home)
