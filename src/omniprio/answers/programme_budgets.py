"""A programme with one budget: what each member does, so that all together come furthest for the money, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, override

from omniprio.answer import Marked
from omniprio.answers.frontiers import TradeOff, trade_off
from omniprio.answers.programmes import must_be_comparable
from omniprio.base import Amount, Model, Text
from omniprio.deadline import Deadline
from omniprio.errors import InvalidArgumentError, NoPlanFoundError
from omniprio.fulfilment import progress
from omniprio.goals import Closest, LeastCost
from omniprio.infeasibility import infeasible
from omniprio.language import fact, sentence
from omniprio.marks import united
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.portfolio import AnyStart
from omniprio.portfolio.names import Dated, titles_of
from omniprio.text_table import columns

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.annotations import Seconds
    from omniprio.language import Fact, Names, Speaker
    from omniprio.portfolio import Portfolio

__all__ = ["MemberPart", "ProgrammeWithin", "programme_within"]


class MemberPart(Model):
    """What one member does in a programme."""

    member: str
    starts: dict[str, AnyStart]
    """The start of each initiative that it does, by id."""
    gain: Fraction
    """The fall of its distance from its ambition, from its start to its horizon."""
    cost: Fraction
    """All that it spends, over all funds, in its currency."""


class ProgrammeWithin(Marked):
    """What the members of a programme do with one budget."""

    budget: float
    parts: tuple[MemberPart, ...]
    """One for each member, in the order given."""
    open: tuple[str, ...] = ()
    """The members of which not all plans that no other beats are known: with more time, all might come further."""
    currency: str = ""
    titles: dict[str, Text] = {}
    """The titles of the initiatives that are done, by id, where they have one: as the first member calls them."""

    @property
    def gain(self) -> Fraction:
        """The falls of the distances of all members, added up."""
        return sum((one.gain for one in self.parts), Fraction(0))

    @property
    def cost(self) -> Fraction:
        """What all members spend."""
        return sum((one.cost for one in self.parts), Fraction(0))

    @property
    def done_by(self) -> dict[str, tuple[str, ...]]:
        """The members that do each initiative, by its id; those that most do come first."""
        found: dict[str, list[str]] = {}
        for part in self.parts:
            for name in part.starts:
                found.setdefault(name, []).append(part.member)
        return {name: tuple(found[name]) for name in sorted(found, key=lambda name: -len(found[name]))}

    @override
    def _left_open(self) -> Iterator[Fact]:
        if self.open:
            yield fact("answers.programme within open", names=self.open)

    @override
    def _names_used(self) -> Names:
        return Dated(self.currency, titles=self.titles)

    @override
    def _columns(self, speaker: Speaker) -> str:
        heads = [speaker.words(f"answers.{head}") for head in ("member", "gain", "cost", "initiatives")]
        heads[2] = f"{heads[2]} {self.currency}".strip()
        rows = (
            [
                part.member,
                speaker.fixed(part.gain, 4),
                speaker.amount(part.cost),
                speaker.all_mentioned("initiative", part.starts) or speaker.words("answers.nothing"),
            ]
            for part in self.parts
        )
        return columns(heads, rows, left=0)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield self._columns(speaker)
        yield speaker.words(
            "answers.programme within", gain=float(self.gain), cost=self.cost, budget=self.budget
        )
        every = len(self.parts)
        for name, members in self.done_by.items():
            yield speaker.words("answers.done by", initiative=name, count=len(members), every=every)


@validated
def programme_within(
    portfolios: Mapping[str, Portfolio],
    budget: Amount,
    *,
    time_limit: Seconds | None = None,
    cancel: threading.Event | None = None,
) -> ProgrammeWithin:
    """Return what each member of a programme does, so that with one budget for all they come furthest together.

    Each member keeps all rules of its own portfolio, its own budgets among them; what all of them spend keeps the budget of
    the programme. The falls of the distances of all members from their ambitions, at their horizons, count alike. Of choices
    that are equally good, a cheapest one is taken.

    First the plans of each member that no other beats at both distance and cost are found; members with the same
    portfolio share them. Of these the best combination is found member by member: of all beginnings, those are kept that no other
    beats at both.

    Args:
        portfolios: The portfolio of each member, by its name; at least one, all in the same currency.
        budget: What all members may spend together, at least 0.
        time_limit: Seconds for everything, more than 0, shared evenly by the members; then some may stay `open`.
        cancel: Set it from another thread to stop, as if the time were over.

    Raises:
        InvalidInputError: There is no member, or they count money in different currencies.
        InvalidArgumentError: The budget is less than what the members have to spend.
        InfeasibleError: A member has no plan.
        NoPlanFoundError: No plan of a member was found in time.

    Source: G. L. Nemhauser and Z. Ullmann (1969), Discrete dynamic programming and capital allocation.

    >>> from omniprio import Initiative, Portfolio
    >>> web = Initiative(id="web", cost=30, advances={"R2": 0.6})
    >>> app = Initiative(id="app", cost=20, advances={"D2": 0.3})
    >>> north = Portfolio(horizon=1, initiatives=[web, app])
    >>> south = Portfolio(horizon=1, initiatives=[web, app], start={"R2": 0.6})
    >>> [list(part.starts) for part in programme_within({"north": north, "south": south}, 60).parts]
    [['web'], ['web']]
    """
    must_be_comparable(portfolios)
    found = _trade_offs(portfolios, Deadline(time_limit, cancel))
    choices = [_choices(found[name], portfolio) for name, portfolio in portfolios.items()]
    chosen = _best(choices, exact(budget))
    if chosen is None:
        least = float(sum(min(one.cost for one in own) for own in choices))
        remedy = sentence("remedies.at least bound", ge=least)
        raise InvalidArgumentError.of("budget", sentence("faults.is", value=budget), remedy)
    return ProgrammeWithin(
        budget=budget,
        parts=tuple(
            MemberPart(member=name, starts=one.starts, gain=one.gain, cost=one.cost)
            for name, one in zip(portfolios, chosen, strict=True)
        ),
        open=tuple(name for name in portfolios if not found[name].is_final),
        currency=next(iter(portfolios.values())).currency,
        titles=_titles([*portfolios.values()], {name for one in chosen for name in one.starts}),
        marks=united(one.not_facts for one in portfolios.values()),
    )


class _Choice(NamedTuple):
    """One plan of a member."""

    cost: Fraction
    gain: Fraction
    starts: dict[str, int]


def _titles(portfolios: Sequence[Portfolio], names: set[str]) -> dict[str, Text]:
    """Return the titles of initiatives, as the first portfolio calls them that has a title for each."""
    found: dict[str, Text] = {}
    for portfolio in reversed(portfolios):
        found |= titles_of(portfolio, [name for name in portfolio.by_id if name in names])
    return found


def _trade_offs(portfolios: Mapping[str, Portfolio], deadline: Deadline) -> dict[str, TradeOff]:
    """Return the plans of each member that no other beats at distance and cost."""
    known: dict[str, TradeOff] = {}
    documents = {name: portfolio.to_json() for name, portfolio in portfolios.items()}
    different = {document: portfolios[name] for name, document in documents.items()}
    for place, (document, portfolio) in enumerate(different.items()):
        own = deadline.share(1 / (len(different) - place))
        known[document] = _trade_off(portfolio, own)
    return {name: known[document] for name, document in documents.items()}


_MOST_PLANS = 10_000


def _trade_off(portfolio: Portfolio, deadline: Deadline) -> TradeOff:
    goals, cancel = (Closest(), LeastCost()), deadline.cancel
    found = trade_off(portfolio, *goals, max_points=_MOST_PLANS, time_limit=deadline.limit, cancel=cancel)
    if found.points:
        return found
    if found.ended == "finished":
        raise infeasible(portfolio, time_limit=deadline.limit, cancel=cancel)
    raise NoPlanFoundError("cancelled" if cancel.is_set() else "time limit")


def _choices(found: TradeOff, portfolio: Portfolio) -> list[_Choice]:
    start = progress(portfolio, {}).distance[0]
    return [_Choice(point.money, start - point.maturity, dict(point.plan.starts)) for point in found.points]


class _Beginning(NamedTuple):
    """What the first members do, as a chain of choices."""

    cost: Fraction
    gain: Fraction
    last: _Choice | None = None
    before: _Beginning | None = None


def _best(members: Sequence[Sequence[_Choice]], budget: Fraction) -> list[_Choice] | None:
    """Return a choice for each member, together of most gain within a budget, at least cost; None if none is within it."""
    least_after = [
        sum((min(one.cost for one in own) for own in members[place:]), Fraction(0))
        for place in range(len(members) + 1)
    ]
    beginnings = [_Beginning(Fraction(0), Fraction(0))]
    for place, own in enumerate(members):
        most = budget - least_after[place + 1]
        longer = (
            _Beginning(one.cost + choice.cost, one.gain + choice.gain, choice, one)
            for one in beginnings
            for choice in own
            if one.cost + choice.cost <= most
        )
        beginnings = _unbeaten(longer)
    return _chain(beginnings[-1]) if beginnings else None


def _unbeaten(every: Iterator[_Beginning]) -> list[_Beginning]:
    """Return those that no other beats at both cost and gain, the cheapest first."""
    kept: list[_Beginning] = []
    for one in sorted(every, key=lambda one: (one.cost, -one.gain)):
        if not kept or one.gain > kept[-1].gain:
            kept.append(one)
    return kept


def _chain(end: _Beginning) -> list[_Choice]:
    found = []
    step: _Beginning | None = end
    while step is not None and step.last is not None:
        found.append(step.last)
        step = step.before
    return found[::-1]
