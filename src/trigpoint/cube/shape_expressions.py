"""The Ibis expression of a shape: rows of facts chosen, aggregated, given to members and to reporting periods.

Facts are first aggregated to (measure, period, codes), and only then given to members, and then to reporting periods.
Values never enter an expression: literals stand for them, which are exchanged for parameters (see `shape_sql`).
"""

from __future__ import annotations

from typing import Any

import ibis
from ibis import _

from trigpoint.cube.shapes import (
    NOTHINGS,
    STATES,
    Shape,
    facts_table,
    map_table,
    needed_table,
    spans_table,
    spells_table,
    wanted_table,
)

PARAMETERS = ("first_measure", "last_measure", "first_day", "last_day")

MOST_ROWS = 1_000_000_007
"""Stands for the number of source rows that are wanted, since a limit may not be a text."""


def _parameter(name: str) -> Any:
    return ibis.literal(f"·{name}·")


def _chosen(shape: Shape) -> Any:
    """The rows of facts that matter at all: of the measures and the days asked for, and not a tombstone."""
    facts = facts_table(shape)
    rows = facts.filter(
        facts.mark.isnull(),
        facts.measure >= _parameter("first_measure"),
        facts.measure <= _parameter("last_measure"),
        facts.period_start >= _parameter("first_day").cast("date"),
        facts.period_end <= _parameter("last_day").cast("date"),
    )
    # A row without a code is one whose code nobody knows; it must not fall out of a join.
    blanks = {f"dim_{role}": _[f"dim_{role}"].fill_null("") for role in dict.fromkeys((*shape.roles, *shape.complete))}
    if blanks:
        rows = rows.mutate(**blanks)
    for role in shape.narrow:
        rows = rows.semi_join(map_table(role), rows[f"dim_{role}"] == map_table(role).code)
    if shape.complete:
        rows = _complete_slices(rows, shape)
    return rows


def _complete_slices(rows: Any, shape: Shape) -> Any:
    """Only slices that hold a value of every needed measure."""
    needed = needed_table()
    rows = rows.semi_join(needed, "measure")
    same = ibis.window(group_by=["period_start", "period_end", "row_key", *(f"dim_{role}" for role in shape.complete)])
    rows = rows.mutate(held=(_.value.notnull() | _.published.notnull()).cast("int64").sum().over(same))
    return rows.filter(_.held >= needed.count().as_scalar())


def _placed(rows: Any, shape: Shape) -> Any:
    """Rows given to items, and to the members of each role (columns t_<role>)."""
    wanted, spells = wanted_table(shape), spells_table()
    placed = rows.inner_join(wanted, "measure").inner_join(spells, ["pset", "period_start", "period_end"])
    for role in shape.roles:
        members = map_table(role).rename(
            {f"m_{role}": "map", f"e_{role}": "era", f"c_{role}": "code", f"t_{role}": "target"}
        )
        placed = placed.inner_join(
            members,
            [
                placed[f"map_{role}"] == members[f"m_{role}"],
                placed.era == members[f"e_{role}"],
                placed[f"dim_{role}"] == members[f"c_{role}"],
            ],
        )
    return placed


def _targets(shape: Shape) -> list[str]:
    return [f"t_{role}" for role in shape.roles]


def _state_rank() -> Any:
    return ibis.cases(*((_.state == state, rank) for rank, state in enumerate(STATES, 1)), else_=0)


def _numbers(shape: Shape) -> Any:
    aggregates: dict[str, Any] = {
        "total": _.value.sum(), "values": _.value.count(), "least": _.value.min(), "most": _.value.max(),
        "rate": _.published.max(), "rates": _.published.count(), "rows": _.count(),
        "state": _state_rank().max(), "note_first": _.footnote.min(), "note_last": _.footnote.max(),
        "base": _.base.max(), "lower": _.lower.max(), "upper": _.upper.max(),
    }  # fmt: skip
    aggregates |= {name: (_.nothing == name.replace("_", "-")).sum().fill_null(0) for name in NOTHINGS}
    rows = _chosen(shape)
    if shape.paired:
        slice_ = _.period_start.cast("string") + "|" + _.row_key
        for role in shape.every_role:
            slice_ = slice_ + "|" + _[f"dim_{role}"].fill_null("")
        rows = rows.mutate(slice_=ibis.ifelse(_.value.isnull() & _.published.isnull(), ibis.null("string"), slice_))
        aggregates["slices"] = _.slice_.hash().bit_xor()
    by_code = rows.group_by(["measure", "period_start", "period_end", *(f"dim_{r}" for r in shape.roles)]).agg(
        **aggregates
    )
    carried = {name: _[name].sum() for name in ("total", "values", "rates", "rows", *NOTHINGS)}
    carried |= {name: _[name].min() for name in ("least", "note_first")}
    carried |= {name: _[name].max() for name in ("most", "rate", "state", "note_last", "base", "lower", "upper")}
    if shape.paired:
        carried["slices"] = _.slices.bit_xor()
    keys = ["item", "pset", "rule", "over_time", "period_start", "period_end", *_targets(shape)]
    by_member = _placed(by_code, shape).group_by(keys).agg(**carried)
    by_member = by_member.mutate(
        figure=ibis.cases(
            (_.rule == "sum", _.total), (_.rule == "minimum", _.least), (_.rule == "maximum", _.most),
            ((_.rule == "none") & (_.rows == 1), _.total), else_=ibis.null("decimal(38,6)"),
        ),
        rate=ibis.cases(
            ((_.rule == "mean") & (_["values"] > 0), _.total.cast("float64") / _["values"].cast("float64")),
            ((_.rule == "none") & (_.rows == 1), _.rate), else_=ibis.null("float64"),
        ),
    )  # fmt: skip
    return _over_time(by_member, shape)


def _over_time(by_member: Any, shape: Shape) -> Any:
    """Supplied periods given to reporting periods; over time `last` takes the newest alone."""
    spread = by_member.inner_join(spans_table(), ["pset", "period_start", "period_end"])
    cell = ["item", "target", *_targets(shape)]
    spread = spread.mutate(newest=_.period_start == _.period_start.max().over(ibis.window(group_by=cell)))
    spread = spread.filter((_.over_time != "last") | _.newest)
    aggregates = {
        "figure": _by_rule(_.figure), "rate": _by_rule(_.rate),
        "figures": (_.figure.notnull() | _.rate.notnull()).sum(), "periods": _.count(),
        "rows": _.rows.sum(), "crowd": _.rows.max(), "values": (_["values"] + _.rates).sum(),
        "gaps": ((_.no_data + _.not_published + _.hidden) > 0).sum(),
        "state": _.state.max(), "note_first": _.note_first.min(), "note_last": _.note_last.max(),
        "base": _.base.max(), "lower": _.lower.max(), "upper": _.upper.max(),
        "first_start": _.period_start.min(), "last_end": _.period_end.max(),
    }  # fmt: skip
    aggregates |= {name: _[name].sum() for name in NOTHINGS}
    aggregates["slices"] = _.slices.bit_xor() if shape.paired else ibis.literal(0, "int64")
    return _narrowed(spread.group_by(cell).agg(**aggregates))


def _by_rule(column: Any) -> Any:
    """A column aggregated by the item's rule over time. A mean is divided after, by the number of figures."""
    return ibis.cases(
        (_.over_time.max() == "minimum", column.min()), (_.over_time.max() == "maximum", column.max()),
        else_=column.sum(),
    )  # fmt: skip


def _narrowed(cells: Any) -> Any:
    """Counts as small whole numbers: DuckDB adds them up as 128 bits, which are slow to hand over."""
    counts = ("figures", "periods", "rows", "crowd", "values", "gaps", *NOTHINGS)
    return cells.mutate(**{name: cells[name].cast("int32") for name in counts})


def _distinct(shape: Shape) -> Any:
    """Distinct values are counted on rows: what was counted in one place may turn up in another."""
    kept = f"kept_{shape.of}"
    rows = _chosen(shape)
    placed = _placed(rows.select("measure", "period_start", "period_end", kept, "nothing", "state", "footnote",
                                 *(f"dim_{role}" for role in shape.roles)), shape)  # fmt: skip
    values = _[kept].count(where=_.nothing.isnull())
    distinct = _[kept].nunique(where=_.nothing.isnull()).cast("decimal(38,6)")
    aggregates: dict[str, Any] = {
        "figure": ibis.ifelse(values > 0, distinct, ibis.null("decimal(38,6)")), "rows": _.count(), "values": values,
        "state": _state_rank().max(), "note_first": _.footnote.min(), "note_last": _.footnote.max(),
    }  # fmt: skip
    aggregates |= {name: (_.nothing == name.replace("_", "-")).sum().fill_null(0) for name in NOTHINGS}
    blank = {name: ibis.null("float64") for name in ("base", "lower", "upper", "rate")}
    if not shape.whole:
        keys = ["item", "pset", "over_time", "period_start", "period_end", *_targets(shape)]
        by_member = placed.group_by(keys).agg(**aggregates).mutate(**blank, rates=ibis.literal(0, "int64"))
        return _over_time(by_member, shape)
    # Over the reporting period as a whole: one pass over rows, then the same columns as ever.
    cell = ["item", "target", *_targets(shape)]
    # Rows of several supplied periods are looked at together, so there is nothing to aggregate over time.
    spread = placed.inner_join(spans_table(), ["pset", "period_start", "period_end"])
    counted = spread.group_by(cell).agg(
        **aggregates, periods=_.period_start.nunique(), first_start=_.period_start.min(), last_end=_.period_end.max()
    )
    zero = ibis.literal(0, "int64")
    return _narrowed(
        counted.mutate(
            **blank, crowd=_.rows, slices=zero, figures=ibis.ifelse(_.figure.notnull(), _.periods, 0),
            gaps=((_.no_data + _.not_published + _.hidden) > 0).cast("int64"),
        )
    )  # fmt: skip


def _texts(shape: Shape) -> Any:
    """What was stated, with how many rows state it, by supplied period (stated things are never added)."""
    said = ibis.coalesce(_.text, _.value.cast("string"))
    by_code = (
        _chosen(shape)
        .mutate(said=said)
        .group_by(["measure", "period_start", "period_end", "said", "nothing", *(f"dim_{r}" for r in shape.roles)])
        .agg(rows=_.count(), state=_state_rank().max(), note_first=_.footnote.min(), note_last=_.footnote.max())
    )
    keys = ["item", "pset", "period_start", "period_end", "said", "nothing", *_targets(shape)]
    by_member = _placed(by_code, shape).group_by(keys).agg(
        rows=_.rows.sum(), state=_.state.max(), note_first=_.note_first.min(), note_last=_.note_last.max()
    )  # fmt: skip
    return by_member.inner_join(spans_table(), ["pset", "period_start", "period_end"]).drop("pset")


def _profile(shape: Shape) -> Any:
    """What a table holds: its measures and periods, each by the code of who supplied it (where rows say so: the one of
    `roles`), and the codes of every other role."""
    facts = facts_table(shape)
    facts = facts.filter(facts.mark.isnull())
    null_date, null_text = ibis.null("date"), ibis.null("string")
    supplier = facts[f"dim_{shape.roles[0]}"].fill_null("") if shape.roles else null_text
    found = facts.group_by("measure", "period_start", "period_end", "grain", code=supplier).agg()
    found = found.mutate(role=null_text).select("role", "code", "measure", "period_start", "period_end", "grain")
    for role in shape.every_role:
        if role in shape.roles:
            continue
        codes = facts.group_by("measure", code=facts[f"dim_{role}"].fill_null("")).agg()
        codes = codes.mutate(role=ibis.literal(role), period_start=null_date, period_end=null_date, grain=null_text)
        found = found.union(codes.select("role", "code", "measure", "period_start", "period_end", "grain"))
    return found


def _release(shape: Shape) -> Any:
    """The counts of a release table: protected measures by period and its roles' codes."""
    rows = _chosen(shape)
    keys = ["measure", "period_start", "period_end", *(f"dim_{role}" for role in shape.roles)]
    if shape.of:
        return rows.group_by(keys).agg(count=rows[f"kept_{shape.of}"].nunique(where=rows.nothing.isnull()))
    return rows.group_by(keys).agg(count=_.value.sum())


def _rows(shape: Shape) -> Any:
    """The source rows behind one cell, with how many there are: newest first, the greatest first."""
    placed = _placed(_chosen(shape), shape)
    placed = placed.inner_join(spans_table(), ["pset", "period_start", "period_end"])
    columns = ["item", "measure", "period_start", "period_end", "period_label", "provider", "value", "published", "text",
               "state", "nothing", "footnote", "load", "file", "line", "row_key"]  # fmt: skip
    columns += [f"dim_{role}" for role in shape.every_role]
    size = ibis.coalesce(_.value.cast("float64").abs(), _.published.abs(), ibis.literal(0.0))
    counted = placed.mutate(count=_.count().over(ibis.window()))
    ordered = counted.order_by([ibis.desc(size), ibis.desc(_.period_start), _.load, _.line])
    return ordered.select(*columns, "count").limit(MOST_ROWS)


_EXPRESSIONS = {
    "numbers": _numbers,
    "distinct": _distinct,
    "texts": _texts,
    "profile": _profile,
    "rows": _rows,
    "release": _release,
}


def expression(shape: Shape) -> Any:
    """The Ibis expression of a shape, over tables named as above. Any engine that Ibis speaks to can run it."""
    return _EXPRESSIONS[shape.kind](shape)
