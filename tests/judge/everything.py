"""A portfolio in which every field of every model has another value than its default."""

from __future__ import annotations

from omniprio import Portfolio

__all__ = ["EVERYTHING"]

EVERYTHING = Portfolio.model_validate(
    {
        "name": "all",
        "title": {"en": "Everything", "da": "Alt; =1+1"},
        "horizon": {"periods": 4, "unit": "month", "start": "2027-02-01"},
        "currency": "kDKK",
        "credit": "full",
        "discount_rate": 0.02,
        "closed": [4],
        "provenance": {"sizing": "invented", "disc.texts": "inferred"},
        "disc": {
            "id": "own",
            "title": {"en": "Own disc"},
            "start_level": 0,
            "provenance": "invented",
            "channels": [{"id": "web", "title": {"da": "Netbutik"}, "weight": 2.5}, {"id": "store"}],
            "over": "mean",
            "disciplines": [
                {
                    "id": "R",
                    "title": "Recognition",
                    "levels": [
                        {
                            "title": "some",
                            "description": {"en": "a few", "da": "få"},
                            "provenance": "inferred",
                        },
                        {},
                    ],
                    "weight": 2.5,
                    "order": "any",
                    "aliases": ["Kunde;genkendelse", ' "identify" '],
                    "channels": ["web"],
                    "provenance": "inferred",
                },
                {"id": "D", "levels": 2, "whole": True},
            ],
        },
        "start": {"R": 1, "D1": 0.25},
        "ambition": {"D": 1},
        "linked": [["web", "store"]],
        "beyond": 2,
        "measured": [
            {"field": "D2", "share": 0.5, "period": 2, "on": "2027-04-02", "who": "@panel; IT"},
            {"field": "R2@web", "share": 0.2, "period": 0},
        ],
        "budget": {
            "per_period": [500, None, 400, 0],
            "carry_over": False,
            "funds": ["money", "it"],
            "owners": ["-ops"],
        },
        "budgets": {
            "it": None,
            "own": {"total": 900, "owners": ["-ops"]},
            "licences": 12.5,
            "none at all": {},
            "by year": {
                "windows": [{"periods": 3, "amount": 40.5, "at_least": 2}, {"periods": 1}],
                "carry_over": 0.25,
                "at_least": 3,
                "funds": ["it"],
            },
        },
        "funds": {"it": {"index": 0.25}, "licences": {"unit": "seats", "rate": 0.5, "index": 0.02}},
        "capacities": {
            "crew": [3, None, 2, 1],
            "shop": None,
            "it": 2,
            "busy": {"amount": 4, "at_least": [None, 0, None, None]},
            "asked": {"at_least": 0},
            "hired": {
                "amount": [1, 2, None, 0],
                "extra": [0, None, 1, 2.5],
                "extra_price": 7,
                "extra_fund": "it",
            },
        },
        "initiatives": [
            {
                "id": "-crm",
                "links": ["web", "store"],
                "title": {"en": "CRM", "da": "CRM på dansk"},
                "description": '=HYPERLINK("x")\nsecond line; "quoted", and a comma',
                "duration": 2,
                "cost": {"amount": 100, "spread": "completion", "running": 0.1},
                "costs": {"it": {"profile": [7, 8]}, "licences": 5},
                "advances": {"R1": 0.1, "D2": 0.3},
                "benefit": {"per_period": -7.5},
                "earliest_start": 1,
                "latest_start": 3,
                "deadline": 4,
                "fixed_start": 1,
                "may_run_over": True,
                "closed": [3, 4],
                "decision": "must",
                "decision_reason": "the board, 1 June",
                "owner": "-ops",
                "tags": {"channel": ["store", "web; app"], "journey.step": ["buy"]},
                "scores": {"fit; 1": 2, "risk": -0.5},
                "adds": {"crew": 1.5},
                "source": "@page 7",
                "provenance": {"sizing": "invented"},
            },
            {
                "id": "17",
                "effort": {"crew": [1], "it": 0.5},
                "benefit": {"per_period": 5, "into": "own"},
                "cost": 3,
                "scores": {"=risk; other": -2.5, "strategy": 3},
                "due": 3,
                "late_price": 0.5,
            },
            {
                "id": "moded",
                "modes": [
                    {"id": "slow; x", "title": {"en": "Slow", "da": "Langsom"}, "duration": 2, "cost": 7.5},
                    {
                        "id": "fast",
                        "cost": {"profile": [7], "running": 1},
                        "costs": {"it": 3, "licences": {"amount": 5, "spread": "start"}},
                        "advances": {"R1": 0.2},
                        "benefit": {"profile": [1, 2], "counted_from": "calendar", "into": "own"},
                        "effort": {"it": [0.5]},
                    },
                    {"id": "plain", "costs": {}, "benefit": -1, "effort": {"crew": 1}},
                ],
            },
            {
                "id": "a=b; c",
                "requires": [
                    "17",
                    {"of": ["-crm"]},
                    {"of": ["17", "-crm"], "match": "any", "kind": "start to start", "lag": 1},
                    {"of": ["17", "-crm"], "at_least": 2, "lag": -1, "max_lag": 2, "given": ["17"]},
                ],
                "needs": {"R1": 0.2},
                "benefit": {"profile": [-1, 2], "counted_from": "start"},
            },
        ],
        "groups": [
            {"id": "g", "members": ["17", "a=b; c"], "at_least": 1, "at_most": 2, "apart": 0},
            {"id": "h", "members": ["17", "-crm"], "all_or_none": True},
            {"id": "by fund", "owners": ["-ops"], "fund": "it", "at_most": 99.5, "least_share": 0.1},
            {"id": "by score", "tags": {"channel": ["web; app"]}, "score": "fit; 1", "most_share": 1},
        ],
        "synergies": [
            {
                "id": "s",
                "of": ["17", "a=b; c"],
                "advances": {"R2": -0.1, "D2": 0.2},
                "benefit": -3,
                "cost": 4.5,
                "when": "in order",
            },
            {"id": "=field", "needs": {"R1": 0.2, "D2": 1}, "benefit": 20},
        ],
        "milestones": [
            {
                "id": "m;1",
                "title": {"en": "First", "da": "Først"},
                "by": 4,
                "fields": {"R1": 0.2},
                "levels": {"R": 1},
                "scenario": "=visit",
                "distance": 0.9,
                "complete": ["-crm"],
                "channels": "multi",
            },
        ],
        "scenarios": [
            {
                "id": "=visit",
                "title": {"en": "Known in the store"},
                "description": "A visit",
                "fields": ["R1"],
                "provenance": "invented",
            },
        ],
    }
)
"""Names and texts are such that they are easily taken for something else."""
