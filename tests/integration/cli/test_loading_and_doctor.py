"""`load`, `definitions`, `doctor` and `demo`: accounts, exit codes, and what is wrong with an installation."""

import os
import shutil
import time
from socket import socket

import pytest
from emergency_world import AE_SET, HEADER, MARCH, file_of

from trigpoint.catalogue.models import Load
from trigpoint.cli.demo import MADE, MAKING, MARKER, NotADemo, ensure_made


def test_a_file_supplied_twice_changes_nothing(run, emergency, tmp_path):
    version = Load.objects.get().version_after
    ran = run("load", "ae-attendances", file_of(tmp_path, MARCH))
    assert ran.code == 0
    assert "2 rows supplied = 0 loaded + 2 unchanged" in ran.out
    assert Load.objects.latest("pk").version_after == version


def test_rejected_rows_are_written_beside_their_reason_and_end_with_three(run, defined, tmp_path):
    bad = file_of(tmp_path, HEADER + "2019-03-01,RX1,1,many,200,300\n")
    ran = run("load", "ae-attendances", bad, "--rejects", tmp_path / "rejects.csv")
    assert ran.code == 3
    written = (tmp_path / "rejects.csv").read_text("utf-8-sig")
    assert "many" in written
    assert "Why it was rejected" in written


def test_a_dry_run_keeps_nothing(run, defined, tmp_path):
    ran = run("load", "ae-attendances", file_of(tmp_path, MARCH), "--dry-run")
    assert "2 loaded" in ran.out
    assert not Load.objects.exists()


def test_a_file_that_is_not_there_is_said_plainly(run, defined, tmp_path):
    ran = run("load", "ae-attendances", tmp_path / "gone.csv")
    assert ran.code == 2
    assert "There is no file" in ran.err


def test_definitions_are_checked_and_applied(run):
    assert run("definitions", "check", AE_SET).code == 0
    assert "15 added" in run("definitions", "apply", AE_SET, "--since", "2026-01-01").out


def test_a_sound_installation_has_no_problem(run, emergency):
    ran = run("doctor")
    assert ran.code == 0, ran.out
    assert "PROBLEM" not in ran.out


def test_a_load_that_the_ledger_lost_is_found_and_adopted(run, emergency):
    number = Load.objects.get().pk
    Load.objects.all().delete()
    found = run("doctor")
    assert found.code == 1
    assert "doctor --mend" in found.out
    assert run("doctor", "--mend").code == 0
    assert Load.objects.get().pk == number
    assert "87.500%" in run("ask", "ae-four-hour", "--period", "2019-03").out


def test_files_that_are_gone_are_a_problem(run, emergency):
    for folder in (emergency.home / "facts" / "ae-attendances").glob("fy=*"):
        shutil.rmtree(folder)
    ran = run("doctor")
    assert ran.code == 1
    assert "Restore" in ran.out


def test_the_sample_is_made_again_when_its_making_was_interrupted(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(
        "trigpoint.cli.demo.make_sample", lambda home: made.append(sorted(p.name for p in home.iterdir()))
    )
    home = tmp_path / "demo"
    home.mkdir()
    (home / MARKER).write_text(MAKING)
    (home / "half.sqlite3").write_text("half")
    assert ensure_made(home)
    assert "half.sqlite3" not in made[0]
    assert not ensure_made(home)
    assert len(made) == 1


def test_the_sample_is_never_made_over_something_else(tmp_path):
    (tmp_path / "trigpoint.sqlite3").write_text("a partnership's own")
    with pytest.raises(NotADemo, match="not the sample partnership"):
        ensure_made(tmp_path)
    assert (tmp_path / "trigpoint.sqlite3").read_text() == "a partnership's own"


@pytest.fixture
def demo_served(installation, monkeypatch) -> list[int]:
    """The ports at which `demo` would have served, with the settings of the environment put back afterwards."""
    for name in ("TRIGPOINT_DEMO", "TRIGPOINT_DATABASE_URL", "TRIGPOINT_FACTS"):
        monkeypatch.delenv(name, raising=False)
    served: list[int] = []
    monkeypatch.setattr("trigpoint.cli.demo.run_server", lambda home, host, port, workers: served.append(port))
    return served


def test_a_demo_that_is_served_again_begins_with_what_a_crash_left(run, emergency, demo_served):
    (emergency.home / MARKER).write_text(MADE)
    left = emergency.scratch / "supply-of-a-killed-process"
    left.mkdir()
    (left / "staging.duckdb").write_bytes(b"x" * 1000)
    old, new = emergency.scratch / "tmp1.upload.csv", emergency.scratch / "tmp2.upload.csv"
    for path in (old, new):
        path.write_bytes(b"x")
    os.utime(old, (time.time() - 200_000,) * 2)
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert run("demo", "--port", port).code == 0
    assert demo_served == [port]
    assert (left.exists(), old.exists(), new.exists()) == (False, False, True)


def test_a_file_that_cannot_be_read_leaves_nothing_in_the_scratch_space(run, defined, tmp_path):
    before = set(defined.scratch.iterdir())
    assert run("load", "ae-attendances", file_of(tmp_path, "%PDF-1.7", "report.csv")).code != 0
    assert set(defined.scratch.iterdir()) == before
