"""How a run can end: one exit code for each way, and the errors that only a command line knows."""

from __future__ import annotations

from enum import IntEnum
from typing import Self

from omniprio.errors import (
    GoalUnreachableError,
    InvalidInputError,
    MissingExtraError,
    NoPlanFoundError,
    OmniprioError,
    RuleBrokenError,
    SolverError,
)
from omniprio.infeasibility import InfeasibleError
from omniprio.language import sentence

__all__ = ["Exit", "FileError", "OptionError", "UsageError", "exit_of"]


class UsageError(OmniprioError):
    """The command is not written as its help says."""


class OptionError(UsageError):
    """An option has a value that makes no sense.

    Attributes:
        option: The option, as `--time-limit`.
        problem: What is wrong with its value.
        remedy: What to give.
    """

    def __init__(self, option: str, problem: str, remedy: str) -> None:
        """Keep what is wrong and what to do."""
        self.option = option
        self.problem = problem
        self.remedy = remedy
        super().__init__(sentence("errors.option", option=option, problem=problem, remedy=remedy))


class FileError(OmniprioError):
    """A file cannot be read or written.

    Attributes:
        file: The file as it was named, or `standard input` or `standard output`.
    """

    def __init__(self, file: str, problem: str) -> None:
        """Keep the file and say what is wrong with it."""
        self.file = file
        super().__init__(sentence("command.file", file=file, problem=problem))


class Exit(IntEnum):
    """An exit code; its docstring says what it means.

    >>> Exit.BAD_INPUT, Exit.BAD_INPUT.__doc__
    (<Exit.BAD_INPUT: 3>, 'The input is refused; every fault in it is named.')
    """

    DONE = 0, "Done: what is asked for is written, proven where there is something to prove."
    USAGE = 2, "The command is not written as its help says."
    BAD_INPUT = 3, "The input is refused; every fault in it is named."
    FILE = 4, "A file cannot be read or written."
    INFEASIBLE = 5, "It is proven that no schedule keeps every rule."
    GOAL_UNREACHABLE = 6, "There are plans, but none gets where the goal `soonest` wants to be."
    NO_PLAN_FOUND = (
        7,
        "A limit, Ctrl-C or SIGTERM stopped the search before there was a plan; there may be one.",
    )
    NOT_PROVEN = 8, "What is asked for is written, but the search stopped before all of it was proven."
    RULE_BROKEN = 9, "The schedule breaks rules; every one is named with its figures."
    SOLVER_FAILED = 10, "The solver failed, or its answer does not stand up to the checker."
    EXTRA_MISSING = 11, "An optional part is asked for that is not installed; the message names the extra."
    OUT_OF_MEMORY = 12, "There was not enough memory."
    INTERRUPTED = 130, "Ctrl-C outside of a search."
    OUTPUT_CLOSED = 141, "Whoever read the output stopped reading, as `head` does."

    def __new__(cls, code: int, meaning: str) -> Self:
        """Make a code with its meaning as docstring."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.__doc__ = meaning
        return member


_EXITS: dict[type[OmniprioError], Exit] = {
    UsageError: Exit.USAGE,
    InvalidInputError: Exit.BAD_INPUT,
    FileError: Exit.FILE,
    InfeasibleError: Exit.INFEASIBLE,
    GoalUnreachableError: Exit.GOAL_UNREACHABLE,
    NoPlanFoundError: Exit.NO_PLAN_FOUND,
    RuleBrokenError: Exit.RULE_BROKEN,
    SolverError: Exit.SOLVER_FAILED,
    MissingExtraError: Exit.EXTRA_MISSING,
}


def exit_of(error: OmniprioError) -> Exit:
    """Return the exit code of an error.

    Args:
        error: An error of one of the kinds above, or of one made from them.

    >>> exit_of(NoPlanFoundError("time limit")).name
    'NO_PLAN_FOUND'
    """
    return next(_EXITS[kind] for kind in type(error).__mro__ if kind in _EXITS)
