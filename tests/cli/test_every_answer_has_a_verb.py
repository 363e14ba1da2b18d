"""What Python answers, the command line answers too: found by looking at both, not in a list."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.util import find_spec
from inspect import isfunction
from pathlib import Path

import pytest

from omniprio import answers, assessment
from omniprio.answer import Answer
from omniprio.cli.verbs import VERBS, verb_called
from omniprio.documents.kinds import WRITTEN

OF_PAGES = {"omniprio.cli.verbs.report"}
"""A page shows answers that the other verbs give."""
BELOW = ("omniprio.cli.", "omniprio.documents.explaining")
"""Where verbs do what they do."""


def functions() -> dict[str, set[str]]:
    """Return each public function that answers, with the kinds of answers it returns."""
    found: dict[str, set[str]] = {}
    for package in (answers, assessment):
        for name in package.__all__:
            one = getattr(package, name)
            words = re.findall(r"\w+", str(one.__annotations__.get("return", ""))) if isfunction(one) else ()
            if kinds := {word for word in words if is_answer(getattr(package, word, None))}:
                found[name] = kinds
    return found


def is_answer(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, Answer)


@cache
def code_of(module: str) -> ast.Module:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return ast.parse(Path(spec.origin).read_text(encoding="utf-8"))


def modules() -> set[str]:
    """Return the modules of the command line that verbs stand on, but for that of pages and what only it imports."""
    waiting = {verb_called(name).run.__module__ for name in VERBS} - OF_PAGES
    found: set[str] = set()
    while waiting:
        found |= waiting
        names = {one.module for module in waiting for one in imports(module) if one.module}
        waiting = {name for name in names if name.startswith(BELOW)} - found
    return found


def imports(module: str) -> list[ast.ImportFrom]:
    return [node for node in ast.walk(code_of(module)) if isinstance(node, ast.ImportFrom)]


def imported() -> set[str]:
    """Return what verbs import by name."""
    return {entry.name for module in modules() for one in imports(module) for entry in one.names}


def whole() -> list[str]:
    """Return the kinds of answers that are no part of another, as one row of a table is."""
    every = set[str]().union(*functions().values())
    models = [
        getattr(package, kind) for package in (answers, assessment) for kind in every & {*package.__all__}
    ]
    held = " ".join(str(field.annotation) for model in models for field in model.model_fields.values())
    return sorted(kind for kind in every if not re.search(rf"\b{kind}\b", held))


@pytest.mark.parametrize("kind", whole())
def test_a_verb_calls_what_gives_each_kind_of_answer(kind: str) -> None:
    giving = {name for name, kinds in functions().items() if kind in kinds}
    assert giving & imported(), f"no verb calls one of {sorted(giving)}"


def test_each_document_that_is_written_is_written_by_a_verb() -> None:
    said = {
        node.value
        for module in modules()
        for node in ast.walk(code_of(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(WRITTEN) <= said


def test_what_is_public_is_found() -> None:
    assert {"alternatives", "attribute", "silos", "value_of_change", "phased_better"} <= set(functions())
    assert {"Qualifications", "Attribution", "SuggestedShares"} <= set(whole())
    assert "Qualification" not in whole()
    assert "omniprio.cli.beside" not in modules()  # what pages ask for is no verb
