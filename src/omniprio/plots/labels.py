"""The words in figures: those of the room `figures` in each language, written so that a figure shows them as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.language import Speaker
from omniprio.portfolio.initiative import MAIN_FUND, RUNNING_FUND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omniprio.language import Language

__all__ = ["budget_name", "label", "listed", "plain"]


def label(key: str, language: Language, *inserts: object) -> str:
    """Return the words for something.

    Args:
        key: What they are for, as in `figures.json` of each language.
        language: The language.
        inserts: Names and numbers that go into it, in their order.

    >>> label("end of", "da", "2. kvt. 2027")
    'Udgangen af 2. kvt. 2027'
    """
    return Speaker(language).words(f"figures.{key}", *inserts)


def plain(name: str) -> str:
    r"""Return a user's text so that a figure shows it as it is: on one line, `$` no sign of a formula.

    >>> plain("from $5 to $7")
    'from \\$5 to \\$7'
    """
    return " ".join(name.split()).replace("$", r"\$")


def budget_name(name: str, language: Language) -> str:
    """Return what a budget is called."""
    ours = {MAIN_FUND: "main budget", RUNNING_FUND: "running budget"}
    return label(ours[name], language) if name in ours else label("budget", language, name)


def listed(names: Iterable[str], language: Language) -> str:
    """Return names as `a, b and c`, or the word for none.

    >>> listed(["R1", "R2", "D1"], "da"), listed([], "en")
    ('R1, R2 og D1', 'none')
    """
    return Speaker(language).listed([*names] or [label("nothing", language)])
