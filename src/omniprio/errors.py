"""Every error omniprio raises on purpose, under one root."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.conflict import Conflict, Repair

__all__ = [
    "MOST_FAULTS",
    "Fault",
    "GoalUnreachableError",
    "InfeasibleError",
    "InvalidArgumentError",
    "InvalidInputError",
    "MissingExtraError",
    "NoPlanFoundError",
    "OmniprioError",
    "RuleBrokenError",
    "SolverError",
    "UnknownNameError",
]


MOST_FAULTS = 10_000
"""The most faults that are looked for and kept."""

_MOST_PRINTED = 100
_LONGEST_PART = 1_000


class OmniprioError(Exception):
    """The root of all errors of this library; they travel between processes with their facts."""

    def __reduce__(self) -> tuple[object, ...]:
        """Return what the error is made from again in another process."""
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[OmniprioError], args: tuple[object, ...], facts: dict[str, object]) -> OmniprioError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the input.

    Each part is one of at most 1,000 letters; a longer one is cut and ends with an ellipsis.

    Attributes:
        path: Where it stands, as `initiatives[social].duration`.
        problem: What is wrong, in the user's words.
        remedy: What to do about it.

    >>> print(Fault("horizon.periods", "is 0", "give at least one period"))
    horizon.periods: is 0; give at least one period
    """

    path: str
    problem: str
    remedy: str

    def __post_init__(self) -> None:
        """Cut what is too long to be read."""
        for name in ("path", "problem", "remedy"):
            if len(part := getattr(self, name)) > _LONGEST_PART:
                object.__setattr__(self, name, part[: _LONGEST_PART - 1] + "…")

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.path}: {self.problem}; {self.remedy}"


class InvalidInputError(OmniprioError):
    """The input is refused before anything is solved.

    The message tells the first 100 faults and how many more there are.

    Attributes:
        faults: Everything that is wrong, in the order of the input; at most 10,000 faults.
        more: Whether there are more faults than that, which were not looked for.
    """

    def __init__(self, faults: Iterable[Fault], *, more: bool = False) -> None:
        """Collect the faults, the first of more if it is known that there are."""
        found = tuple(islice(faults, MOST_FAULTS + 1))
        self.faults = found[:MOST_FAULTS]
        self.more = more or len(found) > MOST_FAULTS
        count = f"{'more than ' * self.more}{len(self.faults):,} fault{'s' * (len(self.faults) != 1)}"
        super().__init__("\n".join([f"{count} in the input:", *_lines(self.faults, more=self.more)]))


def _lines(entries: Sequence[object], *, more: bool = False) -> list[str]:
    """Return a line for each of the first entries, and one that counts the rest."""
    lines = [f"- {entry}" for entry in entries[:_MOST_PRINTED]]
    if rest := len(entries) - len(lines):
        lines.append(f"and {'more than ' * more}{rest:,} more")
    return lines


class InvalidArgumentError(InvalidInputError, TypeError, ValueError):
    """A function is called with arguments that make no sense: of another type, out of bounds, or unknown names.

    Attributes:
        faults: Everything that is wrong, in the order of the parameters; `path` is the parameter.

    >>> print(InvalidArgumentError([Fault("time_limit", "is '10'", "give seconds above 0")]))
    time_limit is '10'; give seconds above 0
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Collect the faults."""
        super().__init__(faults)
        self.args = ("\n".join(f"{one.path} {one.problem}; {one.remedy}" for one in self.faults),)

    def __str__(self) -> str:
        """Return one line for each fault."""
        return str(self.args[0])


class UnknownNameError(InvalidArgumentError, KeyError):
    """A function is asked for something by a name that means nothing.

    >>> print(UnknownNameError([Fault("name", "is 'x', which is no disc", "use one of y, z")]))
    name is 'x', which is no disc; use one of y, z
    """

    __str__ = InvalidArgumentError.__str__  # a KeyError would put it between quotation marks


class RuleBrokenError(OmniprioError):
    """A schedule breaks rules of its portfolio, so there is no plan of it.

    Attributes:
        broken: One sentence for each broken rule, with its figures.
    """

    def __init__(self, broken: Iterable[str]) -> None:
        """Collect the broken rules."""
        self.broken = tuple(broken)
        super().__init__("\n".join(["The schedule is not a plan:", *_lines(self.broken)]))


class InfeasibleError(OmniprioError):
    """No schedule at all keeps the rules of the portfolio: proven, not merely not found.

    Attributes:
        conflict: What the user asks for that cannot hold together; None where it took too long to find.
        repairs: What would help, each alone, the cheapest first.
    """

    def __init__(self, message: str, conflict: Conflict | None = None) -> None:
        """Keep the conflict and its repairs."""
        self.conflict = conflict
        self.repairs: tuple[Repair, ...] = () if conflict is None else conflict.repairs
        super().__init__(message)


class GoalUnreachableError(OmniprioError):
    """There are plans, but none of them gets where the goal wants to be.

    Attributes:
        fields: The fields in the way, by id.
    """

    def __init__(self, message: str, fields: Iterable[str]) -> None:
        """Keep the fields in the way."""
        self.fields = tuple(fields)
        super().__init__(message)


class MissingExtraError(OmniprioError):
    """Something optional was asked for, and the packages it needs are not installed.

    Attributes:
        extra: The extra that brings them.

    >>> print(MissingExtraError("Figures", "plots"))
    Figures need packages that are not installed; install the extra `plots`: pip install "omniprio[plots]"
    """

    def __init__(self, what: str, extra: str) -> None:
        """Keep the extra to install."""
        self.extra = extra
        super().__init__(
            f"{what} need packages that are not installed; install the extra `{extra}`: "
            f'pip install "omniprio[{extra}]"'
        )


class NoPlanFoundError(OmniprioError):
    """The solver stopped before it found a plan or proved that there is none.

    Attributes:
        stopped_by: What stopped it: `time limit`, `work limit`, `out of memory` or `cancelled`.
    """

    def __init__(self, stopped_by: str) -> None:
        """Keep what stopped the solver."""
        self.stopped_by = stopped_by
        begun = {
            "cancelled": "The run was cancelled before a plan was found",
            "out of memory": "The memory was full before a plan was found",
        }.get(stopped_by, f"No plan was found before the {stopped_by} stopped the solver")
        remedy = {
            "cancelled": "",
            "out of memory": " Plan fewer initiatives or periods at a time, or give it more memory.",
        }.get(stopped_by, " Allow more time or more work.")
        super().__init__(f"{begun}; whether there is one is not known.{remedy}")


class SolverError(OmniprioError):
    """The solver failed, or its answer does not stand up to the checker."""
