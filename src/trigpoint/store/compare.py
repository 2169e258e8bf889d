"""Which of two statements of a fact holds: the rules, as SQL over a supply and the facts held.

For every key the row of the highest place (precedence, then load) is kept, with what it says; a replacement leaves a
mark of its scope, and a row covered by a mark of a higher place than its own is kept as deleted. The row kept is the
highest of a set and the marks are a set, so the end is the same for any order of arrival.

A live row under a mark was in the supply that left the mark (all others in the scope were deleted), so it counts as
stated again there: its place is the mark's, without its row having been written again.

Effects of a supplied row (what happens to the stored one):
    insert   no such fact was held                      revive   it was held as deleted
    correct  it was held with another value             remove   it is no more
    bury     no such fact was held; its deletion is kept
    cover    the row comes too late to be seen, but later than what is held: kept as deleted
    cover_held  the same, where the fact is already held as deleted
    advance  it was held with the same value, stated by an older supply: only its place rises
    none
The first four change what the table states. The covers and `advance` are memory only.
"""
# ruff: noqa: S608  (names come from the definition and values are quoted; nothing of a supply is put into SQL)

from __future__ import annotations

from trigpoint.store.schema import FIGURES, Column, Columns, identifier
from trigpoint.store.scope import STEP, rank_sql

STATING = ("insert", "revive", "correct", "remove")
ALWAYS = (*STATING, "bury")
FRESH = ("insert", "bury", "cover")
"""Effects that touch no stored row, so that a file can be added beside those held."""
OUTCOMES = ("superseded", "unchanged", "loaded", "corrected")
"""Of the facts on one line the last named here is the line's."""
_SAME_PLACE = (
    "{0}.measure = {1}.measure AND {0}.period_start = {1}.period_start AND {0}.period_end = {1}.period_end "
    "AND {0}.provider IS NOT DISTINCT FROM {1}.provider"
)


def judged(columns: Columns, *, rank: int, precedence: int, load: int, replace: bool) -> str:
    """SQL that gives each supplied row, and each fact that a replacement removes, its effect and outcome.

    Reads `supply`, `held`, `covers`, and for a replacement `scope_places`. Columns: effect, outcome, from_file,
    from_line, fy; then the row to be stored, under the names of the facts; then the row held, as `old_` and the name.
    Rows without effect carry no more than their outcome.
    """
    stored = columns.stored
    differs = " OR ".join(f"s.{c.quoted} IS DISTINCT FROM h.{c.quoted}" for c in columns.part("compared"))
    new = ", ".join(f"CASE WHEN effect <> 'none' THEN {_new(c, precedence, load)} END AS {c.quoted}" for c in stored)
    old = ", ".join(f"CASE WHEN effect <> 'none' THEN {_held(c)} END AS {_old(c)}" for c in stored)
    # A replacement's own mark raises all of its scope, so that its rows need no rising of their own.
    rises = "false" if replace else f"{precedence} > place // {STEP}"
    text = f"""
        WITH s AS (SELECT s.*, coalesce(c.cover > {rank}::HUGEINT, false) AND s.mark IS NULL AS covered,
                          coalesce(c.cover > {rank}::HUGEINT, false) OR s.mark IS NOT NULL AS dead
                   FROM supply s LEFT JOIN covers c ON {_SAME_PLACE.format("s", "c")}),
             h AS ({_placed()}),
             matched AS (SELECT s.*, {", ".join(f"h.{c.quoted} AS {_held(c)}" for c in stored)}, h.place AS place,
                             h.place IS NOT NULL AS held, {differs} AS differs, {rank}::HUGEINT < h.place AS late
                      FROM s LEFT JOIN h ON {columns.same_key("s", "h")}),
             settled AS (SELECT *,
                 CASE WHEN held AND late THEN 'none'
                      WHEN dead THEN CASE WHEN NOT held THEN CASE WHEN mark IS NULL THEN 'cover' ELSE 'bury' END
                                          WHEN held_mark IS NULL THEN 'remove'
                                          WHEN {precedence} > held_precedence THEN 'cover_held' ELSE 'none' END
                      WHEN NOT held THEN 'insert'
                      WHEN held_mark IS NOT NULL THEN 'revive'
                      WHEN differs THEN 'correct'
                      WHEN {rises} THEN 'advance'
                      ELSE 'none' END AS effect FROM matched)
        SELECT effect,
               CASE WHEN held AND held_mark IS NULL AND mark IS NULL AND NOT covered AND NOT differs THEN 'unchanged'
                    WHEN covered OR (held AND late) THEN 'superseded'
                    WHEN effect IN ('insert', 'revive') THEN 'loaded'
                    WHEN effect IN ('correct', 'remove') THEN 'corrected'
                    ELSE 'unchanged' END AS outcome,
               settled.file AS from_file, settled.line AS from_line, settled.fy AS fy, {new}, {old}
        FROM settled"""
    if replace:
        text += f" UNION ALL {_removed(columns, rank, load)}"
    return text


def _held(c: Column) -> str:
    return identifier(f"held_{c.name}")


def _old(c: Column) -> str:
    return identifier(f"old_{c.name}")


def _placed() -> str:
    """SQL for the facts held, each with its place."""
    own = rank_sql("h.precedence", "h.load")
    return (
        f"SELECT h.*, CASE WHEN h.mark IS NULL THEN greatest({own}, coalesce(c.cover, {own})) ELSE {own} END AS place "
        f"FROM held h LEFT JOIN covers c ON {_SAME_PLACE.format('h', 'c')}"
    )


def _new(c: Column, precedence: int, load: int) -> str:
    """SQL for a column of the row to be stored."""
    own = f"settled.{c.quoted}"
    if c.name == "precedence":
        return f"CAST({precedence} AS BIGINT)"
    if c.name == "load":
        return f"CASE WHEN effect = 'advance' THEN held_load ELSE CAST({load} AS BIGINT) END"
    if c.name == "mark":
        return "CASE WHEN dead THEN 'deleted' END"
    if c.name in FIGURES:
        return f"CASE WHEN NOT dead THEN {own} END"
    if c.name in ("file", "line", "period_label"):
        return f"CASE WHEN effect = 'advance' THEN {_held(c)} ELSE {own} END"
    return own


def _removed(columns: Columns, rank: int, load: int) -> str:
    """SQL for the facts that a replacement no longer holds.

    What is left of each keeps the precedence of the fact itself: the mark says until when it is deleted.
    """
    blank = (*FIGURES, "file", "line")
    new = {c.name: f"CAST(NULL AS {c.sql})" if c.name in blank else f"h.{c.quoted}" for c in columns.stored}
    new |= {"load": f"CAST({load} AS BIGINT)", "mark": "'deleted'", "precedence": f"CAST(h.place // {STEP} AS BIGINT)"}
    return f"""
        SELECT 'remove' AS effect, CAST(NULL AS VARCHAR) AS outcome, CAST(NULL AS INTEGER) AS from_file,
               CAST(NULL AS BIGINT) AS from_line, h.fy AS fy,
               {", ".join(f"{new[c.name]} AS {c.quoted}" for c in columns.stored)},
               {", ".join(f"h.{c.quoted} AS {_old(c)}" for c in columns.stored)}
        FROM ({_placed()}) h SEMI JOIN scope_places p ON {_SAME_PLACE.format("h", "p")}
        ANTI JOIN supply s ON {columns.same_key("h", "s")}
        WHERE h.mark IS NULL AND h.place < {rank}::HUGEINT"""
