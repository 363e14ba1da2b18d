"""What is to be had by when, as JSON on the command line: a milestone of the portfolio it is asked of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.names import known_as
from omniprio.errors import InvalidInputError, UnfitError
from omniprio.language import fact, in_every_language, sentence
from omniprio.portfolio import Portfolio
from omniprio.portfolio.reading import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.portfolio import Milestone

__all__ = ["milestone_in", "wanted"]


def wanted(written: str) -> Mapping[str, object]:
    """Return what a milestone is made from.

    Args:
        written: A JSON object, which needs no id.

    Raises:
        UnfitError: It is no JSON object.

    >>> wanted('{"by": 4, "fields": {"R2": 1}}')["by"]
    4
    """
    remedy = sentence("usage.a milestone")
    try:
        given = parsed(written)
    except InvalidInputError as error:
        raise UnfitError(error.faults[0].problem, remedy) from None
    if not isinstance(given, dict):
        raise UnfitError(sentence("usage.no milestone"), remedy)
    named = (
        {} if "id" in given else {"id": "asked", "title": in_every_language(fact("answers.by then called"))}
    )
    return named | given


def milestone_in(portfolio: Portfolio, given: Mapping[str, object]) -> Milestone:
    """Return the milestone, read as one of the portfolio: its period may be a day or a name, an initiative named by its title.

    Args:
        portfolio: The portfolio it is asked of.
        given: What it is made from.

    Raises:
        InvalidInputError: It makes no sense in the portfolio.
    """
    if complete := given.get("complete"):
        named = [complete] if isinstance(complete, str) else complete
        if isinstance(named, list) and all(isinstance(one, str) for one in named):
            given = {**given, "complete": known_as(named, portfolio)}
    fields = {name: getattr(portfolio, name) for name in Portfolio.model_fields}
    others = [one for one in portfolio.milestones if one.id != given["id"]]
    return Portfolio.model_validate(fields | {"milestones": [*others, given]}).milestones[-1]
