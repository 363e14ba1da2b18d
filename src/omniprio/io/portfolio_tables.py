"""The tables of a portfolio, one for each concept; their columns are the fields of its models."""

from __future__ import annotations

from omniprio.disc import Channel, Disc, Discipline, Level
from omniprio.io.columns import columns_of, of_initiative, words
from omniprio.io.table import Column, Table
from omniprio.portfolio import (
    Benefit,
    Budget,
    Capacity,
    Cost,
    Fund,
    Group,
    Horizon,
    Initiative,
    Measurement,
    Milestone,
    Mode,
    Portfolio,
    Requirement,
    Scenario,
    Synergy,
    Window,
)
from omniprio.portfolio.initiative import OF_A_MODE

__all__ = ["INITIATIVES", "MEASURED", "TABLES", "TABLES_BY_NAME"]


def _in_short(name: str) -> Column:
    """Return a column that says in short what also has a table of its own."""
    return Column(name=name, kind="shares", short=True)


_TAGS = Column(name="tags", kind="names", of_each="kind", alone=False)

_IN_SETTINGS = (
    "name",
    "title",
    "budget",
    "currency",
    "credit",
    "closed",
    "discount_rate",
    "beyond",
    "provenance",
)
SETTINGS = Table(
    name="settings",
    columns=columns_of(
        Portfolio, first=_IN_SETTINGS, without=Portfolio.model_fields.keys() - {*_IN_SETTINGS}
    ),
)
HORIZON = Table(
    name="horizon",
    at=("horizon",),
    columns=columns_of(Horizon),
    plain="periods",
    marker=("unit", "quarter"),
)
INITIATIVES = Table(
    name="initiatives",
    at=("initiatives",),
    listed=True,
    columns=columns_of(
        Initiative,
        first=(
            "id",
            "title",
            "description",
            "duration",
            "cost",
            "benefit",
            "earliest_start",
            "latest_start",
            "deadline",
            "due",
            "late_price",
            "fixed_start",
            "closed",
            "may_run_over",
            "decision",
            "decision_reason",
            "owner",
            "tags",
            "scores",
            "source",
            "provenance",
            "links",
        ),
        without=("costs", "adds", "modes"),
        unlike=(
            _TAGS,
            _in_short("advances"),
            Column(name="requires", kind="names", short=True, refers="initiatives"),
            _in_short("needs"),
            _in_short("effort"),
        ),
    ),
)
MODES = Table(
    name="modes",
    owner="initiatives",
    at=("modes",),
    listed=True,
    columns=(
        of_initiative(),
        *columns_of(
            Mode, unlike=[Column(name=name, kind="data") for name in OF_A_MODE if name != "duration"]
        ),
    ),
)
COSTS = Table(
    name="costs",
    owner="initiatives",
    at=("costs",),
    key="fund",
    without_key="cost",
    columns=(of_initiative(), words("fund", refers="budgets"), *columns_of(Cost)),
    plain="amount",
    marker=("spread", "even"),
)
BENEFITS = Table(
    name="benefits",
    owner="initiatives",
    at=("benefit",),
    columns=(of_initiative(), *columns_of(Benefit)),
    marker=("counted_from", "completion"),
)


def _of_initiative(name: str, key: Column, value: Column) -> Table:
    """Return the table of amounts that initiatives have by key."""
    return Table(
        name=name,
        owner="initiatives",
        at=(name,),
        key=key.name,
        value=value.name,
        columns=(of_initiative(), key, value),
    )


_FIELD, _TEAM = words("field", refers="fields"), words("team", refers="capacities")
ADVANCES = _of_initiative("advances", _FIELD, Column(name="share", kind="share"))
NEEDS = _of_initiative("needs", _FIELD, Column(name="share", kind="share"))
EFFORT = _of_initiative("effort", _TEAM, Column(name="amount", kind="amounts"))
ADDS = _of_initiative("adds", _TEAM, Column(name="amount", kind="number"))
REQUIRES = Table(
    name="requires",
    owner="initiatives",
    at=("requires",),
    listed=True,
    columns=(of_initiative(), *columns_of(Requirement)),
    plain="of",
    marker=("match", "all"),
)
BUDGETS = Table(
    name="budgets",
    at=("budgets",),
    key="name",
    without_key="budget",
    columns=(words("name"), *columns_of(Budget, without=("windows",))),
    plain="total",
    marker=("carry_over", True),
)
WINDOWS = Table(
    name="windows",
    owner="budgets",
    at=("windows",),
    listed=True,
    columns=(words("budget", refers="budgets"), *columns_of(Window)),
)
FUNDS = Table(
    name="funds",
    at=("funds",),
    key="fund",
    columns=(words("fund", refers="budgets"), *columns_of(Fund)),
)
CAPACITIES = Table(
    name="capacities",
    at=("capacities",),
    key="team",
    plain="amount",
    marker=("at_least", "no limit"),
    columns=(words("team"), *columns_of(Capacity)),
)
GROUPS = Table(
    name="groups",
    at=("groups",),
    listed=True,
    columns=columns_of(
        Group,
        first=(
            "id",
            "members",
            "owners",
            "tags",
            "fund",
            "score",
            "at_least",
            "at_most",
            "all_or_none",
            "apart",
        ),
        unlike=[_TAGS],
    ),
)
SYNERGIES = Table(
    name="synergies",
    at=("synergies",),
    listed=True,
    columns=columns_of(Synergy, first=("id", "of", "when", "needs", "benefit", "cost")),
)
MILESTONES = Table(
    name="milestones",
    at=("milestones",),
    listed=True,
    columns=columns_of(Milestone, unlike=[Column(name="by", kind="period")]),
)
SCENARIOS = Table(name="scenarios", at=("scenarios",), listed=True, columns=columns_of(Scenario))
MEASURED = Table(
    name="measured",
    at=("measured",),
    listed=True,
    columns=columns_of(Measurement, unlike=[Column(name="share", kind="share")]),
)
START = Table(
    name="start",
    at=("start",),
    key="name",
    value="value",
    columns=(words("name"), Column(name="value", kind="number")),
)
AMBITION = Table(
    name="ambition",
    at=("ambition",),
    key="discipline",
    value="level",
    columns=(words("discipline"), Column(name="level", kind="whole")),
)
DISC = Table(name="disc", at=("disc",), columns=columns_of(Disc, without=("disciplines", "channels")))
CHANNELS = Table(name="channels", at=("disc", "channels"), listed=True, columns=columns_of(Channel))
LINKED = Table(
    name="linked",
    at=("linked",),
    listed=True,
    value="channels",
    columns=(Column(name="channels", kind="names"),),
)
DISCIPLINES = Table(
    name="disciplines", at=("disc", "disciplines"), listed=True, columns=columns_of(Discipline)
)
LEVELS = Table(
    name="levels",
    owner="disciplines",
    at=("levels",),
    listed=True,
    columns=(words("discipline"), *columns_of(Level)),
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
