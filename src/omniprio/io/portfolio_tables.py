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
from omniprio.io.limit_tables import BUDGETS, CAPACITIES, FUNDS, GROUPS, SYNERGIES, WINDOWS
from omniprio.io.milestone_tables import MEASURED, MILESTONES, SCENARIOS
from omniprio.io.table import Column, Table
from omniprio.portfolio import Portfolio
from omniprio.portfolio.horizon import Horizon

__all__ = ["TABLES", "TABLES_BY_NAME"]

SETTINGS = Table(
    name="settings",
    columns=(
        words("name"),
        named("title"),
        Column(name="budget", kind="number"),
        words("currency"),
        choice("credit", Portfolio),
        Column(name="closed", kind="numbers"),
        Column(name="discount_rate", kind="number"),
        Column(name="beyond", kind="whole"),
        sources(),
    ),
)
HORIZON = Table(
    name="horizon",
    at=("horizon",),
    columns=(
        Column(name="periods", kind="whole"),
        choice("unit", Horizon),
        Column(name="start", kind="date"),
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
    FUNDS,
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
