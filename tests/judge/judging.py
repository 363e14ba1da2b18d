"""What the engine says about a small portfolio, judged by trying every schedule."""

from __future__ import annotations

import threading
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args
from unittest.mock import patch

from judge.brute_force import judge
from omniprio import lexicographic
from omniprio.checker import check
from omniprio.errors import GoalUnreachableError, InvalidInputError, OmniprioError
from omniprio.goals import Soonest
from omniprio.infeasibility import InfeasibleError
from omniprio.numbers import exact
from omniprio.optimise import best_plan, prioritise
from omniprio.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from judge.brute_force import Judgement
    from omniprio.engines import Engine
    from omniprio.goals import Goal
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["KINDS_OF_VERDICT", "Verdict", "judged", "verdict_on"]

Kind = Literal["certified", "proven", "no plan", "not proven", "refused", "gave up", "wrong"]
KINDS_OF_VERDICT: tuple[Kind, ...] = get_args(Kind)


class Verdict(NamedTuple):
    """What an answer of the engine is worth.

    Attributes:
        kind: What it is; `no plan` is right to say so, `gave up` an honest error, `refused` an error about the numbers.
        why: In words where it is wrong, gave up or is refused.
    """

    kind: Kind
    why: str = ""


def judged(
    portfolio: Portfolio,
    goals: Sequence[Goal],
    *,
    only_certified: bool = False,
    engine: Engine | None = None,
    certify: bool = False,
    explain: bool = True,
) -> Verdict:
    """Let the engine plan a portfolio and judge what comes.

    Args:
        portfolio: A small one: every combination of starts is tried.
        goals: The most important first.
        only_certified: Whether nothing is held against a proof that rests on the solver's word alone.
        engine: What is asked where the library's own search proves nothing.
        certify: Whether the other engine is asked too.
        explain: Whether the engine looks for why there is no plan too, which takes longer than to see that there is none.
    """
    found = judge(portfolio)
    try:
        with nullcontext() if explain else _unexplained():
            plan = _planned(portfolio, goals, engine, certify=certify)
    except OmniprioError as error:
        return _verdict_on_error(error, portfolio, goals, found, is_believed=only_certified)
    if only_certified and not plan.certified and found.row(plan.starts) is not None:
        return Verdict("not proven")
    return verdict_on(plan, goals, found)


@contextmanager
def _unexplained() -> Iterator[None]:
    """Have it said that there is no plan, and not why."""
    with patch.object(lexicographic, "infeasible", lambda *_, **__: InfeasibleError()):
        yield


def _planned(portfolio: Portfolio, goals: Sequence[Goal], engine: Engine | None, *, certify: bool) -> Plan:
    """Return the plan; where nothing can be chosen, which is refused, what would have been found."""
    try:
        return prioritise(portfolio, goals, engine=engine, certify=certify)
    except InvalidInputError as error:
        if "nothing to choose" not in str(error):
            raise
        options = Options(engine=engine, certify=certify, cancel=threading.Event())
        return best_plan(portfolio, goals, options)


def _verdict_on_error(
    error: OmniprioError, portfolio: Portfolio, goals: Sequence[Goal], found: Judgement, *, is_believed: bool
) -> Verdict:
    """Judge an error; where the solver's word has to be believed, what it says to have no plan may have one."""
    there = found.best_rows(goals).size
    match error:
        case InfeasibleError() if len(found) and (check(portfolio, {}).ok or not is_believed):
            return Verdict("wrong", f"infeasible, yet {len(found)} schedules keep the rules")
        case GoalUnreachableError() if (there or not len(found)) and not is_believed:
            return Verdict("wrong", f"unreachable, yet {there} schedules get there")
        case InfeasibleError() | GoalUnreachableError():
            return Verdict("no plan")
        case InvalidInputError():
            return Verdict("refused", str(error))
    return Verdict("gave up", f"{type(error).__name__}: {error}")


def verdict_on(plan: Plan, goals: Sequence[Goal], found: Judgement) -> Verdict:
    """Judge a plan by all schedules that keep the rules.

    Args:
        plan: The plan.
        goals: What it was made for.
        found: All schedules.
    """
    row = found.row(plan.starts)
    if row is None or not check(plan.portfolio, plan.starts).ok:
        return Verdict("wrong", f"{plan.starts} breaks a rule")
    if wrong := _misstated(plan, goals, found, row):
        return Verdict("wrong", wrong)
    certified = plan.certified
    if not plan.proven:
        return Verdict("wrong", "certified and not proven") if certified else Verdict("not proven")
    if wrong := _not_best(plan, goals, found, row):
        return Verdict("wrong", wrong)
    return Verdict("certified" if certified else "proven")


def _not_best(plan: Plan, goals: Sequence[Goal], found: Judgement, row: int) -> str:
    """Return which plans are better than a plan or win the tie against it, in words; nothing if none do."""
    rows = found.best_rows(goals)
    if row not in rows:
        best = [found.schedule(one) for one in rows[:3]]
        return f"proven, but {plan.starts} is not among the best: {best}"
    equals = found.no_worse(rows, row, goals)  # slack leaves plans that are worse at a goal
    winners = [found.schedule(one) for one in found.chosen_of(equals)]
    return "" if plan.starts in winners else f"{plan.starts} loses the tie to {winners}"


def _misstated(plan: Plan, goals: Sequence[Goal], found: Judgement, row: int) -> str:
    """Return which value or bound of a plan is false, in words; nothing if none is."""
    for place, (goal, result) in enumerate(zip(goals, plan.goals, strict=True)):
        value = found.value(goal, row)
        if result.value != (None if _is_never(goal, value) else float(value)):
            return f"{goal.kind} is {float(value)}, not {result.value}"
        if result.bound is None:
            continue
        best = _best_after(goals[:place], goal, found)
        if best is None:
            continue
        bound = exact(result.bound)
        beaten = best > bound if found.is_better_great(goal) else best < bound
        if beaten and float(best) != result.bound:
            return f"{goal.kind} can be {float(best)}, but the bound is {result.bound}"
    return ""


def _is_never(goal: Goal, value: Fraction) -> bool:
    return isinstance(goal, Soonest) and value >= 10**6


def _best_after(before: Sequence[Goal], goal: Goal, found: Judgement) -> Fraction | None:
    """Return the best value of a goal among the schedules that are best for the goals before; None where none gets to these."""
    rows = found.best_rows([*before, goal])
    return found.value(goal, int(rows[0])) if rows.size else None
