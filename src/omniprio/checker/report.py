"""What the checker reports: the broken rules with their figures, and the recount."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import Field

from omniprio.base import Model
from omniprio.language import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from omniprio.checker.recount import Recount

__all__ = ["BrokenRule", "Report"]


class BrokenRule(Model):
    """One rule that a schedule breaks.

    >>> BrokenRule(rule="budget", message="main budget: 120 too much", figures={"too much": 120}).period is None
    True
    """

    rule: str
    """The name of the rule, one of `RULES`."""
    message: str
    """What is broken, in English, in the portfolio's words, with the figures."""
    said: Fact | None = None
    """The same as a fact, which every language has words for; None in a document from elsewhere."""
    initiatives: tuple[str, ...] = ()
    """The initiatives concerned, by id."""
    period: int | None = None
    """The period concerned, where there is one."""
    figures: dict[str, float] = Field(default_factory=dict)
    """The figures of the message by name, in the portfolio's units."""


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """The verdict on a schedule.

    Attributes:
        found: By the name of each rule, what yields where it is broken; it is called where that is asked for, since many ask only
            whether there is one.
        recount: What the schedule amounts to.
    """

    found: Mapping[str, Callable[[], Iterator[BrokenRule]]]
    recount: Recount

    def __repr__(self) -> str:
        """Return the broken rules as Python would write them."""
        return f"{type(self).__name__}(broken={self.broken!r})"

    @cached_property
    def broken(self) -> tuple[BrokenRule, ...]:
        """Every broken rule; none means the schedule keeps them all."""
        return tuple(one for find in self.found.values() for one in find())

    @cached_property
    def rules(self) -> frozenset[str]:
        """The names of the rules that are broken; each is looked at no further than where that is seen."""
        return frozenset(name for name, find in self.found.items() if _is_broken(find))

    @cached_property
    def ok(self) -> bool:
        """Whether the schedule keeps all rules."""
        return not any(map(_is_broken, self.found.values()))


def _is_broken(find: Callable[[], Iterator[BrokenRule]]) -> bool:
    return next(find(), None) is not None
