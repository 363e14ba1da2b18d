"""What is different in one document from another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from omniprio.base import Model

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Difference", "Differences", "differences"]


class Difference(Model):
    """One place at which two documents differ."""

    path: str
    """Where, as `initiatives[web].cost`."""
    before: Any = None
    """What stands there in the first; None where nothing does."""
    after: Any = None
    """What stands there in the second."""


class Differences(Model):
    """What is different in one version from another."""

    differences: tuple[Difference, ...]


def differences(before: object, after: object, path: str = "") -> Iterator[Difference]:
    """Yield each place at which the data of two documents differ.

    Entries of lists that have an id are compared by it, others by their place.

    Args:
        before: The data of the first.
        after: The data of the second.
        path: Where they stand.

    >>> one, two = ({"initiatives": [{"id": "web", "cost": cost}]} for cost in (300, 340))
    >>> [(found.path, found.before, found.after) for found in differences(one, two)]
    [('initiatives[web].cost', 300, 340)]
    """
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from differences(before.get(key), after.get(key), f"{path}.{key}".removeprefix("."))
    elif isinstance(before, list) and isinstance(after, list):
        one, two = _by_name(before), _by_name(after)
        for name in dict.fromkeys([*one, *two]):
            yield from differences(one.get(name), two.get(name), f"{path}[{name}]")
    elif before != after:
        yield Difference(path=path, before=before, after=after)


def _by_name(entries: list[Any]) -> dict[str, Any]:
    """Return the entries of a list by what tells them from each other, also in a list where others stand before them."""
    places = range(1, len(entries) + 1)
    ids = [
        one.get("id", place) if isinstance(one, dict) else place
        for one, place in zip(entries, places, strict=True)
    ]
    names = ids if len(set(map(str, ids))) == len(ids) else places
    return dict(zip(map(str, names), entries, strict=True))
