"""What the guide refers to, checked: links, pictures, anchors, commands, settings, files, targets of make, definitions."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from guide import DOCS, ROOT
from guide.generated import pages as generated_pages

LINK = re.compile(r"(?<!`)(!?)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^\s*((?:[A-Z_]+=\S+ )*)(?:uv run )?trigpoint (\S.*)$", re.MULTILINE)
SETTING = re.compile(r"TRIGPOINT_[A-Z_]+")
READ_SETTING = re.compile(r"environ(?:\.get\(|\[)\s*\"(TRIGPOINT_[A-Z_]+)\"")
FILE = re.compile(
    r"`((?:definitions|src|scripts|docs|tests|benchmarks|intake|publish|web|judge|store|access)/[\w./-]+)`"
)
TARGET = re.compile(r"(?:^ {4}|`)make ([a-z]+)", re.MULTILINE)
HELP = re.compile(r"""help_page["']?\s*[=:]\s*["']([\w-]+)["']""")


def documents() -> list[Path]:
    """Everything that is read as the guide, and the two pages at the top."""
    return [*sorted(DOCS.glob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md"]


def faults() -> list[str]:
    """Everything that the guide names and that does not exist; and generated pages that are not as the program is."""
    found = [fault for page in documents() for fault in faults_of(page)]
    found += [f"{page.name}: is not as the program is; run `make docs`" for page in stale()]
    found += [f"running-it.md: says nothing of {name}" for name in sorted(settings_read() - settings_told())]
    found += [
        f"docs/{name}.md: a screen's help, and there is no such page"
        for name in sorted(help_pages())
        if not (DOCS / f"{name}.md").is_file()
    ]
    return found


def faults_of(page: Path) -> Iterator[str]:
    """What one page names that does not exist."""
    text = page.read_text("utf-8")
    name = page.name
    yield from (f"{name}: {fault}" for fault in _links(page, text))
    if name != "command-line.md":
        for line in commands_in(text):
            if fault := command_fault(line):
                yield f"{name}: `trigpoint {line}`: {fault}"
    yield from (f"{name}: no setting is called {each}" for each in sorted(set(SETTING.findall(text)) - settings_read()))
    yield from (f"{name}: there is no file {each}" for each in FILE.findall(text) if not _there(each))
    yield from (f"{name}: make has no {each}" for each in TARGET.findall(text) if each not in make_targets())
    yield from (f"{name}: {fault}" for fault in _definitions(text))


def stale() -> list[Path]:
    """Generated pages whose text is not what the program would make now."""
    return [page for page, text in generated_pages().items() if not page.is_file() or page.read_text("utf-8") != text]


def _links(page: Path, text: str) -> Iterator[str]:
    for _picture, target in LINK.findall(FENCE.sub("", text)):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            yield f"links to {target}, which does not exist"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            yield f"links to {target}, and {file.name} has no such heading"


@cache
def anchors(page: Path) -> frozenset[str]:
    """The headings of a page as links name them, read as the on-line help reads them."""
    from trigpoint.web.help_pages import read_page

    read = read_page(page.stem, page.read_text("utf-8"), lambda name: name, lambda path: path)
    return frozenset(section.anchor for section in read.sections)


def commands_in(text: str) -> list[str]:
    """The `trigpoint …` lines of a page's blocks of code, without the word itself."""
    blocks = [body for _, body in FENCE.findall(text)]
    blocks += [line for line in FENCE.sub("", text).splitlines() if line.startswith("    ")]
    return [line for block in blocks for _, line in COMMAND.findall(block)]


def command_fault(line: str) -> str:
    """Why the command line would not take these words; '' where it would. Nothing is run."""
    import typer.main

    from trigpoint.cli import commands as every

    command, words = typer.main.get_command(every()), shlex.split(re.split(r" [|>] ", line)[0], comments=True)
    if words[0] == "--home":
        words = words[2:]
    path = ["trigpoint"]
    while beneath := getattr(command, "commands", None):
        if not words or words[0] not in beneath:
            return f"there is no command {' '.join([*path, *words[:1]])}"
        path.append(words.pop(0))
        command = beneath[path[-1]]
    try:
        command.make_context(path[-1], words)
    except Exception as error:
        return getattr(error, "message", "") or str(error)
    return ""


@cache
def settings_read() -> frozenset[str]:
    """The variables of the environment that the program reads."""
    sources = (ROOT / "src").rglob("*.py")
    return frozenset(name for file in sources for name in READ_SETTING.findall(file.read_text("utf-8")))


def settings_told() -> frozenset[str]:
    """The variables that the page about running it tells of."""
    return frozenset(SETTING.findall((DOCS / "running-it.md").read_text("utf-8")))


@cache
def help_pages() -> frozenset[str]:
    """The pages of the guide that screens name as their help."""
    views = (ROOT / "src/trigpoint/web").rglob("*.py")
    return frozenset(name for file in views for name in HELP.findall(file.read_text("utf-8")))


@cache
def make_targets() -> frozenset[str]:
    """What `make` can do."""
    return frozenset(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def _there(path: str) -> bool:
    return (ROOT / path).exists() or (ROOT / "src/trigpoint" / path).exists()


def _definitions(text: str) -> Iterator[str]:
    from trigpoint.definitions.yaml_files import read_text
    from trigpoint.mistakes import Mistake

    for language, body in FENCE.findall(text):
        if language == "yaml" and body.startswith("kind:"):
            try:
                read_text(body, "example.yaml")
            except Mistake as mistake:
                yield f"an example is no definition: {mistake}"
