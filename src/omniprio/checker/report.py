"""What the checker reports: the broken rules with their figures, and the recount."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field

from omniprio.base import Model
from omniprio.language import Fact, Speaker
from omniprio.portfolio.names import Ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from omniprio.checker.recount import Recount
    from omniprio.portfolio import Portfolio

__all__ = ["Breach", "BrokenRule", "Report"]


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


class Breach(NamedTuple):
    """Where a schedule breaks a rule, before it is put into words: most are only counted.

    Attributes:
        rule: The name of the rule.
        said: What is broken.
        initiatives: Those concerned, by id.
        period: The period concerned, where there is one.
        figures: The figures by name, in the portfolio's units.
    """

    rule: str
    said: Fact
    initiatives: tuple[str, ...]
    period: int | None = None
    figures: Mapping[str, float] = MappingProxyType({})

    def in_words(self, speaker: Speaker) -> BrokenRule:
        """Return it with what is said of it.

        Args:
            speaker: Who says it.
        """
        return BrokenRule(
            rule=self.rule,
            message=speaker.say(self.said),
            said=self.said,
            initiatives=self.initiatives,
            period=self.period,
            figures={**self.figures},
        )


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """The verdict on a schedule.

    Attributes:
        found: For each rule, what yields where it is broken; it is called where that is asked for, since many ask only whether there
            is one.
        recount: What the schedule amounts to.
        portfolio: The data.
    """

    found: Sequence[Callable[[], Iterator[Breach]]]
    recount: Recount
    portfolio: Portfolio

    def __repr__(self) -> str:
        """Return the broken rules as Python would write them."""
        return f"{type(self).__name__}(broken={self.broken!r})"

    @cached_property
    def broken(self) -> tuple[BrokenRule, ...]:
        """Every broken rule; none means the schedule keeps them all."""
        speaker = Speaker(names=Ids(self.portfolio))
        return tuple(one.in_words(speaker) for one in self.breaches)

    @cached_property
    def breaches(self) -> tuple[Breach, ...]:
        """The same, not put into words."""
        return tuple(one for find in self.found for one in find())

    @cached_property
    def rules(self) -> frozenset[str]:
        """The names of the rules that are broken; each is looked at no further than where that is seen."""
        return frozenset(one.rule for one in self._first_of_each())

    @cached_property
    def ok(self) -> bool:
        """Whether the schedule keeps all rules."""
        return next(self._first_of_each(), None) is None

    def _first_of_each(self) -> Iterator[Breach]:
        """Yield the first breach of each rule that is broken."""
        firsts = (next(find(), None) for find in self.found)
        return (one for one in firsts if one is not None)
