"""What a blend cannot hold is refused in one sentence."""

from __future__ import annotations

import pytest

from omniprio.cli.goals import goals
from omniprio.errors import UnfitError
from omniprio.goals import Blend, Fastest, Soonest

SOONEST = (
    "holds Soonest, which cannot be weighed: what is never reached has no number; "
    "give Soonest as a goal of its own, before the blend or after it"
)
NESTED = "holds a blend; give its parts in its place, each with its weight times that of the blend"


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (Soonest(scenario="basket"), SOONEST),
        ({"kind": "soonest"}, SOONEST),
        ({"kind": "blend", "parts": []}, NESTED),
        (Blend.model_validate({"parts": [{"goal": Fastest(), "weight": 2.0}]}), NESTED),
    ],
)
def test_what_cannot_be_weighed_is_refused_in_one_sentence(goal: object, said: str) -> None:
    parts = [{"goal": Fastest(), "weight": 1.0}, {"goal": goal, "weight": 1.0}]
    with pytest.raises(ValueError, match="1 validation error") as refused:
        Blend.model_validate({"parts": parts})
    assert said in str(refused.value)


def test_a_command_line_says_so_too() -> None:
    with pytest.raises(UnfitError, match="which holds Soonest, which cannot be weighed"):
        goals('[{"kind": "blend", "parts": [{"goal": {"kind": "soonest"}, "weight": 1}]}]')
