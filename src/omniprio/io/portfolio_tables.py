"""The tables of a portfolio, one for each concept, with their help."""

from __future__ import annotations

from omniprio.io.columns import choice, named, sources, words
from omniprio.io.disc_tables import AMBITION, CHANNELS, DISC, DISCIPLINES, LEVELS, LINKED, START
from omniprio.io.initiative_tables import (
    ADDS,
    ADVANCES,
    BENEFITS,
    COSTS,
    EFFORT,
    INITIATIVES,
    MODES,
    NEEDS,
    REQUIRES,
)
from omniprio.io.limit_tables import BUDGETS, CAPACITIES, GROUPS, SYNERGIES, WINDOWS
from omniprio.io.milestone_tables import MEASURED, MILESTONES, SCENARIOS
from omniprio.io.table import Column, Table
from omniprio.portfolio import Portfolio
from omniprio.portfolio.horizon import Horizon

__all__ = ["TABLES", "TABLES_BY_NAME"]

SETTINGS = Table(
    name="settings",
    help="One row about the portfolio as a whole; every cell may be blank.",
    columns=(
        words("name", "A short name."),
        named("title", "The title of the plan."),
        Column(
            name="budget", kind="number", help="The main budget: one amount for all periods. Blank: no limit."
        ),
        words("currency", "What amounts of money are in, for instance kDKK."),
        choice("credit", "Whether the first level not reached counts in part.", Portfolio),
        Column(name="closed", kind="numbers", help="Periods in which no work is done, as 3; 4."),
        Column(name="discount_rate", kind="number", help="Per period: 0.02 is 2 %."),
        Column(
            name="beyond",
            kind="whole",
            help="How many periods after the last one benefits and running costs still count. Blank: none.",
        ),
        sources(),
    ),
)
HORIZON = Table(
    name="horizon",
    help="One row: how long the plan is.",
    at=("horizon",),
    columns=(
        Column(name="periods", kind="whole", help="The number of periods."),
        choice("unit", "How long a period is.", Horizon),
        Column(name="start", kind="date", help="The first day of period 1, for instance 2027-01-01."),
    ),
    plain="periods",
    marker=("unit", "quarter"),
)

TABLES = (
    SETTINGS,
    HORIZON,
    INITIATIVES,
    MODES,
    COSTS,
    BENEFITS,
    ADVANCES,
    NEEDS,
    REQUIRES,
    EFFORT,
    ADDS,
    BUDGETS,
    WINDOWS,
    CAPACITIES,
    GROUPS,
    SYNERGIES,
    MILESTONES,
    SCENARIOS,
    MEASURED,
    START,
    AMBITION,
    DISC,
    CHANNELS,
    LINKED,
    DISCIPLINES,
    LEVELS,
)
"""Every table, in the order in which people fill them in; a table comes after the one its rows belong to."""

TABLES_BY_NAME = {table.name: table for table in TABLES}
