"""What is told to `logging`: stages, sizes, solver and seconds, at DEBUG, and nothing unless it is asked for."""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import TYPE_CHECKING

import pulp
import pytest
from judge.liars import leave_to_solvers

from omniprio.answers.parallel import plan_each
from omniprio.disc import Disc, Discipline
from omniprio.formulation import formulate
from omniprio.goals import DEFAULT_GOALS, MostValue
from omniprio.infeasibility import explain_infeasible
from omniprio.optimise import prioritise
from omniprio.portfolio import Initiative, Portfolio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Told = Callable[[str], list[str]]

ONE_FIELD = Disc(disciplines=(Discipline(id="A", levels=1),), start_level=0)
WEB = Initiative(id="web", cost=500, advances={"A1": 0.5}, benefit=900)
SMALL = Portfolio(horizon=2, disc=ONE_FIELD, initiatives=[WEB])
HIGHS = f"HiGHS {version('highspy')}"


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Iterator[Told]:
    """Return what gives the messages of a module, without the seconds that each must end with."""

    def of(module: str) -> list[str]:
        records = [record for record in caplog.records if record.name == f"omniprio.{module}"]
        assert {record.levelno for record in records} == {logging.DEBUG}
        return [re.sub(r" (in|after) \d+\.\d{3} s$", ", seconds", record.getMessage()) for record in records]

    with caplog.at_level(logging.DEBUG, logger="omniprio"):
        yield of


def test_stages_tell_value_bound_and_seconds_in_the_unit_of_the_goal(told: Told) -> None:
    prioritise(SMALL, MostValue())
    # earned in both periods, spent once: 2 * 900 - 500 = 1300
    assert "goal most value: value 1300.0, bound 1300.0, finished, seconds" in told("lexicographic")


def test_sizes_and_the_solver_are_told(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_to_solvers(monkeypatch)
    prioritise(SMALL)
    program = formulate(SMALL, DEFAULT_GOALS).program
    size = f"{len(program.columns)} columns, {len(program.rows)} rows"
    assert f"formulated: {size}, seconds" in told("lexicographic")
    begun, ended, *_ = told("solver.solve")
    assert begun == f"{HIGHS} begins: {size}"
    # the mean over two periods of what is left of the one field: half of it, from the first period on
    assert ended == f"{HIGHS}: finished, value 0.5, bound 0.5, seconds"
    closed, left = "our own search closed every branch, seconds", "our own search left branches open, seconds"
    assert set(told("exactly")) == {closed, left}


def test_another_solver_is_told_by_its_name(told: Told) -> None:
    prioritise(SMALL, solver=pulp.HiGHS(msg=False))
    assert told("solver.solve")[0].startswith("HiGHS begins: ")


def test_a_conflict_is_told(told: Told) -> None:
    explain_infeasible(
        Portfolio(horizon=2, budget=400, initiatives=[WEB.model_copy(update={"decision": "must"})])
    )
    # it must be done, the budget is too small; raise the one or drop the other
    assert told("infeasibility.explain") == ["no plan: 2 demands in conflict, 2 repairs, seconds"]


def test_work_that_is_handed_out_is_told(told: Told) -> None:
    with ThreadPoolExecutor(1) as executor:
        plan_each([SMALL], executor=executor)
    assert told("answers.parallel.workers") == [
        "planning: 1 to do, ThreadPoolExecutor",
        "item 0 handed to ThreadPoolExecutor",
        "item 0 is back",
    ]


def test_nothing_is_written_unless_it_is_asked_for(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    prioritise(SMALL)
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_the_logger_is_left_to_the_program_that_uses_the_library() -> None:
    logger = logging.getLogger("omniprio")
    assert [type(handler) for handler in logger.handlers] == [logging.NullHandler]
    assert (logger.level, logger.propagate) == (logging.NOTSET, True)
