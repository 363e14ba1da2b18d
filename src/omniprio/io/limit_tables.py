"""The tables about what binds initiatives together: budgets, capacities, groups and synergies."""

from __future__ import annotations

from omniprio.io.columns import choice, words
from omniprio.io.table import Column, Table
from omniprio.portfolio import Synergy

__all__ = ["BUDGETS", "CAPACITIES", "GROUPS", "SYNERGIES", "WINDOWS"]

BUDGETS = Table(
    name="budgets",
    help="Limits on spending, where one amount for the main fund does not say it.",
    at=("budgets",),
    key="name",
    without_key="budget",
    columns=(
        words("name", "What it is called; it limits the fund of that name. Blank: the main fund."),
        Column(name="total", kind="number", help="One amount for all periods. All amounts blank: no limit."),
        Column(
            name="per_period",
            kind="amounts",
            help="Instead of total: an amount for each period, or one for each, as 500; 400; no limit.",
        ),
        Column(
            name="carry_over",
            kind="flag or number",
            help="Whether what is not spent can be spent later; or what share of an amount at most, as 0.05. Blank: true.",
        ),
        Column(
            name="at_least", kind="number", help="What is spent at least in all. Blank: asks for nothing."
        ),
        Column(name="funds", kind="names", help="The funds it limits together, as it; licences."),
        Column(name="owners", kind="names", help="The owners it is for. Blank: all."),
    ),
    plain="total",
    marker=("carry_over", True),
)
WINDOWS = Table(
    name="windows",
    help="Amounts of a budget for windows of periods, such as years of four quarters, in their order.",
    owner="budgets",
    at=("windows",),
    listed=True,
    columns=(
        words("budget", "The budget, which needs a row in budgets. Blank: the main fund's."),
        Column(name="periods", kind="whole", help="How many periods the window has."),
        Column(name="amount", kind="number", help="What may be spent in it. Blank: no limit."),
        Column(name="at_least", kind="number", help="What is spent in it at least. Blank: asks for nothing."),
    ),
)
CAPACITIES = Table(
    name="capacities",
    help="What each team has in a period, has to do, and what more can be bought of it.",
    at=("capacities",),
    key="team",
    plain="amount",
    marker=("at_least", "no limit"),
    columns=(
        words("team", "The team."),
        Column(
            name="amount",
            kind="amounts",
            help="In each period, or one for each, as 5; 4; no limit. Blank: no limit.",
        ),
        Column(
            name="at_least",
            kind="amounts",
            help="What the work must take of it at least, in each period or one for each. Blank: asks for nothing.",
        ),
        Column(
            name="extra",
            kind="amounts",
            help="How much more can be bought, in each period or one for each, as 2; 0; no limit. Blank: nothing.",
        ),
        Column(name="extra_price", kind="number", help="What one unit of that costs. Blank: nothing."),
        words("extra_fund", "The fund it is spent from, which needs a row in budgets. Blank: the main fund."),
    ),
)
GROUPS = Table(
    name="groups",
    help="Sets of initiatives, and how much of each is chosen.",
    at=("groups",),
    listed=True,
    columns=(
        words("id", "A name of its own."),
        Column(name="members", kind="names", help="The ids of the initiatives, as a; b."),
        Column(name="owners", kind="names", help="Owners whose initiatives are members as well."),
        Column(
            name="tags",
            kind="names",
            help="Tags whose initiatives are members as well: tags.channel holds `store; web`.",
            of_each="kind",
            alone=False,
        ),
        words(
            "fund", "The fund by whose costs members are measured. Fund and score blank: they are counted."
        ),
        words("score", "The score by which members are measured."),
        Column(
            name="at_least", kind="number", help="How many must be chosen, or what they come to at least."
        ),
        Column(
            name="at_most",
            kind="number",
            help="How many may be chosen, or what they come to at most. Blank: no limit.",
        ),
        Column(name="all_or_none", kind="flag", help="Whether they are chosen all together or not at all."),
        Column(
            name="apart",
            kind="whole",
            help="How many periods lie between the work of any two; 0: never at the same time.",
        ),
        Column(
            name="least_share",
            kind="number",
            help="Their least share of all that is chosen, as 0.2 for 20 %.",
        ),
        Column(name="most_share", kind="number", help="Their greatest share of all that is chosen."),
    ),
)
SYNERGIES = Table(
    name="synergies",
    help="What initiatives add once all of them are complete, and fields are far enough; amounts may be negative.",
    at=("synergies",),
    listed=True,
    columns=(
        words("id", "A name of its own."),
        Column(
            name="of",
            kind="names",
            help="The ids of the initiatives, as a; b. One, or blank, where needs names fields.",
        ),
        choice("when", "What must hold of them but that all are complete. Blank: all complete.", Synergy),
        Column(
            name="needs",
            kind="shares",
            help="How far fields must be fulfilled before, as R2=1; D3=0.6. Blank: nothing is needed.",
        ),
        Column(
            name="benefit", kind="number", help="What it adds to the benefit of each period from then on."
        ),
        Column(
            name="cost",
            kind="number",
            help="What it adds to the spending of that period, or of the common start where they start together.",
        ),
        Column(
            name="advances", kind="shares", help="What it adds to the share of fields, as R2=0.2; D2=-0.1."
        ),
    ),
)
