"""What a table is: its columns, and where its rows stand in a portfolio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from omniprio.io.cells import quoted
from omniprio.io.headers import header_of, word_of
from omniprio.language import Speaker, catalogue

if TYPE_CHECKING:
    from omniprio.io.cells import Cell, Kind
    from omniprio.language import Language

__all__ = ["Column", "Record", "Table", "Tables", "column_name"]

Record = Mapping[str, "Cell"]
"""A row: cells by the name of their column."""

Tables = Mapping[str, "list[Record]"]
"""Records by the name of their table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table.

    Attributes:
        name: Its header.
        kind: What its cells hold.
        choices: The words it can hold, if only some.
        of_each: What there may be several columns for, as `title.da` beside `title.en`; empty where there is one.
        alone: Whether the name may stand without a dot and a word after it.
        short: Whether it only abbreviates another table, and is read but not written.
        like: The column whose help it has, where there are many of a kind.
        refers: The table whose ids stand in it; `fields` for those of the disc.
    """

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    of_each: str = ""
    alone: bool = True
    short: bool = False
    like: str = ""
    refers: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table, one row for each thing of a kind.

    A row describes an object, or a single value where `value` names its column. It stands `at` some keys in the
    portfolio, or in the object that its first column names: the only one there, one of a list, or under the key that
    a column gives.

    Attributes:
        name: What it is called.
        columns: Its columns, those that say where a row belongs first.
        at: The keys that lead to the rows.
        owner: The table that the first column refers to; empty where the rows belong to the portfolio.
        listed: Whether the rows are a list.
        key: The column that gives the key of a row.
        without_key: The key beside `at` under which a row with a blank key stands; empty where it may not be blank.
        value: The column that holds all there is in a row.
        plain: The column whose value stands for the object where no other is given.
        marker: The column that is always written for an object, to tell it from a plain value, and its default.
        words: What its help is called where that is not its name.
    """

    name: str
    columns: tuple[Column, ...]
    at: tuple[str, ...] = ()
    owner: str = ""
    listed: bool = False
    key: str = ""
    without_key: str = ""
    value: str = ""
    plain: str = ""
    marker: tuple[str, Cell] = ("", None)
    words: str = ""

    @cached_property
    def owner_column(self) -> str:
        """The column that names what a row belongs to; empty where that is the portfolio."""
        return self.columns[0].name if self.owner else ""

    @cached_property
    def single(self) -> bool:
        """Whether there is one row for the whole portfolio."""
        return not (self.owner or self.listed or self.key)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The columns without which a row belongs nowhere."""
        own = "id" if self.listed and any(column.name == "id" for column in self.columns) else ""
        key = "" if self.without_key else self.key
        return tuple(name for name in (self.owner_column, key, own) if name)

    @cached_property
    def contents(self) -> tuple[Column, ...]:
        """The columns that describe what a row is, not where it belongs."""
        return tuple(column for column in self.columns if column.name not in {self.owner_column, self.key})

    def help(self, language: Language = "en") -> str:
        """Return what the table is for, for people who fill it in."""
        return catalogue(language).text(f"tables.{self.words or self.name}")

    def help_of(self, column: Column, language: Language = "en") -> str:
        """Return what to write in a column."""
        speaker = Speaker(language)
        said = [speaker.words(f"tables.{self.words or self.name}.{column.like or column.name}")]
        if column.of_each == "language":
            said.append(
                speaker.words("tables.in each language", name=header_of(self.name, column.name, language))
            )
        if column.choices:
            choices = ", ".join(word_of(choice, language) for choice in column.choices)
            said.append(speaker.words("tables.one of", words=choices))
        return " ".join(said)


def column_name(name: str, word: str) -> str:
    """Return the header of a column of which there may be several.

    >>> column_name("title", "da")
    'title.da'
    """
    return f"{name}.{quoted(word)}"
