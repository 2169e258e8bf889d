"""Steward, reader and stranger: who may add people, and what a person is when they look."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from trigpoint.access.models import AuditEntry, Membership, User
from trigpoint.access.people import save_person
from trigpoint.access.permissions import MAY, NotAllowed, may, require
from trigpoint.access.tokens import make_token, token_for
from trigpoint.access.viewers import OPERATOR, Viewer, viewer_of

pytestmark = pytest.mark.django_db

ANNA = {"name": "Anna Lee", "memberships": [("hospital", "data-steward")], "scopes": {"place": ["fen-district"]}}


def test_a_person_is_seen_with_memberships_scopes_and_permissions():
    anna = save_person(OPERATOR, "anna", **ANNA, sources=["attendances"])

    viewer = viewer_of(anna)

    assert viewer.memberships == {("hospital", "data-steward")}
    assert viewer.scopes == (("place", frozenset({"fen-district"})),)
    assert viewer.sources == {"attendances"}
    assert viewer.organisations == {"hospital"}


def test_a_membership_that_has_ended_gives_nothing():
    anna = save_person(OPERATOR, "anna", **ANNA)
    Membership.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert viewer_of(anna).memberships == frozenset()


def test_only_administrators_add_people_and_a_refusal_leaves_nothing():
    anna = save_person(OPERATOR, "anna", **ANNA)
    with pytest.raises(NotAllowed, match="administrator"):
        save_person(viewer_of(anna), "bob", name="Bob")
    assert not AuditEntry.objects.filter(subject="bob").exists()


def test_a_role_that_does_not_exist_is_refused_whole():
    with pytest.raises(ValidationError, match="no role “king”"):
        save_person(OPERATOR, "anna", name="Anna", memberships=[("hospital", "king")])


def test_a_steward_may_load_only_for_their_own_organisation():
    steward = Viewer(1, "Anna", memberships=frozenset({("hospital", "data-steward")}))
    assert may(steward, "load", "hospital")
    assert not may(steward, "load", "police")


@pytest.mark.parametrize("action", MAY)
def test_a_stranger_may_do_nothing(action):
    with pytest.raises(NotAllowed):
        require(Viewer(None, "nobody"), action)


def test_what_was_done_is_in_the_trail_without_secrets():
    anna = save_person(OPERATOR, "anna", **ANNA, password="correct horse battery")
    key = make_token(OPERATOR, anna, "nightly")
    entries = list(AuditEntry.objects.values_list("action", "subject"))
    assert entries == [("add-person", "anna"), ("make-token", "anna")]
    trail = str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert "correct horse" not in trail
    assert key not in trail


def test_a_token_works_until_it_expires_and_only_as_it_was_shown():
    anna = save_person(OPERATOR, "anna", **ANNA)
    key = make_token(OPERATOR, anna, "nightly")
    assert token_for(key).user == anna
    assert token_for(key + "x") is None
    anna.tokens.update(expires_at=timezone.now())
    assert token_for(key) is None


def test_an_administrator_of_one_organisation_reaches_nobodys_rights():
    """A role held in one organisation is for its data only: it is not enough to say who may see what."""
    own = viewer_of(save_person(OPERATOR, "olga", name="Olga", memberships=[("hospital", "administrator")]))
    for username in ("olga", "bob"):
        with pytest.raises(NotAllowed, match="administrator in the whole partnership"):
            save_person(own, username, name="Olga", memberships=[("", "administrator")], sources=["crimes"])
    with pytest.raises(NotAllowed):
        make_token(own, save_person(OPERATOR, "anna", **ANNA), "a key of hers")
    assert viewer_of(User.objects.get(username="olga")).memberships == {("hospital", "administrator")}
    whole = viewer_of(save_person(OPERATOR, "wanda", name="Wanda", memberships=[("", "administrator")]))
    assert save_person(whole, "bob", name="Bob").name == "Bob"


@pytest.mark.parametrize("change", [{"active": False}, {"password": "another long password"}])
def test_a_closed_account_and_a_new_password_end_keys_and_sessions(change):
    anna = save_person(OPERATOR, "anna", **ANNA, password="correct horse battery")
    bob = save_person(OPERATOR, "bob", name="Bob", memberships=[("", "board-member")])
    key, other = make_token(OPERATOR, anna, "nightly"), make_token(OPERATOR, bob, "nightly")
    browser, others = Client(), Client()
    browser.force_login(anna)
    others.force_login(bob)
    save_person(OPERATOR, "anna", **ANNA, **change)
    save_person(OPERATOR, "anna", **ANNA)  # opened again
    assert token_for(key) is None
    assert token_for(other) is not None
    assert browser.get("/me/").status_code == 302
    assert not Session.objects.filter(session_key=browser.cookies["sessionid"].value).exists()
    assert Session.objects.filter(session_key=others.cookies["sessionid"].value).exists()
