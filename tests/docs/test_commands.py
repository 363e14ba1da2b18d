"""The commands that are shown and not run: each can be typed, so that no option in them is one that is not there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from omniprio.cli.command import parser
from omniprio.cli.verbs import VERBS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMAND = re.compile(r"^(?:[^$#\n]*\| )?(?:python -m )?omniprio +([^|>;&\n]+)", re.MULTILINE)


def commands(page: Path) -> list[list[str]]:
    """Return the words of each command in the blocks of a page that no test runs."""
    blocks = re.findall(r"^ *```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    typed = (words for block in blocks for words in COMMAND.findall(block.replace("\\\n", " ")))
    return [words for words in (shlex.split(one, comments=True) for one in typed) if words[0] in VERBS]


SHOWN = [(page.name, words) for page in PAGES for words in commands(page)]


@pytest.mark.parametrize(("page", "words"), SHOWN, ids=[f"{page}-{words[0]}" for page, words in SHOWN])
def test_a_command_that_is_shown_can_be_typed(page: str, words: list[str]) -> None:
    assert page
    parser("en", words).parse_args(words)


def test_there_are_such_commands() -> None:
    assert len(SHOWN) > 20
