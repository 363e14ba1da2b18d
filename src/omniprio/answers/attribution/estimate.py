"""A number that is not known: a range or a three-point estimate, and how it is drawn."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Annotated, Literal, Self, override

from pydantic import Field, model_validator

from omniprio.base import MOST_DECIMALS, MOST_MONEY, Model, Words
from omniprio.errors import UnfitError
from omniprio.language import sentence

if TYPE_CHECKING:
    from random import Random

    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["Estimate", "drawn", "drawn_periods"]

_Number = Annotated[float, Field(ge=-MOST_MONEY, le=MOST_MONEY, strict=True)]
_NUMBERS: JsonSchemaValue = {
    "type": "array",
    "items": {"type": "number", "minimum": -MOST_MONEY, "maximum": MOST_MONEY},
    "minItems": 2,
    "maxItems": 3,
}
"""How a range and a three-point estimate may be written."""


class Estimate(Model):
    """A number that is not known: somewhere in a range, or a three-point estimate.

    Two numbers stand for a range in which all is equally likely, three for lowest, most likely and highest. Nothing
    outside lowest and highest ever happens, so give limits you would bet on.

    Source: Malcolm, D. G., Roseboom, J. H., Clark, C. E. and Fazar, W. (1959), Application of a technique for
    research and development program evaluation, Operations Research 7 (5), 646-669, for PERT. Johnson, D. (1997),
    The triangular distribution as a proxy for the beta distribution in risk analysis, Journal of the Royal
    Statistical Society D 46 (3), 387-398, for the triangle.

    >>> Estimate.model_validate((600, 720, 1100)).likely
    720.0
    """

    low: _Number
    """The lowest it can be."""
    likely: _Number | None = None
    """The most likely; None where all of the range is equally likely."""
    high: _Number
    """The highest it can be."""
    shape: Literal["triangle", "PERT"] = "triangle"
    """How likelihood falls off from the most likely on: in straight lines, or as PERT's beta distribution, which
    keeps closer to the most likely: its mean is (low + 4 likely + high) / 6."""
    provenance: Words = Field("", repr=False)
    """Where the numbers come from; what is fact and what is judgement."""

    @classmethod
    @override
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Say what is read: an object, or two or three numbers; an object alone is written."""
        schema = handler(core_schema)
        return schema if handler.mode == "serialization" else {"anyOf": [_NUMBERS, schema]}

    @model_validator(mode="before")
    @classmethod
    def _from_numbers(cls, data: object) -> object:
        """Take two or three numbers for a range or a three-point estimate."""
        if isinstance(data, list | tuple) and len(data) in {2, 3}:
            names = ("low", "high") if len(data) == 2 else ("low", "likely", "high")  # noqa: PLR2004  a pair
            return dict(zip(names, data, strict=True))
        return data

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= (self.low if self.likely is None else self.likely) <= self.high:
            raise UnfitError(
                sentence("faults.out of order", estimate=str(self)),
                sentence("remedies.lowest likely highest"),
            )
        if self.shape == "PERT" and self.likely is None:
            raise UnfitError(sentence("faults.no likely"), sentence("remedies.give likely"))
        return self

    def __str__(self) -> str:
        """Return the numbers: `600 - 720 - 1100`."""
        numbers = (self.low, self.likely, self.high)
        return " - ".join(f"{number:.15g}" for number in numbers if number is not None)


def drawn(estimate: Estimate, source: Random) -> float:
    """Return a number at random, with four significant digits and no more decimals than a share may have.

    Args:
        estimate: How likely which number is.
        source: Where randomness comes from.

    >>> from random import Random
    >>> 600 <= drawn(Estimate(low=600, likely=720, high=1100), Random(7)) <= 1100
    True
    """
    number = round(float(f"{_drawn(estimate, estimate.low, estimate.high, source):.4g}"), MOST_DECIMALS)
    return min(max(number, estimate.low), estimate.high)


def drawn_periods(estimate: Estimate, source: Random) -> int:
    """Return a whole number at random; the lowest and the highest have their full share.

    Args:
        estimate: How likely which number is; its numbers are whole.
        source: Where randomness comes from.

    >>> from random import Random
    >>> {drawn_periods(Estimate(low=2, high=3), Random(seed)) for seed in range(20)}
    {2, 3}
    """
    number = floor(_drawn(estimate, estimate.low - 0.5, estimate.high + 0.5, source) + 0.5)
    return int(min(max(number, estimate.low), estimate.high))


def _drawn(estimate: Estimate, low: float, high: float, source: Random) -> float:
    """Draw between limits that are the estimate's own or a little wider."""
    if low == high:
        return low
    if estimate.likely is None:
        return low + (high - low) * source.random()
    if estimate.shape == "triangle":
        return source.triangular(low, high, estimate.likely)
    before, after = (estimate.likely - low) / (high - low), (high - estimate.likely) / (high - low)
    return low + (high - low) * source.betavariate(1 + 4 * before, 1 + 4 * after)
