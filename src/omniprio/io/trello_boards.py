"""Boards of Trello as its JSON export has them, which everybody can make; read as its CSV export is."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any

from omniprio.portfolio.reading import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["cards_of_a_board", "is_a_board"]

_MARKS = re.compile(rb'"idOrganization"|"idList"|ari:cloud:trello|https://trello\.com/')
_BEGINS = 100_000
_COLUMNS = (
    "Card ID",
    "Card Name",
    "Card Description",
    "List Name",
    "Members",
    "Labels",
    "Start Date",
    "Due Date",
    "Due Complete",
    "Archived",
    "Last Activity Date",
    "Checklists",
    "Custom fields",
)


def is_a_board(beginning: bytes) -> bool:
    """Tell by its beginning whether a file is a board of Trello.

    Args:
        beginning: The first bytes of the file.

    >>> is_a_board(b'{"id": "5", "name": "Shop", "idOrganization": null'), is_a_board(b'{"initiatives": []}')
    (True, False)
    """
    is_json = beginning.removeprefix(BOM_UTF8).lstrip().startswith(b"{")
    return is_json and b'"initiatives"' not in beginning and bool(_MARKS.search(beginning))


def cards_of_a_board(document: str | bytes) -> list[list[str]]:
    """Return the cards of a board as the rows of Trello's CSV export, its header first; none where it is another document.

    Args:
        document: The document, at most 50 MB.

    Raises:
        InvalidInputError: It is no JSON.
    """
    beginning = document[:_BEGINS]
    if not is_a_board(beginning.encode() if isinstance(beginning, str) else beginning):
        return []
    board = parsed(document)
    lists = {_text(one, "id"): one for one in _entries(board, "lists")}
    members = {_text(one, "id"): _text(one, "fullName") for one in _entries(board, "members")}
    rows = [[*_COLUMNS]]
    for card in _entries(board, "cards"):
        column = lists.get(_text(card, "idList"), {})
        labels = [
            (_text(one, "name") or _text(one, "color")).replace(",", " ") for one in _entries(card, "labels")
        ]
        owners = [members.get(one, "") for one in _listed(card, "idMembers") if isinstance(one, str)]
        closed = card.get("closed") is True or column.get("closed") is True
        rows.append(
            [
                _text(card, "shortLink") or _text(card, "id"),
                _text(card, "name"),
                _text(card, "desc"),
                _text(column, "name"),
                ", ".join(filter(None, owners)),
                ", ".join(filter(None, labels)),
                _text(card, "start"),
                _text(card, "due"),
                "true" if card.get("dueComplete") is True else "",
                "true" if closed else "",
                _text(card, "dateLastActivity"),
                *("x" if _listed(card, name) else "" for name in ("idChecklists", "customFieldItems")),
            ]
        )
    filled = [place for place, name in enumerate(_COLUMNS) if name in _COLUMNS[:-2] or _any(rows, place)]
    return [[row[place] for place in filled] for row in rows]


def _any(rows: list[list[str]], place: int) -> bool:
    return any(row[place] for row in rows[1:])


def _listed(data: Any, name: str) -> list[Any]:  # noqa: ANN401  JSON may hold anything
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, list) else []


def _entries(data: Any, name: str) -> list[dict[str, Any]]:  # noqa: ANN401  as above
    return [one for one in _listed(data, name) if isinstance(one, dict)]


def _text(data: Mapping[str, Any], name: str) -> str:
    found = data.get(name)
    return found.strip() if isinstance(found, str) else ""
