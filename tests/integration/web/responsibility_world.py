"""What tests of responsibility start from: an administrator, a manager, and a plan of the health board in the Vale."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from trigpoint.access.models import User
from trigpoint.access.people import name_manager, save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_definitions

PLAN = """
kind: framework
code: health-plan
name: Plan of Vale Health
owner: health
roll_up: worst
rule_set: service
nodes:
  - code: doors
    name: Two doors open
    level: Aim
    supports: [{framework: agreement, node: in-time}]
    items: [{indicator: seen-in-time}]
  - code: tidy
    name: Tidy wards
    level: Aim
    items: [{indicator: empty-posts}]
"""


def user(username: str) -> User:
    return User.objects.get(username=username)


@pytest.fixture
def administrator(signed_in: Callable[[str], Client]) -> Client:
    """Of the whole partnership."""
    save_person(OPERATOR, "administrator", name="Ada Administrator", memberships=[("", "administrator")])
    return signed_in("administrator")


@pytest.fixture
def manager(signed_in: Callable[[str], Client]) -> Client:
    """Mo manages Lena Lead."""
    save_person(OPERATOR, "manager", name="Mo Manager", memberships=[("health", "board-member")])
    name_manager(OPERATOR, user("lead"), "manager")
    return signed_in("manager")


@pytest.fixture
def plan(vale, tmp_path) -> None:
    """A plan with an aim that supports the agreement, and one that supports nothing."""
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "health-plan.yaml").write_text(PLAN.lstrip())
    apply_definitions(OPERATOR, folder, note="The health board's own.")
