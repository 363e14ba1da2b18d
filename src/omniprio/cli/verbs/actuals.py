"""`actuals`: what has begun if all went as planned, as a file to correct and fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import whole
from omniprio.cli.exits import Exit, FileError, OptionError
from omniprio.cli.files import STANDARD, must_be_writable, path_of, read_plan, write
from omniprio.cli.spoken import language_of
from omniprio.cli.streams import reason
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.documents import to_json
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]

_TABLES = {".xlsx", ""}
"""The endings of what is written as tables: a workbook, or a folder of CSV files."""


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar=sentence("help.plan"), help=sentence("help.promised plan"))
    parser.add_argument("--period", type=whole, required=True, metavar="T", help=sentence("help.period"))


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.replanning import actuals_of  # noqa: PLC0415  takes long to import
    from omniprio.io.actuals_tables import write_actuals  # noqa: PLC0415  likewise

    name, path = arguments.output, path_of(arguments.output)
    as_tables = name != STANDARD and path.suffix.lower() in _TABLES
    if not as_tables:
        must_be_writable(name)
    plan = read_plan(arguments.plan)
    if arguments.period > plan.portfolio.periods:
        given = str(arguments.period)
        remedy = sentence("remedies.period to", most=plan.portfolio.periods)
        raise OptionError("--period", given, sentence("faults.is", value=given), remedy)
    actuals = actuals_of(plan, by=arguments.period)
    if not as_tables:
        write(to_json("actuals", actuals), name)
        return Exit.DONE
    try:
        write_actuals(actuals, path, language=language_of(arguments))
    except OSError as error:
        raise FileError(name, sentence("command.cannot be written", reason=reason(error))) from None
    return Exit.DONE


VERB = Verb(
    example=f"{PROGRAM} actuals plan.json --period 2 -o actuals.xlsx",
    declare=_declare,
    run=_run,
)
"""Write what should have begun."""
