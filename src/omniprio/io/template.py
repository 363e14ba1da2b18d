"""A workbook to fill in: an example that is a portfolio itself, one sheet that a newcomer fills first, the rest optional."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from omniprio.catalogue import ten_portfolio
from omniprio.io.cells import written_cell
from omniprio.io.laying_out import in_columns, tables_of
from omniprio.io.portfolio_tables import TABLES
from omniprio.io.template_beside import tables_beside
from omniprio.io.workbook import FilledIn
from omniprio.language import Speaker, text
from omniprio.parameters import validated
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from omniprio.io.cells import Cell
    from omniprio.io.table import Record
    from omniprio.language import Language
    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["example_portfolio", "write_template"]

_FIRST = ("id", "title", "cost", "duration", "benefit", "owner", "decision", "deadline")
_BRIEF = ("requires", "needs", "advances", "effort")
"""What has a table of its own, and stands in the first sheet in short."""
_TEAMS = {"IT": 16, "digital": 12}
"""How much two of the teams have in a quarter; the others have no limit."""
_START = date(2027, 1, 1)


@validated
def write_template(path: Path | str, *, language: Language = "en") -> None:
    """Write an Excel workbook to fill in: an example to write over, with help and what can be chosen.

    The first sheet with a table is the one to begin with, and it is enough; each other sheet is for one more thing. As it
    is, the workbook is a portfolio that can be planned.

    Args:
        path: The file; one that is there is overwritten.
        language: The language of the example, the help, the sheets and their columns.

    Raises:
        MissingExtraError: The extra `excel` is not installed.
        OSError: The file cannot be written.
    """
    example = example_portfolio(language)
    beside = tables_beside(example.disc, language)
    filled = FilledIn((*TABLES, *(table for table, _ in beside)), language)
    filled.about(*(f"workbook.{line}" for line in _ABOUT))
    records = briefly(tables_of(example))
    by_name = {table.name: table for table in TABLES}
    for name in dict.fromkeys((*_FILLED_FIRST, *by_name)):
        first = (*_FIRST, *_BRIEF) if name == "initiatives" else ()
        filled.table(by_name[name], records.get(name, []), first)
        if name == _FILLED_FIRST[-1]:
            filled.fields(example.disc)
    for table, rows in beside:
        filled.table(table, rows)
    filled.save(path)


_FILLED_FIRST = ("initiatives", "horizon", "settings", "capacities")
_ABOUT = (
    "of a template",
    "first sheet",
    "other sheets",
    "of what is beside",
    "several values",
    "to plan",
    "example",
)


def example_portfolio(language: Language) -> Portfolio:
    """Return the example: the ten initiatives that come with the library, with dates and two teams that are scarce.

    Args:
        language: The language of its texts.
    """
    ten = ten_portfolio(start=_START)
    speaker = Speaker(language, Titles(ten))
    initiatives = [_in(speaker, one) for one in ten.initiatives]
    capacities = {speaker.called("team", team): _TEAMS.get(team) for team in ten.capacities}
    texts = {"title": text(ten.title, language), "capacities": capacities, "synergies": (), "budgets": {}}
    return ten.model_validate({**dict(ten), **texts, "initiatives": initiatives})


def _in(speaker: Speaker, initiative: Initiative) -> Initiative:
    """Return an initiative with its texts and teams in one language, and nothing but its cost in the main budget."""
    language = speaker.catalogue.language
    texts = {name: text(getattr(initiative, name), language) for name in ("title", "description")}
    teams = {
        "owner": speaker.called("owner", initiative.owner),
        "effort": {speaker.called("team", team): amount for team, amount in initiative.effort.items()},
        "tags": initiative.tags
        | {"team": tuple(speaker.called("team", one) for one in initiative.tags["team"])},
    }
    return initiative.model_validate({**dict(initiative), **texts, **teams, "costs": {}})


def briefly(records: Mapping[str, Sequence[Record]]) -> dict[str, list[Record]]:
    """Return tables with what each initiative requires, needs, advances and takes in its own row.

    Args:
        records: The tables of a portfolio in which each of these is a plain value.
    """
    rows = [
        {**row, **{name: _cell(name, str(row["id"]), records) for name in _BRIEF}}
        for row in records["initiatives"]
    ]
    others = {name: [*table] for name, table in records.items() if name not in _BRIEF}
    return others | {"initiatives": in_columns(rows)}


def _cell(name: str, initiative: str, records: Mapping[str, Sequence[Record]]) -> Cell:
    """Return what one table has of an initiative, as one cell."""
    own = [[*row.values()][1:] for row in records.get(name, ()) if row["initiative"] == initiative]
    if not own:
        return None
    return written_cell([of for (of,) in own] if name == "requires" else {key: part for key, part in own})  # noqa: C416  pairs as lists
