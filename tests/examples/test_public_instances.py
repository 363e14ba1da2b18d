"""The readers of published formats other than PPSSP: small instances of our own, with their best plans by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import minelib
import next_release
import plans
import pytest

from omniprio import MostValue, prioritise

if TYPE_CHECKING:
    from pathlib import Path

RELEASE = """\
2
^ levels, with their requirements and costs
2
4 3
1
5
2
1 3
^ requirement 1 comes before 3
2 3
3
10 1 2
7 2 1 2
30 2 3 3
"""


def release(tmp_path: Path, text: str = RELEASE) -> next_release.Instance:
    path = tmp_path / "nrp.txt"
    path.write_text(text, encoding="utf-8")
    return next_release.instance_of(path)


def test_a_next_release_is_read(tmp_path: Path) -> None:
    one = release(tmp_path)
    assert one.costs == (4, 3, 5)
    assert one.dependencies == ((1, 3), (2, 3))
    assert one.customers == ((10, (2,)), (7, (1, 2)), (30, (3, 3)))


@pytest.mark.parametrize(
    ("ratio", "value", "chosen"),
    [
        (1.0, 47, {"r1", "r2", "r3"}),  # 12 of 12: 10 + 7 + 30
        (0.75, 17, {"r1", "r2"}),  # 9 of 12: the third one needs both others, 12; so 4 + 3 for 10 + 7
        (0.5, 10, {"r2"}),  # 6 of 12: 3 for 10; the second customer would need 4 + 3
        (0.1, 0, set[str]()),  # 1.2: nothing is so cheap
    ],
)
def test_the_best_release(tmp_path: Path, ratio: float, value: float, chosen: set[str]) -> None:
    plan = prioritise(next_release.portfolio_of(release(tmp_path), ratio), [MostValue()])
    assert plan.proven
    assert plan.goals[0].value == value
    assert set(plan.starts) == chosen


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RELEASE.removesuffix("3\n"), "1 numbers are missing"),
        (RELEASE + "8", "1 numbers after its last customer"),
        (RELEASE.replace("2 3\n3\n", "2 4\n3\n"), r"names \[4\]"),
    ],
)
def test_a_release_that_is_not_whole_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        release(tmp_path, text)


MINE = """\
% three blocks: 1 lies on 0, and 2 is by itself
NAME: small
TYPE: CPIT
NBLOCKS: 3
NPERIODS: 2
NRESOURCE_SIDE_CONSTRAINTS: 2
DISCOUNT_RATE: 0.25
RESOURCE_CONSTRAINT_LIMITS:
0 0 L 5
0 1 L 5
1 0 G 0
1 1 I 0 4
OBJECTIVE_FUNCTION:
0 20
1 -3
2 8
RESOURCE_CONSTRAINT_COEFFICIENTS:
0 0 3
1 0 2
2 0 4
0 1 4
EOF
"""
PRECEDENCES = "0 1 1\n1 0\n"


def mine(tmp_path: Path, model: str = MINE, precedences: str = PRECEDENCES) -> minelib.Instance:
    path = tmp_path / "small.cpit"
    path.write_text(model, encoding="ascii")
    path.with_suffix(".prec").write_text(precedences, encoding="ascii")
    return minelib.instance_of(path)


def test_a_mine_is_read(tmp_path: Path) -> None:
    one = mine(tmp_path)
    assert (one.name, one.periods, one.discount_rate) == ("small", 2, 0.25)
    assert one.profits == {0: 20, 1: -3, 2: 8}
    assert one.taken == {0: {0: 3, 1: 4}, 1: {0: 2}, 2: {0: 4}}
    assert one.limits == {0: {0: (None, 5), 1: (None, 5)}, 1: {0: (0, None), 1: (0, 4)}}
    assert one.before == {0: (1,), 1: ()}


def test_the_best_pit(tmp_path: Path) -> None:
    # 0 with 1 above it in the same period, 3 + 2 = 5: 20 - 3, not discounted; then 2, which takes 4: 8 / 1.25 = 6.4.
    # The other way round: 8 + 17 / 1.25 = 21.6
    plan = prioritise(minelib.portfolio_of(mine(tmp_path)), [MostValue()])
    assert plan.proven
    assert plan.starts == {"b0": 1, "b1": 1, "b2": 2}
    assert plan.goals[0].value == pytest.approx(23.4)


def test_what_must_be_dug_at_least(tmp_path: Path) -> None:
    # of resource 1, which 0 alone takes, 1 at least in the second period: 0 is dug then; 1 in the first one would take 6 of 5
    # beside 2; so 8 + 17 / 1.25
    late = mine(tmp_path, MINE.replace("1 1 I 0 4", "1 1 I 1 4"))
    plan = prioritise(minelib.portfolio_of(late), [MostValue()])
    assert plan.goals[0].value == pytest.approx(21.6)
    assert plan.starts == {"b2": 1, "b0": 2, "b1": 2}


def test_an_ultimate_pit_has_one_period_and_no_limits(tmp_path: Path) -> None:
    path = tmp_path / "small.upit"
    path.write_text("TYPE: UPIT\nNBLOCKS: 3\nOBJECTIVE_FUNCTION:\n0 2\n1 -3\n2 8\n", encoding="ascii")
    path.with_suffix(".prec").write_text(PRECEDENCES, encoding="ascii")
    portfolio = minelib.portfolio_of(minelib.instance_of(path))
    assert portfolio.periods == 1
    assert prioritise(portfolio, [MostValue()]).starts == {"b2": 1}  # 0 is not worth what lies on it


@pytest.mark.parametrize(
    ("model", "precedences", "message"),
    [
        (MINE.replace("CPIT", "PCPSP"), PRECEDENCES, "PCPSP: give a CPIT or a UPIT"),
        (MINE.replace("2 8\n", ""), PRECEDENCES, "2 profits for 3 blocks"),
        (MINE.replace("0 1 L 5\n", ""), PRECEDENCES, "3 limits for 2 resources"),
        (MINE.replace("L 5", "X 5", 1), PRECEDENCES, r"a limit X of \[5.0\]"),
        (MINE, "0 2 1\n", "block 0 has 1 of 2 others"),
        (MINE, "0 1 7\n", r"3 blocks and names \[7\]"),
    ],
)
def test_a_mine_that_is_not_whole_is_refused(
    tmp_path: Path, model: str, precedences: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        mine(tmp_path, model, precedences)


def test_each_format_is_known_by_the_end_of_its_name(tmp_path: Path) -> None:
    release(tmp_path)
    mine(tmp_path)
    assert len(plans.Task(str(tmp_path / "nrp.txt")).case().portfolio.initiatives) == 3
    assert plans.read(tmp_path / "small.cpit").portfolio.name == "small"
    assert plans.Task(str(tmp_path / "small.cpit")).size == "small"
    with pytest.raises(SystemExit, match=r"nothing here reads \.xls"):
        plans.read(tmp_path / "small.xls")
