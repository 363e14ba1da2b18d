"""Which signals cancel a search, and that every handler is put back."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from omniprio import interrupt
from omniprio.interrupt import cancelled_by_signals
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

BOTH = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture(autouse=True)
def as_in_a_new_program(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(interrupt, "_SEARCHES", interrupt._Searches())  # noqa: SLF001  nothing was heard
    monkeypatch.delitem(sys.modules, "marimo", raising=False)  # another test may have shown something there
    before = [signal.getsignal(number) for number in BOTH]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    yield
    for number, handler in zip(BOTH, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("number", BOTH)
def test_the_first_signal_cancels_and_the_next_does_what_it_did_before(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    cancel = threading.Event()
    with cancelled_by_signals(cancel):
        signal.raise_signal(number)
        assert cancel.is_set()
        assert signal.getsignal(number) is before
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("number", BOTH)
def test_within_another_search_the_first_signal_cancels_both(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    outer, inner = threading.Event(), threading.Event()
    with cancelled_by_signals(outer):
        with cancelled_by_signals(inner):
            signal.raise_signal(number)
            assert inner.is_set()
            assert outer.is_set()
            assert signal.getsignal(number) is before  # the next one interrupts
        assert signal.getsignal(number) is before
    assert signal.getsignal(number) is before


def ended_by(number: signal.Signals) -> threading.Event:
    """Search until the signal comes."""
    cancel = threading.Event()
    with cancelled_by_signals(cancel):
        signal.raise_signal(number)
    return cancel


def heard_from_now_on(number: signal.Signals) -> list[int]:
    """Return the signals as the program hears them, outside of searches: SIGTERM would end it."""
    heard: list[int] = []
    signal.signal(number, lambda number, _frame: heard.append(number))
    return heard


@pytest.mark.parametrize("number", BOTH)
def test_a_signal_that_has_ended_a_search_is_heard_again_by_the_program_before_the_next(
    number: signal.Signals,
) -> None:
    ended_by(number)
    heard = heard_from_now_on(number)
    for _ in range(2):
        with cancelled_by_signals(threading.Event()):
            assert heard == [number]  # once


def test_ctrl_c_in_a_loop_of_searches_ends_the_loop() -> None:
    ended_by(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), cancelled_by_signals(threading.Event()):
        pytest.fail("a second search was begun")


@pytest.mark.parametrize("number", BOTH)
def test_searches_for_the_same_answer_are_ended_without_another_signal(number: signal.Signals) -> None:
    cancel = ended_by(number)
    heard = heard_from_now_on(number)
    with cancelled_by_signals(cancel):  # the next part of the answer: it knows that it is cancelled
        assert heard == []
    outer = threading.Event()
    signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    interrupt._SEARCHES.heard = None  # noqa: SLF001
    with cancelled_by_signals(outer):
        signal.raise_signal(number)
        heard = heard_from_now_on(number)
        with cancelled_by_signals(threading.Event()):
            assert heard == []


@pytest.mark.parametrize("shell", ["prompt", "marimo"])
def test_by_hand_ctrl_c_is_forgotten_after_two_seconds_and_sigterm_is_not(
    shell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who has ended a plan in a notebook asks for another one; a process that is to end ends."""
    times = iter([0.0, 2.0, 2.0, 2.0, 4.5, 4.5])  # a search ends, or another begins after a signal
    monkeypatch.setattr(interrupt, "now", lambda: next(times))
    if shell == "prompt":  # as Python, IPython and Jupyter set it
        monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
    else:
        monkeypatch.setitem(sys.modules, "marimo", sys)
    ended_by(signal.SIGINT)
    with cancelled_by_signals(threading.Event()):
        pass
    ended_by(signal.SIGTERM)
    heard = heard_from_now_on(signal.SIGTERM)
    with cancelled_by_signals(threading.Event()):
        assert heard == [signal.SIGTERM]


def test_a_script_is_ended_however_long_it_has_computed_between_two_searches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times = iter([0.0, 3600.0])
    monkeypatch.setattr(interrupt, "now", lambda: next(times, 3600.0))
    ended_by(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), cancelled_by_signals(threading.Event()):
        pytest.fail("a second search was begun")


def test_an_answer_is_one_search_between_its_searches_too() -> None:
    @validated
    def two_plans(*, cancel: threading.Event | None = None) -> list[bool]:
        assert cancel is not None  # whoever gives none has one made
        signal.raise_signal(signal.SIGINT)  # while something is counted
        return [ended_with(cancel), ended_with(cancel)]

    def ended_with(cancel: threading.Event) -> bool:
        with cancelled_by_signals(cancel):
            return cancel.is_set()

    assert two_plans() == [True, True]
    with pytest.raises(KeyboardInterrupt):
        two_plans()


def test_what_has_interrupted_a_search_has_been_heard() -> None:
    def search() -> None:
        with cancelled_by_signals(threading.Event()):
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        search()
    with cancelled_by_signals(threading.Event()):
        pass


@pytest.mark.parametrize("number", BOTH)
def test_an_ignored_signal_stays_ignored(number: signal.Signals) -> None:
    signal.signal(number, signal.SIG_IGN)  # as `nohup` and `&` in a script leave it
    cancel = threading.Event()
    with cancelled_by_signals(cancel):
        assert signal.getsignal(number) == signal.SIG_IGN
        signal.raise_signal(number)
    assert not cancel.is_set()


def test_a_handler_that_is_not_pythons_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    set_handlers: list[object] = []
    monkeypatch.setattr(signal, "getsignal", lambda _: None)  # what Python says of one set in C
    monkeypatch.setattr(signal, "signal", lambda *both: set_handlers.append(both))
    with cancelled_by_signals(threading.Event()):
        pass
    assert set_handlers == []


def test_a_programs_own_sigterm_is_left_to_it() -> None:
    heard: list[int] = []

    def own(number: int, _frame: FrameType | None) -> None:
        heard.append(number)

    signal.signal(signal.SIGTERM, own)
    cancel = threading.Event()
    with cancelled_by_signals(cancel):
        signal.raise_signal(signal.SIGTERM)
    assert heard == [signal.SIGTERM]
    assert not cancel.is_set()


def test_a_worker_of_a_pool_is_ended_by_sigterm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupt, "parent_process", object)  # as in a process of `multiprocessing`
    with cancelled_by_signals(threading.Event()):
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_in_another_thread_nothing_is_taken() -> None:
    def search() -> None:
        with cancelled_by_signals(threading.Event()):
            assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL

    thread = threading.Thread(target=search)
    thread.start()
    thread.join()
