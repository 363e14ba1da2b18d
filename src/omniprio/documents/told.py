"""Errors and verdicts as data, for programs that show them in their own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, cast, override

from pydantic import Field, PrivateAttr
from pydantic_core import to_jsonable_python

from omniprio.answer import Answer
from omniprio.base import WHOLE, Model, Name
from omniprio.checker import RULES, BrokenRule, check
from omniprio.errors import Fault, OmniprioError
from omniprio.language import Names, Speaker
from omniprio.parameters import validated
from omniprio.portfolio import Portfolio, Start
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.annotations import Starts
    from omniprio.language import Language

__all__ = ["Schedule", "Verdict", "error_as_data", "message_of", "verdict_on"]


@validated
def error_as_data(error: BaseException, language: Language = "en") -> dict[str, object]:
    """Return an error as data for JSON: its name, its message and its facts.

    Args:
        error: The error.
        language: The code of the language of the message and of what is wrong in each place; a conflict is data in English.

    >>> from omniprio.errors import Fault, InvalidInputError
    >>> error_as_data(InvalidInputError([Fault("horizon", "is 0", "give at least 1 period")]))["faults"]
    [{'path': 'horizon', 'problem': 'is 0', 'remedy': 'give at least 1 period'}]
    """
    speaker = Speaker(language)
    facts = {name: _said(fact, speaker) for name, fact in vars(error).items() if not name.startswith("_")}
    told = {"error": type(error).__name__, "message": message_of(error, language), **facts}
    return cast("dict[str, object]", to_jsonable_python(told))


def _said(fact: object, speaker: Speaker) -> object:
    """Return a fact of an error with its sentences in a language; of a fault the path tells the place, not the steps to it."""
    if isinstance(fact, Fault):
        return {name: speaker.say(getattr(fact, name)) for name in ("path", "problem", "remedy")}
    if isinstance(fact, tuple):
        return tuple(_said(one, speaker) for one in fact)
    return speaker.say(fact) if isinstance(fact, str) else fact


def message_of(error: BaseException, language: Language = "en") -> str:
    """Return what an error says, with what was noted on its way.

    Args:
        error: The error.
        language: The code of the language; what is no error of the library says the same in all of them.

    >>> message_of(KeyboardInterrupt()), message_of(KeyboardInterrupt(), "da")
    ('Interrupted before an answer was written.', 'Afbrudt, før et svar var skrevet.')
    """
    speaker = Speaker(language)
    said = error.said(language) if isinstance(error, OmniprioError) else str(error)
    if not said and type(error) in _SAID:
        said = speaker.words(_SAID[type(error)])
    return "\n".join([said, *map(speaker.say, getattr(error, "__notes__", ()))])


_SAID: dict[type[BaseException], str] = {
    KeyboardInterrupt: "command.interrupted",
    MemoryError: "command.no memory",
}
"""What errors say that say nothing themselves."""


class Schedule(Model):
    """A schedule made by hand or by another tool."""

    starts: dict[Name, Annotated[int, Field(strict=True), WHOLE]]
    """The period in which each chosen initiative starts, from 1, by id."""
    modes: dict[Name, Name] = {}
    """The mode of each chosen initiative that has several, by id."""

    @property
    def schedule(self) -> dict[str, int]:
        """The starts, with the mode where one is given."""
        return {
            name: Start(start, self.modes[name]) if name in self.modes else start
            for name, start in self.starts.items()
        }


class Verdict(Answer):
    """What the checker says about a schedule."""

    format: Literal["omniprio-check/1"] = "omniprio-check/1"
    ok: bool
    """Whether every rule is kept."""
    differs_in: tuple[str, ...]
    """Where the portfolio that the plan was made for differs from the one it is checked against."""
    rules: tuple[str, ...] = RULES
    """What was checked."""
    broken: tuple[BrokenRule, ...]
    """Every broken rule with its figures."""
    distance: float
    """The distance from the ambition at the end of the horizon, 0 to 1, counted anew."""
    cost: float
    """All spending up to the horizon, over all funds, undiscounted, counted anew."""
    currency: str
    """What `cost` is in."""
    _names: Names = PrivateAttr(default_factory=Names)

    @override
    def _names_used(self) -> Names:
        return self._names

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        if self.differs_in:
            yield speaker.words("answers.made for another", parts=self.differs_in)
        if self.ok:
            yield speaker.words("answers.keeps all rules", rules=len(self.rules))
        else:
            yield speaker.words("answers.breaks rules")
            yield from (f"- {one.rule}: {speaker.say(one.said or one.message)}" for one in self.broken)
        distance = speaker.catalogue.style.number(f"{self.distance:.4g}")
        cost = f"{speaker.number(self.cost)} {self.currency}".rstrip()
        key = "counted anew" if speaker.names.has_disc else "cost counted anew"
        yield speaker.words(f"answers.{key}", distance=distance, cost=cost)


@validated
def verdict_on(portfolio: Portfolio, starts: Starts, made_for: Portfolio | None = None) -> Verdict:
    """Return what the checker says about a schedule.

    Args:
        portfolio: What it is checked against.
        starts: The period in which each chosen initiative starts, from 1.
        made_for: The portfolio that it was made for, where that may be another one.

    >>> from omniprio import ten_portfolio
    >>> verdict_on(ten_portfolio(budget=2500), {"identify": 12}).broken[0].rule
    'horizon'
    """
    report = check(portfolio, starts)
    other = portfolio if made_for is None else made_for
    verdict = Verdict(
        ok=report.ok,
        differs_in=tuple(
            name for name in Portfolio.model_fields if getattr(portfolio, name) != getattr(other, name)
        ),
        broken=report.broken,
        distance=float(report.recount.distance[-1]),
        cost=float(report.recount.cost),
        currency=portfolio.currency,
    )
    verdict._names = Titles(portfolio)  # noqa: SLF001  no part of the data: what it calls things
    return verdict
