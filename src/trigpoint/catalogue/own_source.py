"""The file of our own for a data set that was made on a page: so that its figures can be typed, and uploaded, at once."""

from __future__ import annotations

from trigpoint.definitions.datasets import DataSet
from trigpoint.definitions.sources import DimensionColumn, MeasureColumn, PeriodColumn, Source
from trigpoint.definitions.whole import Definitions

PERIOD, STATE, COMMENT = "Period", "State", "Comment"


def own_code(data_set: str) -> str:
    """The code of the file of our own of a data set."""
    return f"{data_set}-sheet"[:100]


def own_source(data_set: DataSet, definitions: Definitions) -> Source | None:
    """A column for the period, for each breakdown and for each data item, each called by its name; a state and a comment.

    None where rows are told apart by more than period and place, or replace others: such files are as their data
    providers have them. definitions: where the breakdowns are. Pure.
    """
    if data_set.rows != "slices" or data_set.key or data_set.load != "upsert":
        return None
    taken = {PERIOD.casefold(), STATE.casefold(), COMMENT.casefold()}

    def heading(name: str, code: str) -> str:
        found = next(one for one in (name, f"{name} ({code})", code) if one.casefold() not in taken or one == code)
        taken.add(found.casefold())
        return found

    places = {}
    for role in data_set.dimensions:
        tree = definitions.dimensions.get(role.dimension)
        if tree is None:
            return None
        name = tree.dimension.name if role.as_ is None else role.as_.replace("-", " ").capitalize()
        places[role.role] = DimensionColumn(column=heading(name, role.role))
    return Source(
        kind="source", code=own_code(data_set.code), name=f"{data_set.name}, in columns of our own"[:300], data_set=data_set.code,
        description="What is typed on the page, or uploaded in these columns.", period=PeriodColumn(column=PERIOD), dimensions=places,
        wide=tuple(MeasureColumn(column=heading(one.name, one.code), measure=one.code) for one in data_set.measures),
        state_column=STATE, footnote_column=COMMENT,
    )  # fmt: skip
