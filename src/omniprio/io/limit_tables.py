"""The tables about what binds initiatives together: budgets, capacities, groups and synergies."""

from __future__ import annotations

from omniprio.io.columns import choice, words
from omniprio.io.table import Column, Table
from omniprio.portfolio import Synergy

__all__ = ["BUDGETS", "CAPACITIES", "FUNDS", "GROUPS", "SYNERGIES", "WINDOWS"]

BUDGETS = Table(
    name="budgets",
    at=("budgets",),
    key="name",
    without_key="budget",
    columns=(
        words("name"),
        Column(name="total", kind="number"),
        Column(name="per_period", kind="amounts"),
        Column(name="carry_over", kind="flag or number"),
        Column(name="at_least", kind="number"),
        Column(name="funds", kind="names", refers="budgets"),
        Column(name="owners", kind="names"),
    ),
    plain="total",
    marker=("carry_over", True),
)
FUNDS = Table(
    name="funds",
    at=("funds",),
    key="fund",
    columns=(
        words("fund", refers="budgets"),
        words("unit"),
        Column(name="rate", kind="number"),
        Column(name="index", kind="number"),
    ),
)
WINDOWS = Table(
    name="windows",
    owner="budgets",
    at=("windows",),
    listed=True,
    columns=(
        words("budget", refers="budgets"),
        Column(name="periods", kind="whole"),
        Column(name="amount", kind="number"),
        Column(name="at_least", kind="number"),
    ),
)
CAPACITIES = Table(
    name="capacities",
    at=("capacities",),
    key="team",
    plain="amount",
    marker=("at_least", "no limit"),
    columns=(
        words("team"),
        Column(name="amount", kind="amounts"),
        Column(name="at_least", kind="amounts"),
        Column(name="extra", kind="amounts"),
        Column(name="extra_price", kind="number"),
        words("extra_fund", refers="budgets"),
    ),
)
GROUPS = Table(
    name="groups",
    at=("groups",),
    listed=True,
    columns=(
        words("id"),
        Column(name="members", kind="names", refers="initiatives"),
        Column(name="owners", kind="names"),
        Column(name="tags", kind="names", of_each="kind", alone=False),
        words("fund", refers="budgets"),
        words("score"),
        Column(name="at_least", kind="number"),
        Column(name="at_most", kind="number"),
        Column(name="all_or_none", kind="flag"),
        Column(name="apart", kind="whole"),
        Column(name="least_share", kind="number"),
        Column(name="most_share", kind="number"),
    ),
)
SYNERGIES = Table(
    name="synergies",
    at=("synergies",),
    listed=True,
    columns=(
        words("id"),
        Column(name="of", kind="names", refers="initiatives"),
        choice("when", Synergy),
        Column(name="needs", kind="shares"),
        Column(name="benefit", kind="number"),
        Column(name="cost", kind="number"),
        Column(name="advances", kind="shares"),
    ),
)
