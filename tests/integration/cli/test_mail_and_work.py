"""The outbox by command, and the work that `serve` runs beside itself: it starts, goes on after a fault, and stops."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest
from reference.post_office import PostOffice

from trigpoint.cli import work
from trigpoint.outbox.writing import write_mail

pytestmark = pytest.mark.django_db


def test_mail_is_sent_and_tried_by_command(run, post_office: PostOffice) -> None:
    write_mail("anna@vale.example", "Red", "86%", why="News")
    assert run("mail", "send").out == "1 sent, 0 could not be sent.\n"
    assert run("mail", "test", "anna@vale.example").out == "Sent to anna@vale.example.\n"
    assert len(post_office.letters) == 2
    assert "“anna” is no e-mail address" in run("mail", "test", "anna").err


def test_a_command_says_that_the_server_is_down(run, post_office: PostOffice) -> None:
    post_office.stop()
    tried = run("mail", "test", "anna@vale.example")
    assert tried.code == 1
    assert "cannot be reached" in tried.err
    assert "Traceback" not in tried.err


def test_a_command_says_that_there_is_no_server(run, settings) -> None:
    settings.MAIL_SERVER = None
    assert "TRIGPOINT_MAIL_URL" in run("mail", "send").err


def test_a_round_that_fails_does_not_end_the_work(monkeypatch) -> None:
    stop, rounds = threading.Event(), []

    def one(news) -> None:
        rounds.append(None)
        if len(rounds) == 1:
            raise RuntimeError("the database is away")
        stop.set()

    monkeypatch.setattr(work, "one_round", one)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    work.work(stop, seconds=0)
    assert len(rounds) == 2


@pytest.fixture
def of_its_own(monkeypatch) -> None:
    """Processes that are started have an installation of their own, not the test's database."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "trigpoint.settings")
    monkeypatch.delenv("TRIGPOINT_DATABASE_URL", raising=False)


def test_the_work_stops_when_it_is_told_to(tmp_path, of_its_own) -> None:
    code = "from trigpoint.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", f"import trigpoint.cli.work as w; w.ROUND = 0.1; w.one_round = lambda news: print('round', flush=True); {code}",
         "--home", str(tmp_path / "home"), "work"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"round\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    process.communicate()


def test_what_runs_beside_the_work_takes_it_along_at_its_end(tmp_path, monkeypatch, of_its_own) -> None:
    started: list[subprocess.Popen] = []
    usual = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda *args, **kwargs: started.append(usual(*args, **kwargs)) or started[0]
    )
    with work.work_beside(tmp_path / "home"):
        assert started[0].poll() is None
    assert started[0].poll() is not None
