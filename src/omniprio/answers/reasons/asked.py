"""Which initiative of a plan is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.errors import InvalidInputError
from omniprio.language import sentence
from omniprio.spelling import one_of

if TYPE_CHECKING:
    from omniprio.plan import Plan

__all__ = ["must_be_chosen", "must_be_known", "must_be_left_out"]


def must_be_chosen(name: str, plan: Plan) -> None:
    """Refuse to go on where an initiative is not in a plan.

    Args:
        name: Its id.
        plan: The plan.

    Raises:
        InvalidInputError: There is no such initiative, or the plan leaves it out.
    """
    must_be_known(name, plan)
    if name not in plan.starts:
        problem, remedy = (
            sentence("faults.not in the plan", name=repr(name)),
            sentence("remedies.ask why_not"),
        )
        raise InvalidInputError.of("name", problem, remedy)


def must_be_left_out(name: str, plan: Plan) -> None:
    """Refuse to go on where an initiative is in a plan.

    Args:
        name: Its id.
        plan: The plan.

    Raises:
        InvalidInputError: There is no such initiative, or the plan has it.
    """
    must_be_known(name, plan)
    if name in plan.starts:
        problem, remedy = sentence("faults.in the plan", name=repr(name)), sentence("remedies.ask why")
        raise InvalidInputError.of("name", problem, remedy)


def must_be_known(name: str, plan: Plan, place: str = "name") -> None:
    """Refuse to go on where there is no such initiative.

    Args:
        name: Its id.
        plan: The plan.
        place: The argument that names it.

    Raises:
        InvalidInputError: There is none.
    """
    if name not in plan.portfolio.by_id:
        problem, remedy = (
            sentence("faults.no initiative", name=repr(name)),
            one_of(plan.portfolio.by_id, name),
        )
        raise InvalidInputError.of(place, problem, remedy)
