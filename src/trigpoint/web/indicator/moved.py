"""Why a figure moved: what its change from the period before is made of, and which part moved most."""

from __future__ import annotations

from trigpoint.ask.components import side_in_words
from trigpoint.ask.histories import COUNTED_KINDS, History, Members
from trigpoint.ask.readings import breaks_in
from trigpoint.cube.answer import Cell as AnswerCell
from trigpoint.judge.numbers import CURRENCIES, Number, exact, plain, rounded
from trigpoint.judge.terms import Terms
from trigpoint.publish import charts
from trigpoint.publish.cells import Cell, Figure
from trigpoint.publish.charts.chart import BadChart
from trigpoint.publish.tables import Column, Table
from trigpoint.web.indicator.places import Section, name_of
from trigpoint.web.indicator.series import place_words


def moved_section(history: History) -> Section | None:
    """What the change from the period before is made of: exact for what is added up, and shown in its parts for a ratio."""
    members, indicator = history.places, history.indicator
    if members is None or members.before is None or indicator.value_kind in COUNTED_KINDS:
        return None
    reading = history.reading
    now, before = members.at(members.period), members.at(members.before)
    whole_before = reading.answered.cell(reading.answered.index[indicator.code, (), members.before])
    whole = reading.cell
    if whole.value is None or whole_before.value is None:
        return None
    names = reading.answered.label_within(members.before), reading.answered.label_within(members.period)
    if breaks_in(history.definitions, indicator.code, [members.before, members.period]):
        return Section(
            "", empty=f"The definition changed between {names[0]} and {names[1]}, so the change has no parts to show."
        )
    if whole.denominator is not None:
        return _ratio_parts(history, members, now, before, whole_before, names)
    checked = history.definitions.checked(indicator.code, members.period.last_day)
    if checked is None or not checked.additive or indicator.value_kind not in ("number", "money", "duration"):
        return None
    parts = []
    for code, i in now.items():
        value = members.answered.cell(i).value
        earlier = members.answered.cell(before[code]).value if code in before else None
        if value is None and earlier is None:
            continue
        if value is None or earlier is None:
            return Section(
                "",
                empty=f"Some {members.cut.plural.lower()} have no figure for one of the two periods, so the change cannot be told apart by them.",
            )
        parts.append((code, value - earlier))
    if len(parts) < 2:
        return None
    if abs(float(sum(p for _, p in parts)) - float(whole.value - whole_before.value)) > 1e-6 * max(
        1.0, abs(float(whole.value))
    ):
        return Section(
            "",
            empty=f"{members.cut.plural} may not be added up to the whole, so the change cannot be told apart by them.",
        )
    parts.sort(key=lambda part: -abs(part[1]))
    shown, rest = parts[:8], parts[8:]
    amounts = [charts.Contribution(name_of(history, members.cut, code), amount) for code, amount in shown]
    if rest:
        amounts.append(charts.Contribution(f"{len(rest)} others", sum(amount for _, amount in rest)))
    change = whole.value - whole_before.value
    # Two spans cannot be joined by a "to" that each of them has already.
    span = f"{names[1]} against {names[0]}" if " to " in names[0] else f"{names[0]} to {names[1]}"
    if change == 0:
        finding = f"No change from {names[0]} to {names[1]}, though its parts moved"
    else:
        code, most = max((p for p in parts if (p[1] > 0) == (change > 0)), key=lambda p: abs(p[1]))
        finding = moved_most(name_of(history, members.cut, code), most, change, reading.terms)
    table = Table(
        f"{indicator.name} by {members.cut.name.lower()}, {span}",
        (Column("member", members.cut.name), Column("change", "Change", "figure", indicator.unit, indicator.decimals)),
        [{"member": name_of(history, members.cut, code), "change": Figure(amount, indicator.unit, indicator.decimals, signed=True)} for code, amount in parts],
        name=f"{indicator.code}-change",
    )  # fmt: skip
    try:
        chart = charts.contributions(
            title=finding, subtitle=f"{indicator.name}, {place_words(history)}, {span}",
            before=whole_before.value, before_name=names[0], after=whole.value, after_name=names[1], parts=amounts,
            unit=indicator.unit, decimals=indicator.decimals,
        )  # fmt: skip
    except BadChart:
        chart = None
    return Section(finding, chart, table)


def moved_most(name: str, most: Number, change: Number, terms: Terms) -> str:
    """Which part moved most with the whole, in a sentence whose numbers add up: the part, the others, and the whole."""

    def verb(amount: Number) -> str:
        return "rose" if amount > 0 else "fell"

    def size(amount: Number) -> str:
        # The unit is said once; a sign of money belongs to every amount.
        in_money = terms.unit[:1] in CURRENCIES
        return terms.say_size(amount) if in_money else plain(abs(rounded(amount, terms.decimals)))

    counted = terms.value_kind == "number" and terms.decimals == 0
    way = "more" if change > 0 else "fewer" if counted else "less"
    others = exact(change) - exact(most)
    begins = f"{name} {verb(most)} most, by {terms.say_size(most)}"
    if rounded(others, terms.decimals) == 0:
        return f"{begins}; the others together did not change"
    return f"{begins}; the others {verb(others)} by {size(others)}, which makes {size(change)} {way} in all"


def _ratio_parts(
    history: History,
    members: Members,
    now: dict[str, int],
    before: dict[str, int],
    whole_before: AnswerCell,
    names: tuple[str, str],
) -> Section:
    """A ratio's change is not the sum of its members' changes: its numerators and denominators are shown, no more."""
    indicator, whole = history.indicator, history.reading.cell
    columns = (
        Column("member", members.cut.name),
        Column("n0", f"Numerator, {names[0]}", "number"), Column("n1", f"Numerator, {names[1]}", "number"),
        Column("d0", f"Denominator, {names[0]}", "number"), Column("d1", f"Denominator, {names[1]}", "number"),
        Column("v0", names[0], "figure", indicator.unit, indicator.decimals),
        Column("v1", names[1], "figure", indicator.unit, indicator.decimals),
    )  # fmt: skip

    def row(name: str, old: AnswerCell | None, new: AnswerCell) -> dict[str, Cell]:
        return {
            "member": name, "n0": old.numerator if old else None, "n1": new.numerator,
            "d0": old.denominator if old else None, "d1": new.denominator,
            "v0": Figure(old.value if old else None, indicator.unit, indicator.decimals, old.nothing if old else "no-data"),
            "v1": Figure(new.value, indicator.unit, indicator.decimals, new.nothing),
        }  # fmt: skip

    rows = [
        row(
            name_of(history, members.cut, code),
            members.answered.cell(before[code]) if code in before else None,
            members.answered.cell(i),
        )
        for code, i in now.items()
    ]
    rows.append({**row(place_words(history), whole_before, whole), "_class": "row-total"})
    return Section(
        _ratio_finding(history, whole_before, names),
        table=Table(f"{indicator.name} by {members.cut.name.lower()}, {names[0]} and {names[1]}", columns, rows, name=f"{indicator.code}-change"),
        note="A rate's change is not the sum of its parts' changes, so both sides of the sum are shown instead.",
    )  # fmt: skip


def _ratio_finding(history: History, before: AnswerCell, names: tuple[str, str]) -> str:
    cell = history.reading.cell
    checked = history.definitions.checked(history.indicator.code, cell.period.last_day)
    sides = (checked.numerator, checked.denominator) if checked else (None, None)
    said = []
    for word, side, old, new in (
        ("numerator", sides[0], before.numerator, cell.numerator),
        ("denominator", sides[1], before.denominator, cell.denominator),
    ):
        if side is not None:
            word = f"{word} ({side_in_words(history.definitions, side)})"
        if old and new is not None:
            percent = (float(new) - float(old)) / abs(float(old)) * 100
            way = "rose" if percent > 0 else "fell"
            said.append(
                f"the {word} did not change" if abs(percent) < 0.05 else f"the {word} {way} by {abs(percent):.1f}%"
            )
    if not said:
        return f"From {names[0]} to {names[1]}"
    text = f"From {names[0]} to {names[1]}, " + " and ".join(said)
    return text
