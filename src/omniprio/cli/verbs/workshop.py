"""`workshop`: departments say in the browser how far each field is, agree, and plan from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_goals, add_time_limit, limits, whole
from omniprio.cli.bids import bids_kept, bids_on
from omniprio.cli.files import path_of
from omniprio.cli.listening import listening_at, tokens_in
from omniprio.cli.page_served import open_page
from omniprio.cli.reading import add_portfolio, read_portfolio
from omniprio.cli.spoken import language_of
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence
from omniprio.store import Store

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.cli.exits import Exit

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    parser.add_argument(
        "--bids",
        metavar=sentence("help.FILE"),
        action="append",
        default=[],
        help=sentence("help.bids of workshop"),
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar=sentence("help.ADDRESS"),
        help=sentence("help.host of workshop"),
    )
    parser.add_argument("--port", type=whole, default=0, metavar="N", help=sentence("help.port of workshop"))
    parser.add_argument(
        "--token-file", metavar=sentence("help.FILE"), help=sentence("help.token file of workshop")
    )
    parser.add_argument("--store", metavar=sentence("help.FILE"), help=sentence("help.store of workshop"))
    add_goals(parser)
    add_time_limit(parser, words="help.time limit of page")


def _run(arguments: Namespace) -> Exit:
    from omniprio.what_if.asked import Asked  # noqa: PLC0415  few verbs need it
    from omniprio.what_if.bidding import KEPT_AS, bidding_of  # noqa: PLC0415
    from omniprio.what_if.serving import must_be_installed  # noqa: PLC0415

    within = limits(arguments)
    must_be_installed()
    tokens = None if arguments.token_file is None else tokens_in(arguments.token_file, least=2)
    portfolio = read_portfolio(arguments.portfolio, arguments)
    store = None if arguments.store is None else Store(path_of(arguments.store))
    before = [bids_on(name, portfolio.disc) for name in arguments.bids]
    if store is not None:
        before += bids_kept(store, KEPT_AS, portfolio.disc)
    asked = Asked(
        portfolio=portfolio,
        goals=arguments.goals,
        language=language_of(arguments),
        most=within.time_limit,
        bidding=bidding_of(before, portfolio.disc),
    )
    with listening_at(arguments.host, arguments.port) as listening:
        return open_page("workshop", asked, arguments, listening, store, tokens)


VERB = Verb(
    example=f"{PROGRAM} workshop portfolio.json --bids bids.csv --language da",
    declare=_declare,
    run=_run,
    output="help.output of page",
)
"""Hold a workshop."""
