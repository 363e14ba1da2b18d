"""What all answers have in common: whether they are final, what is not settled, and how they are shown."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, override

from omniprio.base import Model
from omniprio.plan.html import as_lines

if TYPE_CHECKING:
    from omniprio.language import Sentence

__all__ = ["Answer"]


class Answer(Model):
    """An answer about a plan or a portfolio.

    Report, command line, documents and notebooks all ask `is_final`, so that no two of them say different things.
    """

    @property
    def unsettled(self) -> tuple[Sentence, ...]:
        """What is not settled, a sentence each; none where the answer is final."""
        return ()

    @property
    def is_final(self) -> bool:
        """Whether nothing is left open: no more time would change what it says."""
        return not self.unsettled

    @abstractmethod
    def summary(self) -> str:
        """Return the answer as a person wants to read it, as plain text."""

    def table(self) -> str:
        """Return the part of the summary that has columns; blank where there is none."""
        return ""

    @override
    def __str__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        """Return the summary for a notebook, in the letters of a terminal so that columns stay columns."""
        return as_lines(self.summary(), self.table())
