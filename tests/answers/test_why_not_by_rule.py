"""Where one rule alone keeps an initiative out, `why_not` names it, and says how much would be enough, worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from omniprio import MostValue, Portfolio, prioritise
from omniprio.answers import why_not

if TYPE_CHECKING:
    from fractions import Fraction


class Kept(NamedTuple):
    """What keeps web out, and what would be enough: more money, and by which part its cost would have to fall."""

    web: dict[str, Any]
    others: list[dict[str, Any]]
    given: dict[str, Any]
    conflict: set[str]
    money: float | None = None
    cost: float | None = None


APP = {"id": "app", "cost": 30, "benefit": 100}
KEPT = {
    "budget": Kept({}, [], {"budget": 7}, {"main budget: 7 in total"}, 3, 0.3),
    "budget of each period": Kept(
        {},
        [],
        {"budget": {"per_period": [7, 7], "carry_over": False}},
        {"main budget: 7 in period 1", "main budget: 7 in period 2"},
        3,
        0.3,
    ),
    # 8 and a tenth of the 10 before are 9; with m more in each of both windows 9 + 1.1 m, which is 10 for 0.909...
    "budget by windows": Kept(
        {"earliest_start": 2},
        [],
        {
            "budget": {
                "windows": [{"periods": 1, "amount": 10}, {"periods": 1, "amount": 8}],
                "carry_over": 0.1,
            }
        },
        {
            "main budget: 10 in period 1, 8 in period 2; at most the share 0.1 of each is carried over",
            "web starts in period 2 at the earliest",
        },
        0.91,
        0.1,
    ),
    "capacity": Kept(
        {"effort": {"crew": 2}},
        [],
        {"capacities": {"crew": 1.5}},
        {"capacity crew: 1.5 in period 1", "capacity crew: 1.5 in period 2"},
    ),
    "extra": Kept(
        {"effort": {"crew": 2}},
        [],
        {"capacities": {"crew": {"amount": 1, "extra": 0.5}}},
        {
            "capacity crew: 1.5 in period 1, of which 0.5 bought",
            "capacity crew: 1.5 in period 2, of which 0.5 bought",
        },
    ),
    # the 1 that is missing costs 30, and web 10: 5 more, or web for half
    "what is bought": Kept(
        {"effort": {"crew": 2}},
        [],
        {"capacities": {"crew": {"amount": 1, "extra": 2, "extra_price": 30}}, "budget": 35},
        {"main budget: 35 in total"},
        5,
        0.5,
    ),
    "at most of a fund": Kept(
        {},
        [],
        {"groups": [{"id": "g", "members": ["web"], "fund": "money", "at_most": 6}]},
        {"group g: the cost in the main budget of what is chosen of web is at most 6"},
        None,
        0.4,
    ),
    # 10 of 40 are a quarter; 7.5 of 37.5 are a fifth
    "most share": Kept(
        {},
        [APP],
        {"groups": [{"id": "g", "members": ["web"], "fund": "money", "most_share": 0.2}]},
        {
            "group g: the cost in the main budget of what is chosen of web is at most the share 0.2 of that of everything chosen"
        },
        None,
        0.25,
    ),
    # 30 of 40 are three quarters; 30 of 37.5 are four fifths
    "least share": Kept(
        {},
        [APP],
        {"groups": [{"id": "g", "members": ["app"], "fund": "money", "least_share": 0.8}]},
        {
            "group g: the cost in the main budget of what is chosen of app is at least the share 0.8 of that of everything chosen"
        },
        None,
        0.25,
    ),
    "all or none": Kept(
        {},
        [{**APP, "cost": 0, "effort": {"crew": 1}}],
        {
            "groups": [{"id": "g", "members": ["web", "app"], "all_or_none": True}],
            "capacities": {"crew": 0.5},
        },
        {
            "group g: all of web, app or none",
            "capacity crew: 0.5 in period 1",
            "capacity crew: 0.5 in period 2",
        },
    ),
    "apart": Kept(
        {},
        [{**APP, "duration": 2, "decision": "must"}],
        {"groups": [{"id": "g", "members": ["web", "app"], "apart": 0}]},
        {"app must be done", "group g: never two of web, app at the same time"},
    ),
    # nothing else may be chosen beside web, and web costs 10 of the 20 that are to be spent
    "least spending": Kept(
        {},
        [APP],
        {"groups": [{"id": "g", "members": ["web", "app"], "at_most": 1}], "budget": {"at_least": 20}},
        {"main budget: at least 20 spent", "group g: at most 1 of web, app"},
    ),
    "least load": Kept(
        {},
        [{**APP, "effort": {"crew": 1}}],
        {
            "groups": [{"id": "g", "members": ["web", "app"], "at_most": 1}],
            "capacities": {"crew": {"at_least": [1, 0]}},
        },
        {"capacity crew: at least 1 taken in period 1", "group g: at most 1 of web, app"},
    ),
    "milestone": Kept(
        {"deadline": 1, "effort": {"crew": 1}},
        [{**APP, "effort": {"crew": 1}}],
        {"capacities": {"crew": 1}, "milestones": [{"id": "m", "by": 1, "complete": ["app"]}]},
        {
            "capacity crew: 1 in period 1",
            "milestone m: app complete by the end of period 1",
            "web completes in period 1 at the latest",
        },
    ),
    "longest lag": Kept(
        {"earliest_start": 2, "requires": [{"of": ["app"], "max_lag": 0, "kind": "start to start"}]},
        [{**APP, "latest_start": 1}],
        {},
        {
            "web requires app (started in the period of its own start)",
            "web starts in period 2 at the earliest",
            "app starts in period 1 at the latest",
        },
    ),
    "needs": Kept(
        {"needs": {"A1": 0.5}},
        [{**APP, "advances": {"A1": 0.4}}],
        {"disc": {"disciplines": [{"id": "A", "levels": 1}], "start_level": 0}},
        {"web needs A1 at 0.5 before it starts"},
    ),
}
QUICK = ("budget by windows", "extra", "least share", "least spending")


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(one, id=name, marks=() if name in QUICK else pytest.mark.slow)
        for name, one in KEPT.items()
    ],
)
def test_the_rule_that_keeps_it_out_is_named_with_what_would_be_enough(kept: Kept) -> None:
    web = {"id": "web", "cost": 10, "benefit": 50, **kept.web}
    given = {"horizon": 2, "initiatives": [web, *kept.others], **kept.given}
    found = why_not(prioritise(Portfolio.model_validate(given), [MostValue()]), "web")
    assert found.with_it is None
    assert set(found.conflict) == {"web must be done", *kept.conflict}
    assert enough(found.money.extra if found.money else None) == kept.money
    assert enough(found.cost.by if found.cost else None) == kept.cost


def enough(amount: Fraction | None) -> float | None:
    return None if amount is None else round(float(amount), 2)
