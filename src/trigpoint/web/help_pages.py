"""The guide as help: the pages of `docs/`, read as Markdown, safe to show, and found by search.

In a clone they are the repository's own folder; a wheel carries a copy inside the package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

import trigpoint
from trigpoint.catalogue.search import Entry, Index
from trigpoint.definitions.dimension_tree import plain_words

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif"})
FIRST = ("index", "README", "start", "tour", "tutorial")
"""Pages that stand first in the list where there are such; the rest by title."""
EXAMPLE = '<pre role="group" aria-label="Example" tabindex="0">'
"""How code begins: it scrolls inside itself where it is wide, and so must take the focus."""


@dataclass(frozen=True)
class Section:
    """A part of a page beneath a heading. anchor: its id, '' for what stands before the first."""

    anchor: str
    heading: str
    level: int
    text: str


@dataclass(frozen=True)
class HelpPage:
    """name: its file's, in addresses. html: safe. sections: for the list of contents and for search."""

    name: str
    title: str
    html: str
    sections: tuple[Section, ...]


def folder() -> Path | None:
    """Where the guide is, or None where it was not installed."""
    package = Path(trigpoint.__file__).parent
    for place in (package / "docs", package.parent.parent / "docs"):
        if place.is_dir():
            return place
    return None


def pages(link: Callable[[str], str], picture: Callable[[str], str]) -> dict[str, HelpPage]:
    """All pages by name, in their order. link: the address of a page. picture: of a picture, by its path in the guide."""
    place = folder()
    if place is None:
        return {}
    files = sorted(place.glob("*.md"))
    found = [_read(path, path.stat().st_mtime_ns, link, picture) for path in files]
    found.sort(key=lambda page: (FIRST.index(page.name) if page.name in FIRST else len(FIRST), page.title.casefold()))
    return {page.name: page for page in found}


def picture_file(name: str) -> Path | None:
    """A picture of the guide by its path there; None for anything that is not one, or lies outside."""
    place = folder()
    if place is None:
        return None
    path = (place / name).resolve()
    inside = path.is_relative_to(place.resolve())
    return path if inside and path.suffix.lower() in PICTURES and path.is_file() else None


@lru_cache(maxsize=256)
def _read(path: Path, changed: int, link: Callable[[str], str], picture: Callable[[str], str]) -> HelpPage:
    return read_page(path.stem, path.read_text("utf-8"), link, picture)


def read_page(name: str, text: str, link: Callable[[str], str], picture: Callable[[str], str]) -> HelpPage:
    """One page of Markdown. HTML in it is shown as text, never as itself."""
    reader = MarkdownIt("commonmark", {"html": False, "linkify": True, "typographer": False}).enable(
        ["table", "strikethrough", "linkify"]
    )
    tokens = reader.parse(text)
    title, sections = name.replace("-", " ").capitalize(), []
    taken: set[str] = set()
    heading, anchor, level, words = "", "", 0, []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            sections.append(Section(anchor, heading, level, " ".join(words)))
            heading, level, words = _plain(tokens[place + 1]), int(token.tag[1]), []
            anchor = _anchor(heading, taken)
            token.attrSet("id", anchor)
            if level == 1 and len(sections) == 1:
                title = heading
                for part in tokens[place : place + 3]:
                    part.hidden, part.content, part.children = True, "", []
                    part.type = "inline" if part.type == "inline" else "hidden"
        elif token.type == "inline" and not (words == [] and _plain(token) == heading):
            words.append(_plain(token))
        elif token.type in ("fence", "code_block"):
            words.append(token.content)
        elif token.type == "table_open":
            token.meta["of"] = heading or title
        elif token.type == "th_open" and not tokens[place + 1].content:
            token.tag = tokens[place + 2].tag = "td"
        _mend(token, link, picture)
    sections.append(Section(anchor, heading, level, " ".join(words)))
    for kind, rule in (("hidden", _nothing), ("table_open", _table), ("table_close", _table_end)):
        reader.add_render_rule(kind, rule)
    html = reader.renderer.render(tokens, reader.options, {}).replace("<pre>", EXAMPLE)
    held = tuple(one for one in sections if one.heading or one.text)
    return HelpPage(name, title, html, held)


def _nothing(*_: object) -> str:
    return ""


def _table(writer: object, tokens: Sequence[Token], place: int, *_: object) -> str:
    """A table in what scrolls where the table is wide: by keyboard only what can take the focus scrolls."""
    named = escapeHtml(f"Table: {tokens[place].meta['of']}")
    return f'<div class="help-table" role="group" aria-label="{named}" tabindex="0"><table>\n'


def _table_end(*_: object) -> str:
    return "</table></div>\n"


def _plain(token: Token) -> str:
    parts = [child.content if child.type != "softbreak" else " " for child in token.children or ()]
    return " ".join("".join(parts).split())


def _anchor(heading: str, taken: set[str]) -> str:
    base = "-".join(plain_words(heading).split()) or "part"
    anchor, n = base, 2
    while anchor in taken:
        anchor, n = f"{base}-{n}", n + 1
    taken.add(anchor)
    return anchor


def _mend(token: Token, link: Callable[[str], str], picture: Callable[[str], str]) -> None:
    """Links between pages and pictures as they are served; alignment as a class, for inline styles are refused."""
    style = str(token.attrs.pop("style", ""))
    if "right" in style:
        token.attrJoin("class", "kind-figure")
    for child in token.children or ():
        if child.type == "link_open":
            child.attrs["href"] = _address(str(child.attrGet("href") or ""), link)
        elif child.type == "image":
            source = str(child.attrGet("src") or "")
            if not urlsplit(source).scheme and not source.startswith("/"):
                child.attrs["src"] = picture(str(PurePosixPath(source)))
            child.attrs["loading"] = "lazy"


def _address(href: str, link: Callable[[str], str]) -> str:
    """A link to another page of the guide as its address here; others as they are."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path.endswith(".md") or "/" in parts.path.removeprefix("./"):
        return href
    anchor = f"#{parts.fragment}" if parts.fragment else ""
    return link(parts.path.removeprefix("./").removesuffix(".md")) + anchor


@dataclass(frozen=True)
class Found:
    """A section that a search found. around: the text near the words, cut in (text, whether it was searched for)."""

    page: HelpPage
    section: Section
    around: tuple[tuple[str, bool], ...]


def find(held: dict[str, HelpPage], query: str, most: int = 20) -> list[Found]:
    """The sections for some words, best first."""
    entries, by_code = [], {}
    for page in held.values():
        for n, section in enumerate(page.sections):
            code = f"{page.name} {n}"
            by_code[code] = (page, section)
            text = f"{page.title} {section.text}"
            entries.append(Entry("help", code, section.heading or page.title, (), text))
    hits = Index(tuple(entries)).search(query, limit=most)
    return [Found(*by_code[hit.entry.code], around(by_code[hit.entry.code][1].text, query)) for hit in hits]


def around(text: str, query: str, room: int = 180) -> tuple[tuple[str, bool], ...]:
    """The text near the first of the words, with the words marked."""
    words = [re.escape(word) for word in re.findall(r"\w+", query) if len(word) > 1]
    line = " ".join(text.split())
    if not words:
        return ((line[:room], False),)
    pattern = re.compile("|".join(words), re.IGNORECASE)
    first = pattern.search(line)
    start = max(0, (first.start() if first else 0) - room // 3)
    start = 0 if start == 0 else line.find(" ", start) + 1
    cut = line[start : start + room]
    parts: list[tuple[str, bool]] = [("…", False)] if start else []
    at = 0
    for match in pattern.finditer(cut):
        parts += [(cut[at : match.start()], False), (match.group(), True)]
        at = match.end()
    parts.append((cut[at:] + ("…" if start + room < len(line) else ""), False))
    return tuple(part for part in parts if part[0])


def contents(page: HelpPage) -> Sequence[Section]:
    """The headings of the second level, for a list of contents."""
    return [section for section in page.sections if section.level == 2]
