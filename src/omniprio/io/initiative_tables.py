"""The tables about initiatives: what they cost, bring, need and take."""

from __future__ import annotations

from omniprio.io.columns import choice, named, of_initiative, sources, words
from omniprio.io.table import Column, Table
from omniprio.portfolio import Benefit, Cost, Initiative, Requirement
from omniprio.portfolio.initiative import OF_A_MODE

__all__ = ["ADDS", "ADVANCES", "BENEFITS", "COSTS", "EFFORT", "INITIATIVES", "MODES", "NEEDS", "REQUIRES"]

_WHAT = {
    "duration": "Whole periods of work, from start to completion",
    "cost": "What it costs in the main fund, evenly over its duration",
    "costs": "What it costs in further funds, as it=5",
    "advances": "How much of each field it completes, as R2=0.6; D2=0.3",
    "benefit": "What it earns in each period from completion on",
    "effort": "What it takes of each team in a period, as it=2",
}
"""What stands in the columns that an initiative and each of its modes have."""
_PERIOD = "A period, 1 is the first."


def _instead_of_a_table(name: str) -> Column:
    """Return a column that says in short what also has a table of its own."""
    return Column(name=name, kind="shares", help=f"{_WHAT[name]}; instead of the table {name}.", short=True)


def _of_a_mode(name: str) -> Column:
    """Return the column of what a mode has of its own."""
    parts = "; or its parts, as amount=40; running=5" if name == "cost" else ""
    return Column(name=name, kind="whole" if name == "duration" else "data", help=f"{_WHAT[name]}{parts}.")


INITIATIVES = Table(
    name="initiatives",
    help="One row for each project that may be chosen.",
    at=("initiatives",),
    listed=True,
    columns=(
        words("id", "A short name, its own for each; other tables use it."),
        named("title", "What people call it."),
        named("description", "What it is."),
        Column(name="duration", kind="whole", help=f"{_WHAT['duration']}. Blank: 1."),
        Column(name="cost", kind="number", help=f"{_WHAT['cost']}."),
        Column(name="benefit", kind="number", help=f"{_WHAT['benefit']}."),
        Column(name="earliest_start", kind="whole", help=_PERIOD),
        Column(name="latest_start", kind="whole", help=_PERIOD),
        Column(name="deadline", kind="whole", help="The last period in which it may complete."),
        Column(name="due", kind="whole", help="The period in which it should be complete; it may be late."),
        Column(
            name="late_price", kind="number", help="What each period after due costs, in points. Blank: 1."
        ),
        Column(
            name="fixed_start", kind="whole", help="The only period in which it may start, if it is chosen."
        ),
        Column(name="closed", kind="numbers", help="Periods in which no work is done on it, as 3; 4."),
        Column(
            name="may_run_over",
            kind="flag",
            help="Whether it may start although it completes after the last period.",
        ),
        choice("decision", "Whether the choice is open or made. Blank: free.", Initiative),
        named("decision_reason", "Who decided and why."),
        words("owner", "Who it belongs to; budgets may be for one owner."),
        Column(
            name="tags",
            kind="names",
            help="Labels by kind: tags.channel holds `store; web`.",
            of_each="kind",
            alone=False,
        ),
        Column(
            name="scores",
            kind="shares",
            help="How it scores, as fit=3; risk=-1.",
        ),
        words("source", "Where it is described."),
        sources(),
        Column(name="links", kind="names", help="Channels that it joins to one another, as web; store."),
        _instead_of_a_table("advances"),
        Column(
            name="requires",
            kind="names",
            help="What must be complete before it starts, as a; b; instead of the table requires.",
            short=True,
        ),
        Column(
            name="needs",
            kind="shares",
            help="How far fields must be before it starts, as R2=0.6; instead of the table needs.",
            short=True,
        ),
        _instead_of_a_table("effort"),
    ),
)

MODES = Table(
    name="modes",
    help="Ways to do one initiative; what is blank is as the initiative has it.",
    owner="initiatives",
    at=("modes",),
    listed=True,
    columns=(
        of_initiative(),
        words("id", "A short name, its own for each mode of the initiative."),
        named("title", "What people call it."),
        *map(_of_a_mode, OF_A_MODE),
    ),
)

COSTS = Table(
    name="costs",
    help="What an initiative costs, where one amount in the main fund does not say it.",
    owner="initiatives",
    at=("costs",),
    key="fund",
    without_key="cost",
    columns=(
        of_initiative(),
        words("fund", "The fund it draws on, which needs a row in budgets. Blank: the main fund."),
        Column(name="amount", kind="number", help="The one-off cost."),
        choice("spread", "When it is spent: evenly, in the first or in the last period.", Cost),
        Column(name="profile", kind="numbers", help="Instead of amount: what each period costs, as 100; 50."),
        Column(name="running", kind="number", help="What it costs in each period after completion."),
    ),
    plain="amount",
    marker=("spread", "even"),
)
BENEFITS = Table(
    name="benefits",
    help="What an initiative earns, where one amount for each period does not say it.",
    owner="initiatives",
    at=("benefit",),
    columns=(
        of_initiative(),
        Column(name="per_period", kind="number", help="Earned in each period from completion on."),
        Column(
            name="profile",
            kind="numbers",
            help="Instead of per_period: what each period earns, as 0; 50; 80.",
        ),
        choice(
            "counted_from",
            "Which period the first number of the profile falls in; calendar: the first of all.",
            Benefit,
        ),
    ),
    marker=("counted_from", "completion"),
)
ADVANCES = Table(
    name="advances",
    help="How much of each field of the disc an initiative completes.",
    owner="initiatives",
    at=("advances",),
    key="field",
    value="share",
    columns=(
        of_initiative(),
        words("field", "A field of the disc, as R2: discipline R, second ring from the outside."),
        Column(name="share", kind="share", help="0 to 1; 0.6 is 60 %."),
    ),
)
NEEDS = Table(
    name="needs",
    help="How far fields of the disc must be before an initiative starts.",
    owner="initiatives",
    at=("needs",),
    key="field",
    value="share",
    columns=(
        of_initiative(),
        words("field", "A field of the disc, as R2."),
        Column(name="share", kind="share", help="0 to 1; 0.6 is 60 %."),
    ),
)
REQUIRES = Table(
    name="requires",
    help="What must come before an initiative.",
    owner="initiatives",
    at=("requires",),
    listed=True,
    columns=(
        of_initiative("The id of the one that has to wait."),
        Column(name="of", kind="names", help="The id of what comes before, or several, as a; b."),
        choice("match", "Whether all of them must come before, or any one.", Requirement),
        Column(name="at_least", kind="whole", help="How many of them must come before, in place of match."),
        choice(
            "kind",
            "Which end of theirs comes before which end of this one, or chosen: no order.",
            Requirement,
        ),
        Column(name="lag", kind="whole", help="Full periods to wait in between; less than 0 to overlap."),
        Column(name="max_lag", kind="whole", help="Full periods in between at most. Blank: any number."),
        Column(name="given", kind="names", help="It holds only if all of these are chosen, as a; b."),
    ),
    plain="of",
    marker=("match", "all"),
)
ADDS = Table(
    name="adds",
    help="What each team has more of, once an initiative is complete.",
    owner="initiatives",
    at=("adds",),
    key="team",
    value="amount",
    columns=(
        of_initiative(),
        words("team", "The team, which needs a row in capacities."),
        Column(name="amount", kind="number", help="How much more in each period from its completion on."),
    ),
)
EFFORT = Table(
    name="effort",
    help="What an initiative takes of each team.",
    owner="initiatives",
    at=("effort",),
    key="team",
    value="amount",
    columns=(
        of_initiative(),
        words("team", "The team, which needs a row in capacities."),
        Column(
            name="amount", kind="amounts", help="In each period of its duration; or one for each, as 2; 1; 1."
        ),
    ),
)
