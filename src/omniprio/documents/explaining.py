"""`explain`: why initiatives are in a plan, why others are not, or why there is no plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, override

from omniprio.answer import Answer
from omniprio.answers.reasons import Why, WhyNot, why, why_not
from omniprio.answers.reasons.asked import must_be_known
from omniprio.deadline import Deadline
from omniprio.infeasibility import Conflict, InfeasibleError
from omniprio.language import fact
from omniprio.optimise import prioritise
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio  # noqa: TC001  `validated` reads it

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence

    from omniprio.annotations import Seconds
    from omniprio.given_goals import GivenGoals
    from omniprio.language import Fact, Speaker

__all__ = ["Explanation", "explain"]


class Explanation(Answer):
    """What `explain` finds: the reasons of a plan, or the conflict of a portfolio that has none."""

    plan: Plan | None = None
    """The plan that is explained; None if there is none."""
    chosen: tuple[Why, ...] = ()
    """Of those asked about, the ones that are in the plan."""
    left_out: tuple[WhyNot, ...] = ()
    """Of those asked about, the ones that are not."""
    conflict: Conflict | None = None
    """Where there is no plan: what cannot hold together, and what would help."""

    @override
    def _left_open(self) -> Iterator[Fact]:
        if self.plan is None:
            if self.conflict is None or not self.conflict.is_final:
                yield fact("answers.not everything in time")
            return
        if not self.plan.is_final:
            yield fact("answers.best open")
        if not all(one.is_final for one in (*self.chosen, *self.left_out)):
            yield fact("answers.not everything in time")

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        language = speaker.catalogue.language
        if self.plan is None:
            yield speaker.words("answers.no plan at all")
            yield "" if self.conflict is None else self.conflict.summary(language)
            return
        once = f"{speaker.words('answers.best open')}\n"  # not again for each
        parts = [one.summary(language).removeprefix(once) for one in (*self.chosen, *self.left_out)]
        for place, part in enumerate(parts or [speaker.words("answers.all in the plan")]):
            if place or not self.is_final:
                yield ""
            yield part


@validated
def explain(
    source: Portfolio | Plan,
    initiatives: Sequence[str] = (),
    goals: GivenGoals | None = None,
    *,
    budget: str | None = None,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> Explanation:
    """Return why initiatives are in the best plan and why others are not; where there is no plan, why that is.

    Args:
        source: What is explained: a plan, or a portfolio, which is planned first, in half of the time.
        initiatives: Those asked about, by id; all that are left out where none is named.
        goals: What the plan of a portfolio is to be best at; None for what suits it.
        budget: Where more money would come in that would bring an initiative into the plan; None for the first budget
            that limits what the initiative costs.
        time_limit: Seconds, more than 0.
        cancel: Set it from another thread to stop.

    Raises:
        InfeasibleError: There is no plan, and why was not found in time.

    >>> from omniprio import Initiative
    >>> web = Initiative(id="web", cost=300, decision="must")
    >>> explain(Portfolio(horizon=2, initiatives=[web], budget=200)).conflict.demands[0].sentence
    'web must be done'
    """
    deadline = Deadline(time_limit, cancel)
    try:
        plan = _planned(source, goals, deadline)
    except InfeasibleError as error:
        if error.conflict is None:
            raise
        return Explanation(conflict=error.conflict)
    for place, name in enumerate(initiatives, start=1):
        must_be_known(name, plan, f"initiatives[{place}]")  # before the first is looked into
    chosen, left_out = [], []
    for name, seconds in _shares(initiatives or [one.id for one in plan.left_out], deadline):
        if name in plan.starts:
            chosen.append(why(plan, name, time_limit=seconds, cancel=deadline.cancel))
        else:
            left_out.append(why_not(plan, name, budget=budget, time_limit=seconds, cancel=deadline.cancel))
    return Explanation(plan=plan, chosen=tuple(chosen), left_out=tuple(left_out))


def _planned(source: Portfolio | Plan, goals: GivenGoals | None, deadline: Deadline) -> Plan:
    """Return the plan that is explained; making it may take half of the time."""
    if isinstance(source, Plan):
        return source
    return prioritise(source, goals, time_limit=deadline.share(0.5).limit, cancel=deadline.cancel)


def _shares(names: Sequence[str], deadline: Deadline) -> Iterator[tuple[str, float | None]]:
    """Yield each name with an equal share of the seconds that are left when its turn comes; none once cancelled."""
    for place, name in enumerate(names):
        yield name, deadline.share(1 / (len(names) - place)).limit
