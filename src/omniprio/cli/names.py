"""Initiatives and budgets as they are named on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import Speaker, languages, sentence
from omniprio.plan.words import budget_fact
from omniprio.portfolio import MAIN_FUND
from omniprio.portfolio.names import Titles
from omniprio.spelling import hints, use_one_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Collection, Sequence

    from omniprio.goals import Goal
    from omniprio.language import Sentence
    from omniprio.portfolio import Portfolio

__all__ = [
    "add_budget",
    "add_names",
    "goals_of",
    "id_called",
    "ids_of",
    "known_as",
    "must_be_known",
    "use_ids",
]


def add_names(parser: ArgumentParser, otherwise: Sentence) -> None:
    """Add the initiatives that are asked about.

    Args:
        parser: The parser of a verb.
        otherwise: What is meant where none is named.
    """
    parser.add_argument(
        "initiatives",
        nargs="*",
        metavar=sentence("help.INITIATIVE"),
        help=sentence("help.initiative", otherwise=otherwise),
    )


def add_budget(parser: ArgumentParser, what: Sentence, otherwise: Sentence | None = None) -> None:
    """Add `--budget`.

    Args:
        parser: The parser of a verb.
        what: What is done with it.
        otherwise: Which is taken where none is named, which is then None; None for the main budget.
    """
    parser.add_argument(
        "--budget",
        default=None if otherwise else MAIN_FUND,
        metavar=sentence("help.NAME"),
        help=sentence("help.budget", what=what, otherwise=otherwise or MAIN_FUND),
    )


def ids_of(named: Sequence[str], portfolio: Portfolio) -> list[str]:
    """Return the ids of initiatives that are named by their ids or their titles.

    Args:
        named: Names from the command line. A title counts in each of its languages, in capitals or not, if it is that of one
            initiative only.
        portfolio: The portfolio.

    Raises:
        InvalidInputError: There is none of that name; it lists every fault.

    >>> from omniprio import ten_portfolio
    >>> ids_of(["identify", "identificer dine kunder"], ten_portfolio())
    ['identify', 'identify']
    """
    found = known_as(named, portfolio)
    must_be_known(found, portfolio)
    return found


def known_as(named: Sequence[str], portfolio: Portfolio) -> list[str]:
    """Return the ids of initiatives that are named by their ids or their titles; what is neither stays as it is.

    Args:
        named: Names from the command line; see `ids_of`.
        portfolio: The portfolio.
    """
    titled: dict[str, set[str]] = {}
    for one in portfolio.initiatives:
        for title in filter(None, one.title.values() if isinstance(one.title, dict) else [one.title]):
            titled.setdefault(title.casefold(), set()).add(one.id)
    by_title = {title: min(ids) for title, ids in titled.items() if len(ids) == 1}
    return [name if name in portfolio.by_id else by_title.get(name.casefold(), name) for name in named]


def id_called(name: str, kind: Literal["team", "budget", "owner"], portfolio: Portfolio) -> str:
    """Return the id of a team, a budget or an owner that is named by its id or as it is called; what is neither stays as it is.

    Args:
        name: A name from the command line. What something is called counts in each language, in capitals or not, if it is
            that of one thing only.
        kind: What it names.
        portfolio: The portfolio.

    >>> from omniprio import ten_portfolio
    >>> portfolio = ten_portfolio()
    >>> [id_called(name, "team", portfolio) for name in ("stores", "Butikker", "nobody")]
    ['stores', 'stores', 'nobody']
    >>> [id_called(name, "budget", portfolio) for name in ("hovedbudgettet", "Main budget", "Drift")]
    ['money', 'money', 'running']
    """
    known = _known(kind, portfolio)
    if name in known:
        return name
    sought = name.casefold()
    found = [id for id in known if sought in _names_of(id, kind, portfolio)]  # noqa: A001  it is one
    return found[0] if len(found) == 1 else name


def _known(kind: str, portfolio: Portfolio) -> Collection[str]:
    if kind == "owner":
        return dict.fromkeys(one.owner for one in portfolio.initiatives)
    return portfolio.teams if kind == "team" else portfolio.limits


def _names_of(id: str, kind: str, portfolio: Portfolio) -> set[str]:  # noqa: A002  it is one
    """Return what something is called, alone and within a sentence, in each language, in small letters."""
    called = {id}
    for language in languages():
        speaker = Speaker(language, Titles(portfolio))
        called |= {speaker.called(kind, id), speaker.called("owner", id)}
        called |= {speaker.say(budget_fact(id))} if kind == "budget" else set()
    return {one.casefold() for one in called}


def goals_of(asked: Sequence[Goal], portfolio: Portfolio) -> tuple[Goal, ...]:
    """Return goals that name initiatives by their ids.

    Args:
        asked: Goals from the command line, which may name them by their titles; see `ids_of`.
        portfolio: The portfolio.

    >>> from omniprio import ten_portfolio
    >>> from omniprio.goals import Steady
    >>> goals_of([Steady(starts={"Identify your customers": 2})], ten_portfolio())[0].starts
    {'identify': 2}
    """
    return tuple(_by_ids(one, portfolio) for one in asked)


def _by_ids(goal: Goal, portfolio: Portfolio) -> Goal:
    """Return a goal, and those that it is a sum of, with ids in place of titles."""
    if goal.concern == "several":
        parts = [one.model_copy(update={"goal": _by_ids(one.goal, portfolio)}) for one in goal.weighed]
        return goal.model_copy(update={"parts": tuple(parts)})
    named = {field: _called(getattr(goal, field), portfolio) for field in goal.naming}
    return goal.model_copy(update=named) if named else goal


def _called(names: Mapping[str, object] | Sequence[str], portfolio: Portfolio) -> object:
    ids = known_as([*names], portfolio)
    return dict(zip(ids, names.values(), strict=True)) if isinstance(names, Mapping) else tuple(ids)


def use_ids(arguments: Namespace, portfolio: Portfolio) -> None:
    """Have options name initiatives, teams and budgets by their ids from now on.

    Args:
        arguments: Those of the command line; what no verb takes is not among them.
        portfolio: The portfolio.

    >>> from argparse import Namespace
    >>> from omniprio import ten_portfolio
    >>> arguments = Namespace(budget=["Hovedbudget"], capacity="butikker", split=[("e-handel", 0.5)])
    >>> use_ids(arguments, ten_portfolio())
    >>> arguments
    Namespace(budget=['money'], capacity='stores', split=[('e-commerce', 0.5)])
    """
    given = vars(arguments)
    if asked := given.get("goals"):
        arguments.goals = goals_of(asked, portfolio)
    if measure := given.get("by"):
        [arguments.by] = goals_of([measure], portfolio)
    kinds: dict[str, Literal["team", "budget"]] = {"budget": "budget", "capacity": "team"}
    for option, kind in kinds.items():
        if isinstance(name := given.get(option), str):
            setattr(arguments, option, id_called(name, kind, portfolio))
        elif isinstance(name, list):
            setattr(arguments, option, [id_called(one, kind, portfolio) for one in name])
    if given.get("split"):
        arguments.split = [(id_called(owner, "owner", portfolio), share) for owner, share in arguments.split]


def must_be_known(
    names: Sequence[str], portfolio: Portfolio, of: Literal["initiatives", "budgets"] = "initiatives"
) -> None:
    """Refuse names that the portfolio does not have, before long work for them begins.

    Args:
        names: Names from the command line.
        portfolio: The portfolio.
        of: What they are the names of.

    Raises:
        InvalidInputError: There is none of that name; it lists every fault.

    >>> from omniprio import ten_portfolio
    >>> must_be_known(["identify"], ten_portfolio())
    """
    known: Collection[str] = portfolio.by_id if of == "initiatives" else portfolio.limits
    like = hints(names, known)
    faults = [
        Fault(
            f"{of}[{name}]",
            sentence("faults.not in portfolio"),
            use_one_of(known, like[name]),
        )
        for name in names
        if name not in known
    ]
    if faults:
        raise InvalidInputError(faults)
