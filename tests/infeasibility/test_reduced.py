"""What is left out when demands are looked at: read from the rows, whatever rule they state."""

from __future__ import annotations

from omniprio.infeasibility.demand import Rows
from omniprio.infeasibility.solving import Reduced
from omniprio.portfolio import Group, Initiative, Portfolio, Synergy


def _left(portfolio: Portfolio) -> set[str]:
    """Return the initiatives and synergies whose columns are kept, all demands stated."""
    rows = Rows(portfolio)
    reduced = Reduced(rows, [row for own in rows.of.values() for row in own], ())
    kept = {column.name for column in reduced.program.columns}
    names = {f"x_{place}_": one.id for place, one in enumerate(portfolio.initiatives)}
    names |= {f"y_{place}_": one.id for place, one in enumerate(portfolio.synergies)}
    return {name for prefix, name in names.items() if any(one.startswith(prefix) for one in kept)}


def test_what_is_asked_for_is_kept_with_all_it_requires_and_the_rest_is_not() -> None:
    web = Initiative(id="web", decision="must", requires=["crm"])
    others = [Initiative(id="crm"), Initiative(id="shop", cost=5), Initiative(id="app", requires=["shop"])]
    assert _left(Portfolio(horizon=2, initiatives=[web, *others], budget=4)) == {"web", "crm"}


def test_all_members_of_a_group_that_asks_for_more_are_kept_and_of_one_that_only_forbids_none() -> None:
    four = [Initiative(id=name) for name in ("web", "crm", "shop", "app")]
    two = [
        Group(id="least", members=["web", "crm"], at_least=1),
        Group(id="most", members=["shop", "app"], at_most=1),
    ]
    assert _left(Portfolio(horizon=1, initiatives=four, groups=two)) == {"web", "crm"}


def test_a_group_of_all_or_none_is_kept_whole_once_a_member_is_asked_for() -> None:
    group = Group(id="both", members=["web", "crm"], all_or_none=True)
    free, must = Initiative(id="web"), Initiative(id="web", decision="must")
    assert _left(Portfolio(horizon=1, initiatives=[free, Initiative(id="crm")], groups=[group])) == set()
    assert _left(Portfolio(horizon=1, initiatives=[must, Initiative(id="crm")], groups=[group])) == {
        "web",
        "crm",
    }


def test_what_gives_money_back_is_kept_where_money_is_short_and_left_out_where_it_is_not() -> None:
    web = Initiative(id="web", cost=6, decision="must")
    back = Synergy(id="back", of=["shop", "app"], cost=-3)
    spares = [Initiative(id="shop", cost=1), Initiative(id="app", cost=1)]

    def left(budget: float) -> set[str]:
        return _left(Portfolio(horizon=1, initiatives=[web, *spares], synergies=[back], budget=budget))

    assert left(5) == {"web", "shop", "app", "back"}  # 6 > 5: the 3 that come back count
    assert left(6) == {"web"}


def test_what_advances_a_field_that_is_needed_is_kept() -> None:
    web = Initiative(id="web", decision="must", needs={"R2": 1.0})
    others = [Initiative(id="crm", advances={"R2": 1.0}), Initiative(id="app", advances={"D2": 1.0})]
    assert _left(Portfolio(horizon=2, initiatives=[web, *others])) == {"web", "crm"}
