"""Cells drawn as HTML: figures, statuses, directions, sparklines. Small and many, so drawn in Python, not by templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from trigpoint.judge.numbers import Number, plain
from trigpoint.publish.cells import (
    STATE_WORDS,
    STATUS_LOOKS,
    Bullet,
    Cell,
    Direction,
    Figure,
    Link,
    Sparkline,
    Status,
    Tags,
    words,
)

SPARK_WIDTH, SPARK_HEIGHT = 96, 24
BULLET_WIDTH, BULLET_HEIGHT = 128, 20
_EMPTY = SafeString("")


def draw_icon(name: str, extra: str = "") -> SafeString:
    """A shape of the page's sprite (parts/sprite.html); never the only bearer of meaning, so hidden from readers."""
    classes = f"icon {extra}".rstrip()
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', classes, name)


def _title(text: str) -> SafeString:
    return format_html(' title="{}"', text) if text else _EMPTY


def _beneath(text: str) -> SafeString:
    """A quieter second line, where there is one."""
    return format_html("<small>{}</small>", text) if text else _EMPTY


def draw_status(status: Status, *, compact: bool = False, large: bool = False) -> SafeString:
    """Shape, word, and the letter that print shows. compact: the word is for screen readers and on pointing only."""
    word = format_html('<span class="visually-hidden">{}</span>' if compact else "<b>{}</b>", status.text)
    inside = format_html('<svg class="mark" aria-hidden="true"><use href="#m-{}"/></svg>{}', status.code, word)
    title = status.why or (status.text if compact else "")
    classes = f"status status-{status.code}{' status-large' if large else ''}{' status-compact' if compact else ''}"
    # Print shows the letter of a status by its class; only one that the partnership chose itself is said here.
    usual = status.printed == STATUS_LOOKS[status.code].letter
    letter = _EMPTY if usual else format_html(' data-letter="{}"', status.printed)
    if status.href:
        body = format_html('<a class="{}"{} href="{}"{}>{}</a>', classes, letter, status.href, _title(title), inside)
    else:
        body = format_html('<span class="{}"{}{}>{}</span>', classes, letter, _title(title), inside)
    return format_html("{}{}", body, _beneath(status.beneath))


MOST_LARGE = 16
"""So many characters of words may stand as large as a number; longer ones are smaller."""


def draw_figure(figure: Figure, *, large: bool = False, bare: bool = False) -> SafeString:
    """A number that leads to its explanation, or the kind of nothing in words; then what must be known beside it.

    bare: without the element that keeps a plain number on one line, for a column in which it may wrap.
    """
    if bare and figure.value is not None and not (figure.href or figure.note or figure.interval):
        return format_html("{}", figure.text)
    classes = "figure figure-large" if large else "figure"
    if figure.value is None and not figure.words:
        classes += " figure-nothing"
    elif large and len(figure.words) > MOST_LARGE:
        classes += " figure-words"
    title, text = figure.note, _large(figure) if large else figure.text
    if figure.href:
        body = format_html('<a class="{}" href="{}"{}>{}</a>', classes, figure.href, _title(title), text)
    else:
        body = format_html('<span class="{}"{}>{}</span>', classes, _title(title), text)
    flags = []
    if figure.state in STATE_WORDS:
        flags.append(format_html('<span class="flag flag-{}">{}</span>', figure.state, STATE_WORDS[figure.state]))
    if figure.coverage and figure.coverage[0] != figure.coverage[1]:
        flags.append(format_html('<span class="flag flag-partial">{} of {}</span>', *figure.coverage))
    if figure.period:
        flags.append(format_html('<span class="flag flag-older">{}</span>', figure.period))
    if figure.footnote:
        flags.append(format_html('<span class="flag flag-note">note<span class="visually-hidden">: {}</span></span>',
                                 figure.footnote))  # fmt: skip
    return format_html("{}{}{}", body, format_html_join("", " {}", ((f,) for f in flags)), _beneath(figure.interval))


def _large(figure: Figure) -> SafeString | str:
    """The text of a large figure: a unit in words is smaller than its number, so that both have room."""
    number, apart, unit = figure.text.partition(" ")
    if figure.value is None or figure.words or not apart:
        return figure.text
    return format_html('{} <span class="figure-unit">{}</span>', number, unit)


def draw_direction(direction: Direction) -> SafeString:
    """An arrow for the way the figure went and a word for whether that is good."""
    arrow = {"up": "up", "down": "down", "level": "level"}[direction.moved]
    if direction.sense == "unknown":
        arrow = "unknown"
    quiet = " usual" if direction.news is False else ""
    detail = " ".join(part for part in (direction.change, direction.since) if part)
    return format_html(
        '<span class="direction {}{}">{}<b>{}</b></span>{}',
        direction.sense, quiet, draw_icon(f"arrow-{arrow}"), direction.text, _beneath(detail),
    )  # fmt: skip


def _runs(values: Sequence[Number | None]) -> list[list[tuple[int, float]]]:
    """Unbroken stretches of (place, value): a gap breaks the line and is never bridged."""
    pairs = enumerate(values)
    return [
        [(i, float(v)) for i, v in run if v is not None]
        for known, run in groupby(pairs, key=lambda p: p[1] is not None)
        if known
    ]


def draw_sparkline(spark: Sparkline) -> SafeString:
    """An inline picture of the line with its last point marked, and the whole of it said in words."""
    runs = _runs(spark.values)
    if not runs:
        return format_html('<span class="figure figure-nothing">{}</span>', "no figures")
    shown = [v for run in runs for _, v in run] + ([float(spark.target)] if spark.target is not None else [])
    low, high = min(shown), max(shown)
    span = (high - low) or 1.0
    step = (SPARK_WIDTH - 8) / max(len(spark.values) - 1, 1)

    def place(i: int, v: float) -> tuple[int, int]:
        # Drawn at twice the size, so that whole numbers are fine enough; the style shows it at half of it.
        return round(8 + 2 * i * step), round(2 * (SPARK_HEIGHT - 4 - (v - low) / span * (SPARK_HEIGHT - 8)))

    parts = []
    if spark.target is not None:
        _, y = place(0, float(spark.target))
        parts.append(f'<path class="aim" d="M4 {y}H{2 * SPARK_WIDTH - 4}"/>')
    lines = "".join(_line([place(i, v) for i, v in run]) for run in runs if len(run) > 1)
    if lines:
        parts.append(f'<path d="{lines}"/>')
    for run in runs:
        if len(run) == 1:
            x, y = place(*run[0])
            parts.append(f'<circle class="single" cx="{x}" cy="{y}" r="3.2"/>')
    if runs[-1][-1][0] == len(spark.values) - 1:
        # Where the newest stands from left to right, and its size, are the same in each: they are in the style.
        _, y = place(*runs[-1][-1])
        parts.append(f'<circle cy="{y}"/>')
    # Only numbers that this function itself has formatted stand in the parts.
    inside = mark_safe("".join(parts))  # noqa: S308
    return format_html('<svg class="sparkline" role="img" aria-label="{}">{}</svg>', spark.brief, inside)


def _line(points: Sequence[tuple[int, int]]) -> str:
    """A path through the points, each told from the one before it: half as long as where each stands."""
    (x, y), *_ = points
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(points)]
    return f"M{x} {y}l{' '.join(steps).replace(' -', '-')}"


def draw_bullet(bullet: Bullet) -> SafeString:
    """A bar from the low end, a tick at the target, the band of tolerance shaded behind."""
    if bullet.value is None:
        return format_html('<span class="figure figure-nothing">{}</span>', "no data")
    low, high = float(bullet.low), float(bullet.high)
    span = (high - low) or 1.0

    def x(value: Number) -> float:
        return round(min(max((float(value) - low) / span, 0), 1) * (BULLET_WIDTH - 4) + 2, 1)

    parts = [f'<rect class="bullet-track" x="2" y="5" width="{BULLET_WIDTH - 4}" height="10"/>']
    if bullet.amber is not None and bullet.target is not None:
        edges = sorted((x(bullet.amber), x(bullet.target)))
        parts.append(f'<rect class="bullet-band" x="{edges[0]}" y="5" width="{edges[1] - edges[0]:.1f}" height="10"/>')
    zero = x(max(min(0.0, high), low))
    left, right = sorted((zero, x(bullet.value)))
    parts.append(f'<rect class="bullet-value" x="{left}" y="7" width="{max(right - left, 1):.1f}" height="6"/>')
    if bullet.target is not None:
        parts.append(f'<path class="bullet-target" d="M{x(bullet.target)},2V18"/>')
    inside = mark_safe("".join(parts))  # noqa: S308
    return format_html(
        '<svg class="bullet bullet-{}" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}</svg>',
        bullet.status, bullet.text, BULLET_WIDTH, BULLET_HEIGHT, BULLET_WIDTH, BULLET_HEIGHT, inside,
    )  # fmt: skip


def draw_link(link: Link) -> SafeString:
    """A name with its address, and a quieter second line."""
    name = format_html('<a href="{}">{}</a>', link.href, link.text) if link.href else format_html("{}", link.text)
    return format_html("{}{}", name, _beneath(link.beneath))


def draw_tags(tags: Tags) -> SafeString:
    """Short labels in a row."""
    return format_html_join(" ", '<span class="tag">{}</span>', ((item,) for item in tags.items))


def draw(cell: Cell, *, unit: str = "", decimals: int | None = None, bare: bool = False) -> SafeString:
    """Any cell. unit, decimals: the column's, for cells that are bare numbers. bare: as for `draw_figure`."""
    if isinstance(cell, Figure):
        return draw_figure(cell, bare=bare)
    if isinstance(cell, Status):
        return draw_status(cell)
    if isinstance(cell, Direction):
        return draw_direction(cell)
    if isinstance(cell, Sparkline):
        return draw_sparkline(cell)
    if isinstance(cell, Bullet):
        return draw_bullet(cell)
    if isinstance(cell, Link):
        return draw_link(cell)
    if isinstance(cell, Tags):
        return draw_tags(cell)
    if isinstance(cell, (Decimal, int, float)) and not isinstance(cell, bool):
        return format_html('<span class="figure">{}</span>', draw_number(cell, unit, decimals))
    if isinstance(cell, date):
        return format_html('<time datetime="{}">{}</time>', cell.isoformat(), words(cell))
    return format_html("{}", words(cell))


def draw_number(value: Number, unit: str, decimals: int | None) -> str:
    """A bare number of a column; the column's heading says the unit unless it belongs to the number."""
    return plain(value, decimals) if unit not in {"%", "£", "€", "$"} else Figure(value, unit, decimals).text


STATUS_ORDER = tuple(sorted(STATUS_LOOKS, key=lambda code: STATUS_LOOKS[code].rank))
