"""Sentences on a terminal: broken between words, entries of lists under each other, columns whole."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from pages.every_answer import SMALL

from omniprio.cli import main
from omniprio.cli.files import fitted

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It brings more than the app\n\nShort.", "It brings more than\nthe app\n\nShort."),
        ("  - it brings more than all", "  - it brings more\n    than all"),
        ("    it brings more than all", "    it brings more\n    than all"),
        ("web        30        app   40", "web        30        app   40"),
        ("costs  half of it and more", "costs  half of it\n       and more"),
        ("a-word-that-is-longer-than-the-line is", "a-word-that-is-longer-than-the-line\nis"),
    ],
)
def test_sentences_are_broken_between_words_and_columns_stay(text: str, shown: str) -> None:
    assert fitted(text, 20) == shown


@pytest.mark.slow
def test_only_a_terminal_has_lines_of_its_width(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "small.json").write_text(SMALL.to_json(), encoding="utf-8")
    words = ["explain", str(tmp_path / "small.json"), "--format", "text"]
    assert main(words) == 0
    piped = capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((40, 24)))
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert max(map(len, piped.splitlines())) > 80
    assert max(map(len, shown.splitlines())) <= 40
    assert shown.split() == piped.split()
