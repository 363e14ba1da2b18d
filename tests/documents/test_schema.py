"""The JSON Schemas in the documentation are those of the models, and hold for the documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from omniprio import ten_portfolio
from omniprio.answers.attribution.estimate import Estimate
from omniprio.documents import DOCUMENTS, schema_of
from omniprio.plan import Plan, plan_of
from omniprio.portfolio import Portfolio

FOLDER = Path(__file__).parents[2] / "docs" / "schema"


OF_PLAN = json.loads((FOLDER / "plan.schema.json").read_text(encoding="utf-8"))


def by_itself(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with what it says by the schema of a plan written out in it."""
    text = json.dumps(schema).replace("plan.schema.json#/", "#/").replace("plan.schema.json", "#/$defs/Plan")
    plan = {key: one for key, one in OF_PLAN.items() if key not in {"$defs", "$schema", "title"}}
    found: dict[str, Any] = json.loads(text)
    return found | {"$defs": {**OF_PLAN["$defs"], "Plan": {**plan, "title": "Plan"}, **found["$defs"]}}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_schema_in_the_documentation_is_that_of_the_model(document: str) -> None:
    given = (FOLDER / f"{document}.schema.json").read_text(encoding="utf-8")
    written = by_itself(json.loads(given)) if "plan.schema.json" in given else json.loads(given)
    assert written == schema_of(document), "write it anew: uv run python tools/derived_pages.py"


def test_what_a_portfolio_may_hold_is_said_in_its_schema_and_that_of_a_plan_alone() -> None:
    said = {path.name for path in FOLDER.iterdir() if '"Initiative": {' in path.read_text(encoding="utf-8")}
    assert said == {"portfolio.schema.json", "plan.schema.json"}


def test_there_is_a_schema_for_each_document_and_no_other() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{document}.schema.json" for document in DOCUMENTS}


def test_a_portfolio_needs_no_more_than_a_horizon_and_initiatives() -> None:
    schema = schema_of("portfolio")

    assert schema["required"] == ["horizon", "initiatives"]
    assert schema["additionalProperties"] is False
    assert set(Portfolio.model_fields) == set(_properties(schema))


def test_a_plan_has_exactly_what_its_schema_says() -> None:
    plan = plan_of(ten_portfolio(), {"identify": 1})
    written = set(json.loads(plan.to_json()))
    schema = schema_of("plan")

    assert written == set(_properties(schema)) == set(Plan.model_fields) - {"seconds"}


@pytest.mark.slow
def test_no_description_speaks_to_python_programmers() -> None:
    for document in DOCUMENTS:
        assert ">>>" not in json.dumps(schema_of(document))


def _properties(schema: dict[str, object]) -> dict[str, object]:
    properties = schema["properties"]
    assert isinstance(properties, dict)
    return properties


@pytest.mark.parametrize(
    ("given", "fits"), [([25, 45], True), ([1, 2, 3], True), ([1], False), ([1] * 4, False)]
)
def test_an_estimate_is_two_or_three_numbers_in_the_schema_as_in_the_model(
    given: list[int], *, fits: bool
) -> None:
    schema: Any = schema_of("uncertainty")
    numbers, whole = schema["$defs"]["Estimate"]["anyOf"]
    assert (numbers["type"], whole["type"]) == ("array", "object")
    assert (numbers["minItems"] <= len(given) <= numbers["maxItems"]) is fits
    try:
        Estimate.model_validate(given)
    except ValueError:
        assert not fits
    else:
        assert fits
