"""What the draws of a study are, and what one draw is planned as."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from omniprio.answers.attribution.estimate import drawn, drawn_periods
from omniprio.answers.parallel.attempt import Failure
from omniprio.answers.robustness.carried_out import carried_out
from omniprio.checker import check
from omniprio.errors import InvalidInputError
from omniprio.optimise import best_outcome
from omniprio.options import Options
from omniprio.portfolio import Benefit, Cost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.answers.robustness.uncertainty import BudgetCase, Uncertain, Uncertainty, UncertainWay
    from omniprio.deadline import Deadline
    from omniprio.goals import Goal
    from omniprio.plan import Outcome
    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["Draw", "draw", "planned_near"]

_BUDGETS = "budgets"
"""Where the name of the budget case stands among the values."""


@dataclass(frozen=True, slots=True)
class Draw:
    """One way things may turn out.

    Attributes:
        number: Its number, from 1.
        values: What each uncertain number is in it, by where it stands in the portfolio; the budget case, if there
            are any, under `budgets`.
        portfolio: The portfolio with these numbers; a failure if they make no portfolio, as when something that
            must be done takes longer than there is time.
    """

    number: int
    values: dict[str, float | str]
    portfolio: Portfolio | Failure


def draw(portfolio: Portfolio, uncertainty: Uncertainty, *, number: int, seed: int = 0) -> Draw:
    """Return one draw; it depends on nothing but the estimate, its place, the seed and the number.

    Every number has a Mersenne Twister of its own (`random.Random`), seeded with the text `seed number place`. So the
    draws are the same in whatever order and on however many workers they are made, more draws leave the first ones as
    they are, and a further estimate does not change what the others come to.

    Args:
        portfolio: The portfolio.
        uncertainty: What is not known of it.
        number: Which draw, from 1.
        seed: Another seed gives other draws.

    Source: Matsumoto, M. and Nishimura, T. (1998), Mersenne twister, ACM Transactions on Modeling and Computer
    Simulation 8 (1), 3-30.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.answers.robustness.uncertainty import Uncertainty
    >>> web = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)])
    >>> unsure = Uncertainty(initiatives={"web": {"cost": (250, 300, 450)}})
    >>> one = draw(web, unsure, number=1)
    >>> one == draw(web, unsure, number=1), one.portfolio.initiatives[0].cost.amount == one.values["initiatives[web].cost"]
    (True, True)
    """
    values: dict[str, float | str] = {
        place: (drawn_periods if place.endswith(".duration") else drawn)(
            estimate,
            Random(f"{seed} {number} {place}"),  # noqa: S311  a simulation, not a secret
        )
        for place, estimate in uncertainty.estimates.items()
    }
    case = _case(uncertainty.budgets, Random(f"{seed} {number} {_BUDGETS}"))  # noqa: S311  likewise
    if case is not None:
        values[_BUDGETS] = case.name
    try:
        return Draw(number, values, _turned_out(portfolio, uncertainty, values, case))
    except InvalidInputError as error:
        return Draw(number, values, Failure.of(error))


def _case(cases: tuple[BudgetCase, ...], source: Random) -> BudgetCase | None:
    return source.choices(cases, [case.weight for case in cases])[0] if cases else None


def _turned_out(
    portfolio: Portfolio,
    uncertainty: Uncertainty,
    values: Mapping[str, float | str],
    case: BudgetCase | None,
) -> Portfolio:
    """Return the portfolio with every uncertain number set."""
    update: dict[str, object] = {
        "initiatives": [
            _set(initiative, uncertainty.initiatives[initiative.id], values)
            if initiative.id in uncertainty.initiatives
            else initiative
            for initiative in portfolio.initiatives
        ],
        "start": portfolio.start | {field: values[f"start[{field}]"] for field in uncertainty.start},
    }
    if case is not None:
        if "budget" in case.model_fields_set:
            update["budget"] = case.budget
        update["budgets"] = portfolio.budgets | case.budgets
    return portfolio.model_copy(update=update)


def _set(initiative: Initiative, uncertain: Uncertain, values: Mapping[str, float | str]) -> Initiative:
    """Return an initiative with its uncertain numbers set, and those of its modes."""
    path = f"initiatives[{initiative.id}]"
    turned = initiative.model_copy(update=_numbers(initiative, uncertain, path, values))
    modes = [
        mode.model_copy(
            update=_numbers(
                turned.in_modes[mode.id], uncertain.modes[mode.id], f"{path}.modes[{mode.id}]", values
            )
        )
        if mode.id in uncertain.modes
        else mode
        for mode in turned.modes
    ]
    return turned.model_copy(update={"modes": modes}) if uncertain.modes else turned


def _numbers(
    initiative: Initiative, uncertain: UncertainWay, path: str, values: Mapping[str, float | str]
) -> dict[str, object]:
    """Return the uncertain numbers of an initiative, or of it as one of its modes has it, by their name."""
    own = {part: values[f"{path}.{part}"] for part in uncertain.own}
    update: dict[str, object] = {}
    if "duration" in own:
        update["duration"] = own["duration"]
    money = {part: own[name] for part, name in (("amount", "cost"), ("running", "running")) if name in own}
    if money:
        cost = initiative.cost if isinstance(initiative.cost, Cost) else Cost(amount=initiative.cost)
        update["cost"] = cost.model_copy(update=money)
    if "benefit" in own:
        update["benefit"] = Benefit(per_period=own["benefit"], into=initiative.earnings.into)
    if uncertain.advances:
        shares = {field: own[f"advances[{field}]"] for field in uncertain.advances}
        update["advances"] = initiative.advances | shares
    return update


def planned_near(
    portfolio: Portfolio,
    deadline: Deadline,
    *,
    written: Mapping[str, int],
    goals: tuple[Goal, ...],
    time_limit: float | None,
    work_limit: int | None,
    gap: float,
) -> Outcome:
    """Return the best plan of one draw, without all that a plan tells.

    Under a clock it starts from the plan of the portfolio as written, carried out within the rules of the draw. Without
    one it does not, so that which of several equally good plans is found does not depend on that plan.

    Args:
        portfolio: The portfolio of the draw.
        deadline: What is left for all draws, and whether somebody cancelled.
        written: The best schedule of the portfolio as written.
        goals: See `prioritise`.
        time_limit: Seconds for this draw.
        work_limit: See `prioritise`.
        gap: See `prioritise`.
    """
    start = None
    if deadline.left is not None or time_limit is not None:
        schedule = carried_out(portfolio, written)
        start = schedule if check(portfolio, schedule).ok else None
    options = Options(
        time_limit=deadline.share(most=time_limit).limit,
        work_limit=work_limit,
        gap=gap,
        warm_start=start,
        cancel=deadline.cancel,
    )
    return best_outcome(portfolio, goals, options)
