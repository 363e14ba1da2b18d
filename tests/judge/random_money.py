"""Random portfolios with budgets over windows of periods, and with spending that is asked for."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from judge.kinds_of_numbers import KINDS
from omniprio.portfolio import Benefit, Budget, unit_of_budget

if TYPE_CHECKING:
    from judge.kinds_of_numbers import Numbers
    from omniprio.portfolio import Initiative, Mode, Portfolio

    Data = dict[str, object]

__all__ = ["with_growing_prices", "with_income", "with_rates", "with_units", "with_windows"]


def with_windows(portfolio: Portfolio, seed: int, numbers: str = "ordinary") -> Portfolio:
    """Return a portfolio in which most budgets are for windows, or carry over a share, and some ask for spending.

    Args:
        portfolio: The portfolio.
        seed: Any number; the same number gives the same budgets.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    of = random.Random(f"{seed}-windows")  # noqa: S311  repeatable draws, no secrets
    kind = KINDS[numbers](of)
    budgets = {
        name: _in_windows(budget, portfolio, of, kind) if of.random() < 0.7 else budget
        for name, budget in portfolio.limits.items()
    }
    main = budgets.pop("money")
    return portfolio.model_copy(update={"budget": main, "budgets": budgets})


def _in_windows(budget: Budget, portfolio: Portfolio, of: random.Random, numbers: Numbers) -> Budget:
    """Return a budget of windows, or of periods, with the funds and owners of another."""
    given: Data = {"funds": budget.funds, "owners": budget.owners}
    given["carry_over"] = of.choice((True, False, 0.0, 0.1, 0.25, 0.5, 0.5, 0.9))
    if of.random() < 0.15:
        given["at_least"] = abs(numbers.money(of.choice((5, 15, 30))))
    if of.random() < 0.25:
        each = [_amount(of, numbers) for _ in range(portfolio.periods)]
        return Budget.model_validate(given | {"per_period": each})
    windows: list[Data] = []
    left = portfolio.periods
    while left:
        length = of.randint(1, min(left, 3))
        left -= length
        least = abs(numbers.money(of.choice((5, 10, 20)))) if of.random() < 0.06 else None
        windows.append({"periods": length, "amount": _amount(of, numbers), "at_least": least})
    return Budget.model_validate(given | {"windows": windows})


def _amount(of: random.Random, numbers: Numbers) -> float | None:
    return None if of.random() < 0.12 else abs(numbers.money(of.choice((10, 20, 30, 50, 80))))


def with_growing_prices(portfolio: Portfolio, seed: int) -> Portfolio:
    """Return a portfolio in which the prices of some funds grow.

    Args:
        portfolio: The portfolio.
        seed: Any number; the same number gives the same prices.
    """
    of = random.Random(f"{seed}-prices")  # noqa: S311  repeatable draws, no secrets
    known = dict.fromkeys(fund for budget in portfolio.limits.values() for fund in budget.funds)
    funds = {fund: {"index": of.choice((0.02, 0.1, 0.25, 0.5))} for fund in known if of.random() < 0.7}
    return portfolio.model_copy(update={"funds": funds})


def with_units(portfolio: Portfolio, seed: int) -> Portfolio:
    """Return a portfolio in which the funds but the main one are in a unit of their own, where no budget adds them up with it.

    Args:
        portfolio: The portfolio.
        seed: Any number; the same number gives the same rate.
    """
    of = random.Random(f"{seed}-units")  # noqa: S311  repeatable draws, no secrets
    known = dict.fromkeys(fund for budget in portfolio.limits.values() for fund in budget.funds)
    if any("money" in budget.funds and len(budget.funds) > 1 for budget in portfolio.limits.values()):
        return portfolio
    told = {"unit": "EUR", "rate": of.choice((0, 0.5, 1, 7.46))}
    prices = {name: fund.model_dump() for name, fund in portfolio.funds.items()}
    funds = {fund: prices.get(fund, {}) | told for fund in known if fund != "money"}
    return type(portfolio).model_validate({**dict(portfolio), "funds": {**prices, **funds}})


def with_rates(portfolio: Portfolio, seed: int) -> Portfolio:
    """Return a portfolio in which the main budget adds up funds in different units, each at its rate.

    Args:
        portfolio: The portfolio; it stays as it is where there is one fund alone, or some have a unit already.
        seed: Any number; the same number gives the same rates.
    """
    of = random.Random(f"{seed}-rates")  # noqa: S311  repeatable draws, no secrets
    main, told = portfolio.limits["money"], {name: dict(fund) for name, fund in portfolio.funds.items()}
    others = [fund for budget in portfolio.limits.values() for fund in budget.funds if fund != "money"]
    if not others or any(fund["unit"] for fund in told.values()):
        return portfolio
    added = tuple(dict.fromkeys([*main.funds, of.choice(others)]))
    rates = {fund: of.choice((0.5, 1.25, 2)) for fund in sorted({*others})}
    units = {name: told.get(name, {}) | {"unit": f"of {name}", "rate": rate} for name, rate in rates.items()}
    budget = main.model_copy(update={"funds": added})
    return type(portfolio).model_validate({**dict(portfolio), "budget": budget, "funds": {**told, **units}})


def with_income(portfolio: Portfolio, seed: int, numbers: str = "ordinary") -> Portfolio:
    """Return a portfolio in which what some initiatives earn flows into budgets, in one of their modes or in all.

    Args:
        portfolio: The portfolio.
        seed: Any number; the same number gives the same income.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    of = random.Random(f"{seed}-into")  # noqa: S311  repeatable draws, no secrets
    kind = KINDS[numbers](of)
    names = [name for name in portfolio.limits if unit_of_budget(name, portfolio) == portfolio.currency]
    return portfolio.model_copy(
        update={"initiatives": [_flowing(one, names, of, kind) for one in portfolio.initiatives]}
    )


def _flowing(one: Initiative, names: list[str], of: random.Random, numbers: Numbers) -> Initiative:
    """Return an initiative of which what it earns may flow into one of some budgets."""
    own = _into(one.earnings, names, of, numbers) if of.random() < 0.6 else one.benefit
    modes = [_mode_flowing(mode, names, of, numbers) for mode in one.modes]
    return one.model_copy(update={"benefit": own, "modes": modes})


def _mode_flowing(mode: Mode, names: list[str], of: random.Random, numbers: Numbers) -> Mode:
    if of.random() < 0.6:
        return mode
    given = mode.benefit if isinstance(mode.benefit, Benefit) else Benefit()
    return mode.model_copy(update={"benefit": _into(given, names, of, numbers)})


def _into(earnings: Benefit, names: list[str], of: random.Random, numbers: Numbers) -> Benefit:
    """Return what is earned, nowhere less than 0, and flows into one of some budgets."""
    earned = earnings.profile or ()
    if earned and of.random() < 0.8:
        update: Data = {"profile": tuple(map(abs, earned))}
    else:
        update = {
            "per_period": abs(numbers.money(of.choice((3, 8, 20)))),
            "profile": None,
            "counted_from": "completion",
        }
    return earnings.model_copy(update={**update, "into": of.choice(names)})
