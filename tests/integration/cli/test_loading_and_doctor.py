"""`load`, `definitions`, `doctor` and `demo`: accounts, exit codes, and what is wrong with an installation."""

import shutil

import pytest
from emergency_world import AE_SET, HEADER, MARCH, file_of

from trigpoint.catalogue.models import Load
from trigpoint.cli.demo import MAKING, MARKER, NotADemo, ensure_made


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
    monkeypatch.setattr("trigpoint.cli.demo._make", lambda home: made.append(sorted(p.name for p in home.iterdir())))
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
