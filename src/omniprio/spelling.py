"""Names and values in messages: what a misspelt one was probably meant to be, and all of them kept short."""

from __future__ import annotations

import math
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.language import Sentence

__all__ = ["chained", "hints", "listed", "nearest", "noun", "one_of", "shown", "takes_an", "use_one_of"]

_MOST_NAMES = 20  # each costs a comparison with all known names; who has more has not misspelt them
_MOST_COMPARISONS = 40_000  # about a second
_LONGEST_NAME = 100
_MOST_LISTED = 30
_MOST_CHAINED = 12
_LONGEST_SHOWN = 60  # one line on a screen
_MOST_DIGITS_SHOWN = 20


def hints(unknown: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Return for each unknown name a question in brackets, empty where no known name is like it.

    Args:
        unknown: The names that mean nothing; only the first 20 are compared, and fewer where many are known.
        known: The names that would mean something.

    >>> hints(["durations", "colour"], ["id", "duration"])
    {'durations': ' (did you mean duration?)', 'colour': ''}
    """
    found, names = dict.fromkeys(unknown, ""), list(known)
    for name in islice(found, min(_MOST_NAMES, _MOST_COMPARISONS // max(1, len(names)))):
        if like := nearest(name, names):
            found[name] = sentence("hints.did you mean", name=like)
    return found


def nearest(name: str, known: Iterable[str], alike: float = 0.6) -> str:
    """Return the known name that is most like another; empty where none is, or where the name is too long to be one.

    Args:
        name: The name that means nothing.
        known: The names that would mean something.
        alike: How much alike they are at least, from 0 to 1.

    >>> nearest("Durations", ["id", "duration"]), nearest("colour", ["id", "duration"])
    ('duration', '')
    """
    folded = {one.casefold(): one for one in known}
    like = get_close_matches(name.casefold(), folded, n=1, cutoff=alike) if len(name) <= _LONGEST_NAME else []
    return folded[like[0]] if like else ""


def listed(names: Iterable[str]) -> str:
    """Return names with commas in between, the first 30 of them.

    >>> listed(["R1", "R2"])
    'R1, R2'
    """
    first = list(islice(names, _MOST_LISTED + 1))
    return ", ".join(first[:_MOST_LISTED]) + (" …" if len(first) > _MOST_LISTED else "")


def one_of(known: Iterable[str], name: str) -> Sentence:
    """Return which names there are, and which one was probably meant.

    Args:
        known: The names that would mean something.
        name: The name that means nothing.

    >>> one_of(["web", "shop"], "shops")
    'use one of web, shop (did you mean shop?)'
    """
    names = list(known)
    return use_one_of(names, hints([name], names)[name])


def use_one_of(known: Iterable[str], hint: str) -> Sentence:
    """Return which names there are, for where it is known already which one was probably meant.

    Args:
        known: The names that would mean something.
        hint: Which was probably meant, as `hints` returns it.

    >>> use_one_of(["web", "shop"], ""), use_one_of([], "")
    ('use one of web, shop', 'there is none yet: add one, or leave this out')
    """
    names = list(known)
    if not names:
        return sentence("remedies.none yet")
    return sentence("remedies.use one of", names=listed(names), hint=hint)


def chained(names: Sequence[str], count: int, last: str) -> str:
    """Return initiatives of which each requires the next; of a long chain its beginning, a count and its end.

    Args:
        names: The first names of the chain, all of them or at least 12.
        count: How many names the chain has.
        last: The last one.

    >>> chained(["a", "b", "c"], 3, "c")
    'a requires b requires c'
    >>> chained([f"p{number}" for number in range(12)], 500, "end")
    'p0 requires p1 requires p2 requires p3 requires p4 requires (494 more) requires end'
    """
    links: list[str] = [*names]
    if count > _MOST_CHAINED:
        links = [*names[: _MOST_CHAINED // 2 - 1], last]
        links.insert(-1, sentence("hints.more in between", number=count - len(links)))
    spelled = links[0]
    for link in links[1:]:
        spelled = sentence("hints.requires", user=spelled, wanted=link)
    return spelled


def noun(name: str) -> Sentence:
    """Return a name with its article.

    >>> noun("initiative"), noun("budget")
    ('an initiative', 'a budget')
    """
    return sentence("kinds.an" if takes_an(name) else "kinds.a", name=name)


def takes_an(name: str) -> bool:
    """Return whether the article of a name is `an` in English.

    >>> takes_an("initiative"), takes_an("budget")
    (True, False)
    """
    return name[0] in "AEIOUaeiou"


def shown(value: object) -> str:
    """Return a value as one would write it, or what it is where it is long.

    >>> shown(True), shown([1, 2]), shown(float("nan")), shown("x")
    ('true', 'a list', 'NaN', "'x'")
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…")
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        return sentence("kinds.an object")
    if isinstance(value, list | tuple):
        return sentence("kinds.a list")
    return noun(type(value).__name__.lower())


def _number(value: float) -> str:
    if isinstance(value, int) and abs(value) >= 10**_MOST_DIGITS_SHOWN:
        return sentence("kinds.digits", most=_MOST_DIGITS_SHOWN)
    if math.isfinite(value):
        return repr(value)
    return "NaN" if math.isnan(value) else sentence("kinds.infinite")
