"""The tables about initiatives: what they cost, bring, need and take."""

from __future__ import annotations

from omniprio.io.columns import choice, named, of_initiative, sources, words
from omniprio.io.table import Column, Table
from omniprio.portfolio import Benefit, Cost, Initiative, Requirement
from omniprio.portfolio.initiative import OF_A_MODE

__all__ = ["ADDS", "ADVANCES", "BENEFITS", "COSTS", "EFFORT", "INITIATIVES", "MODES", "NEEDS", "REQUIRES"]


def _instead_of_a_table(name: str) -> Column:
    """Return a column that says in short what also has a table of its own."""
    return Column(name=name, kind="shares", short=True)


def _of_a_mode(name: str) -> Column:
    """Return the column of what a mode has of its own."""
    return Column(name=name, kind="whole" if name == "duration" else "data")


INITIATIVES = Table(
    name="initiatives",
    at=("initiatives",),
    listed=True,
    columns=(
        words("id"),
        named("title"),
        named("description"),
        Column(name="duration", kind="whole"),
        Column(name="cost", kind="number"),
        Column(name="benefit", kind="number"),
        Column(name="earliest_start", kind="whole"),
        Column(name="latest_start", kind="whole"),
        Column(name="deadline", kind="whole"),
        Column(name="due", kind="whole"),
        Column(name="late_price", kind="number"),
        Column(name="fixed_start", kind="whole"),
        Column(name="closed", kind="numbers"),
        Column(name="may_run_over", kind="flag"),
        choice("decision", Initiative),
        named("decision_reason"),
        words("owner"),
        Column(name="tags", kind="names", of_each="kind", alone=False),
        Column(name="scores", kind="shares"),
        words("source"),
        sources(),
        Column(name="links", kind="names"),
        _instead_of_a_table("advances"),
        Column(name="requires", kind="names", short=True, refers="initiatives"),
        Column(name="needs", kind="shares", short=True),
        _instead_of_a_table("effort"),
    ),
)

MODES = Table(
    name="modes",
    owner="initiatives",
    at=("modes",),
    listed=True,
    columns=(
        of_initiative(),
        words("id"),
        named("title"),
        *map(_of_a_mode, OF_A_MODE),
    ),
)

COSTS = Table(
    name="costs",
    owner="initiatives",
    at=("costs",),
    key="fund",
    without_key="cost",
    columns=(
        of_initiative(),
        words("fund", refers="budgets"),
        Column(name="amount", kind="number"),
        choice("spread", Cost),
        Column(name="profile", kind="numbers"),
        Column(name="running", kind="number"),
    ),
    plain="amount",
    marker=("spread", "even"),
)
BENEFITS = Table(
    name="benefits",
    owner="initiatives",
    at=("benefit",),
    columns=(
        of_initiative(),
        Column(name="per_period", kind="number"),
        Column(name="profile", kind="numbers"),
        choice(
            "counted_from",
            Benefit,
        ),
        words("into", refers="budgets"),
    ),
    marker=("counted_from", "completion"),
)
ADVANCES = Table(
    name="advances",
    owner="initiatives",
    at=("advances",),
    key="field",
    value="share",
    columns=(
        of_initiative(),
        words("field", refers="fields"),
        Column(name="share", kind="share"),
    ),
)
NEEDS = Table(
    name="needs",
    owner="initiatives",
    at=("needs",),
    key="field",
    value="share",
    columns=(
        of_initiative(),
        words("field", refers="fields"),
        Column(name="share", kind="share"),
    ),
)
REQUIRES = Table(
    name="requires",
    owner="initiatives",
    at=("requires",),
    listed=True,
    columns=(
        of_initiative(),
        Column(name="of", kind="names", refers="initiatives"),
        choice("match", Requirement),
        Column(name="at_least", kind="whole"),
        choice(
            "kind",
            Requirement,
        ),
        Column(name="lag", kind="whole"),
        Column(name="max_lag", kind="whole"),
        Column(name="given", kind="names", refers="initiatives"),
    ),
    plain="of",
    marker=("match", "all"),
)
ADDS = Table(
    name="adds",
    owner="initiatives",
    at=("adds",),
    key="team",
    value="amount",
    columns=(
        of_initiative(),
        words("team", refers="capacities"),
        Column(name="amount", kind="number"),
    ),
)
EFFORT = Table(
    name="effort",
    owner="initiatives",
    at=("effort",),
    key="team",
    value="amount",
    columns=(
        of_initiative(),
        words("team", refers="capacities"),
        Column(name="amount", kind="amounts"),
    ),
)
