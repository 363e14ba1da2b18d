"""The verbs, one a file that is called as it is. A new one is a file with a `VERB`, a line here and its words.

A verb is imported when it is asked for: all of them, with what they answer, take long.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from omniprio.language import sentence

if TYPE_CHECKING:
    from omniprio.cli.verb import Verb
    from omniprio.language import Sentence

__all__ = ["VERBS", "summary_of", "verb_called"]

VERBS = (
    "plan",
    "check",
    "explain",
    "essential",
    "attribute",
    "alternatives",
    "value-of-change",
    "what-if",
    "workshop",
    "milestone",
    "qualify",
    "frontier",
    "nested",
    "phasing",
    "silos",
    "robust",
    "actuals",
    "replan",
    "upheaval",
    "form",
    "assess",
    "bids",
    "profile",
    "agreement",
    "organisations",
    "raters",
    "programme",
    "gaps",
    "coverage",
    "scenarios",
    "report",
    "figure",
    "convert",
    "schema",
    "catalogue",
    "serve",
    "mcp",
)
"""Their names, in the order in which the help lists them."""


def verb_called(name: str) -> Verb:
    """Return a verb.

    Args:
        name: One of `VERBS`.

    >>> verb_called("value-of-change").example
    'python -m omniprio value-of-change plan.json --money 100 --format text'
    """
    return cast("Verb", import_module(f"{__name__}.{name.replace('-', '_')}").VERB)


def summary_of(name: str) -> Sentence:
    """Return what a verb does, in one sentence without a full stop.

    Args:
        name: One of `VERBS`.

    >>> print(summary_of("plan"))
    Find the best plan of a portfolio
    """
    return sentence(f"help.verb {name}")
