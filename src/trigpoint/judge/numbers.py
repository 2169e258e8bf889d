"""Figures as people write them: 86.6%, £1.2m, 4.3 days, 31 per 1,000. The one formatter of pages, charts and documents.

Rounding is half up, away from nought (2.5 is 3, −2.5 is −3), as people are taught and as spreadsheets do; it is done
once, on the exact figure. A float is taken for the shortest decimal that means it (0.145, not 0.14499…).
A figure that is absent is said by its kind of nothing, never as 0 or as an empty text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from trigpoint.definitions.datasets import ValueKind

Number = Decimal | int | float
Figure = Number | date | str | bool

MINUS = "−"
NO_FIGURE = "no data"

NOTHING_WORDS: Mapping[str, str] = {
    "no-data": "no data",
    "not-yet-due": "not yet due",
    "late": "late",
    "not-published": "not published",
    "not-applicable": "not applicable",
    "hidden": "hidden (small number)",
    "not-additive": "cannot be added up",
    "not-permitted": "not permitted",
}
"""How each kind of nothing is said."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

UNSAID_UNITS = frozenset({"", "number", "count", "no.", "#", "ratio", "index", "score"})
"""Units that are not written after the figure: 1,234, not 1,234 number."""

JOINED_UNITS = frozenset({"%", "p"})
CURRENCIES = frozenset("£€$")
_LARGE = ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
_SUFFIXES = {"m": "m", "bn": "bn", "k": "k", "000": "k", "000s": "k"}
_IRREGULAR = {"people": "person", "children": "child", "women": "woman", "men": "man"}
_JOINTS = re.compile(r" (per|of|in|looked|with|at|for|by|who|waiting|aged) ")
"""Words that end the noun of a unit: patients per bed."""

_MOST_DECIMALS = 12
_WIDE = Context(prec=60)


def exact(value: Number) -> Decimal:
    """The figure as a Decimal; a float as the shortest decimal that means it."""
    if isinstance(value, Decimal):
        return value
    return Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)


def rounded(value: Number, decimals: int) -> Decimal:
    """`value` to `decimals` places, halves away from nought; never a negative nought."""
    result = exact(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_WIDE)
    return abs(result) if result == 0 else result


def decimals_that_tell(value: Number, edges: Iterable[Number], decimals: int) -> int:
    """The fewest places, at least `decimals`, at which the rounded figure stays on its own side of every edge.

    94.96 at one place reads 95.0, as if it had reached a target of 95; at two it does not.
    """
    figure, lines = exact(value), [exact(edge) for edge in edges]
    for places in range(decimals, _MOST_DECIMALS):
        shown = rounded(figure, places)
        if all((shown > line) == (figure > line) and (shown < line) == (figure < line) for line in lines):
            return places
    return _MOST_DECIMALS


def plain(value: Number, decimals: int | None = None) -> str:
    """Commas in thousands and a true minus; `decimals` None keeps the figure's own places, less trailing noughts."""
    if decimals is not None:
        text = f"{rounded(value, decimals):,f}"
    else:
        text = f"{exact(value):,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if text == "-0":
            text = "0"
    return text.replace("-", MINUS)


def with_unit(
    value: Number,
    unit: str = "",
    decimals: int | None = None,
    *,
    signed: bool = False,
    apart_from: Sequence[Number] = (),
) -> str:
    """A figure with its unit.

    unit: % joins the figure; a currency sign stands before it, and from a million up money is £1.2m or £3.4bn (with
    all its places where `decimals` is None); `£ per head` is £12.30 per head; others follow: 4.3 days, 31 per 1,000.
    signed: a plus before what is above nought, for gaps and changes.
    apart_from: edges that the text must not seem to touch or cross (see `decimals_that_tell`).
    """
    figure = exact(value)
    sign = MINUS if figure < 0 else "+" if signed and figure > 0 else ""
    if unit[:1] in CURRENCIES:
        return _money(figure, unit, decimals, sign, apart_from)
    places = decimals if decimals is None or not apart_from else decimals_that_tell(figure, apart_from, decimals)
    text = plain(figure, places)
    if sign == "+" and text.strip("0.,"):
        text = sign + text
    return join_unit(text, unit)


def join_unit(text: str, unit: str) -> str:
    """A written number and its unit, in the singular after a plain 1."""
    if unit in JOINED_UNITS:
        return f"{text}{unit}"
    if unit.casefold() in UNSAID_UNITS:
        return text
    return f"{text} {singular(unit) if text.lstrip(MINUS + '+') == '1' else unit}"


def gap_with_unit(value: Number, unit: str = "", decimals: int | None = None, *, signed: bool = True) -> str:
    """A gap or change: in points where the figures are percentages, for a gap of 5% would be something else."""
    return with_unit(value, "points" if unit == "%" else unit, decimals, signed=signed)


def format_value(
    value: Figure | None,
    value_kind: ValueKind = "number",
    unit: str = "",
    decimals: int = 1,
    *,
    nothing: str | None = None,
    counts: Sequence[tuple[str, int]] = (),
    stages: Sequence[str] = (),
    apart_from: Sequence[Number] = (),
) -> str:
    """Any figure of an answer in words.

    value: a number; for dates a date, an ISO text or the day's ordinal; for yes-no 1 or 0; for stages the name or its
    place (from 1) in `stages`; for text the text itself. None is said by `nothing`, the kind of nothing.
    counts: of yes-no, stage, date and text over several members: "4 of 7: yes".
    """
    if counts and value_kind in {"yes-no", "stage", "date", "text"} and sum(number for _, number in counts) > 1:
        return format_counts(counts, value_kind)
    if value is None or value == "":
        return format_nothing(nothing)
    match value_kind:
        case "text":
            return str(value)
        case "date":
            return format_date(as_date(value))
        case "yes-no":
            return _yes_or_no(value)
        case "stage":
            return _stage(value, stages)
        case "percentage":
            return with_unit(as_number(value), unit or "%", decimals, apart_from=apart_from)
        case _:
            return with_unit(as_number(value), unit, decimals, apart_from=apart_from)


def format_counts(counts: Sequence[tuple[str, int]], value_kind: ValueKind) -> str:
    """What several members stated: `4 of 7: yes`; of stages and texts, each with its number."""
    together = sum(number for _, number in counts)
    if value_kind == "yes-no":
        return f"{count_of(counts, 'yes')} of {together}: yes"
    if value_kind == "text" and all(number == 1 for _, number in counts):
        # Each said something of its own: that each is one of them says nothing.
        return "; ".join(word.strip().rstrip(".") for word, _ in counts)
    named = [(format_date(as_date(word)) if value_kind == "date" else word, number) for word, number in counts]
    return "; ".join(f"{number:,} of {together:,}: {word}" for word, number in named if number)


def count_of(counts: Sequence[tuple[str, int]], word: str) -> int:
    """How many said the word, in any case; yes is also 1 and true."""
    meant = {"yes", "1", "true"} if word == "yes" else {word.casefold()}
    return sum(number for said, number in counts if said.casefold() in meant)


def format_nothing(nothing: str | None) -> str:
    """A kind of nothing in words. An unknown kind is shown as it is, rather than as something else."""
    return NO_FIGURE if nothing is None else NOTHING_WORDS.get(nothing, nothing.replace("-", " "))


def format_date(day: date) -> str:
    """3 March 2019."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def as_date(value: Figure) -> date:
    """A date, an ISO text or an ordinal (days from 1 January of year 1) as a date. ValueError for anything else."""
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return date.fromisoformat(value)
    return date.fromordinal(int(value))


def as_number(value: Figure) -> Number:
    """The figure as a number. ValueError where it is none."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, str):
        try:
            return Decimal(value)
        except ArithmeticError:
            raise ValueError(f"'{value}' is not a number.") from None
    return value


def number_in_words(number: int, *, start: bool = False) -> str:
    """Under ten in words, else in figures: three, 11, 1,234. `start`: as the first word of a sentence."""
    text = NUMERALS[number] if 0 <= number < len(NUMERALS) else plain(number)
    return text[0].upper() + text[1:] if start else text


def counted(number: int, noun: str) -> str:
    """How many of something: "one action", "12 risks"."""
    return f"{number_in_words(number)} {noun}{'' if number == 1 else 's'}"


def of_them_late(late: int, several: int) -> str:
    """How a sentence about some things that are to be done goes on: and it is late; two of them late."""
    if several == 1:
        return ", and it is late" if late else ", and it is not late"
    return f", {number_in_words(late) if late else 'none'} of them late"


def listed(words: Sequence[str], most: int | None = None) -> str:
    """Words as English lists them: a, b and c; beyond `most`, `a, b and 3 more`."""
    shown = list(words)
    if most is not None and len(shown) > most:
        shown = [*shown[:most], f"{len(words) - most} more"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def singular(unit: str) -> str:
    """A unit for one of it: days -> day, patients per bed -> patient per bed, per 1,000 births as it is."""
    joint = _JOINTS.search(f" {unit} ")
    end = len(unit) if joint is None else max(joint.start() - 1, 0)
    *before, noun = unit[:end].split(" ")
    lowered = noun.casefold()
    if lowered in _IRREGULAR:
        noun = _IRREGULAR[lowered]
    elif lowered.endswith("ies") and len(noun) > 4:
        noun = noun[:-3] + "y"
    elif lowered.endswith(("sses", "xes", "shes", "ches")):
        noun = noun[:-2]
    elif lowered.endswith("s") and not lowered.endswith(("ss", "us", "is")):
        noun = noun[:-1]
    return " ".join([*before, noun]) + unit[end:]


def _money(figure: Decimal, unit: str, decimals: int | None, sign: str, apart_from: Sequence[Number]) -> str:
    currency, rest = unit[0], unit[1:].strip()
    suffix, rest = (_SUFFIXES[rest], "") if rest in _SUFFIXES else ("", rest)
    tail = f" {rest}" if rest else ""
    scale, letter = (Decimal(1), "") if suffix else _size_of(abs(figure), decimals)
    if letter:
        figure, suffix, decimals = figure / scale, letter, None if decimals is None else 1
        apart_from = [exact(edge) / scale for edge in apart_from]
    if decimals is not None and apart_from:
        decimals = decimals_that_tell(figure, apart_from, decimals)
    text = plain(abs(figure), decimals)
    return f"{sign if text.strip('0.,') else ''}{currency}{text}{suffix}{tail}"


def _size_of(size: Decimal, decimals: int | None) -> tuple[Decimal, str]:
    # Decided on the figure as it will be shown: £999,960,000 is £1.0bn and not £1,000.0m. An exact figure is
    # shortened only where that is shorter: £1.25m, but £1,234,567.
    for scale, letter in _LARGE:
        if decimals is None:
            if size >= scale and size / scale == rounded(size / scale, 3):
                return scale, letter
        elif rounded(size, decimals if letter == "m" else -5) >= scale:
            return scale, letter
    return Decimal(1), ""


def _yes_or_no(value: Figure) -> str:
    if isinstance(value, str) and value.casefold() in {"yes", "no", "true", "false"}:
        return "yes" if value.casefold() in {"yes", "true"} else "no"
    share = exact(as_number(value))
    if share == 1:
        return "yes"
    if share == 0:
        return "no"
    return f"{with_unit(share * 100, '%', 0)}: yes"


def _stage(value: Figure, stages: Sequence[str]) -> str:
    if isinstance(value, str):
        return value
    place = exact(as_number(value))
    if place == place.to_integral_value() and 1 <= place <= len(stages):
        return stages[int(place) - 1]
    return f"stage {plain(place)}"
