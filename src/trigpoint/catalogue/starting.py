"""A new partnership: what is said of it, the definitions that it begins with, and its first administrator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from trigpoint.access import audit
from trigpoint.access.models import Role, User
from trigpoint.access.people import save_person
from trigpoint.access.viewers import OPERATOR
from trigpoint.catalogue.definition_sets import apply_documents, path_of
from trigpoint.catalogue.models import Snapshot
from trigpoint.catalogue.starters import STARTERS
from trigpoint.definitions.colours import LEAST_FOR_TEXT, WHITE, contrast
from trigpoint.definitions.dimensions import Dimension, Level, Member, Members
from trigpoint.definitions.document import Document, code_from
from trigpoint.definitions.frameworks import Framework
from trigpoint.definitions.partnership import Partnership, StatusWord, StatusWords
from trigpoint.definitions.rules import PercentageTolerance, RuleSet
from trigpoint.definitions.yaml_files import read_text
from trigpoint.definitions.yaml_writing import write
from trigpoint.mistakes import Mistake

SET = "ours"
"""The definition set that a partnership's own pages write."""

MOST_PARTNERS = 200
STATUSES = ("exceeding", "on_target", "within_tolerance", "off_target")


class BadStart(Mistake):
    """What was said of a new partnership cannot be. problems: by field of NewPartnership or Administrator, in words."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class AlreadyStarted(Mistake):
    """Something is defined here already, or somebody can sign in."""


@dataclass(frozen=True)
class NewPartnership:
    """What is said of it. partners: their names. year_starts: month and day ("04-01"). words: by status, in the order of
    STATUSES. tolerance: percentage of the target within which a figure is amber. starter: a code of STARTERS. colour: its own,
    as #1d70b8; '' for none."""

    name: str
    partners: tuple[str, ...]
    year_starts: str = "04-01"
    words: tuple[str, ...] = tuple(getattr(StatusWords(), status).word for status in STATUSES)
    tolerance: Decimal = Decimal(5)
    starter: str = "balanced-scorecard"
    colour: str = ""


@dataclass(frozen=True)
class Administrator:
    """The first person, who may do everything and add the others."""

    username: str
    name: str
    email: str = ""
    password: str = field(default="", repr=False)


def is_started() -> bool:
    """Whether anything is defined, or anybody is known: then nothing can be started here any more."""
    return Snapshot.objects.exists() or User.objects.exists()


def start(new: NewPartnership, administrator: Administrator) -> User:
    """Make the partnership and its first administrator, both or neither; who that is.

    Raises AlreadyStarted, and BadStart with all that is wrong.
    """
    if problems := problems_of(new):
        raise BadStart(problems)
    with transaction.atomic():
        if is_started():
            raise AlreadyStarted(
                "There is a partnership here already. Sign in, or name another installation with --home to begin anew."
            )
        documents = [read_text(write(each), path_of(each)) for each in documents_of(new)]
        apply_documents(OPERATOR, SET, documents, note=f"{new.name} begins.")
        try:
            user = save_person(
                OPERATOR, administrator.username, name=administrator.name, email=administrator.email,
                memberships=[("", Role.ADMINISTRATOR)], password=administrator.password or None,
            )  # fmt: skip
        except ValidationError as error:
            fields = error.message_dict if hasattr(error, "error_dict") else {"username": error.messages}
            raise BadStart({name: " ".join(said) for name, said in fields.items()}) from error
        audit.record(OPERATOR, "start-partnership", "partnership", code_from(new.name), starter=new.starter)
    return user


def problems_of(new: NewPartnership) -> dict[str, str]:
    """All that is wrong with what was said, by field, in words. Pure."""
    return dict(_problems(new))


def documents_of(new: NewPartnership) -> list[Document]:
    """The definitions that it begins with: itself, its partners, one status rule, and the framework chosen. Pure."""
    starter = STARTERS[new.starter]
    letters = _letters(new.words)
    words = {
        status: StatusWord(word=word.strip(), letter=letters[word])
        for status, word in zip(STATUSES, new.words, strict=True)
    }
    documents: list[Document] = [
        Partnership(
            kind="partnership", code=code_from(new.name), name=new.name, financial_year_starts=new.year_starts,
            status_words=StatusWords(**words), levels=starter.levels, organisation_dimension="organisation", colour=new.colour or None,
        ),
        Dimension(
            kind="dimension", code="organisation", name="Organisation", plural="Organisations", nature="organisation",
            levels=(Level(code="partner", name="Partner", plural="Partners"),),
        ),
        Members(
            kind="members", code="organisations", name="The partners", dimension="organisation",
            members=tuple(Member(code=code_from(name), name=name, level="partner") for name in new.partners),
        ),
        RuleSet(
            kind="rule-set", code="usual", name="Usual tolerance",
            rule=PercentageTolerance(method="percentage-tolerance", amber_percent=new.tolerance),
        ),
    ]  # fmt: skip
    if starter.nodes:
        documents.append(
            Framework(
                kind="framework", code=starter.code, name=starter.name, description=starter.says,
                roll_up=starter.roll_up, rule_set="usual", nodes=starter.nodes,
            )
        )  # fmt: skip
    return documents


def _letters(words: tuple[str, ...]) -> dict[str, str]:
    """By word, its letter for print, each another: the usual one of a usual word, else of its own letters or a digit."""
    usual = {getattr(StatusWords(), status).word: getattr(StatusWords(), status).letter for status in STATUSES}
    found = {word: usual[word.strip()] for word in words if word.strip() in usual}
    for word in words:
        own = [letter for letter in word if letter.isalnum()]
        choices = [*(own[:1]), *(f"{own[0]}{letter}" for letter in own[1:]), *"123456789"]
        found.setdefault(word, next(each.capitalize() for each in choices if each.capitalize() not in found.values()))
    return found


def _problems(new: NewPartnership) -> Iterator[tuple[str, str]]:
    if not code_from(new.name) or len(new.name) > 200:
        yield "name", "Give the partnership a name of at most 200 characters, with a letter or digit in it."
    codes: dict[str, str] = {}
    for partner in new.partners:
        code = code_from(partner)
        if not code or len(partner) > 200:
            yield (
                "partners",
                f"“{partner[:60]}” is no name of a partner: write at most 200 characters, with a letter or digit.",
            )
            break
        if code in codes:
            yield "partners", f"“{partner}” and “{codes[code]}” cannot be told apart. Name each partner once."
            break
        codes[code] = partner
    if not new.partners:
        yield "partners", "Name at least one partner: whoever answers together here."
    elif len(new.partners) > MOST_PARTNERS:
        yield "partners", f"{MOST_PARTNERS} partners are the most to begin with; add others after."
    try:
        # A leap day would be a year that starts in one year of four.
        date.fromisoformat(f"2023-{new.year_starts}")
    except ValueError:
        yield (
            "year_starts",
            f"“{new.year_starts[:20]}” is no day of every year. Write month and day, as 04-01 for 1 April.",
        )
    if len(new.words) != len(STATUSES) or not all(word.strip() for word in new.words):
        yield "words", "Give a word for each status: better than target, on target, within tolerance, off target."
    elif len({word.strip().casefold() for word in new.words}) < len(STATUSES):
        yield "words", "Each status needs a word of its own, so that they can be told apart."
    elif any(len(word) > 40 for word in new.words):
        yield "words", "A word for a status is at most 40 characters long."
    if not new.tolerance.is_finite() or not 0 <= new.tolerance <= 100:
        yield "tolerance", "The tolerance is a percentage of the target, from 0 to 100."
    if new.colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", new.colour):
        yield (
            "colour",
            f"“{new.colour[:20]}” is no colour as it is written here: a # and six digits or letters to f, as #1d70b8.",
        )
    elif new.colour and contrast(new.colour, WHITE) < LEAST_FOR_TEXT:
        yield "colour", "That colour cannot be read on white. Choose a darker one."
    if new.starter not in STARTERS:
        yield "starter", f"There is no “{new.starter[:40]}” to start from. There are: {', '.join(STARTERS)}."
