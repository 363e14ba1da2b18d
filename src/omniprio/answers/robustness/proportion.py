"""A share counted in a sample, with the error that sampling brings."""

from __future__ import annotations

from math import ceil, floor, sqrt
from typing import Annotated, Self

from pydantic import Field, model_validator

from omniprio.base import Model
from omniprio.errors import UnfitError
from omniprio.language import Fact, fact, sentence

__all__ = ["Proportion"]

_Z = 1.959963984540054
"""The standard normal quantile of 97.5 %: 95 % lie between minus and plus it."""

_Count = Annotated[int, Field(ge=0, strict=True)]


class Proportion(Model):
    """How often something was seen in a random sample, with its 95 % interval.

    The interval is Wilson's: it stays within 0 and 1 and is not empty where all or none were seen. It speaks of the
    error of sampling only, not of how well the ranges were estimated.

    Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, Journal of
    the American Statistical Association 22 (158), 209-212.

    >>> seen = Proportion(count=8, of=10)
    >>> seen.share, round(seen.lowest, 3), round(seen.highest, 3)
    (0.8, 0.49, 0.943)
    """

    count: _Count
    """In how many it was seen."""
    of: _Count
    """How many were looked at."""

    @model_validator(mode="after")
    def _no_more_than_there_are(self) -> Self:
        if self.count > self.of:
            raise UnfitError(
                sentence("faults.count of", count=self.count, of=self.of),
                sentence("remedies.as many as looked at"),
            )
        return self

    @property
    def share(self) -> float | None:
        """The share, 0 to 1; None if nothing was looked at."""
        return self.count / self.of if self.of else None

    @property
    def lowest(self) -> float:
        """The lower end of the 95 % interval, 0 to 1."""
        return max(0.0, self._centre - self._half) if self.count else 0.0

    @property
    def highest(self) -> float:
        """The upper end of the 95 % interval, 0 to 1."""
        return min(1.0, self._centre + self._half) if self.count < self.of else 1.0

    @property
    def _centre(self) -> float:
        return (self.count + _Z**2 / 2) / (self.of + _Z**2)

    @property
    def _half(self) -> float:
        spread = self.count * (self.of - self.count) / self.of + _Z**2 / 4
        return _Z / (self.of + _Z**2) * sqrt(spread)

    @property
    def said(self) -> Fact:
        """The share in whole per cent with its interval, rounded outward."""
        if self.share is None:
            return fact("answers.not known")
        ends = {"lowest": floor(100 * self.lowest), "highest": ceil(100 * self.highest)}
        return fact("answers.seen", share=self._percent, **ends)

    def __str__(self) -> str:
        """Return it in English: `80% (49-95)`."""
        return str(self.said)

    @property
    def _percent(self) -> str:
        """Whole per cent; only all is 100 and only none is 0."""
        if self.count in {0, self.of}:
            return "100" if self.count else "0"
        return f"{min(99, max(1, round(100 * self.count / self.of)))}"
