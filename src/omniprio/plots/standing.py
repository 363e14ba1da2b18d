"""Where each field of a disc stands, as figures show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import Speaker, sentence
from omniprio.plan import Plan
from omniprio.plots.labels import label
from omniprio.portfolio.names import Titles
from omniprio.reach import out_of_reach
from omniprio.spelling import shown

if TYPE_CHECKING:
    from omniprio.disc import DiscField
    from omniprio.language import Language
    from omniprio.portfolio import Portfolio

__all__ = ["Standing", "moment", "standings"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one field stands.

    Attributes:
        field: The field.
        before: Its fulfilment at the start, 0 to 1.
        now: Its fulfilment now, 0 to 1.
        since: The period in which the plan completed it; None if it did not.
        closed: Whether no choice of the initiatives can complete it.
    """

    field: DiscField
    before: float
    now: float
    since: int | None
    closed: bool


def standings(shown: Plan | Portfolio, period: int | None = None) -> list[Standing]:
    """Return where each field stands, discipline by discipline, from the outside in.

    Args:
        shown: A plan, or a portfolio for its start.
        period: The period of the plan at whose end to look, from 0, the start; by default the last.

    Raises:
        InvalidInputError: The plan has no such period.
    """
    if not isinstance(shown, Plan):
        closed = {one.field for one in out_of_reach(shown)}
        shares = {name: float(share) for name, share in shown.start_fulfilment.items()}
        return [
            Standing(field, shares[field.id], shares[field.id], None, field.id in closed)
            for field in shown.disc
        ]
    period = _last_period(shown, period)
    closed = {one.field for one in shown.out_of_reach}
    return [_standing(shown, field, period, closed=field.id in closed) for field in shown.portfolio.disc]


def _last_period(plan: Plan, period: int | None) -> int:
    """Return a period of a plan, the last one where none is named.

    Raises:
        InvalidInputError: The plan has no such period.
    """
    last = plan.portfolio.periods
    if period is not None and not 0 <= period <= last:
        raise InvalidInputError(
            [
                Fault(
                    "period",
                    sentence("faults.is", value=shown(period)),
                    sentence("remedies.period of plan", last=last),
                )
            ]
        )
    return last if period is None else period


def _standing(plan: Plan, field: DiscField, period: int, *, closed: bool) -> Standing:
    course = plan.progress.fulfilment[field.id]
    since = plan.progress.reached(field.id)
    by_plan = since if since is not None and 0 < since <= period else None
    return Standing(field, float(course[0]), float(course[period]), by_plan, closed)


def moment(shown: Plan | Portfolio, period: int | None, language: Language) -> str:
    """Return in words when the disc is looked at."""
    if not isinstance(shown, Plan) or _last_period(shown, period) == 0:
        return label("at the start", language)
    return label(
        "at the end of",
        language,
        Speaker(language, Titles(shown.portfolio)).called("period", _last_period(shown, period)),
    )
