"""The error that says a portfolio has no plan; finding out why takes modules that take long to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, override

from omniprio.errors import OmniprioError, SolverError
from omniprio.language import Speaker, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.infeasibility.changing import Repair
    from omniprio.infeasibility.explain import Conflict

__all__ = ["CalledInfeasibleError", "InfeasibleError"]


class InfeasibleError(OmniprioError):
    """No schedule at all keeps the rules of the portfolio: proven, not merely not found.

    Attributes:
        conflict: What the user asks for that cannot hold together; None where it took too long to find.
        repairs: What would help, each alone, the cheapest first.
    """

    def __init__(self, conflict: Conflict | None = None) -> None:
        """Keep the conflict and its repairs."""
        self.conflict = conflict
        self.repairs: tuple[Repair, ...] = () if conflict is None else conflict.repairs
        super().__init__("\n".join(self._lines(Speaker())))

    @override
    def _lines(self, speaker: Speaker) -> list[str]:
        why = (
            speaker.words("errors.why not found")
            if self.conflict is None
            else self.conflict.summary(speaker.catalogue.language)
        )
        return [speaker.words("errors.infeasible"), why]


class CalledInfeasibleError(SolverError):
    """A solver called a portfolio infeasible, and it has a plan.

    Attributes:
        starts: The start of each chosen initiative in a schedule that keeps all demands, from 1.
    """

    def __init__(self, starts: Mapping[str, int]) -> None:
        """Keep the schedule."""
        self.starts = dict(starts)
        super().__init__(sentence("infeasible.called infeasible"))
