"""What issues take and where they stand: points, estimates and ranks, as lists of issues write them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.io.column_amounts import Amount, Amounts, mark_of
from omniprio.io.header_words import folded, words_for
from omniprio.io.imported import Note
from omniprio.io.working_time import HOURS, hours_in
from omniprio.language import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from omniprio.io.cells import Given
    from omniprio.io.issue_rows import IssueRow
    from omniprio.io.preset import Preset

__all__ = ["IssueAmounts", "hours_of", "points_in", "scores_by_rank"]

_SCORE, _RANK = "points", "rank"
"""What the scores are called that story points and ranks are read as."""
_SECONDS = Fraction(1, 3_600)
_NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,6})?")


def points_in(written: Mapping[str, str]) -> tuple[dict[str, Fraction | None], Iterable[Sentence]]:
    """Return the points of each issue, None where what is written is no number of them, and what to know about them.

    Args:
        written: What stands in the column of points, by the id of an issue; a point before decimals, where nothing says
            otherwise.

    >>> points, _ = points_in({"A-1": "1,000.5", "A-2": "3-5", "A-3": "XL"})
    >>> {name: found and float(found) for name, found in points.items()}
    {'A-1': 1000.5, 'A-2': 4.0, 'A-3': None}
    """
    cells = [*written.values()]
    marks, _ = mark_of([cells], "")
    column = Amounts(cells, marks[0] or ".")
    found = {
        name: cell.value if isinstance(cell, Amount) and cell.value >= 0 and not cell.percent else None
        for name, cell in zip(written, column.cells, strict=True)
    }
    return found, column.said


def hours_of(written: str, unit: str) -> Fraction | None:
    """Return the hours of an estimate, None where it is none.

    Args:
        written: What stands in the cell: a number, or such as `3w 2d`.
        unit: What a number alone is in; blank for seconds.

    >>> int(hours_of("28800", "")), int(hours_of("2d 4h", "")), hours_of("large", "")
    (8, 20, None)
    """
    if not _NUMBER.fullmatch(written):
        return hours_in(written)
    kind = words_for().work.get(folded(unit), "")
    return Fraction(written.replace(",", ".")) * HOURS.get(kind, _SECONDS)


def scores_by_rank(ranks: Mapping[str, str]) -> dict[str, float]:
    """Return a score for each ranked issue: the last has 1, the one before it 2, and so on.

    Args:
        ranks: The rank of each issue, by its id: a number, of which the lowest is first, or a text such as Jira's
            `0|i0001z:`, in the order of its letters behind the bar.

    >>> scores_by_rank({"A-1": "0|i0001z:", "A-2": "0|i0000z:", "A-3": "0|i0002:"})
    {'A-2': 3.0, 'A-1': 2.0, 'A-3': 1.0}
    """
    known = {name: rank.strip() for name, rank in ranks.items() if rank.strip()}
    in_numbers = all(map(_NUMBER.fullmatch, known.values()))

    def place(name: str) -> tuple[Fraction, str]:
        rank = known[name]
        return (
            (Fraction(rank.replace(",", ".")), "")
            if in_numbers
            else (Fraction(0), rank.partition("|")[2] or rank)
        )

    ordered = sorted(known, key=place)
    return {name: float(len(ordered) - number) for number, name in enumerate(ordered)}


def _is_a_cost(cell: Amount | Given) -> bool:
    """Tell whether what was read of a cell can be a cost, or is nothing."""
    return cell is None or (isinstance(cell, Amount) and cell.value >= 0 and not cell.percent)


class IssueAmounts:
    """What the issues of a list say that they take.

    Attributes:
        points: The points of each issue that has any, by its id.
        hours: Its estimate, in hours.
        values: The values of each issue, as its business value, by its id.
        costs: What each issue costs, by its id.
        currency: What costs are in; blank where the list does not say.
    """

    def __init__(self, preset: Preset, rows: Sequence[IssueRow], notes: list[Note]) -> None:
        """Read the issues that are not done; notes are added to the list."""
        self._notes = notes
        self._ranks = {row.first(preset.id): row.first(preset.ranks) for row in rows}
        self.points = self._points(rows, preset, preset.points, "points")
        self._value = next((one for one in preset.scores if any(row.first((one,)) for row in rows)), "")
        self.values = self._points(rows, preset, (self._value,), "value") if self._value else {}
        self.currency = ""
        self.costs = self._costs(preset, rows)
        self.hours: dict[str, Fraction] = {}
        for row in rows:
            self._estimate(preset, row)

    def scores_of(
        self, issues: Collection[str], points: Mapping[str, Fraction], values: Mapping[str, Fraction]
    ) -> dict[str, dict[str, float]]:
        """Return the scores of some issues: their points; where none has any, their values, else what their ranks come to.

        Args:
            issues: The ids of the issues that are read.
            points: The points of those that have any, with those of their parts.
            values: Their values, likewise.
        """
        ranks = {name: self._ranks[name] for name in self._ranks if name in issues}
        scored, valued = (any(name in known for name in issues) for known in (points, values))
        if valued:
            text = sentence("notes.ranks beside points" if scored else "notes.values of issues")
            self._note(self._value, text)
        if any(ranks.values()):
            key = "beside points" if scored else "beside values" if valued else "in order"
            self._note(sentence("notes.ranks of issues"), sentence(f"notes.ranks {key}", value=self._value))
        if scored or valued:
            name, known = (_SCORE, points) if scored else (self._value, values)
            return {issue: {name: float(known[issue])} for issue in issues if known.get(issue)}
        return {issue: {_RANK: place} for issue, place in scores_by_rank(ranks).items()}

    def _points(
        self, rows: Sequence[IssueRow], preset: Preset, columns: tuple[str, ...], kind: str
    ) -> dict[str, Fraction]:
        """Return the numbers in some columns by issue; notes tell of what is none."""
        written = {row.first(preset.id): words for row in rows if (words := row.first(columns))}
        found, said = points_in(written)
        for text in said:
            self._note(sentence("notes.story points") if kind == "points" else columns[0], text)
        for name, points in found.items():
            if points is None:
                values = {"written": repr(written[name][:30])} | (
                    {"column": columns[0]} if kind == "value" else {}
                )
                self._note(name, sentence(f"notes.no number of {kind}", **values))
        return {name: points for name, points in found.items() if points}

    def _costs(self, preset: Preset, rows: Sequence[IssueRow]) -> dict[str, Fraction]:
        """Return what stands in the first column of costs that holds amounts in one currency; notes tell of the others."""
        found: dict[str, Fraction] = {}
        for column in preset.cost:
            written = {row.first(preset.id): words for row in rows if (words := row.first((column,)))}
            cells = [*written.values()]
            (mark,), _ = mark_of([cells], "")
            amounts = Amounts(cells, mark)
            known = len(amounts.currencies) <= 1 and all(_is_a_cost(cell) for cell in amounts.cells)
            if written and (found or not known):
                self._note(column, sentence("notes.no cost"))
            elif written:
                found = {
                    name: cell.value
                    for name, cell in zip(written, amounts.cells, strict=True)
                    if isinstance(cell, Amount)
                }
                self.currency = next(iter(amounts.currencies), "")
                for text in (sentence("notes.read as cost"), *amounts.said):
                    self._note(column, text)
        return found

    def _estimate(self, preset: Preset, row: IssueRow) -> None:
        """Read the first estimate of an issue."""
        column = next((one for one in preset.estimates if row.first((one,))), "")
        if not column:
            return
        name, written = row.first(preset.id), row.first((column,))
        hours = hours_of(written, preset.units.get(column, ""))
        if hours is None:
            self._note(name, sentence("notes.no seconds", written=repr(written[:30])))
        elif hours:
            self.hours[name] = hours

    def _note(self, where: str, text: Sentence) -> None:
        self._notes.append(Note(where=where if isinstance(where, Sentence) else Sentence(where), text=text))
