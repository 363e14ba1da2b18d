"""Where we are, as arguments: what is wanted now, the plan that was promised, what has begun, and what is over."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from omniprio.cli.arguments import whole
from omniprio.cli.exits import FileError, OptionError
from omniprio.cli.files import STANDARD, at_most_one_standard, noted, path_of, read_document, read_plan
from omniprio.cli.reading import add_portfolio, read_portfolio
from omniprio.cli.streams import reason
from omniprio.io.places import Places
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping

    from omniprio.answers.replanning import Actual, Actuals
    from omniprio.plan import Plan
    from omniprio.portfolio import Measurement, Portfolio

__all__ = ["Given", "add_here", "here_in", "read_here"]

_TABLES = {".csv", ".xlsx"}


class Given(NamedTuple):
    """Where we are, as it was given.

    Attributes:
        portfolio: What is known and wanted now.
        before: The plan that was promised.
        actual: What has begun, by id; None where all went as planned.
        measured: How far fields were found to be.
        places: Where that stands, if it comes from tables.
        source: The file that faults are in: that of the actuals, else that of the plan.
    """

    portfolio: Portfolio
    before: Plan
    actual: Mapping[str, Actual] | None
    measured: tuple[Measurement, ...]
    places: Places
    source: str

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell faults in what has happened by the rows they stand in, and the file."""
        with noted(self.source), self.places.telling():
            yield


def add_here(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_portfolio(parser)
    parser.add_argument("plan", metavar=sentence("help.plan"), help=sentence("help.promised plan"))
    parser.add_argument(
        "actuals", nargs="?", metavar=sentence("help.actuals"), help=sentence("help.what has begun")
    )
    parser.add_argument("--period", type=whole, required=True, metavar="T", help=sentence("help.period"))


def read_here(arguments: Namespace) -> Given:
    """Return what was given.

    Args:
        arguments: Those that `add_here` has added.

    Raises:
        FileError: A file cannot be read.
        InvalidInputError: One is not what it is to be; a note says which.
        OptionError: The portfolio has no such period.
    """
    at_most_one_standard(portfolio=arguments.portfolio, plan=arguments.plan, actuals=arguments.actuals)
    portfolio = read_portfolio(arguments.portfolio, arguments)
    return here_in(portfolio, arguments.plan, arguments.actuals, arguments.period)


def here_in(portfolio: Portfolio, plan: str, actuals: str | None, period: int) -> Given:
    """Return what was given; see `read_here`.

    Args:
        portfolio: What is known and wanted now.
        plan: The file with the plan that was promised.
        actuals: The file with what has begun; None where all went as planned.
        period: The last period that is over.
    """
    if not 0 <= period <= portfolio.periods:
        remedy = sentence("remedies.period to", most=portfolio.periods)
        raise OptionError("--period", str(period), sentence("faults.is", value=str(period)), remedy)
    before = read_plan(plan)
    if actuals is None:
        return Given(portfolio, before, None, (), Places(), plan)
    begun, places = _actuals(actuals)
    return Given(portfolio, before, begun.actual, begun.measured, places, actuals)


def _actuals(name: str) -> tuple[Actuals, Places]:
    """Return what has happened by now, and where it stands; standard input is JSON."""
    from omniprio.answers.replanning import Actuals  # noqa: PLC0415  takes long to import
    from omniprio.io.actuals_tables import actuals_in  # noqa: PLC0415  likewise

    path = path_of(name)
    if name == STANDARD or (path.suffix.lower() not in _TABLES and not path.is_dir()):
        return read_document(name, Actuals), Places()
    try:
        with noted(name):
            return actuals_in(path)
    except OSError as error:
        raise FileError(name, sentence("command.cannot be read", reason=reason(error))) from None
