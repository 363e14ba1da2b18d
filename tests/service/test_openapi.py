"""What the service says of itself is so: a path for each question, whose requests and answers fit their schemas."""

from __future__ import annotations

import importlib
import json
from functools import cache
from inspect import signature
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from judge.seeds import slow_after
from outside import requests, without_seconds
from web_service import CAN_SERVE

from omniprio import onlookers
from omniprio.desk import QUESTIONS
from omniprio.documents import to_json
from omniprio.store import Store

pytestmark = CAN_SERVE


@cache
def openapi() -> dict[str, Any]:
    """Return what a service with a store says of itself; the folder may go: nothing is asked for."""
    service = importlib.import_module("omniprio.service")
    description = importlib.import_module("omniprio.service.description")
    with TemporaryDirectory() as folder:
        store = Store(Path(folder, "office.sqlite"))
        found: dict[str, Any] = description.openapi_of(service.application(store=store))
    return found


def schema_at(content: dict[str, Any]) -> Any:  # noqa: ANN401  only where jsonschema is there
    """Return what validates the JSON of a request or an answer."""
    jsonschema = pytest.importorskip("jsonschema")
    whole = {**content["content"]["application/json"]["schema"], "components": openapi()["components"]}
    jsonschema.Draft202012Validator.check_schema(whole)
    return jsonschema.Draft202012Validator(whole)


@pytest.mark.parametrize("name", slow_after(4, QUESTIONS))
def test_requests_and_answers_fit_their_schemas(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the answer is what Python answers, but for the seconds that it took; all that can be cancelled tell how far they are."""
    ticks = count()
    monkeypatch.setattr(onlookers, "now", lambda: next(ticks))  # a second whenever somebody looks
    question, request = QUESTIONS[name], requests()[name]
    told: list[object] = []
    answer = json.loads(question.answered(json.dumps(request).encode(), on_progress=told.append))
    assert bool(told) == ("cancel" in signature(question.function).parameters)
    path = openapi()["paths"][f"/{name}"]["post"]
    schema_at(path["requestBody"]).validate(request)
    schema_at(path["responses"]["200"]).validate(answer)
    assert answer["format"] == f"omniprio-{name}/1"
    again = to_json(name, question.function(**question.understood(request)))
    assert without_seconds(answer) == without_seconds(json.loads(again))


def test_what_is_wrong_fits_no_schema() -> None:
    path = openapi()["paths"]["/plan"]["post"]
    sent, answered = schema_at(path["requestBody"]), schema_at(path["responses"]["200"])
    assert not sent.is_valid({})
    assert sent.is_valid({"portfolio": {"kept": "portfolio/office"}, "goals": [{"kind": "fastest"}]})
    assert not sent.is_valid(requests()["plan"] | {"time_limit": 61})
    assert not sent.is_valid(requests()["plan"] | {"goals": [{"kind": "quickest"}]})
    assert not answered.is_valid({"format": "omniprio-plan/1"})


def test_every_path_says_what_it_is() -> None:
    paths = openapi()["paths"]
    for path in paths.values():
        for operation in path.values():
            assert operation["operationId"]
            assert operation["summary"]
            assert set(operation["responses"]) & {"200", "201", "202"}
            assert "default" in operation["responses"]
    assert {f"/{name}" for name in QUESTIONS} <= set(paths)


def test_no_schema_points_at_one_that_is_not_there() -> None:
    schemas = openapi()["components"]["schemas"]
    used = set(re_all(json.dumps(openapi())))
    assert used <= set(schemas)


def re_all(text: str) -> list[str]:
    return [part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]]
