"""What importing brings along, and what the modules offer."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys
import traceback
from typing import TYPE_CHECKING

import pytest

import omniprio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

HEAVY = (
    "fastapi",
    "mcp",
    "matplotlib",
    "jinja2",
    "pandas",
    "pulp",
    "highspy",
    "numpy",
    "networkx.algorithms",
    "openpyxl",
    "logging",
    "marimo",
    "omniprio.answers.",
    "omniprio.cli.verbs.",
    "omniprio.io.read_tables",
    "omniprio.io.tool_files",
    "omniprio.solver.witness",
)
OPTIONAL = {"matplotlib", "jinja2", "marimo", "openpyxl", "fastapi", "starlette", "uvicorn", "h11", "mcp"}

LOADED = f"""
import sys
import omniprio
import omniprio.answers
import omniprio.cli.reading
import omniprio.infeasibility
import omniprio.io
print(*sorted(name for name in sys.modules if name.startswith({HEAVY!r})))
"""


def public_modules() -> list[str]:
    """Return the names of the library and all its modules, private ones and those that run on import apart."""
    names = [found.name for found in pkgutil.walk_packages(omniprio.__path__, "omniprio.")]
    return ["omniprio", *(name for name in names if "._" not in name)]


PUBLIC = public_modules()
GATHERING = (omniprio.answers, omniprio.infeasibility, omniprio.io)
"""The packages whose names come from the modules inside them, each loaded when it is first asked for."""


def imported(name: str) -> ModuleType:
    """Return a module, or skip where it needs an extra that is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name not in OPTIONAL:
            raise
        pytest.skip(f"{error.name} is not installed")


def own_things(module: ModuleType) -> dict[str, object]:
    """Return the public functions and classes that a module defines itself."""
    return {
        name: thing
        for name, thing in vars(module).items()
        if not name.startswith("_")
        and (inspect.isclass(thing) or inspect.isfunction(thing))
        and thing.__module__ == module.__name__
    }


def undocumented(name: str, thing: object) -> Iterator[str]:
    if not inspect.getdoc(thing):
        yield name
    if inspect.isclass(thing):
        for part, method in vars(thing).items():
            called = inspect.isfunction(method) or isinstance(method, property | classmethod | staticmethod)
            if called and not part.startswith("_") and not inspect.getdoc(getattr(thing, part)):
                yield f"{name}.{part}"


def test_importing_is_light() -> None:
    run = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


@pytest.mark.slow
def test_a_plan_that_our_own_search_proves_needs_neither_pulp_nor_networkx() -> None:
    asked = (
        "import sys, omniprio; plan = omniprio.prioritise(omniprio.ten_portfolio()); "
        "print(plan.proven, bool(plan.summary()), 'pulp' in sys.modules, 'networkx' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "True", "False", "False"]


def test_importing_prints_nothing() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import omniprio"], capture_output=True, text=True, check=True
    )
    assert (run.stdout, run.stderr) == ("", "")


def test_the_top_level_is_sorted_small_and_complete() -> None:
    names = list(omniprio.__all__)
    assert names == sorted(set(names))
    data = set(dir(omniprio.goals)) | set(dir(omniprio.portfolio))
    assert len(set(names) - data) <= 10  # what is neither a goal nor a part of a portfolio
    modules = [name for name in dir(omniprio) if inspect.ismodule(getattr(omniprio, name))]
    assert sorted([*names, *modules]) == dir(omniprio)
    assert {"answers", "io", "plots", "report"} <= set(modules)


@pytest.mark.parametrize("package", GATHERING)
def test_a_package_shows_what_it_offers(package: ModuleType) -> None:
    names = list(package.__all__)
    assert dir(package) == names == sorted(set(names))
    assert [name for name in names if not hasattr(package, name)] == []


def test_every_answer_is_reached_from_one_place() -> None:
    found = pkgutil.iter_modules(omniprio.answers.__path__, "omniprio.answers.")
    offered = {
        name
        for one in found
        if one.ispkg
        for name in importlib.import_module(one.name).__all__
        if name != "Part"
    }
    assert offered - set(omniprio.answers.__all__) == set()
    assert omniprio.answers.why_not is importlib.import_module("omniprio.answers.reasons").why_not


def test_every_reader_and_writer_is_reached_from_one_place() -> None:
    modules = [imported(one.name) for one in pkgutil.iter_modules(omniprio.io.__path__, "omniprio.io.")]
    inner = {"read_cell", "write_file", "write_folder"}  # of cells, and what the writers write with
    offered = {
        name
        for module in modules
        for name in module.__all__
        if name.startswith(("from_", "to_", "read_", "write_")) and name not in inner
    }
    assert len(offered) > 20
    assert offered - set(omniprio.io.__all__) == set()


@pytest.mark.parametrize("package", GATHERING)
def test_a_name_that_there_is_not_is_refused_with_one_that_is_near(package: ModuleType) -> None:
    nearly = package.__all__[-1] + "s"
    with pytest.raises(AttributeError) as caught:
        getattr(package, nearly)
    told = "".join(traceback.format_exception(caught.value))
    assert f"module '{package.__name__}' has no attribute '{nearly}'" in told
    assert f"Did you mean: '{package.__all__[-1]}'?" in told


def test_no_function_hides_a_package_of_its_name() -> None:
    found = list(pkgutil.walk_packages(omniprio.__path__, "omniprio."))
    gathering = {"omniprio", *(package.__name__ for package in GATHERING)}
    hidden = []
    for one in found:
        parent, _, name = one.name.rpartition(".")
        if one.ispkg or (parent in gathering and name != "__main__"):
            imported(one.name)
            hidden += [] if inspect.ismodule(vars(sys.modules[parent])[name]) else [one.name]
    assert hidden == []


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_module_says_what_it_offers(name: str) -> None:
    module = imported(name)
    assert module.__doc__
    gathers = hasattr(module, "__path__") and not own_things(module)  # its docstring says what is in it
    assert gathers or hasattr(module, "__all__")
    names = getattr(module, "__all__", [])
    assert len(names) == len(set(names))
    assert [missing for missing in names if not hasattr(module, missing)] == []


@pytest.mark.parametrize("name", PUBLIC)
def test_everything_public_is_documented(name: str) -> None:
    offered = own_things(imported(name))
    bare = [found for thing_name, thing in offered.items() for found in undocumented(thing_name, thing)]
    assert bare == []
