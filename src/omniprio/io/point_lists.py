"""Lists of points as people keep them in a text file or a page of notes, as tables: a point is a row, those further in are parts of it."""

from __future__ import annotations

import io
import re

__all__ = ["points_in"]

_POINT = re.compile(
    r"(?P<indent>[ \t]*)(?:[-*+•–]|\d{1,3}[.)])[ \t]+(?:\[(?P<box>[ xX])\][ \t]+)?(?P<words>\S.*)"  # noqa: RUF001  a dash
)
_CELLS = re.compile(r"[;\t|]")
"""What stands between the cells of a table."""
_FEWEST = 2


def points_in(words: str) -> list[tuple[int, list[str]]]:
    r"""Return the rows of a list of points with the lines they stand on, the header first; nothing where it is no list.

    One line may stand above it, which is returned before the header.

    Args:
        words: The text.

    >>> points_in("Road map\n- Shop, new\n- App\n")
    [(1, ['Road map']), (1, ['Title']), (2, ['Shop, new']), (3, ['App'])]
    >>> points_in("* [x] Shop\n  * [ ] Basket")
    [(1, ['Title', 'Outline level', 'Completed']), (1, ['Shop', '1', 'yes']), (2, ['Basket', '2', 'no'])]
    """
    above: list[tuple[int, list[str]]] = []
    found: list[tuple[int, re.Match[str]]] = []
    for line, text in enumerate(io.StringIO(words), 1):
        if point := None if _CELLS.search(text) else _POINT.fullmatch(text.rstrip()):
            found.append((line, point))
        elif text.strip() and (above or found):
            return []
        elif text.strip():
            above.append((line, [text.strip()]))
    commas = above[0][1][0].count(",") if above else 0
    is_a_table = commas > 0 and all(point["words"].count(",") == commas for _, point in found)
    if is_a_table or len(found) < _FEWEST:
        return []
    levels = _levels([point["indent"].expandtabs() for _, point in found])
    columns = {
        "Title": [point["words"] for _, point in found],
        "Outline level": levels if {*levels} != {"1"} else [],
        "Completed": [
            "" if point["box"] is None else "no" if point["box"] == " " else "yes" for _, point in found
        ],
    }
    there = {header: cells for header, cells in columns.items() if any(cells)}
    rows = zip(*there.values(), strict=True)
    return [
        *above,
        ((above or found)[0][0], [*there]),
        *((line, [*cells]) for (line, _), cells in zip(found, rows, strict=True)),
    ]


def _levels(indents: list[str]) -> list[str]:
    """Return how deep each point stands, from 1: further in than the one above it is a part of that."""
    levels, around = [], list[int]()
    for indent in map(len, indents):
        while around and around[-1] >= indent:
            around.pop()
        around.append(indent)
        levels.append(str(len(around)))
    return levels
