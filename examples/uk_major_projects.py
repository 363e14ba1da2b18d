"""Messy public data: the major projects of the UK government, planned again from 2023 under a yearly budget.

The file lists the Government Major Projects Portfolio of March 2023, in millions of pounds. It is made of published
returns, so much is missing: this example says which rows can be used and why the others cannot, what has to be assumed
before there is anything to plan, and then what the best plan is under these assumptions. Each initiative says in its
`provenance` what is a fact of the file and what is assumed.

The data is not part of this project. Run it with the path of your copy:

    python examples/uk_major_projects.py uk_gmpp_2023_clean.csv --budget 4000 --seconds 20
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, ValidationError, field_validator

from omniprio import (
    Benefit,
    Budget,
    Disc,
    Discipline,
    Horizon,
    Initiative,
    MostValue,
    Plan,
    Portfolio,
    prioritise,
)
from omniprio.base import Model
from omniprio.errors import NoPlanFoundError
from omniprio.language import text
from omniprio.plan.layout import adding_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Row", "initiative_of", "main", "portfolio_of", "read"]

YEARS = 30
FIRST_DAY = date(2023, 4, 1)
YEARS_OF_BENEFIT = 10
DISCOUNT_RATE = 0.035

ASSUMPTIONS = f"""\
1. Every project can still be chosen or left, and started in any financial year from 2023/24 on. In fact most were
   under way. Of their dates only the length counts: from start to end in whole years, rounded up.
2. The whole-life cost is spent evenly over that length.
3. The benefits come evenly over {YEARS_OF_BENEFIT} years, from the year of completion on. What falls after the {YEARS} years planned
   does not count, which puts very long projects at a disadvantage.
4. Costs and benefits are in the same prices and not yet discounted. Here both are, by {DISCOUNT_RATE:.1%} a year, the rate
   of the Treasury's Green Book.
5. The budget is made up: the same amount each year, and what is not spent lapses.
6. No project depends on another, as the file says nothing about it."""

PROVENANCE = {
    "cost": "fact: whole_life_cost_gbp_m; assumption: spent evenly",
    "benefit": f"fact: benefits_gbp_m; assumption: evenly over {YEARS_OF_BENEFIT} years from completion",
    "duration": "fact: start and end; assumption: whole years, rounded up",
    "timing": "assumption: free to start in any year",
}

EXPECTED = """\
There is no file {path}.
Expected is the UK Government Major Projects Portfolio of March 2023 as CSV, one project a row, with the columns
{columns}.
It is published by the UK government, by all accounts under the Open Government Licence (check it before you use the
data), and not shipped with this project. Give the path of your copy."""


class Row(Model):
    """One row of the file; what is blank there is None."""

    id: str
    name: str
    start: date | None
    end: date | None
    whole_life_cost_gbp_m: Annotated[float, Field(ge=0)] | None
    benefits_gbp_m: float | None

    @field_validator("*", mode="before")
    @classmethod
    def _blank_is_none(cls, cell: str | None) -> str | None:
        return (cell or "").strip() or None


def read(path: Path) -> tuple[list[Initiative], Counter[str]]:
    """Return the rows that can be planned with, and how many others there are by the reason against them.

    Args:
        path: The CSV file, in UTF-8.
    """
    if not path.is_file():
        raise SystemExit(EXPECTED.format(path=path, columns=", ".join(Row.model_fields)))
    usable: list[Initiative] = []
    reasons: Counter[str] = Counter()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [name for name in Row.model_fields if name not in (reader.fieldnames or ())]:
            raise SystemExit(f"{path} has no column {', '.join(missing)}; is it another file?")
        for cells in reader:
            found = _initiative_or_reason(cells)
            if isinstance(found, Initiative):
                usable.append(found)
            else:
                reasons[found] += 1
    return usable, reasons


def _initiative_or_reason(cells: dict[str, str]) -> Initiative | str:
    try:
        row = Row.model_validate({name: cells[name] for name in Row.model_fields})
    except ValidationError:
        return "a cell that cannot be read"
    return initiative_of(row)


def initiative_of(row: Row) -> Initiative | str:
    """Return a row as an initiative, or the first reason why it cannot be planned with.

    Args:
        row: The row.
    """
    if row.whole_life_cost_gbp_m is None:
        return "no whole-life cost"
    if row.benefits_gbp_m is None:
        return "no monetised benefits"
    if row.start is None or row.end is None:
        return "no start or no end"
    if row.end < row.start:
        return "an end before the start"
    if (duration := _whole_years(row.start, row.end)) > YEARS:
        return f"longer than {YEARS} years"
    each_year = row.benefits_gbp_m / YEARS_OF_BENEFIT
    return Initiative(
        id=row.id,
        title=row.name,
        duration=duration,
        cost=row.whole_life_cost_gbp_m,
        benefit=Benefit(profile=(each_year,) * YEARS_OF_BENEFIT),
        source="UK Government Major Projects Portfolio, March 2023",
        provenance=PROVENANCE,
    )


def _whole_years(start: date, end: date) -> int:
    """Return the years from the first day to the last one, rounded up."""
    return end.year - start.year + ((end.month, end.day) >= (start.month, start.day))


def portfolio_of(initiatives: Sequence[Initiative], budget: float) -> Portfolio:
    """Return the projects as a portfolio; without a maturity model, as the file has none.

    Args:
        initiatives: The projects.
        budget: What may be spent each year, in millions of pounds.
    """
    return Portfolio(
        name="UK Government Major Projects Portfolio, planned again from 2023/24",
        horizon=Horizon(periods=YEARS, unit="year", start=FIRST_DAY),
        initiatives=initiatives,
        disc=Disc(id="none", disciplines=[Discipline(id="none", levels=1)], start_level=1),
        budget=Budget(per_period=budget, carry_over=False),
        discount_rate=DISCOUNT_RATE,
        currency="GBP m",
        provenance={"budget": "assumption", "discount_rate": "fact: Green Book", "disc": "none needed"},
    )


def rows_read(initiatives: Sequence[Initiative], reasons: Counter[str]) -> Iterator[str]:
    """Yield how many rows there are, usable or not, line by line."""
    yield f"{len(initiatives) + reasons.total()} rows, of which {len(initiatives)} can be planned with; the others have"
    for reason, count in reasons.most_common():
        yield f"{count:5}  {reason}"


def plan_found(plan: Plan, rows: int = 15) -> Iterator[str]:
    """Yield a plan line by line: the top of the sequence, the money, and how good it is.

    Args:
        plan: The plan.
        rows: How many projects to show.
    """
    yield from _sequence(plan, rows)
    yield from _money(plan)
    yield from _quality(plan)


def _sequence(plan: Plan, rows: int) -> Iterator[str]:
    every = len(plan.portfolio.initiatives)
    yield f"The sequence: {len(plan.schedule)} of {every} projects, the first {min(rows, len(plan.schedule))} of them"
    yield f"  {'years':<11}{'project':<52}{'cost':>8}{'benefits':>10}"
    for planned in plan.schedule[:rows]:
        gained = sum(plan.portfolio.by_id[planned.id].earnings.profile or ())
        years = f"{planned.start_label}-{planned.finish_label}"
        yield f"  {years:<11}{' '.join(text(planned.title).split())[:50]:<52}{planned.cost:>8,.0f}{gained:>10,.0f}"


def _money(plan: Plan) -> Iterator[str]:
    yield "The money, GBP m: spent and left of the year's budget"
    years = [state for state in plan.periods[1:] if state.spending["money"]]
    whole = adding_up([state.spending["money"] for state in years], decimals=0)
    for state, spent in zip(years, whole, strict=True):
        left = round(state.spending["money"] + (state.left["money"] or 0)) - spent
        yield f"  {state.label}{spent:>10,.0f}{left:>10,.0f}"
    yield f"  all {sum(whole):>10,.0f}"


def _quality(plan: Plan) -> Iterator[str]:
    (result,) = plan.goals
    gap = "not known" if result.gap is None else f"{result.gap:.2%}"
    bound = "not known" if result.bound is None else f"GBP {result.bound:,.0f} m"
    until = plan.portfolio.calendar.label(plan.portfolio.counted_to)
    yield f"Net present value, counted to the end of {until}: GBP {result.value:,.0f} m"
    yield f"No plan is better than: {bound}; gap {gap}; {'proven' if plan.proven else 'not proven'}"
    yield f"The search: {plan.stopped} after {plan.seconds:.1f} s, {plan.solver}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the file, say what it holds and what is assumed, plan, and print the plan."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("file", type=Path, help="the CSV file")
    parser.add_argument("--budget", type=float, default=4000, help="GBP m each year; 4000 unless told")
    parser.add_argument("--seconds", type=float, default=20, help="time limit; 20 unless told")
    options = parser.parse_args(arguments)
    initiatives, reasons = read(options.file)
    print("\n".join(rows_read(initiatives, reasons)), ASSUMPTIONS, sep="\n\nAssumed:\n")
    portfolio = portfolio_of(initiatives, options.budget)
    try:
        plan = prioritise(portfolio, [MostValue()], time_limit=options.seconds)
    except NoPlanFoundError as error:
        raise SystemExit(str(error)) from None
    print("", *plan_found(plan), sep="\n")


if __name__ == "__main__":
    main()
