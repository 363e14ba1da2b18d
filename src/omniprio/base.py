"""What all data of the library have in common: frozen models, exact numbers, texts in languages."""

from __future__ import annotations

import copy
from collections.abc import Generator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from omniprio.parameters import validated

__all__ = [
    "Amount",
    "Language",
    "Model",
    "Name",
    "Period",
    "Share",
    "Text",
    "Words",
    "exact",
    "text",
    "written",
]

Language = Literal["en", "da"]
"""The languages that labels and reports come in."""

MOST_LETTERS = 32_767  # what a cell of a workbook holds

Words = Annotated[str, Field(max_length=MOST_LETTERS)]
"""A text of at most 32,767 characters."""

Text = Words | dict[Words, Words]
"""A text, or one text for each language code."""

Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\S(.*\S)?$")]
"""An identifier: not empty, no blanks at its ends."""

TOLERANCE = 1e-6
"""Value and bound count as equal within this share of the value: a solver computes in floating point."""

MOST_MONEY = 1e12
MOST_DECIMALS = 9
"""Shares are counted in whole parts of 1e-9, so that they add up exactly in the solver too."""

MOST_PERIODS = 1_000
MOST_ENTRIES = 100_000  # of initiatives, of groups and of synergies

Amount = Annotated[float, Field(ge=0, le=MOST_MONEY, strict=True)]
"""An amount of money or effort, in the portfolio's own unit, at least 0."""

Share = Annotated[float, Field(ge=0, le=1, strict=True)]
"""The share of a field, 0 to 1."""

Period = Annotated[int, Field(ge=1, le=MOST_PERIODS, strict=True)]
"""A period, counted from 1."""


class Model(BaseModel):
    """A frozen model: no unknown keys, only finite numbers, documented fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)

    def __iter__(self) -> Generator[tuple[str, Any]]:
        """Iterate over the fields and their values, without what is derived from them."""
        for name in type(self).model_fields:
            yield name, getattr(self, name)

    @validated
    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with some fields changed, validated like any other.

        Args:
            update: The new values by field.
            deep: Whether the values of the other fields are copied too.
        """
        kept = {
            name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set
        }
        return type(self).model_validate({**(copy.deepcopy(kept) if deep else kept), **(update or {})})


@lru_cache(maxsize=4096)
def _exact(written: str) -> Fraction:
    return Fraction(written)


def exact(number: float) -> Fraction:
    """Return a number as the decimal a person wrote, without binary rounding.

    Args:
        number: A finite number.

    Returns:
        The fraction that the shortest decimal form of the number stands for.

    >>> sum(map(exact, [0.6, 0.3, 0.1])) == 1
    True
    """
    return _exact(repr(number))


def written(number: float | Fraction, decimals: int = 9) -> str:
    """Return a number as a person writes it: with all its decimals, and no digit that binary rounding adds.

    Args:
        number: A finite number.
        decimals: How many there are at most; a number that is smaller than these show has three digits.

    >>> written(1440.0), written(400249382.66), written(Fraction(1, 3), 4), written(0.00001234, 4)
    ('1,440', '400,249,382.66', '0.3333', '1.23e-05')
    """
    value = number if isinstance(number, Fraction) else exact(number)
    if 0 < abs(value) < Fraction(1, 10**decimals):
        return f"{float(value):.3g}"
    whole, _, rest = f"{value:,.{decimals}f}".partition(".")
    return f"{whole}.{rest}".rstrip("0").rstrip(".")


def text(value: Text, language: str = "en") -> str:
    """Return a text in a language, or in the first language it has.

    Args:
        value: The text, or one for each language.
        language: The language wanted.

    >>> text({"da": "måling", "en": "measurement"}, "da")
    'måling'
    """
    if not isinstance(value, Mapping):
        return value
    return value.get(language) or next(iter(value.values()), "")
