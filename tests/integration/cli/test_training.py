"""A training installation is put back to its beginning by one command; anything else is refused, and not touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from trigpoint.cli import main, training
from trigpoint.cli.serve import SERVED
from trigpoint.cli.session import Home


@pytest.fixture(autouse=True)
def a_quick_sample(monkeypatch):
    """What takes half a minute stands for itself: a file of the beginning."""

    def make_sample(home: Path, password: str | None = None) -> None:
        assert password
        (home / "trigpoint.sqlite3").write_text("the beginning")
        (home / "facts").mkdir()

    monkeypatch.setattr(training, "make_sample", make_sample)
    monkeypatch.setenv("TRIGPOINT_DATABASE_URL", "postgres://elsewhere/real")
    yield
    Home.chosen = None


def run(home: Path, *command: str, code: int = 0) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--home", str(home), *command])
    assert (ended.value.code or 0) == code


def test_what_was_done_is_undone_by_a_reset(tmp_path: Path, capsys) -> None:
    home = tmp_path / "practice"
    run(home, "training", "make")
    assert "password" in capsys.readouterr().out
    (home / "trigpoint.sqlite3").write_text("practised")
    (home / "facts" / "more").write_text("more")
    run(home, "training", "reset")
    assert (home / "trigpoint.sqlite3").read_text() == "the beginning"
    assert not (home / "facts" / "more").exists()


def test_an_installation_that_is_none_is_refused_and_not_touched(tmp_path: Path, capsys) -> None:
    (tmp_path / "trigpoint.sqlite3").write_text("real")
    run(tmp_path, "training", "reset", code=2)
    assert "Nothing in it was touched" in capsys.readouterr().err
    run(tmp_path, "training", "make", code=2)
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".lock"] == ["trigpoint.sqlite3"]
    assert (tmp_path / "trigpoint.sqlite3").read_text() == "real"


def test_a_folder_that_is_not_there_is_not_made_by_a_reset(tmp_path: Path) -> None:
    run(tmp_path / "nowhere", "training", "reset", code=2)
    assert not (tmp_path / "nowhere").exists()


def test_one_that_is_served_is_not_reset(tmp_path: Path, capsys) -> None:
    home = tmp_path / "practice"
    run(home, "training", "make")
    (home / "trigpoint.sqlite3").write_text("practised")
    with FileLock(home / SERVED):
        run(home, "training", "reset", code=1)
    assert "Stop the server" in capsys.readouterr().err
    assert (home / "trigpoint.sqlite3").read_text() == "practised"


def test_what_was_interrupted_can_be_reset(tmp_path: Path, monkeypatch) -> None:
    home = tmp_path / "practice"
    whole = training.make_sample

    def half(place: Path, password: str | None = None) -> None:
        (place / "half").write_text("")
        raise KeyboardInterrupt

    monkeypatch.setattr(training, "make_sample", half)
    with pytest.raises((KeyboardInterrupt, SystemExit)):
        main(["--home", str(home), "training", "make"])
    monkeypatch.setattr(training, "make_sample", whole)
    run(home, "training", "reset")
    assert not (home / "half").exists()
