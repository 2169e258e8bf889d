"""The container files: what compose makes of them, and, where an engine is at hand, an installation that answers."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = {"DATABASE_PASSWORD": "only-for-this-test"}


def has_compose() -> bool:
    return (
        bool(shutil.which("docker"))
        and not subprocess.run(["docker", "compose", "version"], capture_output=True).returncode
    )


def has_engine() -> bool:
    return has_compose() and not subprocess.run(["docker", "info"], capture_output=True).returncode


def compose(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRIGPOINT_")} | settings
    return subprocess.run(["docker", "compose", *words], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_everything_that_the_image_copies_is_there_and_let_through() -> None:
    """A file that was renamed, or that .dockerignore keeps out, would fail only where somebody builds."""
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists(), source
            assert any(source == one or source.startswith(f"{one}/") for one in let_through), source


def test_the_services_keep_to_this_machine_and_share_one_password() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    given = services["trigpoint"]["environment"]
    assert given["TRIGPOINT_DATABASE_URL"].startswith("postgres://trigpoint:${DATABASE_PASSWORD:?")
    assert services["database"]["environment"]["POSTGRES_PASSWORD"].startswith("${DATABASE_PASSWORD:?")
    assert all(port.startswith("127.0.0.1:") for port in services["trigpoint"]["ports"])
    assert "ports" not in services["database"], "the database is for the program alone"


@pytest.mark.slow
@pytest.mark.skipif(not has_engine(), reason="no container engine answers here")
def test_it_is_built_and_answers() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings = {**PASSWORD, "PORT": str(free.getsockname()[1]), "COMPOSE_PROJECT_NAME": "trigpoint-test"}
    try:
        built = compose("up", "--detach", "--build", "--wait", **settings)
        assert built.returncode == 0, built.stderr[-2000:]
        until = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{settings['PORT']}/sign-in/", timeout=5) as answer:
                    assert answer.status == 200
                    break
            except (urllib.error.URLError, ConnectionError):
                assert time.monotonic() < until, compose("logs", "trigpoint", **settings).stdout[-2000:]
        assert "Begin one at" in compose("logs", "trigpoint", **settings).stdout
    finally:
        compose("down", "--volumes", **settings)
