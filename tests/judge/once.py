"""What is worked out of something that cannot be a key, such as a portfolio, once and not again."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["once"]


class _Itself:
    """A thing that is equal to itself alone, whatever it holds."""

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.thing is self.thing


def once[**Given, Found](most: int) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Keep what a function finds for the last so many things; nobody may change what it returns.

    >>> @once(2)
    ... def length(of):
    ...     print("counted")
    ...     return len(of)
    >>> names = ["a", "b"]
    >>> length(names), length(names)
    counted
    (2, 2)
    """

    def keeping(function: Callable[Given, Found]) -> Callable[Given, Found]:
        @lru_cache(maxsize=most)
        def kept(*given: _Itself) -> Found:
            return function(*(one.thing for one in given))  # type: ignore[call-arg, arg-type]

        @wraps(function)
        def known(*given: Given.args, **named: Given.kwargs) -> Found:
            assert not named
            return kept(*map(_Itself, given))

        return known

    return keeping
