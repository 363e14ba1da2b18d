"""What is told to the standard library's `logging`, all of it at DEBUG: a logger for each module, under `omniprio`.

Kept apart, since `logging` takes a while to import and a portfolio can be read without it.
"""

from __future__ import annotations

import logging

__all__ = ["logger_of"]

logging.getLogger("omniprio").addHandler(logging.NullHandler())
"""Nothing is written anywhere unless the program that uses the library asks for it."""


def logger_of(module: str) -> logging.Logger:
    """Return the logger of a module.

    Args:
        module: The full name of the module.

    >>> logger_of("omniprio.lexicographic").name
    'omniprio.lexicographic'
    """
    return logging.getLogger(module)
