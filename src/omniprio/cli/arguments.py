"""Arguments that verbs share, and what their words stand for."""

from __future__ import annotations

import re
import threading
from argparse import SUPPRESS
from datetime import date
from math import inf, nan
from typing import TYPE_CHECKING, get_args

from omniprio.cli.exits import OptionError
from omniprio.cli.files import STANDARD, read_document
from omniprio.cli.goals import goals
from omniprio.cli.progress import add_progress
from omniprio.engines import EXTRA, Engine
from omniprio.errors import InvalidArgumentError, UnfitError
from omniprio.given_goals import GOAL_NAMES, name_of
from omniprio.goals import DEFAULT_GOALS
from omniprio.language import fact, sentence
from omniprio.options import Options
from omniprio.spelling import listed

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _ArgumentGroup

    from omniprio.assessment import Questionnaire
    from omniprio.errors import Fault

__all__ = [
    "add_engine",
    "add_format",
    "add_goals",
    "add_limits",
    "add_output",
    "add_question",
    "add_questionnaire",
    "add_time_limit",
    "amount",
    "count",
    "day",
    "limits",
    "number",
    "positive",
    "questionnaire_of",
    "refuse_output",
    "whole",
]


_DECIMAL = re.compile(r"-?\d+\.\d+")


def add_output(parser: ArgumentParser, words: str | None = "help.output") -> None:
    """Add `-o`, the file to write, which every verb has.

    Args:
        parser: The parser of a verb.
        words: What the help says of it; None where nothing is written, so that `refuse_output` refuses it.
    """
    said = SUPPRESS if words is None else sentence(words)
    parser.add_argument("-o", "--output", default=STANDARD, metavar=sentence("help.FILE"), help=said)


def refuse_output(name: str) -> None:
    """Refuse `-o` where nothing is written to a file.

    Args:
        name: What is given with it.

    Raises:
        OptionError: A file is named.
    """
    if name != STANDARD:
        raise OptionError("--output", name, sentence("usage.writes nothing"), sentence("usage.leave it out"))


def add_format(parser: ArgumentParser) -> None:
    """Add `--format`: JSON for programs or text for people."""
    parser.add_argument("--format", choices=("json", "text"), default="json", help=sentence("help.format"))


def add_goals(parser: ArgumentParser, *, of_plan: bool = False) -> None:
    """Add `--goals`.

    Args:
        parser: The parser of a verb.
        of_plan: Whether the goals are those of a plan where none are given; else those that suit the portfolio.
    """
    usual = ",".join(name_of(goal.kind) for goal in DEFAULT_GOALS)
    otherwise = fact("help.of the plan") if of_plan else fact("help.of the portfolio", usual=usual)
    parser.add_argument(
        "--goals",
        type=goals,
        metavar=sentence("help.GOALS"),
        help=sentence("help.goals", otherwise=otherwise, names=listed(GOAL_NAMES)),
    )


def add_question(parser: ArgumentParser, *, of_plan: bool = False, seconds: float | None = None) -> None:
    """Add what every question about plans takes: goals, a time limit, and how the answer is written.

    Args:
        parser: The parser of a verb.
        of_plan: Whether the goals are those of a plan where none are given; else those that suit the portfolio.
        seconds: The time limit where none is given; None for no limit.
    """
    add_goals(parser, of_plan=of_plan)
    add_time_limit(parser, seconds)
    add_format(parser)


def add_time_limit(
    parser: ArgumentParser, default: float | None = None, words: str = "help.time limit"
) -> None:
    """Add what every verb that searches takes: `--time-limit`, which `limits` reads, and `--progress`.

    Args:
        parser: The parser of a verb.
        default: Seconds where none are given; None for no limit.
        words: What the help says of it.
    """
    otherwise = fact("help.no limit") if default is None else default
    parser.add_argument(
        "--time-limit",
        type=number,
        default=default,
        metavar="S",
        help=sentence(words, otherwise=otherwise),
    )
    add_progress(parser)


def add_limits(parser: ArgumentParser) -> None:
    """Add the limits of the search; `limits` reads them."""
    add_time_limit(parser)
    parser.add_argument("--work-limit", type=whole, metavar="N", help=sentence("help.work limit"))
    parser.add_argument("--gap", type=number, default=0.0, metavar="G", help=sentence("help.gap"))


def add_engine(parser: ArgumentParser) -> None:
    """Add what is asked for a proof; `limits` reads it."""
    parser.add_argument("--engine", choices=get_args(Engine), help=sentence("help.engine"))
    parser.add_argument("--certify", action="store_true", help=sentence("help.certify", extra=EXTRA))


def whole(written: str) -> int:
    """Return a whole number.

    Args:
        written: A whole number.

    Raises:
        UnfitError: It is none.

    >>> whole("-3")
    -3
    """
    try:
        return int(written)
    except ValueError:
        raise _unfit(written, sentence("remedies.give a whole number")) from None


def number(written: str) -> float:
    """Return a number, which may be infinite or none.

    Args:
        written: A number.

    Raises:
        UnfitError: It is none.

    >>> number("1e3")
    1000.0
    """
    try:
        return float(written)
    except ValueError:
        raise _unfit(written, sentence("remedies.give a number")) from None


def count(written: str) -> int:
    """Return a number of things.

    Args:
        written: A whole number, at least 1.

    Raises:
        UnfitError: It is none.

    >>> count("12")
    12
    """
    if not written.isdecimal() or int(written) < 1:
        raise _unfit(written, sentence("remedies.whole from 1"))
    return int(written)


def amount(written: str) -> float:
    """Return an amount.

    Args:
        written: A number, at least 0.

    Raises:
        UnfitError: It is none.

    >>> amount("0.5")
    0.5
    """
    try:
        given = float(written)
    except ValueError:
        given = nan
    if not 0 <= given < inf:
        raise _unfit(written, sentence("remedies.number from 0"))
    return given


def positive(written: str) -> float:
    """Return an amount that is not nothing.

    Args:
        written: A number above 0.

    Raises:
        UnfitError: It is none.

    >>> positive("0.5")
    0.5
    """
    given = amount(written)
    if not given:
        raise _unfit(written, sentence("remedies.number above 0"))
    return given


def _unfit(written: str, remedy: str) -> UnfitError:
    return UnfitError(sentence("faults.is", value=_as_read(written)), remedy)


def _as_read(written: str) -> float | str:
    """Return a number with a decimal point as one, so that each language writes it in its own way; else the text.

    >>> _as_read("0.5"), _as_read("1e3"), _as_read("2.b")
    (0.5, '1e3', '2.b')
    """
    return float(written) if _DECIMAL.fullmatch(written) else written


def day(written: str) -> date:
    """Return a day.

    Args:
        written: Year, month and day, as `2027-01-01`.

    Raises:
        UnfitError: It is none.

    >>> day("2027-01-01").month
    1
    """
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise _unfit(written, sentence("remedies.date")) from None


def add_questionnaire(parser: ArgumentParser | _ArgumentGroup) -> None:
    """Add `--questionnaire`; `questionnaire_of` reads it."""
    parser.add_argument(
        "--questionnaire",
        metavar=sentence("help.FILE"),
        help=sentence("help.questionnaire"),
    )


def questionnaire_of(arguments: Namespace) -> Questionnaire:
    """Return the questionnaire that is asked for.

    Args:
        arguments: Those that `add_questionnaire` has added.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It is none; a note says which file it was.
    """
    from omniprio.assessment import Questionnaire, shipped_questionnaire  # noqa: PLC0415  few verbs need it

    own = arguments.questionnaire
    return shipped_questionnaire() if own is None else read_document(own, Questionnaire)


def limits(arguments: Namespace) -> Options:
    """Return the limits of the search.

    Args:
        arguments: Those that `add_limits` or `add_time_limit`, and `add_engine`, have added.

    Raises:
        OptionError: A limit makes no sense.
        MissingExtraError: CP-SAT is asked for, and OR-Tools is not installed.
    """
    try:
        return Options(
            time_limit=arguments.time_limit,
            work_limit=getattr(arguments, "work_limit", None),
            gap=getattr(arguments, "gap", 0.0),
            engine=getattr(arguments, "engine", None),
            certify=getattr(arguments, "certify", False),
            cancel=threading.Event(),
        )
    except InvalidArgumentError as error:
        fault = error.faults[0]
        raise _of_option(fault, getattr(arguments, fault.path)) from None


def _of_option(fault: Fault, given: float) -> OptionError:
    """Return a fault of an argument in Python as one of its option, where what is left out is None."""
    option = f"--{fault.path.replace('_', '-')}"
    said = getattr(fault.remedy, "fact", None)
    remedy = fault.remedy
    match said and said.kind:
        case "remedies.seconds":
            remedy = sentence("remedies.seconds or none")
        case "remedies.nodes":
            remedy = sentence("remedies.nodes or none")
    return OptionError(option, str(given), sentence("faults.is", value=_as_read(str(given))), remedy)
