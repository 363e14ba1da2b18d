"""Why there is no answer for one item of many."""

from __future__ import annotations

from omniprio.base import Model
from omniprio.language import Sentence, sentence
from omniprio.parameters import validated

__all__ = ["CANCELLED", "TIME_IS_OVER", "Failure"]


class Failure(Model):
    """Why there is no answer for one item; equal failures are equal, whatever process they happened in.

    >>> Failure.of(ValueError("no goal")).kind
    'ValueError'
    """

    kind: str
    """The name of the error, or `time limit` or `cancelled` where the item was not finished because of that."""
    message: Sentence
    """What went wrong, in words."""

    @classmethod
    @validated
    def of(cls, error: BaseException) -> Failure:
        """Return the failure that an error stands for.

        >>> Failure.of(MemoryError()).message
        'There was not enough memory.'
        """
        silent = "answers.no memory" if isinstance(error, MemoryError) else "answers.says no more"
        said = error.args[0] if error.args and isinstance(error.args[0], Sentence) else Sentence(str(error))
        return cls(kind=type(error).__name__, message=said or sentence(silent))


TIME_IS_OVER = Failure(kind="time limit", message=sentence("answers.time is over"))
CANCELLED = Failure(kind="cancelled", message=sentence("answers.run cancelled"))
