"""`robust`: what holds if the estimates are wrong."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from omniprio.cli.arguments import (
    add_format,
    add_goals,
    add_limits,
    count,
    limits,
    whole,
)
from omniprio.cli.bids import bids_in
from omniprio.cli.exits import Exit, FileError
from omniprio.cli.files import (
    STANDARD,
    at_most_one_standard,
    must_be_writable,
    noted,
    path_of,
    read_document,
    read_plan,
)
from omniprio.cli.progress import each_shown
from omniprio.cli.reading import add_portfolio, read_portfolio
from omniprio.cli.searching import searching
from omniprio.cli.streams import reason
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.io.places import Places
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor

    from omniprio.answers.robustness import Robustness, Uncertainty
    from omniprio.disc import Disc
    from omniprio.options import Options

__all__ = ["VERB"]

_IN_FLIGHT = 64
"""Draws handed to the processes at a time, at least."""


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    parser.add_argument(
        "uncertainty", metavar=sentence("help.uncertainty"), help=sentence("help.an uncertainty")
    )
    parser.add_argument("--plan", metavar=sentence("help.FILE"), help=sentence("help.plan to look at"))
    parser.add_argument("--bids", metavar=sentence("help.FILE"), help=sentence("help.start from bids"))
    parser.add_argument("--draws", type=count, default=200, metavar="N", help=sentence("help.draws"))
    parser.add_argument("--seed", type=whole, default=0, metavar="N", help=sentence("help.seed"))
    parser.add_argument("--candidates", type=count, default=10, metavar="N", help=sentence("help.candidates"))
    parser.add_argument("--workers", type=count, default=1, metavar="N", help=sentence("help.workers"))
    add_goals(parser)
    add_limits(parser)
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    within = limits(arguments)
    at_most_one_standard(
        portfolio=arguments.portfolio,
        uncertainty=arguments.uncertainty,
        plan=arguments.plan,
        bids=arguments.bids,
    )
    must_be_writable(arguments.output)
    task, places = _task(arguments, within)
    with searching(arguments, within.cancel, each_shown) as work:  # until the answer is written
        with noted(arguments.uncertainty), places.telling(), _workers(arguments.workers) as executor:
            found = task(executor=executor, on_progress=work.tell)
        work.write_answer("robust", found)
    return Exit.DONE if _is_proven(found) else Exit.NOT_PROVEN


def _is_proven(found: Robustness) -> bool:
    """Tell whether every draw was judged and each plan is proven, if only within the gap asked for, as for `plan`."""
    return found.complete and found.written.proven and found.proven == found.planned


def _task(arguments: Namespace, within: Options) -> tuple[Callable[..., Robustness], Places]:
    """Read what is given, and return what is to be done with it, and where what is not known stands."""
    from omniprio.answers.robustness import robust  # noqa: PLC0415  takes long to import

    portfolio = read_portfolio(arguments.portfolio, arguments)
    unsure, places = _uncertainty(arguments.uncertainty)
    if arguments.bids is not None:
        unsure = _with_start(unsure, arguments.bids, portfolio.disc)
    task = partial(
        robust,
        portfolio,
        unsure,
        arguments.goals,
        plan=None if arguments.plan is None else read_plan(arguments.plan),
        draws=arguments.draws,
        seed=arguments.seed,
        candidates=arguments.candidates,
        time_limit=within.time_limit,
        work_limit=within.work_limit,
        gap=within.gap,
        in_flight=max(_IN_FLIGHT, 2 * arguments.workers),
        cancel=within.cancel,
    )
    return task, places


def _uncertainty(name: str) -> tuple[Uncertainty, Places]:
    """Return what is not known, and where it stands: JSON, or the sheets of a workbook or a folder."""
    from omniprio.answers.robustness import Uncertainty  # noqa: PLC0415  takes long to import
    from omniprio.io.uncertainty_tables import uncertainty_in  # noqa: PLC0415  likewise

    if name == STANDARD or not (path_of(name).suffix.lower() == ".xlsx" or path_of(name).is_dir()):
        return read_document(name, Uncertainty), Places()
    try:
        with noted(name):
            return uncertainty_in(path_of(name))
    except OSError as error:
        raise FileError(name, sentence("command.cannot be read", reason=reason(error))) from None


def _with_start(unsure: Uncertainty, name: str, disc: Disc) -> Uncertainty:
    """Return what is not known with what raters disagree on; the start of a field that is given there stays."""
    from omniprio.answers.robustness import start_from_raters  # noqa: PLC0415  takes long to import
    from omniprio.assessment import combine  # noqa: PLC0415  likewise

    bids = bids_in(name, disc)
    with noted(name):
        said = start_from_raters(combine(bids.marked, disc=disc))
    return unsure.model_copy(update={"start": {**said, **unsure.start}})


@contextmanager
def _workers(number: int) -> Iterator[Executor | None]:
    """Give a pool of processes; one process needs none."""
    if number == 1:
        yield None
        return
    context = multiprocessing.get_context("spawn")  # a process forked after a solve hangs
    with ProcessPoolExecutor(number, context, initializer=_begin_worker) as pool:
        with _ctrl_c_held():
            for _ in range(number):
                pool.submit(_begin_worker)
        yield pool


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Hear Ctrl-C after the block; a process that is started in it never does, not even while it imports."""
    if sys.platform == "win32":  # there it cannot be held
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker() -> None:
    """Let Ctrl-C be heard by the one process that hands out the work, and end with it, also before there is any."""
    from omniprio.answers.parallel.attempt import end_with  # noqa: PLC0415  what this process works with

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        end_with(parent.pid)


VERB = Verb(
    example=f"{PROGRAM} robust portfolio.json uncertainty.json --format text --draws 100 --workers 2",
    declare=_declare,
    run=_run,
)
"""Try a plan on other numbers."""
