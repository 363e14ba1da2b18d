"""The table: what the library takes on this machine, beside what it is to reach and beside other solvers, in one run.

    uv run --group cpsat --group solvers python benchmarks/table.py --quick      # small rows, some minutes
    uv run --group cpsat --group solvers python benchmarks/table.py              # all, hours
    uv run python benchmarks/table.py --rows "30 x 12" "200 x 24" --seeds 2
    uv run python benchmarks/table.py --rows PPSSP --ppssp FOLDER

It prints the machine, one row for each thing that is to be reached, and then every plan that was made for it, step by step. Seconds
are of processor time, of this process and its threads, but for time limits and for what says so: a machine that does other work
makes what is on the clock longer, and plans within a limit worse. Solvers that are not installed are left out with a word.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import ppssp
from answers import ALLOWED, ANSWERS, SHARE, ask, greedy, ten
from families import drawn, owned
from measuring import Stopwatch, apart, load, machine
from plans import OURS, Run, Task, grown, head, run, table
from rivals import RIVALS, is_there
from scenarios import compared

from omniprio import prioritise
from omniprio.formulation import formulate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = [
    "ROWS",
    "Bench",
    "Found",
    "Row",
    "after_ten",
    "limits",
    "measured",
    "proven",
    "tie_breaks",
    "within",
]

_LIMIT = 300.0
"""Seconds for a plan that is to be proven."""


class Found(NamedTuple):
    """What was measured for a row."""

    said: str
    is_met: bool | None
    """Whether it is what is to be reached; None where nothing says so."""


class Bench:
    """What is measured, and every plan that was made for it."""

    def __init__(self, seeds: int, folder: Path | None, limit: float = _LIMIT) -> None:
        """Begin.

        Args:
            seeds: How many portfolios of each kind.
            folder: Where the instances of PPSSP are.
            limit: Seconds for each plan that is to be proven.
        """
        self.seeds, self.folder, self.limit = seeds, folder, limit
        self.runs: dict[Task, list[Run]] = {}

    def plans(
        self, family: str, size: tuple[int, int], limit: float, who: Sequence[str] = (OURS,)
    ) -> list[dict[str, Run]]:
        """Return the runs on portfolios of a family, by whose they are."""
        found = []
        for seed in range(self.seeds):
            task = Task(family, *size, seed)
            runs = self.runs.setdefault(task, [])
            for name in who:
                if name not in {one.who for one in runs}:
                    runs.append(apart(run, task, name, limit))
            found.append({one.who: one for one in runs})
        return found

    def lines(self) -> Iterator[str]:
        """Yield the table of all plans, and with which power of the size each step grows."""
        if not self.runs:
            return
        yield from head()
        for task, runs in self.runs.items():
            yield from table(task, runs)
        for family in dict.fromkeys(task.what for task in self.runs):
            ours_of = [(task, runs[0]) for task, runs in self.runs.items() if task.what == family]
            if (line := grown(family, ours_of)) is not None:
                yield line


class Row(NamedTuple):
    """A row of the table."""

    case: str
    to_reach: str
    measure: Callable[[Bench], Found]
    is_quick: bool = False


def _fresh(code: str) -> list[float]:
    """Return the numbers that a program prints as JSON, in a process of its own: the second time, once Python has kept what it compiles."""
    keeping = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(2):
        done = subprocess.run(  # noqa: S603  our own
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=keeping
        )
    return [float(number) for number in json.loads(done.stdout)]


_TEN = """
import time, json, omniprio
portfolio = omniprio.ten_portfolio(budget=2500)
first = omniprio.prioritise(portfolio).proven and time.process_time()
again = []
for _ in range(3):
    began = time.process_time()
    omniprio.prioritise(omniprio.ten_portfolio(budget=2500))
    again.append(time.process_time() - began)
print(json.dumps([first, min(again)]))
"""

_IMPORT = """
import time, json, sys
began = time.process_time()
import omniprio
print(json.dumps([time.process_time() - began, len({"matplotlib", "jinja2", "pandas"} & set(sys.modules))]))
"""


def _ten(_bench: Bench) -> Found:
    first, again = _fresh(_TEN)
    return Found(f"{first:.2f} s, again {again:.3f} s", is_met=first < 1 and again <= 0.08)


def _import(_bench: Bench) -> Found:
    taken, heavy = _fresh(_IMPORT)
    return Found(f"{taken:.2f} s, {heavy:.0f} of the three loaded", is_met=taken <= 0.5 and not heavy)


def tie_breaks(bench: Bench) -> Found:
    """Look at the plans whose goals were proven: else there was no time for tie-breaks."""
    by_seed = [*bench.plans("disc", (30, 12), bench.limit), *bench.plans("disc full", (30, 12), bench.limit)]
    runs = [one[OURS] for one in by_seed if one[OURS].proven]
    if not runs:
        return Found("no plan was proven", None)
    shares = [one.seconds["tie-breaks"] / (one.seconds["goals"] or 1.0) for one in runs]
    return Found(f"{median(shares):.0%} of the goals (median of {len(runs)})", is_met=median(shares) <= 0.1)


def proven(family: str, size: tuple[int, int]) -> Callable[[Bench], Found]:
    """Return what compares proofs with those of other solvers."""

    def measure(bench: Bench) -> Found:
        there = [name for name, rival in RIVALS.items() if is_there(rival)]
        by_seed = bench.plans(family, size, bench.limit, [OURS, *there])
        own = [one[OURS] for one in by_seed]
        said = [f"{sum(one.proven for one in own)} of {len(own)} proven, {_seconds(own)}"]
        said += [f"{name} {_seconds([one[name] for one in by_seed])}" for name in there]
        close = [_close(one) for one in own]
        known = [seconds for seconds in close if seconds is not None]
        said.append(f"1 % after {median(known):.1f} s on the clock" if known else "1 % never")
        quicker = all(
            median(one.worked for one in own) <= median(one[name].worked for one in by_seed)
            for name in ("HiGHS", "CP-SAT")
            if name in there
        )
        soon = len(known) == len(close) and median(known) <= 5
        return Found("; ".join(said), is_met=all(one.proven for one in own) and quicker and soon)

    return measure


def _seconds(runs: Sequence[Run]) -> str:
    """Return the median processor time, and of how many it is no proof."""
    open_ones = sum(not one.proven for one in runs)
    refused = [one.word for one in runs if one.value is None]
    if refused:
        return refused[0]
    return f"{median(one.worked for one in runs):.1f} s" + (f" ({open_ones} not proven)" if open_ones else "")


def _close(one: Run) -> float | None:
    """Return after how many seconds a plan was known to be within 1 %; a proof at the end is one."""
    mark = one.marks.first(lambda mark: mark.gap is not None and mark.gap <= 0.01)
    return (
        mark.seconds if mark is not None else one.clock if one.gap is not None and one.gap <= 0.01 else None
    )


_MOST_MEMORY = 2048.0
"""Megabytes."""


def within(family: str, size: tuple[int, int], limit: float, gap: float) -> Callable[[Bench], Found]:
    """Return what plans within a limit and looks at the gap, and at the memory."""

    def measure(bench: Bench) -> Found:
        runs = [one[OURS] for one in bench.plans(family, size, limit)]
        gaps = [1.0 if one.gap is None else one.gap for one in runs]
        memory = max(one.memory for one in runs)
        said = (
            f"{median(gaps):.1%} (median of {len(runs)}), {median(one.worked for one in runs):.0f} s of processor"
            f" time, first plan after {_firsts(runs)}, {memory:,.0f} MB"
        )
        return Found(said, is_met=median(gaps) <= gap and memory < _MOST_MEMORY)

    return measure


def _firsts(runs: Iterable[Run]) -> str:
    """Return when there was a plan."""
    marks = [one.marks.first(lambda mark: mark.value is not None) for one in runs]
    return ", ".join("the limit" if mark is None else f"{mark.seconds:.1f} s" for mark in marks)


def after_ten(bench: Bench) -> Found:
    """Look at how far the plan after ten seconds is from the last one, of those that had a minute."""
    runs = [one[OURS] for one in bench.plans("disc", (200, 24), 60.0)]
    values = [(one.value, mark.value if (mark := one.marks.at(10.0)) is not None else None) for one in runs]
    apart_by = [abs(then - last) / abs(last) for last, then in values if last and then is not None]
    if len(apart_by) < len(runs):
        return Found(f"{len(runs) - len(apart_by)} of {len(runs)} had told of none", is_met=False)
    return Found(f"{median(apart_by):.1%} (median of {len(runs)})", is_met=median(apart_by) <= 0.05)


def _a_plan_at_all(_bench: Bench) -> Found:
    small, large = Task("disc", 200, 24), Task("disc", 1000, 40)
    runs = [apart(run, small, OURS, 2.0), apart(run, large, OURS, 10.0)]
    said = [one.word if one.value is None else f"{one.value:.3f} after {one.clock:.1f} s" for one in runs]
    return Found(" and ".join(said), is_met=all(one.value is not None for one in runs))


def limits(bench: Bench) -> Found:
    """Look at those runs of the other rows that the clock stopped: none is made for this row."""
    stopped = [one for runs in bench.runs.values() for one in runs[:1] if not one.proven and one.limit]
    if not stopped:
        return Found("no plan of this run was stopped by the clock", None)
    kept = all(one.over <= max(ALLOWED, SHARE * (one.limit or 0.0)) for one in stopped)
    over = max(one.over for one in stopped)
    return Found(f"{over:.1f} s over at most, of {len(stopped)} plans", is_met=kept)


def _answers(names: tuple[str, ...], most: tuple[float, ...]) -> Callable[[Bench], Found]:
    """Return what asks about the ten, without a limit."""

    def measure(_bench: Bench) -> Found:
        plan = prioritise(ten())
        taken = [ask(name, plan, None).worked for name in names]
        said = ", ".join(f"{name} {one:.1f} s" for name, one in zip(names, taken, strict=True))
        return Found(said, is_met=all(one <= top for one, top in zip(taken, most, strict=True)))

    return measure


def _first_answers(_bench: Bench) -> Found:
    """Ask everything about 60 x 16, each with five seconds."""
    plan = greedy(owned(drawn("disc", 0, 60, 16).portfolio))
    asked = {name: ask(name, plan, 5.0) for name in ANSWERS}
    late = {name: one.passed for name, one in asked.items() if not one.keeps_its_limit}
    silent = [name for name, one in asked.items() if not one.is_answered]
    said = f"{len(asked) - len(silent)} of {len(asked)} answered; late: "
    said += ", ".join(f"{name} {passed:.1f} s" for name, passed in late.items()) or "none"
    return Found(
        said + (f"; nothing from {', '.join(silent)}" if silent else ""), is_met=not (late or silent)
    )


def _building(_bench: Bench) -> Found:
    case = drawn("disc", 0, 1000, 40)
    watch = Stopwatch()
    formulate(case.portfolio, case.goals)
    return Found(f"{watch.worked:.1f} s", is_met=watch.worked <= 3)


def _published(
    name: str, limit: float, least: float, gap: float, soon: float = float("inf")
) -> Callable[[Bench], Found]:
    """Return what plans an instance of PPSSP, where these are, and looks at when it was better than all others were."""

    def measure(bench: Bench) -> Found:
        if bench.folder is None:
            return Found("no folder was given: `--ppssp FOLDER`", None)
        task = Task(str(ppssp.found(bench.folder, name)))
        one = apart(run, task, OURS, limit)
        bench.runs[task] = [one]
        if one.value is None or one.gap is None:
            return Found(one.word or "no bound", is_met=False)
        best = _best_of_others(bench.folder, Path(task.what).stem)
        passed = one.marks.first(lambda mark: mark.value is not None and mark.value >= best)
        after = float("inf") if passed is None else passed.seconds
        said = (
            f"{one.value:,.0f}, gap {one.gap:.2%}, first plan after {_firsts([one])}, better than the {best:,.0f} of others"
            f" {'never' if passed is None else f'after {after:.0f} s'}, {one.memory:,.0f} MB"
        )
        return Found(said, is_met=one.value >= least and one.gap <= gap and after <= soon)

    return measure


def _best_of_others(folder: Path, instance: str) -> float:
    known = [one.value for one in ppssp.results(folder) if one.instance == instance and one.value is not None]
    return max(known, default=float("inf"))


def _scenarios(_bench: Bench) -> Found:
    one = compared(200, 2)
    times = one.in_turn / one.side_by_side
    return Found(
        f"{one.in_turn:.0f} s and {one.side_by_side:.0f} s on the clock: {times:.2f} times",
        is_met=times >= 1.6,
    )


ROWS: tuple[Row, ...] = (
    Row("the ten, from the import to the plan; again", "< 1 s, proven; ≤ 0.08 s", _ten, is_quick=True),
    Row("`import omniprio`", "≤ 0.5 s, without matplotlib, jinja2, pandas", _import, is_quick=True),
    Row("10 x 12, credit partial", "as at 30 x 12", proven("disc", (10, 12)), is_quick=True),
    Row(
        "30 x 12, credit partial",
        "proven, no slower than HiGHS and CP-SAT alone, 1 % within 5 s",
        proven("disc", (30, 12)),
        is_quick=True,
    ),
    Row(
        "30 x 12, credit full",
        "the same as with credit in part",
        proven("disc full", (30, 12)),
        is_quick=True,
    ),
    Row("tie-breaks, 30 x 12, both credits", "≤ a tenth of the goals", tie_breaks, is_quick=True),
    Row("60 x 16, credit partial", "as at 30 x 12", proven("disc", (60, 16))),
    Row("60 x 16, credit full", "as at 30 x 12", proven("disc full", (60, 16))),
    Row("200 x 24, 60 s", "gap ≤ 2.5 %", within("disc", (200, 24), 60.0, 0.025)),
    Row("the plan after 10 s, 200 x 24", "within 5 % of the last one", after_ten),
    Row("a plan at all: 200 x 24 in 2 s, 1,000 x 40 in 10 s", "there is one", _a_plan_at_all),
    Row(
        "`trade_off`, `frontier` of the ten", "≤ 3 s, 1.5 s", _answers(("trade_off", "frontier"), (3.0, 1.5))
    ),
    Row("`robust`, 200 draws of the ten", "≤ 15 s", _answers(("robust",), (15.0,))),
    Row("answers on 60 x 16", "a first one within 5 s", _first_answers),
    Row("building the model, 1,000 x 40", "≤ 3 s", _building),
    Row("1,000 x 40, 180 s", "gap ≤ 8 %, < 2 GB", within("disc", (1000, 40), 180.0, 0.08)),
    Row("earning, 3,000 x 25, 300 s", "gap ≤ 0.25 %", within("earning", (3000, 25), 300.0, 0.0025)),
    Row("earning, 5,000 x 25, 300 s", "gap ≤ 0.25 %", within("earning", (5000, 25), 300.0, 0.0025)),
    Row(
        "PPSSP PI_1, 120 s",
        "≥ 897,000, gap ≤ 0.35 %, 893,556 within 30 s",
        _published("PI_1", 120.0, 897_000, 0.0035, 30.0),
    ),
    Row("PPSSP PI_2, 180 s", "gap ≤ 0.4 %", _published("PI_2", 180.0, 0, 0.004)),
    Row("200 scenarios of the ten on two workers", "≥ 1.6 times faster", _scenarios),
    Row("time limits of the plans above", "≤ 0.5 s or 2 % over", limits, is_quick=True),
)
"""The rows, in their order; the last one looks at what the others did."""


def measured(row: Row, bench: Bench) -> Found:
    """Return what was measured for a row; what fails does not end a run of hours."""
    try:
        return row.measure(bench)
    except Exception as error:  # noqa: BLE001  whatever it is, the other rows are measured
        return Found(f"failed: {type(error).__name__}: {error}", None)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--quick", action="store_true", help="only small rows")
    parser.add_argument(
        "--rows", nargs="+", metavar="WORDS", help="only rows whose case has one of these in it"
    )
    parser.add_argument("--seeds", type=int, default=3, help="how many portfolios of each kind")
    parser.add_argument("--limit", type=float, default=_LIMIT, help="seconds for a plan that is to be proven")
    parser.add_argument("--ppssp", type=Path, metavar="FOLDER", help="where the instances of PPSSP are")
    given = parser.parse_args()
    bench = Bench(given.seeds, given.ppssp, given.limit)
    print("\n".join([*machine(), "", "| case | to reach | measured | met | load |", "|---|---|---|---|---|"]))
    for row in ROWS:
        if (given.quick and not row.is_quick) or (
            given.rows and not any(one in row.case for one in given.rows)
        ):
            continue
        found = measured(row, bench)
        met = {True: "yes", False: "no", None: ""}[found.is_met]
        print(f"| {row.case} | {row.to_reach} | {found.said} | {met} | {load():.1f} |", flush=True)
    print("\n".join(["", *bench.lines()]))


if __name__ == "__main__":
    main()
