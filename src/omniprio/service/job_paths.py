"""The paths of jobs: ask, follow, stop, and fetch the answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from omniprio.desk import QUESTIONS
from omniprio.language import sentence
from omniprio.service.bodies import Body  # noqa: TC001  FastAPI looks it up
from omniprio.service.description import answers_as, body_of
from omniprio.service.jobs import Job, Jobs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from omniprio.desk import Question

__all__ = ["add_jobs"]

_BEAT = 1.0
"""Seconds between two events of a job that does not change: whoever waits sees that it goes on, and is not cut off."""


def add_jobs(app: FastAPI) -> None:
    """Add the paths to an application.

    Args:
        app: The application; its state gets the jobs.
    """
    app.state.jobs = Jobs(app.state.keeper)
    for question in QUESTIONS.values():
        _add_asking(app, question)
    _add_following(app)


def _add_asking(app: FastAPI, question: Question) -> None:
    async def ask(request: Request, document: Body) -> Response:
        jobs: Jobs = request.app.state.jobs
        return _told(jobs.submit(request.state.caller, question, document), HTTPStatus.ACCEPTED)

    app.add_api_route(
        f"/jobs/{question.name}",
        ask,
        methods=["POST"],
        operation_id=f"job-{question.name}",
        summary=f"As a job: {question.summary}",
        openapi_extra=body_of(question),
        responses=answers_as("Job", HTTPStatus.ACCEPTED),
        status_code=HTTPStatus.ACCEPTED,
        response_class=Response,
    )


async def _job(request: Request, name: str) -> Job:
    jobs: Jobs = request.app.state.jobs
    job = jobs.of(request.state.caller, name)
    if job is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, sentence("service.no job"))
    return job


def _add_following(app: FastAPI) -> None:
    @app.get("/jobs/{name}", operation_id="job", responses=answers_as("Job"), response_class=Response)
    async def state(job: Annotated[Job, Depends(_job)]) -> Response:
        """Return how far a job is."""
        return _told(job)

    @app.get("/jobs/{name}/events", operation_id="job-events", responses=_EVENTS, response_class=Response)
    async def events(job: Annotated[Job, Depends(_job)]) -> Response:
        """Follow a job: a server-sent event for each change and each second, named by its state, until it has ended."""
        return StreamingResponse(_events(job), media_type="text/event-stream")

    @app.get(
        "/jobs/{name}/answer",
        operation_id="job-answer",
        responses=answers_as("Any") | answers_as("Job", HTTPStatus.ACCEPTED),
        response_class=Response,
    )
    async def answer(job: Annotated[Job, Depends(_job)]) -> Response:
        """Return the answer as if the question were asked itself; how far the job is where it has not ended."""
        if not job.outcome.done():
            return _told(job, HTTPStatus.OK if job.state.has_ended else HTTPStatus.ACCEPTED)
        return Response(job.outcome.result(), media_type="application/json")

    @app.delete("/jobs/{name}", operation_id="stop-job", responses=answers_as("Job"), response_class=Response)
    async def stop(request: Request, job: Annotated[Job, Depends(_job)]) -> Response:
        """Stop a job: its answer is the best so far. One that has ended is forgotten."""
        jobs: Jobs = request.app.state.jobs
        jobs.stop(job)
        return _told(job)


def _told(job: Job, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return JSONResponse(job.how_far().model_dump(), status, {"Location": f"/jobs/{job.state.id}"})


async def _events(job: Job) -> AsyncIterator[str]:
    async for state in job.changes(_BEAT):
        yield f"event: {state.state}\ndata: {state.model_dump_json()}\n\n"


_EVENTS: dict[int | str, dict[str, Any]] = {
    **answers_as("Any"),
    200: {
        "description": "Server-sent events, whose data are as of `GET /jobs/{name}`",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    },
}
