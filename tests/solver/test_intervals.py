"""Plans by the day with tight teams: jobs that share what there is, told to CP-SAT as intervals, chosen by itself."""

from __future__ import annotations

import random
from itertools import product

import pytest

from omniprio import Disc, Discipline, Initiative, Portfolio, engines, prioritise
from omniprio.engines import choose
from omniprio.formulation import formulate
from omniprio.goals import LeastCost, Soonest
from omniprio.solver import cpsat, witness
from omniprio.solver.cpsat import CpSat
from omniprio.solver.limits import Limits

needs_cpsat = pytest.mark.skipif(not engines.has_cpsat(), reason="the extra cpsat is not installed")

DISC = Disc(disciplines=[Discipline(id="V", levels=1)], start_level=0)


def jobs(lengths: list[int], efforts: list[int], periods: int = 24, **more: object) -> Portfolio:
    """Return a portfolio of jobs that share a team of 10; each is a quarter of the goal, or what is left of it."""
    initiatives = [
        Initiative(id=f"job{place}", duration=length, effort={"crew": effort}, advances={"V1": 0.25})
        for place, (length, effort) in enumerate(zip(lengths, efforts, strict=True))
    ]
    return Portfolio(
        horizon=periods,
        disc=DISC,
        initiatives=initiatives,
        capacities={"crew": 10},
        **more,
    )


FOUR = jobs([6, 6, 4, 4], [6, 5, 5, 6])
"""Those of 6 go with none but one of 5: 6 + 5 is more than 10, 5 + 5 is not. So job 1 and job 2 may overlap, no others."""


def shares(portfolio: Portfolio) -> list[tuple[object, dict[int, object]]]:
    return [(one.there, dict(one.taken)) for one in formulate(portfolio, [Soonest()]).program.shares]


def test_what_jobs_share_is_told_where_teams_are_tight_and_periods_many() -> None:
    # 6 x 6 + 6 x 5 + 4 x 5 + 4 x 6 = 110 of 240 is more than two fifths
    assert shares(FOUR) == [(10, {0: 6, 1: 5, 2: 5, 3: 6})]
    assert [one.length for one in formulate(FOUR, [Soonest()]).program.jobs] == [6, 6, 4, 4]


@pytest.mark.parametrize(
    ("portfolio", "why"),
    [
        (jobs([6, 6, 4, 4], [6, 5, 5, 6], periods=23), "few periods"),
        (jobs([6, 6, 4, 4], [2, 2, 2, 2]), "40 of 240: the team has time"),
        (jobs([2, 2, 2, 2] * 3, [9] * 12), "216 of 240, but jobs are short"),
    ],
)
def test_else_it_is_not(portfolio: Portfolio, why: str) -> None:
    assert shares(portfolio) == [], why


def all_must(portfolio: Portfolio) -> Portfolio:
    initiatives = [one.model_copy(update={"decision": "must"}) for one in portfolio.initiatives]
    return portfolio.model_copy(update={"initiatives": initiatives})


def test_where_all_must_be_done_a_horizon_with_room_makes_no_team_less_tight() -> None:
    long = jobs([6, 6, 4, 4], [6, 5, 5, 6], periods=48)
    assert shares(long) == []  # 110 of 480 is less than two fifths
    assert shares(all_must(long)) == shares(
        FOUR
    )  # but of the 6 periods that all of it takes side by side, 110 of 60
    beside = all_must(jobs([6, 6, 4, 4], [3, 2, 2, 3]))
    assert shares(beside) == []  # 50 of 60, but 3 + 2 + 2 + 3 are no more than 10: they fit side by side


def test_a_job_that_takes_more_at_times_is_left_out() -> None:
    even = jobs([8, 8, 6, 4], [6, 5, 5, 6])
    uneven = even.initiatives[3].model_copy(update={"effort": {"crew": (6, 6, 6, 5)}})
    some = even.model_copy(update={"initiatives": [*even.initiatives[:3], uneven]})
    assert shares(some) == [(10, {0: 6, 1: 5, 2: 5})]  # 48 + 40 + 30 = 118 of 240


@needs_cpsat
@pytest.mark.parametrize("seed", range(6))
def test_with_intervals_everything_is_as_without(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
    lengths, efforts = ([draw.randint(*of) for _ in range(5)] for of in ((5, 9), (4, 9)))
    formulation = formulate(jobs(lengths, efforts), [Soonest(), LeastCost()])
    program = formulation.program
    assert program.shares
    for objective in (*formulation.objectives, *formulation.tie_breaks):
        monkeypatch.undo()
        by_intervals = CpSat(program).minimise(objective, Limits())
        monkeypatch.setattr(cpsat, "add_intervals", lambda *_: None)
        by_rows = CpSat(program).minimise(objective, Limits())
        assert (by_intervals.value, by_intervals.bound) == (by_rows.value, by_rows.bound)


@needs_cpsat
def test_no_schedule_that_keeps_the_team_is_lost() -> None:
    # every schedule of two jobs that the rows allow is allowed with intervals, and no other
    pair = jobs([12, 13], [6, 5])
    formulation = formulate(pair, [Soonest()])
    chains = list(formulation.chains.values())
    for starts in product([None, 1, 5, 11, 12], [None, 1, 11, 12]):
        built = CpSat(formulation.program)
        for chain, start in zip(chains, starts, strict=True):
            for period, column in chain.items():
                is_on = start is not None and period >= start
                built._model.variables[column].domain.clear()  # noqa: SLF001
                built._model.variables[column].domain.extend([int(is_on), int(is_on)])  # noqa: SLF001
        one, two = starts
        overlap = (
            one is not None and two is not None and one < two + 13 and two < one + 12
        )  # 6 + 5 is more than 10
        assert built.minimise(formulation.tie_breaks[0], Limits()).infeasible == overlap, starts


@needs_cpsat
def test_cp_sat_is_chosen_by_itself_and_the_plan_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "_MOST_WORK", 0)
    plan = prioritise(FOUR, [Soonest()])
    # job 1 (6) with job 2 (4) beside it, then job 0 (6) and job 3 (4): 6 + 6 + 4 = 16
    assert (plan.goals[0].value, plan.proven, plan.chosen) == (16, True, "tight teams")
    assert plan.solver.startswith("CP-SAT")
    assert "since teams are tight" in " ".join(plan.summary().split())
    assert "fordi teams er knappe" in " ".join(plan.summary("da").split())


def test_who_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "has_cpsat", lambda: True)
    assert choose(None, has_tight_teams=False) == ("highs", "usual")
    assert choose(None, has_tight_teams=True) == ("cp-sat", "tight teams")
    assert choose("race", has_tight_teams=True) == ("race", "asked")
    monkeypatch.setattr(engines, "has_cpsat", lambda: False)
    assert choose(None, has_tight_teams=True) == ("highs", "not installed")
