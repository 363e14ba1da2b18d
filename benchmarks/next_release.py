"""The next release problem: published instances as portfolios.

Which requirements of a software go into its next release, so that the customers who get all that they ask for are worth the most.
An instance is a text file of whole numbers, separated by blanks or line ends: the number of levels; for each level how many
requirements it has, and their costs; how many dependencies there are, and for each the requirement that comes first and the one
that needs it; how many customers there are, and for each the profit, how many requirements it asks for, and which. Requirements
are counted from 1 over all levels. Lines that begin with `^` explain, as in the example that is published with the instances, and are
passed over.

What becomes of it:

- A release is one period. A requirement is an initiative; one that it needs is in the same release, so it starts no later.
- Costs are counted, not paid: a requirement takes so much of the team `development`, which has a share of all costs, the cost
  ratio of the literature (0.3, 0.5 or 0.7). Else `MostValue` would subtract them, which the published objective does not.
- A customer is a synergy of all that it asks for, which earns its profit; with one wish it is the benefit of that requirement.
  So `MostValue` is the published objective.
- Lost are levels, which say how an instance was drawn, and which customer is behind a profit where a wish is alone.

Source: Bagnall, Rayward-Smith and Whittley (2001), "The next release problem"; Xuan, Jiang, Ren and Luo (2012), "Solving the large
scale next release problem with a backbone based multilevel algorithm", whose instances have this format.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from omniprio import Initiative, Portfolio, Requirement, Synergy
from omniprio.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Customer", "Instance", "instance_of", "portfolio_of"]

TEAM = "development"
"""Who has the costs to spend."""


class Customer(NamedTuple):
    """Somebody who pays if all of some requirements are there, by number from 1."""

    profit: int
    wishes: tuple[int, ...]


class Instance(NamedTuple):
    """An instance as published; requirements are counted from 1."""

    costs: tuple[int, ...]
    dependencies: tuple[tuple[int, int], ...]
    """Pairs: the first is there if the second is."""
    customers: tuple[Customer, ...]


def instance_of(path: Path) -> Instance:
    """Return the instance of a file.

    Args:
        path: A text file.

    Raises:
        ValueError: It ends too early or too late, has what is no number, or names a requirement that is not there.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    words = (word for line in lines if not line.lstrip().startswith("^") for word in line.split())
    numbers = map(int, words)
    costs = [cost for _ in range(_next(numbers)) for cost in _listed(numbers)]
    dependencies = [_taken(numbers, 2) for _ in range(_next(numbers))]
    customers = [Customer(_next(numbers), _listed(numbers)) for _ in range(_next(numbers))]
    if more := len(list(numbers)):
        raise ValueError(f"{path.name} has {more} numbers after its last customer: give one instance")
    named = {one for pair in dependencies for one in pair} | {
        one for each in customers for one in each.wishes
    }
    if strange := sorted(named - set(range(1, len(costs) + 1))):
        raise ValueError(f"{path.name} has {len(costs)} requirements and names {strange}: say all costs")
    return Instance(tuple(costs), tuple((first, then) for first, then in dependencies), tuple(customers))


def _taken(numbers: Iterator[int], count: int) -> tuple[int, ...]:
    """Return the next so many numbers."""
    found = tuple(islice(numbers, count))
    if len(found) < count:
        raise ValueError(f"{count - len(found)} numbers are missing at the end: give the whole instance")
    return found


def _next(numbers: Iterator[int]) -> int:
    return _taken(numbers, 1)[0]


def _listed(numbers: Iterator[int]) -> tuple[int, ...]:
    """Return numbers after how many they are."""
    return _taken(numbers, _next(numbers))


def portfolio_of(instance: Instance, ratio: float = 0.5) -> Portfolio:
    """Return an instance as a portfolio of one period, whose most value is the greatest profit.

    Args:
        instance: The instance.
        ratio: Which part of all costs there is to spend, 0 to 1.
    """
    first: dict[int, list[int]] = {number: [] for number in range(1, len(instance.costs) + 1)}
    for before, then in dict.fromkeys(instance.dependencies):
        first[then].append(before)
    wishes = [(customer.profit, tuple(dict.fromkeys(customer.wishes))) for customer in instance.customers]
    alone = Counter[int]()
    for profit, wanted in wishes:
        if len(wanted) == 1:
            alone[wanted[0]] += profit
    return Portfolio(
        name="next release",
        horizon=1,
        initiatives=tuple(
            Initiative(
                id=f"r{number}",
                effort={TEAM: cost},
                benefit=alone[number],
                requires=tuple(
                    Requirement(of=(f"r{other}",), kind="start to start") for other in first[number]
                ),
            )
            for number, cost in enumerate(instance.costs, start=1)
        ),
        capacities={TEAM: float(exact(ratio) * sum(instance.costs))},
        synergies=tuple(
            Synergy(id=f"customer {place}", of=tuple(f"r{one}" for one in wanted), benefit=profit)
            for place, (profit, wanted) in enumerate(wishes, start=1)
            if len(wanted) > 1
        ),
        provenance={"effort": "costs, which take room and are not subtracted from profits"},
    )
