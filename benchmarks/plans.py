"""Plans side by side: what each step takes, ours and that of other solvers, on drawn families and on published instances.

    uv run python benchmarks/plans.py                                            # disc, 10 x 12 and 30 x 12
    uv run --group cpsat --group solvers python benchmarks/plans.py disc "disc full" --sizes 30x12 60x16 --seeds 3 --who all
    uv run python benchmarks/plans.py earning --sizes 1000x25 3000x25 5000x25 --limit 300
    uv run python benchmarks/plans.py --file newman1.cpit --limit 60             # or a next release problem, .txt, or .json of PPSSP

Each plan is made in a process of its own, so that its memory is its own. Seconds are of processor time but for the time limit and
those that say when something was there. `times` is the processor time as a multiple of ours on the same portfolio in the same
run, where both are proven. The last lines say with which power of initiatives times periods each of our steps grows.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, cast, get_args

import minelib
import next_release
import ppssp
from families import FAMILIES, Case, drawn
from measuring import Stages, Stopwatch, Watch, apart, growth, load, machine, megabytes
from rivals import RIVALS, Answer, ask, is_there, program_for

from omniprio import MostValue, Plan, check, prioritise
from omniprio.engines import Engine
from omniprio.errors import NoPlanFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["COLUMNS", "Run", "Task", "grown", "ours", "run", "table", "theirs"]

OURS = "omniprio"
WHO = (OURS, *(f"{OURS} {engine}" for engine in get_args(Engine)), *RIVALS)
"""Whose plans there are: ours, ours with an engine of ours that is named, and those of others."""

STEPS = ("first schedule", "building", "goals", "tie-breaks", "counting", "checking", "reading back")
"""What is timed: `counting` is what comes after the search within `prioritise`; then the plan is checked and read again."""

_NOTHING = dict.fromkeys(STEPS, 0.0)

_CLOSE = 0.01
"""The gap whose time is told."""

_SAME = 1e-6
"""Below this gap a rival, which computes with fractions as they come, has proven its plan."""


class Task(NamedTuple):
    """A plan to be made."""

    what: str
    """A family, or the path of a published instance."""
    initiatives: int = 0
    """How many; of an instance, 0."""
    periods: int = 0
    seed: int = 0

    @property
    def size(self) -> str:
        """Its size in words."""
        return f"{self.initiatives:,} x {self.periods}" if self.initiatives else Path(self.what).stem

    def case(self) -> Case:
        """Draw it or read it."""
        return (
            drawn(self.what, self.seed, self.initiatives, self.periods)
            if self.initiatives
            else read(Path(self.what))
        )


class Run(NamedTuple):
    """What a plan came to, and what it took."""

    who: str
    value: float | None
    bound: float | None
    gap: float | None
    proven: bool
    seconds: dict[str, float]
    """Of processor time, by step."""
    clock: float
    """Seconds on the clock, for the plan."""
    limit: float | None
    """Seconds that it may take."""
    memory: float
    """Megabytes at most, the interpreter and all packages included."""
    load: float
    """Of the machine at the end."""
    marks: Watch
    word: str = ""
    """What there is to say where there is no plan."""

    @property
    def over(self) -> float:
        """How far its limit is overrun, in seconds on the clock."""
        return 0.0 if self.limit is None else max(self.clock - self.limit, 0.0)

    @property
    def worked(self) -> float:
        """Processor time for the plan, without checking it again and reading it back."""
        return sum(taken for step, taken in self.seconds.items() if step not in {"checking", "reading back"})


def read(path: Path) -> Case:
    """Return a published instance of one of the formats that are read."""
    match path.suffix:
        case ".json":
            portfolio = ppssp.portfolio_of(ppssp.instance_of(path))
        case ".cpit" | ".upit":
            portfolio = minelib.portfolio_of(minelib.instance_of(path))
        case ".txt":
            portfolio = next_release.portfolio_of(next_release.instance_of(path))
        case other:
            raise SystemExit(
                f"{path.name}: nothing here reads {other or 'that'}; give .json, .cpit, .upit or .txt"
            )
    return Case(portfolio, (MostValue(),))


def run(task: Task, who: str, limit: float | None) -> Run:
    """Return what a plan comes to and takes, in this process.

    Args:
        task: The portfolio.
        who: One of `WHO`.
        limit: Seconds for the plan.
    """
    ours(drawn("disc", 0, 4, 3))  # loads what is loaded when it is first asked for
    case = task.case()
    return theirs(case, who, limit or 1e6) if who in RIVALS else ours(case, who, limit)


def ours(case: Case, who: str = OURS, limit: float | None = None) -> Run:
    """Return what our plan comes to and takes."""
    engine = cast("Engine | None", who.removeprefix(OURS).strip() or None)
    watch, stages, whole = Watch(), Stages(), Stopwatch()
    plan, word = None, ""
    try:
        with stages:
            plan = prioritise(
                case.portfolio, case.goals, time_limit=limit, engine=engine, on_progress=watch.tell
            )
    except NoPlanFoundError as error:
        word = str(error)
    counting, clock = whole.worked - sum(stages.seconds.values()), whole.passed
    return Run(
        who=who,
        value=None if plan is None else plan.goals[0].value,
        bound=None if plan is None else plan.goals[0].bound,
        gap=None if plan is None else plan.goals[0].gap,
        proven=plan is not None and plan.proven,
        seconds={**_NOTHING, **stages.seconds, "counting": counting, **_afterwards(plan)},
        clock=clock,
        limit=limit,
        memory=megabytes(),
        load=load(),
        marks=watch,
        word=word,
    )


def _afterwards(plan: Plan | None) -> dict[str, float]:
    """Return what it takes to check a plan again, and to read it back from its document."""
    if plan is None:
        return {}
    checking = Stopwatch()
    check(plan.portfolio, plan.starts)
    checked = checking.worked
    document = plan.model_dump_json()
    reading = Stopwatch()
    Plan.model_validate_json(document)
    return {"checking": checked, "reading back": reading.worked}


def theirs(case: Case, who: str, limit: float) -> Run:
    """Return what a rival's plan comes to and takes; the program is built by us."""
    rival, watch = RIVALS[who], Stopwatch()
    if not is_there(rival):
        answer, seconds = Answer(None, None, "not installed"), _NOTHING
    else:
        formulation = program_for(rival, case)
        building = watch.worked
        answer = ask(rival, case, formulation, limit)
        seconds = {**_NOTHING, "building": building, "goals": watch.worked - building}
    return Run(
        who=who,
        value=answer.value,
        bound=answer.bound,
        gap=answer.gap,
        proven=answer.gap is not None and answer.gap < _SAME,
        seconds=seconds,
        clock=watch.passed,
        limit=limit,
        memory=megabytes(),
        load=load(),
        marks=Watch(),
        word=answer.word,
    )


COLUMNS = (
    "portfolio", "seed", "whose", *STEPS, "in all", "times", "value", "bound", "gap",
    "first plan", f"{_CLOSE:.0%} after", "on the clock", "over", "memory", "load",
)  # fmt: skip


def table(task: Task, runs: Sequence[Run]) -> list[str]:
    """Return a row of a Markdown table for each run on the same portfolio, the first of them ours.

    Args:
        task: The portfolio.
        runs: The runs.
    """
    return ["| " + " | ".join(_cells(task, one, runs[0])) + " |" for one in runs]


def _cells(task: Task, one: Run, our: Run) -> list[str]:
    what = f"{task.what} {task.size}" if task.initiatives else task.size
    if one.value is None:
        return [what, str(task.seed), one.who, one.word or "no plan", *[""] * (len(COLUMNS) - 4)]
    close = one.marks.first(lambda mark: mark.gap is not None and mark.gap <= _CLOSE)
    first = one.marks.first(lambda mark: mark.value is not None)
    times = one.worked / our.worked if one.proven and our.proven and our.worked else None
    return [
        what, str(task.seed), one.who, *(f"{one.seconds[step]:.2f}" for step in STEPS), f"{one.worked:.2f}",
        "" if times is None else f"{times:.2g}",
        f"{one.value:,.4f}", "not known" if one.bound is None else f"{one.bound:,.4f}",
        "proven" if one.proven else "not known" if one.gap is None else f"{one.gap:.2%}",
        "" if first is None else f"{first.seconds:.1f}", "" if close is None else f"{close.seconds:.1f}",
        f"{one.clock:.1f}", f"{one.over:.1f}", f"{one.memory:,.0f} MB", f"{one.load:.1f}",
    ]  # fmt: skip


def grown(what: str, measured: Iterable[tuple[Task, Run]]) -> str | None:
    """Return a row that says how our steps grow with the size, of seeds the median; None where there is one size.

    Args:
        what: The family.
        measured: Portfolios, and our runs.
    """
    by_size: dict[int, list[Run]] = {}
    for task, one in measured:
        if one.value is not None:
            by_size.setdefault(task.initiatives * task.periods, []).append(one)
    if len(by_size) == 1 or not by_size:
        return None
    seconds = [
        {step: median(one.seconds[step] for one in runs) for step in STEPS} for runs in by_size.values()
    ]
    powers = growth(list(by_size), seconds)
    done = [all(by_step[step] for by_step in seconds) for step in STEPS]  # the clock may come before some
    cells = [what, "", "grows with the power"]
    cells += [f"{powers[step]:.1f}" if is_done else "" for step, is_done in zip(STEPS, done, strict=True)]
    return "| " + " | ".join([*cells, *[""] * (len(COLUMNS) - len(cells))]) + " |"


def size(text: str) -> tuple[int, int]:
    """Return initiatives and periods of a size as `60x16`."""
    count, _, periods = text.partition("x")
    return int(count), int(periods)


def head() -> list[str]:
    """Return what stands above the rows."""
    return ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]


def main() -> None:
    """Make the plans that are asked for and print one row for each."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=f"of {', '.join(FAMILIES)}")
    parser.add_argument("--sizes", nargs="+", type=size, default=[(10, 12), (30, 12)], metavar="60x16")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="how many of each")
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="the first seed")
    parser.add_argument("--file", type=Path, nargs="+", default=[], help="published instances")
    parser.add_argument(
        "--who", nargs="+", choices=[*WHO, "all"], default=[OURS], metavar="NAME", help=f"of {', '.join(WHO)}"
    )
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each plan")
    given = parser.parse_args()
    if unknown := [name for name in given.families if name not in FAMILIES]:
        parser.error(f"no family is called {', '.join(unknown)}")
    who = [OURS, *RIVALS] if "all" in given.who else given.who
    print("\n".join([*machine(), "", *head()]), flush=True)
    for path in given.file:
        _measure([Task(str(path))], who, given.limit)
    for name in given.families or ([] if given.file else ["disc"]):
        seeds = range(given.first, given.first + given.seeds)
        tasks = [Task(name, count, periods, seed) for count, periods in given.sizes for seed in seeds]
        if (line := grown(name, _measure(tasks, who, given.limit))) is not None:
            print(line, flush=True)


def _measure(tasks: Sequence[Task], who: Sequence[str], limit: float) -> list[tuple[Task, Run]]:
    """Print a row for each plan; return the first of each portfolio."""
    found = []
    for task in tasks:
        runs: list[Run] = []
        for name in who:
            runs.append(apart(run, task, name, limit))
            print(table(task, [runs[0], runs[-1]])[-1], flush=True)
        found.append((task, runs[0]))
    return found


if __name__ == "__main__":
    main()
