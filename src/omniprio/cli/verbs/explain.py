"""`explain`: why initiatives are in a plan, why others are not, or why there is no plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_question, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, noted, write_answer
from omniprio.cli.goals import without_slack
from omniprio.cli.names import add_budget, add_names, must_be_known
from omniprio.cli.reading import add_source, read_given
from omniprio.cli.sources import must_be_searched, planned
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.deadline import Deadline
from omniprio.infeasibility import InfeasibleError
from omniprio.language import sentence
from omniprio.plan import Plan
from omniprio.solver.interrupt import cancelled_by_signals

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from omniprio.documents.kinds import Explanation
    from omniprio.portfolio import Portfolio

__all__ = ["VERB"]

_SECONDS = 60.0
"""For everything, unless something else is asked for: one answer takes many searches."""


def _declare(parser: ArgumentParser) -> None:
    add_source(parser, sentence("help.to explain"))
    add_names(parser, sentence("help.all left out"))
    add_question(parser, seconds=_SECONDS)
    add_budget(parser, sentence("help.that more money comes in"))


def _run(arguments: Namespace) -> Exit:
    without_slack(arguments.goals)
    within = limits(arguments)
    deadline = Deadline(within.time_limit or _SECONDS, within.cancel)
    must_be_writable(arguments.output)
    source = read_given(arguments.source, arguments)
    with noted(arguments.source):
        portfolio = source.portfolio if isinstance(source, Plan) else source
        must_be_known(arguments.initiatives, portfolio)
        must_be_known([arguments.budget], portfolio, "budgets")
        must_be_searched(source, arguments.goals)
    with cancelled_by_signals(within.cancel):  # until the answer is written
        found = _found(source, arguments, deadline)
        write_answer("explain", found, arguments)
    if found.plan is None:
        return Exit.INFEASIBLE
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


def _found(source: Portfolio | Plan, arguments: Namespace, deadline: Deadline) -> Explanation:
    from omniprio.documents.kinds import Explanation  # noqa: PLC0415  takes long to import

    try:
        plan = planned(source, arguments.goals, deadline)
    except InfeasibleError as error:
        if error.conflict is None:
            raise
        return Explanation(conflict=error.conflict)
    return _reasons(plan, arguments.initiatives, arguments.budget, deadline)


def _reasons(plan: Plan, names: Sequence[str], budget: str, deadline: Deadline) -> Explanation:
    from omniprio.answers.reasons import why, why_not  # noqa: PLC0415  takes long to import
    from omniprio.documents.kinds import Explanation  # noqa: PLC0415  likewise

    chosen, left_out = [], []
    for name, seconds in _shares(names or [one.id for one in plan.left_out], deadline):
        if name in plan.starts:
            chosen.append(why(plan, name, time_limit=seconds))
        else:
            left_out.append(why_not(plan, name, budget=budget, time_limit=seconds))
    return Explanation(plan=plan, chosen=tuple(chosen), left_out=tuple(left_out))


def _shares(names: Sequence[str], deadline: Deadline) -> Iterator[tuple[str, float | None]]:
    """Yield each name with an equal share of the seconds that are left when its turn comes; none once cancelled."""
    for place, name in enumerate(names):
        yield name, deadline.share(1 / (len(names) - place)).limit


VERB = Verb(
    name="explain",
    summary=sentence("help.verb explain"),
    example=f"{PROGRAM} explain plan.json store-visit --format text",
    declare=_declare,
    run=_run,
)
"""Explain a plan."""
