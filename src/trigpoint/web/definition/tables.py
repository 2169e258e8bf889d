"""The parts of a definition as tables: measures, loads, the columns of a source, members."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from trigpoint.access.permissions import may
from trigpoint.catalogue.models import Load
from trigpoint.catalogue.uses import measures_used
from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.dimension_tree import DimensionTree, plain_words
from trigpoint.definitions.sources import Source
from trigpoint.judge.numbers import format_date
from trigpoint.publish.cells import Cell, Link
from trigpoint.publish.tables import Column, Table
from trigpoint.web.account_columns import taken_in, taken_in_columns
from trigpoint.web.visit import Visit


def measures_table(here: Visit, data_set: DataSet) -> Table:
    """The measures of a data set, with how each is added up and which indicators use it."""
    used = measures_used(here.definitions, data_set.code)
    rows: list[dict[str, Cell]] = []
    for measure in data_set.measures:
        indicators = used.get(measure.code, ())
        names = ", ".join(here.definitions.indicators[code].name for code in indicators[:3])
        rows.append({
            "name": Link(measure.name, "", measure.description), "unit": measure.unit,
            "members": _rule(measure.over_members), "time": _rule(measure.over_time),
            "used": names + (f" and {len(indicators) - 3} more" if len(indicators) > 3 else "") or "not used",
        })  # fmt: skip
    columns = (
        Column("name", "Data item", "link", wide=True), Column("unit", "Unit"),
        Column("members", "Across places and organisations"), Column("time", "Across time"),
        Column("used", "Indicators", wide=True),
    )  # fmt: skip
    return Table(f"Data items of {data_set.name}", columns, rows, name=f"{data_set.code}-items")


def _rule(rule: str) -> str:
    return {
        "sum": "added up", "mean": "mean", "minimum": "least", "maximum": "most", "last": "the last",
        "distinct": "counted once each", "none": "never added up",
    }[rule]  # fmt: skip


def loads_table(data_set: DataSet) -> Table:
    """The newest uploads of a data set. One query."""
    done = Load.objects.filter(data_set=data_set.code, state=Load.State.DONE).select_related("loaded_by")
    loads = list(done.order_by("-known_on")[:12])
    counted = taken_in_columns(loads)
    rows: list[dict[str, Cell]] = [
        {
            "at": Link(format_date(day := timezone.localdate(load.dated)), reverse("load", args=[load.pk]), sort=day),
            "by": str(load.loaded_by) if load.loaded_by else "The command line",
            **taken_in(load, counted), "rejected": load.rejected,
        }
        for load in loads
    ]  # fmt: skip
    columns = (
        Column("at", "When", "link"), Column("by", "By"), *counted, Column("rejected", "Rejected", "number", decimals=0),
    )  # fmt: skip
    return Table(f"Newest uploads of {data_set.name}", columns, rows, name=f"{data_set.code}-uploads")


def columns_table(source: Source) -> Table:
    """What a source makes of each column of a file."""
    rows: list[dict[str, Cell]] = []

    def row(column: str, becomes: str, how: str = "") -> None:
        rows.append({"column": column, "becomes": becomes, "how": how})

    period = source.period.column
    row(period if isinstance(period, str) else " and ".join(period), "The period")
    for role, one in source.dimensions.items():
        how = (
            "the same in every row"
            if one.column is None
            else f"read by {one.match.replace('-', ' ')}; unknown ones are {'kept' if one.unknown == 'keep' else 'rejected'}"
        )
        row(one.column or f"(always {one.constant})", role, how)
    for wide in source.wide:
        row(wide.column, wide.measure, f"multiplied by {wide.multiply}" if wide.multiply else "")
    if source.long is not None:
        row(source.long.measure_column, "Which data item")
        row(source.long.value_column, "Its figure")
    for other in source.other_columns:
        done = {
            "keep": "kept",
            "band": "kept as a band",
            "pseudonym": "replaced by a pseudonym",
            "drop": "dropped before anything is written",
        }
        row(other.column, other.as_ or "", done[other.does])
    for column in source.ignored:
        row(column, "", "carries nothing further")
    columns = (Column("column", "Column"), Column("becomes", "Becomes"), Column("how", "How", wide=True))
    return Table(f"Columns of {source.name}", columns, rows, name=f"{source.code}-columns")


def members_table(
    request: HttpRequest, here: Visit, tree: DimensionTree
) -> tuple[Table, str, tuple[tuple[str, str], ...]]:
    """The members: those that the words typed find, or those directly within the one that was opened."""
    find, inside = request.GET.get("find", "").strip()[:100], request.GET.get("within", "")
    hierarchy = request.GET.get("hierarchy", "")
    hierarchy = hierarchy if hierarchy in tree.hierarchies else tree.default
    inside = inside if inside in tree.members else ""
    writes = may(here.viewer, "propose-definitions") and here.context.as_at is None
    path: list[tuple[str, str]] = []
    if find:
        words = plain_words(find).split()
        codes = [
            member.code
            for member in tree.members.values()
            if all(word in plain_words(" ".join((member.name, member.code, *member.aliases))) for word in words)
        ] or [member.code for member in tree.nearest(find, 10)]
    else:
        codes = list(tree.children(inside or None, hierarchy))
        if inside:
            path = [(tree.dimension.plural, _within(here, "", hierarchy))]
            path += [(member.name, _within(here, member.code, hierarchy)) for member in tree.lineage(inside, hierarchy)]
        else:
            codes = [code for code in codes if tree.members[code].level in tree.hierarchies[hierarchy].levels] or codes
            path = [
                (one.name, _within(here, "", code))
                for code, one in tree.hierarchies.items()
                if len(tree.hierarchies) > 1
            ]
    rows: list[dict[str, Cell]] = []
    for code in codes:
        member = tree.members[code]
        beneath = len(tree.children(code, hierarchy))
        parent = tree.parent(code, hierarchy)
        rows.append({
            "name": Link(member.name, _within(here, code, hierarchy) if beneath else "", member.note),
            "level": tree.levels[member.level].name, "code": member.code,
            "parent": tree.name(parent) if parent else "", "beneath": beneath or None,
            **({"change": Link("Change", reverse("write-values", args=[tree.dimension.code, code]))} if writes else {}),
            "also": ", ".join([*member.aliases, *(f"{one.scheme} {one.code}" for one in member.codes)]),
        })  # fmt: skip
    columns = (
        Column("name", "Name", "link"), Column("level", "Level"), Column("code", "Code"), Column("parent", "Within"),
        Column("beneath", "Directly within it", "number", decimals=0), Column("also", "Also called", wide=True),
        *((Column("change", "Change", "link", sort=False, in_files=False),) if writes else ()),
    )  # fmt: skip
    total = len(tree.members)
    intro = f"{len(rows):,} here, {total:,} in all" if len(rows) != total else f"{total:,} in all"
    return Table(f"{tree.dimension.plural}", columns, rows, name=tree.dimension.code), intro, tuple(path)


def _within(here: Visit, member: str, hierarchy: str) -> str:
    tree_default = here.here(within=member or None, hierarchy=hierarchy)
    return f"{tree_default}#members"
