"""`check`: whether a plan or a schedule keeps every rule of a portfolio."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, ValidationError

from omniprio.base import Model, Name
from omniprio.check import RULES, BrokenRule, check
from omniprio.cli.arguments import add_format, add_output, add_portfolio
from omniprio.cli.exits import Exit, UsageError
from omniprio.cli.files import STANDARD, must_be_writable, noted, read, read_portfolio, write
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.errors import InvalidInputError, RuleBrokenError
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio
from omniprio.portfolio.reading import faults_of, parsed

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB", "Schedule", "Verdict"]


class Schedule(Model):
    """A schedule made by hand or by another tool."""

    starts: dict[Name, Annotated[int, Field(strict=True)]]
    """The period in which each chosen initiative starts, from 1, by id."""


class _Start(Model, extra="ignore"):
    """Where an initiative starts, in the document of a plan."""

    id: str
    start: int


class _Made(Model, extra="ignore"):
    """What was decided in the document of a plan, without what follows from it."""

    portfolio: Portfolio
    schedule: tuple[_Start, ...]


class Verdict(Model):
    """What the checker says about a schedule."""

    format: Literal["omniprio-check/1"] = "omniprio-check/1"
    ok: bool
    """Whether every rule is kept."""
    differs_in: tuple[str, ...]
    """Where the portfolio that the plan was made for differs from the one it is checked against."""
    rules: tuple[str, ...] = RULES
    """What was checked."""
    broken: tuple[BrokenRule, ...]
    """Every broken rule with its figures."""
    distance: float
    """The distance from the ambition at the end of the horizon, 0 to 1, counted anew."""
    cost: float
    """All spending up to the horizon, over all funds, undiscounted, counted anew."""
    currency: str
    """What `cost` is in."""

    def as_text(self) -> str:
        """Return the verdict as a person wants to read it."""
        lines = []
        if self.differs_in:
            parts = ", ".join(self.differs_in)
            lines.append(f"The plan was made for another portfolio, which differs in: {parts}.")
        if self.ok:
            lines.append(f"The schedule keeps every rule: {', '.join(self.rules)}.")
        else:
            lines += [
                "The schedule breaks rules:",
                *(f"- {rule.rule}: {rule.message}" for rule in self.broken),
            ]
        figures = f"distance {self.distance:.4g} at the end, cost {self.cost:,.12g} {self.currency}".rstrip()
        return "\n".join([*lines, f"Counted anew: {figures}."])


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    parser.add_argument(
        "plan",
        help="""a plan, or a schedule such as {"starts": {"web": 3}}, as JSON, `-` for standard input""",
    )
    add_output(parser)
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    if arguments.portfolio == arguments.plan == STANDARD:
        raise UsageError("only one of portfolio and plan can come from standard input")
    must_be_writable(arguments.output)
    portfolio = read_portfolio(arguments.portfolio)
    with noted(arguments.plan):
        starts, made_for = _schedule(parsed(read(arguments.plan)), portfolio)
    verdict = _verdict(portfolio, starts, made_for)
    write(
        verdict.model_dump_json(indent=2) if arguments.format == "json" else verdict.as_text(),
        arguments.output,
    )
    return Exit.DONE if verdict.ok else Exit.RULE_BROKEN


def _schedule(data: object, portfolio: Portfolio) -> tuple[dict[str, int], Portfolio]:
    """Return the schedule in a document and the portfolio it was made for, the given one for a bare schedule."""
    bare = isinstance(data, dict) and "starts" in data
    try:
        if bare:
            return Schedule.model_validate(data).starts, portfolio
        with suppress(RuleBrokenError):  # the verdict names the rules, for the portfolio that is given
            Plan.model_validate(data)
        made = _Made.model_validate(data)
    except ValidationError as error:
        raise InvalidInputError(faults_of(error, data, Schedule if bare else Plan)) from None
    return {entry.id: entry.start for entry in made.schedule}, made.portfolio


def _verdict(portfolio: Portfolio, starts: dict[str, int], made_for: Portfolio) -> Verdict:
    report = check(portfolio, starts)
    return Verdict(
        ok=report.ok,
        differs_in=tuple(
            name for name in Portfolio.model_fields if getattr(portfolio, name) != getattr(made_for, name)
        ),
        broken=report.broken,
        distance=float(report.recount.distance[-1]),
        cost=float(report.recount.cost),
        currency=portfolio.currency,
    )


VERB = Verb(
    name="check",
    summary="Check whether a plan or a schedule keeps every rule of a portfolio",
    example=f"{PROGRAM} check portfolio.json plan.json --format text",
    declare=_declare,
    run=_run,
)
"""Check a schedule."""
