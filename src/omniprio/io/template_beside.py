"""The sheets of a workbook beside its portfolio, filled with an example: bids, answers, what has begun, what is not sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.io.actuals_tables import ACTUAL
from omniprio.io.bids_tables import BIDS
from omniprio.io.columns import words
from omniprio.io.survey_tables import ANSWERS
from omniprio.io.table import Column, Table
from omniprio.io.uncertainty_tables import BUDGET_CASES, UNCERTAIN, UNCERTAIN_START
from omniprio.language import Speaker

if TYPE_CHECKING:
    from omniprio.disc import Disc
    from omniprio.io.table import Record
    from omniprio.language import Language

__all__ = ["tables_beside"]

_WHO = ("organisation", "group", "respondent")
_ANSWERS = Table(
    name=ANSWERS,
    columns=(
        *map(words, _WHO),
        Column(name="date", kind="date"),
        words("question"),
        words("answer"),
    ),
)
_RATED = {"IT": (1.0, 2.0, 1.5), "Marketing": (1.5, 1.0, 1.0)}
"""Levels of the first disciplines, by rater; invented."""
_ANSWERED = {"recognise": 3, "collect": 2}
"""Answers to questions of the questionnaire that comes with the library; invented."""
_UNCERTAIN: dict[str, list[Record]] = {
    "uncertain": [
        {"initiative": "identify", "part": "cost", "low": 600, "likely": 720, "high": 1100},
        {"initiative": "identify", "part": "duration", "low": 2, "likely": 2, "high": 4},
    ],
    "uncertain_start": [{"field": "R2", "low": 0.0, "likely": 0.1, "high": 0.4}],
    "budget_cases": [{"weight": 3, "budget": 2500}, {"weight": 1, "budget": 2000}],
}
_CASES = ("as planned", "cut")


def tables_beside(disc: Disc, language: Language) -> list[tuple[Table, list[Record]]]:
    """Return the tables with the rows of the example.

    Args:
        disc: The disc that raters rate.
        language: The language of its texts.
    """
    speaker = Speaker(language)
    invented = speaker.known("provenance", "invented", "invented")
    names = [row.id for row in disc.disciplines]
    rated: list[Record] = [
        {"rater": rater, **dict(zip(names, levels, strict=False)), "provenance": invented}
        for rater, levels in _RATED.items()
    ]
    answered: list[Record] = [
        {"organisation": "A", "respondent": "1", "question": question, "answer": answer}
        for question, answer in _ANSWERED.items()
    ]
    called = [speaker.words(f"workbook.{name}") for name in _CASES]
    cases = [{"name": name, **case} for name, case in zip(called, _UNCERTAIN[BUDGET_CASES.name], strict=True)]
    unsure = [(table, _UNCERTAIN[table.name]) for table in (UNCERTAIN, UNCERTAIN_START)]
    return [(_bids(names), rated), (_ANSWERS, answered), (ACTUAL, []), *unsure, (BUDGET_CASES, [*cases])]


def _bids(disciplines: list[str]) -> Table:
    """Return the table of bids, with a column for each discipline."""
    levels = [Column(name=name, kind="number", like="discipline") for name in disciplines]
    return Table(name=BIDS, columns=(words("rater"), *levels, words("provenance")))
