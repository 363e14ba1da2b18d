"""The figure of a programme: bars by gain for the money, worked out by hand."""

from __future__ import annotations

import pytest
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

from omniprio import Initiative, Portfolio, plots
from omniprio.answers.programmes import programme

WEB = Initiative(id="web", cost=30, advances={"R2": 0.6})
APP = Initiative(id="app", advances={"D2": 0.3})
IDLE = Initiative(id="idle", cost=5)


def test_a_bar_is_as_long_as_all_members_come_closer_for_the_money() -> None:
    # of 18 levels web brings North 0.6 closer and South 0.4: 1 / 18 for 60, which is 0.09 for 100 and 1000 / 1080 for 1,000
    # app costs nothing, and idle brings nobody closer: neither has a bar
    north = Portfolio(horizon=1, initiatives=[WEB, APP, IDLE], currency="kDKK")
    south = north.model_copy(update={"start": {"R2": 0.6}})
    found = programme({"North": north, "South": south})
    ax = plots.programme(found)
    bars = [one for one in ax.patches if isinstance(one, Rectangle)]
    assert [one.get_label() for one in bars] == ["web"]
    assert bars[0].get_width() == pytest.approx(1000 / 1080)
    told = [one.get_text() for one in ax.texts]
    assert {"0.926  2 of 2", "costs nothing  2 of 2", "nobody closer"} <= {*told}
    assert ax.get_xlabel() == "Fall of the members' distances, added up, per 1,000 kDKK"
    plt.close("all")
    assert plots.describe_programme(found, language="da") == (
        "Fald i medlemmernes afstande, lagt sammen, pr. 1.000 kDKK: app koster intet  2 af 2; web 0,926  2 af 2; "
        "idle ingen nærmere."
    )


def test_a_programme_without_any_initiative_has_no_bars() -> None:
    found = programme({"North": Portfolio(horizon=1, initiatives=[])})
    ax = plots.programme(found)
    assert not ax.patches
    plt.close("all")
    assert plots.describe_programme(found) == "Fall of the members' distances, added up, per 1: none."
