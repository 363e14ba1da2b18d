"""Issues that are parts of others: a story of an epic is read with the epic, and what it takes counts once."""

from __future__ import annotations

from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from fractions import Fraction

__all__ = ["Parts"]


class Parts:
    """What is part of what in a list of issues.

    Attributes:
        whole: The outermost wanted issue that each one is part of.
        circle: The names of issues that are parts of each other; then none is part of any.
    """

    def __init__(self, parents: Mapping[str, str], wanted: Collection[str]) -> None:
        """Take what is part of what, and which issues are to become initiatives."""
        self._children: dict[str, list[str]] = defaultdict(list)
        for child, parent in parents.items():
            self._children[parent].append(child)
        self.circle: tuple[str, ...] = ()
        try:
            self._inside_out = [*TopologicalSorter(self._children).static_order()]
        except CycleError as error:
            self.circle = tuple(dict.fromkeys(error.args[1]))
            self._inside_out = []
        self.whole: dict[str, str] = {}
        for name in reversed(self._inside_out):
            around = self.whole.get(parents.get(name, ""))
            if around or name in wanted:
                self.whole[name] = around or name

    def counted(self, own: Mapping[str, Fraction], *, parts_first: bool) -> dict[str, Fraction]:
        """Return what issues take with their parts, nothing twice.

        Args:
            own: What each one says of itself.
            parts_first: Whether what the parts say counts where both say something, else what the whole says.

        >>> from fractions import Fraction
        >>> shop = Parts({"basket": "shop", "checkout": "shop"}, {"shop"})
        >>> said = {"shop": Fraction(30), "basket": Fraction(10), "checkout": Fraction(15)}
        >>> int(shop.counted(said, parts_first=True)["shop"]), int(shop.counted(said, parts_first=False)["shop"])
        (25, 30)
        """
        found = dict(own)
        for name in self._inside_out:
            parts = [found[child] for child in self._children.get(name, ()) if child in found]
            if parts and (parts_first or name not in found):
                found[name] = sum(parts[1:], parts[0])
        return found
