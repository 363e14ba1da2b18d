"""Runs the Python code and the console sessions of the README and the docs as tests.

A console block that begins with `$ ` is run by a shell, line after line, in a folder that all blocks of its page share, and
must print what the block shows; `...` stands for anything. A block without `$ ` is only shown. Each line of a session is a
process, forked from one that has loaded the library where that works; the pages that have a session are slow tests.
"""

import gc
import os
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack
from doctest import ELLIPSIS, OutputChecker
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from unittest import SkipTest

import pytest
from hypothesis import HealthCheck, settings
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

PROMPT = "$ "
TODAY = "1796083200"
"""1 December 2026, in seconds: what is said of the past is the same on any day."""

UNTIL_THE_END = ExitStack()

collect_ignore = [] if find_spec("marimo") else ["src/omniprio/what_if/pages"]
"""What cannot be imported here: it is tested in a step of its own."""


def pytest_configure(config: pytest.Config) -> None:
    """Take Ctrl-C as a terminal has it, compile once what many processes load, and fail nothing for a slow machine.

    Garbage is searched for seldom: there is little of it, and much to go through.
    """
    take_interrupts()
    keep_bytecode(config.rootpath / ".pytest_cache" / "bytecode")
    gc.set_threshold(200_000, 20, 20)
    os.environ["SOURCE_DATE_EPOCH"] = TODAY
    whatever_the_machine = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    settings.register_profile("omniprio", deadline=None, suppress_health_check=whatever_the_machine)
    settings.load_profile("omniprio")


def take_interrupts() -> None:
    """Take Ctrl-C: what is begun in the background begins with it ignored, and so do its processes."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def keep_bytecode(folder: Path) -> None:
    """Keep the bytecode of all processes that the tests begin in a folder of their own, where none is wanted in the tree.

    Without any, each of some hundred processes would compile the library and all that it builds on.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(folder))


@cache
def python_folder() -> Path:
    """Return the folder of the `python` that sessions run: one that has loaded the library already, where that works."""
    from one_start import CAN_FORK, one_start  # noqa: PLC0415  of the tests, which can be imported by now

    return UNTIL_THE_END.enter_context(one_start()) if CAN_FORK else Path(sys.executable).parent


def pytest_unconfigure() -> None:
    """End what sessions have begun."""
    UNTIL_THE_END.close()


def make_folder(namespace: dict[str, Any]) -> None:
    """Make the folder in which the console sessions of a page run."""
    namespace["console_folder"] = Path(mkdtemp(prefix="omniprio-page-"))


def remove_folder(namespace: dict[str, Any]) -> None:
    """Remove it with all that the page has written."""
    shutil.rmtree(namespace["console_folder"])


def run_session(example: Example) -> str | None:
    """Run a console session; return what is wrong if it does not print what it shows."""
    lines = str(example.parsed).splitlines(keepends=True)
    if not lines[0].startswith(PROMPT):
        return None
    if shutil.which("sh") is None:
        raise SkipTest("there is no shell")
    commands = "".join(line.removeprefix(PROMPT) for line in lines if line.startswith(PROMPT))
    shown = "".join(line for line in lines if not line.startswith(PROMPT))
    printed = subprocess.run(
        ["sh"],  # noqa: S607  whichever the reader has
        input=commands,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=example.namespace["console_folder"],
        env={**os.environ, "PATH": os.pathsep.join([str(python_folder()), os.environ["PATH"]])},
        encoding="utf-8",
        check=False,
    ).stdout
    if OutputChecker().check_output(shown, printed, ELLIPSIS):
        return None
    return f"{commands}\nis to print\n\n{shown}\nand prints\n\n{printed}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the pages with console sessions."""
    pages = {item.path for item in items if item.path.suffix == ".md"}
    slow = {page for page in pages if f"```console\n{PROMPT}" in page.read_text(encoding="utf-8")}
    for item in items:
        if item.path in slow:
            item.add_marker(pytest.mark.slow)


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser(language="console", evaluator=run_session),
        SkipParser(),
    ],
    patterns=["*.md"],
    setup=make_folder,
    teardown=remove_folder,
).pytest()
