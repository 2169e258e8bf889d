"""Filling in a page's form as a browser would send it."""

from __future__ import annotations

from html.parser import HTMLParser

from django.http import HttpResponse


class _Reader(HTMLParser):
    """The controls of the forms of a page, each form apart, with what a browser would send of them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._text: str | None = None
        self._choice: str | None = None
        self._first: str | None = None
        self._chosen = False
        self._form: dict[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = {}
            self.forms.append(self._form)
        if self._form is None:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            to_tick = given.get("type") in ("checkbox", "radio")
            if not to_tick or "checked" in given:
                self._form.setdefault(name, []).append(given.get("value", "on" if to_tick else ""))
        elif tag == "textarea":
            self._text = name
            self._form.setdefault(name, []).append("")
        elif tag == "select":
            self._choice, self._first, self._chosen = name, None, False
        elif tag == "option" and self._choice:
            if self._first is None:
                self._first = given.get("value", "")
            if "selected" in given:
                self._chosen = True
                self._form.setdefault(self._choice, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._text = None
        elif tag == "select":
            if self._form is not None and self._choice and not self._chosen and self._first is not None:
                # A browser sends the first one where none is chosen.
                self._form.setdefault(self._choice, []).append(self._first)
            self._choice = None

    def handle_data(self, data: str) -> None:
        if self._text is not None and self._form is not None:
            self._form[self._text][-1] += data


def form_of(response: HttpResponse, holding: str) -> dict[str, list[str]]:
    """What a browser would send of the form that holds a control of that name."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return next(form for form in reader.forms if holding in form)
