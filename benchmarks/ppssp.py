"""Project portfolio selection and scheduling (PPSSP): published instances as portfolios.

Which projects to choose and when to start them, under budgets for each year, so that their discounted value is
greatest. What the instances say and how it is said here:

- Years count from 0 there, periods from 1 here: a start in year s is a start in period s + 1.
- A project may start in the planning window only (`latest_start`); it may run on after it. Budgets bind in every
  year, and the last project is over before the horizon, which is the budget window.
- What a project spends in its first year comes from the fund `initiation`, the rest from the fund `ongoing`. Each
  fund has a budget for each year, and both together have a third one; none can be carried over.
- A stream has one amount for all its projects spend inside the planning window, whenever in it: all of it is there
  in period 1 and carried over to the end of the window, after which there is no limit.
- The objective counts value only; costs take room in the budgets and nothing else. The value of a year is therefore
  what is left after its cost: a benefit of value + cost, so that `MostValue`, which subtracts the cost, is the
  published objective to the last digit.
- There is no maturity model in it: the disc has one level, reached from the start, and nobody advances it.

Source: Harrison, Elsayed, Garanovich, Weir et al., the "Future Strategic Program" setting of PPSSP.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import Stopwatch, load, megabytes

from omniprio import (
    Benefit,
    Budget,
    Cost,
    Disc,
    Discipline,
    Group,
    Initiative,
    MostValue,
    Portfolio,
    check,
    prioritise,
)
from omniprio.base import Model
from omniprio.errors import NoPlanFoundError
from omniprio.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.options import RunProgress

__all__ = [
    "Instance",
    "Milestones",
    "Project",
    "Result",
    "compared",
    "found",
    "instance_of",
    "portfolio_of",
    "results",
    "solve",
    "starts_of",
]

NO_DISC = Disc(
    id="none",
    title="No maturity model",
    disciplines=[Discipline(id="none", levels=1)],
    start_level=1,
    provenance="invented: the library wants a disc, the instances have none",
)


class Project(Model):
    """One project of an instance; years count from its start."""

    id: int
    name: str
    stream: int
    duration: int
    """Years."""
    cost: tuple[float, ...]
    """Spent in each year of the duration."""
    value: tuple[float, ...]
    """Earned in each year of the duration."""
    prerequisites: tuple[int, ...]
    """Projects that must be chosen and over before this one starts."""
    exclusions: tuple[int, ...]
    """Projects that cannot be chosen together with this one."""
    completion_window: None
    """Empty in every published instance; one that has it is refused, as its meaning is not documented."""


class Instance(Model):
    """An instance as published."""

    name: str
    num_projects: int
    planning_window: int
    """Projects start in years 0 to `planning_window` - 1."""
    budget_window: int
    """Budgets bind in years 0 to `budget_window` - 1."""
    discount_rate: float
    """Per year."""
    budget: tuple[float, ...]
    """All that may be spent in each year."""
    initiation_budget: tuple[float, ...]
    """What may be spent in each year on first years of projects."""
    ongoing_budget: tuple[float, ...]
    """What may be spent in each year on later years of projects."""
    capability_stream_budgets: tuple[float, ...]
    """What each stream may spend inside the planning window."""
    initiation_range: tuple[int, int]
    """How the instance was drawn; no rule of it."""
    projects: tuple[Project, ...]


class Result(Model):
    """What somebody reached on an instance."""

    instance: str
    method: str
    value: float | None
    """The discounted value of the plan, None where only a bound was computed."""
    upper_bound: float | None
    """No plan is better, None where that was not computed."""


def instance_of(path: Path) -> Instance:
    """Return the instance of a file.

    Args:
        path: A JSON file of the data folder.
    """
    return Instance.model_validate_json(path.read_bytes())


def portfolio_of(instance: Instance) -> Portfolio:
    """Return an instance as a portfolio whose net present value is the instance's objective."""
    return Portfolio(
        name=instance.name,
        horizon=instance.budget_window,
        initiatives=[_initiative(project, instance) for project in instance.projects],
        disc=NO_DISC,
        budgets={**_yearly_budgets(instance), **_stream_budgets(instance)},
        groups=_exclusions(instance),
        discount_rate=instance.discount_rate,
        provenance={"benefit": "value + cost of each year, so that benefits minus costs are the value"},
    )


def _initiative(project: Project, instance: Instance) -> Initiative:
    first, *later = project.cost
    gross = [
        float(exact(value) + exact(cost)) for value, cost in zip(project.value, project.cost, strict=True)
    ]
    return Initiative(
        id=str(project.id),
        title=project.name,
        duration=project.duration,
        costs={"initiation": Cost(amount=first, spread="start"), "ongoing": Cost(profile=[0, *later])},
        benefit=Benefit(profile=gross, counted_from="start"),
        requires=[str(other) for other in project.prerequisites],
        latest_start=instance.planning_window,
        owner=_stream(project.stream),
    )


def _stream(number: int) -> str:
    return f"stream {number}"


def _yearly_budgets(instance: Instance) -> dict[str, Budget]:
    return {
        name: Budget(per_period=amounts, carry_over=False, funds=funds)
        for name, amounts, funds in [
            ("total", instance.budget, ("initiation", "ongoing")),
            ("initiation", instance.initiation_budget, ("initiation",)),
            ("ongoing", instance.ongoing_budget, ("ongoing",)),
        ]
    }


def _stream_budgets(instance: Instance) -> dict[str, Budget]:
    """Return the budgets of the streams that have projects; None is no limit after the planning window."""
    after = (None,) * (instance.budget_window - instance.planning_window)
    owners = {project.stream for project in instance.projects}
    return {
        _stream(number): Budget(
            per_period=(amount, *(0.0,) * (instance.planning_window - 1), *after),
            funds=("initiation", "ongoing"),
            owners=(_stream(number),),
        )
        for number, amount in enumerate(instance.capability_stream_budgets)
        if number in owners
    }


def _exclusions(instance: Instance) -> list[Group]:
    pairs = {
        tuple(sorted((project.id, other))) for project in instance.projects for other in project.exclusions
    }
    return [
        Group(id=f"{one} or {other}", members=[str(one), str(other)], at_most=1)
        for one, other in sorted(pairs)
    ]


def starts_of(path: Path) -> dict[str, int]:
    """Return a published schedule: the start period of each chosen project, from 1.

    Args:
        path: A JSON file that gives the start year of each chosen project, from 0.
    """
    years: dict[str, int] = json.loads(path.read_bytes())
    return {name: year + 1 for name, year in years.items()}


def results(folder: Path) -> list[Result]:
    """Return what others reached, from `best_known.csv`.

    Args:
        folder: The folder of the instances; without that file nobody is known to have reached anything.
    """
    if not (folder / "best_known.csv").exists():
        return []
    with (folder / "best_known.csv").open(encoding="utf-8", newline="") as file:
        rows = [{name: text or None for name, text in row.items()} for row in csv.DictReader(file)]
    return [Result.model_validate({name: row[name] for name in Result.model_fields}) for row in rows]


def main() -> None:
    """Check the published schedules of a data folder, or solve one of its instances."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, help="the folder with the instances and best_known.csv")
    parser.add_argument("--solve", nargs=2, metavar=("NAME", "SECONDS"), help="for instance PI_1 120")
    arguments = parser.parse_args()
    if arguments.solve is None:
        _check_published(arguments.folder)
    else:
        name, seconds = arguments.solve
        instance = instance_of(found(arguments.folder, name))
        solve(instance, results(arguments.folder), float(seconds))


def _check_published(folder: Path) -> None:
    """Print what the checker says of each published schedule."""
    for path in sorted(folder.glob("*_start.json")):
        reading = Stopwatch()
        portfolio = portfolio_of(instance_of(folder / f"{path.stem.rpartition('.')[0]}.json"))
        read, checking = reading.passed, Stopwatch()
        report = check(portfolio, starts_of(path))
        print(f"{path.name}: value {report.recount.value:,.4f}, {len(report.broken)} broken rules")
        print(f"  portfolio in {read:.2f} s, checked in {checking.passed:.2f} s (one run)")
        for broken in report.broken:
            print(f"  {broken.message}")


def solve(instance: Instance, known: Sequence[Result], seconds: float) -> None:
    """Print what `prioritise` reaches on an instance within a time limit, beside what others did.

    Args:
        instance: The instance.
        known: What others reached, on any instance.
        seconds: The time limit.
    """
    portfolio = portfolio_of(instance)
    whole = Stopwatch()
    print(f"{instance.name}: {len(portfolio.initiatives):,} projects, time limit {seconds:g} s")
    others = [result for result in known if result.instance == instance.name]
    watch = Milestones(tuple(sorted(result.value for result in others if result.value is not None)))
    try:
        (reached,) = prioritise(portfolio, [MostValue()], time_limit=seconds, on_progress=watch.tell).goals
    except NoPlanFoundError as error:
        reached = None
        print(f"  {error}")
    taken, worked = whole.passed, whole.worked
    print(
        f"  {taken:.1f} s in all, the model and the checked plan included; {_over(taken - seconds)} (one run)"
    )
    print(f"  {worked:.1f} s of them of processor time, {megabytes():,.0f} MB at most")
    print(f"  load of the machine in the last minute: {load():.1f}, {os.cpu_count()} processors")
    if reached is not None:
        print(f"  {_line('omniprio', reached.value, reached.bound)}, gap {_share(reached.gap)}")
        print(f"  {compared(reached.value, others)}")
        for passed in watch.passed:
            print(f"  {passed}")
    for result in others:
        print(f"  {_line(result.method, result.value, result.upper_bound)}")


def _over(seconds: float) -> str:
    return f"{seconds:.1f} s beyond the limit" if seconds > 0 else "within the limit"


class Milestones:
    """Notes when a search has a bound and a plan, and when it passes what others reached."""

    def __init__(self, values: tuple[float, ...]) -> None:
        """Begin with all values ahead, the least first."""
        self._ahead: list[float | str] = ["bound", "plan", *values]
        self.passed: list[str] = []

    def tell(self, run: RunProgress) -> None:
        """Note what has been passed since the last report."""
        for mark in list(self._ahead):
            if self._is_passed(mark, run):
                self._ahead.remove(mark)
                what = f"first {mark}" if isinstance(mark, str) else f"passed {mark:,.2f}"
                self.passed.append(f"{what} after {run.seconds:.1f} s: {_line('then', run.value, run.bound)}")

    def _is_passed(self, mark: float | str, run: RunProgress) -> bool:
        if mark == "bound":
            return run.bound is not None
        if run.value is None:
            return False
        return isinstance(mark, str) or run.value >= mark


def found(folder: Path, name: str) -> Path:
    """Return the file of an instance, by the beginning of its name."""
    found = [path for path in folder.glob(f"{name}_*.json") if not path.stem.endswith("_start")]
    if len(found) != 1:
        raise SystemExit(f"{folder} has {len(found)} instances called {name}; name one that is there")
    return found[0]


def _line(method: str, value: float | None, bound: float | None) -> str:
    return f"{method}: value {_amount(value)}, bound {_amount(bound)}"


def _amount(amount: float | None) -> str:
    return "not known" if amount is None else f"{amount:,.2f}"


def _share(share: float | None) -> str:
    return "not known" if share is None else f"{share:.2%}"


def compared(value: float | None, others: list[Result]) -> str:
    """Return how far a value is from the best known one and from the least known bound, where there are any."""
    known = [other.value for other in others if other.value is not None]
    bounds = [other.upper_bound for other in others if other.upper_bound is not None]
    said = [
        f"{what} {amount:,.2f}" + ("" if value is None else f" ({value / amount - 1:+.2%} against it)")
        for what, amount in [
            ("best known value", max(known, default=None)),
            ("least known bound", min(bounds, default=None)),
        ]
        if amount is not None
    ]
    return ", ".join(said) or "nothing is known of what others reached on this instance"


if __name__ == "__main__":
    main()
