"""Packages that only some formats need."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from omniprio.errors import MissingExtraError

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["needed"]


def needed(name: str, extra: str) -> ModuleType:
    """Return a module of a package that is not always installed.

    Args:
        name: The full name of the module.
        extra: The extra that brings it.

    Raises:
        MissingExtraError: It is not installed.

    >>> needed("colorsys", "plots").__name__
    'colorsys'
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or name.partition(".")[0] != error.name.partition(".")[0]:
            raise
        raise MissingExtraError(extra) from None
