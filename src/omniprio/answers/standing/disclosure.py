"""Which groups may be shown, so that nobody is recognised.

In the literature: primary and secondary cell suppression.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SMALLEST", "shown_groups"]

SMALLEST = 3
"""No group of fewer is ever shown: of two, each would know the other."""


def shown_groups(sizes: Mapping[str, int], whole: int, smallest: int) -> tuple[str, ...] | None:
    """Return the groups that may be shown beside the whole; None where the whole may not be shown either.

    A group of fewer than the smallest is hidden. What is left of the whole without the groups that are shown could
    be counted back from them, so it must be nobody or enough as well; while it is not, the smallest group that is still
    shown is hidden too.

    Source: Hundepool et al. (2012), Statistical Disclosure Control, Wiley, chapter 4: threshold rule, secondary
    suppression.

    Args:
        sizes: How many members each group has, without the one who looks, whose own answers are no secret.
        whole: How many members there are, those without a group included.
        smallest: How many a group must have to be shown.

    >>> shown_groups({"food": 9, "toys": 7, "books": 2}, 18, 5), shown_groups({"food": 9, "toys": 5}, 14, 5)
    (('food',), ('food', 'toys'))
    """
    if whole < smallest:
        return None
    shown = sorted((name for name, size in sizes.items() if size >= smallest), key=lambda name: -sizes[name])
    while shown and 0 < whole - sum(sizes[name] for name in shown) < smallest:
        shown.pop()
    return tuple(name for name in sizes if name in shown)
