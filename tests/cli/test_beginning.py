"""Ctrl-C in the first second of the command line."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import omniprio
from omniprio.beginning import is_command_line
from omniprio.cli import Exit
from omniprio.cli.failures import as_json, as_text

MODULE = [sys.executable, "-m", "omniprio"]
SCRIPT = [shutil.which("omniprio", path=str(Path(sys.executable).parent)) or "not installed"]
LIBRARY = [sys.executable, "-c", "import omniprio"]
BARRIER = """
import time
print("importing", flush=True)
time.sleep(600)
"""


def interrupted(command: list[str], folder: Path) -> tuple[int, str]:
    """Interrupt a program while it imports, and return how it ended and what it said."""
    (folder / "pydantic.py").write_text(BARRIER, encoding="utf-8")  # found before the real one
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "importing\n"
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=120)
        finally:
            process.kill()
    return process.returncode, err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
@pytest.mark.parametrize("start", [MODULE, SCRIPT])
def test_ctrl_c_during_the_imports_is_told_without_a_traceback(start: list[str], tmp_path: Path) -> None:
    assert interrupted([*start, "plan", "-"], tmp_path) == (
        Exit.INTERRUPTED,
        as_text(KeyboardInterrupt()) + "\n",
    )
    assert interrupted([*start, "plan", "-", "--errors", "json"], tmp_path) == (
        Exit.INTERRUPTED,
        as_json(KeyboardInterrupt()) + "\n",
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_a_program_that_imports_the_library_is_interrupted_as_always(tmp_path: Path) -> None:
    assert "KeyboardInterrupt" in interrupted(LIBRARY, tmp_path)[1]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["python", "-I", "-m", "omniprio"], True),
        (["python", "C:/Scripts/omniprio.exe", "plan"], True),
        (["python", "-m", "pytest", "omniprio"], False),
        (["python", "-c", "import omniprio"], False),
        (["python", "-c", "from multiprocessing.spawn import spawn_main", "--multiprocessing-fork"], False),
        (["python"], False),
    ],
)
def test_the_command_line_is_told_from_programs_that_import_it(words: list[str], *, expected: bool) -> None:
    assert is_command_line(words) is expected


def test_nothing_that_takes_long_is_imported_before_ctrl_c_is_heard() -> None:
    # until then it is a traceback, or lost in what Python ignores errors of
    package = Path(omniprio.__file__)
    first = next(
        one for one in ast.parse(package.read_text(encoding="utf-8")).body if isinstance(one, ast.ImportFrom)
    )
    assert (first.module, [one.name for one in first.names]) == ("omniprio", ["beginning"])
    outermost = ast.parse(package.with_name("beginning.py").read_text(encoding="utf-8")).body
    names = [one.name for line in outermost if isinstance(line, ast.Import) for one in line.names]
    modules = [line.module for line in outermost if isinstance(line, ast.ImportFrom)]
    assert (names, modules) == (["os", "signal", "sys"], ["__future__", "itertools"])
