"""Why there is no answer for one item of many."""

from __future__ import annotations

from omniprio.base import Model
from omniprio.parameters import validated

__all__ = ["CANCELLED", "TIME_IS_OVER", "Failure"]


class Failure(Model):
    """Why there is no answer for one item; equal failures are equal, whatever process they happened in.

    >>> Failure.of(ValueError("no goal")).kind
    'ValueError'
    """

    kind: str
    """The name of the error, or `time limit` or `cancelled` where the item was not finished because of that."""
    message: str
    """What went wrong, in words."""

    @classmethod
    @validated
    def of(cls, error: BaseException) -> Failure:
        """Return the failure that an error stands for.

        >>> Failure.of(MemoryError()).message
        'There was not enough memory.'
        """
        silent = "There was not enough memory." if isinstance(error, MemoryError) else "It says no more."
        return cls(kind=type(error).__name__, message=str(error) or silent)


TIME_IS_OVER = Failure(kind="time limit", message="The time limit was over before this was finished.")
CANCELLED = Failure(kind="cancelled", message="The run was cancelled before this was finished.")
