"""Arguments of public functions: read by their annotations, refused in the user's words before anything is done."""

from __future__ import annotations

import inspect
import math
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from pkgutil import resolve_name
from types import NoneType, SimpleNamespace, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    Protocol,
    TypeAliasType,
    Union,
    get_args,
    get_origin,
    runtime_checkable,
)

from omniprio.errors import Fault, InvalidArgumentError, UnknownNameError
from omniprio.language import Fact, Sentence, fact, languages, sentence
from omniprio.spelling import hints, listed, noun, shown, takes_an

__all__ = [
    "Count",
    "Money",
    "Natural",
    "NotNegative",
    "Positive",
    "Reader",
    "Seconds",
    "Shallow",
    "Starts",
    "Such",
    "UnitShare",
    "parameters_of",
    "unknown_name",
    "validated",
]


@runtime_checkable
class Reader(Protocol):
    """Finds what is wrong with an argument of the right type; stands in `Annotated`."""

    def faults(self, path: str, value: object) -> Iterator[Fault]:
        """Yield what is wrong with a value.

        Args:
            path: Where it stands.
            value: The value.
        """


@dataclass(frozen=True, slots=True)
class Such:
    """A condition on a number, and what to give in words.

    >>> above_0 = Such(fact("kinds.seconds above 0"), lambda number: number > 0)
    >>> [str(fault) for fault in above_0.faults("time_limit", -1)]
    ['time_limit: is -1; give seconds above 0']
    """

    words: Fact
    holds: Callable[[Any], bool]

    def faults(self, path: str, value: object) -> Iterator[Fault]:
        """Yield a fault unless the condition holds."""
        if not self.holds(value):
            yield Fault(
                path, sentence("faults.is", value=shown(value)), sentence("remedies.give", what=self.words)
            )


class OneOfLanguages:
    """One of the languages that there are, a folder each.

    >>> [str(fault) for fault in OneOfLanguages().faults("language", "sv")]
    ["language: is 'sv'; give 'en' or 'da'"]
    """

    def faults(self, path: str, value: object) -> Iterator[Fault]:
        """Yield a fault where there is no such language."""
        if value not in languages():
            there = tuple(map(repr, languages()))
            yield Fault(
                path, sentence("faults.is", value=_given(value)), sentence("remedies.give", what=there)
            )


class Shallow:
    """Stands in `Annotated` where the entries of an argument, or which word it is, are read by the function itself."""


_MOST_MONEY = 1e12  # as a portfolio may hold
_MOST = 10**9  # the solver counts its nodes in 32 bits

Seconds = Annotated[float, Such(fact("kinds.seconds above 0"), lambda number: 0 < number < math.inf)]
NotNegative = Annotated[
    float, Such(fact("kinds.a number of at least 0"), lambda number: 0 <= number < math.inf)
]
Money = Annotated[
    float, Such(fact("kinds.an amount", most=_MOST_MONEY), lambda number: 0 <= number <= _MOST_MONEY)
]
UnitShare = Annotated[float, Such(fact("kinds.a share"), lambda number: 0 <= number <= 1)]
Positive = Annotated[float, Such(fact("kinds.a number above 0"), lambda number: 0 < number < math.inf)]
Count = Annotated[
    int, Such(fact("kinds.a whole number from", least=1, most=_MOST), lambda number: 1 <= number <= _MOST)
]
Natural = Annotated[
    int, Such(fact("kinds.a whole number from", least=0, most=_MOST), lambda number: 0 <= number <= _MOST)
]
KnownLanguage = Annotated[object, OneOfLanguages()]
Starts = Annotated[Mapping[str, int], Shallow()]
"""A schedule; the checker names the entries that make no sense."""


@runtime_checkable
class _Executor(Protocol):
    """Anything that work can be handed to, as the executors of `concurrent.futures`, dask and loky."""

    def submit(self, *args: object) -> object: ...


@runtime_checkable
class _Event(Protocol):
    """Anything that can be set from elsewhere, as `threading.Event`."""

    def is_set(self) -> bool: ...


_TYPES = {
    "Actual": "omniprio.answers.replanning:Actual",
    "Answers": "omniprio.assessment:Answers",
    "Assessment": "omniprio.assessment:Assessment",
    "Attribution": "omniprio.answers.attribution:Attribution",
    "Axes": "matplotlib.axes:Axes",
    "ChannelAssessment": "omniprio.assessment:ChannelAssessment",
    "CombinedProfile": "omniprio.assessment:CombinedProfile",
    "Disc": "omniprio.disc:Disc",
    "Figure": "matplotlib.figure:Figure",
    "Fraction": "fractions:Fraction",
    "Frontier": "omniprio.answers.frontiers:Frontier",
    "GapTable": "omniprio.answers.standing:GapTable",
    "GivenGoal": "omniprio.given_goals:GivenGoal",
    "GivenGoals": "omniprio.given_goals:GivenGoals",
    "GoalResult": "omniprio.plan:GoalResult",
    "Horizon": "omniprio.portfolio:Horizon",
    "Initiative": "omniprio.portfolio:Initiative",
    "ListedInitiative": "omniprio.catalogue.listing:ListedInitiative",
    "Language": "omniprio.parameters:KnownLanguage",
    "Path": "pathlib:Path",
    "Plan": "omniprio.plan:Plan",
    "Points": "omniprio.io.preset:Points",
    "Portfolio": "omniprio.portfolio:Portfolio",
    "Preset": "omniprio.io.preset:Preset",
    "Profile": "omniprio.assessment:Profile",
    "Question": "omniprio.assessment.questionnaire:Question",
    "Questionnaire": "omniprio.assessment:Questionnaire",
    "Replanned": "omniprio.answers.replanning:Replanned",
    "Robustness": "omniprio.answers.robustness:Robustness",
    "Scenario": "omniprio.answers.standing:Scenario",
    "Sizing": "omniprio.catalogue:Sizing",
    "TradeOff": "omniprio.answers.frontiers:TradeOff",
    "Repair": "omniprio.conflict:Repair",
    "Uncertainty": "omniprio.answers.robustness:Uncertainty",
    "Unit": "omniprio.portfolio.horizon:Unit",
    "date": "datetime:date",
    "pulp": "pulp",
}
"""Where the types are that annotations name: looked up at the first call, as importing them all takes long."""

_OWN: dict[str, object] = {
    "Answer": object,
    "Cell": object,
    "Executor": _Executor,
    "Record": Mapping,
    "threading": SimpleNamespace(Event=_Event),
}
"""What stands for a type where anything that behaves like it will do, or the function itself tells."""

_LISTS = (Sequence, Collection, Iterable)
"""What is read entry by entry; what can be iterated over only once is left to the function."""

_WORDS: dict[object, Fact | str] = {
    float: fact("kinds.a number"),
    int: fact("kinds.a whole number"),
    str: fact("kinds.text"),
    bytes: "bytes",
    bool: fact("kinds.True or False"),
    NoneType: "None",
    _Executor: fact("kinds.an executor"),
    _Event: fact("kinds.an event"),
}

_EXAMPLES = {
    "LpSolver": fact("kinds.as solver"),
    "Path": fact("kinds.as path"),
    "Plan": fact("kinds.as plan"),
    "Portfolio": fact("kinds.as portfolio"),
}
"""Where a thing of a type comes from."""


def validated[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Return a function that refuses wrong arguments, all at once, before it does anything.

    Args:
        function: A function with annotations; those made with `Annotated` may hold a `Reader`.

    >>> @validated
    ... def half(number: float) -> float:
    ...     return number / 2
    >>> half("10")
    Traceback (most recent call last):
        ...
    omniprio.errors.InvalidArgumentError: number is '10'; give a number
    """
    signature = inspect.signature(function)

    @wraps(function)
    def refusing(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError:
            return function(*args, **kwargs)  # Python says best which argument is missing or unknown
        read = parameters_of(function)
        if faults := [fault for name, value in given.items() for fault in _faults(name, value, read[name])]:
            raise InvalidArgumentError(faults)
        return function(*args, **kwargs)

    return refusing


@cache
def parameters_of(function: Callable[..., object]) -> dict[str, object]:
    """Return what each argument of a function has to be, by its name."""
    function = inspect.unwrap(function)
    names = _Names({**getattr(function, "__globals__", {}), **_OWN})
    annotations = inspect.get_annotations(function)
    return {
        name: _evaluated(annotations.get(name, object), names)
        for name in inspect.signature(function).parameters
    }


def unknown_name(path: str, name: str, known: Iterable[str], what: Fact) -> UnknownNameError:
    """Return the error for a name that means nothing.

    Args:
        path: The argument.
        name: The name.
        known: The names that would mean something.
        what: What they are names of.

    >>> print(unknown_name("budget", "wed", ["web", "app"], fact("kinds.budget")))
    budget is 'wed', which is no budget; use one of web, app (did you mean web?)
    """
    known = list(known)
    problem = sentence("faults.no such", value=shown(name), what=what)
    return UnknownNameError(
        [
            Fault(
                path,
                problem,
                sentence("remedies.use one of", names=listed(known), hint=hints([name], known)[name]),
            )
        ]
    )


class _Names(dict[str, object]):
    """The names in a module, and those that it imports for annotations alone."""

    def __missing__(self, name: str) -> object:
        if name in _TYPES:
            return resolve_name(_TYPES[name])
        return globals()[name]


def _evaluated(annotation: object, names: _Names) -> object:
    return eval(annotation, {}, names) if isinstance(annotation, str) else annotation  # noqa: S307  our own text


def _faults(path: str, value: object, annotation: object) -> Iterator[Fault]:
    """Yield what is wrong with a value."""
    options = sorted(_options(annotation), key=lambda one: one is not NoneType)
    fitting = next((one for one in options if _fits(value, _plain(one)) or _is_read_inside(value, one)), None)
    if fitting is None:
        yield Fault(path, sentence("faults.is", value=_given(value)), _remedy(value, options))
        return
    notes = _notes(fitting)
    if not any(isinstance(note, Shallow) for note in notes):
        yield from _faults_inside(path, value, _plain(fitting))
    for note in notes:
        if isinstance(note, Reader):
            yield from note.faults(path, value)


def _notes(annotation: object) -> tuple[object, ...]:
    return get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()


def _is_read_inside(value: object, annotation: object) -> bool:
    """Tell whether a word is given of which the function itself says whether it is one of those asked for."""
    is_shallow = any(isinstance(note, Shallow) for note in _notes(annotation))
    return is_shallow and isinstance(value, str) and get_origin(_plain(annotation)) is Literal


def _faults_inside(path: str, value: Any, plain: object) -> Iterator[Fault]:  # noqa: ANN401  whatever has entries
    """Yield what is wrong with the entries of a list or dict."""
    if get_origin(plain) in _LISTS and isinstance(value, Collection):
        for place, entry in enumerate(value, start=1):
            yield from _faults(f"{path}[{place}]", entry, *get_args(plain))
    elif get_origin(plain) is Mapping:
        of_key, of_entry = get_args(plain)
        for key, entry in value.items():
            yield from _faults(sentence("where.key", key=_given(key), path=path), key, of_key)
            yield from _faults(f"{path}[{key}]", entry, of_entry)


def _options(annotation: object) -> Iterator[object]:
    """Yield each type that a value may have, with its notes."""
    if isinstance(annotation, TypeAliasType):
        yield from _options(annotation.__value__)
    elif isinstance(annotation, UnionType) or get_origin(annotation) is Union:
        for part in get_args(annotation):
            yield from _options(part)
    else:
        yield annotation


def _plain(option: object) -> Any:  # noqa: ANN401  a type, or what stands for one
    """Return a type without its notes."""
    return get_args(option)[0] if get_origin(option) is Annotated else option


def _fits(value: object, plain: Any) -> bool:  # noqa: ANN401  see `_plain`
    """Tell whether a value is of a type, whatever it holds inside."""
    if plain in (Any, object):
        return True
    if get_origin(plain) is Literal:
        return any(type(value) is type(one) and value == one for one in get_args(plain))
    if _only_looks_right(value, plain):
        return False
    if plain is float:
        return isinstance(value, int | float) and abs(value) <= sys.float_info.max
    return isinstance(value, get_origin(plain) or plain)


def _only_looks_right(value: object, plain: object) -> bool:
    """Tell whether Python takes a value for something that nobody means by it."""
    return (
        (plain in (int, float) and isinstance(value, bool))
        or (get_origin(plain) in _LISTS and isinstance(value, str | bytes | Mapping))
        or (get_origin(plain) is Callable and isinstance(value, type))
    )


def _given(value: object) -> str:
    """Return what was given, in Python's words."""
    if isinstance(value, type):
        return sentence("kinds.the class", name=value.__name__)
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, str | int | float):
        return shown(value)
    return noun(type(value).__name__)


def _remedy(value: object, options: Sequence[object]) -> Sentence:
    if isinstance(value, type) and any(_is_class_of(value, _plain(one)) for one in options):
        return sentence("remedies.what the class makes with", name=value.__name__)
    ordered = sorted(options, key=lambda one: one is NoneType)
    return sentence(
        "remedies.give", what=tuple(dict.fromkeys(word for one in ordered for word in _words(one)))
    )


def _is_class_of(value: type, plain: object) -> bool:
    return isinstance(plain, type) and issubclass(value, plain)


def _words(option: object) -> tuple[Fact | str, ...]:
    """Return what to give: one thing, or one of several words."""
    if written := [note.words for note in get_args(option)[1:] if isinstance(note, Such)]:
        return (written[0],)
    plain = _plain(option)
    if get_origin(plain) is Literal:
        return tuple(map(repr, get_args(plain)))
    return (_thing(plain),)


def _thing(plain: Any) -> Fact | str:  # noqa: ANN401  see `_plain`
    """Return what a thing of a type is called."""
    if get_origin(plain) is Mapping:
        return _holding(get_args(plain)[-1], fact("kinds.a dict"), "kinds.a dict of")
    if get_origin(plain) in _LISTS:
        return _holding(get_args(plain)[-1], fact("kinds.a list"), "kinds.a list of")
    if plain in _WORDS:
        return _WORDS[plain]
    name = getattr(plain, "__name__", "Callable")
    if name == "Callable":
        return fact("kinds.a function")
    example = _EXAMPLES.get(name, "")
    return fact("kinds.an thing" if takes_an(name) else "kinds.a thing", name=name, example=example)


def _holding(annotation: object, anything: Fact, of: str) -> Fact:
    """Return what a list or dict is called, with what it holds where that has a name."""
    names = tuple(_plain(one).__name__ for one in _options(annotation) if isinstance(_plain(one), type))
    return fact(of, names=names) if names and names != ("object",) else anything
