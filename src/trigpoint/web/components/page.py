"""The frame of a page and its small parts: top bar, breadcrumbs, context bar, notices, notes on the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place to go. letter: `g` then this letter goes there. count: how many things wait there."""

    label: str
    href: str
    letter: str = ""
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class TopBar:
    """Product and partnership, places, search, what waits for me, who I am. `person` '' is nobody signed in."""

    partnership: str = ""
    home_href: str = "/"
    places: tuple[NavItem, ...] = ()
    search_href: str = ""
    search_text: str = ""
    waiting: int = 0
    waiting_href: str = ""
    person: str = ""
    person_note: str = ""
    person_links: tuple[NavItem, ...] = ()
    sign_out_href: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose. group: choices of one group stand under its heading. beneath: a quieter second line."""

    label: str
    href: str
    current: bool = False
    beneath: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class DayForm:
    """A day to be typed: sent as `name`, with the other parameters kept in `hidden`."""

    name: str
    value: str = ""
    label: str = "Day"
    hint: str = ""
    button: str = "Show"
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ContextItem:
    """One button of the context bar: it says its value and opens a chooser.

    key: unique (period, place, client-group, as-at, comparator). disabled: why this page cannot use it ('' when it can).
    changed: the value is not the usual one, and is marked so. more_href: a page with all choices where not all are here.
    clear_href: back to the usual value.
    """

    key: str
    label: str
    value: str
    choices: tuple[Choice, ...] = ()
    disabled: str = ""
    changed: bool = False
    clear_href: str = ""
    more_href: str = ""
    day: DayForm | None = None
    note: str = ""

    @property
    def searchable(self) -> bool:
        return len(self.choices) > 7


@dataclass(frozen=True, slots=True)
class ContextBar:
    """The bar under the top bar. summary: all the values in one line, for a narrow screen and for print.

    limit: what the reader may ask for, where that is not everything.
    """

    items: tuple[ContextItem, ...]
    limit: str = ""

    @property
    def summary(self) -> str:
        return " · ".join(item.value for item in self.items if not item.disabled)


@dataclass(frozen=True, slots=True)
class DataNote:
    """One line of how the page's figures were made: "Freshness", "March 2019, received 12 April 2019"."""

    label: str
    text: str
    href: str = ""
    warn: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Something said on the page. tone: info, success, warning or problem. Text of Django's messages becomes one too."""

    text: str
    title: str = ""
    tone: Literal["info", "success", "warning", "problem"] = "info"
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing to show, said so, with what to do. achievement: an empty list that is good news."""

    title: str
    text: str = ""
    href: str = ""
    link: str = ""
    achievement: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the error summary. href: #id of the control that it is about."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    href: str
    current: bool = False
    count: int | None = None
