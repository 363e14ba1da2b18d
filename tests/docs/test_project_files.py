"""The files around the code say the same thing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md")


def text(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def test_the_version_to_cite_is_the_version() -> None:
    assert re.findall(r"^version: (.+)$", text("CITATION.cff"), re.MULTILINE) == [
        PROJECT["project"]["version"]
    ]


def test_every_python_that_is_named_is_tested() -> None:
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    (matrix,) = re.findall(r"python: \[(.*)\]", text(".github/workflows/ci.yml"))
    assert re.findall(r"[\d.]+", matrix) == named
    assert PROJECT["project"]["requires-python"] == f">={named[0]}"
    assert text(".python-version").strip() in named


def test_every_task_says_what_it_does() -> None:
    tasks = PROJECT["tool"]["poe"]["tasks"]
    assert {"format", "lint", "test", "all"} <= set(tasks)
    assert [name for name, task in tasks.items() if not task["help"]] == []
    assert tasks["all"]["cmd"] == ".ci/run"
    assert (ROOT / ".ci" / "run").exists()


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_links_to_is_there(page: str) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)", text(page))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
