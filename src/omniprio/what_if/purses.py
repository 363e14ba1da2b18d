"""A budget as sliders show it: one amount, one for each of its windows, or one for each period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from omniprio.base import Amount, Model
from omniprio.numbers import each_period
from omniprio.parameters import validated

if TYPE_CHECKING:
    from omniprio.annotations import Count
    from omniprio.portfolio import Budget

__all__ = ["Purse", "filled_by", "purse_of"]


class Purse(Model):
    """What a budget gives.

    >>> Purse(each="period", amounts=[100, 50, None]).amounts
    (100.0, 50.0, None)
    """

    each: Literal["total", "window", "period"] = "total"
    """What there is an amount for: the whole horizon, each window, or each period."""
    amounts: tuple[Amount | None, ...]
    """The amounts in their order; None is no limit."""

    @validated
    def by_period(self, periods: Count) -> Purse:
        """Return the same money in equal amounts for all periods; a purse of windows or periods stays as it is.

        Args:
            periods: T, the number of periods.

        >>> Purse(amounts=[90]).by_period(3).amounts
        (30.0, 30.0, 30.0)
        """
        if self.each != "total":
            return self
        whole = self.amounts[0]
        return Purse(each="period", amounts=(None if whole is None else whole / periods,) * periods)


def purse_of(budget: Budget, periods: int) -> Purse:
    """Return what a budget gives.

    Args:
        budget: The budget.
        periods: T, the number of periods.

    >>> from omniprio import Budget
    >>> purse_of(Budget(per_period=500), 2).amounts
    (500.0, 500.0)
    """
    if budget.windows:
        return Purse(each="window", amounts=tuple(window.amount for window in budget.windows))
    if budget.per_period is not None:
        return Purse(each="period", amounts=tuple(each_period(budget.per_period, periods)))
    return Purse(amounts=(budget.total,))


def filled_by(budget: Budget, purse: Purse) -> Budget:
    """Return a budget with other amounts; what it carries over, asks for and limits stays.

    Args:
        budget: The budget.
        purse: The amounts; those for windows are for the windows that the budget has.

    >>> from omniprio import Budget
    >>> filled_by(Budget(total=90), Purse(each="period", amounts=[40, 50])).per_period
    (40.0, 50.0)
    """
    given: dict[str, object] = {"total": None, "per_period": None, "windows": ()}
    if purse.each == "window":
        pairs = zip(budget.windows, purse.amounts, strict=True)
        given["windows"] = tuple(window.model_copy(update={"amount": amount}) for window, amount in pairs)
    elif purse.each == "period":
        given["per_period"] = purse.amounts
    else:
        given["total"] = purse.amounts[0]
    return budget.model_copy(update=given)
