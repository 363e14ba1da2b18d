"""The engine against brute force: random small portfolios with numbers of many kinds, and a table of what came out.

Each portfolio mixes everything the model has, with one to five initiatives over one to five periods, and gets one to three
goals, now and then with slack. Every schedule is tried, and the engine's plan is judged by them: its rules, values, bounds,
ties, and what is called proven or certified. The same seeds give the same portfolios and goals.

Portfolios as small as these are proven without a solver's word. With `--solver-alone` that is left out, so that the table says
what is proven on the word of an engine, as it is in large portfolios: HiGHS, or the one that `--engine` names.

    uv run python benchmarks/correctness.py [--portfolios N] [--first SEED] [--kinds KIND ...] [--save FOLDER] [--solver-alone]
        [--engine ENGINE] [--certify]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, get_args

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from judge.judging import KINDS_OF_VERDICT, Verdict, judged
from judge.kinds_of_numbers import KINDS
from judge.random_portfolios import full_portfolio, goals_for

from omniprio.engines import Engine
from omniprio.solver import witness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio


def main() -> None:
    """Judge what is asked for and print the table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--portfolios", type=int, default=100, help="of each kind of numbers")
    parser.add_argument("--first", type=int, default=0, metavar="SEED", help="the first seed")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND")
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="where to write what is wrong, as JSON")
    parser.add_argument("--solver-alone", action="store_true", help="prove nothing without the solver's word")
    parser.add_argument("--engine", choices=get_args(Engine), help="what is asked for a proof")
    parser.add_argument(
        "--certify", action="store_true", help="have each proof confirmed by the other engine"
    )
    given = parser.parse_args()
    if given.solver_alone:
        witness._MOST_WORK = 0  # noqa: SLF001  no option, since nobody else wants less to be certified
    print(f"highspy {version('highspy')}, pulp {version('pulp')}, seeds {given.first} and on")
    print(f"{'':16}", *(f"{kind:>10}" for kind in KINDS_OF_VERDICT), f"{'CPU s':>8}", flush=True)
    for kind in given.kinds:
        began = time.process_time()
        seeds = range(given.first, given.first + given.portfolios)
        judge = partial(_judge, kind=kind, folder=given.save, engine=given.engine, certify=given.certify)
        counts = Counter(map(judge, seeds))
        numbers = (f"{counts[one]:>10,}" for one in KINDS_OF_VERDICT)
        print(f"{kind:16}", *numbers, f"{time.process_time() - began:8.0f}", flush=True)


def _judge(seed: int, *, kind: str, folder: Path | None, engine: Engine | None, certify: bool) -> str:
    """Return what the engine's answer to one portfolio is worth; write down and keep what is wrong."""
    portfolio = full_portfolio(seed, kind)
    goals = goals_for(random.Random(seed), kind)  # noqa: S311  repeatable draws, no secrets
    try:
        verdict = judged(portfolio, goals, engine=engine, certify=certify)
    except Exception as error:  # noqa: BLE001  whatever is raised is a fault, and the study goes on
        verdict = Verdict("wrong", f"{type(error).__name__}: {error}")
    if verdict.kind in {"wrong", "gave up"}:
        print(f"{verdict.kind}: {kind} {seed}: {verdict.why}", file=sys.stderr, flush=True)
        if folder is not None:
            _write(folder / f"{kind.replace(' ', '-')}-{seed}.json", portfolio, goals, verdict)
    return verdict.kind


def _write(path: Path, portfolio: Portfolio, goals: Sequence[Goal], verdict: Verdict) -> None:
    """Write a portfolio, its goals and what is wrong."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {
        "why": verdict.why,
        "goals": [goal.model_dump(mode="json") for goal in goals],
        "portfolio": portfolio.model_dump(mode="json", exclude_defaults=True),
    }
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
