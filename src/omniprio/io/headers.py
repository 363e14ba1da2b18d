"""What tables, their columns and the words that can be chosen are called in each language."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from omniprio.language import Language, catalogue, languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = [
    "choices_called",
    "columns_called",
    "every_table",
    "folded",
    "header_of",
    "language_of_names",
    "tables_called",
    "title_of",
    "word_of",
]


_SHEETS = "sheets."


def folded(name: str) -> str:
    """Return a name without regard to case and blanks.

    >>> folded("Tidligste start")
    'tidligste_start'
    """
    return "_".join(name.casefold().split())


def title_of(table: str, language: Language) -> str:
    """Return what a table is called.

    >>> title_of("budgets", "da")
    'budgetter'
    """
    return _said(f"sheets.{table}", table, language)


def header_of(table: str, column: str, language: Language) -> str:
    """Return what a column of a table is called; the same word in most tables.

    >>> header_of("costs", "amount", "da"), header_of("effort", "amount", "da")
    ('beløb', 'mængde')
    """
    return _said(
        f"tables.called.{table}.{column}", _said(f"tables.called.{column}", column, language), language
    )


def word_of(choice: str, language: Language) -> str:
    """Return what a word that can be chosen is called.

    >>> word_of("must", "da")
    'skal'
    """
    return _said(f"choices.{choice}", choice, language)


def every_table() -> list[str]:
    """Return the names of all tables that a workbook can hold: of a portfolio, and of what is said beside it."""
    return [key.removeprefix(_SHEETS) for key in catalogue("en").words if key.startswith(_SHEETS)]


def tables_called(tables: Iterable[str]) -> dict[str, str]:
    """Return the table that each folded name stands for, in any language."""
    return _called(tables, title_of)


def columns_called(table: str, columns: Iterable[str]) -> dict[str, str]:
    """Return the column of a table that each folded name stands for, in any language."""
    return _called(columns, partial(header_of, table))


def choices_called(choices: Iterable[str]) -> dict[str, str]:
    """Return the word that each folded word stands for, in any language."""
    return _called(choices, word_of)


def language_of_names(names: Iterable[str], tables: Sequence[str]) -> Language:
    """Return the language in which most of some tables are called by their names, English where none is.

    >>> language_of_names(["Initiativer", "start"], ["initiatives", "start"])
    'da'
    """
    given = {folded(name) for name in names}
    known = {code: given & {folded(title_of(table, code)) for table in tables} for code in languages()}
    return max(known, key=lambda code: len(known[code]))


def _called(names: Iterable[str], said: Callable[[str, Language], str]) -> dict[str, str]:
    """Return names by what they are called in each language; what is called the same is the name itself, or the first."""
    every = [*names]
    found = {folded(said(name, code)): name for code in reversed(languages()) for name in reversed(every)}
    return found | {folded(name): name for name in every}


def _said(key: str, otherwise: str, language: Language) -> str:
    words = catalogue(language).words.get(key, otherwise)
    return words if isinstance(words, str) else otherwise
