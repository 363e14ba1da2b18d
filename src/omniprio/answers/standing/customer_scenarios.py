"""When does it work for the customer: scenarios as sets of fields, and the period from which each works."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, override

from omniprio.answer import Marked
from omniprio.assessment.given import Given
from omniprio.base import Model, Text
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.marks import marks_in, united
from omniprio.parameters import validated
from omniprio.portfolio import Horizon, Scenario
from omniprio.portfolio.provenance import marks_of
from omniprio.portfolio.scenarios import shipped_scenarios, with_outer_rings
from omniprio.spelling import hints, use_one_of
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.disc import Disc
    from omniprio.language import Speaker
    from omniprio.plan import Plan

__all__ = [
    "Scenario",
    "ScenarioPeriod",
    "ScenarioPeriods",
    "Scenarios",
    "example_scenarios",
    "scenario_periods",
]


class Scenarios(Given):
    """A list of scenarios in a file.

    >>> Scenarios.from_json('{"scenarios": [{"id": "basket", "fields": ["R3"]}]}').scenarios[0].id
    'basket'
    """

    title: Text = ""
    provenance: str = ""
    """Where they come from; what is fact and what is judgement in all of them."""
    scenarios: tuple[Scenario, ...]


class ScenarioPeriod(Model):
    """From when one scenario works."""

    scenario: Scenario
    needs: tuple[str, ...]
    """Its fields and the rings outside them, in the order of the disc."""
    period: int | None
    """The first period at whose end it works, and works on to the horizon; 0 is the start, None never."""
    label: str
    """What a person calls the period; `start` for 0, empty for never."""
    in_the_way: tuple[str, ...]
    """The fields it needs that are not reached at the horizon; none if it works."""


class ScenarioPeriods(Marked):
    """From when each scenario works in a plan."""

    rows: tuple[ScenarioPeriod, ...]
    """One for each scenario, in the order given."""
    calendar: Horizon | None = None
    """What names the periods; None for their labels."""

    @property
    def periods(self) -> dict[str, int | None]:
        """The first period in which each scenario works, by id; 0 is the start, None never."""
        return {row.scenario.id: row.period for row in self.rows}

    @override
    def _columns(self, speaker: Speaker) -> str:
        heads = [speaker.words(f"answers.{head}") for head in ("scenario", "works from", "in the way")]
        cells = (
            [
                row.scenario.name(speaker.catalogue.language),
                self._when(row, speaker),
                ", ".join(row.in_the_way),
            ]
            for row in self.rows
        )
        return columns(heads, cells, left=len(heads))

    def _when(self, row: ScenarioPeriod, speaker: Speaker) -> str:
        if row.period is None:
            return speaker.words("answers.never")
        if not row.period:
            return speaker.words("answers.at the start")
        return (
            row.label
            if self.calendar is None
            else self.calendar.label(row.period, speaker.catalogue.language)
        )

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield self._columns(speaker)


@validated
def scenario_periods(plan: Plan, scenarios: Sequence[Scenario]) -> ScenarioPeriods:
    """Return the first period in which each scenario works.

    A scenario works at the end of a period if all its fields are reached, and with them all rings outside
    (the disc is read from the outside in; in a checklist each field stands alone). It must work on to the
    horizon: what a negative synergy undoes later does not count.

    Args:
        plan: The plan.
        scenarios: The scenarios, each with its own id.

    Returns:
        One row for each scenario, in the order given.

    Raises:
        InvalidInputError: A field is unknown or a scenario is given twice; it lists every fault.

    >>> from omniprio import plan_of, ten_portfolio
    >>> every = dict.fromkeys(ten_portfolio().by_id, 1) | {"personalise": 4, "identify-in-store": 3, "service-profile": 8}
    >>> plan = plan_of(ten_portfolio(budget=5550), every)
    >>> scenario_periods(plan, example_scenarios()).periods
    {'basket-in-store': 8, 'email-after-purchase': 8, 'service-knows-emails': 8}
    """
    if faults := list(_faults(scenarios, plan.portfolio.disc)):
        raise InvalidInputError(faults)
    rows = tuple(_row(scenario, plan) for scenario in scenarios)
    marks = united(
        [*(marks_in(one.provenance) for one in scenarios), marks_of(plan.portfolio, "effect", "start")]
    )
    return ScenarioPeriods(rows=rows, calendar=plan.portfolio.calendar, marks=marks)


def example_scenarios() -> tuple[Scenario, ...]:
    """Return three scenarios on the customer-centricity disc that come with the library.

    The situations are from the texts on omnichannel; which fields they need is our judgement.

    >>> [scenario.id for scenario in example_scenarios()]
    ['basket-in-store', 'email-after-purchase', 'service-knows-emails']
    """
    return tuple(shipped_scenarios().values())


def _row(scenario: Scenario, plan: Plan) -> ScenarioPeriod:
    needs = with_outer_rings(scenario.fields, plan.portfolio.disc)
    reached = {field: plan.progress.reached(field) for field in needs}
    in_the_way = tuple(field for field, period in reached.items() if period is None)
    period = None if in_the_way else max(period for period in reached.values() if period is not None)
    return ScenarioPeriod(
        scenario=scenario,
        needs=needs,
        period=period,
        label="" if period is None else plan.periods[period].label,
        in_the_way=in_the_way,
    )


def _faults(scenarios: Sequence[Scenario], disc: Disc) -> Iterator[Fault]:
    for name, count in Counter(scenario.id for scenario in scenarios).items():
        if count > 1:
            yield Fault(
                f"scenarios[{name}].id",
                sentence("faults.given times", count=count),
                sentence("remedies.own id"),
            )
    for scenario in scenarios:
        unknown = [field for field in scenario.fields if field not in disc.named]
        like = hints(unknown, disc.named)
        for field in unknown:
            remedy = use_one_of(disc.named, like[field])
            yield Fault(
                f"scenarios[{scenario.id}].fields", sentence("faults.no such field", name=field), remedy
            )
