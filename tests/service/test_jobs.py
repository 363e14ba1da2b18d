"""Jobs wait for their turn, tell how far they are, and can be stopped; callers take turns."""

from __future__ import annotations

import asyncio
import importlib
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest
from web_service import (
    CAN_SERVE,
    PATIENCE,
    SHORT,
    TOKENS,
    Search,
    as_data,
    eventually,
    in_place_of,
    served,
)

from omniprio import prioritise
from omniprio.desk import NoSeatError
from omniprio.options import RunProgress

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import ModuleType

    from web_service import Service

pytestmark = CAN_SERVE

ASKED = {"portfolio": as_data(SHORT)}


@pytest.fixture
def source() -> ModuleType:
    return importlib.import_module("omniprio.service")


@pytest.fixture
def jobs() -> ModuleType:
    return importlib.import_module("omniprio.service.jobs")


class Asked:
    """Stands for a question, whose work goes on until it is let go."""

    name = "plan"

    def __init__(self, done: list[str], called: str, go: threading.Event) -> None:
        self.done, self.called, self.go = done, called, go

    def answered(
        self,
        document: bytes,  # noqa: ARG002
        cancel: threading.Event,  # noqa: ARG002
        tell: Callable[[object], None],  # noqa: ARG002
        keeper: object,  # noqa: ARG002
    ) -> str:
        assert self.go.wait(PATIENCE)
        self.done.append(self.called)
        return self.called


async def happens(what: Callable[[], object]) -> None:
    for _ in range(PATIENCE * 100):
        if what():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it does not happen")


def told_within(story: Callable[[], Awaitable[None]]) -> None:
    async def within() -> None:
        async with asyncio.timeout(PATIENCE):
            await story()

    asyncio.run(within())


def test_callers_take_turns(jobs: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """One has three jobs waiting when another comes with two: they are done in turn, as by dealing cards."""
    monkeypatch.setattr(jobs, "AT_A_TIME", 1)
    done: list[str] = []

    async def story() -> None:
        book, go = jobs.Jobs(), threading.Event()
        for caller, number in (("A", 1), ("A", 2), ("A", 3), ("A", 4), ("B", 1), ("B", 2)):
            book.submit(caller, Asked(done, f"{caller}{number}", go), b"")
        go.set()
        await happens(lambda: len(done) == 6)

    told_within(story)
    assert done == ["A1", "A2", "B1", "A3", "B2", "A4"]  # A1 had begun before anything else was there


def test_nobody_has_more_jobs_waiting_than_said(jobs: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_WAITING", 1)

    async def story() -> None:
        book, go = jobs.Jobs(), threading.Event()
        for _ in range(jobs.AT_A_TIME + 1):
            book.submit("A", Asked([], "", go), b"")
        with pytest.raises(NoSeatError, match="You have 1 jobs waiting"):
            book.submit("A", Asked([], "", go), b"")
        book.submit("B", Asked([], "", go), b"")
        go.set()
        book.close()
        with pytest.raises(NoSeatError, match="The service ends"):
            book.submit("B", Asked([], "", go), b"")

    told_within(story)


def test_jobs_that_are_stopped_before_they_begin_do_not_pile_up(
    jobs: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing ends while two are worked on: of four that are asked for and stopped, two are kept, without what was sent."""
    monkeypatch.setattr(jobs, "MOST_KEPT", 2)

    async def story() -> None:
        book, go = jobs.Jobs(), threading.Event()
        made = []
        for _ in range(jobs.AT_A_TIME):
            book.submit("A", Asked([], "", go), b"{}")
        for _ in range(4):
            made.append(book.submit("A", Asked([], "", go), b"{}"))
            book.stop(made[-1])
        assert [book.of("A", one.state.id) is not None for one in made] == [False, False, True, True]
        assert {one._document for one in made} == {b""}  # noqa: SLF001  nobody else sees what is kept for nothing
        go.set()

    told_within(story)


def test_what_has_ended_is_kept_and_the_oldest_forgotten_first(
    jobs: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST_KEPT", 2)

    async def story() -> None:
        book, go = jobs.Jobs(), threading.Event()
        go.set()
        made = []
        for name in "abc":
            made.append(book.submit("A", Asked([], name, go), b""))
            await happens(lambda: made[-1].state.has_ended)
        known = [book.of("A", job.state.id) for job in made]
        assert known == [None, made[1], made[2]]
        assert made[2].outcome.result() == "c"
        assert book.of("B", made[2].state.id) is None

    told_within(story)


def test_what_waits_is_cancelled_and_never_begun(jobs: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_A_TIME", 1)
    done: list[str] = []

    async def story() -> None:
        book, go = jobs.Jobs(), threading.Event()
        first, second, third = (book.submit("A", Asked(done, name, go), b"") for name in "abc")
        book.stop(second)
        assert second.state.state == "cancelled"
        go.set()
        await happens(lambda: first.state.has_ended and third.state.has_ended)

    told_within(story)
    assert done == ["a", "c"]


def test_a_job_is_followed_to_its_end(jobs: ModuleType) -> None:
    progress = RunProgress(goal=prioritise(SHORT).goals[0].goal, seconds=1.5, value=0.6, bound=0.5, nodes=3)

    class Telling(Asked):
        def answered(
            self, document: bytes, cancel: threading.Event, tell: Callable[[object], None], keeper: object
        ) -> str:
            tell(progress)
            return super().answered(document, cancel, tell, keeper)

    async def story() -> None:
        book, go = jobs.Jobs(), threading.Event()
        job = book.submit("A", Telling([], "a", go), b"")
        seen = []
        async for state in job.changes(beat=0.01):
            seen.append(state)
            if (
                len(seen) == 4
            ):  # at least the last two without a change between them: it had begun and told once
                go.set()
        assert [state.state for state in seen][-3:] == ["working", "working", "done"]
        seconds = [state.seconds for state in seen]
        assert seconds == sorted(seconds)
        assert len(set(seconds[:-1])) == len(seconds[:-1])  # each time some more
        assert seen[-1].progress["bound"] == 0.5
        assert seen[-1].progress["goal"]["kind"] == progress.goal.kind

    told_within(story)


def asked(service: Service, *, token: str = TOKENS[0]) -> dict[str, Any]:
    status, job = service.call("POST", "/jobs/plan", ASKED, {"Authorization": f"Bearer {token}"})
    assert status == 202
    assert isinstance(job, dict)
    return job


def ended(service: Service, name: str) -> bool:
    return service.call("GET", f"/jobs/{name}")[1]["state"] in {"done", "failed", "cancelled"}


@pytest.mark.slow
def test_the_answer_of_a_job_is_that_of_its_question(source: ModuleType) -> None:
    with served(source) as service:
        name = asked(service)["id"]
        eventually(lambda: ended(service, name))
        assert service.call("GET", f"/jobs/{name}/answer") == (200, json.loads(prioritise(SHORT).to_json()))
        assert service.call("DELETE", f"/jobs/{name}")[1]["state"] == "done"
        assert service.call("GET", f"/jobs/{name}/answer")[0] == 404  # it is forgotten


def test_a_job_that_fails_says_why_as_its_question_does(source: ModuleType) -> None:
    with served(source) as service:
        status, job = service.call("POST", "/jobs/plan", {"portfolio": {"horizon": 0, "initiatives": []}})
        assert status == 202
        eventually(lambda: ended(service, job["id"]))
        status, told = service.call("GET", f"/jobs/{job['id']}/answer")
    assert (status, told["faults"][0]["path"]) == (422, "portfolio.horizon")


def test_a_job_is_followed_over_http_and_stopped(source: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search()
    in_place_of(monkeypatch, "plan", search)
    with served(source) as service, service.connected() as following:
        name = asked(service)["id"]
        search.has_begun()
        assert service.call("GET", f"/jobs/{name}/answer")[0] == 202
        following.sendall(f"GET /jobs/{name}/events HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        received = following.recv(65536)
        assert service.call("DELETE", f"/jobs/{name}")[0] == 200
        search.is_cancelled()
        while b"event: done" not in received:
            part = following.recv(65536)
            assert part, "it broke off"
            received += part
        assert service.call("GET", f"/jobs/{name}/answer") == (200, {"best": "so far"})
    assert b"text/event-stream" in received
    assert b"event: working\ndata: {" in received


def test_a_job_is_there_for_its_caller_alone(source: ModuleType) -> None:
    with served(source, tokens=TOKENS) as service:
        name = asked(service)["id"]
        for token, status in ((TOKENS[0], 200), (TOKENS[1], 404)):
            headers = {"Authorization": f"Bearer {token}"}
            assert service.call("GET", f"/jobs/{name}", headers=headers)[0] == status


def test_the_end_of_the_service_ends_its_jobs(source: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search()
    in_place_of(monkeypatch, "plan", search)
    with served(source) as service:
        asked(service)
        search.has_begun()
        service.server.should_exit = True
        search.is_cancelled()
