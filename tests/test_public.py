"""The page about what is public, and the glossary: what they list is there."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import pytest

import omniprio
from omniprio.cli.verbs import VERBS

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
WHOLE = {
    "omniprio",
    "omniprio.answers",
    "omniprio.assessment",
    "omniprio.documents",
    "omniprio.io",
    "omniprio.plots",
}
"""Modules of which everything is public."""
TAKES = {"omniprio.plots": ("matplotlib",), "omniprio.service": ("fastapi", "uvicorn")}
"""What has to be installed for a module."""


def rows(page: str) -> list[list[str]]:
    """Return the cells of the rows of the tables of a page."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return [
        [cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\|.*\|$", text, re.MULTILINE)
    ]


PUBLIC = {
    row[0].strip("`"): re.findall(r"`(\w+)`", row[1]) for row in rows("public.md") if row[0].startswith("`")
}
WORDS = [row for row in rows("glossary.md") if len(row) == 4 and row[2].startswith("`")]


@pytest.mark.parametrize("name", PUBLIC)
def test_every_name_that_is_public_is_there(name: str) -> None:
    for package in TAKES.get(name, ()):
        pytest.importorskip(package)
    module = importlib.import_module(name)
    assert [one for one in PUBLIC[name] if not hasattr(module, one)] == []
    assert set(PUBLIC[name]) <= set(module.__all__)
    if name in WHOLE:
        assert PUBLIC[name] == list(module.__all__)


def test_the_public_modules_are_those_that_the_package_shows() -> None:
    shown = {f"omniprio.{name}" for name in dir(omniprio) if inspect.ismodule(getattr(omniprio, name))}
    assert {"omniprio", *shown} == set(PUBLIC)


def test_the_pages_for_users_use_nothing_else() -> None:
    docs = REFERENCE.parent
    pages = [docs.parent / "README.md", *docs.glob("how-to/*.md"), *docs.glob("tutorial/*.md")]
    used = [
        (module, name)
        for page in pages
        for module, names in re.findall(
            r"^from (omniprio[\w.]*) import ([\w, ]+)$", page.read_text(encoding="utf-8"), re.MULTILINE
        )
        for name in names.split(", ")
    ]
    assert len(used) > 50
    offered = {(module, name) for module, names in PUBLIC.items() for name in names}
    offered |= {("omniprio", module.removeprefix("omniprio.")) for module in PUBLIC}
    assert sorted(set(used) - offered) == []


def test_the_glossary_has_much_to_say() -> None:
    assert len(WORDS) > 20


@pytest.mark.parametrize(("word", "field", "home", "source"), WORDS, ids=lambda cell: cell.strip("`"))
def test_a_word_of_the_field_stands_where_it_is_at_home(
    word: str, field: str, home: str, source: str
) -> None:
    module = importlib.import_module(home.strip("`"))
    assert word
    assert field in str(module.__doc__).partition("In the literature: ")[2]
    assert source == "" or re.search(r", \d{4}, \w", source)


def test_every_answer_and_every_verb_stands_under_its_question() -> None:
    (part,) = re.findall(r"## By question\n(.*?)## ", (REFERENCE / "public.md").read_text("utf-8"), re.DOTALL)
    named = set(re.findall(r"[\w-]+", " ".join(re.findall(r"`([^`]+)`", part))))
    asked = {name for name in importlib.import_module("omniprio.answers").__all__ if name.islower()}
    assert sorted(asked - named) == []
    assert sorted(set(VERBS) - named) == []
