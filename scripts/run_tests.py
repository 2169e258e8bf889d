"""Run the whole suite: what touches a database on PostgreSQL first, then everything on SQLite. Called by scripts/test."""

from __future__ import annotations

import argparse
import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ON_BOTH = ["tests/integration"]


def server_programs() -> Path | None:
    """The folder of PostgreSQL's server programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextlib.contextmanager
def postgresql(programs: Path) -> Iterator[str]:
    """A throw-away server on a free port; yields its URL. As root it runs as another user, for it refuses to run as root."""
    as_user: list[str] = []
    folder = Path(tempfile.mkdtemp(prefix="trigpoint-postgresql-"))
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres" if _exists("postgres") else "nobody")
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = ["runuser", "-u", user.pw_name, "--"]
    data = folder / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": str(folder)}
    try:
        subprocess.run(
            [*as_user, str(programs / "initdb"), "-D", str(data), "-U", "trigpoint", "-A", "trust", "-E", "UTF8", "-N"],
            **quiet,
        )
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off -c full_page_writes=off"
        subprocess.run(
            [
                *as_user,
                str(programs / "pg_ctl"),
                "-D",
                str(data),
                "-w",
                "-l",
                str(folder / "log"),
                "-o",
                options,
                "start",
            ],
            **quiet,
        )
        try:
            yield f"postgres://trigpoint@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*as_user, str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"], **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def main() -> int:
    """Run both; the exit code is the worse of the two."""
    options = argparse.ArgumentParser()
    options.add_argument("--processes", default="2")
    known, rest = options.parse_known_args()
    shared_out = ["-n", known.processes, "--dist", "loadgroup", "--no-loadscope-reorder"]
    pytest = [sys.executable, "-m", "pytest", "-q", *shared_out, *rest]
    worst = 0
    programs = server_programs()
    if programs is None:
        print("PostgreSQL is not installed: its run is left out.", flush=True)
    else:
        print("== On PostgreSQL", flush=True)
        with postgresql(programs) as url:
            environment = {**os.environ, "TRIGPOINT_DATABASE_URL": url}
            worst = subprocess.run([*pytest, *ON_BOTH, "-m", "not browser"], cwd=ROOT, env=environment).returncode
    print("\n== On SQLite", flush=True)
    environment = {k: v for k, v in os.environ.items() if k != "TRIGPOINT_DATABASE_URL"}
    return max(worst, subprocess.run(pytest, cwd=ROOT, env=environment).returncode)


if __name__ == "__main__":
    sys.exit(main())
