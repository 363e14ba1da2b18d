"""How much there is of what the projects of a table cost and take, as said beside it: put into the data of their portfolio."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from omniprio.io.amounts import Unit, unit_in
from omniprio.io.calendar_days import DAYS, period_of
from omniprio.io.column_amounts import mark_of, numeral
from omniprio.io.column_work import kind_of_work
from omniprio.io.header_words import folded
from omniprio.io.imported import Note
from omniprio.io.limit_lines import Limit, limits_in, names_in, time_of
from omniprio.io.table_layout import row_of
from omniprio.io.working_time import HOURS
from omniprio.language import Sentence, sentence
from omniprio.portfolio import Horizon

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from omniprio.io.amounts import Mark
    from omniprio.io.budget_lines import BudgetLine
    from omniprio.io.cells import Given
    from omniprio.io.column_uses import Use
    from omniprio.io.preset import Preset
    from omniprio.io.project_tables import Asked
    from omniprio.io.sheet import Sheet
    from omniprio.io.table_days import Stretch
    from omniprio.io.table_layout import Row

__all__ = ["Limits", "limits_beside"]

_OF_TIMES = {
    "begin",
    "due",
    "span",
    "deadline",
    "duration",
    "earliest_start",
    "latest_start",
    "fixed_start",
    "spending",
}
_AMOUNTS = {"cost", "benefit", "benefit_once", "benefit_yearly"}
_LOOKED_AT = 100
"""How many rows beside a table are looked at."""
_MAIN = "money"


def limits_beside(
    table: Sheet,
    uses: Sequence[Use],
    preset: Preset,
    lines: Mapping[int, Sequence[BudgetLine]],
    beside: Iterable[tuple[Sheet, Sequence[Row]]],
) -> Limits:
    """Return what is said beside a table of projects of how much there is.

    Args:
        table: The table, from its header on.
        uses: What its columns are for.
        preset: How they are read.
        lines: The lines in it that say a budget, by their numbers.
        beside: The rows that stand beside it, each with the sheet that they are in; of other sheets only what is said of
            years, owners, teams and labels.
    """
    names = names_in(table, uses)
    found = [Limit(row_of(table, number), line) for number, own in lines.items() for line in own]
    read: set[Sentence] = set()
    for sheet, rows in beside:
        limits, where = limits_in(rows[:_LOOKED_AT], sheet, names)
        if sheet.name == table.name or all(limit.of or limit.year for limit in limits):
            found += limits
            read |= where
    columns = {use.field or use.own: use for use in reversed(uses)}
    work = columns.get("effort")
    units = {folded(name): unit for name, unit in preset.units.items()}
    return Limits(
        found,
        read,
        amounts=[
            [row[use.place] for row in table.rows if use.place < len(row)]
            for use in uses
            if (use.field or use.own) in _AMOUNTS
        ],
        language=preset.language,
        decimals=table.decimals or "",
        work=kind_of_work(work.header, units.get(folded(work.header), "")) if work else "",
        untimed=columns.keys().isdisjoint(_OF_TIMES),
    )


@dataclass(slots=True)
class Limits:
    """What is said beside a table of projects of how much there is, and what is needed to read it.

    Attributes:
        found: The limits.
        read: What the rows are called that say them.
        amounts: What stands in the columns of money.
        language: The language of the headers; blank where that is not known.
        decimals: The sign before decimals that the file says; blank where it says none.
        work: What the numbers in the column of work are; blank where there is no such column.
        untimed: Whether no column says when work is done or how long it takes.
    """

    found: Sequence[Limit]
    read: Collection[Sentence]
    amounts: Sequence[Sequence[Given]]
    language: str
    decimals: str
    work: str
    untimed: bool

    @property
    def years(self) -> list[int]:
        """The years that have budgets of their own, in their order; none where only one is named."""
        years = sorted({limit.year for limit in self.found if limit.year and not limit.is_work})
        return years if len(years) > 1 else []

    @property
    def of_teams(self) -> bool:
        """Whether some say what a team can do."""
        return any(limit.is_work for limit in self.found)

    def with_years(self, asked: Asked) -> Asked:
        """Return the periods that are asked for: years, where nothing else says when work is done and they have budgets of their own."""
        if not (self.years and self.untimed) or asked.unit or asked.start:
            return asked
        return replace(asked, unit="year", start=date(self.years[0], 1, 1))

    def last_period(self, calendar: Horizon) -> int:
        """Return the last period of the years that have budgets of their own, 1 where there are none."""
        if not self.years or calendar.start is None:
            return 1
        return min(max(period_of(calendar, date(self.years[-1], 12, 31)), 1), calendar.periods)

    def put(self, data: dict[str, Any], *, must: bool) -> Iterator[Note]:
        """Put what is said into the data of a portfolio, and yield a note about each.

        Args:
            data: The data, to which it is added, with its periods.
            must: Whether all is to be done, so that what is not enough for all is no limit.
        """
        horizon = data["horizon"]
        horizon = (
            horizon
            if isinstance(horizon, Horizon)
            else Horizon.model_validate({"periods": horizon} if isinstance(horizon, int) else horizon)
        )
        money = [limit for limit in self.found if not limit.is_work]
        plain = [limit for limit in money if not limit.of]
        if len(plain) > 1 and self._of_years(plain, data, horizon, must=must):
            for limit in plain:
                year, amount = str(limit.year), self._money(limit, data)
                text = sentence("notes.budget of year", label=limit.line.label, amount=amount, year=year)
                yield Note(where=limit.where, text=text)
        else:
            for limit in plain:
                yield Note(where=limit.where, text=self._of_all(limit, data, alone=len(plain) == 1))
        for limit in money:
            if limit.of:
                yield Note(where=limit.where, text=self._of_some(limit, data, must=must))
        for limit in self.found:
            if limit.is_work:
                yield Note(where=limit.where, text=self._of_team(limit, data, horizon))

    def _money(self, limit: Limit, data: Mapping[str, Any]) -> float | None:
        """Return an amount of money as costs are counted, None where that is not known."""
        line = limit.line
        mark = self._mark(line.written)
        unit = unit_in(str(data.get("currency") or "")) or Unit()
        said = unit_in(limit.unit) if limit.unit else None
        amount = line.amount(unit, mark)
        if amount and said and said.scale > 1 and not (isinstance(line.written, str) and line.currency):
            amount *= Fraction(said.scale, unit.scale)
        known = {line.currency, unit.currency} - {""}
        alike = len(known) <= 1 or known == {"kr.", "DKK"}
        return numeral(amount) if amount and amount > 0 and alike else None

    def _mark(self, written: float | str) -> Mark | None:
        """Return the sign before decimals in an amount, None where nothing tells of it."""
        others = [limit.line.written for limit in self.found]
        marks, _ = mark_of([[written], others, *self.amounts], self.language)
        return marks[0] or ("," if self.decimals == "," else None)

    def _of_all(self, limit: Limit, data: dict[str, Any], *, alone: bool) -> Sentence:
        amount = self._money(limit, data)
        if amount is None or not alone or "budget" in data or "budgets" in data:
            return sentence("notes.budget line not read", label=limit.line.label)
        data["budget"] = amount
        return sentence("notes.budget line", label=limit.line.label, amount=amount)

    def _of_years(
        self, plain: Sequence[Limit], data: dict[str, Any], horizon: Horizon, *, must: bool
    ) -> bool:
        """Put budgets of years one after the other, where each says another year, and tell whether that is so."""
        amounts = {limit.year: self._money(limit, data) for limit in plain}
        if None in amounts or None in amounts.values() or len(amounts) < len(plain) or horizon.start is None:
            return False
        if "budget" in data or _MAIN in data.get("budgets", {}):
            return False
        if must and sum(_cost(entry) for entry in data["initiatives"]) > sum(filter(None, amounts.values())):
            return False
        windows: list[dict[str, Any]] = []
        years: list[int] = []
        for period in range(1, horizon.periods + 1):
            year = horizon.first_day(period).year
            if years[-1:] == [year]:
                windows[-1]["periods"] += 1
            else:
                years.append(year)
                windows.append({"periods": 1, "amount": amounts.get(year)})
        data["budgets"] = {**data.get("budgets", {}), _MAIN: {"windows": windows, "carry_over": False}}
        return True

    def _of_some(self, limit: Limit, data: dict[str, Any], *, must: bool) -> Sentence:
        """Put what those of an owner, a team or a label may cost together."""
        amount = self._money(limit, data)
        kind, header, said = limit.of[0]
        chosen = [entry for entry in data["initiatives"] if _is_of(entry, kind, header, said)]
        again = sum(other.of[:1] == limit.of[:1] and not other.is_work for other in self.found) > 1
        if amount is None or not chosen or again or (must and sum(map(_cost, chosen)) > amount):
            return sentence("notes.budget line not read", label=limit.line.label)
        members = {"owners": [said]} if kind == "owner" else {"members": [entry["id"] for entry in chosen]}
        group = {"id": limit.line.label, **members, "fund": _MAIN, "at_most": amount}
        data["groups"] = [*data.get("groups", []), group]
        return sentence("notes.budget of some", label=limit.line.label, amount=amount, name=said)

    def _of_team(self, limit: Limit, data: dict[str, Any], horizon: Horizon) -> Sentence:
        """Put what a team can do in a period."""
        team, label = limit.of[0].name, limit.line.label
        if not self.work:
            return sentence("notes.capacity without work", label=label, team=team)
        known = data.get("capacities") or {}
        given = (
            self._by_period(limit, horizon)
            if limit.parts
            else [self._work(limit, limit.line.written, horizon)]
        )
        amounts = [None if one is None else numeral(one) for one in given]
        told = next((one for one in amounts if one), None)
        if not told or known.get(team) is not None:
            return sentence("notes.capacity not read", label=label, team=team)
        data["capacities"] = {**known, team: amounts if limit.parts else told}
        kind = "by period" if limit.parts else "line"
        return sentence(f"notes.capacity {kind}", label=label, team=team, amount=told)

    def _by_period(self, limit: Limit, horizon: Horizon) -> list[Fraction | None]:
        """Return how much a team can do in each period: before the first and after the last column as there."""
        if horizon.start is None:
            return []
        found: list[Fraction | None] = []
        for period in range(1, horizon.periods + 1):
            day = horizon.first_day(period)
            begun = [part for part in limit.parts if part[0].first <= day]
            of, written = begun[-1] if begun else limit.parts[0]
            found.append(self._work(limit, written, horizon, of))
        return found

    def _work(
        self, limit: Limit, written: float | str, horizon: Horizon, of: Stretch | None = None
    ) -> Fraction | None:
        """Return how much a team can do in a period, in the unit of the column of work; None where it is not said of how long."""
        amount = limit.line._replace(written=written).amount(Unit(), self._mark(written))
        kind, per, _ = time_of(limit.unit)
        kind = kind or self.work
        if amount is None or (kind != "fte" and kind not in HOURS):
            return None
        days = DAYS[horizon.unit]
        each = HOURS["month"] * days / DAYS["month"]  # the hours of one at work in a period
        if kind == "fte":
            hours = amount * each
        elif per:
            hours = amount * HOURS[kind] * days / DAYS[per]
        elif of:
            hours = amount * HOURS[kind] * days / ((of.last - of.first).days + 1)
        elif self.untimed and horizon.periods == 1:
            hours = amount * HOURS[kind]
        else:
            return None
        return hours / each if self.work == "fte" else hours / HOURS[self.work]


def _cost(entry: Mapping[str, Any]) -> float:
    cost = entry.get("cost", 0)
    return cost if isinstance(cost, int | float) else 0


def _is_of(entry: Mapping[str, Any], kind: str, header: str, said: str) -> bool:
    """Tell whether an initiative is of an owner, a team or a label."""
    if kind == "owner":
        return entry.get("owner") == said
    tags = entry.get("tags") or {}
    return said in tags.get("team" if kind == "team" else header, ()) or (
        kind == "team" and said in (entry.get("effort") or {})
    )
