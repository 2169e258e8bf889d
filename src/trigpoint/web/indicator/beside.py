"""What people do about a figure, on its page: actions, notes, links, files, commentary and following."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from trigpoint.access.permissions import may
from trigpoint.access.viewers import Viewer
from trigpoint.ask.histories import Looked, slice_of
from trigpoint.ask.windows import Pairs
from trigpoint.definitions.frameworks import Place
from trigpoint.definitions.whole import Definitions
from trigpoint.manage.about import About, BadText, readable, slice_pairs, slice_text
from trigpoint.manage.actions import raise_action
from trigpoint.manage.attachments import attach
from trigpoint.manage.commentary import ChangedMeanwhile, write_commentary
from trigpoint.manage.forecasts import forecast_outturn
from trigpoint.manage.models import AboutFigure, Attachment, Commentary, Link, Note, PortfolioItem
from trigpoint.manage.notes import Beside, add_link, add_note, withdraw
from trigpoint.manage.portfolios import follow, unfollow
from trigpoint.mistakes import Mistake
from trigpoint.web.indicator.expected import years_offered
from trigpoint.web.indicator.forms import FORMS, AudienceForm, CommentaryForm, ForecastForm
from trigpoint.web.numbers_sent import number_sent

KINDS = {"note": Note, "link": Link, "file": Attachment}


@dataclass(frozen=True)
class Told:
    """One commentary: its newest version, and those before it."""

    text: Commentary
    earlier: tuple[Commentary, ...]
    where: str


@dataclass
class Doing:
    """What is drawn: forms (one of them with its errors), and what stands beside the figure.

    conflict: what somebody else wrote meanwhile. problem: the form that was refused. following: whether it is in the
    viewer's portfolio. past: what was known on a day is shown, beside which nothing can be written now.
    """

    beside: Beside
    told: tuple[Told, ...]
    forms: dict[str, AudienceForm]
    may_comment: bool
    may_annotate: bool
    may_act: bool
    may_withdraw_any: bool
    following: bool
    user_id: int | None
    period: str
    period_label: str
    problem: str = ""
    conflict: Commentary | None = None
    empty: bool = field(default=False)
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
    looked: Looked,
    place: Place | None,
    where: Pairs,
    period: str,
    period_label: str,
    beside: Beside,
    known_at: datetime | None = None,
    refused: tuple[str, AudienceForm, Commentary | None] | None = None,
) -> Doing:
    """Everything about what people do, as known at an instant (None: now), in two queries besides those of `beside`."""
    about = about_of(definitions, looked, period, place)
    texts = readable(Commentary.objects.filter(indicator=looked.code), viewer, known_at)
    rows = list(texts.select_related("author").order_by("-version"))
    past = known_at is not None
    told = _told(definitions, rows)
    seen = _seen(rows, about)
    current = next((r for r in rows if _key(r)[:4] == _about_key(about) and r.audience == "partnership"), None)
    tree = definitions.organisations
    names = {code: tree.name(code) for code in viewer.organisations} if tree else {}
    shown: dict[str, AudienceForm] = {
        name: kind(viewer, names, auto_id=f"{name}-%s", initial={"about": "period"}) for name, kind in FORMS.items()
    }
    shown["commentary"] = CommentaryForm(
        viewer, names, auto_id="commentary-%s", initial={"text": current.text if current else "", "seen": seen}
    )
    _offer_years(shown["forecast"], definitions, looked.code)
    conflict = None
    problem = ""
    if refused is not None:
        problem, shown[refused[0]], conflict = refused
        if conflict is not None:
            bound = shown["commentary"]
            bound.data = bound.data.copy()
            bound.data["seen"] = seen
    slice_ = slice_text(where)
    following = bool(viewer.user_id) and PortfolioItem.objects.filter(
        owner_id=viewer.user_id, indicator=looked.code, slice=slice_
    ).exists()  # fmt: skip
    return Doing(
        beside=beside,
        told=told,
        forms=shown,
        may_comment=may(viewer, "comment") and not past,
        may_annotate=may(viewer, "annotate") and not past,
        may_act=may(viewer, "act") and not past,
        may_withdraw_any=may(viewer, "manage-people") and not past,
        following=following,
        user_id=None if past else viewer.user_id,
        period=period,
        period_label=period_label,
        problem=problem,
        conflict=conflict,
        empty=not (beside.notes or beside.links or beside.attachments or beside.actions or told),
        past=past,
    )


def _key(row: Commentary) -> tuple[str, ...]:
    return (row.framework, row.item, row.slice, row.period, row.audience, row.organisation)


def _about_key(about: About) -> tuple[str, ...]:
    return (about.framework, about.item, about.slice, about.period)


def _seen(rows: Iterable[Commentary], about: About) -> str:
    """The newest version of each audience's text, as the form carries it: partnership:=2,own-organisation:council=1."""
    newest: dict[str, int] = {}
    for row in rows:
        if _key(row)[:4] == _about_key(about):
            newest.setdefault(f"{row.audience}:{row.organisation}", row.version)
    return ",".join(f"{readers}={version}" for readers, version in newest.items())


def _told(definitions: Definitions, rows: list[Commentary]) -> tuple[Told, ...]:
    groups: dict[tuple[str, ...], list[Commentary]] = {}
    for row in rows:
        groups.setdefault(_key(row), []).append(row)
    found = [
        Told(versions[0], tuple(versions[1:]), where_words(definitions, versions[0])) for versions in groups.values()
    ]
    return tuple(sorted(found, key=lambda one: one.text.at, reverse=True))


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
) -> tuple[str, tuple[str, AudienceForm, Commentary | None] | None]:
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
    if looked.as_at is not None:
        raise BadText("You look at what was known on a day that is over. Choose “Now” under “As known on”, then write.")
    if what == "withdraw":
        return _withdraw(viewer, looked.code, data.get("kind", ""), data.get("pk", "")), None
    kind = FORMS.get(what)
    if kind is None:
        raise BadText("The page sent something that it does not know. Open it again, and try once more.")
    tree = definitions.organisations
    names = {code: tree.name(code) for code in viewer.organisations} if tree else {}
    form = kind(viewer, names, data, request.FILES, auto_id=f"{what}-%s")
    _offer_years(form, definitions, looked.code)
    if not form.is_valid():
        return "", (what, form, None)
    period = definitions.calendars.parse(data["period"]).code if data.get("period") else ""
    about = about_of(definitions, looked, period, place)
    try:
        return _write(viewer, what, form, about), None
    except ChangedMeanwhile as mistake:
        form.add_error("text", str(mistake))
        readers = form.readers
        newest = (
            readable(Commentary.objects.filter(**about.fields(), **readers), viewer)
            .select_related("author").order_by("-version").first()
        )  # fmt: skip
        return "", (what, form, newest)
    except BadText as mistake:
        form.add_error(
            {
                "note": "text",
                "link": "url",
                "file": "file",
                "commentary": "text",
                "action": "title",
                "forecast": "value",
            }[what],
            str(mistake),
        )
        return "", (what, form, None)


def _write(viewer: Viewer, what: str, form: AudienceForm, about: About) -> str:
    cleaned, readers = form.cleaned_data, form.readers
    if what == "note":
        whole = About(about.indicator, slice=about.slice) if cleaned.get("about") == "all" else about
        add_note(viewer, whole, cleaned["text"], **readers)
        return "The note is kept."
    if what == "action":
        raise_action(
            viewer, about, cleaned["title"], owner=cleaned["owner"], due=cleaned["due"], details=cleaned["details"],
            **readers,
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
    if what == "file":
        file = cleaned["file"]
        attach(viewer, about, file.name, file.chunks(), **readers)
        return f"{file.name} is attached."
    seen = dict(part.rpartition("=")[::2] for part in cleaned["seen"].split(",") if "=" in part)
    version = number_sent(seen.get(cleaned["audience"])) or 0
    write_commentary(viewer, about, cleaned["text"], after_version=version, **readers)
    return "The commentary is kept."


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
