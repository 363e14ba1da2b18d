"""What benchmarks measure: steps and marks, other solvers beside ours, and the table; nothing here looks at how long it took."""

from __future__ import annotations

import inspect
import logging
from typing import TYPE_CHECKING, Any

import pytest
import table
from answers import ANSWERS, ask, greedy, ten
from families import FAMILIES, drawn
from measuring import Mark, Stages, Watch, growth
from plans import COLUMNS, OURS, STEPS, Run, Task, grown, ours, theirs
from plans import table as rows_of
from rivals import RIVALS, is_there

from omniprio import MostValue, answers, prioritise
from omniprio.errors import NoPlanFoundError
from omniprio.options import RunProgress

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = {"by the day": (6, 14)} | dict.fromkeys(FAMILIES.keys() - {"by the day"}, (6, 4))


def made(**changed: Any) -> Run:  # noqa: ANN401  any field
    """Return a run that took a second for each step."""
    run = Run(
        who=OURS,
        value=2.0,
        bound=2.0,
        gap=0.0,
        proven=True,
        seconds=dict.fromkeys(STEPS, 1.0),
        clock=8.0,
        limit=60.0,
        memory=100.0,
        load=1.0,
        marks=Watch(),
    )
    return run._replace(**changed)


def test_the_power_with_which_a_step_grows() -> None:
    # 10 and 100 times as much takes 100 and 10,000 times as long
    seconds = [dict.fromkeys(STEPS, taken) for taken in (0.01, 1.0, 100.0)]
    assert growth([10, 100, 1000], seconds) == pytest.approx(dict.fromkeys(STEPS, 2.0))


def test_stages_are_those_of_the_log() -> None:
    logger = logging.getLogger("omniprio.lexicographic")
    before = logger.level
    with Stages() as stages:
        prioritise(drawn("disc", 0, 4, 3).portfolio)
    assert set(stages.seconds) == {"first schedule", "building", "goals", "tie-breaks"}
    assert all(taken > 0 for taken in stages.seconds.values())  # each has told of itself
    assert logger.level == before


def test_what_a_search_tells_is_kept_where_it_changes() -> None:
    watch = Watch()
    told = [(1, None, None), (2, None, 30.0), (3, 12.0, 30.0), (4, 12.0, 30.0), (5, 24.0, 30.0)]
    for seconds, value, bound in told:
        watch.tell(RunProgress(MostValue(), float(seconds), value, bound, 0))
    assert [mark.seconds for mark in watch.marks] == [1, 2, 3, 5]
    assert [mark.gap for mark in watch.marks] == [None, None, 1.5, 0.25]  # 18 / 12, 6 / 24
    near = watch.first(lambda mark: mark.gap is not None and mark.gap < 1)
    assert near is not None
    assert near.seconds == 5
    assert Mark(1.0, 0.0, 0.0).gap == 0


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_is_planned_and_each_step_measured(family: str) -> None:
    one = ours(drawn(family, 0, *SIZES[family]))
    assert list(one.seconds) == list(STEPS)
    assert one.proven
    assert one.gap == 0


@pytest.mark.parametrize("name", RIVALS)
def test_a_rival_finds_the_same(name: str) -> None:
    if not is_there(RIVALS[name]):
        pytest.skip(f"{name} is not installed")
    case = drawn("disc", 0, 6, 4)
    one, other = ours(case), theirs(case, name, 60.0)
    assert other.proven, other.word
    assert other.value == pytest.approx(one.value)


def test_a_rival_that_is_not_there_is_left_out_with_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RIVALS, "HiGHS", RIVALS["HiGHS"]._replace(package="no_such_package"))
    one = theirs(drawn("disc", 0, 4, 3), "HiGHS", 60.0)
    (line,) = rows_of(Task("disc", 4, 3), [one])
    assert "| HiGHS | not installed |" in line
    assert line.count("|") == len(COLUMNS) + 1


def test_a_row_says_how_many_times_as_long_a_rival_takes() -> None:
    # ours: five steps of the plan, 5 s; theirs: 10 s for the goal and 2 s for building
    seconds = dict.fromkeys(STEPS, 0.0) | {"building": 2.0, "goals": 10.0}
    lines = rows_of(Task("disc", 60, 16, 1), [made(), made(who="HiGHS", seconds=seconds)])
    cells = [dict(zip(COLUMNS, line.removeprefix("| ").split(" | "), strict=True)) for line in lines]
    assert [row["times"] for row in cells] == ["1", "2.4"]  # 12 / 5
    assert [row["in all"] for row in cells] == ["5.00", "12.00"]
    assert cells[0]["portfolio"] == "disc 60 x 16"
    still_open = rows_of(Task("disc", 60, 16), [made(), made(proven=False, gap=0.125)])[1]
    assert "| 12.50% |" in still_open
    assert "| 5.00 |  |" in still_open  # so no times


def test_how_steps_grow_is_told_from_two_sizes_on() -> None:
    small, large = Task("disc", 10, 10), Task("disc", 100, 10)
    assert grown("disc", [(small, made())]) is None
    slow = made(seconds=dict.fromkeys(STEPS, 10.0))
    line = grown("disc", [(small, made()), (large, slow)])
    assert line is not None
    assert line.count("| 1.0 ") == len(STEPS)  # ten times as much in ten times as long
    stopped = made(seconds=slow.seconds | {"tie-breaks": 0.0})
    line = grown("disc", [(small, made()), (large, stopped)])
    assert line is not None
    assert line.count("| 1.0 ") == len(STEPS) - 1  # there was no time for tie-breaks


@pytest.mark.slow
def test_questions_are_asked_and_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = prioritise(ten())
    asked = ask("replan", plan, None)
    assert asked.is_answered, asked.said
    assert asked.keeps_its_limit

    def never(_plan: object, _limit: object) -> str:
        raise NoPlanFoundError("time limit")

    monkeypatch.setitem(ANSWERS, "replan", never)
    refused = ask("replan", plan, 60.0)
    assert not refused.is_answered
    assert refused.said.startswith("NoPlanFoundError")


def test_a_question_that_overruns_is_told_so() -> None:
    one = ask("qualify_all", greedy(drawn("disc", 0, 4, 3).portfolio), 60.0)
    assert one.keeps_its_limit
    assert not one._replace(passed=61.3).keeps_its_limit  # 1.3 s over; 2 % of 60 are 1.2
    assert one._replace(passed=61.1).keeps_its_limit
    assert not one._replace(passed=1.6, limit=1.0).keeps_its_limit  # half a second


def test_every_question_that_may_take_long_is_there() -> None:
    functions = {name: getattr(answers, name) for name in answers.__all__}
    limited = {
        name
        for name, one in functions.items()
        if inspect.isfunction(one) and "time_limit" in inspect.signature(one).parameters
    }
    of_several = {"plan_each", "plans_as_they_come", "plan_by_rater", "programme", "programme_within"}
    assert ANSWERS.keys() == limited - of_several | {"prioritise", "explain_infeasible"}


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> table.Bench:
    def here(work: Callable[..., object], *given: object) -> object:
        return work(*given)

    monkeypatch.setattr(table, "apart", here)
    return table.Bench(seeds=2, folder=None, limit=60.0)


@pytest.mark.slow
def test_rows_share_their_plans(bench: table.Bench) -> None:
    size = (5, 4)
    first = table.proven("disc", size)(bench)
    assert first.said.startswith("2 of 2 proven")
    assert "HiGHS plain" in first.said
    assert {one.who for one in bench.runs[Task("disc", 5, 4, 0)]} >= {OURS, "HiGHS", "HiGHS plain"}
    made_before = {task: list(runs) for task, runs in bench.runs.items()}
    within = table.within("disc", size, 60.0, 0.025)(bench)
    assert within.is_met
    assert within.said.startswith("0.0% (median of 2)")
    assert bench.runs == made_before  # nothing was planned again
    lines = list(bench.lines())
    assert len(lines) == 2 + sum(map(len, made_before.values()))


def test_limits_are_those_of_the_plans_that_were_stopped(bench: table.Bench) -> None:
    assert table.limits(bench).is_met is None
    task = Task("disc", 200, 24)
    bench.runs[task] = [made(proven=False, clock=61.0)]
    assert table.limits(bench).is_met  # 1 s over, 2 % are 1.2 s
    bench.runs[task] = [made(proven=False, clock=61.5)]
    assert table.limits(bench) == ("1.5 s over at most, of 1 plans", False)


def test_the_plan_after_ten_seconds_is_laid_beside_the_last_one(bench: table.Bench) -> None:
    watch = Watch()
    for seconds, value in [(4.0, 2.5), (9.0, 2.0625), (11.0, 2.0)]:
        watch.tell(RunProgress(MostValue(), seconds, value, None, 0))
    bench.runs = {Task("disc", 200, 24, seed): [made(marks=watch)] for seed in range(2)}
    assert table.after_ten(bench) == ("3.1% (median of 2)", True)  # 0.0625 / 2
    bench.runs[Task("disc", 200, 24, 1)] = [made()]
    assert table.after_ten(bench) == ("1 of 2 had told of none", False)


def test_tie_breaks_are_those_of_plans_that_were_proven(bench: table.Bench) -> None:
    quick, slow = ({"goals": 10.0, "tie-breaks": taken} for taken in (0.5, 2.0))
    bench.runs = {
        Task("disc", 30, 12, seed): [made(proven=False, seconds={"goals": 60.0, "tie-breaks": 0.0})]
        for seed in range(2)
    } | {Task("disc full", 30, 12, seed): [made(seconds=taken)] for seed, taken in enumerate((quick, slow))}
    assert table.tie_breaks(bench) == ("12% of the goals (median of 2)", False)  # of 5 and 20 %
    bench.runs |= {Task("disc full", 30, 12, 1): [made(seconds=quick)]}
    assert table.tie_breaks(bench) == ("5% of the goals (median of 2)", True)


def test_a_row_that_fails_does_not_end_the_others(bench: table.Bench) -> None:
    def fails(_bench: table.Bench) -> table.Found:
        raise MemoryError("full")

    assert table.measured(table.Row("case", "", fails), bench) == ("failed: MemoryError: full", None)


def test_without_the_instances_their_rows_say_so(bench: table.Bench) -> None:
    (row,) = (row for row in table.ROWS if "PI_1" in row.case)
    assert row.measure(bench) == ("no folder was given: `--ppssp FOLDER`", None)
