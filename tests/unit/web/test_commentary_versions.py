"""What changed between two versions of a commentary, word by word."""

from __future__ import annotations

import pytest

from trigpoint.web.commentary.versions import changes, words_changed


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("The east is late.", "The west is late.", [("same", "The "), ("gone", "east "), ("new", "west "), ("same", "is late.")]),
        ("", "All of it.", [("new", "All of it.")]),
        ("All of it.", "", [("gone", "All of it.")]),
        ("one two", "one\n\ntwo", [("gone", "one "), ("new", "one\n\n"), ("same", "two")]),
    ],
)  # fmt: skip
def test_the_words_that_came_and_went(before: str, after: str, found: list[tuple[str, str]]) -> None:
    assert words_changed(before, after) == found


@pytest.mark.parametrize("text", ["word " * 800, "a" * 4000, "a b " * 1000, "\n".join("xyz" * 3 for _ in range(400))])
def test_what_stayed_and_came_is_the_new_text(text: str) -> None:
    after = text[: len(text) // 2] + " in between " + text[len(text) // 2 :]
    assert "".join(words for kind, words in words_changed(text, after) if kind != "gone").strip() == after.strip()


def test_headings_under_which_nothing_changed_are_left_out() -> None:
    before = [("Why", "Snow."), ("What we are doing", "Salt."), ("Once", "Gone since.")]
    after = [("Why", "Snow."), ("What we are doing", "Salt and sand."), ("When", "In May.")]
    assert [heading for heading, _ in changes(before, after)] == ["What we are doing", "When", "Once"]
