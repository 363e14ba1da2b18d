"""Issues that are parts of others: a story of an epic is read with the epic, and what it takes counts once."""

from __future__ import annotations

from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from omniprio.io.issue_rows import issue_named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from fractions import Fraction

    from omniprio.io.issue_rows import IssueRow
    from omniprio.io.preset import Preset

__all__ = ["Parts", "parent_elsewhere", "parents_by_level", "parents_in"]


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


def parents_in(
    rows: Sequence[IssueRow], preset: Preset, ids: Mapping[str, str], done: Callable[[IssueRow], str]
) -> dict[str, str]:
    """Return which issue of a file each one that is not done is part of.

    Args:
        rows: The issues; where titles stand in a column for each level, as `Title 1` and `Title 2`, these say it too.
        preset: What their columns are called.
        ids: The id of each issue by what it is called.
        done: What says that an issue is done, blank where nothing does.
    """
    levels = [title.casefold() for title in preset.title if title[-1:].isdigit()]
    placed = [
        (row.first(preset.id), place)
        for row in rows
        for place in [next((place for place, title in enumerate(levels) if title in row.cells), None)]
        if place is not None
    ]
    parents = parents_by_level(placed)
    for row in rows:
        name = row.first(preset.id)
        around = [one for words in row.all(preset.parent) if (one := issue_named(words, ids))]
        if name and around and around[0] != name:
            parents[name] = around[0]
        if done(row):
            parents.pop(name, None)
    return parents


def parent_elsewhere(row: IssueRow, preset: Preset, ids: Mapping[str, str]) -> str:
    """Return what an issue says that it is part of, where that is not in the file; else nothing.

    Args:
        row: The issue.
        preset: What its columns are called.
        ids: The id of each issue by what it is called.
    """
    said = row.all(preset.parent)
    return "" if any(issue_named(words, ids) for words in said) else "".join(said[:1])


def parents_by_level(rows: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Return what each row of an indented list is part of: the last one before it that stands further left.

    Args:
        rows: The name of each row, and how far right it stands.

    >>> parents_by_level([("shop", 0), ("basket", 1), ("button", 2), ("checkout", 1), ("app", 0)])
    {'basket': 'shop', 'button': 'basket', 'checkout': 'shop'}
    """
    found: dict[str, str] = {}
    above: list[tuple[str, int]] = []
    for name, level in rows:
        while above and above[-1][1] >= level:
            above.pop()
        if above:
            found[name] = above[-1][0]
        above.append((name, level))
    return found
