"""A document of a portfolio that has something everywhere, to be spoiled."""

from __future__ import annotations

from typing import Any

__all__ = ["RICH"]

RICH: dict[str, Any] = {
    "format": "omniprio-portfolio/1",
    "name": "rich",
    "horizon": {"periods": 4, "unit": "quarter", "start": "2027-01-01"},
    "disc": {
        "disciplines": [{"id": "R", "levels": 2, "weight": 2}, {"id": "D", "levels": [{"title": "one"}, {}]}]
    },
    "initiatives": [
        {
            "id": "web",
            "title": {"en": "web", "da": "net"},
            "duration": 2,
            "cost": {"profile": [1, 2]},
            "costs": {"it": 3, "hr": {"amount": 5, "spread": "start", "running": 1}},
            "advances": {"R2": 0.6},
            "benefit": {"profile": [1, 2, -3], "counted_from": "start"},
            "needs": {"D1": 1},
            "effort": {"devs": [1, 2], "ops": 1},
            "earliest_start": 1,
            "latest_start": 3,
            "deadline": 4,
            "decision": "must",
            "decision_reason": "board",
            "owner": "sales",
            "tags": {"channel": ["web"]},
        },
        {
            "id": "shop",
            "duration": 1,
            "requires": ["web", {"of": ["web", "crm"], "match": "any", "lag": 1}],
            "fixed_start": 4,
            "benefit": 5,
        },
        {"id": "crm", "cost": 7.5, "decision": "never"},
    ],
    "start": {"R": 1, "D2": 0.3},
    "ambition": {"R": 2},
    "credit": "full",
    "budget": {"per_period": [5, 5, None, 5], "carry_over": False, "owners": ["sales"]},
    "budgets": {"it": 9, "people": {"total": 50, "funds": ["hr", "it"]}},
    "capacities": {"devs": [3, 3, 3, None], "ops": 2},
    "groups": [{"id": "g", "members": ["web", "crm"], "at_least": 1, "at_most": 1, "all_or_none": False}],
    "synergies": [{"id": "s", "of": ["web", "shop"], "advances": {"R2": -0.1}, "benefit": 1, "cost": -1}],
    "milestones": [
        {"id": "m", "by": 4, "fields": {"D2": 0.3}, "levels": {"R": 1}, "complete": ["web"], "distance": 1}
    ],
    "scenarios": [{"id": "visit", "fields": ["R2"]}],
    "discount_rate": 0.02,
    "currency": "kDKK",
    "provenance": {"sizing": "invented"},
}
