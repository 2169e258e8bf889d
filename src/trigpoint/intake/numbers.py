"""Texts of figures read as what their measure is: exact decimals, dates, stages, yes or no; or a kind of nothing.

What cannot be read without loss or doubt is refused with the reason; nothing is rounded and nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import Literal

from trigpoint.definitions.datasets import Measure
from trigpoint.definitions.document import Number
from trigpoint.definitions.faults import nearest
from trigpoint.definitions.period_reading import DateOrder
from trigpoint.definitions.sources import Nothing
from trigpoint.intake.dates import read_day
from trigpoint.intake.faults import WHO_KEEPS

STEP = Decimal("0.000001")
WIDE = Context(prec=800)
"""Wide enough that no number that is read is rounded on its way, nor when it is multiplied by another such."""
MOST_WRITTEN = 380
"""Letters of the longest number that is read; a double written out in full has about 330 before the point."""
GREATEST = Decimal(10) ** 12
"""Additive figures are kept as DECIMAL(18,6): twelve digits before the point, six after."""

# Symbols that official statistics agree on (UK Government Analysis Function); others are for the source to say.
_SHORTHAND: dict[str, Nothing] = {
    "[c]": "hidden",
    "[x]": "not-published",
    "[z]": "not-applicable",
    "[low]": "hidden",
    "#n/a": "not-applicable",
}
_FEWER_THAN = re.compile(r"(<|≤|&lt;|less than |fewer than |under )\s*\d+(\.\d+)?%?|\d+ or (fewer|less)", re.I)
_SPREADSHEET_ERROR = re.compile(r"#(DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)", re.I)
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_SPACED = re.compile("[+-]?\\d{1,3}([ \u00a0\u2009\u202f]\\d{3})+(\\.\\d+)?", re.ASCII)
_CLOCK = re.compile(r"(\d+):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_YES = {"yes", "y", "true", "t", "1"}
_NO = {"no", "n", "false", "f", "0"}
_SCALES = re.compile(r"(?i)\d\s*(k|m|bn|million|thousand|billion)$")

Column = Literal["value", "published", "text"]


@dataclass(frozen=True)
class Reading:
    """How texts of a measure are read. Equal ones share their results."""

    value_kind: str
    unit: str
    published: bool
    stages: tuple[str, ...]
    multiply: Number | None
    nothing: tuple[tuple[str, Nothing], ...]
    date_order: DateOrder | None

    @property
    def numeric(self) -> bool:
        return self.value_kind in ("number", "percentage", "money", "ratio", "duration")


@dataclass(frozen=True, slots=True)
class Read:
    """What a text means: one of value, published and text; or a kind of nothing; or else `expected`, when it is refused."""

    value: Decimal | None = None
    published: float | None = None
    text: str | None = None
    nothing: Nothing | None = None
    expected: str | None = None
    nearest: str | None = None
    what_to_do: str = ""


TOO_GREAT = Read(expected="a number below a million million", what_to_do="Check it, or supply it in larger units.")


def reading_of(
    measure: Measure, nothing: dict[str, Nothing], multiply: Number | None = None, date_order: DateOrder | None = None
) -> Reading:
    """How the texts of a measure are read, in a source that says `nothing` of these texts."""
    return Reading(
        measure.value_kind,
        measure.unit,
        measure.over_members == "none" and measure.over_time == "none",
        measure.stages,
        multiply if multiply != 1 else None,
        tuple(sorted((text.strip().casefold(), kind) for text, kind in nothing.items())),
        date_order,
    )


def read(text: str, reading: Reading) -> Read:
    """What `text` means to a measure."""
    bare = text.strip()
    nothing = dict(reading.nothing).get(bare.casefold())
    if nothing is not None:
        return Read(nothing=nothing)
    if not bare:
        return Read(nothing="no-data")
    if bare.casefold() in _SHORTHAND:
        return Read(nothing=_SHORTHAND[bare.casefold()])
    if _SPREADSHEET_ERROR.fullmatch(bare):
        return Read(expected="a figure, not a spreadsheet's error", what_to_do="Mend the formula in the spreadsheet.")
    match reading.value_kind:
        case "yes-no":
            return _yes_no(bare)
        case "stage":
            return _stage(bare, reading.stages)
        case "date":
            return _date(bare, reading)
        case "text":
            return Read(text=bare)
        case _:
            return _number(bare, reading)


def _number(bare: str, reading: Reading) -> Read:
    if len(bare) > MOST_WRITTEN:
        return Read(
            expected=f"a number of {reading.unit}" if reading.unit else "a number",
            what_to_do=f"It has {len(bare):,} letters, and no figure has so many: check it at its origin.",
        )
    if _FEWER_THAN.fullmatch(bare):
        return Read(nothing="hidden")
    number = _decimal(bare, reading)
    if isinstance(number, Read):
        return number
    if reading.multiply is not None:
        number = WIDE.multiply(number, reading.multiply)
    if reading.published:
        published = float(number)
        if published in (float("inf"), float("-inf")):
            return Read(expected="a number that is not beyond all measure", what_to_do="Check the exponent.")
        return Read(published=published)
    return _exact(number)


def _exact(number: Decimal) -> Read:
    # Asked of its exponent, before anything is written out: 1e999 has a thousand digits.
    if _too_great(number):
        return TOO_GREAT
    if number != number.quantize(STEP, context=WIDE) and len(number.normalize().as_tuple().digits) > 15:
        # Spreadsheets write a double with 17 digits: 2036171.8333310001 is 2036171.833331, which is the same double.
        shortest = Decimal(repr(float(number)))
        if float(shortest) == float(number):
            number = shortest
    if _too_great(number):
        return TOO_GREAT
    kept = number.quantize(STEP, context=WIDE)
    if kept != number:
        return Read(
            expected="a number with at most six decimal places, which can be kept and added up exactly",
            nearest=f"{kept.normalize():f}",
            what_to_do="Round it where it was made; or, if it is a rate that is never added up, say so of the data item.",
        )
    return Read(value=kept)


def _too_great(number: Decimal) -> bool:
    return bool(number) and number.adjusted() >= GREATEST.adjusted()


def _decimal(bare: str, reading: Reading) -> Decimal | Read:
    """The number as written, or why it is none."""
    text, negative = bare, False
    if text.startswith("(") and text.endswith(")"):
        text, negative = text[1:-1].strip(), True
    text = text.replace("\u2212", "-")
    if text.endswith("-") and _PLAIN.fullmatch(text[:-1]):
        text, negative = text[:-1], True
    if text.endswith("%"):
        if reading.value_kind not in ("percentage", "ratio"):
            return Read(
                expected=f"a number of {reading.unit}, not a percentage", what_to_do="Check that the columns are right."
            )
        text = text[:-1].strip()
        scale = Decimal("0.01") if reading.value_kind == "ratio" else Decimal(1)
    else:
        scale = Decimal(1)
    if reading.value_kind == "money":
        sign = "-" if text.startswith("-") else ""
        text = sign + text.lstrip("-").strip().removeprefix("GBP").lstrip("£$€ ")
    if reading.value_kind == "duration" and (clock := _CLOCK.fullmatch(text)):
        return _clock(clock, reading.unit, negative)
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    elif _SPACED.fullmatch(text):
        text = re.sub(r"\s", "", text)
    if not _PLAIN.fullmatch(text):
        return _no_number(bare, reading)
    try:
        number = WIDE.multiply(Decimal(text), scale)
    except InvalidOperation:
        return _no_number(bare, reading)
    return WIDE.minus(number) if negative else number


def _clock(clock: re.Match[str], unit: str, negative: bool) -> Decimal | Read:
    size = _SECONDS.get(unit.strip().casefold().removesuffix("s"))
    if size is None:
        return Read(expected=f"a number of {unit}, not hours and minutes", what_to_do="Write it as a decimal number.")
    seconds = Decimal(int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0))
    number = seconds / size
    if number * size != seconds:
        return Read(expected=f"a number of {unit} that comes out even", what_to_do="Write it as a decimal number.")
    return -number if negative else number


def _no_number(bare: str, reading: Reading) -> Read:
    expected = f"a number of {reading.unit}" if reading.unit else "a number"
    if re.fullmatch(r"[-+]?\d{1,3}(\.\d{3})*,\d+", bare):
        point = bare.replace(".", "").replace(",", ".")
        return Read(
            expected=f"{expected}, with a decimal point", nearest=point, what_to_do="Write a point, not a comma."
        )
    if re.fullmatch(r"[-+\d,]+(\.\d+)?", bare) and "," in bare:
        return Read(
            expected=f"{expected}, with commas between thousands only",
            what_to_do="Some figures seem to be missing: check it at its origin.",
        )
    if re.match(r"[£$€]", bare) and reading.value_kind != "money":
        return Read(expected=f"{expected}, not money", what_to_do="Check that the columns are right.")
    if _SCALES.search(bare):
        return Read(expected=f"{expected}, written out", what_to_do="Write all of its digits.")
    return Read(
        expected=expected,
        what_to_do=f"Mend it. If this text is how your files say that there is no figure, ask {WHO_KEEPS} to have it read so.",
    )


def _yes_no(bare: str) -> Read:
    word = bare.casefold()
    if word in _YES or word in _NO:
        return Read(value=Decimal(1 if word in _YES else 0))
    return Read(
        expected="yes or no", nearest=next(iter(nearest(bare, ("yes", "no"))), None), what_to_do="Write yes or no."
    )


def _stage(bare: str, stages: tuple[str, ...]) -> Read:
    for stage in stages:
        if " ".join(stage.split()).casefold() == " ".join(bare.split()).casefold():
            return Read(text=stage)
    return Read(
        expected="one of " + ", ".join(stages),
        nearest=next(iter(nearest(bare, stages)), None),
        what_to_do="Write the stage as the definition names it.",
    )


def _date(bare: str, reading: Reading) -> Read:
    found = read_day(bare, reading.date_order)
    if isinstance(found, str):
        return Read(expected="a date", what_to_do=found)
    return Read(text=found.isoformat())
