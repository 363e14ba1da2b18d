"""Every error omniprio raises on purpose, under one root."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Self, override

from omniprio.language import Speaker, fact, languages, sentence
from omniprio.spelling import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


__all__ = [
    "MOST_FAULTS",
    "Fault",
    "GoalUnreachableError",
    "InvalidArgumentError",
    "InvalidInputError",
    "Key",
    "MissingExtraError",
    "NoPlanFoundError",
    "OmniprioError",
    "RuleBrokenError",
    "SolverError",
    "Steps",
    "UnfitError",
    "UnknownNameError",
]


MOST_FAULTS = 10_000
"""The most faults that are looked for and kept."""

_MOST_PRINTED = 100
_LONGEST_PART = 1_000


class OmniprioError(Exception):
    """The root of all errors of this library; they travel between processes with their facts.

    >>> print(NoPlanFoundError("cancelled").said("da"))
    Kørslen blev afbrudt, før der var fundet en plan; om der er en, vides ikke.
    """

    def said(self, language: str = "en") -> str:
        """Return the message in a language.

        Args:
            language: The code of the language, one of `languages()`.

        Raises:
            InvalidArgumentError: There is no such language.
        """
        if language not in languages():
            problem = sentence("faults.is", value=shown(language))
            remedy = sentence("remedies.give", what=tuple(map(repr, languages())))
            raise InvalidArgumentError([Fault("language", problem, remedy)])
        return "\n".join(self._lines(Speaker(language)))

    def _lines(self, speaker: Speaker) -> list[str]:
        """Return the lines of the message as a speaker says them."""
        return [speaker.say(part) for part in self.args if isinstance(part, str)]

    def __reduce__(self) -> tuple[object, ...]:
        """Return what the error is made from again in another process."""
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[OmniprioError], args: tuple[object, ...], facts: dict[str, object]) -> OmniprioError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


class Key(str):
    """The last of the steps to a key that is itself at fault, and not what stands under it."""

    __slots__ = ()


Steps = tuple[int | str, ...]
"""The keys and positions (from 0) that lead to a value, as `("initiatives", 3, "advances", "R2")`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the input.

    Each part is one of at most 1,000 letters; a longer one is cut and ends with an ellipsis.

    Attributes:
        path: Where it stands, as `initiatives[social].duration`.
        problem: What is wrong, in the user's words.
        remedy: What to do about it.
        at: The steps to each place in the data where it stands; none where the input is no data. Two faults that
            say the same are equal, wherever they stand.

    >>> print(Fault("horizon.periods", "is 0", "give at least one period"))
    horizon.periods: is 0; give at least one period
    """

    path: str
    problem: str
    remedy: str
    at: tuple[Steps, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Cut what is too long to be read."""
        for name in ("path", "problem", "remedy"):
            if len(part := getattr(self, name)) > _LONGEST_PART:
                object.__setattr__(self, name, _cut(part))

    def __str__(self) -> str:
        """Return the fault as one line."""
        return self.said(Speaker())

    def said(self, speaker: Speaker, after_path: str = ":") -> str:
        """Return the fault as one line, as a speaker says it.

        Args:
            speaker: Who says it.
            after_path: What stands between where it is and what is wrong.
        """
        problem, remedy = (_cut(speaker.say(part)) for part in (self.problem, self.remedy))
        return f"{speaker.say(self.path)}{after_path} {problem}; {remedy}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_PART else text[: _LONGEST_PART - 1] + "…"


class UnfitError(ValueError):
    """What a validator of a model finds wrong; whoever reads the data makes a fault of it.

    Attributes:
        problem: What is wrong.
        remedy: What to do about it.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        """Keep what is wrong and what to do."""
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem}; {remedy}")


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
        super().__init__("\n".join(self._lines(Speaker())))

    @classmethod
    def of(cls, path: str, problem: str, remedy: str) -> Self:
        """Return the error of one fault.

        Args:
            path: Where it stands; see `Fault`.
            problem: What is wrong.
            remedy: What to do about it.

        >>> InvalidInputError.of("horizon.periods", "is 0", "give at least one period").faults
        (Fault(path='horizon.periods', problem='is 0', remedy='give at least one period', at=()),)
        """
        return cls([Fault(path, problem, remedy)])

    @override
    def _lines(self, speaker: Speaker) -> list[str]:
        count = len(self.faults)
        head = speaker.words("errors.more than" if self.more else "errors.faults", count)
        return [head, *_listed([fault.said(speaker) for fault in self.faults], speaker, more=self.more)]


def _listed(entries: Sequence[str], speaker: Speaker, *, more: bool = False) -> list[str]:
    """Return a line for each of the first entries, and one that counts the rest."""
    lines = [f"- {entry}" for entry in entries[:_MOST_PRINTED]]
    if rest := len(entries) - len(lines):
        lines.append(speaker.words("errors.and more than" if more else "errors.and more", rest))
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

    @override
    def _lines(self, speaker: Speaker) -> list[str]:
        return [fault.said(speaker, after_path="") for fault in self.faults]

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
        super().__init__("\n".join(self._lines(Speaker())))

    @override
    def _lines(self, speaker: Speaker) -> list[str]:
        return [speaker.words("errors.no plan"), *_listed([*map(speaker.say, self.broken)], speaker)]


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

    >>> print(MissingExtraError("plots"))
    Figures need packages that are not installed; install the extra `plots`: pip install "omniprio[plots]"
    """

    def __init__(self, extra: str) -> None:
        """Keep the extra to install."""
        self.extra = extra
        super().__init__(sentence("errors.missing extra", what=fact(f"extras.{extra}"), extra=extra))


class NoPlanFoundError(OmniprioError):
    """The solver stopped before it found a plan or proved that there is none.

    Attributes:
        stopped_by: What stopped it: `time limit`, `work limit`, `out of memory` or `cancelled`.
    """

    def __init__(self, stopped_by: str) -> None:
        """Keep what stopped the solver."""
        self.stopped_by = stopped_by
        super().__init__(sentence(f"errors.stopped by {stopped_by}"))


class SolverError(OmniprioError):
    """The solver failed, or its answer does not stand up to the checker."""
