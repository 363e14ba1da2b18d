"""What the service says: in the language that is asked for, as JSON also to those it does not let in, and where to begin."""

from __future__ import annotations

import http.client
import importlib
from typing import TYPE_CHECKING

import pytest
from web_service import CAN_SERVE, TOKENS, served

from omniprio.language import languages
from omniprio.store import KEPT, Store

if TYPE_CHECKING:
    from collections.abc import Generator

    from web_service import Service

pytestmark = CAN_SERVE

DANISH = {"Accept-Language": "sv, da-DK;q=0.9, en;q=0.8"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Generator[Service]:
    source = importlib.import_module("omniprio.service")
    store = Store(tmp_path_factory.mktemp("store") / "office.sqlite")
    with served(source, store=store, hosts=("127.0.0.1",)) as service:
        yield service


def got(service: Service, path: str, **headers: str) -> tuple[int, str, str]:
    """Return status, type and text of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read().decode()
    finally:
        connection.close()


def test_refusals_are_told_in_the_language_that_is_preferred_or_asked_for(service: Service) -> None:
    wrong = {"portfolio": {"horizon": 0, "initiatives": []}}
    status, told = service.call("POST", "/plan", wrong, DANISH)
    fault = {"path": "portfolio.horizon", "problem": "er 0", "remedy": "angiv mindst 1 periode"}
    assert (status, told["faults"]) == (422, [fault])
    assert told["message"].startswith("1 fejl i det, der blev givet:\n- portfolio.horizon: er 0; angiv")
    _, told = service.call("POST", "/plan?language=en", wrong, DANISH)
    assert told["faults"][0]["problem"] == "is 0"
    _, told = service.call("GET", "/jobs/x?language=da")
    assert told["message"] == "Du har ingen sådan opgave; en gammel kan være glemt."
    _, told = service.call("POST", "/plan", b" " * 5_000_001, DANISH)
    assert told["message"] == "Send højst 5.000.000 byte."


def test_a_language_that_is_none_of_ours_is_refused(service: Service) -> None:
    status, told = service.call("GET", "/catalogue/ten?language=dansk")
    assert (status, told["faults"][0]["path"]) == (422, "language")
    assert service.call("GET", "/catalogue/ten", headers={"Accept-Language": "fr"})[0] == 200


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("da", "da"),
        ("DA-dk", "da"),
        ("en-GB, da", "en"),
        ("en;q=0.5, da; q=0.7", "da"),
        ("da;q=0, en;q=0.1", "en"),
        ("*, da;q=x", "en"),
        (";q=1,,;;", "en"),
    ],
)
def test_the_language_that_is_wanted_most_is_taken(header: str, language: str) -> None:
    requests = importlib.import_module("starlette.requests")
    asked = requests.HTTPConnection(
        {"type": "http", "query_string": b"", "headers": [(b"accept-language", header.encode())]}
    )
    assert importlib.import_module("omniprio.service.languages").language_of(asked) == language


def test_who_calls_it_by_another_name_is_told_so_as_json(service: Service) -> None:
    """A page of another site could otherwise reach the service under its own name."""
    for headers in ({"Host": "example.org"}, {"Host": "a b"}):
        status, told = service.call("GET", "/catalogue/ten", headers=headers | DANISH)
        assert (status, told["error"]) == (400, "Bad Request")
        assert told["message"] == "Tjenesten svarer ikke på det navn; kald den 127.0.0.1."


def test_who_has_no_token_is_told_so_in_their_language() -> None:
    with served(importlib.import_module("omniprio.service"), tokens=TOKENS) as service:
        status, told = service.call("GET", "/health", headers=DANISH)
    assert (status, told["error"]) == (401, "Unauthorized")
    assert told["message"].startswith("Send en af tjenestens nøgler")


def test_what_is_not_there_is_told_with_what_is(service: Service) -> None:
    for path in ("/store/portfolios", "/store/portfolios/office", "/store/portfolios/office/1"):
        status, told = service.call("GET", path)
        assert (status, set(told)) == (404, {"error", "message"})
        assert all(kind in told["message"] for kind in KEPT)
    assert service.call("GET", "/store/plan/office")[0] == 404  # nobody has kept it
    assert service.call("GET", "/store/plan") == (200, {"versions": []})
    status, told = service.call("GET", "/nowhere")
    assert (status, told["message"]) == (
        404,
        "There is nothing at '/nowhere'; /openapi.json lists what is here.",
    )
    for path, meant in (
        ("/plann", "/plan"),
        ("/schema/plann", "plan"),
        ("/catalogue/tenn", "ten"),
        ("/store/plann", "plan"),
    ):
        status, told = service.call("GET", path)
        assert (status, f"(did you mean {meant}?)" in told["message"]) == (404, True)
    status, told = service.call("GET", "/plan")
    assert (status, told["message"]) == (405, "GET is not what /plan is asked with; use POST.")


@pytest.mark.parametrize("language", languages())
def test_the_address_that_is_printed_leads_on(language: str, service: Service) -> None:
    status, kind, page = got(service, "/", **{"Accept-Language": language})
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert f'<html lang="{language}">' in page
    assert ("Spørgsmål" in page) == (language == "da")
    assert "<script" not in page
    for place in ("openapi.json", "health", "store", "schema/plan"):
        assert f'href="{place}"' in page
        assert got(service, f"/{place}")[0] == 200


def test_a_service_that_works_says_so(service: Service) -> None:
    version = importlib.import_module("importlib.metadata").version("omniprio")
    assert service.call("GET", "/health") == (200, {"version": version})
