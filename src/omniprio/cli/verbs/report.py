"""`report`: from a portfolio or a plan to a page for people who were not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from omniprio.base import Language
from omniprio.cli.arguments import add_goals, add_limits, add_output, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, noted, read, write
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.io.json_files import from_json
from omniprio.optimise import prioritise
from omniprio.plan import Plan
from omniprio.report import must_be_installed, report_html

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "source",
        help="a portfolio as JSON, to be planned first, or a plan, shown as it is; `-` for standard input",
    )
    add_output(parser)
    parser.add_argument("--language", choices=get_args(Language), default="en", help="of the page (en)")
    add_goals(parser)
    add_limits(parser)


def _run(arguments: Namespace) -> Exit:
    within = limits(arguments)
    must_be_writable(arguments.output)
    must_be_installed()
    with noted(arguments.source):
        source = from_json(read(arguments.source))
    if isinstance(source, Plan):
        write(report_html(source, language=arguments.language), arguments.output)
        return Exit.DONE
    plan = prioritise(
        source,
        arguments.goals,
        time_limit=within.time_limit,
        work_limit=within.work_limit,
        gap=within.gap,
    )
    write(report_html(plan, language=arguments.language), arguments.output)
    return Exit.DONE if plan.proven else Exit.NOT_PROVEN


VERB = Verb(
    name="report",
    summary="Write a page about a plan for people who were not there, as one HTML file",
    example=f"{PROGRAM} report portfolio.json -o plan.html --language da",
    declare=_declare,
    run=_run,
)
"""Show a plan."""
