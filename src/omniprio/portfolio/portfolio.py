"""The portfolio: initiatives, the disc they advance, where we start, where we want to go, what we have."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, model_validator

from omniprio.base import MOST_ENTRIES, MOST_PERIODS, WHOLE, Amount, Model, Name, Period, Text, Words
from omniprio.disc import AT, Disc, by_part, shipped_disc, with_fields
from omniprio.errors import MOST_FAULTS, Fault, InvalidInputError
from omniprio.findings import beginning, findings_of
from omniprio.numbers import exact
from omniprio.outside import document_in
from omniprio.parameters import validated
from omniprio.portfolio.about import is_about_a_disc
from omniprio.portfolio.budgets import Budget, PerPeriod
from omniprio.portfolio.days import with_periods
from omniprio.portfolio.draft import Draft, drafted
from omniprio.portfolio.faults import find_faults
from omniprio.portfolio.funds import Fund
from omniprio.portfolio.horizon import Horizon
from omniprio.portfolio.html import as_html
from omniprio.portfolio.initiative import MAIN_FUND, Initiative
from omniprio.portfolio.limits import Group, Synergy, takes_in
from omniprio.portfolio.measurements import Measurement, at_last
from omniprio.portfolio.milestones import Milestone
from omniprio.portfolio.outline import heading, outline
from omniprio.portfolio.provenance import marks_of
from omniprio.portfolio.reading import data_of_a_portfolio
from omniprio.portfolio.scenarios import Scenario, shipped_scenarios
from omniprio.portfolio.teams import Capacity, Team, most_of, teams_of
from omniprio.portfolio.work import as_begun, window_of
from omniprio.wording import faults_of, in_order, too_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from omniprio.language import Language
    from omniprio.marks import Marks

__all__ = ["Portfolio", "known_at", "known_fulfilment"]

_MOST_ENTRIES = (1_000, 100, 10)
"""How many entries of each list and object are looked at again where too much is wrong."""

_Number = Annotated[float, Field(ge=0, strict=True)]


class Portfolio(Model):
    """Everything a plan is made from; refused with all its faults at once if anything is wrong.

    Raises:
        InvalidInputError: Something in the data is wrong; it lists every fault.

    >>> portfolio = Portfolio(
    ...     horizon=4,
    ...     initiatives=[
    ...         Initiative(id="identify", cost=720, duration=2, advances={"R2": 0.6}),
    ...         Initiative(id="web", cost=300, duration=1, advances={"D2": 0.6}, requires=["identify"]),
    ...     ],
    ...     budget=2500,
    ... )
    >>> portfolio.start_fulfilment["R1"], portfolio.start_fulfilment["R2"]
    (Fraction(1, 1), Fraction(0, 1))
    """

    format: Literal["omniprio-portfolio/1"] = "omniprio-portfolio/1"
    """The version of this format."""
    name: Words = ""
    """A short name, for programs; it is shown where there is no title."""
    horizon: Period | Horizon
    """The number of periods, or a horizon with a calendar."""
    initiatives: Annotated[tuple[Initiative, ...], Field(max_length=MOST_ENTRIES)]
    closed: tuple[Period, ...] = ()
    """Periods in which no work is done, such as holidays and freezes; work that has begun goes on after them."""
    disc: Disc = Field(default_factory=shipped_disc)
    """The maturity model; by default the customer-centricity disc."""
    start: dict[str, _Number] = {}
    """Where we are: the level of a discipline (`{"R": 1}`), the fulfilment of a field (`{"R2": 0.3}`) or of one
    channel of it (`{"R2@web": 0.5}`)."""
    linked: tuple[Annotated[tuple[Name, ...], Field(min_length=2)], ...] = ()
    """Channels that are joined to one another already: each entry those of one joint."""
    measured: Annotated[tuple[Measurement, ...], Field(max_length=MOST_ENTRIES)] = ()
    """How far fields were found to be since the start; each is counted from there on."""
    ambition: dict[str, Annotated[int, Field(ge=0, strict=True), WHOLE]] = {}
    """The level each discipline is to reach; by default the centre."""
    credit: Literal["partial", "full"] = "partial"
    """Whether the first level not reached counts in part, or only levels that are reached."""
    budget: Amount | Budget | None = None
    """The main budget: a total, or a budget with its periods."""
    budgets: dict[Name, Amount | Budget | None] = {}
    """Further budgets by name; None declares a fund without limit."""
    funds: dict[Name, Fund] = {}
    """What a fund is in, what that is worth and what becomes of its prices, by its name; see `Fund`."""
    capacities: dict[Name, PerPeriod | Capacity] = {}
    """What each team has in each period."""
    groups: Annotated[tuple[Group, ...], Field(max_length=MOST_ENTRIES)] = ()
    synergies: Annotated[tuple[Synergy, ...], Field(max_length=MOST_ENTRIES)] = ()
    milestones: Annotated[tuple[Milestone, ...], Field(max_length=MOST_ENTRIES)] = ()
    """What every plan must have reached by when."""
    scenarios: Annotated[tuple[Scenario, ...], Field(max_length=MOST_ENTRIES)] = ()
    """Scenarios of its own that milestones and goals can name; one with the id of a shipped one takes its place."""
    discount_rate: Annotated[float, Field(ge=0, le=10, strict=True)] = 0.0
    """Per period; money of period t counts times (1 + rate) ** -(t - 1)."""
    beyond: Annotated[int, Field(ge=0, le=MOST_PERIODS, strict=True), WHOLE] = 0
    """How many periods after T the value of a plan still counts, for what is complete, or a synergy active, by T: benefits and
    running costs, discounted."""
    currency: Words = ""
    """What amounts of money are in, for instance `kDKK`."""
    title: Text = ""
    """What it is called where people read it."""
    provenance: dict[Words, Text] = {}
    """What is fact and what is judgement, by part; what was assumed of a file that was read too."""

    @model_validator(mode="wrap")
    @classmethod
    def _all_faults_at_once(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Report faults of form and faults of meaning together; a portfolio that was made has none."""
        if isinstance(data, cls):
            return handler(data)
        data = with_periods(data)
        try:
            portfolio = handler(data)
        except ValidationError as error:
            if error.error_count() > MOST_FAULTS:
                raise InvalidInputError(_first_faults(data, handler, cls), more=True) from None
            draft = drafted(data, findings_of(error, data), handler, cls)
            faults = [*faults_of(error, data, cls), *(_some(find_faults(draft)) if draft else ())]
            raise InvalidInputError(in_order(faults, data)) from None
        if faults := _some(find_faults(Draft(portfolio))):
            raise InvalidInputError(in_order(faults, data))
        return portfolio

    @classmethod
    @validated
    def from_json(cls, document: str | bytes) -> Self:
        """Read a portfolio from JSON text.

        Args:
            document: The text, in the format `omniprio-portfolio/1`.

        Raises:
            InvalidInputError: The text is no JSON, or no portfolio; it lists every fault.
        """
        return cls.model_validate(data_of_a_portfolio(document))

    @classmethod
    @validated
    def from_file(cls, path: Path | str) -> Self:
        """Read a portfolio from a JSON file; see `from_json` and `omniprio.outside.document_in`."""
        return cls.from_json(document_in(path))

    def to_json(self) -> str:
        """Return the portfolio as JSON text, which `from_json` reads back to an equal portfolio.

        What is as by default is left out, the version of the format apart; the same portfolio gives the same text.
        """
        data = {"format": self.format, **self.model_dump(mode="json", exclude_defaults=True)}
        return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)

    @validated
    def summary(self, language: Language = "en") -> str:
        """Return what it contains, in a few lines.

        Args:
            language: The code of the language.
        """
        return outline(self, language)

    def __str__(self) -> str:
        """Return the summary in English."""
        return self.summary()

    def __repr_args__(self) -> Iterable[tuple[str, object]]:
        """Return its size alone: the whole is `to_json`."""
        yield from {
            "name": heading(self, "en"), "initiatives": len(self.initiatives), "periods": self.periods,
        }.items()  # fmt: skip

    def _repr_html_(self) -> str:
        return as_html(self)

    @cached_property
    def calendar(self) -> Horizon:
        """The horizon, a plain number of periods written out."""
        return self.horizon if isinstance(self.horizon, Horizon) else Horizon(periods=self.horizon)

    @property
    def periods(self) -> int:
        """T, the number of periods."""
        return self.calendar.periods

    @cached_property
    def is_plain(self) -> bool:
        """Whether all work is done in one way: from its start without a pause, complete by the last period, at the same price."""
        unlike = any(one.closed or one.may_run_over or one.modes for one in self.initiatives)
        return not (self.closed or unlike or any(fund.index for fund in self.funds.values()))

    @cached_property
    def has_disc(self) -> bool:
        """Whether anything in it is about the disc; else it is planned and shown without a word of it."""
        return is_about_a_disc(self)

    @property
    def counted_to(self) -> int:
        """The last period whose money the value of a plan counts: T, or so many periods beyond it."""
        return self.periods + self.beyond

    @cached_property
    def by_id(self) -> dict[str, Initiative]:
        """The initiatives by id, in the order given."""
        return {initiative.id: initiative for initiative in self.initiatives}

    @cached_property
    def limits(self) -> dict[str, Budget]:
        """All budgets by name, plain numbers and omitted funds written out; the main budget's first."""
        given = {MAIN_FUND: self.budget, **self.budgets}
        return {name: _written_out(name, limit) for name, limit in given.items()}

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """The members of each group by its id: those named in their order, then the others in that of the portfolio."""
        return {group.id: self._members_of(group) for group in self.groups}

    def _members_of(self, group: Group) -> tuple[str, ...]:
        some = self.initiatives if group.owners or group.tags else ()
        return tuple(
            dict.fromkeys([*(group.members or ()), *(one.id for one in some if takes_in(group, one))])
        )

    @cached_property
    def teams(self) -> dict[str, Team]:
        """What each team has and has to do in each period 1 to T, exact."""
        return teams_of(self.capacities, self.periods)

    @cached_property
    def sellers(self) -> tuple[str, ...]:
        """The teams of which more can be bought than there is."""
        return tuple(team for team, one in self.teams.items() if one.sells)

    @cached_property
    def capacity_by_period(self) -> dict[str, tuple[Fraction | None, ...]]:
        """What each team has in each period 1 to T, exact, without what initiatives add; None is no limit."""
        return {team: one.amount for team, one in self.teams.items()}

    @cached_property
    def most_capacity(self) -> dict[str, tuple[Fraction | None, ...]]:
        """The most that each team can have in each period 1 to T, exact, whatever is added and bought; None is no limit."""
        return {team: most_of(team, one, self.initiatives) for team, one in self.teams.items()}

    @cached_property
    def start_fulfilment(self) -> dict[str, Fraction]:
        """The fulfilment of each field, and of each channel of one, at the start, exact, 0 to 1."""
        levels = {row.id: self.start.get(row.id, self.disc.start_level) for row in self.disc.disciplines}
        whole = {
            field.id: exact(self.start[field.id])
            if field.id in self.start
            else Fraction(field.number <= levels[field.discipline.id])
            for field in self.disc
        }
        parts = by_part(
            self.disc, whole | {name: exact(self.start[name]) for name in self.start if AT in name}
        )
        return with_fields(self.disc, parts)

    @cached_property
    def measured_parts(self) -> dict[str, dict[int, Fraction]]:
        """What was measured of each part of the disc, exact, by the end of which period, the earliest first."""
        found = at_last(self.measured, self.disc)
        return {part: {end: one.exact_share for end, one in own.items()} for part, own in found.items()}

    @cached_property
    def latest_fulfilment(self) -> dict[str, Fraction]:
        """How far each field, and each channel of one, was when it was last measured; else at the start."""
        return known_fulfilment(self, self.periods)

    @cached_property
    def gains_ahead(self) -> dict[str, dict[str, Fraction]]:
        """The gains of each initiative that can come after the last measurement of their part."""
        ends = {name: self._last_end(name) for name in self.gains if self.measured}
        return {name: self._ahead(gains, ends.get(name)) for name, gains in self.gains.items()}

    @cached_property
    def joint_gains_ahead(self) -> dict[str, dict[str, Fraction]]:
        """The gains of each synergy that can come after the last measurement of their part."""
        plain = (
            one for one in self.synergies if self.measured and not one.needs
        )  # others can come at any time
        ends = {one.id: max(map(self._last_end, one.of)) for one in plain}
        return {name: self._ahead(gains, ends.get(name)) for name, gains in self.joint_gains.items()}

    def _last_end(self, name: str) -> int:
        """Return the last period in which the dates of an initiative allow it to complete."""
        initiative = self.by_id[name]
        window = window_of(initiative, self)
        return window[-1] + as_begun(initiative, window[-1], self).duration - 1 if window else 0

    def _ahead(self, gains: dict[str, Fraction], last: int | None) -> dict[str, Fraction]:
        """Return those of some gains that can come later than their part was measured; `last` is when at the latest."""
        if last is None:
            return gains
        return {part: gain for part, gain in gains.items() if known_at(self, part, self.periods)[0] < last}

    @cached_property
    def gains(self) -> dict[str, dict[str, Fraction]]:
        """What each initiative gives to each field, in each of its channels, exact, by its id; of its modes the most."""
        return {one.id: self._most(one) for one in self.initiatives}

    def _most(self, initiative: Initiative) -> dict[str, Fraction]:
        most: dict[str, Fraction] = {}
        for way in initiative.ways.values():
            for part, share in by_part(self.disc, way.shares).items():
                most[part] = max(share, most.get(part, share))
        return most

    @cached_property
    def joint_gains(self) -> dict[str, dict[str, Fraction]]:
        """What each synergy gives to each field, in each of its channels, exact, by its id."""
        return {one.id: by_part(self.disc, one.shares) for one in self.synergies}

    @cached_property
    def growth(self) -> Fraction:
        """What money grows by from one period to the next: 1 and the discount rate, exact."""
        return 1 + exact(self.discount_rate)

    @cached_property
    def scenario_by_id(self) -> dict[str, Scenario]:
        """The scenarios that can be named, by id: the shipped ones that are about its disc, and its own."""
        shipped = {
            name: one
            for name, one in shipped_scenarios().items()
            if self.disc.fields.keys() >= set(one.fields)
        }
        return shipped | {one.id: one for one in self.scenarios}

    @cached_property
    def not_facts(self) -> Marks:
        """What it says of its initiatives and budgets that is not a fact: `inferred`, `judgement` or `invented`."""
        return marks_of(self)

    @cached_property
    def ambitions(self) -> dict[str, int]:
        """The level each discipline is to reach, by id."""
        return {row.id: self.ambition.get(row.id, len(row.rings)) for row in self.disc.disciplines}


def _some(faults: Iterable[Fault]) -> list[Fault]:
    """Return no more faults than are kept, and one to show that there are more."""
    return list(islice(faults, MOST_FAULTS + 1))


def _first_faults(data: object, validate: Callable[[object], object], model: type[Model]) -> list[Fault]:
    """Return what is wrong in form with the first entries, where so much is wrong that it would fill the memory."""
    for most in _MOST_ENTRIES:
        first = beginning(data, most)
        try:
            validate(first)
        except ValidationError as error:
            if error.error_count() <= MOST_FAULTS:
                return in_order(faults_of(error, first, model), first)
    return [too_many("portfolio")]


def _written_out(name: str, limit: Budget | float | None) -> Budget:
    if isinstance(limit, Budget):
        return limit if limit.funds else limit.model_copy(update={"funds": (name,)})
    return Budget(funds=(name,)) if limit is None else Budget(total=limit, funds=(name,))


def known_at(portfolio: Portfolio, part: str, period: int) -> tuple[int, Fraction]:
    """Return since the end of which period the shares of a part are counted at the end of one, and from what on.

    Args:
        portfolio: The portfolio.
        part: The field, or the channel of it.
        period: The period, from 0; the start is the end of period 0.
    """
    measured = portfolio.measured_parts.get(part)
    if not measured:
        return 0, portfolio.start_fulfilment[part]
    since = max((end for end in measured if end <= period), default=None)
    return (0, portfolio.start_fulfilment[part]) if since is None else (since, measured[since])


def known_fulfilment(portfolio: Portfolio, period: int) -> dict[str, Fraction]:
    """Return how far each field, and each channel of one, was when it was last measured by the end of a period."""
    if not portfolio.measured:
        return portfolio.start_fulfilment
    return with_fields(
        portfolio.disc, {part: known_at(portfolio, part, period)[1] for part in portfolio.disc.parts}
    )
