"""`check`: whether a plan or a schedule keeps every rule of a portfolio."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pydantic import ValidationError

from omniprio.base import Model
from omniprio.cli.arguments import add_format
from omniprio.cli.exits import Exit
from omniprio.cli.files import (
    at_most_one_standard,
    must_be_writable,
    noted,
    read,
    write_answer,
)
from omniprio.cli.reading import add_portfolio, read_portfolio
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.documents import Schedule, verdict_on
from omniprio.errors import InvalidInputError, RuleBrokenError
from omniprio.language import sentence
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio, Start
from omniprio.portfolio.reading import faults_of, parsed

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


class _Start(Model, extra="ignore"):
    """Where an initiative starts, in the document of a plan."""

    id: str
    start: int
    mode: str | None = None


class _Made(Model, extra="ignore"):
    """What was decided in the document of a plan, without what follows from it."""

    portfolio: Portfolio
    schedule: tuple[_Start, ...]


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    parser.add_argument("plan", metavar=sentence("help.plan"), help=sentence("help.plan or schedule"))
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    at_most_one_standard(portfolio=arguments.portfolio, plan=arguments.plan)
    must_be_writable(arguments.output)
    portfolio = read_portfolio(arguments.portfolio, arguments)
    with noted(arguments.plan):
        starts, made_for = _schedule(parsed(read(arguments.plan)), portfolio)
    verdict = verdict_on(portfolio, starts, made_for)
    write_answer("check", verdict, arguments)
    return Exit.DONE if verdict.ok else Exit.RULE_BROKEN


def _schedule(data: object, portfolio: Portfolio) -> tuple[dict[str, int], Portfolio]:
    """Return the schedule in a document and the portfolio it was made for, the given one for a bare schedule."""
    bare = isinstance(data, dict) and "starts" in data
    try:
        if bare:
            return Schedule.model_validate(data).schedule, portfolio
        with suppress(RuleBrokenError):  # the verdict names the rules, for the portfolio that is given
            Plan.model_validate(data)
        made = _Made.model_validate(data)
    except ValidationError as error:
        raise InvalidInputError(faults_of(error, data, Schedule if bare else Plan)) from None
    starts = {
        entry.id: entry.start if entry.mode is None else Start(entry.start, entry.mode)
        for entry in made.schedule
    }
    return starts, made.portfolio


VERB = Verb(
    example=f"{PROGRAM} check portfolio.json plan.json --format text",
    declare=_declare,
    run=_run,
)
"""Check a schedule."""
