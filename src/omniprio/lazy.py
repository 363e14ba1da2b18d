"""Modules and names that are slow to import, loaded when they are first used."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from functools import cached_property
from inspect import Signature, signature
from pkgutil import resolve_name
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["Late", "exports", "lazily"]


def lazily(name: str) -> ModuleType:
    """Return a module that is loaded at the first look into it.

    Args:
        name: The full name of an installed module.

    Raises:
        ModuleNotFoundError: There is no such module.

    >>> lazily("colorsys").rgb_to_hsv(0, 0, 1)[2]
    1
    """
    if importlib.util.find_spec(name) is None:
        raise ModuleNotFoundError(f"no module called {name} is installed", name=name)
    return _Late(name)


class _Late(ModuleType):
    """A module that is imported at the first look into it.

    It does not stand in `sys.modules` before, unlike one of `importlib.util.LazyLoader`: on Python 3.12 pydantic looks into
    everything there, to find docstrings.
    """

    def __getattr__(self, name: str) -> object:
        thing: object = getattr(importlib.import_module(self.__name__), name)
        setattr(self, name, thing)  # so that it is found at once the next time
        return thing


class Late:
    """A function that is imported when it is first called, or looked at.

    Args:
        where: Its full name: that of the module, a colon, its own.

    >>> rgb = Late("colorsys:hls_to_rgb")
    >>> rgb(0, 1, 0), str(rgb.__signature__)
    ((1, 1, 1), '(h, l, s)')
    """

    def __init__(self, where: str) -> None:
        """Note where it is."""
        self.where = where

    @cached_property
    def _itself(self) -> Callable[..., Any]:
        function: Callable[..., Any] = resolve_name(self.where)
        return function

    @property
    def __signature__(self) -> Signature:
        """What `inspect.signature` returns."""
        return signature(self._itself)

    def __call__(self, *given: object, **named: object) -> Any:  # noqa: ANN401  what the function returns
        """Call it."""
        return self._itself(*given, **named)


def exports(
    package: str, names: Mapping[str, str], *, modules: Iterable[str] = ()
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` of a package whose names are loaded when they are first asked for.

    Source: PEP 562.

    Args:
        package: The full name of the package; its `__all__` has the names it offers.
        names: Those of them that are loaded late, separated by spaces, by the module inside it that they come from.
        modules: The modules inside it that it offers as they are.

    Returns:
        The two functions; `__dir__` lists what is offered and nothing else.

    >>> load, offered = exports("json", {"scanner": "NUMBER_RE"}, modules=["tool"])
    >>> offered()
    ['JSONDecodeError', 'JSONDecoder', 'JSONEncoder', 'dump', 'dumps', 'load', 'loads', 'tool']
    >>> load("NUMBER_RE").match("-12.5e3").group()
    '-12.5e3'
    """
    homes = {name: f"{package}.{home}" for home, those in names.items() for name in those.split()}
    inside = {module: f"{package}.{module}" for module in modules}

    def load(name: str) -> object:
        if name in inside:
            return importlib.import_module(inside[name])
        if name not in homes:
            problem = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(
                problem, name=name, obj=sys.modules[package]
            )  # so that Python suggests another
        thing: object = getattr(importlib.import_module(homes[name]), name)
        setattr(sys.modules[package], name, thing)  # so that it is found at once the next time
        return thing

    def offered() -> list[str]:
        return sorted({*sys.modules[package].__all__, *inside})

    return load, offered
