"""How a run can end: one exit code for each way, and the errors that only a command line knows."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Self

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

if TYPE_CHECKING:
    from omniprio.language import Sentence

__all__ = ["Exit", "FileError", "OptionError", "UsageError", "exit_of"]


class UsageError(OmniprioError):
    """The command is not written as its help says."""


class OptionError(UsageError):
    """An option has a value that makes no sense.

    Attributes:
        option: The option, as `--time-limit`; an argument without one by its name in the help.
        value: What it was given, as it was written; empty where there is none.
        problem: What is wrong with it.
        remedy: What to give.
    """

    def __init__(self, option: str, value: str, problem: str, remedy: str) -> None:
        """Keep what is wrong and what to do."""
        self.option = option
        self.value = value
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

    DONE = 0, sentence("exits.done")
    USAGE = 2, sentence("exits.usage")
    BAD_INPUT = 3, sentence("exits.bad input")
    FILE = 4, sentence("exits.file")
    INFEASIBLE = 5, sentence("exits.infeasible")
    GOAL_UNREACHABLE = 6, sentence("exits.goal unreachable")
    NO_PLAN_FOUND = 7, sentence("exits.no plan found")
    NOT_PROVEN = 8, sentence("exits.not proven")
    RULE_BROKEN = 9, sentence("exits.rule broken")
    SOLVER_FAILED = 10, sentence("exits.solver failed")
    EXTRA_MISSING = 11, sentence("exits.extra missing")
    OUT_OF_MEMORY = 12, sentence("exits.out of memory")
    INTERRUPTED = 130, sentence("exits.interrupted")
    OUTPUT_CLOSED = 141, sentence("exits.output closed")

    def __new__(cls, code: int, meaning: Sentence) -> Self:
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
