"""The reader of PPSSP instances: its rules and values by hand, and the published schedules where the data is there."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import drawn_ppssp
import ppssp
import pytest
from pydantic import ValidationError

from omniprio import MostValue, check, prioritise
from omniprio.options import RunProgress

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).parents[3] / "shared" / "data" / "ppssp"
PI_1 = "PI_1_1000_25_0.25_0.01"
PUBLISHED = {"gurobi": "Gurobi", "hegcl": "HEGCL (600 s) published schedule file"}

with_data = pytest.mark.skipif(not DATA.is_dir(), reason="the PPSSP instances are not here")

PILOT, ROLL_OUT, RIVAL = "0", "1", "2"
PROJECTS = [
    {
        "id": 0,
        "name": "Pilot",
        "stream": 0,
        "duration": 1,
        "cost": [10],
        "value": [5],
        "prerequisites": [],
        "exclusions": [2],
        "completion_window": None,
    },
    {
        "id": 1,
        "name": "Roll-out",
        "stream": 0,
        "duration": 3,
        "cost": [4, 6, 6],
        "value": [0, 10, 20],
        "prerequisites": [0],
        "exclusions": [],
        "completion_window": None,
    },
    {
        "id": 2,
        "name": "Rival",
        "stream": 1,
        "duration": 2,
        "cost": [8, 2],
        "value": [8, 4],
        "prerequisites": [],
        "exclusions": [0],
        "completion_window": None,
    },
]
DOCUMENT = {
    "name": "by hand",
    "num_projects": 3,
    "planning_window": 3,
    "budget_window": 5,
    "discount_rate": 0.25,
    "budget": [14, 8, 6, 6, 6],
    "initiation_budget": [14, 8, 4, 4, 4],
    "ongoing_budget": [6, 6, 6, 6, 6],
    "capability_stream_budgets": [20, 10, 7],
    "initiation_range": [1, 3],
    "projects": PROJECTS,
}
BY_HAND = ppssp.Instance.model_validate_json(json.dumps(DOCUMENT))
BEST = {PILOT: 1, ROLL_OUT: 2}


def broken(starts: Mapping[str, int], **changed: tuple[float, ...]) -> list[tuple[str, int | None, str]]:
    """Return rule, period and the beginning of the message of each rule a schedule breaks."""
    report = check(ppssp.portfolio_of(BY_HAND.model_copy(update=changed)), starts)
    return [(rule.rule, rule.period, rule.message.split(":")[0]) for rule in report.broken]


def test_value_is_discounted_from_the_first_year_and_costs_do_not_count() -> None:
    report = check(ppssp.portfolio_of(BY_HAND), BEST)
    # 5 in year 0; 0, 10, 20 in years 1, 2, 3 at 1.25 ** -year = 0.8, 0.64, 0.512: 5 + 6.4 + 10.24
    assert report.broken == ()
    assert report.recount.value == Fraction("21.64")


def test_spending_by_fund_and_stream() -> None:
    recount = check(ppssp.portfolio_of(BY_HAND), BEST).recount
    spending = {name: [float(amount) for amount in amounts] for name, amounts in recount.spending.items()}
    assert spending["initiation"] == [10, 4, 0, 0, 0]
    assert spending["ongoing"] == [0, 0, 6, 6, 0]
    assert spending["total"] == spending["stream 0"] == [10, 4, 6, 6, 0]
    assert spending["stream 1"] == [0, 0, 0, 0, 0]
    assert "stream 2" not in spending  # it has no projects


@pytest.mark.parametrize(
    ("changed", "period", "message"),
    [
        ({"initiation_budget": (9.0, 8.0, 4.0, 4.0, 4.0)}, 1, "budget initiation"),
        ({"ongoing_budget": (6.0, 6.0, 5.0, 6.0, 6.0)}, 3, "budget ongoing"),
        ({"budget": (14.0, 8.0, 5.0, 6.0, 6.0)}, 3, "budget total"),
        ({"capability_stream_budgets": (19.0, 10.0, 7.0)}, 3, "budget stream 0"),  # 10 + 4 + 6 = 20 inside
        (
            {"ongoing_budget": (6.0, 6.0, 6.0, 5.0, 6.0)},
            4,
            "budget ongoing",
        ),  # binds after the planning window
    ],
)
def test_each_budget_binds(changed: dict[str, tuple[float, ...]], period: int, message: str) -> None:
    assert broken(BEST, **changed) == [("budget", period, message)]


def test_what_is_spent_after_the_planning_window_is_not_the_streams() -> None:
    exactly = (20.0, 10.0, 7.0)  # 10 + 4 + 6 inside, 6 more in year 3
    assert broken(BEST, capability_stream_budgets=exactly) == []


def test_nothing_is_carried_over() -> None:
    wide = (99.0,) * 5  # the pilot's 10 in year 1, where 8 are available, after 14 in year 0
    assert broken({PILOT: 2}, budget=wide) == [("budget", 2, "budget initiation")]


def test_prerequisites_are_chosen_and_over() -> None:
    wide = (99.0,) * 5
    assert [rule for rule, _, _ in broken({ROLL_OUT: 2})] == ["requires"]
    together = broken(
        {PILOT: 1, ROLL_OUT: 1}, budget=wide, initiation_budget=wide, capability_stream_budgets=wide
    )
    assert [rule for rule, _, _ in together] == ["requires"]


def test_of_an_exclusion_pair_one_is_chosen() -> None:
    wide = (99.0,) * 5
    assert [group.members for group in ppssp.portfolio_of(BY_HAND).groups] == [(PILOT, RIVAL)]
    assert broken({PILOT: 1, RIVAL: 1}, budget=wide, initiation_budget=wide) == [
        ("group", None, "group 0 or 2")
    ]


def test_starts_are_inside_the_planning_window() -> None:
    wide = (99.0,) * 5
    assert broken({RIVAL: 3}, initiation_budget=wide, budget=wide) == []
    assert [rule for rule, _, _ in broken({RIVAL: 4}, initiation_budget=wide, budget=wide)] == ["window"]


def test_the_best_plan_is_found() -> None:
    # pilot and roll-out a year later each: 5 + 0.8 (6.4 + 10.24) = 18.312; rival alone: 8 + 0.8 * 4 = 11.2
    plan = prioritise(ppssp.portfolio_of(BY_HAND), [MostValue()])
    assert plan.starts == BEST
    assert plan.proven
    assert plan.goals[0].value == 21.64


def test_years_count_from_0_and_periods_from_1(tmp_path: Path) -> None:
    path = tmp_path / "start.json"
    path.write_text('{"0": 0, "1": 1}', encoding="utf-8")
    assert ppssp.starts_of(path) == BEST


def test_what_the_reader_does_not_know_is_refused() -> None:
    rows = [{**PROJECTS[0], "completion_window": [1, 2]}]
    with pytest.raises(ValidationError, match="completion_window"):
        ppssp.Instance.model_validate_json(json.dumps({**DOCUMENT, "projects": rows}))


def test_milestones_are_noted_once_and_in_order() -> None:
    watch = ppssp.Milestones((10.0, 20.0))
    reports = [(1, None, None), (2, None, 30.0), (3, 12.0, 30.0), (4, 12.0, 30.0), (5, 20.0, 30.0)]
    for seconds, value, bound in reports:
        watch.tell(RunProgress(MostValue(), float(seconds), value, bound, 0))
    assert [passed.split(":")[0] for passed in watch.passed] == [
        "first bound after 2.0 s",
        "first plan after 3.0 s",
        "passed 10.00 after 3.0 s",
        "passed 20.00 after 5.0 s",
    ]


@pytest.mark.slow
@with_data
@pytest.mark.parametrize("who", PUBLISHED)
def test_published_schedules_are_accepted_with_their_values(who: str) -> None:
    portfolio = ppssp.portfolio_of(ppssp.instance_of(DATA / f"{PI_1}.json"))
    report = check(portfolio, ppssp.starts_of(DATA / f"{PI_1}.{who}_start.json"))
    (published,) = [
        result.value
        for result in ppssp.results(DATA)
        if result.instance == PI_1 and result.method.startswith(PUBLISHED[who])
    ]
    assert report.broken == ()
    assert float(report.recount.value) == pytest.approx(published, rel=1e-6)


@pytest.mark.slow
@with_data
def test_a_published_schedule_a_year_late_is_refused() -> None:
    portfolio = ppssp.portfolio_of(ppssp.instance_of(DATA / f"{PI_1}.json"))
    starts = ppssp.starts_of(DATA / f"{PI_1}.gurobi_start.json")
    report = check(portfolio, {name: start + 1 for name, start in starts.items()})
    assert {rule.rule for rule in report.broken} >= {"window", "budget"}


@with_data
@pytest.mark.parametrize("name", [PI_1, "PI_2_2000_25_0.25_0.01"])
def test_every_project_may_start_in_any_year_of_the_planning_window(name: str) -> None:
    instance = ppssp.instance_of(DATA / f"{name}.json")
    latest = {project.duration + instance.planning_window - 1 for project in instance.projects}
    assert len(instance.projects) == instance.num_projects
    assert max(latest) <= instance.budget_window  # so that the horizon takes no start away


def test_an_instance_of_which_nothing_is_known(tmp_path: Path) -> None:
    assert ppssp.results(tmp_path) == []
    assert ppssp.compared(10.0, []) == "nothing is known of what others reached on this instance"
    only_a_bound = ppssp.Result(instance="new", method="relaxed", value=None, upper_bound=16.0)
    against = ppssp.compared(12.0, [only_a_bound])
    assert against == "least known bound 16.00 (-25.00% against it)"  # 12 / 16 - 1
    assert ppssp.compared(None, [only_a_bound]) == "least known bound 16.00"


def test_a_drawn_instance_is_the_same_each_time_and_of_the_published_kind() -> None:
    one, again, other = (drawn_ppssp.drawn_instance(seed, 60, 10) for seed in (0, 0, 1))
    assert one == again != other
    waiting = [project for project in one.projects if project.prerequisites]
    assert 20 < len(waiting) < 50  # three in five of 60
    assert not any(
        one.projects[other].prerequisites for project in waiting for other in project.prerequisites
    )
    assert sum(len(project.exclusions) for project in one.projects) == 9  # pairs, 15 for each 100 projects
    for total, first, later in zip(one.budget, one.initiation_budget, one.ongoing_budget, strict=True):
        assert first == pytest.approx(total / 4)
        assert first + later == pytest.approx(total)


@pytest.mark.parametrize("known", [None, "PI_8_1_1,GA,5.0,6.0\n", "PI_9_12_4,relaxed,,\n"])
def test_an_instance_is_planned_of_which_no_value_is_known(
    known: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = drawn_ppssp.drawn_instance(3, 12, 4).model_copy(update={"name": "PI_9_12_4"})
    (tmp_path / "PI_9_12_4.json").write_text(instance.model_dump_json(), encoding="utf-8")
    if known is not None:
        rows = "instance,method,value,upper_bound\n" + known
        (tmp_path / "best_known.csv").write_text(rows, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["ppssp.py", str(tmp_path), "--solve", "PI_9", "60"])
    ppssp.main()
    printed = capsys.readouterr().out
    assert "gap 0.00%" in printed
    assert "nothing is known of what others reached on this instance" in printed
