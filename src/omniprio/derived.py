"""What follows from one model alone, worked out once for each."""

from __future__ import annotations

import weakref
from functools import wraps
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.base import Model

__all__ = ["once_for_each"]


def once_for_each[Of: Model, Result](function: Callable[[Of], Result]) -> Callable[[Of], Result]:
    """Return the function, its result kept as long as the model it was worked out for.

    Models are frozen, so the result cannot become wrong; the caller must not change it. It is not pickled with the
    model, and must not hold the model itself, which would then never be given up.

    Args:
        function: Takes a model and nothing else.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> looks = []
    >>> cost = once_for_each(lambda portfolio: looks.append(portfolio.periods) or len(portfolio.initiatives))
    >>> portfolio = Portfolio(horizon=2, initiatives=[Initiative(id="web")])
    >>> cost(portfolio), cost(portfolio), looks
    (1, 1, [2])
    """
    known: dict[int, Result] = {}

    @wraps(function)
    def remembered(of: Of) -> Result:
        place = id(of)
        if place not in known:
            result = function(of)
            weakref.finalize(of, known.pop, place, None).atexit = False
            known[place] = result
        return known[place]

    return remembered
