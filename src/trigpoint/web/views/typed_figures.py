"""Typing figures that no system holds: a small sheet of one period, checked cell by cell, then previewed as any upload."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trigpoint.access.loading import require_load
from trigpoint.definitions.periods import Period
from trigpoint.intake.faults import NoRoom
from trigpoint.intake.typed import (
    FINAL,
    PROVISIONAL,
    CannotBeTyped,
    Cell,
    Codes,
    Sheet,
    as_file,
    choices_of,
    faults,
    jumps,
    label_for,
    lines_of,
    rows_of,
    sheet_for,
    sheet_of,
)
from trigpoint.intake.typed_held import Held, held_now, look, seal
from trigpoint.intake.uploads import keep_upload
from trigpoint.judge.numbers import format_date, plain
from trigpoint.web.components.page import Crumb, Problem
from trigpoint.web.frame import page
from trigpoint.web.typed_approval import approval_of, refusal
from trigpoint.web.views.data_set import data_set_or_404
from trigpoint.web.visit import Visit, visit

LOOKS_BACK = 12
"""Periods before, by which a figure is questioned that lies far from them."""

OFFERED = 13
"""Periods to choose from: the one that runs, and those before it."""


@dataclass(frozen=True)
class TypedCell:
    """One control of the form. kind: date, text or figure. choices: where only these may stand there. before: what was held
    of the period before, for comparison. waits: whether what is held waits to be approved."""

    id: str
    value: str
    label: str
    before: str
    kind: str
    choices: tuple[str, ...] = ()
    problem: str = ""
    waits: bool = False


@dataclass(frozen=True)
class Remark:
    """The comment on a line of the file. of: what the line is of, '' where there is one line. held: as it was."""

    id: str
    of: str
    text: str
    held: str
    cells: tuple[Cell, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def type_figures(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet of a data set and a period; by POST, its figures, which are then previewed like a file."""
    here = visit(request)
    data_set = data_set_or_404(here.definitions, code)
    require_load(here.viewer, here.definitions, data_set)
    sheet = sheet_of(here.viewer, here.definitions, data_set)
    if sheet is None and sheet_for(here.definitions, data_set) is not None:
        raise CannotBeTyped(
            f"A line of {data_set.name} states figures that are not yours, too. Upload a file of yours."
        )
    offered = _periods(here, sheet)
    if sheet is None or not offered:
        raise CannotBeTyped(
            f"{data_set.name} cannot be typed: its files are too large, or hold more than figures and places. Upload a file."
        )
    period = _period(here, offered) or _next(here, sheet, offered)
    rows = rows_of(sheet, here.viewer, here.definitions, period.last_day)
    if not rows:
        raise CannotBeTyped(f"{data_set.name} has more rows than can be typed, or none that are yours. Upload a file.")
    before = here.definitions.calendars.shift(period, -1)
    now, earlier = look(here.viewer, sheet, (period, before), rows)
    approval = approval_of(here, sheet, now)
    approving = request.method == "POST" and "approve" in request.POST
    typing = request.method == "POST" and not approving
    typed = _sent(request, rows, sheet) if typing else _held(rows, sheet, now)
    remarks = _remarks(request, sheet, rows, now, typing)
    wrong: dict[Cell, str] = {}
    problems: list[Problem] = []
    keep: tuple[Collection[Cell], Mapping[Cell, str], Mapping[Cell, str], str] | None = None
    if approving:
        if (refused := refusal(approval, request.POST["approve"])) is not None:
            problems.append(Problem(refused))
        else:
            keep = (approval.cells, now.figures, now.comments, FINAL)
    asks_sure = False
    # What the page is of: typed over is only what was seen.
    seen = seal(now, now.figures)
    if typing and request.POST.get("seen", seen) != seen:
        problems.append(
            Problem(
                "Somebody changed this period since you opened the page. Where theirs and yours differ, both are shown: "
                "mend what is not right, then send it again."
            )
        )
        wrong = {
            cell: f"Held now: {held or 'nothing'}. Yours would replace it."
            for cell, text in typed.items()
            if text.strip() != (held := now.figures.get(cell, ""))
        }
    elif typing:
        wrong = faults(sheet, typed)
        changed = {key for key, text in typed.items() if text.strip() != now.figures.get(key, "")}
        said = {cell for one in remarks if one.text != one.held for cell in one.cells}
        changed |= {cell for cell in said if typed[cell].strip()}
        if not wrong and not changed:
            problems.append(Problem("Nothing is changed. Type a figure first, or go back."))
        elif not wrong and (wrong := _questioned(request, here, sheet, period, rows, typed, changed, said)):
            asks_sure = not remarks
        elif not wrong:
            keep = (changed, typed, {cell: one.text for one in remarks for cell in one.cells}, PROVISIONAL)
    if keep is not None:
        try:
            return _keep(here, sheet, period, offered[period], *keep)
        except NoRoom as full:
            problems.append(Problem(str(full)))
    lines = _lines(here, sheet, rows, typed, earlier.figures, wrong, approval.cells)
    problems += [
        Problem(f"{cell.label}: {cell.problem}", f"#{cell.id}") for _, cells in lines for cell in cells if cell.problem
    ]
    label = here.definitions.calendars.label
    # Where each data item is a line of the file, what is said of it stands beside its figure.
    beside = remarks if sheet.source.long is not None and remarks else [None] * len(sheet.columns)
    columns = [(one.measure.name, one.measure.unit) for one in sheet.columns]
    return render(
        request,
        "web/typed_figures.html",
        page(
            here, "data", "Type figures", kind=data_set.name, headline=f"{data_set.name}, {label(period)}.", help_page="data",
            uses=None, problems=problems, lines=lines, period=period.code,
            places=[tree.dimension.name for _, _, tree in sheet.places],
            columns=columns, down=list(zip(columns, lines[0][1], beside, strict=True)) if not sheet.places else [],
            offered=[(one.code, label(one), one == period) for one in offered],
            before=label(before), of=label(period), remarks=remarks, remarks_beside=any(beside),
            asks_sure=asks_sure, approval=approval, seen=seen,
            crumbs=[Crumb("Data", reverse("data")), Crumb(data_set.name, reverse("data-set", args=[code])), Crumb("Type figures")],
        ),
        status=400 if problems else 200,
    )  # fmt: skip


def _periods(here: Visit, sheet: Sheet | None) -> dict[Period, str]:
    """The periods that may be typed, the newest that is over first, each with what the file says for it."""
    if sheet is None:
        return {}
    calendars = here.definitions.calendars
    running = calendars.containing(here.today, sheet.data_set.grain)
    wanted = [*(calendars.shift(running, -n) for n in range(1, OFFERED)), running]
    return {one: label for one in wanted if (label := label_for(sheet, one, calendars)) is not None}


def _next(here: Visit, sheet: Sheet, offered: Mapping[Period, str]) -> Period:
    """The period that is to be typed next: of those that are over, the first after the newest of which anything is held;
    the newest, where that is held or nothing is. One read."""
    over = [one for one in offered if one.end <= here.today]
    if not over:
        return next(iter(offered))
    held = held_now(sheet, over, rows_of(sheet, here.viewer, here.definitions, over[0].last_day))
    newest = next((at for at, one in enumerate(held) if one.figures), 0)
    return over[max(newest - 1, 0)]


def _period(here: Visit, offered: Mapping[Period, str]) -> Period | None:
    """The period that the address names; None where it names none."""
    asked = here.context.period
    if asked is None:
        return None
    if asked not in offered:
        label = here.definitions.calendars.label
        newest, *_, oldest = (one for one in offered if one.end <= here.today)
        raise CannotBeTyped(
            f"Figures of {label(asked)} cannot be typed here, only those of {label(oldest)} to {label(newest)} and of the period "
            "that runs. Upload a file for others."
        )
    return asked


def _name(row: int, column: int) -> str:
    return f"f-{row}-{column}"


def _sent(request: HttpRequest, rows: tuple[Codes, ...], sheet: Sheet) -> dict[Cell, str]:
    return {
        (codes, column.measure.code): request.POST.get(_name(row, at), "")[:200]
        for row, codes in enumerate(rows)
        for at, column in enumerate(sheet.columns)
    }


def _remarks(request: HttpRequest, sheet: Sheet, rows: tuple[Codes, ...], now: Held, typing: bool) -> list[Remark]:
    """The comments, a line each; none where the file has no column for them."""
    if sheet.source.footnote_column is None:
        return []
    names = {one.measure.code: one.measure.name for one in sheet.columns}
    found = []
    for at, cells in enumerate(lines_of(sheet, rows)):
        codes, item = cells[0]
        places = ", ".join(tree.name(code) for (_, _, tree), code in zip(sheet.places, codes, strict=True))
        held = now.comment(cells)
        text = request.POST.get(f"c-{at}", "").strip()[:500] if typing else held
        found.append(Remark(f"c-{at}", names[item] if sheet.source.long is not None else places, text, held, cells))
    return found


def _held(rows: tuple[Codes, ...], sheet: Sheet, now: Held) -> dict[Cell, str]:
    cells = [(codes, one.measure.code) for codes in rows for one in sheet.columns]
    return {cell: now.figures.get(cell, "") for cell in cells}


def _questioned(
    request: HttpRequest,
    here: Visit,
    sheet: Sheet,
    period: Period,
    rows: tuple[Codes, ...],
    typed: Mapping[Cell, str],
    changed: Collection[Cell],
    said: Collection[Cell],
) -> dict[Cell, str]:
    """The new figures that are far from what came before and of which nothing new is said: each is asked about once. One
    read. said: the cells of lines that have a new comment."""
    back = [here.definitions.calendars.shift(period, -n) for n in range(LOOKS_BACK, 0, -1)]
    history = [held.figures for held in look(here.viewer, sheet, back, rows)]
    far = jumps(sheet, {key: text for key, text in typed.items() if key in changed}, history)
    if sheet.source.footnote_column is None:
        sure = request.POST.get("sure") == "yes"
        return (
            {}
            if sure
            else {key: f"{why} Is it right? Then say so beneath, and send it again." for key, why in far.items()}
        )
    return {
        key: f"{why} Mend it, or say in the comment why it is right." for key, why in far.items() if key not in said
    }


def _keep(
    here: Visit,
    sheet: Sheet,
    period: Period,
    label: str,
    cells: Collection[Cell],
    typed: Mapping[Cell, str],
    comments: Mapping[Cell, str],
    state: str,
) -> HttpResponse:
    content = as_file(sheet, label, cells, typed, comments, state)
    name = f"{sheet.data_set.code} {period.code} {'typed' if state == PROVISIONAL else 'approved'}.csv"
    kept = keep_upload(here.viewer, SimpleUploadedFile(name, content), source=sheet.source.code, typed=True)
    return redirect("upload-preview", kept.pk)


def _lines(
    here: Visit,
    sheet: Sheet,
    rows: tuple[Codes, ...],
    typed: Mapping[Cell, str],
    before: Mapping[Cell, str],
    wrong: Mapping[Cell, str],
    waits: Collection[Cell],
) -> list[tuple[tuple[str, ...], list[TypedCell]]]:
    found = []
    for row, codes in enumerate(rows):
        names = tuple(tree.name(code) for (_, _, tree), code in zip(sheet.places, codes, strict=True))
        cells = [
            TypedCell(
                _name(row, at), typed.get((codes, column.measure.code), ""), ", ".join((*names, column.measure.name)),
                _said(before.get((codes, column.measure.code), ""), column.measure.value_kind),
                column.measure.value_kind if column.measure.value_kind in ("date", "text") else "figure",
                choices_of(column.measure), wrong.get((codes, column.measure.code), ""),
                (codes, column.measure.code) in waits,
            )
            for at, column in enumerate(sheet.columns)
        ]  # fmt: skip
        found.append((names, cells))
    return found


def _said(text: str, kind: str) -> str:
    """A held figure as people read it."""
    if kind == "date" and text:
        return format_date(date.fromisoformat(text))
    try:
        return plain(Decimal(text)) if text else ""
    except InvalidOperation:
        return text
