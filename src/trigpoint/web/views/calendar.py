"""A person's calendar for other programs, as iCalendar: days, not hours, so that no clock that changes moves them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar, Event

from trigpoint.access.permissions import may
from trigpoint.access.viewers import viewer_of
from trigpoint.manage.calendars import Day, days_of, end_calendar_key, make_calendar_key, whose_calendar
from trigpoint.web.views.news_choices import show_choices


@require_POST
@never_cache
def make_address(request: HttpRequest) -> HttpResponse:
    """Make the address of my calendar, which stands on the page that answers and never again; or `end` it."""
    viewer = viewer_of(request.user)
    if request.POST.get("does") == "end":
        end_calendar_key(viewer)
        return redirect("news-choices")
    path = reverse("calendar", args=[make_calendar_key(viewer)])
    return show_choices(request, made=request.build_absolute_uri(path))


@login_not_required
@never_cache
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of whoever made this address. Worked out as that person, as they are today."""
    person = whose_calendar(secret)
    viewer = viewer_of(person) if person is not None else None
    if viewer is None or not may(viewer, "read"):
        raise Http404("There is no such calendar.")
    made = Calendar()
    made.add("prodid", "-//Trigpoint//Days by which things are due//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Trigpoint")
    made.add("x-wr-timezone", timezone.get_current_timezone_name())
    for one in days_of(viewer, timezone.localdate()):
        made.add_component(_event(request, one))
    return HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")


def _event(request: HttpRequest, one: Day) -> Event:
    path = reverse("home") if one.undertaking is None else reverse(one.undertaking[0], args=[one.undertaking[1]])
    event = Event()
    event.add("uid", f"{one.key}@{request.get_host()}")
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", one.day)
    # The day after: an event of whole days ends before its end.
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.what)
    event.add("description", one.more)
    event.add("url", request.build_absolute_uri(path))
    event.add("transp", "TRANSPARENT")
    return event
