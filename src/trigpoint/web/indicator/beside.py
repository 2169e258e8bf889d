"""What people do about a figure, on its page: actions, commentary, notes, links, files and following."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from trigpoint.access.permissions import may, require
from trigpoint.access.viewers import Viewer
from trigpoint.ask.histories import Looked, slice_of
from trigpoint.ask.windows import Pairs
from trigpoint.definitions.frameworks import Place
from trigpoint.definitions.periods import Period
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import About, BadText, readable, require_now, require_within, slice_pairs, slice_text
from trigpoint.manage.attachments import attach
from trigpoint.manage.forecasts import forecast_outturn, require_forecast
from trigpoint.manage.models import AboutFigure, Attachment, Kind, Link, Note, PortfolioItem
from trigpoint.manage.notes import Beside, add_link, add_note, withdraw
from trigpoint.manage.portfolios import follow, unfollow
from trigpoint.manage.told import Told, told
from trigpoint.manage.undertakings import raise_undertaking
from trigpoint.mistakes import Mistake
from trigpoint.web.context import Context
from trigpoint.web.indicator.expected import years_offered
from trigpoint.web.indicator.forms import FORMS, AudienceForm, ForecastForm
from trigpoint.web.links import commentary_href, text_href
from trigpoint.web.numbers_sent import number_sent

LONGEST_TITLE = 100
"""Of an action that is raised from a note; the whole note is in its details."""

KINDS = {"note": Note, "link": Link, "file": Attachment}


@dataclass(frozen=True)
class ShownText:
    """A commentary, what it is about in words, and its page: '' where nothing is to be done there."""

    told: Told
    where: str
    href: str


@dataclass
class Doing:
    """What is drawn: forms (one of them with its errors), and what stands beside the figure.

    commentary_href: where the text for the period is written; _written: whether there is one that the viewer may see. problem: the form that was refused. following: whether it is
    in the viewer's portfolio. past: what was known on a day is shown, beside which nothing can be written now.
    """

    beside: Beside
    told: tuple[ShownText, ...]
    forms: dict[str, AudienceForm]
    may_comment: bool
    may_annotate: bool
    may_act: bool
    may_withdraw_any: bool
    following: bool
    user_id: int | None
    period: str
    period_label: str
    commentary_href: str
    commentary_written: bool
    problem: str = ""
    empty: bool = False
    past: bool = False

    @property
    def refused(self) -> AudienceForm | None:
        return self.forms.get(self.problem)


def about_of(definitions: Definitions, looked: Looked, period: str, place: Place | None) -> About:
    """What a text is about: the indicator in its place, for the slice and a period ('' is all)."""
    return About(
        indicator=looked.code,
        framework=looked.framework or "" if place else "",
        item=place.item if place else "",
        slice=slice_text(slice_of(definitions, looked)),
        period=period,
    )


def doing(
    viewer: Viewer,
    definitions: Definitions,
    context: Context,
    about: About,
    where: Pairs,
    period: Period,
    beside: Beside,
    known_at: datetime | None = None,
    refused: tuple[str, AudienceForm] | None = None,
    note: int | None = None,
) -> Doing:
    """Everything about what people do about a figure, as known at an instant (None: now), in few queries besides those of
    `beside`. note: the number of the one from which an action is to be raised.
    """
    past = known_at is not None
    texts = told(viewer, definitions, indicators=[about.indicator], known_at=known_at)
    may_comment = may(viewer, "comment") and not past
    names = names_of_own(viewer, definitions)
    shown: dict[str, AudienceForm] = {
        name: kind(viewer, names, auto_id=f"{name}-%s", initial={"about": "period"}) for name, kind in FORMS.items()
    }
    shown["action"].initial = from_note(beside, note)
    _offer_years(shown["forecast"], definitions, about.indicator)
    problem = ""
    if refused is not None:
        problem, shown[refused[0]] = refused
    slice_ = slice_text(where)
    following = bool(viewer.user_id) and PortfolioItem.objects.filter(
        owner_id=viewer.user_id, indicator=about.indicator, slice=slice_
    ).exists()  # fmt: skip
    return Doing(
        beside=beside,
        told=tuple(
            ShownText(
                text,
                where_words(definitions, text.newest.row),
                text_href(definitions, context, text.newest.row) if may_comment or text.draft else "",
            )
            for text in texts
        ),
        forms=shown,
        may_comment=may_comment,
        may_annotate=may(viewer, "annotate") and not past,
        may_act=may(viewer, "act") and not past,
        may_withdraw_any=may(viewer, "manage-people") and not past,
        following=following,
        user_id=None if past else viewer.user_id,
        period=period.code,
        period_label=definitions.calendars.label(period),
        commentary_href=commentary_href(context, about.indicator, framework=about.framework or None, period=period),
        commentary_written=any(text.about == about for text in texts),
        problem=problem,
        empty=not (beside.notes or beside.links or beside.attachments or beside.undertakings or texts),
        past=past,
    )


def names_of_own(viewer: Viewer, definitions: Definitions) -> dict[str, str]:
    """The names of the viewer's organisations."""
    tree = definitions.organisations
    return {code: tree.name(code) for code in viewer.organisations} if tree else {}


def where_words(definitions: Definitions, row: AboutFigure) -> str:
    """What a text is about, in words: March 2019, Saltwythe, in the Balanced Scorecard."""
    parts = []
    if row.period:
        try:
            parts.append(definitions.calendars.label(definitions.calendars.parse(row.period)))
        except Mistake:
            parts.append(row.period)
    for dimension, member in slice_pairs(row.slice):
        tree = definitions.dimensions.get(dimension)
        parts.append(tree.name(member) if tree else member)
    framework = definitions.frameworks.get(row.framework)
    if framework is not None:
        parts.append(f"in {framework.name}")
    return ", ".join(parts) or "the indicator"


def about_words(
    definitions: Definitions, rows: Iterable[Note | Link | Attachment]
) -> list[tuple[Note | Link | Attachment, str]]:
    """Each with what it is about, in words."""
    return [(row, where_words(definitions, row)) for row in rows]


def act(
    request: HttpRequest, viewer: Viewer, definitions: Definitions, looked: Looked, place: Place | None
) -> tuple[str, tuple[str, AudienceForm] | None]:
    """Do what was sent: (what to say, None), or ('', the refused form with its errors).

    Raises Mistake for what no form can mend: no right, or nothing of the kind.
    """
    data: QueryDict = request.POST
    what = data.get("do", "")
    where = slice_of(definitions, looked)
    if what == "follow":
        follow(viewer, looked.code, slice_text(where))
        return "It is in your portfolio now.", None
    if what == "unfollow":
        unfollow(viewer, looked.code, slice_text(where))
        return "It is no longer in your portfolio.", None
    require_now(looked.as_at)
    if what == "withdraw":
        return _withdraw(viewer, looked.code, data.get("kind", ""), data.get("pk", "")), None
    kind = FORMS.get(what)
    if kind is None:
        raise BadText("The page sent something that it does not know. Open it again, and try once more.")
    _require(viewer, what, about_of(definitions, looked, "", place))
    form = kind(viewer, names_of_own(viewer, definitions), data, request.FILES, auto_id=f"{what}-%s")
    _offer_years(form, definitions, looked.code)
    if not form.is_valid():
        return "", (what, form)
    period = definitions.calendars.parse(data["period"]).code if data.get("period") else ""
    about = about_of(definitions, looked, period, place)
    try:
        return _write(viewer, what, form, about), None
    except BadText as mistake:
        fields = {"note": "text", "link": "url", "file": "file", "action": "title", "forecast": "value"}
        form.add_error(fields[what], str(mistake))
        return "", (what, form)


def _require(viewer: Viewer, what: str, about: About) -> None:
    """Raise NotAllowed for who may not write that, before anything is said of how it is written."""
    require_within(viewer, about)
    if what == "forecast":
        require_forecast(viewer, about.indicator)
    else:
        require(viewer, "act" if what == "action" else "annotate")


def _write(viewer: Viewer, what: str, form: AudienceForm, about: About) -> str:
    cleaned, readers = form.cleaned_data, form.readers
    if what == "note":
        whole = About(about.indicator, slice=about.slice) if cleaned.get("about") == "all" else about
        add_note(viewer, whole, cleaned["text"], **readers)
        return "The note is kept."
    if what == "action":
        note = _note(viewer, about.indicator, cleaned["note"])
        raise_undertaking(
            viewer, Kind.ACTION, replace(about, period=note.period or about.period) if note else about, cleaned["title"],
            owner=cleaned["owner"], due=cleaned["due"], details=cleaned["details"], note=note, **readers,
        )  # fmt: skip
        return "The action is raised."
    if what == "forecast":
        forecast_outturn(
            viewer, replace(about, period=cleaned["year"]), value=cleaned["value"], low=cleaned["low"], high=cleaned["high"],
            confidence=cleaned["confidence"], reason=cleaned["reason"], **readers,
        )  # fmt: skip
        return "Your forecast is kept. The status stays as it is calculated."
    if what == "link":
        add_link(viewer, about, cleaned["url"], cleaned["title"], **readers)
        return "The link is kept."
    file = cleaned["file"]
    attach(viewer, about, file.name, file.chunks(), **readers)
    return f"{file.name} is attached."


def _note(viewer: Viewer, indicator: str, pk: int | None) -> Note | None:
    """The note that an action is raised from, where the viewer may read it."""
    if not pk or number_sent(str(pk)) is None:
        return None
    return readable(Note.objects.filter(pk=pk, indicator=indicator, withdrawn_at__isnull=True), viewer).first()


def from_note(beside: Beside, pk: int | None) -> dict[str, object]:
    """What the form of an action starts from that is raised from a note: its text, who wrote it, and for whom."""
    note = next((one for one in beside.notes if one.pk == pk), None)
    if note is None:
        return {}
    first = " ".join(note.text.split())
    title = first if len(first) <= LONGEST_TITLE else f"{first[:LONGEST_TITLE].rsplit(' ', 1)[0]} …"
    details = f"{note.text}\n\nNote of {note.author}, {timezone.localtime(note.at):%-d %B %Y}"
    return {
        "title": title,
        "details": details[:4000],
        "note": note.pk,
        "audience": f"{note.audience}:{note.organisation}",
    }


def _offer_years(form: AudienceForm, definitions: Definitions, code: str) -> None:
    """Let a forecast choose among the years that there are for an indicator."""
    if isinstance(form, ForecastForm):
        form.offer(years_offered(definitions, code, timezone.localdate()))


def _withdraw(viewer: Viewer, code: str, kind: str, pk: str) -> str:
    model = KINDS.get(kind)
    thing = None
    if model is not None and (number := number_sent(pk)) is not None:
        thing = readable(model.objects.filter(indicator=code, withdrawn_at__isnull=True, pk=number), viewer).first()
    if thing is None:
        raise BadText("It is not there any more: somebody may have withdrawn it already.")
    withdraw(viewer, thing)
    return "It is withdrawn. The trail keeps it."
