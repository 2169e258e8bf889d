"""Static files that are built anew beneath a running server."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from trigpoint.web.built import manifest


@pytest.fixture
def folder(tmp_path: Path, settings, db) -> Iterator[Path]:
    """A folder of static files, as the server finds it when it starts."""
    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()
    (tmp_path / "look.1.css").write_text("one")
    yield tmp_path
    finders.get_finder.cache_clear()


def told(response) -> str:
    return b"".join(response.streaming_content if response.streaming else [response.content]).decode()


def test_files_are_found_as_they_stand_though_they_were_built_anew(folder):
    running = Client(raise_request_exception=False)
    assert told(running.get("/static/look.1.css")) == "one"

    (folder / "look.1.css").unlink()
    (folder / "look.2.css").write_text("another")
    assert running.get("/static/look.1.css").status_code in (302, 404)
    assert told(running.get("/static/look.2.css")) == "another"

    (folder / "look.2.css").write_text("and now a longer one")
    again = running.get("/static/look.2.css")
    assert (told(again), again["Content-Length"]) == ("and now a longer one", "20")


@pytest.mark.parametrize(
    "url", ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static//etc/passwd", "/static/nothing.css"]
)
def test_what_is_no_static_file_is_not_there(folder, url):
    answer = Client(raise_request_exception=False).get(url)
    assert answer.status_code in (302, 400, 404)
    assert "SECRET_KEY" not in told(answer)


def test_pages_name_the_files_that_were_built_last(tmp_path):
    path = tmp_path / "manifest.json"
    assert manifest(tmp_path) == {}
    for number in (1, 2):
        path.write_text(json.dumps({"files": {"trigpoint.css": f"trigpoint.{number}.css"}}))
        os.utime(path, ns=(number, number))
        assert manifest(tmp_path) == {"trigpoint.css": f"trigpoint.{number}.css"}
