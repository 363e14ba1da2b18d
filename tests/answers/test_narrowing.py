"""The sampling error by hand, and which estimate an outcome goes with."""

from __future__ import annotations

from math import sqrt
from random import Random

import pytest

from omniprio.answers.robustness import Proportion
from omniprio.answers.robustness.value_of_information import influences
from omniprio.errors import InvalidArgumentError


def test_wilsons_interval_by_hand() -> None:
    # 8 of 10 with z = 1.96: centre (8 + 1.9208) / (10 + 3.8416), half width 1.96 / 13.8416 * sqrt(8 * 2 / 10 + 0.9604).
    seen = Proportion(count=8, of=10)
    assert seen.lowest == pytest.approx(9.9208 / 13.8416 - 1.96 / 13.8416 * sqrt(2.5604), abs=1e-4)
    assert seen.highest == pytest.approx(9.9208 / 13.8416 + 1.96 / 13.8416 * sqrt(2.5604), abs=1e-4)
    # All of n: from n / (n + z²) to 1.
    assert Proportion(count=20, of=20).lowest == pytest.approx(20 / 23.8416, abs=1e-4)
    assert (Proportion(count=20, of=20).highest, Proportion(count=0, of=20).lowest) == (1.0, 0.0)
    assert str(Proportion(count=199, of=200)) == "99% (97-100)"
    nothing = Proportion(count=0, of=0)
    assert (nothing.share, nothing.lowest, nothing.highest, str(nothing)) == (None, 0.0, 1.0, "not known")
    with pytest.raises(InvalidArgumentError):
        Proportion(count=2, of=1)


def test_the_share_of_variance_by_hand() -> None:
    values = {"x": [0.0, 0.0, 0.0, 1.0, 1.0, 1.0], "same": [5.0] * 6}
    (found,) = influences(values, [0, 1, 2, 4, 5, 6])
    # Means 1 and 5 about 3: between 6 * 2² = 24; whole 9 + 4 + 1 + 1 + 4 + 9 = 28; corrected 1 - (4 / 28) * 5 / 4.
    assert found.place == "x"
    assert found.share == pytest.approx(1 - 4 / 28 * 5 / 4)
    assert influences(values, [3] * 6) == ()


def test_the_estimate_that_matters_is_told_from_those_that_do_not() -> None:
    source = Random(3)  # noqa: S311  a sample, not a secret
    sample = {name: [source.random() for _ in range(300)] for name in ("strong", "weak", "none")}
    outcome = [abs(one - 0.5) * 4 + two for one, two in zip(sample["strong"], sample["weak"], strict=True)]
    found = {entry.place: entry for entry in influences(sample, outcome)}
    assert list(found) == [
        "strong",
        "weak",
        "none",
    ]  # though no rank correlation shows `strong`: it is symmetric
    assert [entry.clear for entry in found.values()] == [True, True, False]
    # Variances 16/48 and 1/12: four fifths and one fifth; five classes lose a little of it.
    assert found["strong"].share == pytest.approx(0.75, abs=0.12)
    assert found["weak"].share == pytest.approx(0.2, abs=0.12)
