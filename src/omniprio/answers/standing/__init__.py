"""Where we are: gaps, coverage, several organisations, customer scenarios."""

from omniprio.answers.standing.coverage_table import Coverage, coverage
from omniprio.answers.standing.customer_scenarios import (
    Scenario,
    ScenarioPeriod,
    ScenarioPeriods,
    Scenarios,
    example_scenarios,
    scenario_periods,
)
from omniprio.answers.standing.gap_table import Gap, GapTable, gaps
from omniprio.answers.standing.groups import (
    DisciplineStanding,
    GroupStanding,
    OwnPlace,
    Quartiles,
    Standing,
    group_standing,
)
from omniprio.answers.standing.organisations import SideBySide, side_by_side

__all__ = [
    "Coverage",
    "DisciplineStanding",
    "Gap",
    "GapTable",
    "GroupStanding",
    "OwnPlace",
    "Quartiles",
    "Scenario",
    "ScenarioPeriod",
    "ScenarioPeriods",
    "Scenarios",
    "SideBySide",
    "Standing",
    "coverage",
    "example_scenarios",
    "gaps",
    "group_standing",
    "scenario_periods",
    "side_by_side",
]
