"""What the annotations of public functions stand for: conditions on arguments, and types that are looked up when asked for."""

from __future__ import annotations

import collections.abc
import inspect
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pkgutil import resolve_name
from types import SimpleNamespace
from typing import Annotated, Any, Protocol, runtime_checkable

from omniprio.errors import Fault
from omniprio.language import Fact, fact, languages, sentence
from omniprio.spelling import noun, shown

__all__ = [
    "Count",
    "Event",
    "Executor",
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
    "as_given",
    "parameters_of",
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
                path, sentence("faults.is", value=as_given(value)), sentence("remedies.give", what=there)
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
class Executor(Protocol):
    """Anything that work can be handed to, as the executors of `concurrent.futures`, dask and loky."""

    def submit(self, *args: object) -> object:
        """Hand over work."""


@runtime_checkable
class Event(Protocol):
    """Anything that can be set from elsewhere, as `threading.Event`."""

    def is_set(self) -> bool:
        """Return whether it was set."""


_TYPES = {
    "Actual": "omniprio.answers.replanning:Actual",
    "Answers": "omniprio.assessment:Answers",
    "Assessment": "omniprio.assessment:Assessment",
    "Attribution": "omniprio.answers.attribution:Attribution",
    "Axes": "matplotlib.axes:Axes",
    "ChannelAssessment": "omniprio.assessment:ChannelAssessment",
    "CombinedProfile": "omniprio.assessment:CombinedProfile",
    "Agreement": "omniprio.assessment:Agreement",
    "Coverage": "omniprio.answers.standing:Coverage",
    "Disc": "omniprio.disc:Disc",
    "Engine": "omniprio.engines:Engine",
    "Figure": "matplotlib.figure:Figure",
    "Fraction": "fractions:Fraction",
    "Frontier": "omniprio.answers.frontiers:Frontier",
    "GapTable": "omniprio.answers.standing:GapTable",
    "GivenGoal": "omniprio.given_goals:GivenGoal",
    "GivenGoals": "omniprio.given_goals:GivenGoals",
    "GivenPortfolio": "omniprio.portfolio.given:GivenPortfolio",
    "GroupStanding": "omniprio.answers.standing:GroupStanding",
    "GoalResult": "omniprio.plan:GoalResult",
    "Horizon": "omniprio.portfolio:Horizon",
    "Initiative": "omniprio.portfolio:Initiative",
    "ListedInitiative": "omniprio.catalogue.listing:ListedInitiative",
    "Language": "omniprio.annotations:KnownLanguage",
    "Measurement": "omniprio.portfolio:Measurement",
    "Path": "pathlib:Path",
    "Plan": "omniprio.plan:Plan",
    "Points": "omniprio.io.preset:Points",
    "Portfolio": "omniprio.portfolio:Portfolio",
    "Preset": "omniprio.io.preset:Preset",
    "Profile": "omniprio.assessment:Profile",
    "Qualifications": "omniprio.answers.qualification:Qualifications",
    "Question": "omniprio.assessment.survey:Question",
    "Programme": "omniprio.answers.programmes:Programme",
    "Questionnaire": "omniprio.assessment:Questionnaire",
    "Reading": "omniprio.answers.replanning:Reading",
    "Replanned": "omniprio.answers.replanning:Replanned",
    "Robustness": "omniprio.answers.robustness:Robustness",
    "UpheavalCurve": "omniprio.answers.replanning:UpheavalCurve",
    "ScenarioPeriods": "omniprio.answers.standing:ScenarioPeriods",
    "SideBySide": "omniprio.answers.standing:SideBySide",
    "Scaled": "omniprio.assessment.agreement:Scaled",
    "Scenario": "omniprio.answers.standing:Scenario",
    "Sizing": "omniprio.catalogue:Sizing",
    "Survey": "omniprio.assessment:Survey",
    "TradeOff": "omniprio.answers.frontiers:TradeOff",
    "Repair": "omniprio.infeasibility:Repair",
    "Uncertainty": "omniprio.answers.robustness:Uncertainty",
    "Unit": "omniprio.portfolio.horizon:Unit",
    "date": "datetime:date",
}
"""Where the types are that annotations name: looked up at the first call, as importing them all takes long."""


class _OfPulp(type):
    """Knows a solver of PuLP without importing PuLP, which takes long: who has one, has imported it."""

    def __instancecheck__(cls, value: object) -> bool:
        pulp = sys.modules.get("pulp")
        return pulp is not None and isinstance(value, pulp.LpSolver)


class LpSolver(metaclass=_OfPulp):
    """Stands for a solver of PuLP."""


_OWN: dict[str, object] = {
    "Answer": object,
    "Cell": object,
    "Executor": Executor,
    "Record": Mapping,
    "pulp": SimpleNamespace(LpSolver=LpSolver),
    "threading": SimpleNamespace(Event=Event),
}
"""What stands for a type where anything that behaves like it will do, or the function itself tells."""


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


class _Names(dict[str, object]):
    """The names in a module, and those that it imports for annotations alone."""

    def __missing__(self, name: str) -> object:
        if name in _TYPES:
            return resolve_name(_TYPES[name])
        return getattr(collections.abc, name, None) or globals()[name]


def _evaluated(annotation: object, names: _Names) -> object:
    return eval(annotation, {}, names) if isinstance(annotation, str) else annotation  # noqa: S307  our own text


def as_given(value: object) -> str:
    """Return what was given, in Python's words."""
    if isinstance(value, type):
        return sentence("kinds.the class", name=value.__name__)
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, str | int | float):
        return shown(value)
    return noun(type(value).__name__)
