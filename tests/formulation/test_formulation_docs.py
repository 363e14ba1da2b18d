"""The page on the formulation has every rule of the code, once, in order, under its name, and no other."""

from __future__ import annotations

import re
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from omniprio.checker import RULES as CHECKED
from omniprio.formulation import RULES, formulate
from omniprio.goals import Goal
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from types import FunctionType

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "formulation.md"
TEXT = PAGE.read_text(encoding="utf-8")


class Section(NamedTuple):
    """What the page says about a rule."""

    name: str
    meaning: str
    rows: str
    function: str
    checker: str


def sections() -> list[Section]:
    """Read the sections below `The rules`: a name, a sentence and three points each."""
    (part,) = re.findall(r"^## The rules\n(.*?)^## ", TEXT, flags=re.MULTILINE | re.DOTALL)
    pattern = r"^### `(\w+)`\n\n(.+?)\n\n- Rows: (.+?)\n- Function: `(.+?)`\n- Checker: (.+?)\n\n"
    found = [
        Section(*(" ".join(text.split()) for text in texts))
        for texts in re.findall(pattern, part, flags=re.MULTILINE | re.DOTALL)
    ]
    assert len(found) == part.count("###")
    return found


def table(heading: str) -> dict[str, str]:
    """Read the first two columns of the table below a heading, names in backticks."""
    (part,) = re.findall(rf"^## {heading}\n(.*?)(?:^## |\Z)", TEXT, flags=re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \|", part, flags=re.MULTILINE)
    assert len(rows) == part.count("\n|") - 2
    assert len(rows) == len(dict(rows))
    return dict(rows)


def test_every_rule_is_there_once_and_in_order() -> None:
    assert [section.name for section in sections()] == [rule.__name__ for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])
def test_a_rule_is_described_as_in_its_function(rule: FunctionType) -> None:
    (section,) = (section for section in sections() if section.name == rule.__name__)
    assert section.function == f"{rule.__module__}.{rule.__name__}"
    (meaning, _) = (getdoc(rule) or "").split(":", 1)
    assert section.meaning == f"{meaning}."


def test_the_checker_has_the_rules_that_the_page_says_it_has() -> None:
    with_a_rule = {section.name for section in sections() if section.checker.startswith(f"`{section.name}`")}
    without = [section.checker for section in sections() if section.name not in with_a_rule]
    assert with_a_rule | table("Rules without rows").keys() == set(CHECKED)
    assert not with_a_rule & table("Rules without rows").keys()
    assert all(words.startswith(("nothing to check", "nothing to forbid")) for words in without)


def test_every_goal_is_there() -> None:
    (union, _) = Goal.__origin__.__args__, Goal.__metadata__  # type: ignore[attr-defined]
    assert list(table("The goals")) == [goal.__name__ for goal in union]


def test_every_variable_is_an_attribute_of_the_variables() -> None:
    variables = formulate(Portfolio(horizon=1, initiatives=()), ()).variables
    (part,) = re.findall(r"^## The variables\n(.*?)^## ", TEXT, flags=re.MULTILINE | re.DOTALL)
    named = re.findall(r"^\| \w+\(t\) \| `(\w)_\w_t` \|.* `(\w+)` \|$", part, flags=re.MULTILINE)
    assert [letter for letter, _ in named] == ["x", "y", "z", "p", "c", "b", "m", "q"]
    assert all(hasattr(variables, attribute) for _, attribute in named)
