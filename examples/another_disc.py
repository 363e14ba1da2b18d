"""Another maturity model: data governance, with teams, alternatives and benefits. Everything here is invented.

Run it with `uv run examples/another_disc.py`.
"""

from omniprio import (
    Balanced,
    Benefit,
    Cost,
    Disc,
    Discipline,
    Group,
    Initiative,
    MostValue,
    Portfolio,
    Synergy,
    prioritise,
)
from omniprio.disc import Level

DISC = Disc(
    id="data-governance",
    title="Data governance",
    start_level=0,
    disciplines=[
        Discipline(
            id="Q",
            title="Data quality",
            weight=2,
            levels=[
                Level(title="errors are mended when somebody complains"),
                Level(title="rules are written down"),
                Level(title="rules are measured"),
                Level(title="errors are stopped at the source"),
            ],
        ),
        Discipline(
            id="W",
            title="Ownership",
            levels=[Level(title="somebody can be asked"), Level(title="every data set has an owner")],
        ),
        Discipline(
            id="K",
            title="Knowledge of what there is",
            levels=[
                Level(title="lists by department"),
                Level(title="one catalogue"),
                Level(title="origin and use are traced"),
            ],
        ),
        Discipline(
            id="P",
            title="Policies",
            order="any",  # a checklist: each one counts, in whatever order
            weight=0.5,
            levels=[
                Level(title="access"),
                Level(title="retention"),
                Level(title="personal data"),
                Level(title="sharing"),
            ],
        ),
    ],
)

INITIATIVES = [
    Initiative(
        id="owners",
        title="Name an owner for every data set",
        cost=80,
        duration=2,
        effort={"governance": 2},
        advances={"W2": 1.0, "Q2": 0.2},
    ),
    Initiative(
        id="catalogue-bought",
        title="Buy a data catalogue",
        cost=Cost(amount=300, spread="start", running=10),
        duration=2,
        effort={"engineering": 1, "governance": 1},
        advances={"K2": 1.0},
        benefit=45,
    ),
    Initiative(
        id="catalogue-built",
        title="Build a data catalogue",
        cost=160,
        duration=4,
        effort={"engineering": 3},
        advances={"K2": 1.0, "K3": 0.2},
        benefit=45,
    ),
    Initiative(
        id="rules",
        title="Write the quality rules",
        cost=60,
        duration=2,
        effort={"governance": 1},
        advances={"Q2": 0.8},
        requires=["owners"],
    ),
    Initiative(
        id="measure",
        title="Measure the rules every night",
        cost=140,
        duration=2,
        effort={"engineering": 2},
        advances={"Q3": 1.0},
        needs={"Q2": 0.8},
        benefit=Benefit(profile=[20, 40, 60, 60, 60, 60]),
    ),
    Initiative(
        id="lineage",
        title="Trace origin and use",
        cost=180,
        duration=3,
        effort={"engineering": 2},
        advances={"K3": 0.8},
        needs={"K2": 1.0},
        benefit=20,
    ),
    Initiative(
        id="policies",
        title="Agree on access and personal data",
        cost=40,
        effort={"governance": 2},
        advances={"P1": 1.0, "P3": 1.0},
        decision="must",
        decision_reason="the auditors ask for it",
        deadline=4,
    ),
    Initiative(
        id="retention",
        title="Delete what is no longer needed",
        cost=50,
        duration=2,
        effort={"governance": 1, "engineering": 1},
        advances={"P2": 1.0},
        benefit=12,
    ),
]

PORTFOLIO = Portfolio(
    name="Data governance in twelve months",
    disc=DISC,
    start={"Q": 1, "W": 1, "K": 1, "P4": 0.5},
    ambition={"Q": 3},
    horizon=12,
    initiatives=INITIATIVES,
    budget=900,
    capacities={"governance": 2, "engineering": 3},
    groups=[Group(id="catalogue", members=["catalogue-bought", "catalogue-built"], at_most=1)],
    synergies=[Synergy(id="owned and listed", of=["owners", "catalogue-bought"], advances={"K3": 0.2})],
    discount_rate=0.005,
    currency="kEUR",
    provenance={"disc": "invented for this example", "initiatives": "invented for this example"},
)


def main() -> None:
    """Print the plan that leaves no discipline behind; among those the one of most value."""
    print(prioritise(PORTFOLIO, [Balanced(), MostValue()]).summary())


if __name__ == "__main__":
    main()
