"""What a Dane reads of data that are refused: a Danish word, with the name of the field between backticks."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from omniprio.errors import InvalidInputError
from omniprio.goals import Soonest
from omniprio.language import Speaker
from omniprio.language.catalogues import catalogue
from omniprio.portfolio import (
    Benefit,
    Budget,
    Capacity,
    Cost,
    Fund,
    Group,
    Initiative,
    Milestone,
    Portfolio,
    Requirement,
    Synergy,
    Window,
)

MODELS = (
    Benefit, Budget, Capacity, Cost, Fund, Group, Initiative, Milestone, Portfolio, Requirement, Soonest, Synergy, Window,
)  # fmt: skip

ALSO_DANISH = {"budget", "format", "start", "team", "total"}
"""Names of fields that are Danish words too."""

ENGLISH = (
    {name for model in MODELS for name in model.model_fields} - ALSO_DANISH - {"id", "fund", "score", "tags"}
)
PLACES = re.compile(r"\{\{|\}\}|\{[^}]*\}")


def bare(said: str) -> set[str]:
    """Return the names of fields that stand in words of a language as they are, outside backticks."""
    outside = " ".join(re.sub(r"`[^`]*`", " ", said).split())
    return ENGLISH & set(re.findall(r"[A-Za-z_]+", PLACES.sub(" ", outside)))


def test_names_of_fields_stand_between_backticks() -> None:
    words = catalogue("da")
    assert bare("udelad when, eller `of`") == {"when"}
    for part in ("faults", "remedies"):
        said = {key: words.text(key, 2) for key in words.words if key.startswith(f"{part}.")}
        assert said
        assert {key: found for key, one in said.items() if (found := bare(one))} == {}


def refused(**data: object) -> list[str]:
    with pytest.raises(InvalidInputError) as refused:
        Portfolio.model_validate({"horizon": 4, **data})
    return [fault.said(Speaker("da")) for fault in refused.value.faults]


def test_dates_are_told_by_their_danish_names() -> None:
    web = {"id": "web", "duration": 3, "deadline": 2, "decision": "must", "closed": [1]}
    assert refused(initiatives=[web]) == [
        (
            "initiatives[web]: skal gøres, men har ingen periode at starte i (varighed (`duration`) 3, frist (`deadline`) 2, "
            "horisont (`horizon`) 4, lukket (`closed`) 1); ændr en af dem eller beslutningen"
        )
    ]


def test_a_circle_of_requirements_is_told_in_danish() -> None:
    circle = [{"id": one, "requires": [{"of": [other], "lag": 1}]} for one, other in pairwise("abca")]
    assert refused(initiatives=circle) == [
        "initiatives[a].requires: går i ring: a forudsætter b forudsætter c forudsætter a; fjern en af disse forudsætninger"
    ]


def test_what_contradicts_a_lag_is_told_in_danish() -> None:
    app = {"id": "app", "requires": [{"of": ["web"], "lag": 2, "max_lag": 1}]}
    assert refused(initiatives=[{"id": "web"}, app]) == [
        (
            "initiatives[app].requires[1].max_lag: er 1, mindre end ventetiden (`lag`), som er 2; "
            "gør den mindst lige så stor som ventetiden (`lag`)"
        )
    ]
