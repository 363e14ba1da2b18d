"""What programs read and write: documents, their schemas, and errors as data."""

from __future__ import annotations

import json
from pkgutil import resolve_name

import pytest
from judge.everything import EVERYTHING

from omniprio import Initiative, Portfolio, plan_of, prioritise, ten_portfolio
from omniprio.answers.qualification import qualify_all
from omniprio.documents import DOCUMENTS, READY, error_as_data, schema_of, to_json, verdict_on
from omniprio.documents.kinds import WRITTEN
from omniprio.infeasibility import InfeasibleError

TWO = Portfolio(
    horizon=2, initiatives=[Initiative(id="web", cost=30, decision="must"), Initiative(id="app")], budget=40
)


def test_a_plan_is_the_same_document_however_it_is_written() -> None:
    plan = prioritise(ten_portfolio(budget=2500))

    assert to_json("plan", plan) == plan.to_json()


def test_exact_numbers_are_written_as_numbers() -> None:
    thirds = Portfolio(horizon=1, initiatives=[Initiative(id="web", cost=1, advances={"D2": 0.1})])
    (row,) = json.loads(to_json("qualify", qualify_all(thirds)))["rows"]

    assert (row["cost"], row["alone"]) == (1, 0.1 / 18)  # 0.1 of 18 levels


class _LimitError(Exception):
    """An error with facts."""

    def __init__(self) -> None:
        super().__init__("too much")
        self.most = 3
        self._hidden = 1


def test_an_error_is_its_name_its_message_with_notes_and_its_facts() -> None:
    error = _LimitError()
    error.add_note("Noted.")

    assert error_as_data(error) == {"error": "_LimitError", "message": "too much\nNoted.", "most": 3}


def test_a_conflict_travels_as_data() -> None:
    with pytest.raises(InfeasibleError) as caught:
        prioritise(TWO.model_copy(update={"budget": 20}))

    told = error_as_data(caught.value)
    assert isinstance(told["conflict"], dict)
    assert {demand["kind"] for demand in told["conflict"]["demands"]} == {"must", "budget"}


def test_a_verdict_names_what_is_different_from_what_the_schedule_was_made_for() -> None:
    plan = plan_of(TWO, {"web": 1})
    poorer = TWO.model_copy(update={"budget": 25})

    assert verdict_on(TWO, plan.starts).differs_in == ()
    verdict = verdict_on(poorer, plan.starts, plan.portfolio)
    assert (verdict.ok, verdict.differs_in) == (False, ("budget",))
    assert "5 too much" in str(verdict)  # 30 - 25


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_schema_is_whole_and_speaks_of_numbers_not_of_fractions(document: str) -> None:
    text = json.dumps(schema_of(document))

    assert json.loads(text)["type"] == "object"
    assert '"fraction"' not in text
    defined = set(json.loads(text).get("$defs", ()))
    assert {
        part.removeprefix("#/$defs/") for part in text.split('"') if part.startswith("#/$defs/")
    } == defined


def test_every_ready_portfolio_has_a_name_of_its_own() -> None:
    assert READY["ten"]() == ten_portfolio()
    assert all(isinstance(make(), Portfolio) for make in READY.values())


def test_every_whole_number_of_a_portfolio_may_be_written_with_a_point() -> None:
    def pointed(data: object) -> object:
        if isinstance(data, dict):
            return {key: pointed(one) for key, one in data.items()}
        if isinstance(data, list):
            return [pointed(one) for one in data]
        return float(data) if type(data) is int else data

    data = json.loads(EVERYTHING.to_json())
    written = json.dumps(pointed(data))
    assert '"duration": 2.0' in written
    assert Portfolio.from_json(written).to_json() == EVERYTHING.to_json()


def test_the_whole_numbers_of_every_document_that_is_given_may_be_written_with_a_point() -> None:
    def exact_ones(schema: object, *, reads_points: bool = False) -> list[object]:
        """Return the whole numbers, as pydantic reads them, that would be refused with a point."""
        if isinstance(schema, list | tuple):
            return [one for part in schema for one in exact_ones(part, reads_points=reads_points)]
        if not isinstance(schema, dict):
            return []
        if schema.get("type") == "int":
            return [schema] if schema.get("strict") and not reads_points else []
        reads_points |= schema.get("type") == "function-before"
        return [
            one
            for key, part in schema.items()
            if key not in {"metadata", "serialization"}
            for one in exact_ones(part, reads_points=reads_points and key == "schema")
        ]

    given = [name for name in DOCUMENTS if name not in WRITTEN]
    assert [
        name for name in given if exact_ones(resolve_name(DOCUMENTS[name]).__pydantic_core_schema__)
    ] == []
