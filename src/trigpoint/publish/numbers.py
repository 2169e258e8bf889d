"""Numbers as people write them: 86.6%, £1.2m, 4.3 days, 31 per 1,000. The same on pages, in charts and in documents."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

Number = Decimal | int | float

MINUS = "−"
POINTS = "percentage points"

_LARGE = ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))


def rounded(value: Number, decimals: int) -> Decimal:
    """`value` to `decimals` places: halves of exact numbers go up (as people round), of floats to even."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    mode = ROUND_HALF_EVEN if isinstance(value, float) else ROUND_HALF_UP
    result = exact.quantize(Decimal(1).scaleb(-decimals), rounding=mode)
    return abs(result) if result == 0 else result


def plain(value: Number, decimals: int | None = None) -> str:
    """Commas in thousands and a true minus; `decimals` None keeps the number's own places without trailing noughts."""
    if decimals is not None:
        text = f"{rounded(value, decimals):,f}"
    else:
        text = f"{Decimal(repr(value)) if isinstance(value, float) else Decimal(value):,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def with_unit(value: Number, unit: str = "", decimals: int | None = None, *, signed: bool = False) -> str:
    """A figure with its unit.

    unit: % joins the number; £ (or € or $) goes before it, and a million pounds or more is £1.2m; everything else
    follows after a space (4.3 days, 31 per 1,000). signed: a plus before what is above nought, for gaps and changes.
    """
    sign = "+" if signed and value > 0 else ""
    if unit in {"£", "€", "$"}:
        size = abs(value)
        for scale, letter in _LARGE:
            if size >= scale:
                short = rounded(Decimal(str(size)) / scale, 1)
                return f"{MINUS if value < 0 else sign}{unit}{short:,f}{letter}"
        text = plain(size, decimals)
        return f"{MINUS if value < 0 and text.strip('0.,') else sign}{unit}{text}"
    text = f"{sign}{plain(value, decimals)}"
    if unit == "%":
        return f"{text}%"
    return f"{text} {unit}" if unit else text


def gap_with_unit(value: Number, unit: str = "", decimals: int | None = None) -> str:
    """A gap or change: signed, and in points where the figures are percentages (a gap of 5% is something else)."""
    return with_unit(value, "points" if unit == "%" else unit, decimals, signed=True)
