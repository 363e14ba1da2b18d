"""The example of a service that is part of another application."""

from __future__ import annotations

import importlib
import json
import socket
import threading

import pytest
from web_service import CAN_SERVE, PATIENCE, SHORT, Service

from omniprio import prioritise

pytestmark = [pytest.mark.slow, CAN_SERVE]


def test_all_that_the_service_answers_is_under_its_path() -> None:
    example = importlib.import_module("own_service")
    server = example.server_of(example.app, example.plans)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            service = Service(listening.getsockname()[1], server)
            assert service.call("GET", "/")[0] == 200
            answer = service.call("POST", "/plans/plan", {"portfolio": json.loads(SHORT.to_json())})
            assert answer == (200, json.loads(prioritise(SHORT).to_json()))
            assert service.call("POST", "/plans/plan", {})[1]["error"] == "InvalidInputError"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
    assert not thread.is_alive()
