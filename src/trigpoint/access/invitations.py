"""Letting somebody choose a password: who was invited, and who forgot theirs. A link goes by mail, works for some days, and once.

The link holds a signed word about the account as it is: a password that is chosen, a sign-in, another address or a closed
account end every link that was sent before.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from trigpoint.access import audit
from trigpoint.access.models import AuditEntry, User
from trigpoint.access.people import end_ways_in
from trigpoint.access.permissions import require
from trigpoint.access.sign_in import place_of
from trigpoint.access.viewers import Viewer, viewer_of
from trigpoint.mistakes import Mistake
from trigpoint.outbox.writing import link_to, mail_is_set, write_mail

INVITED_DAYS, FORGOTTEN_DAYS = 7, 1
"""For how long a link works."""

SALT = "trigpoint.access.invitations"
WITHIN = timedelta(hours=1)
MOST_FOR_ONE, MOST_FROM_ONE_PLACE = 3, 20
"""Links that may be asked for within that time: by one name, and from one place."""


class CannotInvite(Mistake):
    """A person to whom no invitation can go; the message says why."""


class BadLink(Mistake):
    """A link that works no longer, or never did. The message does not say which: that is nobody's business."""

    def __init__(self) -> None:
        super().__init__(
            "This link works no longer: it was used, or its days are over. Ask an administrator for another, or ask for one "
            "under “I have forgotten my password”."
        )


@transaction.atomic
def invite(viewer: Viewer, user: User) -> None:
    """Send a person a link with which they choose a password. Sent again, the earlier ones still work until one is used.

    Raises NotAllowed, CannotInvite and NoMail.
    """
    require(viewer, "manage-people")
    if not user.is_active:
        raise CannotInvite(f"The account of {user} is closed. Open it before you invite them.")
    if not user.email:
        raise CannotInvite(f"{user} has no e-mail address here. Write it first.")
    link = link_to(reverse("choose-password", args=[_word(user, INVITED_DAYS)]))
    write_mail(
        user.email, "You are invited to Trigpoint",
        f"{viewer.name} invites you to Trigpoint, where your partnership keeps its figures.\n\n"
        f"Choose a password here:\n{link}\n\nThe link works for {INVITED_DAYS} days, and once. "
        f"Your user name is {user.username}.\n\nIf you did not expect this, do nothing: nobody can get in without the link.\n",
        why="Invitation",
    )  # fmt: skip
    audit.record(viewer, "invite", "person", user.username, days=INVITED_DAYS)


@transaction.atomic
def forgotten(named: str, request: HttpRequest | None = None) -> None:
    """Send a link to whoever has this user name or address, if anybody; it is never told whether there is such a person.

    More than a few within the hour, by one name or from one place, are passed over in silence.
    """
    named = named.strip()[:254]
    place = place_of(request)
    lately = AuditEntry.objects.filter(action="password-forgotten", at__gte=timezone.now() - WITHIN)
    too_many = lately.filter(subject=named[:150]).count() >= MOST_FOR_ONE or (
        place is not None and lately.filter(detail__place=place).count() >= MOST_FROM_ONE_PLACE
    )
    AuditEntry.objects.create(
        at=timezone.now(), as_name="somebody", action="password-forgotten", kind="person", subject=named[:150],
        detail={"place": place} if place else {},
    )  # fmt: skip
    if too_many or not named or not mail_is_set():
        return
    who = Q(username=named) | Q(email__iexact=named)
    for user in User.objects.filter(who, is_active=True).exclude(email="")[:MOST_FOR_ONE]:
        link = link_to(reverse("choose-password", args=[_word(user, FORGOTTEN_DAYS)]))
        write_mail(
            user.email, "Choose a new password for Trigpoint",
            f"Somebody asked for a new password for {user.username}.\n\nIf it was you, choose one here:\n{link}\n\n"
            "The link works for a day, and once. If it was not you, do nothing: your password stays as it is.\n",
            why="Forgotten password",
        )  # fmt: skip


def who_may_choose(word: str) -> User:
    """The person whom a link lets choose a password. Raises BadLink."""
    try:
        held = signing.loads(word, salt=SALT)
        signing.loads(word, salt=SALT, max_age=timedelta(days=held["days"]))
        user = User.objects.filter(pk=held["user"], is_active=True).first()
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise BadLink from error
    if user is None or not constant_time_compare(held["state"], _state(user)):
        raise BadLink
    return user


@transaction.atomic
def choose_password(word: str, password: str) -> User:
    """Give the person of a link the password that they chose; their keys, sessions and other links end. Raises BadLink."""
    # Of two who use the same link at once the second waits here, and finds it used.
    User.objects.select_for_update().get(pk=who_may_choose(word).pk)
    user = who_may_choose(word)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_ways_in(user)
    audit.record(viewer_of(user), "choose-password", "person", user.username)
    return user


def _word(user: User, days: int) -> str:
    return signing.dumps({"user": user.pk, "days": days, "state": _state(user)}, salt=SALT)


def _state(user: User) -> str:
    """What a link is about besides the person: it changes with the password, the address, and each sign-in."""
    said = f"{user.password} {user.email} {user.last_login.isoformat() if user.last_login else ''}"
    return salted_hmac(SALT, said, algorithm="sha256").hexdigest()[:24]
