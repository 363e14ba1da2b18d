"""`scenarios`: from when each customer scenario works in a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_format
from omniprio.cli.exits import Exit
from omniprio.cli.files import (
    at_most_one_standard,
    must_be_writable,
    noted,
    read_document,
    read_plan,
    write_answer,
)
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar=sentence("help.plan"), help=sentence("help.a plan"))
    parser.add_argument(
        "--scenarios",
        metavar=sentence("help.FILE"),
        help=sentence("help.own scenarios"),
    )
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.standing import (  # noqa: PLC0415  only this verb needs it
        Scenarios,
        example_scenarios,
        scenario_periods,
    )

    own = arguments.scenarios
    at_most_one_standard(plan=arguments.plan, scenarios=own)
    must_be_writable(arguments.output)
    plan = read_plan(arguments.plan)
    known = (
        tuple(plan.portfolio.scenario_by_id.values()) or example_scenarios()
    )  # none fits: what these lack is told
    scenarios = known if own is None else read_document(own, Scenarios).scenarios
    with noted(own or arguments.plan):
        found = scenario_periods(plan, scenarios)
    write_answer("scenario-periods", found, arguments)
    return Exit.DONE


VERB = Verb(
    example=f"{PROGRAM} scenarios plan.json --format text",
    declare=_declare,
    run=_run,
)
"""Show from when scenarios work."""
