"""Figures of plans and results, drawn with matplotlib: the extra `plots`.

Each function draws one figure, on axes that are given or on new ones, and returns the axes; where a figure needs
several pairs of axes it is new, and returned itself. Nothing is shown or saved, and pyplot is not used. For each
figure, `describe_...` returns what is seen as a sentence, for alternative texts.

Raises:
    MissingExtraError: On import, where matplotlib is not installed.
"""

from importlib.util import find_spec

from omniprio.errors import MissingExtraError

if find_spec("matplotlib") is None:
    raise MissingExtraError("plots")

from omniprio.plots.agreement import agreement, describe_agreement
from omniprio.plots.assessment_spread import assessment_spread, describe_assessment_spread
from omniprio.plots.before_after import before_after, describe_before_after
from omniprio.plots.canvas import as_svg
from omniprio.plots.cash import cash, describe_cash
from omniprio.plots.chance_over_time import chance_over_time, describe_chance_over_time
from omniprio.plots.compare import compare, describe_compare
from omniprio.plots.core_index import core_index, describe_core_index
from omniprio.plots.coverage import coverage, describe_coverage
from omniprio.plots.dependencies import dependencies, describe_dependencies
from omniprio.plots.disc import describe_disc, disc
from omniprio.plots.disc_by_period import describe_disc_by_period, disc_by_period
from omniprio.plots.frontier import describe_frontier, frontier
from omniprio.plots.gantt import describe_gantt, gantt
from omniprio.plots.gap_table import describe_gap_table, gap_table
from omniprio.plots.group_standing import describe_group_standing, group_standing
from omniprio.plots.impact_effort import describe_impact_effort, impact_effort
from omniprio.plots.measured import describe_measured, measured
from omniprio.plots.money import describe_money, money
from omniprio.plots.owner_lanes import describe_owner_lanes, owner_lanes
from omniprio.plots.programme import describe_programme, programme
from omniprio.plots.road import describe_road, road
from omniprio.plots.scenarios import describe_scenarios, scenarios
from omniprio.plots.shares_of_gain import describe_shares_of_gain, shares_of_gain
from omniprio.plots.side_by_side import describe_side_by_side, side_by_side
from omniprio.plots.team_load import describe_team_load, team_load
from omniprio.plots.teams import describe_teams, teams
from omniprio.plots.trade_off import describe_trade_off, trade_off
from omniprio.plots.upheaval import describe_upheaval, upheaval

__all__ = [
    "agreement",
    "as_svg",
    "assessment_spread",
    "before_after",
    "cash",
    "chance_over_time",
    "compare",
    "core_index",
    "coverage",
    "dependencies",
    "describe_agreement",
    "describe_assessment_spread",
    "describe_before_after",
    "describe_cash",
    "describe_chance_over_time",
    "describe_compare",
    "describe_core_index",
    "describe_coverage",
    "describe_dependencies",
    "describe_disc",
    "describe_disc_by_period",
    "describe_frontier",
    "describe_gantt",
    "describe_gap_table",
    "describe_group_standing",
    "describe_impact_effort",
    "describe_measured",
    "describe_money",
    "describe_owner_lanes",
    "describe_programme",
    "describe_road",
    "describe_scenarios",
    "describe_shares_of_gain",
    "describe_side_by_side",
    "describe_team_load",
    "describe_teams",
    "describe_trade_off",
    "describe_upheaval",
    "disc",
    "disc_by_period",
    "frontier",
    "gantt",
    "gap_table",
    "group_standing",
    "impact_effort",
    "measured",
    "money",
    "owner_lanes",
    "programme",
    "road",
    "scenarios",
    "shares_of_gain",
    "side_by_side",
    "team_load",
    "teams",
    "trade_off",
    "upheaval",
]
