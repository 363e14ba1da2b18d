"""Every sentence of the library is literally in its code, and in the folder of each language; no words are left over."""

from __future__ import annotations

import ast
import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from omniprio.language import catalogue, languages

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(str(resources.files("omniprio")))
ROOMS = (
    "errors",
    "exits",
    "faults",
    "formats",
    "help",
    "hints",
    "kinds",
    "remedies",
    "service",
    "usage",
    "where",
)
"""The rooms with the words of errors and of help."""


FIRST_OF_WORDS = {3: 1, 4: 2}
"""Where the words begin among so many arguments: a place comes first, or an option and its value."""


def called(nodes: list[ast.AST], *names: str) -> Iterator[ast.Call]:
    """Yield each call of some functions."""
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names:
            yield node


def prefix(node: ast.JoinedStr) -> str:
    """Return the constant beginning of an f-string."""
    first = node.values[0]
    return str(first.value) if isinstance(first, ast.Constant) else ""


@cache
def code() -> dict[Path, list[ast.AST]]:
    """Return all nodes of each file; to walk the trees takes as long as to read them."""
    files = sorted(SOURCE.rglob("*.py"))
    return {path: list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))) for path in files}


@cache
def texts() -> set[str]:
    """Return the texts in the code."""
    every = (node for nodes in code().values() for node in nodes)
    return {node.value for node in every if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@cache
def beginnings() -> set[str]:
    """Return the constant beginnings of the f-strings in the code."""
    every = (node for nodes in code().values() for node in nodes)
    return {prefix(node) for node in every if isinstance(node, ast.JoinedStr)}


@pytest.mark.parametrize("language", languages())
def test_every_key_in_the_code_has_words(language: str) -> None:
    words = catalogue(language).words
    said = [
        call.args[0] for nodes in code().values() for call in called(nodes, "sentence", "fact") if call.args
    ]
    literal = {str(node.value) for node in said if isinstance(node, ast.Constant)}
    literal |= {
        text for text in texts() - beginnings() if text.startswith(tuple(f"{room}." for room in ROOMS))
    }
    assert len(literal) > 300
    assert sorted(key for key in literal if key not in words) == []
    begun = {prefix(node) for node in said if isinstance(node, ast.JoinedStr)}
    assert sorted(start for start in begun if not any(key.startswith(start) for key in words)) == []


@pytest.mark.parametrize("room", ROOMS)
def test_all_words_of_errors_and_help_are_used(room: str) -> None:
    begun = tuple(start for start in beginnings() if start.startswith(f"{room}."))
    keys = [key for key in catalogue("en").words if key.startswith(f"{room}.")]
    assert [key for key in keys if key not in texts() and not key.startswith(begun)] == []


def test_what_is_wrong_is_told_in_words_that_every_language_has() -> None:
    wrong = (
        "Fault",
        "blame",
        "UnfitError",
        "BadCellError",
        "SolverError",
        "GoalUnreachableError",
        "FormatError",
        "Note",
        "_note",
        "OptionError",
        "UsageError",
    )
    english = [
        f"{path.name}:{call.lineno}"
        for path, nodes in code().items()
        for call in called(nodes, *wrong)
        for part in call.args[FIRST_OF_WORDS.get(len(call.args), 0) :]
        if isinstance(part, ast.Constant | ast.JoinedStr)
    ]
    assert english == []


@pytest.mark.parametrize(
    "file", sorted((SOURCE / "language").glob("*/*.json")), ids=lambda file: f"{file.parent.name}/{file.stem}"
)
def test_no_key_stands_twice(file: Path) -> None:
    twice: list[str] = []

    def noted(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in pairs]
        twice.extend(key for key in set(keys) if keys.count(key) > 1)
        return dict(pairs)

    json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=noted)
    assert twice == []
