"""The table "What one thing costs to add" of the page for maintainers is true: each thing is in each of its places."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from omniprio import answers
from omniprio.answer import Answer
from omniprio.checker.rules import RULES as CHECKED
from omniprio.cli.verbs import VERBS
from omniprio.formulation.rules import RULES
from omniprio.goals import Goal
from omniprio.infeasibility.kinds import KINDS
from omniprio.io import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
ROWS = dict(
    re.findall(
        r"^\| (an? [^|]+) \| (`.*`) \|$",
        (ROOT / "docs" / "maintaining.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)
COUNTS_ONLY = {"mode", "bought", "synergy", "started", "fulfilment", "reached", "outside_in", "ambition"}
"""Rules that forbid no schedule, so that the checker has none to break."""


def is_answer(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, Answer)


THINGS: dict[str, list[tuple[str, ...]]] = {
    "a goal": [
        (goal.__name__, f"name {goal.model_fields['kind'].default}") for goal in get_args(get_args(Goal)[0])
    ],
    "a rule": [(rule.__name__,) for rule in RULES if rule.__name__ not in COUNTS_ONLY],
    "a demand that can be dropped": [(kind,) for kind in KINDS],
    "a verb": [(name, name.replace("-", "_")) for name in VERBS],
    "a format": [(found.name,) for found in FORMATS],
    "an answer": [(name,) for name in answers.__all__ if is_answer(getattr(answers, name))],
}
"""What there is of each kind, each by the words of which one must stand in a place."""


def places(row: str) -> list[list[Path]]:
    """Return the places that a row of the table names: the files of each, of which one has to have the thing."""
    found: list[list[Path]] = []
    for named in ROWS[row].split(", "):
        either = [paths(one) for one in re.findall(r"`([^`]+)`", named)]
        found += [[*chain(*either)]] if len(either) > 1 else [[path] for path in either[0]]
    return found


def paths(place: str) -> list[Path]:
    start = ROOT if place.startswith(("docs/", "tests/")) else ROOT / "src" / "omniprio"
    found = sorted(start.glob(place))
    assert found, f"{place} is not there"
    return found


def test_each_row_of_the_table_is_tried() -> None:
    assert ROWS.keys() == THINGS.keys()


def test_the_rules_left_out_are_those_the_checker_does_not_have() -> None:
    names = {rule.__name__ for rule in RULES}
    assert names >= COUNTS_ONLY
    assert COUNTS_ONLY.isdisjoint(CHECKED)


@pytest.mark.parametrize("row", THINGS)
def test_each_thing_is_in_each_of_its_places(row: str) -> None:
    assert THINGS[row]
    missing = [
        (words[0], [path.relative_to(ROOT).as_posix() for path in place])
        for place in places(row)
        for words in THINGS[row]
        if not any(says(path, words) for path in place)
    ]
    assert missing == []


def says(path: Path, words: Sequence[str]) -> bool:
    """Tell whether one of some words stands in a file."""
    text = path.read_text(encoding="utf-8")
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)
