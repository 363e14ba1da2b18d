"""`explain`: why initiatives are in a plan, why others are not, or why there is no plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_question, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, noted
from omniprio.cli.goals import without_slack
from omniprio.cli.names import add_budget, add_names, ids_of, must_be_known
from omniprio.cli.reading import add_source, read_given
from omniprio.cli.searching import searching
from omniprio.cli.sources import must_be_searched
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.deadline import Deadline
from omniprio.language import sentence
from omniprio.plan import Plan

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from omniprio.documents.explaining import Explanation
    from omniprio.portfolio import Portfolio

__all__ = ["VERB"]

_SECONDS = 60.0
"""For everything, unless something else is asked for: one answer takes many searches."""


def _declare(parser: ArgumentParser) -> None:
    add_source(parser, sentence("help.to explain"))
    add_names(parser, sentence("help.all left out"))
    add_question(parser, seconds=_SECONDS)
    add_budget(parser, sentence("help.that more money comes in"), sentence("help.first that limits"))


def _run(arguments: Namespace) -> Exit:
    without_slack(arguments.goals)
    within = limits(arguments)
    deadline = Deadline(within.time_limit or _SECONDS, within.cancel)
    must_be_writable(arguments.output)
    source = read_given(arguments.source, arguments)
    with noted(arguments.source):
        portfolio = source.portfolio if isinstance(source, Plan) else source
        named = ids_of(arguments.initiatives, portfolio)
        must_be_known([arguments.budget] if arguments.budget else [], portfolio, "budgets")
        must_be_searched(source, arguments.goals)
    with searching(arguments, within.cancel) as work:  # until the answer is written
        found = _found(source, named, arguments, deadline)
        work.write_answer("explain", found)
    if found.plan is None:
        return Exit.INFEASIBLE
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


def _found(
    source: Portfolio | Plan, named: Sequence[str], arguments: Namespace, deadline: Deadline
) -> Explanation:
    from omniprio.documents.explaining import explain  # noqa: PLC0415  takes long to import

    return explain(
        source,
        named,
        arguments.goals,
        budget=arguments.budget,
        time_limit=deadline.limit,
        cancel=deadline.cancel,
    )


VERB = Verb(
    example=f"{PROGRAM} explain plan.json store-visit --format text",
    declare=_declare,
    run=_run,
)
"""Explain a plan."""
