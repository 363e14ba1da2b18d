"""MineLib: open pits as portfolios, those whose blocks are scheduled (CPIT) and those that are only dug (UPIT).

Which blocks of a mine to dig and in which period, so that their discounted profit is greatest. An instance is two text files: the
model (`.cpit` or `.upit`) with NAME, TYPE, NBLOCKS, NPERIODS, NRESOURCE_SIDE_CONSTRAINTS, DISCOUNT_RATE, and lists
below RESOURCE_CONSTRAINT_LIMITS (resource, period, L, G or I, one or two amounts), OBJECTIVE_FUNCTION (block, profit) and
RESOURCE_CONSTRAINT_COEFFICIENTS (block, resource, amount); and beside it the precedences (`.prec`): a block, how many others
have to be dug no later, and which. Everything is counted from 0; blanks, tabs and colons separate; lines that begin with `%`
explain. The order of the parts does not matter here.

What becomes of it:

- A block is an initiative of one period. Those that lie on it are dug in the same period or before: they start no later.
- A resource is a team: what a block takes of it is its effort, an upper limit its capacity, a lower one the work it must have.
- The profit, which may be a loss, is earned in the period of the block; that of the first period is not discounted, as there (periods
  are counted from 0 there). So `MostValue` is the published objective.
- A UPIT has one period, no resources and no discount.
- Lost is nothing of these two. The third kind, PCPSP, where a block has several destinations, is refused: its side constraints may
  be any.

Source: Espinoza, Goycoolea, Moreno and Newman (2013), "MineLib: a library of open pit mining problems".
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from omniprio import Benefit, Capacity, Initiative, Portfolio, Requirement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Instance", "instance_of", "portfolio_of"]

_PARTS = ("RESOURCE_CONSTRAINT_LIMITS", "OBJECTIVE_FUNCTION", "RESOURCE_CONSTRAINT_COEFFICIENTS")
"""The lists of a model."""


class Instance(NamedTuple):
    """An instance as published; blocks, resources and periods are counted from 0."""

    name: str
    periods: int
    discount_rate: float
    """Per period."""
    profits: Mapping[int, float]
    """By block."""
    taken: Mapping[int, Mapping[int, float]]
    """What a block takes, by block and resource."""
    limits: Mapping[int, Mapping[int, tuple[float | None, float | None]]]
    """The least and the most that is taken, by resource and period."""
    before: Mapping[int, tuple[int, ...]]
    """The blocks that are dug no later, by block."""


def instance_of(path: Path) -> Instance:
    """Return the instance of a model and of the precedences beside it.

    Args:
        path: The file of the model, `.cpit` or `.upit`; the other one has the same name and ends in `.prec`.

    Raises:
        ValueError: It is neither of the two, or something is missing.
    """
    heads, lists = _model(path)
    if heads.get("TYPE") not in {"CPIT", "UPIT"}:
        raise ValueError(f"{path.name} is of type {heads.get('TYPE')}: give a CPIT or a UPIT")
    periods = int(heads.get("NPERIODS", 1))
    limits: dict[int, dict[int, tuple[float | None, float | None]]] = defaultdict(dict)
    for resource, period, sense, *amounts in lists["RESOURCE_CONSTRAINT_LIMITS"]:
        limits[int(resource)][int(period)] = _limit(sense, [float(one) for one in amounts])
    taken: dict[int, dict[int, float]] = defaultdict(dict)
    for block, resource, amount in lists["RESOURCE_CONSTRAINT_COEFFICIENTS"]:
        taken[int(block)][int(resource)] = float(amount)
    instance = Instance(
        name=heads.get("NAME", path.stem),
        periods=periods,
        discount_rate=float(heads.get("DISCOUNT_RATE", 0)),
        profits={int(block): float(profit) for block, profit in lists["OBJECTIVE_FUNCTION"]},
        taken=taken,
        limits=limits,
        before=_precedences(path.with_suffix(".prec")),
    )
    _must_be_whole(instance, heads, path.name)
    return instance


def _model(path: Path) -> tuple[dict[str, str], dict[str, list[list[str]]]]:
    """Return what stands at the head of a model, and the rows of its lists."""
    heads: dict[str, str] = {}
    lists: dict[str, list[list[str]]] = {part: [] for part in _PARTS}
    part = None
    for words in _rows(path):
        name = "_".join(words) if words[0].isalpha() else words[0]
        if name in lists:
            part = name
        elif part is not None and words[0].isdigit():
            lists[part].append(words)
        elif len(words) > 1:
            heads["_".join(words[:-1])] = words[-1]
    return heads, lists


def _precedences(path: Path) -> dict[int, tuple[int, ...]]:
    """Return the blocks that are dug no later, by block."""
    rows = [[int(word) for word in words] for words in _rows(path)]
    for block, count, *others in rows:
        if len(others) != count:
            raise ValueError(
                f"{path.name}: block {block} has {len(others)} of {count} others: name all of them"
            )
    return {block: tuple(others) for block, _, *others in rows}


def _rows(path: Path) -> list[list[str]]:
    """Return the words of each row that says something."""
    lines = path.read_text(encoding="ascii").splitlines()
    return [
        words
        for line in lines
        if not line.lstrip().startswith("%")
        and (words := line.replace(":", " ").split())
        and words != ["EOF"]
    ]


def _limit(sense: str, amounts: list[float]) -> tuple[float | None, float | None]:
    """Return the least and the most of a limit."""
    match sense, amounts:
        case "L", [most]:
            return None, most
        case "G", [least]:
            return least, None
        case "I", [least, most]:
            return least, most
    raise ValueError(f"a limit {sense} of {amounts}: give L, G or I, with one amount or, for I, two")


def _must_be_whole(instance: Instance, heads: Mapping[str, str], name: str) -> None:
    """Refuse an instance of which something is missing."""
    blocks, resources = int(heads["NBLOCKS"]), int(heads.get("NRESOURCE_SIDE_CONSTRAINTS", 0))
    if set(instance.profits) != set(range(blocks)):
        raise ValueError(f"{name} has {len(instance.profits)} profits for {blocks} blocks: give one for each")
    given = {(resource, period) for resource, by_period in instance.limits.items() for period in by_period}
    if given != {(resource, period) for resource in range(resources) for period in range(instance.periods)}:
        raise ValueError(
            f"{name} has {len(given)} limits for {resources} resources: give one for each period"
        )
    named = {
        *instance.taken,
        *instance.before,
        *(one for others in instance.before.values() for one in others),
    }
    if strange := sorted(named - set(instance.profits)):
        raise ValueError(f"{name} has {blocks} blocks and names {strange}: say what each is worth")


def portfolio_of(instance: Instance) -> Portfolio:
    """Return an instance as a portfolio whose most value is the greatest discounted profit."""
    return Portfolio(
        name=instance.name,
        horizon=instance.periods,
        initiatives=tuple(
            Initiative(
                id=f"b{block}",
                benefit=Benefit(profile=(profit,), counted_from="start"),
                effort={f"resource {one}": amount for one, amount in instance.taken.get(block, {}).items()},
                requires=tuple(
                    Requirement(of=(f"b{other}",), kind="start to start")
                    for other in instance.before.get(block, ())
                ),
            )
            for block, profit in instance.profits.items()
        ),
        capacities={
            f"resource {resource}": Capacity(
                at_least=tuple(by_period[period][0] for period in range(instance.periods)),
                amount=tuple(by_period[period][1] for period in range(instance.periods)),
            )
            for resource, by_period in instance.limits.items()
        },
        discount_rate=instance.discount_rate,
    )
