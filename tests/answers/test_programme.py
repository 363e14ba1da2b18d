"""A programme: gains and costs added up over its members, by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from omniprio import Initiative, Portfolio
from omniprio.answers import programme
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidInputError

DISC = Disc(disciplines=[Discipline(id=name, levels=1) for name in "RD"], start_level=0)
"""Two levels to go, so that a share of a field is half a share of the distance."""


def member(*, initiatives: list[Initiative], **start: float) -> Portfolio:
    return Portfolio(horizon=2, disc=DISC, initiatives=initiatives, start=start)


WEB = Initiative(id="web", title={"en": "Web", "da": "Net"}, cost=30, advances={"R1": 0.6})
APP = Initiative(id="app", cost=10, advances={"D1": 0.4})
CLUB = Initiative(id="club", cost=20, advances={"D1": 0.4}, requires=["web"])


def test_gains_and_costs_are_added_up_over_the_members() -> None:
    both = {"north": member(initiatives=[WEB, APP]), "south": member(initiatives=[WEB, APP], R1=0.6, D1=1)}
    found = programme(both)
    web, app = found.rows
    # web: 0.6 of 2 levels in the north, 0.4 in the south, for 30 each: 0.5 for 60, 1/120 per money
    assert [(one.member, one.gain, one.cost) for one in web.gains] == [
        ("north", Fraction(3, 10), Fraction(30)),
        ("south", Fraction(2, 10), Fraction(30)),
    ]
    assert (web.gain, web.least, web.cost) == (Fraction(1, 2), Fraction(1, 5), Fraction(60))
    # app: 0.4 of 2 levels in the north for 10, 1/50 per money; in the south D1 is reached
    assert (app.gain, app.cost, app.idle) == (Fraction(1, 5), Fraction(10), ("south",))
    assert [row.id for row in found.ranked] == ["app", "web"]


def test_what_is_required_is_counted_with_it_in_each_portfolio() -> None:
    bare = CLUB.model_copy(update={"requires": ()})
    found = programme({"north": member(initiatives=[WEB, CLUB]), "south": member(initiatives=[bare])})
    club = next(row for row in found.rows if row.id == "club")
    # in the north with the web: (0.6 + 0.4) / 2 for 50; in the south alone: 0.4 / 2 for 20
    assert [(one.gain, one.cost) for one in club.gains] == [
        (Fraction(1, 2), Fraction(50)),
        (Fraction(1, 5), Fraction(20)),
    ]


def test_what_costs_nothing_is_first_and_what_brings_nobody_closer_has_no_rank() -> None:
    free = Initiative(id="free", advances={"D1": 0.1})
    idle = Initiative(id="idle", cost=1)
    never = WEB.model_copy(update={"decision": "never"})
    found = programme({"north": member(initiatives=[APP, free, idle, never])})
    assert [(row.id, row.rank) for row in found.ranked] == [
        ("free", 1),
        ("app", 2),
        ("idle", None),
        ("web", None),
    ]


def test_titles_come_in_the_language() -> None:
    found = programme({"north": member(initiatives=[WEB])})
    assert "Net " in found.summary("da")
    assert "Web " in found.summary()


def test_a_programme_has_members_and_one_currency() -> None:
    with pytest.raises(InvalidInputError, match="portfolios: has no entries"):
        programme({})
    north = member(initiatives=[WEB])
    with pytest.raises(InvalidInputError, match=r"portfolios\[south\]\.currency"):
        programme({"north": north, "south": north.model_copy(update={"currency": "DKK"})})
