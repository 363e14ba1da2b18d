"""What owners and teams of the sizes that are shipped are called in each language, and those of everybody else."""

from __future__ import annotations

from omniprio import Initiative, Portfolio, plan_of, ten_portfolio
from omniprio.catalogue import sizing
from omniprio.language import Speaker
from omniprio.plots import describe_owner_lanes, describe_team_load, teams
from omniprio.portfolio.names import Titles

OWN = Initiative(id="web", owner="stores", effort={"stores": 1})


def test_shipped_owners_and_teams_are_translated() -> None:
    portfolio = ten_portfolio()
    assert {one.provenance["sizing"] for one in portfolio.initiatives} == {sizing().provenance}
    danish = Speaker("da", Titles(portfolio))
    assert [danish.called(kind, "stores") for kind in ("owner", "team")] == ["butikker", "butikker"]
    assert Speaker("en", Titles(portfolio)).called("owner", "stores") == "stores"


def test_others_are_called_as_they_were_written() -> None:
    own = Portfolio(horizon=1, initiatives=[OWN], capacities={"stores": 2})
    assert [Speaker("da", Titles(own)).called(kind, "stores") for kind in ("owner", "team")] == ["stores"] * 2


def test_texts_and_figures_speak_danish() -> None:
    plan = plan_of(ten_portfolio(quarters=4), {"store-visit": 1})
    assert describe_owner_lanes(plan, language="da").startswith(
        "Planens tidslinje efter ejer, 1 i alt: e-handel: "
    )
    assert describe_team_load(plan, "stores", language="da").startswith("Belastning af butikker ")
    assert "butikker" in [ax.get_title(loc="left") for ax in teams(plan, language="da").axes]
    assert "butikker brugt" in plan.summary("da")
