"""What is not known of a portfolio, and where it stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from omniprio.answers.attribution.estimate import Estimate
from omniprio.assessment.starting import source_of
from omniprio.base import MOST_MONEY, MOST_PERIODS, Amount, Model, Name
from omniprio.errors import Fault, InvalidInputError, Key, UnfitError
from omniprio.language import Fact, fact, sentence
from omniprio.marks import marks_in, united
from omniprio.parameters import validated
from omniprio.portfolio import MAIN_FUND, Budget
from omniprio.spelling import hints, use_one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from omniprio.assessment.raters import CombinedProfile
    from omniprio.marks import Marks
    from omniprio.portfolio import Initiative, Portfolio

__all__ = [
    "BudgetCase",
    "Uncertain",
    "UncertainWay",
    "Uncertainty",
    "place_facts",
    "require_fitting",
    "start_from_raters",
]


def _within(lowest: float, highest: float) -> Callable[[Estimate], Estimate]:
    def require(estimate: Estimate) -> Estimate:
        if not lowest <= estimate.low <= estimate.high <= highest:
            raise UnfitError(
                sentence("faults.estimate leaves", estimate=str(estimate), lowest=lowest, highest=highest),
                sentence("remedies.keep within"),
            )
        return estimate

    return require


def _in_whole_periods(estimate: Estimate) -> Estimate:
    numbers = (estimate.low, estimate.likely, estimate.high)
    if any(number is not None and number % 1 for number in numbers):
        raise UnfitError(
            sentence("faults.not whole periods", estimate=str(estimate)), sentence("remedies.whole numbers")
        )
    return estimate


UncertainAmount = Annotated[Estimate, AfterValidator(_within(0, MOST_MONEY))]
UncertainShare = Annotated[Estimate, AfterValidator(_within(0, 1))]
UncertainDuration = Annotated[
    Estimate, AfterValidator(_within(1, MOST_PERIODS)), AfterValidator(_in_whole_periods)
]


class UncertainWay(Model):
    """What is not known of one way to do an initiative; what is not given is as in the portfolio."""

    duration: UncertainDuration | None = None
    """Whole periods."""
    cost: UncertainAmount | None = None
    """The one-off amount in the main budget; its spread stays."""
    running: UncertainAmount | None = None
    """The running cost per period in the main budget."""
    benefit: Estimate | None = None
    """The benefit per period from completion on."""
    advances: dict[str, UncertainShare] = {}
    """The share of each field, by id."""

    @property
    def own(self) -> dict[str, Estimate]:
        """The estimates by where the number stands in it."""
        parts = ((name, getattr(self, name)) for name in ("duration", "cost", "running", "benefit"))
        alone = {name: estimate for name, estimate in parts if estimate is not None}
        return alone | {f"advances[{field}]": estimate for field, estimate in self.advances.items()}


class Uncertain(UncertainWay):
    """What is not known of one initiative; what is not given is as in the portfolio.

    >>> Uncertain(cost=(600, 720, 1100), duration=(2, 3)).duration
    Estimate(low=2.0, high=3.0)
    >>> list(Uncertain(benefit=(90, 120), modes={"fast": {"cost": (40, 70)}}).estimates)
    ['benefit', 'modes[fast].cost']
    """

    modes: dict[Name, UncertainWay] = {}
    """By the id of the mode; a number of the initiative is that of each mode which has none of its own."""

    @property
    def estimates(self) -> dict[str, Estimate]:
        """The estimates by where the number stands in the initiative, those of its modes too."""
        inside = {
            f"modes[{name}].{part}": estimate
            for name, way in self.modes.items()
            for part, estimate in way.own.items()
        }
        return self.own | inside


class BudgetCase(Model):
    """One way the budgets may turn out.

    >>> BudgetCase(name="cut", weight=0.25, budget=2000).weight
    0.25
    """

    name: Name
    weight: Annotated[float, Field(gt=0, strict=True)] = 1.0
    """How likely it is, next to the weights of the other cases."""
    budget: Amount | Budget | None = None
    """The main budget in this case, as in a portfolio; if not given it stays."""
    budgets: dict[Name, Amount | Budget | None] = {}
    """Further budgets by name; those not given stay."""


class Uncertainty(Model):
    """What is not known of a portfolio; each number varies on its own, independently of the others.

    >>> unsure = Uncertainty(initiatives={"web": {"cost": (250, 300, 450)}}, start={"D2": (0.1, 0.4)})
    >>> list(unsure.estimates)
    ['initiatives[web].cost', 'start[D2]']
    """

    initiatives: dict[Name, Uncertain] = {}
    """By the id of the initiative."""
    start: dict[str, UncertainShare] = {}
    """The fulfilment of fields at the start, by id."""
    budgets: tuple[BudgetCase, ...] = ()
    """The ways the budgets may turn out, one of which comes true; none given, they are as in the portfolio."""

    @property
    def not_facts(self) -> Marks:
        """What of the estimates is no fact."""
        return united(marks_in(estimate.provenance) for estimate in self.estimates.values())

    @property
    def estimates(self) -> dict[str, Estimate]:
        """All estimates by where the number stands in the portfolio, budget cases apart."""
        inside = {
            f"initiatives[{name}].{part}": estimate
            for name, uncertain in self.initiatives.items()
            for part, estimate in uncertain.estimates.items()
        }
        return inside | {f"start[{field}]": estimate for field, estimate in self.start.items()}


@validated
def start_from_raters(seen: CombinedProfile) -> dict[str, Estimate]:
    """Return the raters' disagreement as estimates of the start, for `Uncertainty(start=...)`.

    The lowest and the highest rating are the limits and the combined rating is the most likely; fields that all
    rate alike are left out. Raters may all be wrong in the same direction: then the range is too narrow. Where the
    ratings come from goes with the estimates.

    Args:
        seen: What the raters say together, from `omniprio.assessment.combine`.

    >>> from omniprio.assessment import Assessment, combine
    >>> bids = [Assessment(rater=name, ratings={"R2": rating}) for name, rating in (("IT", 0.2), ("Shops", 0.8))]
    >>> print(start_from_raters(combine(bids))["R2"])
    0.2 - 0.5 - 0.8
    """
    source = source_of(seen)
    return {
        field: Estimate(low=low, likely=min(max(seen.start[field], low), high), high=high, provenance=source)
        for field, (low, high) in seen.ranges.items()
        if low < high and field in seen.start
    }


def require_fitting(portfolio: Portfolio, uncertainty: Uncertainty) -> None:
    """Refuse estimates of what the portfolio does not have.

    Args:
        portfolio: The portfolio.
        uncertainty: What is not known of it.

    Raises:
        InvalidInputError: An initiative, a field or a budget is unknown, or a number is given as a profile; it lists
            every fault.
    """
    faults = [
        *_unknown(("initiatives",), uncertainty.initiatives, portfolio.by_id),
        *_unknown(("start",), uncertainty.start, portfolio.disc.named),
    ]
    for name, uncertain in uncertainty.initiatives.items():
        faults += _unknown(("initiatives", name, "advances"), uncertain.advances, portfolio.disc.named)
        if name in portfolio.by_id:
            faults += _profiles(portfolio.by_id[name], uncertain, f"initiatives[{name}]")
            faults += _of_modes(portfolio.by_id[name], uncertain, portfolio)
    names = [case.name for case in uncertainty.budgets]
    for case in uncertainty.budgets:
        faults += _unknown(("budgets", case.name, "budgets"), case.budgets, portfolio.limits)
    if len(set(names)) < len(names):
        faults.append(
            Fault(
                "budgets",
                sentence("faults.case twice", names=", ".join(names)),
                sentence("remedies.own name"),
            )
        )
    if faults:
        raise InvalidInputError(faults)


def _unknown(steps: tuple[str, ...], given: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault for each name that is not known, at the steps to what holds it: what, of which one, what of it and so on."""
    path = steps[0]
    for place, step in enumerate(steps[1:], start=1):
        path += f"[{step}]" if place % 2 else f".{step}"
    known = list(known)
    strange = [name for name in given if name not in known]
    like = hints(strange, known)
    for name in strange:
        yield Fault(
            f"{path}[{name}]",
            sentence("faults.not in portfolio"),
            use_one_of(known, like[name]),
            at=((*steps, Key(name)),),
        )


def _of_modes(initiative: Initiative, uncertain: Uncertain, portfolio: Portfolio) -> Iterator[Fault]:
    """Yield what is wrong with estimates of modes, and estimates that none of the modes would have."""
    path = f"initiatives[{initiative.id}]"
    steps = ("initiatives", initiative.id, "modes")
    yield from _unknown(steps, uncertain.modes, initiative.in_modes)
    for name, way in uncertain.modes.items():
        yield from _unknown((*steps, name, "advances"), way.advances, portfolio.disc.named)
        if name in initiative.in_modes:
            yield from _profiles(initiative.in_modes[name], way, f"{path}.modes[{name}]")
    for part, kept in _IN_A_MODE.items():
        has_own = [getattr(mode, kept) is not None for mode in initiative.modes]
        if has_own and all(has_own) and getattr(uncertain, part):
            problem, remedy = sentence("faults.each mode its own"), sentence("remedies.estimate modes")
            yield Fault(f"{path}.{part}", problem, remedy)


_IN_A_MODE = {part: part for part in ("duration", "cost", "benefit", "advances")} | {"running": "cost"}
"""What of a mode has each number that may vary."""


def _profiles(initiative: Initiative, uncertain: UncertainWay, path: str) -> Iterator[Fault]:
    """Yield the estimates of numbers that a profile fixes period by period."""
    costs = initiative.costs_by_fund.values()
    by_period = any(cost.profile for cost in costs) or any(
        isinstance(effort, tuple) for effort in initiative.effort.values()
    )
    main = initiative.costs_by_fund.get(MAIN_FUND)
    fixed = {
        "duration": by_period,
        "cost": main is not None and main.profile is not None,
        "benefit": initiative.earnings.profile is not None,
    }
    for part in uncertain.own:
        if fixed.get(part):
            yield Fault(f"{path}.{part}", sentence("faults.cannot vary"), sentence("remedies.one amount"))


def place_facts(portfolio: Portfolio) -> dict[str, Fact]:
    """Return what every number that may vary is called, by its place.

    Args:
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> found = place_facts(Portfolio(horizon=1, initiatives=[Initiative(id="web", advances={"D2": 0.5})]))
    >>> print(found["initiatives[web].advances[D2]"])
    web: share of D2
    """
    found = {"budgets": fact("places.budgets")}
    for one in portfolio.initiatives:
        path = f"initiatives[{one.id}]"
        found |= _of_one(one, one.advances, path)
        for mode in one.modes:
            inside = _of_one(one, one.in_modes[mode.id].advances, f"{path}.modes[{mode.id}]")
            called = mode.title or mode.id
            found |= {
                place: fact("places.in a mode", what=what, mode=called) for place, what in inside.items()
            }
    return found | {f"start[{field}]": fact("places.start", field=field) for field in portfolio.disc.fields}


def _of_one(initiative: Initiative, fields: Iterable[str], path: str) -> dict[str, Fact]:
    """Return what the numbers of an initiative, or of one of its modes, are called, by their place."""
    name = initiative.id
    alone = {
        f"{path}.{part}": fact(f"places.{part}", initiative=name)
        for part in ("duration", "cost", "running", "benefit")
    }
    shares = {
        f"{path}.advances[{field}]": fact("places.advances", initiative=name, field=field) for field in fields
    }
    return alone | shares
