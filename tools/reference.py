"""Makes the pages of the reference: a page for each public module, with its names, and one for what they lead to.

`tools/derived_pages.py` writes them; the site puts the docstrings in. What is public stands on `docs/reference/public.md`.
"""
# ruff: noqa: INP001  a script of the documentation, no package

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["reference"]

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "reference" / "modules"
RETURNED = (
    "# What functions return and fields hold\n\nThese classes come with the public names. "
    "Their documented fields and methods are public, not the modules that they are defined in.\n"
)


def reference() -> dict[Path, str]:
    """Return what each page is to hold."""
    public = {module: [_home(module, name) for name in names] for module, names in _public().items()}
    told: set[str] = set()
    pages = {}
    for module, homes in reversed(public.items()):  # the last module that has a name tells it
        own = [home for home in homes if home not in told]
        pages[PAGES / f"{module}.md"] = _page(module, own, [home for home in homes if home in told])
        told |= set(own)
    text = "\n".join([RETURNED, *map(_entry, sorted(_returned(told) - told))])
    return {**pages, PAGES / "returned.md": text}


def _public() -> dict[str, list[str]]:
    """Return the names of each public module, in the order of the page that lists them."""
    text = (ROOT / "docs" / "reference" / "public.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(omniprio[\w.]*)` \| (.+) \|$", text, re.MULTILINE)
    return {module: re.findall(r"`(\w+)`", names) for module, names in rows}


def _page(module: str, own: Iterable[str], elsewhere: Iterable[str]) -> str:
    said = (import_module(module).__doc__ or "").partition("\n")[0]
    parts = [f"# `{module}`\n\n{said}\n", *map(_entry, own)]
    links = [f"[`{home.rpartition('.')[2]}`][{home}]" for home in elsewhere]
    if links:
        parts.append(f"Told elsewhere: {', '.join(links)}.\n")
    return "\n".join(parts)


def _entry(home: str) -> str:
    return f"::: {home}\n"


def _home(module: str, name: str) -> str:
    """Return where a public name is defined: where the module has it from, and that one."""
    if name in _defined(module):
        return f"{module}.{name}"
    place, _, there = _imported(module)[name].rpartition(".")
    return _home(place, there)


@cache
def _read(module: str) -> list[ast.stmt]:
    """Return what stands in a module, and in its part for annotations."""
    place = ROOT / "src" / Path(*module.split("."))
    package = place / "__init__.py"  # a folder without it is left over from another version
    file = package if package.exists() else place.with_suffix(".py")
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return body + [line for part in body if isinstance(part, ast.If) for line in part.body]


@cache
def _defined(module: str) -> dict[str, ast.stmt]:
    """Return what a module defines itself, by name."""
    found: dict[str, ast.stmt] = {}
    for line in _read(module):
        if isinstance(line, ast.ClassDef | ast.FunctionDef):
            found[line.name] = line
        elif isinstance(line, ast.TypeAlias):
            found[line.name.id] = line
        elif isinstance(line, ast.Assign | ast.AnnAssign):
            targets = line.targets if isinstance(line, ast.Assign) else [line.target]
            found |= {target.id: line for target in targets if isinstance(target, ast.Name)}
    return found


def _returned(homes: Iterable[str]) -> set[str]:
    """Return the classes that functions and fields lead to, and those that these lead to."""
    found: set[str] = set()
    ahead = list(homes)
    while ahead:
        module, _, name = ahead.pop().rpartition(".")
        new = {home for home in _led_to(module, _defined(module)[name]) if home not in found}
        found |= new
        ahead += new
    return found


def _led_to(module: str, made: ast.stmt) -> Iterator[str]:
    """Yield the classes that what is returned, or held, is annotated with."""
    for annotation in _annotations(made):
        for name in re.findall(r"\b[A-Z]\w+", ast.unparse(annotation)):
            if name in _defined(module) or _imported(module).get(name, "").startswith("omniprio."):
                place, _, there = _home(module, name).rpartition(".")
                if isinstance(_defined(place)[there], ast.ClassDef):
                    yield f"{place}.{there}"


def _annotations(made: ast.stmt) -> Iterator[ast.expr]:
    parts = made.body if isinstance(made, ast.ClassDef) else [made]
    for part in parts:
        if isinstance(part, ast.FunctionDef) and part.returns is not None and not part.name.startswith("_"):
            yield part.returns
        elif isinstance(part, ast.AnnAssign):
            yield part.annotation


@cache
def _imported(module: str) -> dict[str, str]:
    """Return where a module has its names from, those for annotations too."""
    return {
        one.asname or one.name: f"{line.module}.{one.name}"
        for line in _read(module)
        if isinstance(line, ast.ImportFrom)
        for one in line.names
    }
