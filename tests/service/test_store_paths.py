"""What is kept over HTTP: versions, what differs in them, and questions that are asked of them."""

from __future__ import annotations

import http.client
import importlib
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest
from web_service import CAN_SERVE, SHORT, as_data, eventually, served

from omniprio import Plan
from omniprio.store import Store

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from web_service import Service

pytestmark = CAN_SERVE


@pytest.fixture
def service(tmp_path: Path) -> Generator[Service]:
    source = importlib.import_module("omniprio.service")
    with served(source, store=Store(tmp_path / "office.sqlite")) as service:
        yield service


@pytest.mark.slow
def test_a_portfolio_is_kept_planned_and_replanned_by_its_handle(service: Service) -> None:
    status, version = service.call("POST", "/store/portfolio/office", as_data(SHORT))
    assert (status, version["number"], version["kept_by"]) == (201, 1, "127.0.0.1")
    status, plan = service.call("POST", "/plan", {"portfolio": {"kept": "portfolio/office"}})
    assert (status, Plan.model_validate(plan).portfolio) == (200, SHORT)
    assert service.call("POST", "/store/plan/office", plan)[0] == 201
    actuals = {"actual": {"web": {"start": 1, "cost": 320}}}
    assert service.call("POST", "/store/actuals/office", actuals)[0] == 201
    again = {"before": {"kept": "plan/office/1"}, "by": 1, "actual": {"kept": "actuals/office"}}
    status, replanned = service.call("POST", "/replan", again)
    assert (status, replanned["plan"]["schedule"][0]["cost"]) == (200, 320)
    status, job = service.call("POST", "/jobs/replan", again)
    eventually(lambda: service.call("GET", f"/jobs/{job['id']}/answer")[0] == 200)
    assert [one["kind"] for one in service.call("GET", "/store")[1]["versions"]] == [
        "portfolio",
        "plan",
        "actuals",
    ]


def test_versions_are_listed_fetched_and_compared(service: Service) -> None:
    for budget in (350, 400):
        sent = as_data(SHORT.model_copy(update={"budget": budget}))
        assert service.call("POST", "/store/portfolio/office", sent)[0] == 201
    versions = service.call("GET", "/store/portfolio/office")[1]["versions"]
    assert [one["number"] for one in versions] == [1, 2]
    assert service.call("GET", "/store/portfolio/office/1")[1]["budget"] == 350
    status, told = service.call("GET", "/store/portfolio/office/differences?before=1&after=2")
    assert (status, told) == (200, {"differences": [{"path": "budget", "before": 350, "after": 400}]})


def test_what_is_not_there_or_no_document_is_told(service: Service) -> None:
    assert service.call("GET", "/store/portfolio/office/1")[0] == 404
    status, told = service.call("POST", "/store/portfolio/office", {"horizon": 0, "initiatives": []})
    assert (status, told["faults"][0]["path"]) == (422, "horizon")
    status, told = service.call("POST", "/plan", {"portfolio": {"kept": "portfolio/office"}})
    assert (status, told["error"]) == (404, "NotKeptError")
    status, told = service.call("GET", "/store/portfolio/office/differences?before=x&after=2")
    assert (status, told["faults"][0]["path"]) == (422, "before")


@pytest.mark.parametrize("name", ["Ръководство", "a?b#c", "Büro 2"])
def test_where_it_is_kept_is_an_address_whatever_its_name(name: str, service: Service) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    connection.request("POST", f"/store/portfolio/{quote(name)}", SHORT.to_json().encode())
    answer = connection.getresponse()
    place = answer.headers["Location"]
    connection.close()
    assert (answer.status, unquote(place)) == (201, f"/store/portfolio/{name}/1")
    assert service.call("GET", place)[0] == 200


@pytest.mark.parametrize("rest", ["two", "-1", "0", "", "1/2", "9" * 30, "9" * 5_000])
def test_a_handle_with_another_end_than_a_number_stands_for_nothing(rest: str, service: Service) -> None:
    service.call("POST", "/store/portfolio/office", as_data(SHORT))
    sent = {"portfolio": {"kept": f"portfolio/office/{rest}"}}
    status, told = service.call("POST", "/plan", sent)
    assert (status, told["error"]) == (404, "NotKeptError")


def test_numbers_that_cannot_be_are_not_kept_and_missing_ones_are_missed(service: Service) -> None:
    assert service.call("GET", f"/store/portfolio/office/{10**30}")[0] == 404
    status, told = service.call("GET", "/store/portfolio/office/differences?before=1")
    assert (status, told["faults"]) == (
        422,
        [{"path": "after", "problem": "is missing", "remedy": "add it"}],
    )


def test_a_document_of_too_many_values_is_not_read(service: Service) -> None:
    many = b'{"horizon": 1, "initiatives": [' + b"1," * 100_000 + b"1]}"
    assert service.call("POST", "/store/portfolio/office", many)[0] == 413


def test_a_service_without_a_store_keeps_nothing() -> None:
    with served(importlib.import_module("omniprio.service")) as service:
        assert service.call("POST", "/store/portfolio/office", as_data(SHORT))[0] == 404
        status, told = service.call("POST", "/plan", {"portfolio": {"kept": "portfolio/office"}})
        assert (status, told["faults"][0]["path"]) == (422, "portfolio.kept")
