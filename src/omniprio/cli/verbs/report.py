"""`report`: from a portfolio or a plan to a page for people who were not there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_engine, add_goals, add_limits, limits
from omniprio.cli.beside import (
    WANTED,
    add_answers,
    answers_in,
    answers_to,
    must_be_answerable,
    need_the_best,
)
from omniprio.cli.beside_files import add_beside, found_beside, others_in, plans_beside
from omniprio.cli.brand import add_brand, brand_of
from omniprio.cli.exits import Exit, OptionError
from omniprio.cli.files import must_be_writable, noted, write, write_bytes
from omniprio.cli.goals import without_slack
from omniprio.cli.page_frontiers import add_frontiers, must_vary
from omniprio.cli.page_plan import add_page_plan, must_make_sense, plan_of_page
from omniprio.cli.reading import add_source, read_given
from omniprio.cli.searching import searching
from omniprio.cli.spoken import language_of
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.cli.wanted import milestone_in, wanted
from omniprio.deadline import Deadline
from omniprio.language import sentence
from omniprio.plan import Plan
from omniprio.report import must_be_installed, report_html, report_slides, slides_must_be_installed

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_source(parser, sentence("help.to show"))
    add_answers(parser)
    parser.add_argument(
        "--wanted",
        action="append",
        default=[],
        type=wanted,
        metavar="JSON",
        help=sentence("help.wanted of page"),
    )
    add_frontiers(parser)
    add_page_plan(parser)
    add_beside(parser)
    add_brand(parser)
    add_goals(parser)
    add_limits(parser)
    add_engine(parser)


def _run(arguments: Namespace) -> Exit:
    within = limits(arguments)
    must_make_sense(arguments)
    if arguments.wanted:
        arguments.asked.append(WANTED)
    if need_the_best(arguments.asked):
        without_slack(arguments.goals)
        if within.gap:
            problem, remedy = sentence("usage.compares with the best"), sentence("usage.leave it out")
            raise OptionError("--gap", str(within.gap), problem, remedy)
    deadline = Deadline(within.time_limit, within.cancel)
    must_be_writable(arguments.output)
    as_slides = arguments.output.lower().endswith(".pptx")
    (slides_must_be_installed if as_slides else must_be_installed)()
    brand = brand_of(arguments)
    source = read_given(arguments.source, arguments)
    given, others, before = isinstance(source, Plan), others_in(arguments), answers_in(arguments)
    with noted(arguments.source):
        portfolio = source.portfolio if isinstance(source, Plan) else source
        must_vary(arguments, portfolio)
        for one in arguments.wanted:
            milestone_in(portfolio, one)
    with searching(arguments, within.cancel) as work:  # until the page is written
        plan, about = plan_of_page(source, arguments, within, deadline)
        with noted(arguments.source):
            must_be_answerable(arguments.asked, plan)
        plans = plans_beside(others, plan, arguments, deadline)
        beside = [*about, *found_beside(arguments, plan, deadline)]
        answers, settled = answers_to(arguments.asked, before, plan, deadline, arguments)
        settled = settled and all(one.is_final for one in beside)
        settled = settled and all(plans[name].proven for name in others if plans[name] is not others[name])
        shown, language = [*beside, *answers], language_of(arguments)
        if as_slides:
            slides = report_slides(plan, answers=shown, beside=plans, language=language, brand=brand)
            written = partial(write_bytes, slides, planned=[] if given else [plan])
        else:
            page = report_html(plan, answers=shown, beside=plans, language=language, brand=brand)
            written = partial(write, page)
        with work.writing(plan, *plans.values(), *shown):
            written(arguments.output)
    return Exit.DONE if settled and (given or plan.proven) else Exit.NOT_PROVEN


VERB = Verb(
    example=f"{PROGRAM} report portfolio.json -o plan.html --language da --with why-not --time-limit 120",
    declare=_declare,
    run=_run,
)
"""Show a plan."""
