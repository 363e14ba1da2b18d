"""What all data of the library have in common: frozen models, and what an amount, a share, a name and a text may be."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import core_schema

from omniprio.errors import InvalidArgumentError
from omniprio.findings import Name
from omniprio.parameters import validated
from omniprio.wording import faults_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

    from pydantic import GetCoreSchemaHandler
    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)  # pydantic has no public name for it

__all__ = [
    "WHOLE",
    "Amount",
    "Model",
    "Name",
    "OneOrMore",
    "Period",
    "Refers",
    "Share",
    "Text",
    "Words",
]

MOST_LETTERS = 32_767  # what a cell of a workbook holds

Words = Annotated[str, Field(max_length=MOST_LETTERS)]
"""A text of at most 32,767 characters."""

Text = Words | dict[Words, Words]
"""A text, or one text for each language code."""

TOLERANCE = 1e-6
"""Value and bound count as equal within this share of the value: a solver computes in floating point."""

MOST_MONEY = 1e12
MOST_DECIMALS = 9
"""Shares are counted in whole parts of 1e-9, so that they add up exactly in the solver too."""

MOST_PERIODS = 1_000
MOST_ENTRIES = 100_000  # of initiatives, groups, synergies, milestones, scenarios and measurements, each

Amount = Annotated[float, Field(ge=0, le=MOST_MONEY, strict=True)]
"""An amount of money or effort, in the portfolio's own unit, at least 0."""

Share = Annotated[float, Field(ge=0, le=1, strict=True)]
"""The share of a field, 0 to 1."""


def _without_point(given: object) -> object:
    return int(given) if isinstance(given, float) and given.is_integer() else given


WHOLE = BeforeValidator(_without_point)
"""Stands in `Annotated` of a whole number: JSON has one kind of number, so that 2.0 is 2."""

Period = Annotated[int, Field(ge=1, le=MOST_PERIODS, strict=True), WHOLE]
"""A period, counted from 1."""


class OneOrMore:
    """Stands in `Annotated` of a tuple of names or texts: one alone may be given without a list around it.

    >>> class Team(Model):
    ...     members: Annotated[tuple[Name, ...], OneOrMore()]
    >>> Team(members="ann"), Team(members=["ann", "bo"])
    (Team(members=('ann',)), Team(members=('ann', 'bo')))
    """

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Return how pydantic reads it: as a list, or as one entry of such a list."""
        several = handler(source)
        either = core_schema.union_schema([core_schema.str_schema(), several])
        return core_schema.no_info_before_validator_function(
            _listed, several, json_schema_input_schema=either
        )


@dataclass(frozen=True, slots=True)
class Refers:
    """Stands in `Annotated` of a field in which something else in the portfolio is named, alone or in a list.

    Names that mean nothing are refused by what is said here, and columns of tables offer those that do.

    Attributes:
        to: What is named.
    """

    to: Literal["initiatives", "owners", "scores", "channels", "fields", "scenarios", "budgets", "funds"]


def _listed(given: object) -> object:
    """Return a text as the only entry of a list, anything else as it is."""
    return (given,) if isinstance(given, str) else given


class _Refusing(ModelMetaclass):
    """The type of models that refuse what they are made of in the words of this library."""

    if not TYPE_CHECKING:  # so that each model is known to take its own fields

        def __call__(self, *given: object, **fields: object) -> object:
            """Make a model of this type."""
            try:
                return super().__call__(*given, **fields)
            except ValidationError as error:
                raise InvalidArgumentError(faults_of(error, fields, self, whole=self.__name__)) from None


class Model(BaseModel, metaclass=_Refusing):
    """A frozen model: no unknown keys, only finite numbers, documented fields.

    What it is made of in Python is refused with an `InvalidArgumentError`, all faults at once.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)

    def __iter__(self) -> Generator[tuple[str, Any]]:
        """Iterate over the fields and their values, without what is derived from them."""
        for name in type(self).model_fields:
            yield name, getattr(self, name)

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Return what is not as by default."""
        fields = type(self).model_fields
        for name, value in super().__repr_args__():
            if name not in fields or fields[name].is_required() or value != fields[name].get_default():
                yield name, value

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
        return type(self)(**{**(copy.deepcopy(kept) if deep else kept), **(update or {})})
