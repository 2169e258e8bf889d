"""The status of a basket: rolled up from its items and nodes by weight, worst or count, and what pulled it down.

Scores: off target 0, within tolerance ½, on target 1, exceeding 1 too, for doing more than was asked in one thing does
not make up for another.

- by weight: the mean score, weighted; a quarter and three quarters part red from amber and amber from green:
  under ¼ off target, from ¼ to under ¾ within tolerance, from ¾ on target. A node beneath brings its own mean.
- worst: the worst status beneath.
- by count: the best status that at least half reach, or better it; weights play no part.

A basket exceeds only where all in it do. What is late, not yet due, hidden, without data or target, too small,
incomplete or contextual is left out and counted as left out; so is a weight of nought. A basket with nothing judged
in it is `no_data`. Where something that counts may not be shown to the viewer, the basket is `hidden`: what is left would
give another status, under the same name, than the one that others see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trigpoint.definitions import frameworks
from trigpoint.definitions.frameworks import Framework, RollUp
from trigpoint.definitions.partnership import StatusWords
from trigpoint.judge.numbers import listed, number_in_words, plain, rounded
from trigpoint.judge.status import JUDGED, UNJUDGED_WORDS, USUAL_WORDS, StatusCode, status_word

SCORES: Mapping[StatusCode, Decimal] = {
    "exceeding": Decimal(1),
    "on_target": Decimal(1),
    "within_tolerance": Decimal("0.5"),
    "off_target": Decimal(0),
}
GREEN_FROM = Decimal("0.75")
AMBER_FROM = Decimal("0.25")
ROLL_UP_WORDS: Mapping[RollUp, str] = {
    "weight": "by the weight of its parts",
    "worst": "as the worst of its parts is",
    "count": "as at least half of its parts are, or better",
}
"""Why a basket has its status, after the status itself: the same wherever a roll-up is said."""

NAMED = 3
"""How many of those that pulled it down are named in the sum in words."""


@dataclass(frozen=True, slots=True)
class Item:
    """A leaf: an indicator's place, with its official status there. withheld: the viewer may not be shown it."""

    code: str
    name: str
    status: StatusCode
    weight: Decimal = Decimal(1)
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Basket:
    """A node: items and further nodes, and how they are rolled up."""

    code: str
    name: str
    roll_up: RollUp
    children: tuple[Item | Basket, ...]
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Pull:
    """An item that pulled a basket down, and how much of the basket's score (0 to 1) it cost."""

    code: str
    name: str
    status: StatusCode
    cost: Decimal


@dataclass(frozen=True, slots=True)
class RolledUp:
    """status: a judged one, hidden, or no_data. score: 0 to 1, None for the last two.

    counts: of the items beneath that were judged, by status. left_out: of those that were not. pulled_down: largest
    first; their costs add up to what the score lacks of 1. how: its status, by which rule and from what, in words.
    sum: the same with what pulled it down and what was left out, as sentences. nodes: those directly beneath.
    withheld: how many items that count are not for the viewer.
    """

    code: str
    name: str
    status: StatusCode
    score: Decimal | None
    counts: dict[StatusCode, int]
    left_out: dict[StatusCode, int]
    pulled_down: tuple[Pull, ...]
    how: str
    sum: str
    nodes: tuple[RolledUp, ...] = ()
    withheld: int = 0

    def every(self) -> dict[str, RolledUp]:
        """Itself and all beneath it, by code."""
        found = {self.code: self}
        for node in self.nodes:
            found |= node.every()
        return found


@dataclass(frozen=True, slots=True)
class _Part:
    """A child that counts: an item that was judged, or a node that has a status."""

    status: StatusCode
    score: Decimal
    weight: Decimal
    pulls: tuple[Pull, ...]


def roll_up_framework(
    framework: Framework,
    statuses: Mapping[str, StatusCode],
    names: Mapping[str, str],
    words: StatusWords | None = None,
    withheld: Collection[str] = (),
) -> dict[str, RolledUp]:
    """Every node of the framework by code, and the whole under the framework's own code.

    statuses: by item code, of each place; an absent one has no data. names: by item code. withheld: items that the
    viewer may not be shown.
    """

    def basket(node: frameworks.Node, above: RollUp) -> Basket:
        method = node.roll_up or above
        items = tuple(
            Item(
                place.item, names.get(place.item, place.item), statuses.get(place.item, "no_data"), place.weight,
                place.item in withheld,
            )
            for place in node.items
        )  # fmt: skip
        nodes = tuple(basket(each, method) for each in node.nodes)
        return Basket(node.code, node.name, method, (*items, *nodes), node.weight)

    top = tuple(basket(node, framework.roll_up) for node in framework.nodes)
    return roll_up(Basket(framework.code, framework.name, framework.roll_up, top), words).every()


def roll_up(basket: Basket, words: StatusWords | None = None) -> RolledUp:
    """The status of a basket and of all beneath it."""
    words = words or USUAL_WORDS
    counts: Counter[StatusCode] = Counter()
    left_out: Counter[StatusCode] = Counter()
    parts: list[_Part] = []
    nodes: list[RolledUp] = []
    withheld = 0
    for child in basket.children:
        if isinstance(child, Item):
            withheld += child.withheld and child.weight > 0
            counted = child.status in JUDGED and child.weight > 0
            if not counted:
                left_out[child.status] += 1
                continue
            counts[child.status] += 1
            lost = 1 - SCORES[child.status]
            pull = Pull(child.code, child.name, child.status, lost)
            parts.append(_Part(child.status, SCORES[child.status], child.weight, (pull,) if lost else ()))
            continue
        node = roll_up(child, words)
        nodes.append(node)
        withheld += node.withheld if child.weight > 0 else 0
        left_out.update(node.left_out)
        if node.score is None or child.weight == 0:
            left_out.update(node.counts)
            continue
        counts.update(node.counts)
        parts.append(_Part(node.status, node.score, child.weight, node.pulled_down))
    if withheld:
        text = f"not said: {number_in_words(withheld)} of what it rests on {'is' if withheld == 1 else 'are'} not shown to you"
        return RolledUp(
            basket.code,
            basket.name,
            "hidden",
            None,
            dict(counts),
            dict(left_out),
            (),
            text,
            text,
            tuple(nodes),
            withheld,
        )
    if not parts:
        why = f": {left_out_words(left_out)} left out" if left_out else ""
        text = f"no data: nothing in it is judged{why}"
        return RolledUp(basket.code, basket.name, "no_data", None, {}, dict(left_out), (), text, text, tuple(nodes))
    status, score = _METHODS[basket.roll_up](parts)
    pulls = _pulls(parts, status, score, basket.roll_up)
    how = _how(basket.roll_up, status, parts, words)
    text = _sum(how, pulls, left_out)
    return RolledUp(
        basket.code, basket.name, status, score, dict(counts), dict(left_out), pulls, how, text, tuple(nodes)
    )


def _by_weight(parts: Sequence[_Part]) -> tuple[StatusCode, Decimal]:
    points, possible = _points(parts)
    # Products, so that a mean which does not come out even decides nothing.
    if points >= GREEN_FROM * possible:
        status: StatusCode = "exceeding" if all(part.status == "exceeding" for part in parts) else "on_target"
    else:
        status = "within_tolerance" if points >= AMBER_FROM * possible else "off_target"
    return status, points / possible


def _worst(parts: Sequence[_Part]) -> tuple[StatusCode, Decimal]:
    status = max((part.status for part in parts), key=JUDGED.index)
    return status, SCORES[status]


def _by_count(parts: Sequence[_Part]) -> tuple[StatusCode, Decimal]:
    best_first = sorted((part.status for part in parts), key=JUDGED.index)
    status = best_first[(len(best_first) - 1) // 2]
    if status == "exceeding" and best_first[-1] != "exceeding":
        status = "on_target"
    return status, SCORES[status]


_METHODS = {"weight": _by_weight, "worst": _worst, "count": _by_count}


def _points(parts: Sequence[_Part]) -> tuple[Decimal, Decimal]:
    return sum((part.weight * part.score for part in parts), Decimal(0)), sum(
        (part.weight for part in parts), Decimal(0)
    )


def _pulls(parts: Sequence[_Part], status: StatusCode, score: Decimal, method: RollUp) -> tuple[Pull, ...]:
    """Items with what each cost. Whatever the method, the costs add up to what the score lacks of 1."""
    lost = 1 - score
    if not lost:
        return ()
    counting = [part for part in parts if method != "worst" or part.status == status]
    shares = [
        (pull, (part.weight if method == "weight" else 1) * pull.cost) for part in counting for pull in part.pulls
    ]
    together = sum((share for _, share in shares), Decimal(0))
    pulls = [Pull(pull.code, pull.name, pull.status, lost * share / together) for pull, share in shares]
    return tuple(sorted(pulls, key=lambda pull: (-pull.cost, pull.name)))


def _how(method: RollUp, status: StatusCode, parts: Sequence[_Part], words: StatusWords) -> str:
    if method == "weight":
        points, possible = _points(parts)
        found = f"{plain(rounded(points, 2).normalize())} of {plain(possible)} points"
    else:
        counts = Counter(part.status for part in parts)
        # The worst first: it is what a reader looks for.
        found = ", ".join(
            f"{number_in_words(counts[each])} {status_word(each, words)}" for each in reversed(JUDGED) if counts[each]
        )
    return f"{status_word(status, words)}, {ROLL_UP_WORDS[method]}: {found}"


def _sum(how: str, pulls: Sequence[Pull], left_out: Mapping[StatusCode, int]) -> str:
    """Sentences, the last without its full stop."""
    sentences = [how]
    if pulls:
        sentences.append(pulled_down_by(pulls))
    if left_out:
        sentences.append(f"Left out: {left_out_words(left_out)}")
    return ". ".join(sentences)


def pulled_down_by(pulls: Sequence[Pull], most: int = NAMED) -> str:
    """What pulled a basket down, the largest first: `Pulled down by A, B and 3 more`."""
    return f"Pulled down by {listed([pull.name for pull in pulls], most)}"


LEFT_OUT: dict[StatusCode, str] = {
    **UNJUDGED_WORDS,
    "no_target": "without a target",
    "no_data": "without data",
    "too_small": "with too few to judge",
}
"""What is not judged, as it is said after a number of them: two without a target."""


def left_out_words(left_out: Mapping[StatusCode, int]) -> str:
    """How many are not judged, by why: three for context and two without a target."""
    named = [
        f"{number_in_words(number)} {LEFT_OUT.get(status, 'of no weight')}"
        for status, number in sorted(left_out.items())
        if number
    ]
    return listed(named)
