"""Income, cost, cash and payback in the text and the tables of a plan, and to when a net present value is counted."""

from __future__ import annotations

from fractions import Fraction

import pytest

from omniprio import plan_of, prioritise
from omniprio.answers import attribute, frontier, trade_off, upheaval_curve
from omniprio.answers.comparison import compared
from omniprio.goals import Fastest, LeastCost, MostValue
from omniprio.io import plan_to_tables
from omniprio.plan.html import as_html
from omniprio.portfolio import Cost, Initiative, Portfolio, Synergy


def portfolio(**fields: object) -> Portfolio:
    """Web costs 30 and brings 20 a period; app costs 10 and 5 a period afterwards, and brings nothing by itself."""
    initiatives = [
        Initiative(id="web", cost=30, benefit=20, advances={"D2": 0.6}),
        Initiative(id="app", cost=Cost(amount=10, running=5), advances={"D2": 0.4}),
    ]
    both = Synergy(id="both", of=("web", "app"), benefit=2, cost=4)
    given = {"horizon": 3, "initiatives": initiatives, "synergies": [both], "currency": "kDKK", **fields}
    return Portfolio.model_validate(given)


def test_the_text_tells_cash_by_period_and_of_each() -> None:
    told = plan_of(portfolio(), {"web": 1, "app": 2}).summary()
    _, _, after = told.partition("Income and costs, and all so far, in kDKK\n")
    lines = [" ".join(line.split()) for line in after.partition("\n\n")[0].splitlines()]
    assert lines[:10] == [
        "income costs all so far",
        "1 20 30 -10",
        "2 22 14 -2",  # 20 + 2; 10 of app and 4 of both
        "3 22 5 15",  # what app costs when it is done
        "total 64 49",
        "What each earns and costs, counted to the end of period 3",
        "income costs net present value paid back by the end of",
        "web 60 30 30 2",
        "app 0 15 -15 not by then",
        "synergy both 4 4 0 3",
    ]
    assert " ".join(lines[10:]) == (
        "Earned 64 kDKK and spent 49 kDKK by the end of period 3: net present value 15 kDKK. "
        "Paid back by the end of period 3."
    )


def test_where_nothing_is_earned_or_spent_there_is_nothing_to_pay_back() -> None:
    empty, app = (" ".join(plan_of(portfolio(), one).summary().split()) for one in ({}, {"app": 1}))
    assert "Earned 0 kDKK and spent 0 kDKK by the end of period 3: net present value 0 kDKK." in empty
    assert "aid back" not in empty
    assert "Not paid back by then." in app


def test_what_is_bought_of_a_team_is_no_synergy() -> None:
    web = Initiative(id="web", benefit=20, effort={"IT": 2})
    capacities = {"IT": {"amount": 1, "extra": 1, "extra_price": 3}}
    bought = plan_of(Portfolio(horizon=2, initiatives=[web], capacities=capacities), {"web": 1})
    assert [" ".join(line.split()) for line in bought.summary().splitlines() if "bought" in line][-1] == (
        "bought of IT 0 3 -3 not by then"
    )


def test_money_after_the_horizon_is_told_with_its_period() -> None:
    told = plan_of(portfolio(beyond=2, horizon={"periods": 3, "start": "2027-01-01"}), {"web": 1}).summary(
        "da"
    )
    # five quarters from the first one of 2027 on
    assert "Hvad hver tjener og koster, regnet til udgangen af 1. kvt. 2028" in told
    assert "nettonutidsværdi 70 kDKK" in told  # 5 * 20 - 30


def test_what_is_invented_of_it_says_so() -> None:
    made_up = plan_of(portfolio(provenance={"benefit": "invented"}), {"web": 1})
    money = made_up.summary().partition("What each earns")[2].partition("\n\n")[0]
    assert money.endswith("Not facts: invented.")
    assert "Not facts: invented." in as_html(made_up)


def test_where_nothing_earns_there_is_no_cash() -> None:
    none = Portfolio(horizon=1, initiatives=[Initiative(id="web", cost=3, advances={"D2": 0.6})])
    plan = plan_of(none, {"web": 1})
    assert "all so far" not in plan.summary()
    assert not {"cash", "cash_of_each"} & plan_to_tables(plan).keys()


def test_the_tables_hold_cash_and_to_when_it_is_counted() -> None:
    tables = plan_to_tables(prioritise(portfolio(), [MostValue(), LeastCost()]))
    # web alone: 20 - 30, and 20 in each of two more
    assert [(row["period"], row["income"], row["cost"], row["cash"]) for row in tables["cash"]] == [
        (1, 20, 30, -10),
        (2, 20, 0, 10),
        (3, 20, 0, 30),
    ]
    web, whole = tables["cash_of_each"]
    assert (web["kind"], web["id"], web["net_present_value"], web["payback"]) == ("initiative", "web", 30, 2)
    assert (whole["kind"], whole["income"], whole["counted_to"], whole["payback"]) == ("plan", 60, 3, 2)
    assert [row["counted_to"] for row in tables["goals"]] == [3, None]


@pytest.mark.parametrize("language", ["en", "da"])
def test_every_answer_that_shows_a_net_present_value_says_to_when(language: str) -> None:
    until = {"en": "counted to the end of period 3", "da": "regnet til udgangen af periode 3"}[language]
    plan = prioritise(portfolio(), [MostValue()])
    answers = {
        "comparison": compared(plan, plan_of(portfolio(), {}), [MostValue()]),
        "attribution": attribute(plan, goal=MostValue()),
        "frontier": frontier(portfolio(budget=50), goals=[MostValue()]),
        "trade-off": trade_off(portfolio(), maturity=Fastest(), money=MostValue()),
        "upheaval": upheaval_curve(plan, by=0, goals=[MostValue()]),
    }
    assert [name for name, found in answers.items() if until not in found.summary(language)] == []


def test_figures_say_to_when_too() -> None:
    plots = pytest.importorskip("omniprio.plots", exc_type=ImportError)
    shares = attribute(prioritise(portfolio(), [MostValue()]), goal=MostValue())
    assert shares.total == Fraction(30)
    seen = plots.describe_shares_of_gain(shares)
    assert seen.startswith("Rise of the net present value, counted to the end of period 3, ")
    drawn = plots.shares_of_gain(shares)
    assert any(
        "counted to the end of period 3" in words.get_text() for words in drawn.figure.findobj(match=_text)
    )


def _text(artist: object) -> bool:
    return hasattr(artist, "get_text")
