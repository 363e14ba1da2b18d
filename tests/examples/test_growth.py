"""The table of how a plan grows: its steps, and the powers of the size, by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from omniprio import check

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

import growth


def test_the_power_with_which_a_step_grows() -> None:
    # 10 and 100 times as much takes 100 and 10,000 times as long
    seconds = [dict.fromkeys(growth.STEPS, taken) for taken in (0.01, 1.0, 100.0)]
    assert growth.growth([10, 100, 1000], seconds) == pytest.approx(dict.fromkeys(growth.STEPS, 2.0))


@pytest.mark.parametrize("name", list(growth.FAMILIES))
def test_each_step_is_measured_for_each_family(name: str) -> None:
    one = growth.measured(growth.FAMILIES[name], 0, 6, 4, 60)
    assert list(one.seconds) == list(growth.STEPS)
    assert check(one.plan.portfolio, one.plan.starts).ok
    assert one.plan.proven
