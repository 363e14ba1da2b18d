"""Which channels and journey stages are covered, by a portfolio and by a plan."""

from __future__ import annotations

import pytest

from omniprio import plan_of, ten_portfolio
from omniprio.answers.standing import coverage
from omniprio.errors import InvalidInputError
from omniprio.portfolio import Initiative, Portfolio

PORTFOLIO = Portfolio(
    horizon=2,
    initiatives=[
        Initiative(id="app", tags={"channel": ["web", "mobile"]}),
        Initiative(id="till", tags={"channel": ["store"], "journey": ["buy"]}),
        Initiative(id="bonus"),
    ],
)


def test_a_portfolio_covers_what_its_initiatives_carry() -> None:
    found = coverage(PORTFOLIO, "channel")
    assert found.covered_by == {"web": ("app",), "mobile": ("app",), "store": ("till",)}
    assert found.uncovered == ()
    assert found.untagged == ("bonus",)


def test_a_plan_covers_only_what_it_does() -> None:
    found = coverage(plan_of(PORTFOLIO, {"app": 1, "bonus": 1}), "channel")
    assert found.initiatives == ("app", "bonus")
    assert found.covered_by == {"web": ("app",), "mobile": ("app",), "store": ()}
    assert found.uncovered == ("store",)


def test_a_wanted_tag_that_nobody_carries_is_not_covered() -> None:
    found = coverage(PORTFOLIO, "journey", wanted=["discover", "buy"])
    assert found.covered_by == {"discover": (), "buy": ("till",)}
    assert found.uncovered == ("discover",)


def test_the_table_can_be_read() -> None:
    lines = str(coverage(PORTFOLIO, "channel", wanted=["phone"])).splitlines()
    assert lines == [
        "channel   phone  web  mobile  store",
        "app                x       x",
        "till                              x",
        "bonus",
        "how many      0    1       1      1",
        "Not covered: phone.",
        "Without a tag of this kind: bonus.",
    ]
    assert "All are covered." in coverage(PORTFOLIO, "journey").summary()


def test_tags_of_the_ten_are_said_in_danish_and_those_of_others_as_they_were_written() -> None:
    ten = ten_portfolio()
    mine = Initiative(id="kiosk", tags={"channel": ["store", "kiosk"], "area": ["store"]})
    both = ten.model_copy(update={"initiatives": (*ten.initiatives[:3], mine), "synergies": ()})
    said = coverage(both, "channel", wanted=["use"]).summary("da")
    assert said.splitlines()[0].split() == ["kanal", "use", "web", "e-mail", "mobil", "butik", "kiosk"]
    assert "Ikke dækket: use." in said
    assert coverage(both, "area").summary("da").startswith("area  ")
    assert "store" in coverage(PORTFOLIO, "channel").summary("da")


def test_the_ten_touch_six_channels() -> None:
    found = coverage(ten_portfolio(), "channel")
    assert list(found.covered_by) == ["web", "e-mail", "mobile", "store", "social media", "customer service"]
    assert found.covered_by["customer service"] == ("service-profile",)


def test_a_kind_that_nobody_uses_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"use one of channel, journey \(did you mean channel\?\)"):
        coverage(PORTFOLIO, "chanel")
    with pytest.raises(InvalidInputError, match="add tags to initiatives"):
        coverage(Portfolio(horizon=1, initiatives=()), "channel")
