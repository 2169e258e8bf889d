"""Whether what a formula gives is what the indicator says that it is in."""

from __future__ import annotations

from decimal import Decimal

from trigpoint.definitions.datasets import ValueKind
from trigpoint.definitions.formula.units import (
    CURRENCIES,
    PERCENT,
    PERCENT_WORDS,
    POINTS,
    TIMES,
    Per,
    Unit,
    name_of,
    per_of,
    unit_of,
)


def declared_fault(
    found: Unit, factor: Decimal | None, value_kind: ValueKind, declared: str, *, single: bool
) -> tuple[str, str] | None:
    """What is wrong and what to write instead, or None.

    found: the unit that the formula gives. factor: by what it is multiplied, None where that cannot be told.
    single: the formula is one measure as it stands.

    - A measure as it stands is in its own unit.
    - % is % as supplied, or a plain number that is multiplied (a fraction of 1 is not yet a percentage).
    - `per 1,000 residents` is one thing over another, below it residents if that is said, and multiplied by 1,000.
    - An average may say just what is averaged: days for days per patient.
    - Money has a currency in its unit, and a duration a length of time.
    """
    return _kind_fault(value_kind, declared) or (
        _single_fault(found, declared) if single else _worked_out_fault(found, factor, declared)
    )


def _kind_fault(value_kind: ValueKind, declared: str) -> tuple[str, str] | None:
    unit = declared.strip().casefold()
    if value_kind == "percentage" and unit not in PERCENT_WORDS | POINTS and PERCENT not in unit:
        return f"A percentage is in %, and the indicator says '{declared}'.", "Write unit: '%'."
    if value_kind == "money" and not any(sign in declared for sign in CURRENCIES):
        return f"Money is in a currency, and the indicator says '{declared}'.", "Write £, £000 or £ per patient, say."
    if value_kind == "duration" and not any(name_of(word) in TIMES for word in unit.replace("-", " ").split()):
        return f"A duration is in a length of time, and the indicator says '{declared}'.", "Write days, say."
    return None


def _single_fault(found: Unit, declared: str) -> tuple[str, str] | None:
    if unit_of(declared) == found:
        return None
    return (
        f"The measure is in {found} and the indicator says '{declared}'.",
        f"Write unit: {_quoted(found)}." if not found.is_plain else "Give both the same unit.",
    )


def _worked_out_fault(found: Unit, factor: Decimal | None, declared: str) -> tuple[str, str] | None:
    if declared.strip().casefold() in PERCENT_WORDS | POINTS:
        return _percentage_fault(found, factor)
    per = per_of(declared)
    if per is not None:
        return _per_fault(found, factor, per, declared)
    wanted = unit_of(declared)
    is_average = bool(found.below) and wanted.powers == tuple(power for power in found.powers if power[1] > 0)
    if wanted == found or (is_average and not wanted.is_plain):
        return None
    return (
        f"The formula gives {found} and the indicator says '{declared}'.",
        f"Write unit: {_quoted(found)}, or mend the formula." if not found.is_plain else "Write unit: ratio, or %.",
    )


def _percentage_fault(found: Unit, factor: Decimal | None) -> tuple[str, str] | None:
    if found == unit_of(PERCENT):
        return None
    if not found.is_plain:
        return (
            f"A percentage is a part of a whole that counts the same thing, and the formula gives {found}.",
            "Give the part and the whole the same unit, or say 'per 100' instead of %.",
        )
    if factor == 1:
        return "The formula gives a fraction of 1, and the indicator is in %.", "Multiply it by 100."
    return None


def _per_fault(found: Unit, factor: Decimal | None, per: Per, declared: str) -> tuple[str, str] | None:
    if found.powers and not found.below:
        return f"'{declared}' is one thing over another, and the formula gives {found}.", "Divide by what it is per."
    if per.below and found.below and (per.below,) != found.below:
        return f"The formula gives {found} and the indicator says '{declared}'.", "Divide by what it is per."
    if per.above and found.above and (per.above,) != found.above:
        return f"The formula gives {found} and the indicator says '{declared}'.", "Mend the formula or the unit."
    if factor is not None and per.number != factor and (factor == 1 or _power_of_ten(factor)):
        return (
            f"The indicator is per {per.number:,f} and the formula multiplies by {factor.normalize():,f}.",
            f"Multiply by {per.number:f}.",
        )
    return None


def _power_of_ten(number: Decimal) -> bool:
    return number > 0 and number == Decimal(1).scaleb(number.adjusted())


def _quoted(unit: Unit) -> str:
    return f"'{unit}'" if str(unit)[0] in "%£" else str(unit)
