"""A client that is made from the description of the service: its models are sent and received."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from web_service import CAN_SERVE, SHORT, served

from omniprio import prioritise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

pytestmark = [
    CAN_SERVE,
    pytest.mark.skipif(
        importlib.util.find_spec("datamodel_code_generator") is None,
        reason="it takes datamodel-code-generator",
    ),
]

ASKED = ("/plan", "/check")
"""The paths that the client is made for: to make it for all takes long, and shows no more."""


def part_of(openapi: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a few paths, with the schemas that they use."""
    paths = {path: openapi["paths"][path] for path in ASKED}
    schemas = openapi["components"]["schemas"]
    used = dict.fromkeys(used_in(paths, schemas, set()))
    return openapi | {"paths": paths, "components": {"schemas": {name: schemas[name] for name in used}}}


def used_in(part: object, schemas: dict[str, Any], seen: set[str]) -> Iterator[str]:
    for name in re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(part)):
        if name not in seen:
            seen.add(name)
            yield name
            yield from used_in(schemas[name], schemas, seen)


def made_from(openapi: dict[str, Any], folder: Path) -> ModuleType:
    """Return the module with the models of a client."""
    source, path = folder / "openapi.json", folder / "made_client.py"
    source.write_text(json.dumps(openapi), encoding="utf-8")
    words = ["--input-file-type", "openapi", "--output-model-type", "pydantic_v2.BaseModel"]
    subprocess.run(
        [sys.executable, "-m", "datamodel_code_generator", "--input", source, "--output", path, *words],
        check=True,
        capture_output=True,
    )
    spec = importlib.util.spec_from_file_location("made_client", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["made_client"] = module
    spec.loader.exec_module(module)
    return module


def test_a_generated_client_asks_and_understands_the_answer(tmp_path: Path) -> None:
    with served(importlib.import_module("omniprio.service")) as service:
        _, openapi = service.call("GET", "/openapi.json")
        client = made_from(part_of(openapi), tmp_path)
        request = client.PlanRequest.model_validate({"portfolio": json.loads(SHORT.to_json())})
        sent = request.model_dump(mode="json", by_alias=True, exclude_unset=True)
        status, answer = service.call("POST", "/plan", sent)
        assert status == 200
        plan = client.PlanAnswer.model_validate(answer)
        plan = getattr(plan, "root", plan)
        assert {one.id: one.start for one in plan.schedule} == prioritise(SHORT).starts
        status, told = service.call("POST", "/plan", {})
        failure = client.Refusal.model_validate(told)
        assert (status, failure.faults[0].path) == (422, "portfolio")
