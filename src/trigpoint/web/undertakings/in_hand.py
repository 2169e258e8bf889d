"""What is in hand for each part of a scorecard, in words that lead to the list of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from trigpoint.definitions.frameworks import Framework
from trigpoint.judge.numbers import counted, listed, number_in_words
from trigpoint.manage.in_hand import InHand, in_hand
from trigpoint.manage.standing import standing
from trigpoint.publish.cells import Link
from trigpoint.web.visit import Visit

RULE = (
    "In hand: late where an action, project or review of a risk is late, else under way where an action or project is open, "
    "else done. A risk is high from a score of 15 after control. None of this changes a status."
)


def in_hand_links(here: Visit, framework: Framework) -> Mapping[str, tuple[Link, ...]]:
    """For each node, and under the framework's code for the whole: links to its actions and projects, and to its risks."""
    found = standing(here.viewer, here.today, known_at=here.known_at)
    return {
        code: tuple(_links(here, framework.code, "" if code == framework.code else code, one))
        for code, one in in_hand(framework, found).items()
    }


def _links(here: Visit, framework: str, node: str, one: InHand) -> list[Link]:
    own = {"framework": framework, "node": node or None}
    links = []
    if work := _work_words(one):
        show = None if one.actions or one.projects else "over"
        links.append(Link(work, here.context.url(reverse("actions"), **own, show=show)))
    if one.risks:
        links.append(Link(_risk_words(one), here.context.url(reverse("risks"), **own)))
    return links


def _work_words(one: InHand) -> str:
    """What is to be done: "Late: two actions and one project, one late"."""
    if one.actions or one.projects:
        counts = ((one.actions, "action"), (one.projects, "project"))
        said = listed([counted(number, noun) for number, noun in counts if number])
        late = f", {number_in_words(one.late_work)} late" if one.late_work else ""
        return f"{'Late' if one.late_work else 'Under way'}: {said}{late}"
    return (
        f"Done: {counted(one.done, 'action or project') if one.done == 1 else f'{number_in_words(one.done)} actions or projects'}"
        if one.done
        else ""
    )


def _risk_words(one: InHand) -> str:
    """What may go wrong: "Three risks, one high, one review late"."""
    said = [counted(one.risks, "risk")]
    if one.high:
        said.append(f"{number_in_words(one.high)} high")
    if one.late_reviews:
        said.append(f"{counted(one.late_reviews, 'review')} late")
    words = ", ".join(said)
    return words[:1].upper() + words[1:]
