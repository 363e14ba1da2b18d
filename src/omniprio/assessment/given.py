"""Data that people give about themselves: refused with all its faults in their own words."""

from __future__ import annotations

import dataclasses
from itertools import islice
from typing import TYPE_CHECKING, Self

from pydantic import ModelWrapValidatorHandler, ValidationError, model_validator

from omniprio.base import Model
from omniprio.errors import MOST_FAULTS, InvalidInputError
from omniprio.parameters import validated
from omniprio.portfolio.reading import faults_of, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.errors import Fault

__all__ = ["Given"]


class Given(Model):
    """A model of what people give, made in Python or read from JSON.

    Raises:
        InvalidInputError: Something in the data is wrong; it lists every fault.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _all_faults_at_once(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Refuse the data with faults instead of pydantic's findings."""
        try:
            given = handler(data)
        except ValidationError as error:
            raise InvalidInputError(_named(fault, cls) for fault in faults_of(error, data, cls)) from None
        if faults := list(islice(given._faults(), MOST_FAULTS + 1)):  # noqa: SLF001  pydantic hands over a class method
            raise InvalidInputError(faults)
        return given

    def _faults(self) -> Iterator[Fault]:
        """Yield what is wrong though well-formed; nothing here, a subclass says what."""
        yield from ()

    @classmethod
    @validated
    def from_json(cls, document: str | bytes) -> Self:
        """Read the model from JSON text.

        Args:
            document: The text; as bytes it is UTF-8, UTF-16 or UTF-32.

        Raises:
            InvalidInputError: The text is no JSON or does not fit; it lists every fault.
        """
        return cls.model_validate(parsed(document))


def _named(fault: Fault, model: type[Given]) -> Fault:
    """Return a fault of the whole document under the name of what it should have been."""
    return dataclasses.replace(fault, path=model.__name__.lower()) if fault.path == "portfolio" else fault
