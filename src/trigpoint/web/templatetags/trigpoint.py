"""The components, for templates: `{% load trigpoint %}`. The guide is templates/web/components/README.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, ClearableFileInput, Form, RadioSelect, Select, Textarea
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trigpoint.manage.risks import level
from trigpoint.publish.cells import Bullet, Cell, Direction, Figure, Sparkline, Status
from trigpoint.web.built import path_of
from trigpoint.web.components import cells
from trigpoint.web.components.charts import ChartView
from trigpoint.web.components.page import ContextBar, Crumb, DataNote, Empty, Notice, Problem, Tab, TopBar
from trigpoint.web.components.tables import Pager, TableView
from trigpoint.web.components.trees import TreeView
from trigpoint.web.undertakings.words import when_words

register = template.Library()

THEMES = {"light", "dark"}
TONES = {"success": "success", "warning": "warning", "error": "problem"}


@register.simple_tag
def cell(value: Cell, unit: str = "", decimals: int | None = None) -> SafeString:
    """Any cell of `publish.cells`, drawn."""
    return cells.draw(value, unit=unit, decimals=decimals)


@register.simple_tag
def status(value: Status | str, why: str = "", compact: bool = False, large: bool = False) -> SafeString:
    """A status mark, from a Status or its code."""
    mark = value if isinstance(value, Status) else Status(value, why=why)
    return cells.draw_status(mark, compact=compact, large=large)


@register.simple_tag
def figure(value: Figure, large: bool = False) -> SafeString:
    return cells.draw_figure(value, large=large)


@register.simple_tag
def direction(value: Direction) -> SafeString:
    return cells.draw_direction(value)


@register.simple_tag
def sparkline(value: Sparkline) -> SafeString:
    return cells.draw_sparkline(value)


@register.simple_tag
def bullet(value: Bullet) -> SafeString:
    return cells.draw_bullet(value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A shape from the sprite, for decoration beside a word."""
    return cells.draw_icon(name)


@register.simple_tag
def status_key() -> SafeString:
    """Every status with its shape and word: the key of a page that draws marks without words."""
    marks = [cells.draw_status(Status(code)) for code in cells.STATUS_ORDER]
    return format_html('<p class="status-key">{}</p>', cells.mark_safe(" ".join(marks)))


@register.inclusion_tag("web/components/table.html")
def table(view: TableView) -> dict[str, Any]:
    return {"view": view}


@register.inclusion_tag("web/components/tree.html")
def tree(view: TreeView) -> dict[str, Any]:
    return {"view": view}


@register.inclusion_tag("web/components/chart.html")
def chart(view: ChartView) -> dict[str, Any]:
    return {"view": view}


@register.inclusion_tag("web/components/pager.html")
def pager(view: Pager | None, of: str = "the list") -> dict[str, Any]:
    """of: what the pages are of, to tell those of one table from those of another."""
    return {"pager": view, "of": of}


@register.inclusion_tag("web/components/context_bar.html")
def context_bar(bar: ContextBar | None) -> dict[str, Any]:
    return {"bar": bar}


@register.inclusion_tag("web/components/top_bar.html", takes_context=True)
def top_bar(context: template.Context, bar: TopBar | str | None) -> dict[str, Any]:
    return {
        "bar": bar or TopBar(), "csrf_token": context.get("csrf_token"), "logo_href": context.get("partnership_logo_href"),
    }  # fmt: skip


@register.inclusion_tag("web/components/breadcrumbs.html")
def breadcrumbs(crumbs: Iterable[Crumb]) -> dict[str, Any]:
    return {"crumbs": crumbs}


@register.inclusion_tag("web/components/notice.html")
def notice(value: Notice | str, tone: str = "info", title: str = "") -> dict[str, Any]:
    shown = value if isinstance(value, Notice) else Notice(str(value), title, tone)  # type: ignore[arg-type]
    return {"notice": shown}


@register.inclusion_tag("web/components/messages.html")
def messages_as_notices(messages: Iterable[Any]) -> dict[str, Any]:
    """Django's messages, as notices at the top of the page."""
    return {"notices": [Notice(str(m), tone=TONES.get(m.level_tag, "info")) for m in messages or ()]}  # type: ignore[arg-type]


@register.inclusion_tag("web/components/empty.html")
def empty_state(value: Empty) -> dict[str, Any]:
    return {"empty": value}


@register.inclusion_tag("web/components/skeleton.html")
def skeleton(doing: str, lines: int = 4, href: str = "", height: int = 0) -> dict[str, Any]:
    """A slow part: says what it does, keeps its own room, and asks `href` for itself when the page is there."""
    return {"doing": doing, "lines": range(lines), "href": href, "height": height}


@register.inclusion_tag("web/components/error_summary.html")
def error_summary(problems: Iterable[Problem] | Form) -> dict[str, Any]:
    """What is wrong with what was sent. Takes Problems or a bound form."""
    if isinstance(problems, Form):
        form = problems
        found = [Problem(str(e)) for e in form.non_field_errors()] if form.is_bound else []
        for bound in form:
            found += [Problem(str(e), f"#{bound.id_for_label or bound.auto_id}") for e in bound.errors]
        return {"problems": found}
    return {"problems": list(problems)}


@register.inclusion_tag("web/components/tabs.html")
def tabs(items: Iterable[Tab], label: str = "Parts of this page") -> dict[str, Any]:
    return {"items": items, "label": label}


@register.inclusion_tag("web/components/data_notes.html")
def data_notes(notes: Iterable[DataNote]) -> dict[str, Any]:
    return {"notes": notes}


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, width: str = "", inline: bool = False) -> dict[str, Any]:
    """A form's control with label, hint and error, marked up as GOV.UK Frontend has it.

    width: 2, 3, 4, 5, 10, 20 or 30 characters. inline: radios beside each other.
    """
    widget = bound.field.widget
    kind, classes = "input", "govuk-input"
    if isinstance(widget, CheckboxInput):
        kind, classes = "checkbox", "govuk-checkboxes__input"
    elif isinstance(widget, RadioSelect):  # CheckboxSelectMultiple is one of them
        kind, classes = "radios", ""
    elif isinstance(widget, Textarea):
        kind, classes = "input", "govuk-textarea"
    elif isinstance(widget, Select):
        kind, classes = "input", "govuk-select"
    elif isinstance(widget, ClearableFileInput):
        kind, classes = "input", "govuk-file-upload"
    if bound.errors and kind == "input":
        classes += f" {classes.split()[0]}--error"
    if width and classes.startswith("govuk-input"):
        classes += f" govuk-input--width-{width}"
    id = bound.id_for_label or bound.auto_id
    described = [f"{id}-hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{id}-error")
    attributes = {"class": classes}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    several = kind == "radios" and getattr(widget, "allow_multiple_selected", False)
    return {
        "bound": bound,
        "id": id,
        "kind": kind,
        "several": several,
        "inline": inline,
        "control": bound.as_widget(attrs=attributes) if kind != "radios" else "",
        "described": " ".join(described),
        "optional": not bound.field.required and kind != "checkbox",
    }


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    """A link to a built stylesheet; nothing when it has not been built."""
    path = path_of(name)
    return format_html('<link rel="stylesheet" href="{}">', static(path)) if path else SafeString("")


@register.simple_tag
def script(name: str, live_charts: str = "") -> SafeString:
    """A deferred module script; nothing when it has not been built."""
    path = path_of(name)
    if not path:
        return SafeString("")
    charts = path_of(live_charts) if live_charts else ""
    extra = format_html(' data-live-charts="{}"', static(charts)) if charts else SafeString("")
    return format_html('<script type="module" src="{}"{}></script>', static(path), extra)


@register.simple_tag
def plain_script(name: str) -> SafeString:
    """A deferred script that is not a module (htmx); nothing when it has not been built."""
    path = path_of(name)
    return format_html('<script defer src="{}"></script>', static(path)) if path else SafeString("")


@register.simple_tag(takes_context=True)
def look(context: template.Context) -> SafeString:
    """The reader's choice of theme and row height, kept in cookies, as attributes of <html>: no flash of another look."""
    request: HttpRequest | None = context.get("request")
    cookies = request.COOKIES if request else {}
    theme = cookies.get("theme", "")
    rows = cookies.get("rows", "")
    return format_html(
        "{}{}",
        format_html(' data-theme="{}"', theme) if theme in THEMES else "",
        SafeString(' data-rows="compact"') if rows == "compact" else "",
    )


@register.filter
def with_article(noun: str) -> str:
    """A noun with its article: a target, an area."""
    return f"{'an' if noun[:1].casefold() in 'aeiou' else 'a'} {noun}"


register.filter("when_words", when_words)
register.filter("risk_level", level)
