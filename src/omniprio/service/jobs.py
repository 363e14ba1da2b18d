"""Jobs: questions that wait for their turn and are worked on while nobody waits at the other end.

Callers take turns: whoever has many jobs waiting keeps nobody else waiting for more than one of them.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic_core import to_jsonable_python

from omniprio.clock import now
from omniprio.desk.limits import LONGEST_WORK, NoSeatError
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from omniprio.desk import Question
    from omniprio.desk.kept import Keeper

__all__ = ["AT_A_TIME", "MOST_KEPT", "MOST_WAITING", "Job", "JobState", "Jobs"]

AT_A_TIME = 2
"""Jobs that are worked on at a time, beside the questions whose callers wait."""
MOST_WAITING = 20
"""Jobs of one caller that wait."""
MOST_KEPT = 100
"""Jobs that have ended, with their answers; the oldest are forgotten first."""

State = Literal["waiting", "working", "done", "failed", "cancelled"]


class JobState(BaseModel):
    """How far a job is."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    id: str
    question: str
    """What is asked, as the path says it."""
    state: State
    """`done` also where it was cancelled while it was worked on: the answer is the best so far. `cancelled` is what was never begun."""
    seconds: float | None
    """Since it was begun, until it had ended; None where it waits."""
    progress: dict[str, Any] | None
    """How far it is, by the last that is known: value and bound of one search, steps of many, or how many searches were begun."""

    @property
    def has_ended(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.state not in {"waiting", "working"}


class Job:
    """A question of a caller, and what has become of it.

    Attributes:
        caller: Who asked.
        state: How far it is; the seconds are those at its last change.
        cancel: Set to stop the work.
        outcome: Its answer or the error, once it has ended.
    """

    def __init__(self, caller: str, question: Question, document: bytes) -> None:
        """Wait."""
        self.caller = caller
        self.state = JobState(
            id=secrets.token_urlsafe(12), question=question.name, state="waiting", seconds=None, progress=None
        )
        self._begun: float | None = None
        self.cancel = threading.Event()
        self.outcome: Future[str] = Future()
        self._question = question
        self._document = document
        self._changed = asyncio.Event()

    def work(self, loop: asyncio.AbstractEventLoop, keeper: Keeper | None) -> str:
        """Return the answer; runs in a thread."""

        def tell(progress: object) -> None:
            told = to_jsonable_python(progress)
            loop.call_soon_threadsafe(lambda: self.become("working", told))

        return self._question.answered(self._document, self.cancel, tell, keeper)

    def become(self, state: State, progress: dict[str, Any] | None = None) -> None:
        """Change, and tell whoever follows it; what has ended changes no more."""
        if self.state.has_ended:
            return
        if state == "working" and self._begun is None:
            self._begun = now()
        told = self.state.progress if progress is None else progress
        self.state = self.how_far().model_copy(update={"state": state, "progress": told})
        if self.state.has_ended:
            self._document = b""  # it may be large, and is not wanted any more
        self._changed.set()
        self._changed = asyncio.Event()

    def how_far(self) -> JobState:
        """Return how far it is at this moment."""
        if self._begun is None or self.state.has_ended:
            return self.state
        return self.state.model_copy(update={"seconds": now() - self._begun})

    async def changes(self, beat: float) -> AsyncIterator[JobState]:
        """Yield each state from now on, up to the last; the same again after some seconds without a change.

        Args:
            beat: So many seconds.
        """
        while True:
            state, changed = self.how_far(), self._changed
            yield state
            if state.has_ended:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), beat)


class Jobs:
    """The jobs of all callers. All but the work itself happens in the event loop that they are used from."""

    def __init__(self, keeper: Keeper | None = None) -> None:
        """Begin without any.

        Args:
            keeper: Finds what is kept, where a handle stands in a request.
        """
        self._keeper = keeper
        self._threads = ThreadPoolExecutor(AT_A_TIME)
        self._jobs: dict[str, Job] = {}
        self._waiting: dict[str, deque[Job]] = {}
        self._working: set[Job] = set()
        self._closed = False

    def submit(self, caller: str, question: Question, document: bytes) -> Job:
        """Take on a job.

        Args:
            caller: Who asks.
            question: What is asked.
            document: The request.

        Raises:
            NoSeatError: The caller has too many jobs waiting, or the service ends.
        """
        if self._closed:
            raise NoSeatError(sentence("service.ends"))
        if len(self._waiting.get(caller, ())) >= MOST_WAITING:
            raise NoSeatError(sentence("service.waiting", n=MOST_WAITING))
        job = Job(caller, question, document)
        self._jobs[job.state.id] = job
        self._waiting.setdefault(caller, deque()).append(job)
        self._begin()
        return job

    def of(self, caller: str, name: str) -> Job | None:
        """Return a job of a caller; None where the caller has none of that name."""
        job = self._jobs.get(name)
        return job if job is not None and job.caller == caller else None

    def stop(self, job: Job) -> None:
        """Stop a job, and forget one that has ended."""
        if job.state.has_ended:
            self._jobs.pop(job.state.id, None)
            return
        job.cancel.set()
        if job.state.state == "waiting":
            self._waiting[job.caller].remove(job)
            job.become("cancelled")
            self._forget()

    def close(self) -> None:
        """Stop all jobs, and take on no other."""
        self._closed = True
        for job in list(self._jobs.values()):
            if not job.state.has_ended:
                self.stop(job)

    def _begin(self) -> None:
        """Begin what there is room for."""
        loop = asyncio.get_running_loop()
        while len(self._working) < AT_A_TIME and (job := self._next()):
            self._working.add(job)
            job.become("working")
            limit = loop.call_later(LONGEST_WORK, job.cancel.set)
            done = self._threads.submit(job.work, loop, self._keeper)
            ended = partial(self._end, job, limit)
            done.add_done_callback(partial(loop.call_soon_threadsafe, ended))

    def _next(self) -> Job | None:
        """Return the job whose turn it is: the first of the caller who has waited longest for a turn."""
        for caller in list(self._waiting):
            waiting = self._waiting.pop(caller)
            if waiting:
                job = waiting.popleft()
                self._waiting[caller] = waiting  # behind all others
                return job
        return None

    def _end(self, job: Job, limit: asyncio.TimerHandle, done: Future[str]) -> None:
        limit.cancel()
        self._working.discard(job)
        job.outcome = done
        job.become("failed" if done.exception() else "done")
        self._forget()
        self._begin()

    def _forget(self) -> None:
        """Forget the oldest of those that have ended, where they are too many."""
        ended = [name for name, one in self._jobs.items() if one.state.has_ended]
        for name in ended[: max(len(ended) - MOST_KEPT, 0)]:
            del self._jobs[name]
