"""Seats are limited, and always given back."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from omniprio.desk import NoSeatError, Seats, TooLongError

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 30
"""Seconds after which a test gives up; nothing takes so long unless it fails."""


class Work:
    """Work that goes on until it is told to stop."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.told = threading.Event()
        self.may_end = threading.Event()

    def __call__(self, cancel: threading.Event) -> str:
        self.begun.set()
        if cancel.wait(PATIENCE):
            self.told.set()
        assert self.may_end.wait(PATIENCE)
        return "the best so far"


async def happens(what: Callable[[], bool]) -> bool:
    """Wait until something is so, or for too long."""
    for _ in range(PATIENCE * 100):
        if what():
            return True
        await asyncio.sleep(0.01)
    return False


async def can_be_seated(seats: Seats) -> bool:
    try:
        return await seats.do(lambda _: "seated", threading.Event()) == "seated"
    except NoSeatError:
        return False


async def is_seated_in_time(seats: Seats) -> bool:
    for _ in range(PATIENCE * 100):
        if await can_be_seated(seats):
            return True
        await asyncio.sleep(0.01)
    return False


def test_a_seat_is_given_back_when_the_work_raises() -> None:
    def failing(_: threading.Event) -> str:
        raise KeyError("unforeseen")

    async def story() -> None:
        seats = Seats(1)
        for _ in range(3):
            with pytest.raises(KeyError, match="unforeseen"):
                await seats.do(failing, threading.Event())
            assert await is_seated_in_time(seats)

    asyncio.run(story())


def test_who_leaves_stops_the_work_and_its_seat_is_free_when_it_has_stopped() -> None:
    async def story() -> None:
        seats, work = Seats(1), Work()
        waiting = asyncio.create_task(seats.do(work, threading.Event()))
        assert await happens(work.begun.is_set)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await happens(work.told.is_set)
        assert not await can_be_seated(seats)  # the work has not ended: it still takes a thread
        work.may_end.set()
        assert await is_seated_in_time(seats)

    asyncio.run(story())


def test_there_are_no_more_seats_than_said() -> None:
    async def story() -> None:
        seats, works = Seats(2), [Work(), Work()]
        cancels = [threading.Event(), threading.Event()]
        waiting = [
            asyncio.create_task(seats.do(work, cancel)) for work, cancel in zip(works, cancels, strict=True)
        ]
        for work in works:
            assert await happens(work.begun.is_set)
        with pytest.raises(NoSeatError, match=r"Every seat is taken; try again\."):
            await seats.do(str, threading.Event())
        for work, cancel in zip(works, cancels, strict=True):
            work.may_end.set()
            cancel.set()
        assert await asyncio.gather(*waiting) == ["the best so far"] * 2

    asyncio.run(story())


def test_what_is_not_done_in_time_is_told_and_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("omniprio.desk.limits.LONGEST_WORK", 0.01)

    async def story() -> None:
        seats, work = Seats(1), Work()
        with pytest.raises(TooLongError, match=r"This took longer than 0\.01 seconds\."):
            await seats.do(work, threading.Event())
        work.may_end.set()
        assert await happens(lambda: work.told.is_set() or not work.begun.is_set())

    asyncio.run(story())


def test_closing_stops_what_goes_on_and_begins_nothing() -> None:
    async def story() -> None:
        seats, work = Seats(2), Work()
        work.may_end.set()
        waiting = asyncio.create_task(seats.do(work, threading.Event()))
        assert await happens(work.begun.is_set)
        seats.close()
        assert await waiting == "the best so far"
        with pytest.raises(NoSeatError, match=r"The service ends\."):
            await seats.do(str, threading.Event())

    asyncio.run(story())
