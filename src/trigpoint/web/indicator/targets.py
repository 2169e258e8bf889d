"""The targets of an indicator as a table: what was agreed, and how it was revised."""

from __future__ import annotations

from trigpoint.ask.histories import History
from trigpoint.definitions.describing import said
from trigpoint.definitions.indicators import Target
from trigpoint.judge.numbers import format_date
from trigpoint.judge.terms import Terms
from trigpoint.publish.cells import Cell
from trigpoint.publish.tables import Column, Table


def targets_table(history: History) -> Table | None:
    """Each target as first agreed and as revised; None where there is none."""
    definitions = history.definitions
    indicator = definitions.indicators[history.indicator.code]
    if not indicator.targets:
        return None
    terms = history.reading.answered.terms(indicator.code)
    rows: list[dict[str, Cell]] = []
    for target in indicator.targets:
        revised = target.revisions[-1] if target.revisions else None
        slice_ = ", ".join(
            definitions.dimensions[d].name(m) if d in definitions.dimensions else m for d, m in target.where.items()
        )
        framework = definitions.frameworks.get(target.framework or "")
        rows.append(
            {
                "period": target.period, "for": ", ".join(x for x in (slice_, framework.name if framework else "") if x) or "The whole",
                "kind": target.type.replace("-", " "), "original": _aim(target, terms),
                "revised": f"{_aim(revised, terms)} on {format_date(revised.on)} by {revised.by}: {revised.reason}" if revised else "",
                "agreed": format_date(target.agreed_on) if target.agreed_on else "",
            }
        )  # fmt: skip
    columns = (
        Column("period", "Period"), Column("for", "For"), Column("kind", "Kind"), Column("original", "As first agreed"),
        Column("revised", "Revised", wide=True), Column("agreed", "Agreed"),
    )  # fmt: skip
    return Table(f"Targets of {indicator.name}", columns, rows, name=f"{indicator.code}-targets")


def _aim(target: Target, terms: Terms) -> str:
    if target.day is not None:
        return format_date(target.day)
    if target.stage is not None:
        return target.stage
    if target.value is not None:
        return terms.say_aim(target.value)
    if target.low is not None or target.high is not None:
        low, high = (terms.say_aim(v) if v is not None else "" for v in (target.low, target.high))
        return f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
    profile = getattr(target, "profile", ())
    if profile:
        return f"profile of {len(profile)} periods, from {terms.say_aim(profile[0].value)} to {terms.say_aim(profile[-1].value)}"
    return said(target.type) if getattr(target, "type", "") else "to be agreed"
