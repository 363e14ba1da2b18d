"""What a shell completes, asked of the shell itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from omniprio.cli.command import main
from omniprio.cli.completion import SHELLS

if TYPE_CHECKING:
    from pathlib import Path

ASKED = """
source ./script
asked=$(complete -p omniprio | sed 's/.*-F \\([^ ]*\\).*/\\1/')
COMP_WORDS=(omniprio "$@")
COMP_CWORD=$#
$asked omniprio "${!#}" omniprio
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the script for bash and a file."""
    pytest.importorskip("shtab")
    place = tmp_path_factory.mktemp("shell")
    command = [sys.executable, "-m", "omniprio", "--completion", "bash"]
    script = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    (place / "script").write_text(script, encoding="utf-8")
    (place / "portfolio.json").touch()
    return place


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        (["pl"], ["plan"]),
        (["plan", "--ti"], ["--ties", "--time-limit"]),
        (["plan", "--ties", "e"], ["early"]),
        (["plan", "portf"], ["portfolio.json"]),
        (["schema", "uncer"], ["uncertainty"]),
    ],
)
def test_bash_completes(folder: Path, typed: list[str], completed: list[str]) -> None:
    shell = ["bash", "-c", ASKED, "bash", *typed]
    done = subprocess.run(shell, cwd=folder, capture_output=True, check=True, encoding="utf-8")
    assert sorted(done.stdout.split()) == completed


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("shtab")
    assert main(["--completion", shell]) == 0
    assert "value-of-change" in capsys.readouterr().out


def test_without_the_extra_it_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["--language", "da", "--completion", "bash"]) == 11
    assert "Scripts til en skal kræver pakker, som ikke er installeret" in capsys.readouterr().err
