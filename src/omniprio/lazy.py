"""Modules that are slow to import, loaded when they are first used."""

from __future__ import annotations

import importlib.util
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["lazily"]


def lazily(name: str) -> ModuleType:
    """Return a module that is loaded at the first look into it.

    Args:
        name: The full name of an installed module.

    Raises:
        ModuleNotFoundError: There is no such module.

    >>> lazily("colorsys").rgb_to_hsv(0, 0, 1)[2]
    1
    """
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"no module called {name} is installed", name=name)
    loader = importlib.util.LazyLoader(spec.loader)
    spec.loader = loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    return module
