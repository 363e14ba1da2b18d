"""`figure`: one figure of a plan, a portfolio or an answer, as a picture in a file."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_goals, add_time_limit, limits, whole
from omniprio.cli.drawings import ENDINGS, KINDS, picture_of
from omniprio.cli.exits import Exit, OptionError
from omniprio.cli.files import (
    STANDARD,
    answer_in,
    at_most_one_standard,
    must_be_writable,
    noted,
    write,
    write_bytes,
)
from omniprio.cli.members import named
from omniprio.cli.names import id_called
from omniprio.cli.reading import add_reading, read_given
from omniprio.cli.searching import searching
from omniprio.cli.sources import must_keep_goals
from omniprio.cli.spoken import language_of
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.deadline import Deadline
from omniprio.language import sentence
from omniprio.optimise import prioritise
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from omniprio.base import Model
    from omniprio.cli.drawings import Drawing

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, metavar=sentence("help.FIGURE"), help=sentence("help.figure"))
    parser.add_argument("source", nargs="+", metavar=sentence("help.source"), help=sentence("help.to draw"))
    parser.add_argument("--of", metavar=sentence("help.NAME"), help=sentence("help.part of figure"))
    parser.add_argument("--period", type=whole, metavar="T", help=sentence("help.period of figure"))
    add_reading(parser)
    add_goals(parser)
    add_time_limit(parser)


def _run(arguments: Namespace) -> Exit:
    within, drawing = limits(arguments), KINDS[arguments.kind]
    _refuse(drawing, arguments)
    ending = _ending(arguments.output)
    must_be_writable(arguments.output)
    deadline, files = Deadline(within.time_limit, within.cancel), arguments.source
    given = [_read(file, drawing, arguments) for file in files]
    with searching(arguments, within.cancel) as work:  # until the figure is written
        drawn_of = [
            _planned(one, drawing, arguments, deadline.share(1 / (len(given) - place)))
            for place, one in enumerate(given)
        ]
        plans = [one for one in drawn_of if isinstance(one, Plan)]
        planned = [one for one in plans if one not in given]
        picture = _picture(drawn_of, drawing, arguments, ending)
        with work.writing(*plans):
            if arguments.output == STANDARD:
                write(picture.decode())
            else:
                write_bytes(picture, arguments.output, planned)
    return Exit.DONE if all(one.proven for one in planned) else Exit.NOT_PROVEN


def _refuse(drawing: Drawing, arguments: Namespace) -> None:
    """Refuse what says nothing for a figure, and a figure of which it is not said what it shows.

    Raises:
        OptionError: An option or a file is one too many, or missing.
        UsageError: Two files are standard input.
    """
    at_most_one_standard(**dict(zip(named(arguments.source), arguments.source, strict=True)))
    leave = sentence("usage.leave it out")
    if len(arguments.source) > 1 and not drawing.of_several:
        raise OptionError(sentence("help.source"), arguments.source[1], sentence("usage.draws one"), leave)
    part, draws_all = drawing.part, sentence("usage.figure takes none")
    if arguments.of is not None and part is None:
        raise OptionError("--of", arguments.of, draws_all, leave)
    if arguments.of is None and part is not None and part.default is part.empty:
        raise OptionError(
            "--of", "", sentence("usage.draws one of several"), sentence("usage.name what to draw")
        )
    if arguments.period is not None and not drawing.has_period:
        raise OptionError("--period", str(arguments.period), draws_all, leave)


def _ending(output: str) -> str:
    """Return how the name of the picture ends; standard output gets SVG, which is text."""
    ending = ENDINGS[0] if output == STANDARD else PurePath(output).suffix.lower()
    if ending not in ENDINGS:
        known = ", ".join(ENDINGS)
        raise OptionError(
            "--output", output, sentence("usage.no picture"), sentence("usage.ends in one of", known=known)
        )
    return ending


def _read(file: str, drawing: Drawing, arguments: Namespace) -> Model:
    """Return what a file holds: a portfolio or a plan, or an answer as another verb writes it."""
    if drawing.of_plans:
        found = read_given(file, arguments)
        must_keep_goals(found, arguments.goals)
        return found
    return answer_in(file, drawing.documents)


def _planned(found: Model, drawing: Drawing, arguments: Namespace, deadline: Deadline) -> Model:
    """Return the best plan of a portfolio where the figure is of a plan; anything else as it is."""
    if not isinstance(found, Portfolio) or drawing.of_portfolios:
        return found
    return prioritise(found, arguments.goals, time_limit=deadline.limit, cancel=deadline.cancel)


def _picture(things: Sequence[Model], drawing: Drawing, arguments: Namespace, ending: str) -> bytes:
    """Return the picture of one thing, or of several by the names of their files."""
    alone = len(things) == 1 and not drawing.needs_names
    thing = things[0] if alone else dict(zip(named(arguments.source), things, strict=True))
    part = [] if arguments.of is None else [_part(arguments.of, drawing, things[0])]
    moment = {} if arguments.period is None else {"period": arguments.period}
    language = language_of(arguments)
    with noted(arguments.source[0]):
        drawn = drawing.draw(thing, *part, **moment, language=language)
        says = drawing.describe(thing, *part, **moment, language=language)
    return picture_of(drawn, says, ending)


def _part(name: str, drawing: Drawing, thing: Model) -> str:
    """Return the id of what is to be drawn of a plan, which may be named as it is called."""
    if drawing.part is None or not isinstance(thing, Plan):
        return name
    return id_called(name, "team" if drawing.part.name == "team" else "budget", thing.portfolio)


VERB = Verb(
    example=f"{PROGRAM} figure gantt plan.json -o gantt.png --language da",
    declare=_declare,
    run=_run,
)
"""Draw one figure."""
