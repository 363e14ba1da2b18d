"""What is asked from outside: a request for each question, as programs in other languages send it."""

from __future__ import annotations

import json
from functools import cache

from omniprio import Initiative, Portfolio, prioritise
from omniprio.assessment import shipped_questionnaire
from omniprio.desk import QUESTIONS
from omniprio.documents import to_json

__all__ = ["RATERS", "SMALL", "requests", "without_seconds"]

SMALL = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", cost=30, advances={"D2": 0.6}, benefit=20, tags={"channel": ("web",)}),
        Initiative(id="shop", cost=50, duration=2, advances={"R2": 0.5}, requires=["web"], benefit=40),
    ],
    budget=40,
)
RATERS = [{"rater": name, "ratings": {"D": level}} for name, level in (("A", 1), ("B", 2))]


@cache
def requests() -> dict[str, dict[str, object]]:
    """Return a request for each question."""
    small, plan = json.loads(SMALL.to_json()), json.loads(prioritise(SMALL).to_json())
    of_small = {"portfolio": small}
    questionnaire = json.loads(shipped_questionnaire().model_dump_json(exclude_defaults=True))
    profile = json.loads(
        to_json("combined-profile", QUESTIONS["combined-profile"].found({"assessments": RATERS}))
    )
    rated = {"assessments": RATERS}
    return {
        "plan": of_small,
        "check": of_small | {"starts": {"web": 1}},
        "explain": {"source": plan},
        "qualify": of_small,
        "milestone": {"plan": plan, "milestone": {"id": "m", "by": 1, "fields": {"D2": 0.5}}},
        "essential": {"plan": plan},
        "attribution": {"plan": plan},
        "alternatives": of_small | {"loss": 0.1},
        "value-of-change": {"plan": plan, "kinds": ["budget"]},
        "silos": {
            "portfolio": small | {"initiatives": [one | {"owner": "IT"} for one in small["initiatives"]]}
        },
        "phasing": of_small,
        "frontier": of_small,
        "trade-off": of_small,
        "nested": of_small | {"budgets": [20, 90]},
        "robust": of_small
        | {"uncertainty": {"initiatives": {"web": {"cost": {"low": 25, "high": 45}}}}, "draws": 4},
        "replan": {"before": plan, "by": 1},
        "upheaval": {"before": plan, "by": 0},
        "standing": {
            "survey": {
                "questionnaire": questionnaire,
                "answers": [{"organisation": name, "answers": {"recognise": 3}} for name in "ABCDEF"],
            }
        },
        "combined-profile": rated,
        "channel-profile": {"bids": {"channels": [{"channel": "web", "assessments": RATERS}]}},
        "answered-profile": {"questionnaire": questionnaire, "answers": {"answers": {"recognise": 3}}},
        "agreement": rated,
        "side-by-side": {"profiles": {"Shop A": profile}},
        "raters": of_small | rated,
        "programme": {"portfolios": {"A": small}},
        "programme-within": {"portfolios": {"A": small}, "budget": 40},
        "gaps": of_small,
        "coverage": {"of": small, "kind": "channel"},
        "scenario-periods": {"plan": plan, "scenarios": []},
    }


def without_seconds(part: object) -> object:
    """Return part of a document without what differs each time."""
    if isinstance(part, dict):
        return {key: without_seconds(value) for key, value in part.items() if key != "seconds"}
    return [without_seconds(one) for one in part] if isinstance(part, list) else part
